"""Sheets to changes: each table row by row, then people by their numbers, references, and what rows say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import sort_findings
from grader.records.sheet_rules import R040
from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.people import Directory, new_person_id
from grader.records.sheets.rows import TableRows
from grader.records.sheets.source import plain, read_source
from grader.records.sheets.together import check_together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.findings import Finding
    from grader.records.sheets.cells import Value
    from grader.records.sheets.rows import Entry
    from grader.records.sheets.source import Step
    from grader.records.sheets.words import Words

    Current = Mapping[str, Sequence[Mapping[str, Value]]]

# What a target may name, by sheet; placements are words of the standard.
_TARGETS = {
    "wishes": ("posts", "departments"),
    "restrictions": ("posts", "departments"),
    "consents": ("posts",),
}


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Parameters
    ----------
    entries : tuple of Entry
        Rows with nothing wrong by themselves, people named by their pseudonymous ids.
    findings : tuple of Finding
        What is wrong, by place.
    sheets : tuple of str
        Ids of the tables that were there.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[str, ...]


def read_sheets(
    path: Path,
    *,
    words: Words,
    current: Current,
    new_id: Callable[[], str] = new_person_id,
    step: Step | None = None,
) -> Read:
    """Read a workbook or CSV files; one bad row never hides what is wrong with the others.

    Parameters
    ----------
    path : Path
        A workbook, a CSV file or a folder of CSV files.
    words : mapping
        Words of the standard, of `grader.records.sheets.words.standard_words`.
    current : mapping of str to sequence of mapping
        What the database knows now, each period, by sheet.
    new_id : callable
        Draws the id of a person who is new.
    step : callable, optional
        Told how far it is.

    Returns
    -------
    Read
        Rows and findings.
    """
    source = read_source(path, step=step)
    findings = source.findings
    entries = [
        entry
        for table in source.tables
        for entry in TableRows(table, words, findings).entries()
    ]
    _name_people(entries, current, findings, new_id)
    _Known(entries, current, words, findings).check(entries)
    check_together(entries, current, findings)
    sound = tuple(entry for entry in entries if entry.sound)
    sheets = tuple(table.sheet.id for table in source.tables)
    return Read(sound, tuple(sort_findings(findings)), sheets)


def _name_people(
    entries: Sequence[Entry],
    current: Current,
    findings: list[Finding],
    new_id: Callable[[], str],
) -> None:
    directory = Directory(findings, new_id)
    directory.know(current.get("people", ()))
    directory.enter(entry for entry in entries if entry.sheet == "people")
    for entry in entries:
        for one in entry.table.sheet.fields:
            if one.refers == "people" and one.name in entry.values:
                directory.refer(entry, one.name)


class _Known:
    """Ids that may be referred to: of the database and of the rows read, sound or not."""

    def __init__(
        self, entries: Iterable[Entry], current: Current, words: Words, findings: list[Finding]
    ) -> None:
        self.words = words
        self.findings = findings
        self.ids = {
            sheet: {row[SHEETS[sheet].key[0]] for row in current.get(sheet, ())}
            for sheet in ("departments", "posts")
        }
        for entry in entries:
            if entry.sheet in self.ids:
                self.ids[entry.sheet].add(entry.key[0])

    def check(self, entries: Iterable[Entry]) -> None:
        """R040, for everything but people."""
        for entry in entries:
            for one in entry.table.sheet.fields:
                value = entry.values.get(one.name)
                names = value if isinstance(value, tuple) else () if value is None else (value,)
                if one.refers in self.ids:
                    self._check(entry, one.header.ja, one.header.en, names, (one.refers,))
                elif one.name == "target" and value is not None:
                    self._target(entry, str(value))

    def _target(self, entry: Entry, value: str) -> None:
        words = self.words.get((entry.sheet, "target"), {})
        if plain(value) in words:
            entry.values["target"] = words[plain(value)]
        else:
            self._check(entry, "先", "target", (value,), _TARGETS[entry.sheet])

    def _check(
        self, entry: Entry, ja: str, en: str, names: Iterable[Value], sheets: Iterable[str]
    ) -> None:
        for name in names:
            if not any(name in self.ids[sheet] for sheet in sheets):
                what = Known_names(sheets)
                self.findings.append(
                    entry.table.finding(
                        R040,
                        entry.line,
                        f"「{ja}」の「{name}」は{what.ja}にありません。",
                        f"“{en}” “{name}” is not among {what.en}.",
                    )
                )
                entry.sound = False
