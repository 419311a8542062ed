"""A CSV table as an HR office keeps it in Excel: columns by name, every line by itself, findings with their lines."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.records.excel import restore
from grader.records.rules import R006, R007, R009
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule

_BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes) -> str | None:
    """Read bytes as UTF-8, with or without BOM, or else as cp932.

    Parameters
    ----------
    data : bytes
        Content of a file.

    Returns
    -------
    str or None
        The text; None if it is neither, or UTF-16.
    """
    if not data.startswith(_BOM_UTF16):
        for encoding in ("utf-8-sig", "cp932"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


class TableReader:
    """Reads one table and notes on the way what is wrong with it.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, headers on its first line that is not blank.
    headers : mapping of str to Text
        Header of each field, in both languages; capital letters do not matter.
    required : collection of str
        Fields whose columns must be there.
    rule : Rule
        What a missing or doubled column breaks.

    Attributes
    ----------
    findings : list of Finding
        What has been found so far.
    """

    def __init__(
        self, path: Path, headers: Mapping[str, Text], *, required: Collection[str], rule: Rule
    ) -> None:
        self.path = path
        self.headers = headers
        self.required = required
        self.rule = rule
        self.findings: list[Finding] = []

    def note(self, rule: Rule, line: int, ja: str, en: str) -> None:
        """Add a finding at a line.

        Parameters
        ----------
        rule : Rule
            What is broken.
        line : int
            Where, from 1.
        ja, en : str
            What is wrong.
        """
        self.findings.append(Finding(rule, self.path, line, Text(ja, en)))

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Go through the rows that have a cell under every header.

        Yields
        ------
        tuple of int and dict
            Line and cells by field, without the spaces around them; only fields whose column is there.
            Nothing if a column that is needed is missing. Blank rows are overlooked, others are noted.
        """
        text = self._decoded()
        rows = self._lines(text or "")
        columns = self._columns(*next(rows, (1, []))) if text is not None else []
        for line, row in rows if columns else ():
            if len(row) < len(columns) or any(row[len(columns) :]):
                ja = f"欄が{len(row)}個あります（見出しは{len(columns)}個）。"
                self.note(R007, line, ja, f"{len(row)} cells under {len(columns)} headers.")
                continue
            yield (
                line,
                {field: cell for field, cell in zip(columns, row, strict=False) if field},
            )

    def _decoded(self) -> str | None:
        text = decoded(self.path.read_bytes())
        if text is None:
            self.note(R006, 1, "UTF-8でもcp932でもありません。", "this is neither UTF-8 nor cp932.")
        return text

    def _lines(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, with their lines.

        Every line is read by itself, so that a quote left open cannot swallow the people below it.
        """
        for line, source in enumerate(io.StringIO(text, newline=None), start=1):
            try:
                row = next(csv.reader([source], strict=True), [])
            except csv.Error as error:
                ja, en = f"CSVとして読めません（{error}）。", f"this is not CSV ({error})."
                self.note(R007, line, ja, en)
                continue
            cells = [restore(cell.strip()).strip() for cell in row]
            if any(cells):
                yield line, cells

    def _columns(self, line: int, header: list[str]) -> list[str]:
        """Field of each column, "" for an unknown one; an empty list if a needed one is missing."""
        names = {
            text.get(lang).lower(): key for key, text in self.headers.items() for lang in LANGS
        }
        columns = [names.get(cell.lower(), "") for cell in header]
        for cell, field in zip(header, columns, strict=True):
            if cell and not field:
                ja, en = f"列「{cell}」は読みません。", f"the column “{cell}” is not read."
                self.note(R009, line, ja, en)
        missing = [field for field in self.required if field not in columns]
        twice = [field for field, count in Counter(columns).items() if field and count > 1]
        for fields, ja, en in (
            (missing, "列「{}」がありません。", "the column “{}” is missing."),
            (twice, "列「{}」が二つあります。", "there are two columns “{}”."),
        ):
            for field in fields:
                name = self.headers[field]
                self.note(self.rule, line, ja.format(name.ja), en.format(name.en))
        return [] if missing or twice else columns
