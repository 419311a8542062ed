"""From staff numbers, by which sheets name people, to the pseudonymous ids by which everything else does."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.records.rules import R005
from grader.records.sheet_rules import R039, R040, R045
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from grader.findings import Finding
    from grader.records.database import Value
    from grader.records.sheets.rows import Entry

_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


def new_person_id() -> str:
    """Draw a pseudonym.

    Returns
    -------
    str
        Drawn at random, not derived: a number made of the staff number could be turned back by trying all of them. No
        sign looks like another.
    """
    return "p" + "".join(secrets.choice(_SIGNS) for _ in range(9))


@dataclass(slots=True)
class Directory:
    """Who bears which staff number, and when.

    Parameters
    ----------
    findings : list of Finding
        What is wrong is added here.
    new_id : callable
        Draws the id of a person who is new.
    persons : dict of str to str
        Ids in use, by their lower-case form.
    held : dict of str to list of (str, date or None, date or None)
        Person and period by staff number.
    bare : dict of str to str
        A staff number by what is left of it without its leading zeros.
    marks : dict of str to set of str
        Staff numbers and names that a person bears or bore.
    """

    findings: list[Finding]
    new_id: Callable[[], str] = new_person_id
    persons: dict[str, str] = field(default_factory=dict)
    held: dict[str, list[tuple[str, date | None, date | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    bare: dict[str, str] = field(default_factory=dict)
    marks: dict[str, set[Value]] = field(default_factory=lambda: defaultdict(set))

    def know(self, rows: Iterable[Mapping[str, Value]]) -> None:
        """Take in the people of the database.

        Parameters
        ----------
        rows : iterable of mapping
            Rows of the sheet ``people``, with ``valid_from`` and ``valid_to``.
        """
        for row in rows:
            first, last = row["valid_from"], row["valid_to"]
            self._hold(str(row["staff_number"]), str(row["person"]), first, last)  # type: ignore[arg-type]
            self.marks[str(row["person"])] |= {row["staff_number"], row["name"]}

    def enter(self, entries: Iterable[Entry]) -> None:
        """Give each row of the sheet of people its person: as written, else by staff number, else a new one.

        Parameters
        ----------
        entries : iterable of Entry
            Rows of ``people``; their value ``person`` is filled in.
        """
        rows = [entry for entry in entries if entry.values.get("staff_number")]
        for entry in rows:
            if entry.values.get("person"):
                self._take(entry)
        for entry in rows:
            if not entry.values.get("person"):
                entry.values["person"] = self._find_or_make(entry)

    def refer(self, entry: Entry, name: str) -> None:
        """Put the person in the place of a staff number.

        Parameters
        ----------
        entry : Entry
            A row of any sheet.
        name : str
            The field.
        """
        number = entry.values[name]
        if number is None:
            return
        persons = self._at(str(number), entry.valid_from)
        if len(persons) == 1:
            entry.values[name] = persons[0]
        elif persons:
            ja = f"職員番号「{number}」は、その日に複数の人のものです。"
            entry.tell(
                self.findings,
                R045,
                ja,
                f"the staff number “{number}” belongs to several people then.",
            )
        else:
            like = self._like(str(number))
            ja = f"職員番号「{number}」の人はいません。" + f"「{like}」のことですか。" * bool(like)
            en = f"nobody has the staff number “{number}”." + f" Is it “{like}”?" * bool(like)
            entry.tell(self.findings, R040, ja, en)

    def _hold(self, number: str, person: str, first: date | None, last: date | None) -> None:
        self.persons.setdefault(person.lower(), person)
        self.held[number].append((person, first, last))
        self.bare.setdefault(number.lstrip("0"), number)

    def _take(self, entry: Entry) -> None:
        """R005 and R045, of an id that is written."""
        person, number = str(entry.values["person"]), str(entry.values["staff_number"])
        known = self.persons.get(person.lower(), person)
        if not is_person_id(person):
            ja, en = f"受講者番号「{person}」は使えません。", f"the id “{person}” cannot be used."
            entry.tell(self.findings, R005, ja, en)
        elif known != person:
            ja = f"受講者番号「{person}」は「{known}」と大文字・小文字だけ違います。"
            en = f"the id “{person}” differs from “{known}” in capitals only."
            entry.tell(self.findings, R045, ja, en)
        elif other := self._other_holder(number, person, entry):
            ja = f"職員番号「{number}」は、同じ時期に受講者番号「{other}」の人のものです。"
            en = f"the staff number “{number}” belongs to the person “{other}” at that time."
            entry.tell(self.findings, R045, ja, en)
        elif not {number, entry.values.get("name")} & self.marks.get(person, {number}):
            ja = f"受講者番号「{person}」の人とは、職員番号も氏名も違います。"
            en = f"neither staff number nor name is that of the person “{person}”."
            entry.tell(self.findings, R045, ja, en)
        else:
            self._hold(number, person, entry.valid_from, entry.valid_to)
            self.marks[person] |= {number, entry.values.get("name")}

    def _other_holder(self, number: str, person: str, entry: Entry) -> str:
        for other, first, last in self.held.get(number, ()):
            apart = (last and entry.valid_from and last < entry.valid_from) or (
                first and entry.valid_to and entry.valid_to < first
            )
            if other != person and not apart:
                return other
        return ""

    def _find_or_make(self, entry: Entry) -> str:
        number = str(entry.values["staff_number"])
        persons = self._at(number, entry.valid_from)
        if len(persons) > 1:
            ja = f"職員番号「{number}」は複数の人のものです。受講者番号を書いてください。"
            entry.tell(
                self.findings,
                R045,
                ja,
                f"several people have the staff number “{number}”; write person.",
            )
        like = "" if persons else self._like(number)
        if like:
            ja = f"職員番号「{number}」は「{like}」の先頭の0が消えたものに見えます。"
            entry.tell(
                self.findings,
                R039,
                ja,
                f"“{number}” looks like “{like}” without its leading zeros.",
            )
        person = persons[0] if persons else self._unused()
        self._hold(number, person, entry.valid_from, entry.valid_to)
        return person

    def _unused(self) -> str:
        while (person := self.new_id()).lower() in self.persons:
            pass
        return person

    def _at(self, number: str, day: date | None) -> list[str]:
        """Those who bear a number on a day; if nobody does, those who ever did."""
        held = self.held.get(number, ())
        on = [
            person
            for person, first, last in held
            if day and (first is None or first <= day) and (last is None or day <= last)
        ]
        return list(dict.fromkeys(on or [person for person, _, _ in held]))

    def _like(self, number: str) -> str:
        """A known number that differs from an unknown one in leading zeros only."""
        return self.bare.get(number.lstrip("0"), "")
