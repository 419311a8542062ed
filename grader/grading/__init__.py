"""From submissions to the gradebook and one `results.json` each; nbgrader stays behind one module."""

from __future__ import annotations

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
