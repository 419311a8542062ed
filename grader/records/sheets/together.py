"""What rows say together, once they are added to what is known: one main post, whole people, trees of departments."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grader.records.sheet_rules import R044, R046, R047
from grader.records.sheets.catalogue import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from grader.findings import Finding, Rule
    from grader.records.database import Value
    from grader.records.database.timeline import Period
    from grader.records.sheets.compare import Comparison
    from grader.records.sheets.rows import Entry

# The nearest hundredth: 0.1 + 0.2 + 0.7 is a whole person.
_WHOLE = 1.005


def check_together(entries: Iterable[Entry], done: Comparison, findings: list[Finding]) -> None:
    """Look at appointments and departments as they will be.

    Parameters
    ----------
    entries : iterable of Entry
        The rows; findings are told at these.
    done : Comparison
        What will be known.
    findings : list of Finding
        What is wrong is added here (R044, R046, R047).
    """
    rows = list(entries)
    held = _appointments(done)
    stated: dict[Value, list[Entry]] = defaultdict(list)
    for entry in rows:
        if entry.sheet == "appointments":
            stated[entry.values["person"]].append(entry)
    for person, own in stated.items():
        _check_posts(own, held[person], findings)
    parents = _parents(done)
    for entry in (entry for entry in rows if entry.sheet == "departments"):
        if _in_circle(entry.values["department"], parents):
            ja = f"所属「{entry.label}」は、たどると自分自身が上位の所属です。"
            entry.tell(findings, R044, ja, f"the department “{entry.label}” lies within itself.")


def _appointments(done: Comparison) -> dict[Value, list[tuple[dict[str, Value], Period]]]:
    held: dict[Value, list[tuple[dict[str, Value], Period]]] = defaultdict(list)
    for values, period in _all(done, "appointments"):
        held[values["person"]].append((values, period))
    return held


def _all(done: Comparison, sheet: str) -> Iterator[tuple[dict[str, Value], Period]]:
    names = [one.name for one in SHEETS[sheet].fields]
    for (name, _), periods in done.after.items():
        if name == sheet:
            for period in periods:
                yield dict(zip(names, period.values, strict=True)), period


def _check_posts(
    own: list[Entry], held: list[tuple[dict[str, Value], Period]], findings: list[Finding]
) -> None:
    """R046 and R047, each once for a person, at the last row that begins by then."""
    told: set[Rule] = set()
    for day in sorted({period.first for _, period in held}):
        entries = [entry for entry in own if _during(day, entry)]
        on = [values for values, period in held if _on(period, day)]
        for rule, ja, en in _wrong_on(day, on) if entries else ():
            if rule not in told:
                told.add(rule)
                last = max(entries, key=lambda entry: (entry.valid_from or day, entry.line))
                last.tell(findings, rule, ja, en)


def _wrong_on(day: date, on: list[dict[str, Value]]) -> Iterator[tuple[Rule, str, str]]:
    mains = sorted(str(values["post"]) for values in on if values["holds"] == "main")
    if len(mains) > 1:
        ja = f"{day}に本務のポストが{len(mains)}つあります（{'、'.join(mains)}）。"
        yield R047, ja, f"there are {len(mains)} main posts on {day}: {', '.join(mains)}."
        return
    total = sum(_share(values) for values in on)
    if total > _WHOLE:
        ja = f"{day}の従事割合の合計が{total:g}です。"
        yield R046, ja, f"the shares on {day} add up to {total:g}."


def _share(values: dict[str, Value]) -> float:
    """A main post without a share is a whole one; a second post without one takes no time that is known."""
    share = values.get("share")
    if isinstance(share, (int, float)):
        return share
    return 1.0 if values["holds"] == "main" and share is None else 0.0


def _during(day: date, entry: Entry) -> bool:
    begins = entry.valid_from is not None and entry.valid_from <= day
    return begins and (entry.valid_to is None or day <= entry.valid_to)


def _on(period: Period, day: date) -> bool:
    return period.first <= day and (period.last is None or day <= period.last)


def _parents(done: Comparison) -> dict[Value, Value]:
    """By department, the department above it in its last period."""
    return {values["department"]: values["parent"] for values, _ in _all(done, "departments")}


def _in_circle(department: Value, parents: dict[Value, Value]) -> bool:
    seen = set()
    above = parents.get(department)
    while above is not None and above not in seen:
        if above == department:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
