"""Seal what is recorded: each change of the records leaves a sum over its rows in the audit, and the sums can be checked."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from grader.records.audit import entries
from grader.records.audit.table import audit
from grader.records.database.tables import RECORDED, TABLES
from grader.records.database.timeline import Period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from grader.records.sheets.model import Sheet

NAME = "records"
"""Under which the sum stands among the files of an entry."""


@dataclass(frozen=True, slots=True)
class Altered:
    """Rows that are not what the audit says was recorded.

    Parameters
    ----------
    number : int or None
        Of the entry; None if there is none of that time.
    time : datetime
        When the rows say that they were recorded.
    """

    number: int | None
    time: datetime


def row_line(sheet: Sheet, happened: Literal["opened", "closed"], period: Period, who: str) -> str:
    """Write a row for a sum.

    Parameters
    ----------
    sheet : Sheet
        Its sheet.
    happened : {'opened', 'closed'}
        Whether it was written, or found to hold no longer.
    period : Period
        Its values and days.
    who : str
        Who had written it.

    Returns
    -------
    str
        JSON. Empty fields are left out, so that a field added by a later version changes no sum.
    """
    names = (field.name for field in sheet.fields)
    told = {n: v for n, v in zip(names, period.values, strict=True) if v not in (None, ())}
    whole = [sheet.id, happened, told, period.first, period.last, who]
    return json.dumps(whole, sort_keys=True, default=str)


def rows_sum(lines: Iterable[str]) -> str:
    """Sum up rows.

    Parameters
    ----------
    lines : iterable of str
        From `row_line`; their order does not matter.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def last_change(connection: Connection) -> int:
    """Tell in which state the records are.

    Parameters
    ----------
    connection : Connection
        To read from.

    Returns
    -------
    int
        Number of the audit's entry on the last change of the records; 0 if nothing was recorded yet. Entries on readings
        do not count.
    """
    changes = select(audit.c.number).where(audit.c.files.contains(f'"{NAME}":'))
    return connection.scalar(changes.order_by(audit.c.number.desc()).limit(1)) or 0


def altered(connection: Connection) -> list[Altered]:
    """Find rows that somebody changed, added or removed past this program.

    Parameters
    ----------
    connection : Connection
        To read from.

    Returns
    -------
    list of Altered
        By time; empty if the rows are what the audit says. Whether the audit is genuine, `verify` says.
    """
    told = {one.time: one for one in entries(connection) if NAME in one.files}
    found = {at: rows_sum(lines) for at, lines in _lines(connection).items()}
    wrong = [
        at
        for at in told.keys() | found.keys()
        if at not in told or told[at].files[NAME] != found.get(at)
    ]
    return [Altered(told[at].number if at in told else None, at) for at in sorted(wrong)]


def _lines(connection: Connection) -> dict[datetime, list[str]]:
    found: dict[datetime, list[str]] = defaultdict(list)
    for sheet in RECORDED.values():
        table = TABLES[sheet.id]
        names = (*(field.name for field in sheet.fields), "valid_from", "valid_to")
        recorded = (table.c.recorded_by, table.c.recorded_from, table.c.recorded_to)
        query = select(*(table.c[name] for name in names), *recorded)
        for *values, first, last, who, begun, closed in connection.execute(query):
            period = Period(tuple(values), first, last)
            found[begun].append(row_line(sheet, "opened", period, who))
            if closed is not None:
                found[closed].append(row_line(sheet, "closed", period, who))
    return found
