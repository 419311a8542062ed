"""Read a filled worksheet: rows that say who checked what, where and when; others are refused."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.standard.worksheet.table import COLUMNS, DUTY, MARKS, SECTIONS, WHOLE
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

_FILLED_BY_HAND = ("text_ja", "mark", "page", "checked_by", "checked_on")
_SECTION_OF = {name: section for section, name in SECTIONS.items()}
_MARK_OF = {name: mark for mark, name in MARKS.items()}
_DAY = re.compile(
    r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})"
)  # Excel turns 2026-12-01 into 2026/12/1
_PAGE = re.compile(r"[1-9][0-9]{0,3}")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Filled:
    """One row that was checked against the document.

    Parameters
    ----------
    persona, section : str
        Name of the persona's file, and key of the section.
    item, text : str
        Name of the cell and its words, in Japanese; `text` may be empty.
    mark : str
        Key of a mark.
    page : int
        Page of the document.
    checked_by, checked_on : str
        Who, and the day (``YYYY-MM-DD``).
    """

    persona: str
    section: str
    item: str
    text: str
    mark: str
    page: int
    checked_by: str
    checked_on: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was begun and cannot be taken over.

    Parameters
    ----------
    row : int
        Row as a spreadsheet program counts it, from 1.
    column : str
        Name of the column.
    message : Text
        What is wrong, and the remedy.
    """

    row: int
    column: str
    message: Text


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What a filled worksheet holds.

    Parameters
    ----------
    filled : tuple of Filled
        Cells, in the order of the rows.
    whole : tuple of Filled
        The last rows of the sections that are said to be whole.
    refused : tuple of Refused
        Rows that were left out.
    """

    filled: tuple[Filled, ...]
    whole: tuple[Filled, ...]
    refused: tuple[Refused, ...]


class _RefusalError(Exception):
    """A row cannot be taken over; told to the person by `Refused`."""

    def __init__(self, column: str, ja: str, en: str) -> None:
        super().__init__(column, ja, en)
        self.column = column
        self.message = Text(ja, en)


def read_worksheet(path: Path, *, started: Mapping[str, Collection[str]], today: date) -> Worksheet:
    """Read a filled worksheet.

    Parameters
    ----------
    path : Path
        CSV in UTF-8, with or without byte order mark, or in cp932.
    started : mapping of str to collection of str
        Sections of which cells are verified already, by the personas that exist.
    today : date
        A check cannot lie in the future.

    Returns
    -------
    Worksheet
        Empty rows, and rows nobody has begun, are left out without a word.

    Raises
    ------
    InputError
        If the file cannot be read as such a table at all.
    """
    sections = {persona: set(found) for persona, found in started.items()}
    found: dict[tuple[str, str, str], Filled] = {}
    refused: list[Refused] = []
    for number, row in _rows(path):
        try:
            filled = _row(row, sections, today)
            _add(filled, found)
        except _RefusalError as error:
            refused.append(Refused(number, error.column, error.message))
        else:
            sections[filled.persona].add(filled.section)
    whole = tuple(filled for filled in found.values() if filled.item == WHOLE)
    cells = tuple(filled for filled in found.values() if filled.item != WHOLE)
    return Worksheet(cells, whole, tuple(refused))


def _add(filled: Filled, found: dict[tuple[str, str, str], Filled]) -> None:
    key = (filled.persona, filled.section, filled.item)
    if key in found:
        raise _RefusalError(
            "item",
            "この項目は上の行にもあります。どちらかを消してください。",
            "This item stands in a row above too; delete one of them.",
        )
    found[key] = filled


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows somebody has begun, by the names of their columns."""
    columns: list[str] | None = None
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cells) or cells[0].startswith("#"):
                continue
            if columns is None:
                columns = _columns(path, cells)
                continue
            row = dict.fromkeys(COLUMNS, "") | dict(zip(columns, map(_tidy, cells), strict=False))
            if any(row[column] for column in _FILLED_BY_HAND):
                yield number, row
    except csv.Error as error:
        raise InputError(
            f"{path}: CSVとして読めません（{error}）。表計算ソフトで保存し直してください。",
            f"{path}: not valid CSV ({error}); save it again with a spreadsheet program.",
        ) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"{path}: UTF-8でもcp932でもありません。「CSV UTF-8」で保存し直してください。",
        f"{path}: neither UTF-8 nor cp932; save it as “CSV UTF-8”.",
    )


def _columns(path: Path, cells: list[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    missing = [name for name in COLUMNS if name not in columns and name not in {"known_ja", "note"}]
    if missing:
        raise InputError(
            f"{path}: 列「{missing[0]}」がありません。書き出した作業表の見出しに戻してください。",
            f"{path}: the column “{missing[0]}” is missing; put back the header of the exported worksheet.",
        )
    return columns


def _tidy(cell: str) -> str:
    """Join the lines of a cell: Japanese needs no space between them."""
    return "".join(line.strip() for line in cell.splitlines())


def _row(row: Mapping[str, str], sections: Mapping[str, set[str]], today: date) -> Filled:
    persona, section = row["persona"], _SECTION_OF.get(row["section"], "")
    if persona not in sections:
        raise _RefusalError(
            "persona",
            f"人材像「{persona}」はありません。{'・'.join(sections)} のどれかにしてください。",
            f"There is no persona “{persona}”; choose one of {', '.join(sections)}.",
        )
    if not section:
        raise _RefusalError(
            "section",
            f"区分「{row['section']}」はありません。{'・'.join(_SECTION_OF)} のどれかにしてください。",
            f"There is no section “{row['section']}”; choose one of {', '.join(_SECTION_OF)}.",
        )
    for column in ("item", "text_ja", "checked_by"):
        if row[column].startswith(_FORMULA):
            raise _RefusalError(
                column,
                f"「{row[column][0]}」で始まるため、表計算ソフトが数式と見なします。先頭の記号を消してください。",
                f"It begins with “{row[column][0]}”, which makes it a formula; delete that character.",
            )
    return Filled(
        persona=persona,
        section=section,
        item=_needed(row, "item"),
        text=row["text_ja"],
        mark=_mark(row, section, standing=sections[persona]),
        page=_page(row),
        checked_by=_needed(row, "checked_by"),
        checked_on=_day(row, today),
    )


def _needed(row: Mapping[str, str], column: str) -> str:
    if not row[column]:
        raise _RefusalError(
            column,
            "空です。書いてから取り込んでください。",
            "It is empty; fill it, then import again.",
        )
    return row[column]


def _mark(row: Mapping[str, str], section: str, *, standing: set[str]) -> str:
    """Return the mark; a duty has none, and the last row of a section needs one only where it has no rows."""
    if row["item"] == WHOLE:
        if section == DUTY or (section not in standing and _MARK_OF.get(row["mark"]) != "none"):
            raise _RefusalError(
                "item",
                "この区分の行がまだありません。先に行を書くか、表に区分がなければ mark を「なし」としてください。",
                "This section has no row yet; fill one first, or set mark to なし if the table has no such section.",
            )
        return "none"
    if section == DUTY and not row["mark"]:
        return "none"
    mark = _MARK_OF.get(_needed(row, "mark"))
    if mark is None:
        raise _RefusalError(
            "mark",
            f"「{row['mark']}」は使えません。{'・'.join(_MARK_OF)} のどれかにしてください。",
            f"“{row['mark']}” cannot be used; choose one of {', '.join(_MARK_OF)}.",
        )
    return mark


def _page(row: Mapping[str, str]) -> int:
    text = _needed(row, "page")
    if not _PAGE.fullmatch(text):
        half = unicodedata.normalize("NFKC", text)
        raise _RefusalError(
            "page",
            f"「{text}」はページの番号として読めません。半角数字だけで書いてください（例: {half if _PAGE.fullmatch(half) else 3}）。",
            f"“{text}” is no page number; write half-width digits only, such as {half if _PAGE.fullmatch(half) else 3}.",
        )
    return int(text)


def _day(row: Mapping[str, str], today: date) -> str:
    text = _needed(row, "checked_on")
    found = _DAY.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day > today:
        raise _RefusalError(
            "checked_on",
            f"「{text}」は今日までの日付として読めません。{today} の形で、半角で書いてください。",
            f"“{text}” is no day up to today; write it like {today}, in half-width characters.",
        )
    return day.isoformat()
