"""Tables that an office keeps in Excel and saves as CSV: whatever it made of them, each row is read by itself."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.records.excel import restore
from grader.records.rules import R004, R006, R007, R009
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule

_BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of a table holds.

    Parameters
    ----------
    names : mapping of str to Text
        From field to header; both languages are read, in any order.
    required : tuple of str
        Fields that must be there, and filled in every row.
    rule : Rule
        Broken by a needed column that is missing, or there twice.
    """

    names: Mapping[str, Text]
    required: tuple[str, ...]
    rule: Rule


class Reader:
    """Reads one table, noting findings on the way.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932.
    heading : Heading
        Its columns.

    Attributes
    ----------
    findings : list of Finding
        What is wrong so far.
    """

    def __init__(self, path: Path, heading: Heading) -> None:
        self.path = path
        self.heading = heading
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
            What is wrong there.
        """
        self.findings.append(Finding(rule, self.path, line, Text(ja, en)))

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Read the rows that can be read.

        Yields
        ------
        int
            Line of the row.
        dict of str to str
            Its cells by field; a column that is not there has no entry.
        """
        text = self._decoded()
        lines = iter(()) if text is None else self._lines(text)
        columns = [] if text is None else self._columns(*next(lines, (1, [])))
        for line, row in lines if columns else ():
            if len(row) < len(columns) or any(row[len(columns) :]):
                ja = f"欄が{len(row)}個あります（見出しは{len(columns)}個）。"
                self.note(R007, line, ja, f"{len(row)} cells under {len(columns)} headers.")
                continue
            yield line, {field: cell for field, cell in zip(columns, row, strict=False) if field}

    def check_filled(self, line: int, cells: Mapping[str, str]) -> None:
        """Note what is empty though it is needed (R004).

        Parameters
        ----------
        line : int
            Line of the row.
        cells : mapping of str to str
            Its cells by field.
        """
        for field in self.heading.required:
            if not cells[field]:
                header = self.heading.names[field]
                self.note(R004, line, f"「{header.ja}」が空欄です。", f"“{header.en}” is empty.")

    def _decoded(self) -> str | None:
        data = self.path.read_bytes()
        if not data.startswith(_BOM_UTF16):
            for encoding in ("utf-8-sig", "cp932"):
                try:
                    return data.decode(encoding)
                except UnicodeDecodeError:
                    continue
        self.note(R006, 1, "UTF-8でもcp932でもありません。", "this is neither UTF-8 nor cp932.")
        return None

    def _lines(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, with their lines.

        Every line is read by itself, so that a quote left open cannot swallow the people below it.
        """
        for line, source in enumerate(io.StringIO(text, newline=None), start=1):
            try:
                row = next(csv.reader([source], strict=True), [])
            except csv.Error as error:
                self.note(
                    R007, line, f"CSVとして読めません（{error}）。", f"this is not CSV ({error})."
                )
                continue
            cells = [restore(cell.strip()).strip() for cell in row]
            if any(cells):
                yield line, cells

    def _columns(self, line: int, header: list[str]) -> list[str]:
        """Field of each column, "" for an unknown one; an empty list if a needed one is missing."""
        headers = self.heading.names
        names = {text.get(lang).lower(): field for field, text in headers.items() for lang in LANGS}
        columns = [names.get(cell.lower(), "") for cell in header]
        for cell, field in zip(header, columns, strict=True):
            if cell and not field:
                self.note(
                    R009, line, f"列「{cell}」は読みません。", f"the column “{cell}” is not read."
                )
        missing = [field for field in self.heading.required if field not in columns]
        for field in missing:
            name, rule = headers[field], self.heading.rule
            self.note(
                rule, line, f"列「{name.ja}」がありません。", f"the column “{name.en}” is missing."
            )
        twice = [field for field, count in Counter(columns).items() if field and count > 1]
        for field in twice:
            name, rule = headers[field], self.heading.rule
            self.note(
                rule,
                line,
                f"列「{name.ja}」が二つあります。",
                f"there are two columns “{name.en}”.",
            )
        return [] if missing or twice else columns
