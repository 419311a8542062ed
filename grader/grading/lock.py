"""One grading run at a time in a course."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.errors import GradingError
from grader.grading import labels, results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".lock"


@contextmanager
def only_run(course: Path) -> Iterator[None]:
    """Keep a second grading run out of a course.

    Two runs would remove each other's autograded notebooks. SQLite's lock is used because it is the
    same on every system and is gone when its process is, however that ends.

    Parameters
    ----------
    course : Path
        Root of the course.

    Yields
    ------
    None
        Inside the block this is the only run.

    Raises
    ------
    GradingError
        If another run is under way.
    """
    path = course / results.FOLDER / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        busy = labels.BUSY
        raise GradingError(f"{course}: {busy.ja}", f"{course}: {busy.en}") from None
    try:
        yield
    finally:
        lock.close()
