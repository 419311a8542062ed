"""What an import would change: each row against what is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from grader.records.database.model import Change
from grader.records.database.timeline import Period, state
from grader.records.sheet_rules import R043
from grader.records.sheets.catalogue import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.findings import Finding
    from grader.records.database import Value
    from grader.records.sheets.model import Sheet
    from grader.records.sheets.rows import Entry

    Key = tuple[str, tuple[Value, ...]]

Kind = Literal["new", "changed", "ended", "withdrawn", "unchanged"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row would change.

    Parameters
    ----------
    entry : Entry
        The row.
    kind : {'new', 'changed', 'ended', 'withdrawn', 'unchanged'}
        ``ended`` if nothing but its last day comes, or comes sooner; ``withdrawn`` if the record should never have been.
    fields : tuple of (str, Value, Value)
        Name, old and new value of each field that changes; ``valid_to`` among them.
    """

    entry: Entry
    kind: Kind
    fields: tuple[tuple[str, Value, Value], ...] = ()


@dataclass(slots=True)
class Comparison:
    """What all rows together would change.

    Parameters
    ----------
    findings : list of Finding
        Periods that overlap are added here.
    differences : list of Difference
        One for each row.
    changes : list of Change
        What to record, in order.
    after : dict of (str, tuple) to tuple of Period
        By sheet and key: what will be known.
    """

    findings: list[Finding] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    after: dict[Key, tuple[Period, ...]] = field(default_factory=dict)


def compare(
    entries: Iterable[Entry],
    current: Mapping[str, Sequence[Mapping[str, Value]]],
    findings: list[Finding],
) -> Comparison:
    """Hold rows against what is known.

    Parameters
    ----------
    entries : iterable of Entry
        Sound rows.
    current : mapping of str to sequence of mapping
        What the database knows, each period, by sheet.
    findings : list of Finding
        Periods that overlap are added here (R043).

    Returns
    -------
    Comparison
        What would change. A column that is not in the sheet keeps the values known on the row's first day.
    """
    done = Comparison(findings)
    done.after.update(_known(current))
    by_key: dict[Key, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.sheet, entry.key].append(entry)
    for key, rows in by_key.items():
        # What is taken back makes room for what is said in its place.
        rows.sort(key=lambda entry: (not entry.withdraws, entry.valid_from or date.min))
        if _apart(rows, done.after.get(key, ()), findings):
            for entry in rows:
                _state(entry, key, done)
    return done


def _known(current: Mapping[str, Sequence[Mapping[str, Value]]]) -> dict[Key, tuple[Period, ...]]:
    found: dict[Key, list[Period]] = defaultdict(list)
    for name, rows in current.items():
        sheet = SHEETS[name]
        for row in rows:
            key = tuple(row.get(part) for part in sheet.key)
            first, last = row["valid_from"], row["valid_to"]
            period = Period(_values(sheet, row), first, last)  # type: ignore[arg-type]
            found[name, key].append(period)
    return {key: tuple(sorted(rows, key=lambda one: one.first)) for key, rows in found.items()}


def _values(sheet: Sheet, row: Mapping[str, Value]) -> tuple[Value, ...]:
    """In the order of the fields; nothing is one thing, however it is written."""
    return tuple(
        row.get(one.name) or () if one.kind == "list" else _something(row.get(one.name))
        for one in sheet.fields
    )


def _something(value: Value) -> Value:
    return None if value == "" else value


def _apart(rows: Sequence[Entry], known: Iterable[Period], findings: list[Finding]) -> bool:
    """R043: rows of one key do not overlap, and none runs over a known period that begins later."""
    before = len(findings)
    for one, other in pairwise(row for row in rows if not row.withdraws):
        if one.valid_to is None or (other.valid_from or date.min) <= one.valid_to:
            ja = f"「{other.label}」の期間が、{one.line}行目の期間と重なっています。"
            en = f"the period of “{other.label}” overlaps that of row {one.line}."
            other.tell(findings, R043, ja, en)
    firsts = {row.valid_from for row in rows}
    for row in rows:
        for period in known:
            if period.first not in firsts and _within(period.first, row):
                ja = f"「{row.label}」には、{period.first}からの記録がすでにあります。"
                en = f"“{row.label}” is already recorded from {period.first} on."
                row.tell(findings, R043, ja, en)
    return len(findings) == before


def _within(day: date, row: Entry) -> bool:
    begins = row.valid_from is not None and row.valid_from < day
    return begins and (row.valid_to is None or day <= row.valid_to)


def _state(entry: Entry, key: Key, done: Comparison) -> None:
    """Let a row say what it says, and note what that changes; R043 if it is in the midst of the same."""
    sheet, first = SHEETS[entry.sheet], entry.valid_from
    if first is None:
        return
    known = done.after.get(key, ())
    old = next((one for one in known if one.first <= first and _lasts(one, first)), None)
    if entry.withdraws:
        _withdraw(entry, key, old, done)
        return
    carried = dict(zip((one.name for one in sheet.fields), old.values, strict=True)) if old else {}
    values = _values(sheet, {**carried, **entry.values})
    new = Period(values, first, entry.valid_to)
    if old and old.first < first and old.values == values and old.last != new.last:
        ja = f"「{entry.label}」の同じ内容は、{old.first}から記録されています。終わる日を変えるなら、適用開始日をこの日にしてください。"
        en = f"“{entry.label}” is recorded with these values from {old.first} on; to change its end, begin the row that day."
        entry.tell(done.findings, R043, ja, en)
        return
    after = state(known, new)
    # A record stated with other values ends where the sheet says, as it would with its own.
    if old and old.first == first and old.values != values and _longer(old, new):
        ended = Period(old.values, first, entry.valid_to)
        done.changes.append(_change(sheet, ended))
        after = state(state(known, ended), new)
    done.differences.append(_difference(entry, old, new, same=after == known))
    if after != known:
        done.changes.append(_change(sheet, new))
        done.after[key] = after


def _withdraw(entry: Entry, key: Key, old: Period | None, done: Comparison) -> None:
    if old is None or old.first != entry.valid_from:
        ja = f"「{entry.label}」には、{entry.valid_from}に始まる記録がないため、取り消せません。"
        en = f"“{entry.label}” has no record that begins on {entry.valid_from} and could be taken back."
        entry.tell(done.findings, R043, ja, en)
        return
    none = Period(old.values, old.first, entry.valid_to)
    done.changes.append(_change(SHEETS[entry.sheet], none))
    done.after[key] = state(done.after[key], none)
    done.differences.append(Difference(entry, "withdrawn"))


def _lasts(one: Period, day: date) -> bool:
    return one.last is None or day <= one.last


def _longer(one: Period, other: Period) -> bool:
    return other.last is not None and (one.last is None or one.last > other.last)


def _change(sheet: Sheet, period: Period) -> Change:
    names = (one.name for one in sheet.fields)
    values = dict(zip(names, period.values, strict=True))
    return Change(sheet.id, values, period.first, period.last)


def _difference(entry: Entry, old: Period | None, new: Period, *, same: bool) -> Difference:
    if same:
        return Difference(entry, "unchanged")
    if old is None:
        return Difference(entry, "new")
    fields = tuple(_differing(entry, old, new))
    only_end = [name for name, _, _ in fields] == ["valid_to"]
    return Difference(entry, "ended" if only_end and _longer(old, new) else "changed", fields)


def _differing(entry: Entry, old: Period, new: Period) -> Iterator[tuple[str, Value, Value]]:
    for one, before, after in zip(entry.table.sheet.fields, old.values, new.values, strict=True):
        if before != after:
            yield one.name, before, after
    if old.last != new.last:
        yield "valid_to", old.last, new.last
