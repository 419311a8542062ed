"""Recorded levels: the CSV in which an HR office keeps who was found to have which level, and when."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.records.excel import csv_text, restore
from grader.schema.store import write_text
from grader.standard.versions import Recorded, Unresolved
from grader.text import LANGS, Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.standard.versions import Migration

HEADERS: dict[str, Text] = {
    "person": Text("職員番号", "person_id"),
    "skill": Text("スキル", "skill"),
    "level": Text("レベル", "level"),
    "version": Text("標準の版", "standard_version"),
    "evidence": Text("証拠", "evidence"),
    "recorded_on": Text("記録日", "recorded_on"),
}
REQUIRED = ("person", "skill", "level", "version")
_TOLD = (
    Text("元の行", "line"),
    Text("理由", "reason"),
    Text("変更前", "before"),
    Text("変更後", "after"),
)
_BETWEEN = re.compile(r"[;；、,\s]+")
_TOP = 4


@dataclass(frozen=True, slots=True)
class RecordedLevels:
    """A file of recorded levels.

    Parameters
    ----------
    header : tuple of str
        First row.
    columns : mapping of str to int
        From field to column; columns of other names are kept as they are.
    rows : mapping of int to tuple of str
        Cells by line of the file; blank lines are left out.
    records : mapping of int to Recorded
        The rows that could be read, by line.
    unread : tuple of Unresolved
        The other rows, with column and remedy.
    """

    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: Mapping[int, tuple[str, ...]]
    records: Mapping[int, Recorded]
    unread: tuple[Unresolved, ...]


def read_recorded(path: Path) -> RecordedLevels:
    """Read recorded levels; one bad row never stops the others.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, with Japanese or English headers in any order.

    Returns
    -------
    RecordedLevels
        Every line that is not blank, as a record or with what is wrong.

    Raises
    ------
    InputError
        If the encoding is another one, or a column that is needed is missing or there twice.
    """
    # Every line is read by itself, so that a quote left open cannot swallow the people below it.
    lines = enumerate(io.StringIO(_decode(path), newline=None), start=1)
    rows = {n: cells for n, text in lines if any(cells := _cells(text.rstrip("\n")))}
    first = min(rows, default=0)
    header = rows.pop(first, ())
    columns = _columns(path, header)
    rows = {n: _trimmed(cells, len(header)) for n, cells in rows.items()}
    read = {n: _record(cells, header, columns) for n, cells in rows.items()}
    records = {n: r for n, r in read.items() if isinstance(r, Recorded)}
    unread = [Unresolved(n, r) for n, r in read.items() if isinstance(r, Text)]
    return RecordedLevels(header, columns, rows, records, tuple(unread))


def write_carried(path: Path, table: RecordedLevels, migration: Migration) -> None:
    """Write the levels that hold under the new version, in the columns of the input.

    Parameters
    ----------
    path : Path
        The file: UTF-8 with BOM for Excel. It is replaced in one step.
    table : RecordedLevels
        The input.
    migration : Migration
        What became of it.
    """
    rows = []
    for one in migration.carried:
        cells, record = list(table.rows[one.lines[0]]), one.record
        values = {"skill": record.skill, "level": str(record.level), "version": record.version}
        if len(one.lines) > 1:
            values["evidence"] = "; ".join(record.evidence)
        for field, value in values.items():
            if field in table.columns:
                cells[table.columns[field]] = value
        rows.append(cells)
    write_text(path, csv_text([table.header, *rows]))


def write_unresolved(
    path: Path, table: RecordedLevels, unresolved: Iterable[Unresolved], *, lang: Lang
) -> None:
    """Write the rows that were not carried, or not wholly, each with the reason.

    Parameters
    ----------
    path : Path
        The file: UTF-8 with BOM for Excel. It is replaced in one step.
    table : RecordedLevels
        The input.
    unresolved : iterable of Unresolved
        What to write.
    lang : {'ja', 'en'}
        Language of the reasons.
    """
    width = max(len(table.header), *(len(table.rows[u.line]) for u in unresolved), 0)
    rows = [[*_padded(table.header, width), *(text.get(lang) for text in _TOLD)]]
    for one in unresolved:
        told = (text.get(lang) for text in (one.reason, one.old, one.new))
        rows.append([*_padded(table.rows[one.line], width), str(one.line), *told])
    write_text(path, csv_text(rows))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _decode(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"{path}: UTF-8でもcp932でもありません。Excelの「CSV UTF-8（コンマ区切り）」で保存し直してください。",
        f"{path}: neither UTF-8 nor cp932; save it again from Excel as “CSV UTF-8 (comma delimited)”.",
    )


def _cells(text: str) -> tuple[str, ...]:
    """Cells of one line; of a line that is not CSV, the whole line as one cell."""
    try:
        row = next(csv.reader([text], strict=True), [])
    except csv.Error:
        row = [text]
    return tuple(restore(cell.strip()).strip() for cell in row)


def _trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Leave out empty cells beyond the header, which Excel likes to add."""
    return cells if any(cells[width:]) else cells[:width]


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    names = {text.get(lang).lower(): field for field, text in HEADERS.items() for lang in LANGS}
    found = [names.get(cell.lower(), "") for cell in header]
    for field, name in HEADERS.items():
        count = found.count(field)
        if count > 1 or (field in REQUIRED and not count):
            raise InputError(
                f"{path}:1: 列「{name.ja}」が{count}つあります。1行目に見出しを一つ置いてください。",
                f"{path}:1: {count} columns “{name.en}”; put its header on line 1 once.",
            )
    return {field: index for index, field in enumerate(found) if field}


def _record(
    cells: Sequence[str], header: Sequence[str], columns: Mapping[str, int]
) -> Recorded | Text:
    """Return the record of a row, or what is wrong with it."""
    if len(cells) != len(header):
        return Text(
            f"欄が{len(cells)}個あります（見出しは{len(header)}個）。コンマと引用符を確かめてください。",
            f"{len(cells)} cells under {len(header)} headers; look at commas and quotes.",
        )
    row = {field: cells[index] for field, index in columns.items()}
    for field in REQUIRED:
        if not row[field]:
            name = HEADERS[field]
            return Text(
                f"列「{name.ja}」が空です。値を入れてください。",
                f"“{name.en}” is empty; fill it in.",
            )
    if not row["level"].isdecimal() or int(row["level"]) > _TOP:
        return Text(
            f"列「レベル」の「{row['level']}」は0から4の整数ではありません。未評価なら行を消してください。",
            f"“level” is “{row['level']}”, no whole number from 0 to 4; delete the row if nothing was assessed.",
        )
    day = _day(row.get("recorded_on", ""))
    if day is None:
        return Text(
            f"列「記録日」の「{row['recorded_on']}」は日付ではありません。2026-11-22 の形で書いてください。",
            f"“recorded_on” is “{row['recorded_on']}”, no date; write it like 2026-11-22.",
        )
    evidence = tuple(e for e in _BETWEEN.split(row.get("evidence", "")) if e)
    return Recorded(row["person"], row["skill"], int(row["level"]), row["version"], evidence, day)


def _day(text: str) -> str | None:
    """Return a date in ISO form, whatever Excel made of its hyphens; None if it is none."""
    if not text:
        return ""
    try:
        return date(*map(int, re.split(r"[-/]", text))).isoformat()
    except (ValueError, TypeError):
        return None
