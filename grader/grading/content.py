"""The lessons behind the assignments of a course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.model import LessonOf
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Content:
    """What is known about the lessons of a course.

    Parameters
    ----------
    lessons : mapping of str to LessonOf
        By assignment.
    workspace : Workspace or None
        Where the lessons stand.
    standard : mapping or None
        The skill standard in force.
    """

    lessons: Mapping[str, LessonOf]
    workspace: Workspace | None
    standard: Mapping[str, str | None] | None
