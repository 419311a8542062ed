"""The key of the audit: in a file outside the database, or in the environment."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from grader.errors import RecordsError
from grader.records.audit import labels

if TYPE_CHECKING:
    from pathlib import Path

    from grader.text import Text

FILE_NAME = "audit.key"
_LEAST = 32


def read_key(path: Path | None, *, make: bool) -> bytes:
    """Read the key, or make it on first use.

    Parameters
    ----------
    path : Path or None
        Its file; None if it must stand in the environment.
    make : bool
        Whether a key that is missing is made: only while there is no entry yet.

    Returns
    -------
    bytes
        The key. The environment goes before the file.

    Raises
    ------
    RecordsError
        If there is none, or it cannot be used.
    """
    given = os.environ.get(labels.VARIABLE)
    if given is not None:
        return _strong(given.encode(), labels.SHORT)
    if path is None:
        raise _error(labels.NO_PLACE)
    try:
        if make and not path.exists():
            _make(path)
        return _strong(path.read_bytes().strip(), labels.unusable_key(path, "too short"))
    except FileNotFoundError:
        raise _error(labels.no_key(path)) from None
    except OSError as error:
        raise _error(labels.unusable_key(path, error.strerror or str(error))) from error


def _strong(key: bytes, otherwise: Text) -> bytes:
    if len(key) < _LEAST:
        raise _error(otherwise)
    return key


def _make(path: Path) -> None:
    """Write a new key in one step, readable by its owner only; called by one process at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as stream:
            stream.write(secrets.token_hex(32).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)  # noqa: PTH105  # the one call that is atomic on Windows and POSIX alike
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _error(said: Text) -> RecordsError:
    return RecordsError(said.ja, said.en)
