"""What an HR office does with its sheets: take them in, hand them out, look one person up."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.records.access_log import log_access, need_purpose
from grader.records.database import open_records, record, rows, state_of
from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.reading import read_sheets
from grader.records.sheets.source import plain
from grader.records.sheets.told import record_text
from grader.records.sheets.writing import StaffNumbers, csv_files
from grader.schema.store import write_bytes
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from grader.records.access_log import Access
    from grader.records.database import Value
    from grader.records.sheets.reading import Read
    from grader.records.sheets.rows import Entry
    from grader.records.sheets.source import Step
    from grader.records.sheets.words import Words
    from grader.text import Lang

    Rows = dict[str, list[dict[str, Value]]]


_OLD = frozenset({"changed", "ended", "withdrawn"})
"""Differences that show old values."""


def known_rows(
    engine: Engine,
    sheets: Collection[str] = tuple(SHEETS),
    *,
    on: date | None = None,
    known_at: datetime | None = None,
) -> Rows:
    """Read sheets from the database.

    Parameters
    ----------
    engine : Engine
        The records.
    sheets : collection of str
        Ids; all if not given.
    on : date, optional
        Only what holds on this day.
    known_at : datetime, optional
        As it was known at this time.

    Returns
    -------
    dict of str to list of dict
        Records by sheet, in the order of the catalogue.
    """
    return {name: rows(engine, name, on=on, known_at=known_at) for name in SHEETS if name in sheets}


def look(  # what, by which words, for whom
    records: Path,
    path: Path,
    words: Words,
    *,
    access: Access,
    withdraw: bool = False,
    step: Step | None = None,
) -> Read:
    """Read sheets and tell what they would change; the database stays as it is.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    path : Path
        A workbook, a CSV file or a folder.
    words : mapping
        Words of the standard.
    access : Access
        Who looks, when and for what: old values are shown, so it is noted in the audit.
    withdraw : bool
        Whether rows that end on the day before they begin take their records back.
    step : callable, optional
        Told how far it is.

    Returns
    -------
    Read
        Changes, differences and findings.
    """
    engine = open_records(records)
    try:
        seen = state_of(engine)  # before the sheets are read: what comes in between is noticed
        current = known_rows(engine)
        read = read_sheets(path, words=words, current=current, withdraw=withdraw, step=step)
    finally:
        engine.dispose()
    # Of a sensitive sheet even “unchanged” and “new” tell what is recorded.
    told = [one.entry for one in read.differences if one.kind in _OLD or _is_sensitive(one.entry)]
    found: Rows = {name: [] for name in SHEETS}
    for entry in told:
        found[entry.sheet].append(entry.values)
    shown = _subjects(found) & {str(row["person"]) for row in current["people"]}
    if shown:
        log_access(records, access, what="records: look at an import", files={}, subjects=shown)
    return replace(read, seen=seen)


def apply(records: Path, read: Read, *, access: Access) -> int:
    """Record what was read: all of it or nothing.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    read : Read
        What was read; without an error among its findings.
    access : Access
        Who, when and for what.

    Returns
    -------
    int
        Number of changes.

    Raises
    ------
    InputError
        If no purpose is given.
    RecordsError
        If it cannot be written, or somebody else has changed the records since the look; nothing was written then.
    """
    need_purpose(access)
    engine = open_records(records)
    try:
        what = "records: import of sheets"
        return record(engine, read.changes, access=access, what=what, seen=read.seen)
    finally:
        engine.dispose()


def export(  # noqa: PLR0913  # what, when, whither
    records: Path,
    out: Path,
    *,
    sheets: Collection[str],
    access: Access,
    lang: Lang,
    encoding: str = "utf-8",
    on: date | None = None,
    known_at: datetime | None = None,
    step: Step | None = None,
) -> dict[Path, int]:
    """Write sheets, after an entry in the audit.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    out : Path
        A workbook (``.xlsx``), or a folder for CSV files.
    sheets : collection of str
        Ids of the sheets.
    access : Access
        Who exports, when and for what.
    lang : {'ja', 'en'}
        Language of headers, choices and names.
    encoding : {'utf-8', 'cp932'}
        Of CSV files.
    on, known_at : date and datetime, optional
        What holds on a day, as it was known at a time; without a day every period.
    step : callable, optional
        Told how far it is.

    Returns
    -------
    dict of Path to int
        Files written, and how many records there are in each.

    Raises
    ------
    InputError
        If no purpose is given, or a text cannot be written.
    RecordsError
        If the records cannot be read or the audit cannot be written; nothing is handed over then.
    """
    need_purpose(access)
    engine = open_records(records)
    try:
        found = known_rows(engine, sheets, on=on, known_at=known_at)
        numbers = StaffNumbers(rows(engine, "people", known_at=known_at))
    finally:
        engine.dispose()
    if out.suffix.lower() == ".xlsx":
        from grader.records.sheets.workbook import workbook_bytes  # noqa: PLC0415  # CSV does without

        files = {out: workbook_bytes(found, numbers=numbers, lang=lang, step=step)}
        sizes = {out: sum(map(len, found.values()))}
    else:
        made = csv_files(found, numbers=numbers, lang=lang, encoding=encoding)
        files = {out / name: data for name, data in made.items()}
        sizes = dict(zip(files, map(len, found.values()), strict=True))
    log_access(
        records,
        access,
        what=f"records: export of {', '.join(found)}",
        files={path.name: hashlib.sha256(data).hexdigest() for path, data in files.items()},
        subjects=_subjects(found),
    )
    for path, data in files.items():
        write_bytes(path, data)
    return sizes


def look_up(  # whom, when, for whom
    records: Path,
    wanted: str,
    *,
    access: Access,
    on: date | None = None,
    known_at: datetime | None = None,
    sensitive: bool = False,
) -> list[Text]:
    """Tell what is recorded of a person, after an entry in the audit.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    wanted : str
        Staff number, id, name or former name; width, capitals and spaces do not matter.
    access : Access
        Who looks, when and for what.
    on, known_at : date and datetime, optional
        What holds on a day, as it was known at a time; without a day every period.
    sensitive : bool
        Whether sensitive sheets belong to it.

    Returns
    -------
    list of Text
        Lines; several people where they bear one name; empty if nobody is found.
    """
    need_purpose(access)
    engine = open_records(records)
    try:
        persons = _find(rows(engine, "people", known_at=known_at), wanted)
        sheets = [one.id for one in SHEETS.values() if sensitive or not one.sensitive]
        found = known_rows(engine, sheets if persons else (), on=on, known_at=known_at)
    finally:
        engine.dispose()
    if persons:
        log_access(records, access, what="records: a look", files={}, subjects=persons)
    return [text for person in persons for text in _told(found, person)]


def _find(people: Sequence[dict[str, Any]], wanted: str) -> list[str]:
    names = ("staff_number", "person", "name", "former_name", "kana")
    persons = [
        row["person"] for row in people if plain(wanted) in {plain(row[one] or "") for one in names}
    ]
    return list(dict.fromkeys(persons))


def _told(found: Rows, person: str) -> Iterator[Text]:
    yield Text(f"受講者番号 {person}", f"person {person}")
    for name, records in found.items():
        sheet = SHEETS[name]
        fields = [one.name for one in sheet.fields if one.refers == "people"]
        for field in ["person"] if name == "people" else fields:
            mine = [row for row in records if row[field] == person]
            if mine:
                yield Text(f"[{sheet.name.ja}]", f"[{sheet.name.en}]")
            yield from (record_text(name, row, without=field) for row in mine)


def _is_sensitive(entry: Entry) -> bool:
    return entry.table.sheet.sensitive


def _subjects(found: Rows) -> set[str]:
    return {
        str(row[one.name])
        for name, records in found.items()
        for one in SHEETS[name].fields
        if one.refers == "people" or (name == "people" and one.name == "person")
        for row in records
    }
