"""Workbooks as an office prints them: paper, repeated header, filter, footer; the same tables give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from grader.records.excel import cell_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from grader.placement.exports.table import Choices, Table

HEADER_ROW = 3
"""Row of the headers: above them stand the title and the watermark, which are printed on each page with them."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAPER = {"A3": 8, "A4": 9}  # ST_PaperSize of ECMA-376, 18.3.1.63
_TEXT_FORMAT = "@"  # keeps leading zeros
_LINE = Side(style="thin", color="808080")
_FACE = "游ゴシック"
_MARK_LENGTH = 180  # Excel takes 255 characters of a header with its codes
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Marks:
    """What every sheet of a workbook bears.

    Parameters
    ----------
    line : str
        Who took it out, when, and for what.
    care : str
        How it is to be handled.
    made_at : datetime
        When, with a zone.
    """

    line: str
    care: str
    made_at: datetime


def workbook_bytes(tables: Iterable[Table], marks: Marks) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    tables : iterable of Table
        Its sheets, in order.
    marks : Marks
        What every sheet bears.

    Returns
    -------
    bytes
        An Office Open XML workbook. Texts are texts: no cell is a formula, whatever it holds.
    """
    book = Workbook()
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    for table in tables:
        _fill(book.create_sheet(table.name), table, marks)
    made = marks.made_at.astimezone(UTC).replace(tzinfo=None)
    book.properties.creator = "Kakehashi"
    book.properties.created = made
    stream = io.BytesIO()
    book.save(stream)
    return _settled(stream.getvalue(), f"{made:%Y-%m-%dT%H:%M:%SZ}".encode())


def _styles() -> list[NamedStyle]:
    frame = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    wrapped = Alignment(wrap_text=True, vertical="top")
    header = Alignment(wrap_text=True, vertical="center", horizontal="center")
    shade = PatternFill("solid", fgColor="DDE6EE")
    plain, bold = Font(name=_FACE, size=9), Font(name=_FACE, size=9, bold=True)
    return [
        NamedStyle("title", font=Font(name=_FACE, size=14, bold=True), number_format=_TEXT_FORMAT),
        NamedStyle("mark", font=Font(name=_FACE, size=9, color="B00000"), number_format="@"),
        NamedStyle(
            "head", font=bold, border=frame, alignment=header, fill=shade, number_format="@"
        ),
        NamedStyle("text", font=plain, border=frame, alignment=wrapped, number_format=_TEXT_FORMAT),
        NamedStyle("number", font=plain, border=frame, alignment=wrapped, number_format="General"),
        NamedStyle("whole", font=plain, border=frame, alignment=wrapped, number_format="#,##0"),
    ]


def _fill(sheet: Any, table: Table, marks: Marks) -> None:
    _write(sheet, 1, [table.title], "title")
    _write(sheet, 2, [marks.line], "mark")
    _write(sheet, HEADER_ROW, [column.header for column in table.columns], "head")
    for number, row in enumerate(table.rows, HEADER_ROW + 1):
        _write(sheet, number, row, None)
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, table.frozen + 1)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{HEADER_ROW + max(1, len(table.rows))}"
    if table.choices is not None:
        _offer(sheet, table.choices, HEADER_ROW + len(table.rows))
    _print(sheet, table, marks)


def _offer(sheet: Any, choices: Choices, last: int) -> None:
    source = get_column_letter(choices.source)
    first, end = HEADER_ROW + 1, HEADER_ROW + choices.count
    rule = DataValidation(
        type="list",
        formula1=f"'{choices.sheet}'!${source}${first}:${source}${end}",
        allow_blank=True,
        showErrorMessage=True,
        error=choices.message,
    )
    column = get_column_letter(choices.column)
    rule.add(f"{column}{first}:{column}{max(first, last)}")
    sheet.add_data_validation(rule)


def _write(sheet: Any, number: int, row: Sequence[str | float | None], style: str | None) -> None:
    for column, value in enumerate(row, 1):
        cell = sheet.cell(number, column)
        if isinstance(value, int | float):
            cell.value = value
            cell.style = style or ("whole" if isinstance(value, int) else "number")
            continue
        cell.value = cell_text(value) or None
        cell.style = style or "text"
        if cell.value is not None:
            cell.data_type = "s"  # openpyxl would take a text that begins with = for a formula


def _print(sheet: Any, table: Table, marks: Marks) -> None:
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _PAPER[table.paper], "landscape"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.7
    # An ampersand begins a code in headers and footers.
    line = one_line(marks.line).replace("&", "＆")
    sheet.oddHeader.right.text = line if len(line) <= _MARK_LENGTH else line[:_MARK_LENGTH] + "…"
    sheet.oddFooter.left.text = marks.care
    sheet.oddFooter.center.text = "&P / &N"
    sheet.oddFooter.right.text = table.name


def _settled(data: bytes, made: bytes) -> bytes:
    """Pack a workbook again with the time of the export instead of the clock's."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w") as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + made, part)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return out.getvalue()
