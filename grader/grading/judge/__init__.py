"""The trusted side: the author's cells run here, the submission is asked by messages and never by reference."""

from __future__ import annotations

from grader.grading.judge.notebook import run_notebook

__all__ = ["run_notebook"]
