"""The roster: who takes part. Read from and written to the CSV that an HR office keeps in Excel."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.findings import Finding
from grader.records.excel import csv_text, restore
from grader.records.rules import R001, R002, R003, R004, R005, R006, R007, R008, R009
from grader.schema.store import write_text
from grader.text import LANGS, Lang, Text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule

HEADERS: dict[str, Text] = {
    "person": Text("職員番号", "person"),
    "name": Text("氏名", "name"),
    "kana": Text("ふりがな", "kana"),
    "department": Text("所属", "department"),
    "post": Text("職名", "post"),
    "target_role": Text("目標役割", "target_role"),
    "lang": Text("言語", "lang"),
}
REQUIRED = ("person", "name", "department")

_BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster.

    Parameters
    ----------
    person : str
        Person id; also the name of the person's folder.
    name : str
        Full name.
    kana : str
        Reading of the name, for sorting; may be empty.
    department : str
        Department.
    post : str
        Post; may be empty.
    target_role : str
        Id of the role aimed at; empty if none.
    lang : {'ja', 'en'}
        Edition of the lessons that the person gets.
    """

    person: str
    name: str
    kana: str
    department: str
    post: str
    target_role: str
    lang: Lang


@dataclass(frozen=True, slots=True)
class Roster:
    """The good rows, and what is wrong with the others.

    Parameters
    ----------
    persons : tuple of Person
        In the order of the file.
    findings : tuple of Finding
        One for each thing wrong, with its line.
    """

    persons: tuple[Person, ...]
    findings: tuple[Finding, ...]


class _Checker:
    """Goes through the rows, noting findings on the way."""

    def __init__(self, path: Path, roles: Collection[str] | None) -> None:
        self.path = path
        self.roles = roles
        self.findings: list[Finding] = []
        self.seen: dict[str, int] = {}

    def note(self, rule: Rule, line: int, ja: str, en: str) -> None:
        """Add a finding at a line."""
        self.findings.append(Finding(rule, self.path, line, Text(ja, en)))

    def person(self, line: int, cells: Mapping[str, str]) -> Person | None:
        """Return the person of a row, or None and at least one finding."""
        before = len(self.findings)
        self.check_filled(line, cells)
        self.check_id(line, cells["person"])
        self.check_role(line, cells.get("target_role", ""))
        lang = self.lang(line, cells.get("lang", ""))
        if len(self.findings) > before or lang is None:
            return None
        return Person(
            person=cells["person"],
            name=cells["name"],
            kana=cells.get("kana", ""),
            department=cells["department"],
            post=cells.get("post", ""),
            target_role=cells.get("target_role", ""),
            lang=lang,
        )

    def check_filled(self, line: int, cells: Mapping[str, str]) -> None:
        """R004."""
        for field in REQUIRED:
            if not cells[field]:
                header = HEADERS[field]
                self.note(R004, line, f"「{header.ja}」が空欄です。", f"“{header.en}” is empty.")

    def check_id(self, line: int, person: str) -> None:
        """R005 and R002; the first of two rows stays, the second is wrong."""
        if not person:
            return
        if not is_person_id(person):
            ja, en = (
                f"職員番号「{person}」は使えません。",
                f"the person id “{person}” cannot be used.",
            )
            self.note(R005, line, ja, en)
            return
        # Folders on Windows do not tell S001 from s001.
        first = self.seen.setdefault(person.lower(), line)
        if first != line:
            ja = f"職員番号「{person}」は{first}行目にもあります。"
            self.note(R002, line, ja, f"the person id “{person}” also stands on line {first}.")

    def check_role(self, line: int, role: str) -> None:
        """R003."""
        if role and self.roles is not None and role not in self.roles:
            known = ", ".join(sorted(self.roles))
            ja = f"目標役割「{role}」は標準にありません（あるのは {known}）。"
            self.note(R003, line, ja, f"the standard has no role “{role}” (it has {known}).")

    def lang(self, line: int, text: str) -> Lang | None:
        """R008; an empty cell is Japanese."""
        if not text:
            return "ja"
        for lang in LANGS:
            if text.lower() == lang:
                return lang
        ja, en = f"言語「{text}」はありません。", f"there is no language “{text}”."
        self.note(R008, line, ja, en)
        return None


def read_roster(path: Path, *, roles: Collection[str] | None = None) -> Roster:
    """Read a roster; one bad row never stops the others.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, with Japanese or English headers in any order.
    roles : collection of str, optional
        Ids of the roles that exist; if not given, target roles are not checked.

    Returns
    -------
    Roster
        Good rows and findings. A row with a finding is left out whole; the first of two rows with
        the same person id stays.
    """
    checker = _Checker(path, roles)
    text = _decode(path, checker)
    if text is None:
        return Roster((), tuple(checker.findings))
    rows = _rows(text, checker)
    columns = _columns(next(rows, (1, [])), checker)
    persons = []
    for line, row in rows if columns else ():
        if len(row) < len(columns) or any(row[len(columns) :]):
            ja = f"欄が{len(row)}個あります（見出しは{len(columns)}個）。"
            checker.note(R007, line, ja, f"{len(row)} cells under {len(columns)} headers.")
            continue
        cells = {field: cell for field, cell in zip(columns, row, strict=False) if field}
        person = checker.person(line, cells)
        if person is not None:
            persons.append(person)
    return Roster(tuple(persons), tuple(checker.findings))


def write_roster(path: Path, persons: Iterable[Person], *, lang: Lang = "ja") -> None:
    """Write a roster that Excel opens with a double click.

    Parameters
    ----------
    path : Path
        The file: UTF-8 with BOM, lines ending in CR LF. It is replaced in one step.
    persons : iterable of Person
        The rows, in this order.
    lang : {'ja', 'en'}
        Language of the headers.
    """
    header = [name.get(lang) for name in HEADERS.values()]
    rows = ([str(getattr(person, field)) for field in HEADERS] for person in persons)
    write_text(path, csv_text([header, *rows]))


def _decode(path: Path, checker: _Checker) -> str | None:
    data = path.read_bytes()
    if not data.startswith(_BOM_UTF16):
        for encoding in ("utf-8-sig", "cp932"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    checker.note(R006, 1, "UTF-8でもcp932でもありません。", "this is neither UTF-8 nor cp932.")
    return None


def _rows(text: str, checker: _Checker) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their lines.

    Every line is read by itself, so that a quote left open cannot swallow the people below it.
    """
    for line, source in enumerate(io.StringIO(text, newline=None), start=1):
        try:
            row = next(csv.reader([source], strict=True), [])
        except csv.Error as error:
            checker.note(
                R007, line, f"CSVとして読めません（{error}）。", f"this is not CSV ({error})."
            )
            continue
        cells = [restore(cell.strip()).strip() for cell in row]
        if any(cells):
            yield line, cells


def _columns(header: tuple[int, list[str]], checker: _Checker) -> list[str]:
    """Field of each column, "" for an unknown one; an empty list if a needed one is missing."""
    line, cells = header
    names = {text.get(lang).lower(): field for field, text in HEADERS.items() for lang in LANGS}
    columns = [names.get(cell.lower(), "") for cell in cells]
    for cell, field in zip(cells, columns, strict=True):
        if cell and not field:
            checker.note(
                R009, line, f"列「{cell}」は読みません。", f"the column “{cell}” is not read."
            )
    missing = [field for field in REQUIRED if field not in columns]
    for field in missing:
        name = HEADERS[field]
        checker.note(
            R001, line, f"列「{name.ja}」がありません。", f"the column “{name.en}” is missing."
        )
    twice = [field for field, count in Counter(columns).items() if field and count > 1]
    for field in twice:
        name = HEADERS[field]
        checker.note(
            R001, line, f"列「{name.ja}」が二つあります。", f"there are two columns “{name.en}”."
        )
    return [] if missing or twice else columns
