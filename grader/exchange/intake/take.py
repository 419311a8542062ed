"""Decide which files of a submission are taken, before any of them is read; the same for a folder and an archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.exchange.intake import labels, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.text import Text

OURS = frozenset({"timestamp.txt", "submission_secret.txt"})
"""Files of nbgrader's exchange: the time of receipt is ours, and no trainee's word for it is taken."""


@dataclass(frozen=True, slots=True)
class IntakeLimits:
    """How much one submission may bring.

    Parameters
    ----------
    notebook, file, total : int
        Size of a notebook, of any other file, and of all together, in bytes.
    entries : int
        Files and folders.
    """

    notebook: int = 8 << 20
    file: int = 16 << 20
    total: int = 64 << 20
    entries: int = 300

    def of(self, path: str) -> int:
        """Say how large one file may be.

        Parameters
        ----------
        path : str
            Its name.

        Returns
        -------
        int
            Bytes.
        """
        return self.notebook if path.endswith(".ipynb") else self.file


DEFAULT_LIMITS = IntakeLimits()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was not taken.

    Parameters
    ----------
    file : str
        Its name, safe to print.
    reason : Text
        Why, and what to do.
    """

    file: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Handed:
    """What was taken of a submission.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by relative POSIX path, sorted.
    refusals : tuple of Refusal
        What was not taken, sorted.
    """

    files: Mapping[str, bytes]
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that stands in a submission, not yet read.

    Parameters
    ----------
    path : str
        Relative path, as the system or the archive gives it.
    size : int
        Bytes, as claimed.
    read : callable
        Takes the largest number of bytes to read, and returns them; raises `RefusedError`.
    fault : Text or None
        Why the file cannot be taken, if that is known already.
    """

    path: str
    size: int
    read: Callable[[int], bytes]
    fault: Text | None = None


class RefusedError(Exception):
    """Something that a trainee handed in is not taken; becomes a `Refusal` before it leaves this package.

    Parameters
    ----------
    reason : Text
        Why.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def nothing(name: str, reason: Text) -> Handed:
    """Refuse a submission as a whole.

    Parameters
    ----------
    name : str
        What it is called.
    reason : Text
        Why.

    Returns
    -------
    Handed
        Without any file.
    """
    return Handed({}, (Refusal(names.printable(name), reason),))


def take(found: Iterable[Candidate], limits: IntakeLimits) -> Handed:
    """Read what can be taken.

    Parameters
    ----------
    found : iterable of Candidate
        All files of a submission.
    limits : IntakeLimits
        How much is taken.

    Returns
    -------
    Handed
        The same for any order of the candidates. Notebooks come first when the total size is counted.
    """
    wanted = sorted(
        (one for one in found if not _is_noise(one.path)),
        key=lambda one: (not one.path.endswith(".ipynb"), one.path),
    )
    colliding = names.colliding(one.path for one in wanted)
    files: dict[str, bytes] = {}
    refused = []
    left = limits.total
    for one in wanted:
        try:
            files[one.path] = _read(one, colliding, limits, left)
            left -= len(files[one.path])
        except RefusedError as error:
            refused.append(Refusal(names.printable(one.path), error.reason))
    return Handed(dict(sorted(files.items())), tuple(sorted(refused, key=lambda r: r.file)))


def _is_noise(path: str) -> bool:
    return path in OURS or any(names.is_left_by_program(part) for part in path.split("/"))


def _read(one: Candidate, colliding: set[str], limits: IntakeLimits, left: int) -> bytes:
    reason = names.why_not_path(one.path) or one.fault
    if reason is None and one.path in colliding:
        reason = labels.COLLISION
    if reason is None and one.size > limits.of(one.path):
        reason = labels.LARGE
    if reason is None and one.size > left:
        reason = labels.TOTAL_LARGE
    if reason is not None:
        raise RefusedError(reason)
    data = one.read(one.size + 1)
    if len(data) != one.size:
        raise RefusedError(labels.CHANGED)
    return data
