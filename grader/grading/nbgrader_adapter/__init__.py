"""The one place that knows nbgrader.

Everything goes through nbgrader's own converters and its own gradebook, so that formgrader,
feedback and export work on the result as on any other nbgrader course. What is added: names with
``*?[`` are taken literally, the reason of a failure is kept instead of being logged away, deleted
marks cells come back in our own lessons, and the gradebook is made by one process before others
open it.
"""

from __future__ import annotations

from grader.grading.nbgrader_adapter.attempt import Attempt
from grader.grading.nbgrader_adapter.converters import RestoreCells
from grader.grading.nbgrader_adapter.course import Course, open_course, translated

__all__ = ["Attempt", "Course", "RestoreCells", "open_course", "translated"]
