"""One process at a time: a lock that is gone when its process is, however that ends."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.errors import KakehashiError


_LEAST = 1 << 17
"""Bytes without which SQLite cannot even begin; it then says only that a file cannot be opened."""


def _cause(error: sqlite3.OperationalError, path: Path) -> OSError:
    if shutil.disk_usage(path.parent).free < _LEAST:
        return OSError(errno.ENOSPC, "No space left on device", str(path))
    return OSError(errno.EIO, str(error), str(path))


@contextmanager
def only_one(path: Path, busy: KakehashiError) -> Iterator[None]:
    """Keep every other process out of a block.

    SQLite's lock is used because it is the same on every system.

    Parameters
    ----------
    path : Path
        The lock file; its folder is made if it is missing. It stays when the lock is gone.
    busy : KakehashiError
        Raised if another process is in such a block.

    Yields
    ------
    None
        Inside the block this is the only process.

    Raises
    ------
    KakehashiError
        The one that was given.
    OSError
        If the lock file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise busy from None
        raise _cause(error, path) from error
    try:
        yield
    finally:
        lock.close()
