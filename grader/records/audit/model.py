"""What an audit consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Parameters
    ----------
    number : int
        From 1, without gaps.
    time : datetime
        In UTC; later than that of the entry before.
    who : str
        Account.
    what : str
        What was read or changed.
    purpose : str
        What for.
    subjects : tuple of str
        Pseudonymous ids of the people concerned; sorted.
    files : mapping of str to str
        SHA-256 by name, of files handed over and of what was changed.
    previous, mac : str
        Authentication codes of the entry before and of this one, 64 hexadecimal digits each.
    """

    number: int
    time: datetime
    who: str
    what: str
    purpose: str
    subjects: tuple[str, ...]
    files: Mapping[str, str]
    previous: str
    mac: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain at some time, to be printed and kept where nobody of HR can change it.

    Parameters
    ----------
    number : int
        Of the last entry.
    time : str
        Of the last entry, ISO 8601 in UTC.
    mac : str
        Its authentication code.
    """

    number: int
    time: str
    mac: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of going through the chain.

    Parameters
    ----------
    entries : int
        How many entries fit, from the first.
    misfit : int or None
        Number of the first entry that does not fit; None if all do.
    reason : Text or None
        What is wrong with it.
    """

    entries: int
    misfit: int | None = None
    reason: Text | None = None
