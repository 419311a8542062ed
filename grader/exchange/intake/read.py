"""Read a submission from its folder: plain files only, and nothing through a link.

Where the system lets us, every part of a path is opened relative to the folder above it and never through a link, so
that nothing can be exchanged between looking and reading. On Windows each part is looked at first.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from grader.exchange.intake import labels, names
from grader.exchange.intake.take import (
    DEFAULT_LIMITS,
    Candidate,
    Handed,
    IntakeLimits,
    RefusedError,
    nothing,
    take,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from grader.text import Text

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe without a writer would never open
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_REPARSE = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0)
BY_DESCRIPTOR = hasattr(os, "O_NOFOLLOW") and {os.open, os.stat} <= os.supports_dir_fd
"""Whether this system opens files relative to an open folder."""


def read_folder(
    root: Path,
    *below: str,
    only: Collection[str] | None = None,
    limits: IntakeLimits = DEFAULT_LIMITS,
    by_descriptor: bool = BY_DESCRIPTOR,
) -> Handed:
    """Read one submission.

    Parameters
    ----------
    root : Path
        A folder of ours, such as ``submitted``.
    *below : str
        Folders below it, such as trainee and assignment; their names are held to the same rules as those of files.
    only : collection of str, optional
        Files to look at; all if not given.
    limits : IntakeLimits
        How much is taken.
    by_descriptor : bool
        False only where the system cannot open files relative to an open folder.

    Returns
    -------
    Handed
        What was taken and what not; nothing that a trainee did raises an error.
    """
    for part in below:
        reason = names.why_not(part)
        if reason is not None:
            return nothing(part, reason)
    place = _ByDescriptor(root, below) if by_descriptor else _ByLook(root, below)
    try:
        found = _files(place, only, limits)
    except FileNotFoundError:
        return nothing("/".join(below) or root.name, labels.NO_FOLDER)
    except (OSError, RefusedError) as error:
        return nothing("/".join(below) or root.name, _reason(error))
    return take(found, limits)


def read_plain(path: Path, most: int) -> bytes:
    """Read one plain file.

    Parameters
    ----------
    path : Path
        The file.
    most : int
        How large it may be, in bytes.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    RefusedError
        If it is no plain file, is larger, or cannot be read.
    """
    place = (_ByDescriptor if BY_DESCRIPTOR else _ByLook)(path.parent, ())
    one = _candidate(place, (path.name,))
    if one is None:
        raise RefusedError(labels.NOT_PLAIN)
    if one.fault is not None:
        raise RefusedError(one.fault)
    if one.size > most:
        raise RefusedError(labels.LARGE)
    return one.read(most)


def _reason(error: OSError | RefusedError) -> Text:
    if isinstance(error, RefusedError):
        return error.reason
    # ELOOP is what opening a link is answered with.
    is_other = error.errno in {errno.ELOOP, errno.EMLINK, errno.ENOTDIR}
    return labels.NOT_PLAIN if is_other else labels.UNREADABLE


def _files(place: _ByLook, only: Collection[str] | None, limits: IntakeLimits) -> list[Candidate]:
    """List the files; stop as soon as there are too many."""
    found: list[Candidate] = []
    seen = 0
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        folder = waiting.pop()
        for name in _names(place, folder, found):
            if only is not None and not folder and name not in only:
                continue
            seen += 1
            if seen > limits.entries:
                raise RefusedError(labels.TOO_MANY)
            one = _candidate(place, (*folder, name))
            if one is not None:
                found.append(one)
            elif not names.is_left_by_program(name):
                waiting.append((*folder, name))
    return found


def _names(place: _ByLook, folder: tuple[str, ...], found: list[Candidate]) -> Iterator[str]:
    """Yield what stands in a folder; one below the first that cannot be listed is a thing to be refused."""
    try:
        yield from place.list(folder)
    except (OSError, RefusedError) as error:
        if not folder:
            raise
        found.append(_faulty(folder, _reason(error)))


def _candidate(place: _ByLook, entry: tuple[str, ...]) -> Candidate | None:
    """Return a file, or what is neither file nor folder; None for a folder to look into."""
    try:
        status = place.look(entry)
    except (OSError, RefusedError) as error:
        return _faulty(entry, _reason(error))
    path = "/".join(entry)
    if stat.S_ISDIR(status.st_mode) and not _is_reparse(status) and not names.why_not_path(path):
        return None
    if not stat.S_ISREG(status.st_mode) or _is_reparse(status):
        return _faulty(entry, labels.NOT_PLAIN)
    return Candidate(path, status.st_size, partial(_read, place, entry))


def _faulty(entry: tuple[str, ...], fault: Text) -> Candidate:
    return Candidate("/".join(entry), 0, bytes, fault)


def _is_reparse(status: os.stat_result) -> bool:
    return bool(getattr(status, "st_file_attributes", 0) & _REPARSE)


def _read(place: _ByLook, entry: tuple[str, ...], most: int) -> bytes:
    try:
        with place.open(entry) as number:
            status = os.fstat(number)
            if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
                raise RefusedError(labels.NOT_PLAIN)
            with os.fdopen(number, "rb", closefd=False) as stream:
                return stream.read(most)
    except OSError as error:
        raise RefusedError(_reason(error)) from error


class _ByLook:
    """A folder whose parts are looked at before they are opened."""

    def __init__(self, root: Path, below: tuple[str, ...]) -> None:
        self.root = root
        self.below = below

    def list(self, folder: tuple[str, ...]) -> Iterator[str]:
        for number in range(len(self.below + folder)):
            self._refuse_link((self.below + folder)[: number + 1])
        with os.scandir(self.root.joinpath(*self.below, *folder)) as entries:
            yield from (entry.name for entry in entries)

    def look(self, entry: tuple[str, ...]) -> os.stat_result:
        return self.root.joinpath(*self.below, *entry).lstat()

    @contextmanager
    def open(self, entry: tuple[str, ...]) -> Iterator[int]:
        whole = self.below + entry
        for number in range(len(whole)):
            self._refuse_link(whole[: number + 1])
        number = os.open(self.root.joinpath(*whole), _FLAGS)
        try:
            yield number
        finally:
            os.close(number)

    def _refuse_link(self, parts: tuple[str, ...]) -> None:
        status = self.root.joinpath(*parts).lstat()
        if stat.S_ISLNK(status.st_mode) or _is_reparse(status):
            raise RefusedError(labels.NOT_PLAIN)


class _ByDescriptor(_ByLook):
    """A folder whose parts are opened one by one, each relative to the one above and never through a link."""

    def list(self, folder: tuple[str, ...]) -> Iterator[str]:
        with self.open(folder) as number, os.scandir(number) as entries:
            yield from (entry.name for entry in entries)

    def look(self, entry: tuple[str, ...]) -> os.stat_result:
        with self.open(entry[:-1]) as number:
            return os.stat(entry[-1], dir_fd=number, follow_symlinks=False)

    @contextmanager
    def open(self, entry: tuple[str, ...]) -> Iterator[int]:
        number = os.open(self.root, os.O_RDONLY | os.O_CLOEXEC)
        try:
            for part in self.below + entry:
                above = number
                number = os.open(part, _FLAGS, dir_fd=above)
                os.close(above)
            yield number
        finally:
            os.close(number)
