"""The file of other evidence, `records/evidence.csv`: read strictly, row by row."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.records.dates import read_date
from grader.records.other_evidence import OtherEvidence, who_key
from grader.records.rules import (
    R010,
    R011,
    R012,
    R013,
    R014,
    R015,
    R016,
    R017,
    R018,
    R019,
)
from grader.records.table import TableReader
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from grader.findings import Finding, Rule
    from grader.records.other_evidence import Kind
    from grader.records.roster import Person
    from grader.standard.model import Standard

FILE_NAME = "evidence.csv"
HEADERS: dict[str, Text] = {
    "person": Text("職員番号", "person"),
    "person_name": Text("氏名", "person_name"),
    "kind": Text("種類", "kind"),
    "skill": Text("スキル", "skill"),
    "skill_name": Text("スキル名", "skill_name"),
    "level": Text("レベル", "level"),
    "title": Text("名称", "title"),
    "date": Text("日付", "date"),
    "until": Text("有効期限", "valid_until"),
    "rater": Text("評価者", "rater"),
    "grounds": Text("根拠", "grounds"),
    "rubric": Text("評価基準", "rubric"),
}
"""Names of people and skills, and the rubric, help whoever fills the sheet in; they are not read back."""
KIND_NAMES: dict[Kind, Text] = {
    "qualification": Text("資格", "qualification"),
    "registration": Text("登録", "registration"),
    "observation": Text("評価", "observation"),
    "document": Text("成果物", "document"),
    "placement": Text("経歴", "placement"),
}
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "qualification": ("title",),
    "registration": ("title",),
    "observation": ("skill", "level", "rater", "grounds"),
    "document": ("skill", "title"),
    "placement": ("skill", "title"),
}
_TO_FILL = ("level", "title", "date", "until", "rater", "grounds")
_BETWEEN = re.compile(r"[;；、,\s]+")
_SELF = frozenset({"本人", "自己", "self"})
# The register bears the name of the profession, the examination that of the examination.
_EXAM = re.compile(r"(試験|\s*examination)\Z")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The good rows, and what is wrong with the others.

    Parameters
    ----------
    rows : tuple of OtherEvidence
        In the order of the file.
    findings : tuple of Finding
        One for each thing wrong, with its line.
    unfilled : int
        Rows of the sheet in which nothing was filled in yet.
    """

    rows: tuple[OtherEvidence, ...]
    findings: tuple[Finding, ...]
    unfilled: int = 0


def read_evidence(path: Path, *, standard: Standard, people: Sequence[Person]) -> EvidenceFile:
    """Read other evidence; one bad row never stops the others.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, with Japanese or English headers in any order.
    standard : Standard
        Skills with their level statements, and qualifications.
    people : sequence of Person
        The roster.

    Returns
    -------
    EvidenceFile
        Good rows and findings. A row with a finding is left out whole; of two rows that say the same, the
        first stays.
    """
    table = TableReader(path, HEADERS, required=("person", "kind", "date"), rule=R010)
    checker = _Checker(table, standard, people)
    rows, unfilled = [], 0
    for line, cells in table.rows():
        if not any(cells.get(field) for field in _TO_FILL):
            unfilled += 1
            continue
        row = checker.row(line, {**dict.fromkeys(HEADERS, ""), **cells})
        rows += [row] if row else []
    return EvidenceFile(tuple(rows), tuple(table.findings), unfilled)


class _Checker:
    """Holds the cells of a row to the rules, noting findings on the way."""

    def __init__(self, table: TableReader, standard: Standard, people: Sequence[Person]) -> None:
        self.table = table
        self.standard = standard
        self.people = {who_key(person.person): person for person in people}
        # Of two people with one name, the name says nobody.
        names = Counter(who_key(person.name) for person in people)
        self.by_name = {
            key: person.person for person in people if names[key := who_key(person.name)] == 1
        }
        self.kinds = {text.get(lang): kind for kind, text in KIND_NAMES.items() for lang in LANGS}
        self.skills = _names({skill.id: skill.name for skill in standard.skills.values()})
        exams = {exam.id: exam.name for exam in standard.qualifications.values()}
        self.exams = {_EXAM.sub("", name): key for name, key in _names(exams).items()}
        self.seen: dict[tuple[object, ...], int] = {}

    def row(self, line: int, cells: Mapping[str, str]) -> OtherEvidence | None:
        """Return the evidence of a row, or None and at least one finding."""
        before = len(self.table.findings)
        kind = self.kind(line, cells["kind"])
        person = self.person(line, cells["person"])
        if kind is None or person is None:
            return None
        self.check_filled(line, kind, cells)
        day, until = self.days(line, cells)
        title = self.title(line, kind, cells["title"], registered=until is not None)
        skills = self.skills_of(line, kind, cells["skill"])
        level = self.level(line, kind, cells["level"], skills)
        rater = self.rater(line, person, cells["rater"]) if kind == "observation" else ""
        if len(self.table.findings) > before or day is None:
            return None
        row = OtherEvidence(
            person=person.person,
            kind="registration" if kind == "qualification" and until else kind,
            skills=skills,
            level=level,
            title=title,
            day=day,
            until=until,
            rater=rater,
            grounds=cells["grounds"],
        )
        return self.once(line, row)

    def note(self, rule: Rule, line: int, ja: str, en: str) -> None:
        """Add a finding at a line."""
        self.table.note(rule, line, ja, en)

    def kind(self, line: int, text: str) -> Kind | None:
        """R012."""
        kind = self.kinds.get(_plain(text))
        if kind is None:
            self.note(R012, line, f"種類「{text}」はありません。", f"there is no kind “{text}”.")
        return kind

    def person(self, line: int, text: str) -> Person | None:
        """R013."""
        person = self.people.get(who_key(text))
        if person is None:
            ja = f"職員番号「{text}」は名簿にありません。"
            self.note(R013, line, ja, f"the person id “{text}” is not in the roster.")
        return person

    def check_filled(self, line: int, kind: Kind, cells: Mapping[str, str]) -> None:
        """R011."""
        for field in (*_NEEDED[kind], "date"):
            if not cells[field]:
                name, what = HEADERS[field], KIND_NAMES[kind]
                ja = f"種類「{what.ja}」に要る「{name.ja}」が空欄です。"
                self.note(R011, line, ja, f"“{name.en}”, which {what.en} needs, is empty.")

    def days(self, line: int, cells: Mapping[str, str]) -> tuple[date | None, date | None]:
        """R016."""
        day, until = (self.day(line, field, cells[field]) for field in ("date", "until"))
        if day and until and until < day:
            ja = f"有効期限 {until} が日付 {day} より前です。"
            self.note(R016, line, ja, f"it is valid until {until}, before its date {day}.")
        return day, until

    def day(self, line: int, field: str, text: str) -> date | None:
        """R016, for one cell."""
        day = read_date(text)
        if text and day is None:
            name = HEADERS[field]
            ja = f"「{name.ja}」の「{text}」は日付として読めません。"
            self.note(R016, line, ja, f"“{name.en}” is “{text}”, which is no date.")
        return day

    def title(self, line: int, kind: Kind, text: str, *, registered: bool) -> str:
        """R017; a pass of which an end is written is an entry in a register."""
        if kind not in {"qualification", "registration"} or not text:
            return text
        key = self.exams.get(_EXAM.sub("", _plain(text)), "")
        if not key:
            ja = f"資格「{text}」は標準の一覧にありません。"
            self.note(R017, line, ja, f"the standard lists no qualification “{text}”.")
        elif (registered or kind == "registration") and (
            "registered" not in self.standard.qualifications[key].states
        ):
            ja = f"「{text}」は合格だけの試験で、登録や有効期限はありません。"
            en = f"“{text}” is an examination only; nobody registers for it, and a pass does not end."
            self.note(R017, line, ja, en)
        return key

    def skills_of(self, line: int, kind: Kind, text: str) -> tuple[str, ...]:
        """R014; several skills may stand in a cell, but one in that of an observation."""
        whole = self.skills.get(_plain(text))
        if whole or not text:
            return (whole,) if whole else ()
        written = [part for part in _BETWEEN.split(unicodedata.normalize("NFKC", text)) if part]
        found = {part: self.skills.get(_plain(part)) for part in written}
        for part in (part for part, key in found.items() if key is None):
            after = self.standard.successors.get(part.upper(), ())
            ja = f"スキル「{part}」は標準にありません。" + (
                f"後継は {'、'.join(after)} です。" * bool(after)
            )
            en = f"the standard has no skill “{part}”." + (
                f" It became {', '.join(after)}." * bool(after)
            )
            self.note(R014, line, ja, en)
        if kind == "observation" and len(found) > 1:
            ja, en = "評価の行にスキルが二つ以上あります。", "an observation names several skills."
            self.note(R014, line, ja, en)
        return tuple(dict.fromkeys(key for key in found.values() if key))

    def level(self, line: int, kind: Kind, text: str, skills: tuple[str, ...]) -> int | None:
        """R015; level 0 says that level 1 was looked for and not seen."""
        plain = unicodedata.normalize("NFKC", text)
        if kind != "observation":
            if text:
                ja = f"種類「{KIND_NAMES[kind].ja}」にレベル「{text}」があります。"
                self.note(R015, line, ja, f"{KIND_NAMES[kind].en} has the level “{text}”.")
            return None
        if not text or len(skills) != 1:
            return None
        rubric = [0, *(one.level for one in self.standard.skills[skills[0]].levels)]
        if plain not in map(str, rubric) or rubric == [0]:
            ja = f"{skills[0]} にレベル「{text}」の評価基準はありません（あるのは {rubric[1:]}）。"
            en = f"{skills[0]} has no statement of a level “{text}” (it has {rubric[1:]})."
            self.note(R015, line, ja, en)
            return None
        return int(plain)

    def rater(self, line: int, person: Person, text: str) -> str:
        """R018; the staff number where the rater is in the roster, by number, name or both: one rater is one."""
        plain = unicodedata.normalize("NFKC", text)
        words = re.split(r"[\s()/:,]+", plain)
        keys = [who_key(part) for part in (plain, *words, *map("".join, pairwise(words)))]
        known = [self.people[key].person for key in keys if key in self.people]
        known += [self.by_name[key] for key in keys if self.by_name.get(key)]
        rater = known[0] if known else text
        if rater == person.person or {who_key(person.name), *_SELF} & set(keys):
            ja, en = f"評価者「{text}」は本人です。", f"the rater “{text}” is the person rated."
            self.note(R018, line, ja, en)
        return rater

    def once(self, line: int, row: OtherEvidence) -> OtherEvidence | None:
        """R019; one rater says one thing of a skill on a day."""
        key = (row.person, row.kind, row.skills, row.title, row.day, who_key(row.rater))
        first = self.seen.setdefault(key, line)
        if first == line:
            return row
        ja, en = (
            f"同じ証拠が{first}行目にもあります。",
            f"the same evidence stands on line {first}.",
        )
        self.note(R019, line, ja, en)
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _names(named: Mapping[str, Text]) -> dict[str, str]:
    """Ids by everything by which they may be called."""
    called = {_plain(name.get(lang)): key for key, name in named.items() for lang in LANGS}
    return {**called, **{_plain(key): key for key in named}}
