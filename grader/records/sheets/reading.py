"""Sheets to changes: tables row by row, people by their numbers, references, and what would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import sort_findings
from grader.records.sheets.compare import compare
from grader.records.sheets.people import Directory, new_person_id
from grader.records.sheets.periods import check_periods
from grader.records.sheets.references import check_references
from grader.records.sheets.rows import TableRows
from grader.records.sheets.source import read_source
from grader.records.sheets.together import check_together

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from grader.findings import Finding
    from grader.records.database import Change, Value
    from grader.records.sheets.compare import Difference
    from grader.records.sheets.rows import Entry
    from grader.records.sheets.source import Step
    from grader.records.sheets.words import Words

    Current = Mapping[str, Sequence[Mapping[str, Value]]]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, and what it would change.

    Parameters
    ----------
    changes : tuple of Change
        What to record; of no use while a finding is an error.
    differences : tuple of Difference
        One for each sound row, in the order of the sheets.
    findings : tuple of Finding
        What is wrong, by place.
    seen : int or None
        State of the records with which it was compared, of `grader.records.database.state_of`; None if not known.
    """

    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    seen: int | None = None


def read_sheets(
    path: Path,
    *,
    words: Words,
    current: Current,
    new_id: Callable[[], str] = new_person_id,
    withdraw: bool = False,
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
    withdraw : bool
        Whether rows that end on the day before they begin take their records back; otherwise they are wrong.
    step : callable, optional
        Told how far it is.

    Returns
    -------
    Read
        Changes, differences and findings.
    """
    source = read_source(path, step=step)
    findings = source.findings
    entries = [
        entry
        for table in source.tables
        for entry in TableRows(table, words, findings, withdraw=withdraw).entries()
    ]
    _name_people(entries, current, findings, new_id)
    check_references(entries, current, words, findings)
    done = compare([entry for entry in entries if entry.sound], current, findings)
    check_together([one.entry for one in done.differences], done, findings)
    check_periods(entries, done, findings)
    return Read(tuple(done.changes), tuple(done.differences), tuple(sort_findings(findings)))


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
