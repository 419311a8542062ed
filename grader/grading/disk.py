"""What a disk says that cannot take any more."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from dataclasses import astuple
from typing import TYPE_CHECKING

from grader.errors import GradingError
from grader.grading import labels

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_SAID = ("database or disk is full", "No space left on device")
"""What SQLite says, and what the system says where only its words are passed on."""


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or one behind it, means that there is no space left.

    Parameters
    ----------
    error : BaseException or None
        What was raised.

    Returns
    -------
    bool
        Whether freeing space would help.
    """
    while error is not None:
        if getattr(error, "errno", None) in _FULL or any(words in str(error) for words in _SAID):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def plainly() -> Iterator[None]:
    """Say in plain words which file of a course cannot be read or written.

    Yields
    ------
    None
        Nothing.

    Raises
    ------
    GradingError
        For an `OSError` that is about space or about a file.
    """
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise GradingError(*astuple(labels.DISK_FULL)) from error
        if error.filename is None:
            raise
        raise GradingError(*astuple(labels.unusable_file(error))) from error
