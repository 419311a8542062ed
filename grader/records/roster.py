"""The roster: who takes part. Read from and written to the CSV that an HR office keeps in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.records.excel import csv_text
from grader.records.rules import R001, R002, R003, R004, R005, R008
from grader.records.table import TableReader
from grader.schema.store import write_text
from grader.text import LANGS, Lang, Text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from grader.findings import Finding

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
    """Holds the cells of a row to the rules of a roster."""

    def __init__(self, table: TableReader, roles: Collection[str] | None) -> None:
        self.table = table
        self.roles = roles
        self.seen: dict[str, int] = {}

    def person(self, line: int, cells: Mapping[str, str]) -> Person | None:
        """Return the person of a row, or None and at least one finding."""
        before = len(self.table.findings)
        self.check_filled(line, cells)
        self.check_id(line, cells["person"])
        self.check_role(line, cells.get("target_role", ""))
        lang = self.lang(line, cells.get("lang", ""))
        if len(self.table.findings) > before or lang is None:
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
                self.table.note(
                    R004, line, f"「{header.ja}」が空欄です。", f"“{header.en}” is empty."
                )

    def check_id(self, line: int, person: str) -> None:
        """R005 and R002; the first of two rows stays, the second is wrong."""
        if not person:
            return
        if not is_person_id(person):
            ja, en = (
                f"職員番号「{person}」は使えません。",
                f"the person id “{person}” cannot be used.",
            )
            self.table.note(R005, line, ja, en)
            return
        # Folders on Windows do not tell S001 from s001.
        first = self.seen.setdefault(person.lower(), line)
        if first != line:
            ja = f"職員番号「{person}」は{first}行目にもあります。"
            self.table.note(
                R002, line, ja, f"the person id “{person}” also stands on line {first}."
            )

    def check_role(self, line: int, role: str) -> None:
        """R003."""
        if role and self.roles is not None and role not in self.roles:
            known = ", ".join(sorted(self.roles))
            ja = f"目標役割「{role}」は標準にありません（あるのは {known}）。"
            self.table.note(R003, line, ja, f"the standard has no role “{role}” (it has {known}).")

    def lang(self, line: int, text: str) -> Lang | None:
        """R008; an empty cell is Japanese."""
        if not text:
            return "ja"
        for lang in LANGS:
            if text.lower() == lang:
                return lang
        ja, en = f"言語「{text}」はありません。", f"there is no language “{text}”."
        self.table.note(R008, line, ja, en)
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
    table = TableReader(path, HEADERS, required=REQUIRED, rule=R001)
    checker = _Checker(table, roles)
    read = [checker.person(line, cells) for line, cells in table.rows()]
    return Roster(tuple(person for person in read if person), tuple(table.findings))


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
