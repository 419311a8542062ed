"""Record statements: nothing is overwritten, what was known before stays readable as it was known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from grader.errors import RecordsError
from grader.records import audit
from grader.records.database import seal
from grader.records.database.labels import CHANGED_SINCE, other_person
from grader.records.database.model import Change
from grader.records.database.open import writing
from grader.records.database.tables import RECORDED, TABLES
from grader.records.database.timeline import Period, state
from grader.records.database.values import checked, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

    from grader.records.access_log import Access
    from grader.records.database.model import Value
    from grader.records.sheets.model import Sheet

    Key = tuple[Value, ...]
    Known = dict[Key, dict[Period, tuple[int, str]]]
    Statements = dict[Key, list[tuple[Period, bool]]]

_AT_ONCE = 500
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """When something is recorded, and by whom."""

    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class _News:
    """What statements make of a sheet: rows to be closed (number, who wrote them) and to be written."""

    changed: int
    closed: dict[Period, tuple[int, str]]
    opened: list[Period]


def record(
    engine: Engine,
    changes: Iterable[Change],
    *,
    access: Access,
    what: str,
    seen: int | None = None,
) -> int:
    """Record statements, all of them or none, with an entry in the audit.

    Parameters
    ----------
    engine : Engine
        The records.
    changes : iterable of Change
        The statements; a later one may correct an earlier one.
    access : Access
        Who, when (with a zone) and for what.
    what : str
        What is being recorded, for the audit.
    seen : int, optional
        State of the records, of `state_of`, for which the statements were made; if not given, they hold in any state.

    Returns
    -------
    int
        How many statements changed what is known. What is known already changes nothing: recording the same again
        returns 0, and leaves no entry.

    Raises
    ------
    RecordsError
        If a statement does not fit its sheet, the records cannot be written, or somebody else has changed them since they
        were `seen`. Nothing was written then.

    Notes
    -----
    Rows that no longer hold are not changed but closed (`recorded_to`); what remains of them and what is new is written
    as new rows. All carry the time of the audit's entry, which is later than that of every entry before.
    """
    stated: dict[str, Statements] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        period = checked(change)
        key = _key(sheet_of(change.sheet), period)
        stated[change.sheet][key].append((period, change.ends))
    with writing(engine) as connection:
        _check_unchanged(connection, seen)
        stamp = _Stamp(audit.next_time(connection, access.when), audit.plain(access.who))
        news = {RECORDED[name]: _news(connection, RECORDED[name], stated[name]) for name in stated}
        lines = [
            line for sheet, new in news.items() for line in _write(connection, sheet, new, stamp)
        ]
        if lines:
            told = replace(access, when=stamp.at)
            sums = {seal.NAME: seal.rows_sum(lines)}
            audit.append(connection, told, what=what, subjects=_subjects(news), files=sums)
    return sum(new.changed for new in news.values())


def _check_unchanged(connection: Connection, seen: int | None) -> None:
    if seen is not None and seal.last_change(connection) != seen:
        raise RecordsError(CHANGED_SINCE.ja, CHANGED_SINCE.en)


def ended(sheet: str, row: Mapping[str, Any], last: date) -> Change:
    """State that a record ends.

    Parameters
    ----------
    sheet : str
        Id of the sheet.
    row : mapping
        The record, as `rows` gave it.
    last : date
        Its last day; the day before its first if it should never have been there.

    Returns
    -------
    Change
        To be recorded.
    """
    values = {field.name: row[field.name] for field in sheet_of(sheet).fields}
    first = row["valid_from"]
    return Change(sheet, values, first, max(last, first - _DAY), ends=True)


def _key(sheet: Sheet, period: Period) -> Key:
    places = {field.name: place for place, field in enumerate(sheet.fields)}
    return tuple(period.values[places[name]] for name in sheet.key)


def _news(connection: Connection, sheet: Sheet, stated: Statements) -> _News:
    known = _known(connection, sheet, {key[0] for key in stated})
    closed: dict[Period, tuple[int, str]] = {}
    opened: list[Period] = []
    done = 0
    for key, some in stated.items():
        before = known.get(key, {})
        after, changed = _after(sheet, tuple(before), some)
        closed |= {period: row for period, row in before.items() if period not in after}
        opened.extend(period for period in after if period not in before)
        done += changed
    return _News(done if closed or opened else 0, closed, opened)


def _after(
    sheet: Sheet, known: tuple[Period, ...], statements: Sequence[tuple[Period, bool]]
) -> tuple[tuple[Period, ...], int]:
    """Say one thing after the other, and count what was news."""
    done = 0
    for period, ends in statements:
        if sheet.id == "people":
            _same_person(sheet, known, period)
        after = state(known, period, ends=ends)
        done += after is not known
        known = after
    return known, done


def _same_person(sheet: Sheet, known: tuple[Period, ...], new: Period) -> None:
    """A pseudonymous id must never pass on to somebody else: grades and levels would go with it."""
    names = [field.name for field in sheet.fields]
    places = [names.index("staff_number"), names.index("name")]
    if known and not any(one.values[i] == new.values[i] for one in known for i in places):
        said = other_person(str(new.values[names.index("person")]))
        raise RecordsError(said.ja, said.en)


def _known(connection: Connection, sheet: Sheet, firsts: set[Value]) -> Known:
    """Read what is known of some records, by key and in order of time."""
    table = TABLES[sheet.id]
    fields = [table.c[field.name] for field in sheet.fields]
    columns = [table.c.id, table.c.recorded_by, *fields, table.c.valid_from, table.c.valid_to]
    current = select(*columns).where(table.c.recorded_to.is_(None)).order_by(table.c.valid_from)
    found: Known = defaultdict(dict)
    for some in _slices(sorted(firsts, key=repr)):
        query = current.where(table.c[sheet.key[0]].in_(some))
        for row, who, *values, first, last in connection.execute(query):
            period = Period(tuple(values), first, last)
            found[_key(sheet, period)][period] = row, who
    return found


def _slices(values: list[Value]) -> Iterator[list[Value]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _write(connection: Connection, sheet: Sheet, news: _News, stamp: _Stamp) -> Iterator[str]:
    """Write rows, and yield a line for each, of which the audit keeps the sum."""
    table = TABLES[sheet.id]
    if news.closed:
        ending = update(table).where(table.c.id == bindparam("row")).values(recorded_to=stamp.at)
        connection.execute(ending, [{"row": row} for row, _ in news.closed.values()])
    if news.opened:
        connection.execute(insert(table), [_row(sheet, period, stamp) for period in news.opened])
    yield from (seal.row_line(sheet, "closed", one, who) for one, (_, who) in news.closed.items())
    yield from (seal.row_line(sheet, "opened", one, stamp.who) for one in news.opened)


def _row(sheet: Sheet, period: Period, stamp: _Stamp) -> dict[str, Any]:
    names = (field.name for field in sheet.fields)
    return {
        **dict(zip(names, period.values, strict=True)),
        "valid_from": period.first,
        "valid_to": period.last,
        "recorded_from": stamp.at,
        "recorded_to": None,
        "recorded_by": stamp.who,
    }


def _subjects(news: Mapping[Sheet, _News]) -> set[str]:
    """Everybody of whom something became known or ceased to be so."""
    found: set[str] = set()
    for sheet, new in news.items():
        fields = enumerate(sheet.fields)
        places = [i for i, one in fields if one.refers == "people" or one.name == "person"]
        for period in (*new.closed, *new.opened):
            found.update(str(period.values[i]) for i in places if period.values[i])
    return found
