"""One run at a time records the assignments of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import GradingError
from grader.grading import labels, results
from grader.schema.lock import only_one

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

NAME = ".lock"


def only_run(course: Path) -> AbstractContextManager[None]:
    """Keep a second run from recording assignments at the same time: nbgrader may not change a gradebook twice at once.

    Parameters
    ----------
    course : Path
        Root of the course.

    Returns
    -------
    context manager
        Inside its block this is the only run; entering raises `GradingError` if another is under way.
    """
    busy = labels.BUSY
    error = GradingError(f"{course}: {busy.ja}", f"{course}: {busy.en}")
    return only_one(course / results.FOLDER / NAME, error)
