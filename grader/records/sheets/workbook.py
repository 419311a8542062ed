"""Workbooks for Excel, with openpyxl: the same tables give the same bytes, and no cell is a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from grader.records.sheets.catalogue import SHEETS
from grader.records.sheets.cells import FIRST_DAY, LINES, NO, YES
from grader.records.sheets.explanations import explanation_rows
from grader.records.sheets.rows import column_letter
from grader.records.sheets.source import EXPLANATIONS
from grader.records.sheets.writing import WRITING, columns, safe_text, sheet_rows
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.records.roster import Person
    from grader.records.sheets.model import Field, Sheet
    from grader.records.sheets.writing import Cell, Rows, StaffNumbers, Step
    from grader.text import Lang

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows."""
_TEXT, _DAY = "@", "yyyy/mm/dd"
_WIDTHS = {"date": 13.0, "integer": 10.0, "number": 10.0, "yes-no": 10.0, "choice": 16.0}
_ROOM = 2000
"""Rows of a template in which lists of choices open."""


def workbook_bytes(
    rows: Rows, *, numbers: StaffNumbers, lang: Lang, step: Step | None = None
) -> bytes:
    """Write records as a workbook.

    Parameters
    ----------
    rows : mapping of str to sequence of mapping
        Records by sheet.
    numbers : StaffNumbers
        How people are named.
    lang : {'ja', 'en'}
        Language of headers, choices and names of sheets.
    step : callable, optional
        Told how far it is.

    Returns
    -------
    bytes
        The workbook.
    """
    book = _new_book()
    for done, (name, records) in enumerate(rows.items(), start=1):
        sheet = SHEETS[name]
        tab = _new_tab(book, sheet, lang)
        for row in sheet_rows(sheet, records, numbers, lang):
            tab.append([_styled(tab, cell) for cell in row])
        if step is not None:
            step(WRITING, done, len(rows))
    return _packed(book)


def template_bytes(lang: Lang, persons: Iterable[Person] = ()) -> bytes:
    """Write an empty workbook to be filled in.

    Parameters
    ----------
    lang : {'ja', 'en'}
        Language.
    persons : iterable of Person
        Of a roster, whose people stand in the sheet of people. Their number is both staff number and id, as it was in
        the roster.

    Returns
    -------
    bytes
        The workbook: each sheet with its header, lists of choices to open, and a sheet of explanations.
    """
    book = _new_book()
    tab = book.create_sheet(EXPLANATIONS.get(lang))
    tab.freeze_panes = "A2"
    for letter, width in zip("ABCDE", (16, 30, 8, 48, 60), strict=True):
        tab.column_dimensions[letter].width = width
    for number, row in enumerate(explanation_rows(lang)):
        tab.append([_styled(tab, cell, bold=number == 0) for cell in row])
    for sheet in SHEETS.values():
        tab = _new_tab(book, sheet, lang)
        for place, one in enumerate(columns(sheet)):
            if choices := _choices(one, lang):
                _add_list(tab, column_letter(place), choices)
        for person in persons if sheet.id == "people" else ():
            tab.append([_styled(tab, _of_roster(person, one)) for one in columns(sheet)])
    return _packed(book)


def _of_roster(person: Person, one: Field) -> str | None:
    fields = {"staff_number": "person", "title": "post"}
    text: str = getattr(person, fields.get(one.name, one.name), "")
    return safe_text(text) or None


def _new_book() -> Any:
    import openpyxl  # noqa: PLC0415  # slow to load; CSV does without

    return openpyxl.Workbook(write_only=True)


def _new_tab(book: Any, sheet: Sheet, lang: Lang) -> Any:
    tab = book.create_sheet(sheet.name.get(lang))
    tab.freeze_panes = "A2"
    for place, one in enumerate(columns(sheet)):
        column = tab.column_dimensions[column_letter(place)]
        column.width = _width(one, lang)
        # What is typed into a column formatted as text keeps its leading zeros.
        column.number_format = {"text": _TEXT, "list": _TEXT, "date": _DAY}.get(one.kind, "General")
    tab.append([_styled(tab, one.header.get(lang), bold=True) for one in columns(sheet)])
    return tab


def _width(one: Field, lang: Lang) -> float:
    usual = 40.0 if one.name in LINES else _WIDTHS.get(one.kind, 18.0)
    header = one.header.get(lang)
    # A Japanese letter is as wide as two digits.
    return max(usual, min(40.0, 2.0 + len(header) * (2 if lang == "ja" else 1)))


def _styled(tab: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # slow to load
    from openpyxl.styles import Font  # noqa: PLC0415

    if value is None:
        return None
    early = isinstance(value, date) and value < FIRST_DAY  # Excel's calendar begins in 1900
    cell = WriteOnlyCell(tab, str(value) if early else value)
    if isinstance(value, date):
        cell.number_format = _DAY
    elif isinstance(value, str):
        cell.data_type = "s"  # whatever it looks like: a formula, #N/A
        cell.number_format = _TEXT
    if bold:
        cell.font = Font(bold=True)
    return cell


def _choices(one: Field, lang: Lang) -> list[str]:
    if one.kind == "yes-no":
        return [Text(*word).get(lang) for word in (YES, NO)]
    return [name.get(lang) for _, name in one.choices]


def _add_list(tab: Any, letter: str, choices: Iterable[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  # slow to load

    words = ",".join(choices)
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.add(f"{letter}2:{letter}{_ROOM}")
    tab.data_validations.append(rule)


def _packed(book: Any) -> bytes:
    """Save, with no trace of the clock: times in the properties and of the parts are fixed."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415  # slow to load

    made = datetime(*_EPOCH)  # noqa: DTZ001  # openpyxl writes it as UTC
    book.properties.created = book.properties.modified = made
    book.properties.creator = "kakehashi"
    saved, packed = io.BytesIO(), io.BytesIO()
    # Workbook.save() would put the time of the clock in.
    ExcelWriter(book, zipfile.ZipFile(saved, "w", allowZip64=True)).save()
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(packed, "w") as out:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, parts.read(name))
    return packed.getvalue()
