"""The one place that knows nbgrader.

Assignments are released and recorded by nbgrader's own converter, into its own gradebook, and its own commands grade
with our judge, so that formgrader, feedback and export work on the result as on any other nbgrader course. What is
added: names with ``*?[`` are taken literally, the reason of a failure is kept instead of being logged away, deleted
marks cells come back, and recording an assignment again does not delete rows that somebody is writing marks for.
"""

from __future__ import annotations

from grader.grading.nbgrader_adapter.converters import RestoreCells
from grader.grading.nbgrader_adapter.course import Course, open_course, translated
from grader.grading.nbgrader_adapter.late import late_rule

__all__ = ["Course", "RestoreCells", "late_rule", "open_course", "translated"]
