"""The quality report for instructors: which exercises to look at, and how sure levels are."""

from __future__ import annotations

from grader.quality.stage import Format, run

__all__ = ["Format", "run"]
