"""What rows refer to: posts, departments, and what may be named as a target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.records.sheet_rules import R040
from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.source import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.findings import Finding
    from grader.records.database import Value
    from grader.records.sheets.model import Field
    from grader.records.sheets.rows import Entry
    from grader.records.sheets.words import Words

PLACES = ("departments", "posts")
"""Sheets of what may be referred to."""

# What a target may name, by sheet; placements are words of the standard.
_TARGETS = {
    "wishes": ("posts", "departments"),
    "restrictions": ("posts", "departments"),
    "consents": ("posts",),
}


def check_references(
    entries: Sequence[Entry],
    current: Mapping[str, Sequence[Mapping[str, Value]]],
    words: Words,
    findings: list[Finding],
) -> None:
    """Hold every reference, but those to people, against the database and the rows that come with it (R040).

    Parameters
    ----------
    entries : sequence of Entry
        All rows. A row that is wrong elsewhere may be referred to: it has its own finding.
    current : mapping of str to sequence of mapping
        What the database knows, by sheet.
    words : mapping
        Words of the standard.
    findings : list of Finding
        What is wrong is added here.
    """
    known = {
        sheet: {row[SHEETS[sheet].key[0]] for row in current.get(sheet, ())} for sheet in PLACES
    }
    for entry in entries:
        if entry.sheet in known:
            known[entry.sheet].add(entry.key[0])
    for entry in entries:
        for one in entry.table.sheet.fields:
            for name in _names(entry, one, words):
                if not any(name in known[sheet] for sheet in sheets_named(entry.sheet, one)):
                    _tell(entry, one, name, findings)


def sheets_named(sheet: str, one: Field) -> tuple[str, ...]:
    """Say where a field's references are looked up.

    Parameters
    ----------
    sheet : str
        Id of the field's sheet.
    one : Field
        The field.

    Returns
    -------
    tuple of str
        Ids of sheets; empty if the field refers to no post and no department.
    """
    if one.name == "target":
        return _TARGETS[sheet]
    return (one.refers,) if one.refers in PLACES else ()


def _names(entry: Entry, one: Field, words: Words) -> Iterable[Value]:
    """Ids to look up; the name of a placement becomes its id instead."""
    value = entry.values.get(one.name)
    if value is None or not sheets_named(entry.sheet, one):
        return ()
    if isinstance(value, tuple):
        return value
    placements = words.get((entry.sheet, one.name), {})
    if plain(str(value)) in placements:
        entry.values[one.name] = placements[plain(str(value))]
        return ()
    return (value,)


def _tell(entry: Entry, one: Field, name: Value, findings: list[Finding]) -> None:
    sheets = [SHEETS[sheet].name for sheet in sheets_named(entry.sheet, one)]
    ja = f"「{one.header.ja}」の「{name}」は、{'・'.join(sheet.ja for sheet in sheets)}にありません。"
    en = f"“{one.header.en}” “{name}” is not among {' or '.join(sheet.en for sheet in sheets)}."
    entry.tell(findings, R040, ja, en)
