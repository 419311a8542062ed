"""Hold the items of the diagnostic to their rules, one function per rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.diagnosis import rules
from grader.findings import Finding, sort_findings
from grader.schema.store import schema_findings
from grader.text import LANGS, Text
from grader.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from grader.authoring import Registers
    from grader.findings import Rule
    from grader.yamlfile import Key, YamlDocument

_OPTIONS = {"choose": (3, 5), "choose_all": (4, 8), "order": (3, 6)}
_LONGEST = 1.5
_PER_FAMILY = 3


@dataclass(frozen=True, slots=True)
class _Place:
    """One item in its file."""

    document: YamlDocument
    index: int

    @property
    def item(self) -> dict[str, Any]:
        found: dict[str, Any] = self.document.data["items"][self.index]
        return found

    @property
    def options(self) -> list[dict[str, Any]]:
        return list(self.item.get("options", ()))

    def finding(self, rule: Rule, ja: str, en: str, *keys: Key) -> Finding:
        name = self.item["id"]
        line = self.document.line("items", self.index, *keys)
        return Finding(rule, self.document.path, line, Text(f"{name}: {ja}", f"{name}: {en}"))


def read_files(folder: Path) -> tuple[list[YamlDocument], list[Finding]]:
    """Read the files of items that fit their schema.

    Parameters
    ----------
    folder : Path
        ``assessments/items``; it may be missing.

    Returns
    -------
    list of YamlDocument
        The files that can be used, by name.
    list of Finding
        What is wrong with the others.
    """
    documents: list[YamlDocument] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        document, found = read_yaml(path)
        if document is not None:
            found = [*found, *schema_findings(document, "diagnostic_items")]
        if document is not None and not found:
            documents.append(document)
        findings += found
    return documents, findings


def lint_items(
    folder: Path, *, ceilings: Mapping[str, int], registers: Registers, today: date
) -> list[Finding]:
    """Check the items of the diagnostic.

    Parameters
    ----------
    folder : Path
        ``assessments/items``.
    ceilings : mapping of str to int
        ``auto_ceiling`` of each skill of the standard.
    registers : Registers
        Misconceptions and facts.
    today : date
        Facts that expired before it are warned of.

    Returns
    -------
    list of Finding
        Sorted; empty if there are no items.
    """
    documents, findings = read_files(folder)
    findings += _twice(documents)
    for document in documents:
        findings += _file(document, ceilings)
        findings += _families(document)
        for index in range(len(document.data["items"])):
            findings += _item(_Place(document, index), ceilings, registers, today)
    return sort_findings(findings)


def _item(
    place: _Place, ceilings: Mapping[str, int], registers: Registers, today: date
) -> Iterator[Finding]:
    yield from _level(place, ceilings)
    yield from _same(place)
    yield from _counts(place)
    yield from _whys(place)
    yield from _length(place)
    yield from _near(place)
    yield from _ideas(place, registers)
    yield from _facts(place, registers, today)


def _file(document: YamlDocument, ceilings: Mapping[str, int]) -> Iterator[Finding]:
    skill = document.data["skill"]
    if skill != document.path.stem or skill not in ceilings:
        text = Text(
            f"skill は {skill}、ファイル名は {document.path.name} です。",
            f"the skill is {skill}, the file {document.path.name}.",
        )
        yield Finding(rules.I001, document.path, document.line("skill"), text)


def _twice(documents: list[YamlDocument]) -> Iterator[Finding]:
    seen: set[str] = set()
    for document in documents:
        prefix = f"{document.path.stem.lower()}-"
        for index, item in enumerate(document.data["items"]):
            name = item["id"]
            if name in seen or not name.startswith(prefix):
                what = ("このIDは二度目です", "this id stands twice")
                other = (f"{prefix} で始まっていません", f"does not begin with {prefix}")
                ja, en = what if name in seen else other
                yield _Place(document, index).finding(rules.I002, f"{ja}。", f"{en}.", "id")
            seen.add(name)


def _families(document: YamlDocument) -> Iterator[Finding]:
    count: Counter[str] = Counter()
    for index, item in enumerate(document.data["items"]):
        family = item["family"]
        count[family] += 1
        if count[family] == _PER_FAMILY + 1:
            yield _Place(document, index).finding(
                rules.I012,
                f"系列「{family}」の4問目です。",
                f"is the fourth of family “{family}”.",
                "family",
            )


def _level(place: _Place, ceilings: Mapping[str, int]) -> Iterator[Finding]:
    level, ceiling = place.item["level"], ceilings.get(place.document.data["skill"])
    if ceiling is not None and level > ceiling:
        yield place.finding(
            rules.I003,
            f"レベル{level}ですが、自動で示せるのはレベル{ceiling}までです。",
            f"has level {level}; automatic grading may show level {ceiling} at most.",
            "level",
        )


def _same(place: _Place) -> Iterator[Finding]:
    for lang in LANGS:
        seen: set[str] = set()
        for index, option in enumerate(place.options):
            text = option["text"][lang].strip()
            if text in seen:
                yield place.finding(
                    rules.I004,
                    f"「{text}」が二度あります（{lang}）。",
                    f"“{text}” stands twice ({lang}).",
                    *("options", index, "text", lang),
                )
            seen.add(text)


def _counts(place: _Place) -> Iterator[Finding]:
    kind = place.item["type"]
    if kind not in _OPTIONS:
        return
    low, high = _OPTIONS[kind]
    count, right = len(place.options), sum(bool(o.get("right")) for o in place.options)
    fits = {"choose": right == 1, "choose_all": 0 < right < count, "order": right == 0}
    if not (low <= count <= high and fits[kind]):
        yield place.finding(
            rules.I005,
            f"{kind} の選択肢が{count}個、正解が{right}個です。",
            f"{kind} with {count} options, {right} of them right.",
            "options",
        )


def _whys(place: _Place) -> Iterator[Finding]:
    if place.item["type"] == "order":
        return
    for index, option in enumerate(place.options):
        if bool(option.get("right")) == ("why" in option):
            yield place.finding(
                rules.I006,
                f"「{option['text']['ja']}」の why が、{'余分です' if 'why' in option else 'ありません'}。",
                f"“{option['text']['en']}” {'has a why too many' if 'why' in option else 'lacks a why'}.",
                *("options", index),
            )


def _length(place: _Place) -> Iterator[Finding]:
    if place.item["type"] != "choose":
        return
    for lang in LANGS:
        lengths = {True: 0, False: 1}
        for option in place.options:
            right = bool(option.get("right"))
            lengths[right] = max(lengths[right], len(option["text"][lang]))
        if lengths[True] > _LONGEST * lengths[False]:
            yield place.finding(
                rules.I007,
                f"正答が{lengths[True]}字、最も長い誤答が{lengths[False]}字です（{lang}）。",
                f"the right option has {lengths[True]} characters, the longest other {lengths[False]} ({lang}).",
                "options",
            )


def _near(place: _Place) -> Iterator[Finding]:
    item = place.item
    for index, near in enumerate(item.get("near", ())):
        if abs(near["value"] - item["answer"]) <= item.get("tolerance", 0):
            yield place.finding(
                rules.I008,
                f"{near['value']} は正解（{item['answer']}）に入ります。",
                f"{near['value']} counts as right ({item['answer']}).",
                *("near", index, "value"),
            )


def _ideas(place: _Place, registers: Registers) -> Iterator[Finding]:
    for key in ("options", "near"):
        for index, wrong in enumerate(place.item.get(key, ())):
            name = wrong.get("misconception")
            if name is not None and name not in registers.misconceptions:
                yield place.finding(
                    rules.I009,
                    f"{name} は台帳にありません。",
                    f"{name} is not in the register.",
                    *(key, index, "misconception"),
                )


def _facts(place: _Place, registers: Registers, today: date) -> Iterator[Finding]:
    for index, name in enumerate(place.item.get("facts", ())):
        fact = registers.facts.get(name)
        if fact is None:
            rule, ja, en = rules.I010, "は台帳にありません", "is not in the register"
        elif fact.expires < today.isoformat():
            rule, ja, en = (
                rules.I011,
                f"は {fact.expires} で期限切れです",
                f"expired on {fact.expires}",
            )
        else:
            continue
        yield place.finding(rule, f"{name} {ja}。", f"{name} {en}.", "facts", index)
