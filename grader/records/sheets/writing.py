"""Records to sheets: the same headers, readable back without a change, and no cell that runs."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.records.excel import BOM, cell_text, neutralise, unseen
from grader.records.sheets.catalogue import SHEETS, VALID_FROM, VALID_TO
from grader.records.sheets.cells import LINES, NO, SEPARATORS, YES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.records.database import Value
    from grader.records.sheets.model import Field, Sheet
    from grader.text import Lang

    Rows = Mapping[str, Sequence[Mapping[str, Value]]]
    Cell = str | int | float | date | None
    Step = Callable[[Text, int, int], None]

WRITING = Text("表を書く", "writing sheets")


def columns(sheet: Sheet) -> tuple[Field, ...]:
    """List the columns of a sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.

    Returns
    -------
    tuple of Field
        Its fields, and the two days.
    """
    return (*sheet.fields, VALID_FROM, VALID_TO)


class StaffNumbers:
    """By which staff number each person is named in sheets.

    Parameters
    ----------
    people : iterable of mapping
        Rows of the sheet ``people``, each period.
    """

    def __init__(self, people: Iterable[Mapping[str, Any]]) -> None:
        self._held: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for row in people:
            self._held[row["person"]].append((row["valid_from"], row["staff_number"]))

    def of(self, person: str, day: date) -> str:
        """Return the staff number that a person bore on a day.

        Parameters
        ----------
        person : str
            Pseudonymous id.
        day : date
            The day.

        Returns
        -------
        str
            The last one taken on by then; before the first one, that one. The id itself of somebody unknown.
        """
        held = sorted(self._held.get(person, ()))
        earlier = [number for first, number in held if first <= day]
        return earlier[-1] if earlier else held[0][1] if held else person


def sheet_rows(
    sheet: Sheet, rows: Iterable[Mapping[str, Value]], numbers: StaffNumbers, lang: Lang
) -> Iterator[list[Cell]]:
    """Turn records into rows of a sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    rows : iterable of mapping
        Records, with ``valid_from`` and ``valid_to``.
    numbers : StaffNumbers
        How people are named.
    lang : {'ja', 'en'}
        Language of choices.

    Yields
    ------
    list of str, int, float, date or None
        One cell for each of `columns`; texts are safe to open in a spreadsheet program. In the order of the sheet's
        key as it stands there: pseudonymous ids say nothing to a reader.
    """
    fields = columns(sheet)
    named = [{one.name: _named(one, row, numbers) for one in fields} for row in rows]
    key = ("staff_number",) if sheet.id == "people" else sheet.key
    for row in sorted(named, key=lambda row: tuple(row[name] for name in (*key, "valid_from"))):
        yield [_cell(one, row[one.name], lang) for one in fields]


def safe_text(text: str, *, lines: bool = False) -> str:
    """Return a text that no program takes for a formula, else exactly as it is wherever that can be.

    Parameters
    ----------
    text : str
        The text.
    lines : bool
        Whether it may have several lines.

    Returns
    -------
    str
        With an apostrophe in front if it begins like a formula. Characters that no sheet may hold are taken out; no
        sheet that was read held any.
    """
    return cell_text(text) if unseen(text, lines=lines) else neutralise(text)


def csv_files(rows: Rows, *, numbers: StaffNumbers, lang: Lang, encoding: str) -> dict[str, bytes]:
    """Write CSV files that Excel opens with a double click.

    Parameters
    ----------
    rows : mapping of str to sequence of mapping
        Records by sheet.
    numbers : StaffNumbers
        How people are named.
    lang : {'ja', 'en'}
        Language of headers, choices and names of files.
    encoding : {'utf-8', 'cp932'}
        UTF-8 begins with the mark by which Excel knows it.

    Returns
    -------
    dict of str to bytes
        Content by name of the file.

    Raises
    ------
    InputError
        If cp932 lacks a character: it is named, not replaced.
    """
    files = {}
    for name, records in rows.items():
        sheet = SHEETS[name]
        header = [one.header.get(lang) for one in columns(sheet)]
        table: list[list[Cell]] = [[*header], *sheet_rows(sheet, records, numbers, lang)]
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="\r\n").writerows(map(_csv_cell, row) for row in table)
        text = stream.getvalue()
        files[f"{sheet.name.get(lang)}.csv"] = (
            (BOM + text).encode() if encoding == "utf-8" else _cp932(text, sheet)
        )
    return files


def _cp932(text: str, sheet: Sheet) -> bytes:
    try:
        return text.encode("cp932")
    except UnicodeEncodeError as error:
        sign = text[error.start]
        line = text.count("\r\n", 0, error.start) + 1
        raise InputError(
            f"{sheet.name.ja}の{line}行目の「{sign}」（U+{ord(sign):04X}）は cp932 にありません。"
            "--encoding utf-8 か .xlsx で書き出してください。",
            f"{sheet.name.en}, row {line}: cp932 lacks “{sign}” (U+{ord(sign):04X}). Export as UTF-8 or .xlsx.",
        ) from error


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell if isinstance(cell, str) else f"{cell:.15g}"


def _named(one: Field, row: Mapping[str, Any], numbers: StaffNumbers) -> Value:
    value: Value = row[one.name]
    known = one.refers == "people" and isinstance(value, str)
    return numbers.of(str(value), row["valid_from"]) if known else value


def _cell(one: Field, value: Value, lang: Lang) -> Cell:
    if isinstance(value, bool):
        return Text(*(YES if value else NO)).get(lang)
    if isinstance(value, tuple):
        return safe_text("、".join(_item(one, item) for item in value)) or None
    if not isinstance(value, str):
        return value
    if one.choices:
        return dict(one.choices)[value].get(lang)
    return safe_text(value, lines=one.name in LINES)


def _item(one: Field, item: str) -> str:
    if SEPARATORS.search(item):
        raise InputError(
            f"「{one.header.ja}」の「{item}」は区切りの文字（、;）を含むため、表に書けません。記録を直してください。",
            f"“{item}” of “{one.header.en}” holds a separator (、;) and cannot be written to a sheet. Correct the record.",
        )
    return item
