"""The tables of a workbook or of CSV files, as they stand there: nothing is understood yet."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.records.rules import R006, R007
from grader.records.sheet_rules import R029, R030, R031, R033, R034
from grader.records.sheets.catalogue import SHEETS
from grader.records.table import decoded
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grader.findings import Rule
    from grader.records.sheets.model import Sheet

    Step = Callable[[Text, int, int], None]

EXPLANATIONS = Text("説明", "explanations")
"""Name of the sheet of a template that explains the others; it is not read."""
READING = Text("表を読む", "reading sheets")

_LARGEST = 400_000_000
"""Bytes of a workbook when unpacked; 10,000 people with everything about them are 60,000,000."""
_MERGED = re.compile(rb'<mergeCell\s[^>]*ref="([A-Z0-9:]+)"')
_ZEROS = re.compile(r"0+\Z")


@dataclass(frozen=True, slots=True)
class Odd:
    """What stands in a cell and is no value.

    Parameters
    ----------
    shown : str
        What stands there: a formula, an error value, a time without a day.
    """

    shown: str


Raw = str | int | float | bool | datetime | date | Odd | None
"""One cell as read."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table, its header first.

    Parameters
    ----------
    sheet : Sheet
        What it is about.
    path : Path
        The file.
    tab : str or None
        Name of the sheet in a workbook; None in CSV.
    rows : tuple of (int, tuple of Raw)
        Line from 1 and cells, of each row that is not blank.
    """

    sheet: Sheet
    path: Path
    tab: str | None
    rows: tuple[tuple[int, tuple[Raw, ...]], ...]

    def finding(self, rule: Rule, line: int, ja: str, en: str) -> Finding:
        """Return a finding in this table.

        Parameters
        ----------
        rule : Rule
            What is broken.
        line : int
            Row, from 1.
        ja, en : str
            What is wrong.

        Returns
        -------
        Finding
            With file, sheet and row.
        """
        return Finding(rule, self.path, line, Text(ja, en), cell=self.tab)


@dataclass(slots=True)
class Source:
    """What a workbook or folder holds.

    Parameters
    ----------
    tables : list of Table
        In the order of the catalogue.
    findings : list of Finding
        What cannot be read.
    """

    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, rule: Rule, path: Path, tab: str | None, *, ja: str, en: str) -> None:
        """Add a finding about a whole sheet or file.

        Parameters
        ----------
        rule : Rule
            What is broken.
        path : Path
            The file.
        tab : str or None
            The sheet.
        ja, en : str
            What is wrong.
        """
        self.findings.append(Finding(rule, path, 1, Text(ja, en), cell=tab))


def plain(text: str) -> str:
    """Return a name as it is compared: width, case and spaces do not matter.

    Parameters
    ----------
    text : str
        A header, the name of a sheet, or a word to choose.

    Returns
    -------
    str
        In NFKC, case folded, without white space.

    Examples
    --------
    >>> plain(" Staff number ")
    'staffnumber'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def read_source(path: Path, *, step: Step | None = None) -> Source:
    """Read the tables of a workbook, of one CSV file, or of a folder of CSV files.

    Parameters
    ----------
    path : Path
        ``.xlsx`` with a sheet for each table, or CSV named after it (in UTF-8 or cp932).
    step : callable, optional
        Told how far it is.

    Returns
    -------
    Source
        Tables, and what cannot be read.
    """
    source = Source()
    if path.suffix.lower() == ".xlsx":
        _read_workbook(path, source, step)
    else:
        _read_csvs(path, source)
    order = list(SHEETS)
    source.tables.sort(key=lambda table: order.index(table.sheet.id))
    _once(source)
    return source


def _once(source: Source) -> None:
    """R031, for tables of one kind in two places."""
    seen: dict[str, Table] = {}
    for table in source.tables:
        first = seen.setdefault(table.sheet.id, table)
        if first is not table:
            name = table.sheet.name
            other = first.tab or first.path.name
            ja, en = (
                f"「{name.ja}」の表が「{other}」にもあります。",
                f"“{other}” is a table of {name.en}, too.",
            )
            source.note(R031, table.path, table.tab, ja=ja, en=en)


def sheet_named(name: str) -> Sheet | None:
    """Find a sheet by its id or one of its names.

    Parameters
    ----------
    name : str
        Name of a tab, of a file without its ending, or what somebody typed.

    Returns
    -------
    Sheet or None
        None if there is none of that name.
    """
    names = {
        plain(word): sheet
        for sheet in SHEETS.values()
        for word in (sheet.id, *(sheet.name.get(lang) for lang in LANGS))
    }
    return names.get(plain(name))


# ---- CSV -------------------------------------------------------------------------------------------


def _read_csvs(path: Path, source: Source) -> None:
    if path.is_file() and path.suffix.lower() != ".csv":
        ja, en = (
            f"「{path.suffix}」のファイルは読めません。",
            f"“{path.suffix}” files are not read.",
        )
        source.note(R029, path, None, ja=ja, en=en)
        return
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in (file for file in files if file.is_file()):
        sheet = sheet_named(file.stem)
        if file.suffix.lower() != ".csv" or sheet is None:
            ja, en = (
                f"「{file.name}」は知らない表です。",
                f"“{file.name}” is no table of the records.",
            )
            source.note(R030, file, None, ja=ja, en=en)
        elif (text := decoded(file.read_bytes())) is None:
            ja, en = "UTF-8でもcp932でもありません。", "this is neither UTF-8 nor cp932."
            source.note(R006, file, None, ja=ja, en=en)
        else:
            source.tables.append(Table(sheet, file, None, tuple(_csv_rows(text, file, source))))


def _csv_rows(text: str, path: Path, source: Source) -> Iterator[tuple[int, tuple[Raw, ...]]]:
    """Rows with the line on which each begins; a quote left open is a finding, for it swallows people."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            message = Text(f"CSVとして読めません（{error}）。", f"this is not CSV ({error}).")
            source.findings.append(Finding(R007, path, line, message))
            return
        if row is None:
            return
        cells = tuple(cell.replace("\r\n", "\n").strip() or None for cell in row)
        if any(cells):
            yield line, cells


# ---- workbooks -------------------------------------------------------------------------------------


def _read_workbook(path: Path, source: Source, step: Step | None) -> None:
    import openpyxl  # noqa: PLC0415  # slow to load; CSV does without

    try:
        with zipfile.ZipFile(path) as file:
            size = sum(part.file_size for part in file.infolist())
        if size > _LARGEST:
            ja, en = f"展開すると{size}バイトあります。", f"it is {size} bytes when unpacked."
            source.note(R029, path, None, ja=ja, en=en)
            return
        book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
        try:
            _read_tabs(book.worksheets, path, source, step)
        finally:
            book.close()
    # openpyxl lets through whatever its parsers of XML, numbers and parts raise.
    except Exception as error:  # noqa: BLE001
        source.tables.clear()
        said = f"{type(error).__name__}: {error}"[:200]
        ja, en = (
            f"Excel ブックとして読めません（{said}）。",
            f"this is no Excel workbook ({said}).",
        )
        source.note(R029, path, None, ja=ja, en=en)


def _read_tabs(tabs: list[Any], path: Path, source: Source, step: Step | None) -> None:
    for done, tab in enumerate(tabs, start=1):
        sheet = sheet_named(tab.title)
        if tab.sheet_state != "visible":
            ja, en = f"シート「{tab.title}」が隠れています。", f"the sheet “{tab.title}” is hidden."
            source.note(R034, path, tab.title, ja=ja, en=en)
        elif sheet is not None:
            _note_merged(tab, path, source)
            source.tables.append(Table(sheet, path, tab.title, tuple(_tab_rows(tab))))
        elif plain(tab.title) not in {plain(EXPLANATIONS.get(lang)) for lang in LANGS}:
            ja = f"シート「{tab.title}」は知らない表です。"
            en = f"the sheet “{tab.title}” is no table of the records."
            source.note(R030, path, tab.title, ja=ja, en=en)
        if step is not None:
            step(READING, done, len(tabs))


def _note_merged(tab: Any, path: Path, source: Source) -> None:
    # openpyxl does not tell of merged cells when it streams; they stand after the rows.
    with tab._get_source() as part:  # noqa: SLF001
        found = [ref.decode() for ref in _MERGED.findall(part.read())]
    for ref in found:
        ja, en = f"セル {ref} が結合されています。", f"the cells {ref} are merged."
        line = int(re.sub(r"\D", "", ref.partition(":")[0]))
        source.findings.append(Finding(R033, path, line, Text(ja, en), cell=tab.title))


def _tab_rows(tab: Any) -> Iterator[tuple[int, tuple[Raw, ...]]]:
    tab.reset_dimensions()  # some programs write wrong ones
    for line, row in enumerate(tab, start=1):
        cells = tuple(_raw(cell) for cell in row)
        if any(cell is not None for cell in cells):
            yield line, cells


def _raw(cell: Any) -> Raw:
    """A cell as it is seen: a number that is shown with leading zeros has them."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type in {"f", "e"} or isinstance(value, (time, timedelta)):
        return Odd(str(value))
    if type(value) is int and _ZEROS.match(cell.number_format or ""):
        return str(value).zfill(len(cell.number_format))
    known = isinstance(value, (int, float, datetime, date))
    return value if known else str(value).strip() or None
