"""Rules that hold the files against each other: ids, roles, sources, crosswalks, languages."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from grader.findings import Finding
from grader.standard import rules
from grader.standard.crosswalk import NOTHING, local
from grader.standard.files import KINDS
from grader.text import Text
from grader.yamlfile import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.standard.files import Entry, Files
    from grader.yamlfile import Key, YamlDocument

MOST_MUSTS = 6
_TEXT_KEYS = frozenset({"ja", "kana", "en"})
_WITH_IDS = tuple(kind.name for kind in KINDS if kind.name not in {"standard", "scale"})
_CHECKED = frozenset({"verified", "secondary"})


def unique_ids(files: Files) -> Iterator[Finding]:
    """S003: an id is used once among its kind, whatever the file."""
    for kind in _WITH_IDS:
        first: dict[str, Entry] = {}
        for entry in files.entries(kind):
            before = first.setdefault(entry.data["id"], entry)
            if before is not entry:
                place = f"{before.document.path.name}:{before.document.line(*before.at, 'id')}"
                yield entry.finding(
                    rules.S003,
                    Text(
                        f"ID「{entry.data['id']}」は {place} で使われています。",
                        f"The id “{entry.data['id']}” is used in {place}.",
                    ),
                    "id",
                )


def known_skills(files: Files) -> Iterator[Finding]:
    """S001: roles ask for skills that exist."""
    known = files.ids("skills")
    for entry, index, need in _requirements(files):
        if need["skill"] not in known:
            yield entry.finding(
                rules.S001,
                Text(
                    f"スキル「{need['skill']}」はありません。", f"There is no skill “{need['skill']}”."
                ),
                "requirements", index, "skill",
            )  # fmt: skip


def defined_levels(files: Files) -> Iterator[Finding]:
    """S014: roles ask for levels that the statements define."""
    defined = {
        e.data["id"]: {level["level"] for level in e.data["levels"]}
        for e in files.entries("skills")
    }
    for entry, index, need in _requirements(files):
        levels = defined.get(need["skill"])
        if levels and need["level"] not in levels:
            yield entry.finding(
                rules.S014,
                Text(
                    f"{need['skill']} にレベル{need['level']}の文はありません。",
                    f"{need['skill']} has no statement for level {need['level']}.",
                ),
                "requirements", index, "level",
            )  # fmt: skip


def few_musts(files: Files) -> Iterator[Finding]:
    """S015: at most six musts."""
    for entry in files.entries("roles"):
        musts = sum(need["need"] == "must" for need in entry.data["requirements"])
        if musts > MOST_MUSTS:
            yield entry.finding(
                rules.S015,
                Text(f"必須が{musts}件あります。", f"There are {musts} musts."),
                "requirements",
            )


def required_once(files: Files) -> Iterator[Finding]:
    """S021: a role asks for a skill once."""
    seen: set[tuple[str, str]] = set()
    for entry, index, need in _requirements(files):
        pair = (entry.data["id"], need["skill"])
        if pair in seen:
            yield entry.finding(
                rules.S021,
                Text(
                    f"スキル「{need['skill']}」が二度あります。",
                    f"The skill “{need['skill']}” stands twice.",
                ),
                "requirements", index, "skill",
            )  # fmt: skip
        seen.add(pair)


def role_file_names(files: Files) -> Iterator[Finding]:
    """S025: a role is found by its file name."""
    for entry in files.entries("roles"):
        stem = entry.document.path.stem
        if entry.data["id"] != stem:
            yield entry.finding(
                rules.S025,
                Text(
                    f"ファイル名は「{stem}」、IDは「{entry.data['id']}」です。",
                    f"The file is named “{stem}”, the id is “{entry.data['id']}”.",
                ),
                "id",
            )


def known_personas(files: Files) -> Iterator[Finding]:
    """S023: roles resemble personas that exist, and facts are about such."""
    known = files.ids("personas")
    for entry in files.entries("role_facts"):
        for index, persona in enumerate(entry.data["personas"]):
            if persona not in known:
                yield entry.finding(rules.S023, _no_persona(persona), "personas", index)
    for entry in files.entries("roles"):
        for index, match in enumerate(entry.data["matches"]):
            if match["to"] not in known:
                yield entry.finding(rules.S023, _no_persona(match["to"]), "matches", index, "to")


def _no_persona(persona: str) -> Text:
    return Text(f"人材像「{persona}」はありません。", f"There is no persona “{persona}”.")


def used_skills(files: Files) -> Iterator[Finding]:
    """S017: a skill that is ready is used by a role or a placement; drafts may wait."""
    used = {need["skill"] for _, _, need in _requirements(files)}
    for place in files.entries("placements"):
        used |= {named["skill"] for named in (*place.data["requires"], *place.data["develops"])}
    for entry in files.entries("skills"):
        if entry.data["status"] == "active" and entry.data["id"] not in used:
            yield entry.finding(
                rules.S017,
                Text(
                    f"{entry.data['id']} を求める役割も派遣先もありません。",
                    f"Neither a role nor a placement asks for {entry.data['id']}.",
                ),
                "id",
            )


def known_sources(files: Files) -> Iterator[Finding]:
    """S013: cited sources are registered."""
    known = files.ids("sources")
    for kind, documents in files.documents.items():
        for document in documents if kind != "sources" else ():
            for at, ref in _refs(document.data):
                if ref not in known:
                    yield Finding(
                        rules.S013,
                        document.path,
                        document.line(*at),
                        Text(f"出典「{ref}」はありません。", f"There is no source “{ref}”."),
                    )


def lines_of_source(files: Files) -> Iterator[Finding]:
    """S029: cited lines are in rising order and within the transcript of their source."""
    lengths = {
        e.data["id"]: e.data.get("transcript", {}).get("lines", 0) for e in files.entries("sources")
    }
    for document, at, value in _values(files):
        if isinstance(value, dict) and {"ref", "lines"} <= value.keys() and value["ref"] in lengths:
            numbers = [int(n) for n in re.findall(r"\d+", value["lines"])]
            # 12-12 would be one line written as two; 12,12 the same line twice
            rising = all(one < other for one, other in pairwise(numbers))
            if not rising or numbers[0] < 1 or numbers[-1] > lengths[value["ref"]]:
                yield Finding(
                    rules.S029,
                    document.path,
                    document.line(*at, "lines"),
                    Text(
                        f"{value['ref']} は{lengths[value['ref']]}行です（{value['lines']}）。",
                        f"{value['ref']} has {lengths[value['ref']]} lines ({value['lines']}).",
                    ),
                )


def official_is_checked(files: Files) -> Iterator[Finding]:
    """S012: official content, of whatever kind, was checked against something that was read."""
    read = {e.data["id"] for e in files.entries("sources") if e.data["access"] == "read"}
    for kind in _WITH_IDS:
        for entry in files.entries(kind):
            cited = {ref for at, ref in _refs(entry.data) if at[0] == "sources"}
            checked = entry.data.get("verification") in _CHECKED and cited & read
            if entry.data.get("origin") == "official" and not checked:
                yield entry.finding(
                    rules.S012,
                    Text(
                        f"{entry.data['id']} は公式とされていますが、確かめた出典がありません。",
                        f"{entry.data['id']} is called official without a checked source.",
                    ),
                    "origin",
                )


def crosswalk_targets(files: Files) -> Iterator[Finding]:
    """S016: crosswalks point to skills that exist."""
    known = files.ids("skills")
    for table in files.crosswalks:
        for row in table.rows:
            skill = local(row.cells["object_id"])
            if row.cells["object_id"] != NOTHING and skill not in known:
                yield Finding(
                    rules.S016,
                    table.path,
                    row.line,
                    Text(
                        f"対応先のスキル「{skill}」はありません。",
                        f"There is no skill “{skill}” to point to.",
                    ),
                )


def both_languages(files: Files) -> Iterator[Finding]:
    """S008, S009: every text has Japanese (an error without) and English (a warning)."""
    for document, at, value in _values(files):
        if not isinstance(value, dict) or not value or not _TEXT_KEYS.issuperset(value):
            continue
        where = ".".join(str(key) for key in at)
        for lang, rule, ja, en in (
            ("ja", rules.S009, "日本語", "Japanese"),
            ("en", rules.S008, "英語", "English"),
        ):
            if lang not in value:
                message = Text(f"{where} に{ja}がありません。", f"{where} has no {en}.")
                yield Finding(rule, document.path, document.line(*at), message)


def _values(files: Files) -> Iterator[tuple[YamlDocument, tuple[Key, ...], Any]]:
    for documents in files.documents.values():
        for document in documents:
            for at, value in walk(document.data):
                yield document, at, value


def _requirements(files: Files) -> Iterator[tuple[Entry, int, dict[str, Any]]]:
    for entry in files.entries("roles"):
        for index, need in enumerate(entry.data["requirements"]):
            yield entry, index, need


def _refs(data: Any) -> Iterator[tuple[tuple[Key, ...], str]]:
    for at, value in walk(data):
        if len(at) > 1 and at[-2] == "sources":
            if isinstance(value, str):
                yield at, value
            elif isinstance(value, dict):
                yield (*at, "ref"), value["ref"]


CHECKS = (
    unique_ids, known_skills, defined_levels, few_musts, required_once, role_file_names,
    known_personas, used_skills, known_sources, lines_of_source, official_is_checked, crosswalk_targets,
    both_languages,
)  # fmt: skip
