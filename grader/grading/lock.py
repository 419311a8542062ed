"""One run at a time records the assignments of a course."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from grader.errors import GradingError
from grader.grading import labels, results
from grader.schema.lock import only_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".lock"
_PAUSE = 0.1


@contextmanager
def only_run(course: Path, *, patience: float = 0.0) -> Iterator[None]:
    """Keep a second grading run out of a block.

    Parameters
    ----------
    course : Path
        Root of the course.
    patience : float
        Seconds for which another run is waited for.

    Yields
    ------
    None
        Inside the block this is the only run.

    Raises
    ------
    GradingError
        If another run does not leave the block in time.
    """
    busy = labels.BUSY
    error = GradingError(f"{course}: {busy.ja}", f"{course}: {busy.en}")
    deadline = time.monotonic() + patience
    with ExitStack() as lock:
        while True:
            try:
                lock.enter_context(only_one(course / results.FOLDER / NAME, error))
                break
            except GradingError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_PAUSE)
        yield
