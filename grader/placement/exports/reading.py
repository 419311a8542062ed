"""Read an 異動案一覧 back: what an officer has changed in Excel, as people and posts."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from grader.findings import Finding
from grader.placement.exports.moves import APPOINTED_ON, NEW, NOTE, STAFF_NUMBER
from grader.placement.exports.rules import W003, W004, W005, W006, W007
from grader.placement.exports.view import post_labels
from grader.records.dates import read_date
from grader.records.excel import one_line, restore
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule
    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem

_HEADERS = {"staff_number": STAFF_NUMBER, "new": NEW, "day": APPOINTED_ON, "note": NOTE}
_NEEDED = ("staff_number", "new", "day")
_HEADER_WITHIN = 10
_ROWS = 200_000
_WIDTH = 50
"""Columns that are looked at: more than the list has, fewer than a stray cell far to the right would ask for."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the list.

    Parameters
    ----------
    person, post : str
        Ids; no post where 新所属 is empty.
    day : date
        Day of appointment.
    note : str
        備考.
    sheet : str
        Name of the sheet.
    row : int
        Row there, from 1.
    """

    person: str
    post: str
    day: date
    note: str
    sheet: str
    row: int


def read_moves(path: Path, problem: Problem) -> tuple[tuple[Move, ...], list[Finding]]:
    """Read who goes where from a workbook that was exported, and may have been edited since.

    Parameters
    ----------
    path : Path
        異動案一覧.xlsx, in Japanese or English.
    problem : Problem
        What the plan was made from: its staff numbers and posts.

    Returns
    -------
    tuple of Move
        Every row that could be read, of all sheets with the columns 職員番号, 新所属 and 発令日.
    list of Finding
        Rules W003 to W007; the line is the row of the sheet. Nothing is guessed: a row with a finding is not read.
    """
    reader = _Reader(path, problem)
    moves = tuple(reader.moves())
    return moves, reader.findings


def new_pins(moves: Iterable[Move], plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return what an officer has decided otherwise than the plan.

    Parameters
    ----------
    moves : iterable of Move
        A list of moves as it came back.
    plan : Plan
        The plan that was exported.

    Returns
    -------
    tuple of (str, str)
        Person and post, sorted: of the first day of appointment, where the plan has another post.
    """
    planned = {(one.person, one.after) for one in plan.placed if one.year == 0}
    read = {(one.person, one.post) for one in moves if one.post and one.day == plan.appointed_on}
    return tuple(sorted(read - planned))


class _Reader:
    def __init__(self, path: Path, problem: Problem) -> None:
        self.path = path
        self.findings: list[Finding] = []
        numbers = Counter(person.staff_number for person in problem.people)
        self.people = {
            one_line(one.staff_number): one.person
            for one in problem.people
            if numbers[one.staff_number] == 1
        }
        self.posts = {one_line(label): post for post, label in post_labels(problem).items()}
        self.seen: set[tuple[str, str | None, date]] = set()

    def refuse(self, rule: Rule, row: int, sheet: str, what: Text) -> None:
        where = Text(f"シート「{sheet}」{row}行目: ", f"sheet “{sheet}”, row {row}: ")
        message = Text(where.ja + what.ja, where.en + what.en)
        self.findings.append(Finding(rule, self.path, row, message))

    def moves(self) -> Iterator[Move]:
        book = self.opened()
        if book is None:
            return
        tables = {sheet.title: self.table(sheet) for sheet in book.worksheets}
        if all(rows is None for rows in tables.values()):
            what = Text(
                "職員番号・新所属・発令日の列がありません。",
                "no columns “staff number”, “new department” and “appointed on”.",
            )
            self.findings.append(Finding(W003, self.path, 1, what))
        for sheet, rows in tables.items():
            for number, cells in rows or ():
                move = self.move(sheet, number, cells)
                if move is not None:
                    yield move

    def opened(self) -> Any:
        from openpyxl import load_workbook  # noqa: PLC0415  # slow to import

        try:
            # Formulas are read as the formulas that they are, never as what somebody's Excel made of them.
            return load_workbook(self.path)
        except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, ParseError) as error:
            what = Text(
                f"Excelのブックとして読めません（{error}）。", f"this is no workbook ({error})."
            )
            self.findings.append(Finding(W003, self.path, 1, what))
            return None

    def table(self, sheet: Any) -> list[tuple[int, dict[str, str]]] | None:
        """Return the rows below the headers with their numbers; None without the headers."""
        if sheet.max_row > _ROWS:
            what = Text(f"行が{_ROWS:,}を超えています。", f"more than {_ROWS:,} rows.")
            self.refuse(W003, sheet.max_row, sheet.title, what)
            return None
        columns: dict[str, int] = {}
        rows = []
        for number, cells in enumerate(sheet.iter_rows(max_col=_WIDTH, values_only=True), 1):
            texts = [_text(cell) for cell in cells]
            if not columns and number <= _HEADER_WITHIN:
                columns = _columns(texts)
            elif columns and any(texts[column] for column in columns.values()):
                rows.append((number, {name: texts[column] for name, column in columns.items()}))
        return rows if columns else None

    def move(self, sheet: str, row: int, cells: Mapping[str, str]) -> Move | None:
        number, label = cells["staff_number"], cells["new"]
        person, post, day = self.people.get(number), self.posts.get(label), read_date(cells["day"])
        if person is None:
            ja, en = f"職員番号「{number}」の人がいません。", f"nobody has the number “{number}”."
            self.refuse(W004, row, sheet, Text(ja, en))
        elif label and post is None:
            ja, en = f"「{label}」というポストはありません。", f"there is no post “{label}”."
            self.refuse(W005, row, sheet, Text(ja, en))
        elif day is None:
            ja, en = f"「{cells['day']}」は日付ではありません。", f"“{cells['day']}” is no date."
            self.refuse(W007, row, sheet, Text(ja, en))
        elif (person, post, day) in self.seen:
            ja, en = (
                f"「{number}」の同じ異動が上にあります。",
                f"the move of “{number}” stands above.",
            )
            self.refuse(W006, row, sheet, Text(ja, en))
        else:
            self.seen.add((person, post, day))
            return Move(person, post or "", day, cells.get("note", ""), sheet, row)
        return None


def _columns(texts: list[str]) -> dict[str, int]:
    found = {
        name: texts.index(header.get(lang))
        for name, header in _HEADERS.items()
        for lang in LANGS
        if header.get(lang) in texts
    }
    return found if all(name in found for name in _NEEDED) else {}


def _text(cell: object) -> str:
    if isinstance(cell, datetime):  # Excel has made one of what was typed
        cell = cell.date()
    return "" if cell is None else restore(str(cell).strip()).strip()
