"""Rebuild submitted notebooks from the released ones: what is not the trainee's to change stays as released."""

from __future__ import annotations

from grader.grading.rebuild.notebook import Rebuilt, is_answer, is_known, rebuild

__all__ = ["Rebuilt", "is_answer", "is_known", "rebuild"]
