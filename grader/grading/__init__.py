"""From submissions to the gradebook and one `results.json` each; nbgrader stays behind one module."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.grading.course import grade_course
    from grader.grading.model import GradeReport, Outcome, Progress, SubmissionFilter
    from grader.grading.sync import sync_course

__all__ = [
    "GradeReport",
    "Outcome",
    "Progress",
    "SubmissionFilter",
    "grade_course",
    "sync_course",
]

_HOME = {"grade_course": "course", "sync_course": "sync"}


def __getattr__(name: str) -> Any:
    # What runs inside the sandbox lives in this package too, and must not bring the engine along.
    if name not in __all__:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"grader.grading.{_HOME.get(name, 'model')}"), name)
