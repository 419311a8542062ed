"""Read what holds on a day, as it is known now or was known at some time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from grader.records.columns import stamp
from grader.records.database.open import reading
from grader.records.database.seal import last_change
from grader.records.database.tables import TABLES
from grader.records.database.values import sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Engine, Table

    from grader.records.database.model import Value

_VALID = ("valid_from", "valid_to")
_RECORDED = ("recorded_from", "recorded_to", "recorded_by")


def rows(
    engine: Engine, sheet: str, *, on: date | None = None, known_at: datetime | None = None
) -> list[dict[str, Value]]:
    """Read a sheet.

    Parameters
    ----------
    engine : Engine
        The records.
    sheet : str
        Id of the sheet.
    on : date, optional
        Only what holds on this day; every period if not given.
    known_at : datetime, optional
        As it was known at this time, with its zone; as it is known now if not given.

    Returns
    -------
    list of dict
        The fields, `valid_from` and `valid_to`; sorted by key and first day.

    Raises
    ------
    RecordsError
        If there is no such sheet, or the records cannot be read.
    ValueError
        If the time has no zone.
    """
    kind, table = sheet_of(sheet), TABLES[sheet]
    fields = [field.name for field in kind.fields]
    query = select(*(table.c[name] for name in (*fields, *_VALID))).where(_known(table, known_at))
    if on is not None:
        still = or_(table.c.valid_to.is_(None), table.c.valid_to >= on)
        query = query.where(table.c.valid_from <= on, still)
    with reading(engine) as connection:
        found: list[dict[str, Any]] = [dict(row) for row in connection.execute(query).mappings()]
    return _sorted(found, (*kind.key, "valid_from"))


def state_of(engine: Engine) -> int:
    """Tell in which state the records are, before one looks at them and decides what to write.

    Parameters
    ----------
    engine : Engine
        The records.

    Returns
    -------
    int
        A number that grows with every change: `record` refuses to write if it is given an earlier one.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    with reading(engine) as connection:
        return last_change(connection)


def _known(table: Table, at: datetime | None) -> Any:
    if at is None:
        return table.c.recorded_to.is_(None)
    stamp(at)  # refuses a time without a zone
    later = or_(table.c.recorded_to.is_(None), table.c.recorded_to > at)
    return (table.c.recorded_from <= at) & later


def history(engine: Engine, sheet: str, key: Iterable[Value]) -> list[dict[str, Any]]:
    """Read everything that was ever recorded of one record.

    Parameters
    ----------
    engine : Engine
        The records.
    sheet : str
        Id of the sheet.
    key : iterable of Value
        Values of the key's fields, in order.

    Returns
    -------
    list of dict
        As of `rows`, with `recorded_from`, `recorded_to` (None: still known) and `recorded_by`; in the order in which
        it was recorded.

    Raises
    ------
    RecordsError
        If there is no such sheet, or the records cannot be read.
    """
    kind, table = sheet_of(sheet), TABLES[sheet]
    names = (*(field.name for field in kind.fields), *_VALID, *_RECORDED)
    query = select(*(table.c[name] for name in names))
    for name, value in zip(kind.key, key, strict=True):
        query = query.where(table.c[name] == value)
    with reading(engine) as connection:
        found: list[dict[str, Any]] = [dict(row) for row in connection.execute(query).mappings()]
    return _sorted(found, ("recorded_from", "valid_from"))


def _sorted(found: list[dict[str, Any]], by: tuple[str, ...]) -> list[dict[str, Any]]:
    # Not by the database: each has an order of letters of its own.
    return sorted(found, key=lambda row: tuple(row[name] for name in by))
