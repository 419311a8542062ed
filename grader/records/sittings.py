"""Supervised sittings: who sat which form of a lesson while somebody watched, as an HR office notes it in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.exchange import JAPAN, course_store, given_at
from grader.exchange.intake import latest
from grader.marking.forms import FORMS, form_name
from grader.records.dates import read_date
from grader.records.rules import R004, R005, R020, R021, R022, R023, R024, R025, R026, R027, R028
from grader.records.table import TableReader
from grader.schema.store import read_json
from grader.text import LANGS, Text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from grader.findings import Finding
    from grader.workspace import Workspace

FILE_NAME = "sittings.csv"
HEADERS: dict[str, Text] = {
    "person": Text("職員番号", "person"),
    "lesson": Text("教材", "lesson"),
    "form": Text("回", "form"),
    "held_on": Text("実施日", "held_on"),
    "supervisor": Text("監督者", "supervisor"),
}
_LATEST = timedelta(days=1)
"""How long after the receipt the day of the sitting may be: it may have been noted the day after."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One supervised sitting.

    Parameters
    ----------
    person : str
        Person id.
    lesson : str
        Slug of the lesson.
    form : int
        Form of the lesson, from 1.
    held_on : date
        Day of the sitting, in Japan.
    supervisor : str
        Who watched; a name or an id.
    """

    person: str
    lesson: str
    form: int
    held_on: date
    supervisor: str


@dataclass(frozen=True, slots=True)
class Sittings:
    """The good rows, and what is wrong with the others.

    Parameters
    ----------
    sittings : tuple of Sitting
        In the order of the file.
    findings : tuple of Finding
        One for each thing wrong, with its line.
    """

    sittings: tuple[Sitting, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def supervised(self) -> frozenset[tuple[str, str, int]]:
        """Person, lesson and form of each sitting, as `grader.measurement.measure` takes them."""
        return frozenset((one.person, one.lesson, one.form) for one in self.sittings)


class _Checker(TableReader):
    """Goes through the rows, noting findings on the way."""

    def __init__(self, path: Path, course: Path, lessons: Collection[str]) -> None:
        super().__init__(path, HEADERS, required=tuple(HEADERS), rule=R020)
        self.course = course
        self.lessons = lessons
        self.seen: dict[tuple[str, str, int], int] = {}

    def sitting(self, line: int, cells: Mapping[str, str]) -> Sitting | None:
        """Return the sitting of a row, or None and at least one error."""
        before = len(self.findings)
        self.check_filled(line, cells)
        self.check_people(line, cells["person"], cells["supervisor"])
        self.check_lesson(line, cells["lesson"])
        form, day = self.form(line, cells["form"]), self.day(line, cells["held_on"])
        if len(self.findings) > before or form is None or day is None:
            return None
        sitting = Sitting(cells["person"], cells["lesson"], form, day, cells["supervisor"])
        try:
            good = self.is_received(line, sitting) and self.is_first(line, sitting)
        except InputError as damaged:
            self.note(R026, line, damaged.ja, damaged.en)
            return None
        return sitting if good else None

    def check_filled(self, line: int, cells: Mapping[str, str]) -> None:
        """R004."""
        for field, header in HEADERS.items():
            if not cells[field]:
                self.note(R004, line, f"「{header.ja}」が空欄です。", f"“{header.en}” is empty.")

    def check_people(self, line: int, person: str, supervisor: str) -> None:
        """R005 and R025."""
        if person and not is_person_id(person):
            ja = f"職員番号「{person}」は使えません。"
            self.note(R005, line, ja, f"the person id “{person}” cannot be used.")
        if person and person.lower() == supervisor.lower():
            ja = f"監督者「{supervisor}」が本人です。"
            self.note(R025, line, ja, f"the supervisor “{supervisor}” is the person.")

    def check_lesson(self, line: int, lesson: str) -> None:
        """R021."""
        if lesson and lesson not in self.lessons:
            known = ", ".join(sorted(self.lessons))
            ja = f"教材「{lesson}」はありません（あるのは {known}）。"
            self.note(R021, line, ja, f"there is no lesson “{lesson}” (there are {known}).")

    def form(self, line: int, text: str) -> int | None:
        """R022."""
        if text.isdecimal() and int(text) in FORMS:
            return int(text)
        if text:
            self.note(R022, line, f"回「{text}」はありません。", f"there is no form “{text}”.")
        return None

    def day(self, line: int, text: str) -> date | None:
        """R023."""
        day = read_date(text)
        if text and day is None:
            ja = f"実施日「{text}」は日付ではありません。"
            self.note(R023, line, ja, f"“{text}” is no date.")
        return day

    def is_first(self, line: int, sitting: Sitting) -> bool:
        """R024; the first of two good rows stays."""
        key = (sitting.person.lower(), sitting.lesson, sitting.form)
        first = self.seen.setdefault(key, line)
        if first != line:
            ja = f"同じ人の同じ回が{first}行目にもあります。"
            self.note(
                R024, line, ja, f"the same form of the same person also stands on line {first}."
            )
        return first == line

    def is_received(self, line: int, sitting: Sitting) -> bool:
        """R026, R027 and R028, of both editions: either may be the one that counts."""
        names = [form_name(f"{sitting.lesson}-{lang}", sitting.form) for lang in LANGS]
        store = course_store(self.course)
        receipts = [latest(store, sitting.person, name) for name in names]
        received = [_day(one.received_at) for one in receipts if one]
        if not received:
            self.note(R026, line, "提出を受け取っていません。", "nothing has been received.")
        wrong = [day for day in received if not day <= sitting.held_on <= day + _LATEST]
        for day in wrong:
            ja = f"実施日は {sitting.held_on} ですが、提出は {day} に受け取っています。"
            self.note(R027, line, ja, f"held on {sitting.held_on}, but received on {day}.")
        self.check_given(line, sitting, names)
        return bool(received) and not wrong

    def check_given(self, line: int, sitting: Sitting, names: Collection[str]) -> None:
        """R028; of first forms nothing is written down."""
        given = (given_at(self.course, sitting.person, name) for name in names)
        days = [when.astimezone(JAPAN).date() for when in given if when]
        if days and min(days) < sitting.held_on:
            ja = f"実施日（{sitting.held_on}）より前の {min(days)} に配られています。"
            en = f"handed out on {min(days)}, before the day of the sitting ({sitting.held_on})."
            self.note(R028, line, ja, en)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(JAPAN).date()


def read_sittings(path: Path, *, course: Path, lessons: Collection[str]) -> Sittings:
    """Read a record of supervised sittings; one bad row never stops the others.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, with Japanese or English headers in any order.
    course : Path
        Root of the nbgrader course, whose receipts say when the work came in.
    lessons : collection of str
        Slugs of the lessons that were built.

    Returns
    -------
    Sittings
        Good rows and findings. A row with an error is left out whole: the work counts, but as unsupervised. Days are
        those of Japan.
    """
    checker = _Checker(path, course, lessons)
    found = [checker.sitting(line, cells) for line, cells in checker.rows()]
    return Sittings(tuple(one for one in found if one), tuple(checker.findings))


def workspace_sittings(workspace: Workspace) -> Sittings:
    """Read the supervised sittings of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Reads ``records/sittings.csv``, the list of what was built, and the receipts.

    Returns
    -------
    Sittings
        None at all if there is no such file.

    Raises
    ------
    InputError
        If nothing has been built.
    """
    path = workspace.records / FILE_NAME
    if not path.is_file():
        return Sittings()
    built = read_json(workspace.build / "assignments.json", "assignments")["assignments"]
    lessons = {entry["lesson"] for entry in built}
    return read_sittings(path, course=workspace.course, lessons=lessons)
