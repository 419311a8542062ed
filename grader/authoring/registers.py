"""The registers that lessons share: which lessons there are, misconceptions, dated facts."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import LessonError
from grader.findings import Finding, has_errors
from grader.schema.store import X001, schema_findings
from grader.text import Text
from grader.yamlfile import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.text import Lang

_WIDE = r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
_FOLD = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")
_FILES = ("registry", "misconceptions", "facts")
_MISSING = Text(
    "ファイルがありません。空の台帳でも置いてください。",
    "There is no such file; an empty register needs one too.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson in the registry.

    Parameters
    ----------
    slug : str
        Folder name.
    code : str
        Catalogue number.
    uuid : str
        Never changes.
    status : {'active', 'wip'}
        Only active lessons are built.
    """

    slug: str
    code: str
    uuid: str
    status: str


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea that exercises recognise.

    Parameters
    ----------
    id : str
        Such as ``M-PADLOCK``.
    belief : Text
        What the trainee believes.
    message : Text
        What is said to them.
    remedy : str
        Where to read again.
    """

    id: str
    belief: Text
    message: Text
    remedy: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact with its source.

    Parameters
    ----------
    id : str
        Such as ``ppc.public-body-threshold``.
    value : str
        As it is shown.
    unit : Text
        Shown after the value.
    as_of : str
        Date of which it speaks.
    title : Text
        What it is.
    source, url, licence : str
        Who says so, where, under which terms.
    checked_on : str
        ISO date on which the source was looked at.
    expires : str
        ISO date after which it must be looked at again.
    """

    id: str
    value: str
    unit: Text
    as_of: str
    title: Text
    source: str
    url: str
    licence: str
    checked_on: str
    expires: str

    def render(self, lang: Lang) -> str:
        """Return the value with its source, as a lesson shows it.

        Parameters
        ----------
        lang : {'ja', 'en'}
            Language of the edition.

        Returns
        -------
        str
            Markdown.
        """
        source = f"[{self.source}]({self.url})" if self.url else self.source
        value = f"**{self.value}{self.unit.get(lang)}**"
        if lang == "ja":
            return f"{value}（出典：{source}、{self.as_of} 時点）"
        return f"{value} (source: {source}, as of {self.as_of})"


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of one curriculum.

    Parameters
    ----------
    lessons : tuple of Entry
        In the order in which they are offered.
    misconceptions : mapping of str to Misconception
        By id.
    facts : mapping of str to Fact
        By id.
    documents : mapping of str to YamlDocument
        The files, for findings with a line.
    glossary : mapping of str to str
        From the Japanese term to the English one.
    """

    lessons: tuple[Entry, ...]
    misconceptions: Mapping[str, Misconception]
    facts: Mapping[str, Fact]
    documents: Mapping[str, YamlDocument]
    glossary: Mapping[str, str]

    @property
    def active(self) -> list[Entry]:
        """Lessons that are built."""
        return [entry for entry in self.lessons if entry.status == "active"]


def read_registers(curriculum: Path) -> tuple[Registers | None, list[Finding]]:
    """Read the registers of a curriculum.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.

    Returns
    -------
    Registers or None
        None if one of them is missing or broken.
    list of Finding
        What is wrong with them.
    """
    documents: dict[str, YamlDocument] = {}
    findings: list[Finding] = []
    for name in _FILES:
        path = curriculum / f"{name}.yaml"
        if not path.is_file():
            findings.append(Finding(X001, path, 1, _MISSING))
            continue
        document, found = read_yaml(path)
        if document is not None:
            # An empty register is a comment and nothing else.
            whole = YamlDocument(
                document.path, {} if document.data is None else document.data, document.lines
            )
            found += schema_findings(whole, name)
            documents[name] = whole
        findings += found
    if has_errors(findings):
        return None, findings
    return _registers(documents, _glossary(curriculum / "glossary.csv")), findings


def _glossary(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["ja"]: row["en"] for row in csv.DictReader(file) if row["ja"] and row["en"]}


def _registers(documents: dict[str, YamlDocument], glossary: dict[str, str]) -> Registers:
    lessons = tuple(Entry(**entry) for entry in documents["registry"].data["lessons"])
    ideas = {
        name: Misconception(name, _text(d["belief"]), _text(d["message"]), d["remedy"])
        for name, d in sorted(documents["misconceptions"].data.items())
    }
    facts = {name: _fact(name, entry) for name, entry in sorted(documents["facts"].data.items())}
    return Registers(lessons, ideas, facts, documents, glossary)


def _text(entry: dict[str, str]) -> Text:
    """Join Japanese lines without the blanks that YAML puts where a line was folded."""
    return Text(ja=_FOLD.sub("", entry["ja"]), en=entry["en"])


def _fact(name: str, entry: dict[str, Any]) -> Fact:
    return Fact(
        id=name,
        value=str(entry["value"]),
        unit=Text(**entry.get("unit", {"ja": "", "en": ""})),
        as_of=entry["as_of"],
        title=_text(entry["title"]),
        source=entry["source"],
        url=entry.get("url", ""),
        licence=entry["licence"],
        checked_on=entry["checked_on"],
        expires=entry["expires"],
    )


def load_registers(curriculum: Path) -> Registers:
    """Read registers that must be whole.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.

    Returns
    -------
    Registers
        The registers.

    Raises
    ------
    LessonError
        If one is broken; the first finding is told.
    """
    registers, findings = read_registers(curriculum)
    if registers is None:
        first = next(f for f in findings if f.rule.severity == "error")
        raise LessonError(
            first.render(curriculum.parent, "ja"), first.render(curriculum.parent, "en")
        )
    return registers
