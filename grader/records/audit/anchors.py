"""Anchors: the end of the chain at some time, on a line to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import RecordsError
from grader.records.audit import labels
from grader.records.audit.chain import BEGINNING, last_row
from grader.records.audit.model import Anchor

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GROUP = 8
_HEXADECIMAL = frozenset("0123456789abcdef")


def anchor(connection: Connection) -> Anchor | None:
    """Take the end of the chain, to be kept elsewhere.

    Parameters
    ----------
    connection : Connection
        To read from.

    Returns
    -------
    Anchor or None
        None if there is no entry yet.
    """
    last = last_row(connection)
    return None if last is None else Anchor(last["number"], last["time"], last["mac"])


def anchor_text(end: Anchor) -> str:
    """Write an anchor on one line.

    Parameters
    ----------
    end : Anchor
        The anchor.

    Returns
    -------
    str
        Number, time and code, the code in groups of eight so that a person can compare them on paper.
    """
    groups = (end.mac[start : start + _GROUP] for start in range(0, len(end.mac), _GROUP))
    return f"{end.number} {end.time} {' '.join(groups)}"


def read_anchor(text: str) -> Anchor:
    """Read what `anchor_text` wrote.

    Parameters
    ----------
    text : str
        The line; how many spaces there are does not matter.

    Returns
    -------
    Anchor
        The anchor.

    Raises
    ------
    RecordsError
        If it is none.
    """
    number, _, rest = " ".join(text.split()).partition(" ")
    time, _, code = rest.partition(" ")
    mac = code.replace(" ", "").lower()
    if not number.isdecimal() or len(mac) != len(BEGINNING) or set(mac) - _HEXADECIMAL:
        raise RecordsError(labels.BAD_ANCHOR.ja, labels.BAD_ANCHOR.en)
    return Anchor(int(number), time, mac)
