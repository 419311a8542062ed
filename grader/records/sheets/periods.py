"""When what rows refer to is there: posts and departments have days on which they begin and end, and people leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.records.sheet_rules import R048, R049, R050
from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.references import PLACES, sheets_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.findings import Finding, Rule
    from grader.records.database import Value
    from grader.records.database.timeline import Period
    from grader.records.sheets.compare import Comparison
    from grader.records.sheets.model import Field
    from grader.records.sheets.rows import Entry

    Stated = dict[tuple[str, Value], list[Entry]]
    """Rows of the import that change something, by sheet and first part of the key."""

_DAY = timedelta(days=1)
_LEAVES = [one.name for one in SHEETS["people"].fields].index("leaves_on")


@dataclass(frozen=True, slots=True)
class _Row:
    """One record as it will be, and the row of the import that states it, if any."""

    sheet: str
    values: dict[str, Value]
    period: Period
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class _Reference:
    """A record that names a post or department."""

    row: _Row
    field: Field
    name: str
    there: tuple[Period, ...]


def check_periods(entries: Sequence[Entry], done: Comparison, findings: list[Finding]) -> None:
    """Hold the days of rows against the days of what they refer to (R048, R049), and of people who leave (R050).

    Parameters
    ----------
    entries : sequence of Entry
        All rows of the import; what an unsound one is about is left alone: it has its own finding.
    done : Comparison
        What will be known.
    findings : list of Finding
        What is wrong is added here: at the row that refers; if it is not in the import, at the row referred to.
    """
    unsure = {(entry.sheet, entry.key[0]) for entry in entries if not entry.sound}
    stated: Stated = defaultdict(list)
    for news in done.differences:
        if news.kind != "unchanged":  # it was told of when it came
            stated[news.entry.sheet, news.entry.key[0]].append(news.entry)
    told: dict[tuple[Rule, str, str, str, bool], list[tuple[Entry, _Reference]]] = defaultdict(list)
    for one in _references(done, stated):
        targets = [(sheet, one.name) for sheet in sheets_named(one.row.sheet, one.field)]
        at = one.row.entry or _at_target(one, targets, stated)
        rule = _broken(one) if at and not unsure & set(targets) else None
        if rule and at:
            own = at is one.row.entry
            told[rule, one.row.sheet, one.field.name, one.name, own].append((at, one))
    for (rule, *_, own), found in told.items():
        at, one = found[0]
        ja, en = (_referring if own else _referred)(rule, one, len(found))
        at.tell(findings, rule, ja, en)
    _check_leaving(done, stated, unsure, findings)


def _references(done: Comparison, stated: Stated) -> Iterator[_Reference]:
    places: dict[tuple[str, Value], tuple[Period, ...]] = {
        (sheet, key[0]): periods for (sheet, key), periods in done.after.items() if sheet in PLACES
    }
    named = {
        sheet.id: [(one, sheets) for one in sheet.fields if (sheets := sheets_named(sheet.id, one))]
        for sheet in SHEETS.values()
    }
    for row in _rows(done, stated):
        for one, sheets in named[row.sheet]:
            value = row.values[one.name]
            for name in value if isinstance(value, tuple) else (value,):
                known = [places[sheet, name] for sheet in sheets if (sheet, name) in places]
                if known:
                    there = sorted((p for some in known for p in some), key=lambda p: p.first)
                    yield _Reference(row, one, str(name), tuple(there))


def _rows(done: Comparison, stated: Stated) -> Iterator[_Row]:
    for (sheet, key), periods in done.after.items():
        names = [one.name for one in SHEETS[sheet].fields]
        own = [entry for entry in stated.get((sheet, key[0]), ()) if entry.key == key]
        for period in periods:
            within = (entry for entry in own if _on(period, entry.valid_from))
            values = dict(zip(names, period.values, strict=True))
            yield _Row(sheet, values, period, next(within, None))


def _at_target(
    one: _Reference,
    targets: Iterable[tuple[str, Value]],
    stated: Stated,
) -> Entry | None:
    """The row of the import on what is referred to; of sensitive records it is not even said that there are any."""
    if SHEETS[one.row.sheet].sensitive:
        return None
    return next((stated[target][-1] for target in targets if target in stated), None)


def _broken(one: _Reference) -> Rule | None:
    first, last = one.row.period.first, one.row.period.last
    if one.field.name == "target":  # a wish may be for a post that is yet to come
        return None if any(_overlap(p, first, None) for p in one.there) else R048
    if not any(_overlap(p, first, last) for p in one.there):
        return R048
    return None if _covers(one.there, first, last) else R049


def _covers(there: Iterable[Period], first: date, last: date | None) -> bool:
    """Tell whether each day is in one of the periods, which are in order."""
    for one in there:
        if one.first > first:
            return False
        if one.last is None or (last is not None and one.last >= last):
            return True
        first = max(first, min(one.last, date.max - _DAY) + _DAY)
    return False


def _overlap(one: Period, first: date, last: date | None) -> bool:
    return (last is None or one.first <= last) and (one.last is None or first <= one.last)


def _on(one: Period, day: date | None) -> bool:
    return day is not None and _overlap(one, day, day)


def _referring(rule: Rule, one: _Reference, count: int) -> tuple[str, str]:
    own, days = _days([one.row.period]), _days(one.there) or "－"
    more = (f"同じ問題の行は、ほかに{count - 1}行。", f" {count - 1} more rows.")
    ja_more, en_more = more if count > 1 else ("", "")
    ja = f"「{one.field.header.ja}」の「{one.name}」は、この行の期間（{own}）の{_WHEN[rule][0]}（あるのは {days}）。{ja_more}"
    en = f"“{one.field.header.en}” “{one.name}” is {_WHEN[rule][1]} of the row's period {own} (it is there {days}).{en_more}"
    return ja, en


def _referred(rule: Rule, one: _Reference, count: int) -> tuple[str, str]:
    sheet = SHEETS[one.row.sheet].name
    ja = f"「{one.name}」を指す「{sheet.ja}」の記録が{count}件あり、その期間の{_WHEN[rule][0]}（あるのは {_days(one.there)}）。"
    en = f"{count} records of {sheet.en} refer to “{one.name}”, which is {_WHEN[rule][1]} of their period (it is there {_days(one.there)})."
    return ja, en


_WHEN = {
    R048: ("どの日にもありません", "there on no day"),
    R049: ("一部の日にありません", "not there on each day"),
}


def _days(periods: Iterable[Period]) -> str:
    return "、".join(f"{p.first}..{p.last or ''}" for p in periods)


def _check_leaving(
    done: Comparison,
    stated: Stated,
    unsure: set[tuple[str, Value]],
    findings: list[Finding],
) -> None:
    """R050, once for a person."""
    if not any(sheet in {"people", "appointments"} for sheet, _ in stated):
        return
    told: set[Value] = set()
    for row in _rows(done, stated):
        person = row.values.get("person")
        if row.sheet != "appointments" or person in told or ("people", person) in unsure:
            continue
        at = row.entry or next(iter(stated.get(("people", person), [])[-1:]), None)
        # One without an end lasts until further notice, which a leaving is.
        last = row.period.last or row.period.first
        left = _left_before(last, done.after.get(("people", (person,)), ()))
        if at and left:
            told.add(person)
            at.tell(findings, R050, *_leaving(row, left))


def _left_before(day: date, there: Iterable[Period]) -> date | None:
    """The day of leaving of somebody who is gone by a day; the end of the person's record if it had ended before."""
    ended = None
    for one in there:
        if _on(one, day):
            leaves = one.values[_LEAVES]
            return leaves if isinstance(leaves, date) and leaves < day else None
        if one.last is not None and one.last < day:
            ended = one.last
    return ended


def _leaving(row: _Row, left: date) -> tuple[str, str]:
    post, days = row.values["post"], _days([row.period])
    return (
        f"ポスト「{post}」の発令（{days}）が、退職（予定）日か職員の記録の終わり（{left}）のあとにかかります。",
        f"the appointment to “{post}” ({days}) reaches beyond {left}, when the person leaves or the person's record ends.",
    )
