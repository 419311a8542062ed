"""Rules about a single skill: id, place, levels, statements, evidence."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from grader.standard import rules
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.findings import Finding
    from grader.standard.files import Entry, Files

# The second part begins with a letter, so that a skill id never looks like a lesson code (SEC-3).
SKILL_ID = re.compile(r"[A-Z]{2,5}-[A-Z][A-Z0-9]{1,9}\Z")
LONGEST_STATEMENT = 80  # Moodle cuts names at 100 characters; a prefix must fit before it
UNOBSERVABLE = re.compile(r"理解(?:し|でき|する)|意識(?:し|でき|する)|身に?[付つ]け")
UNOBSERVABLE_EN = re.compile(r"^Can (?:understand|be aware|acquire|learn)\b", re.IGNORECASE)
TOP_LEVEL = 4


def id_form(files: Files) -> Iterator[Finding]:
    """S002: ids have the agreed form."""
    for entry in files.entries("skills"):
        skill = entry.data["id"]
        if not SKILL_ID.match(skill):
            yield entry.finding(
                rules.S002,
                Text(
                    f"スキルID「{skill}」の形が違います。",
                    f"The skill id “{skill}” has another form.",
                ),
                "id",
            )


def own_domain(files: Files) -> Iterator[Finding]:
    """S018: domain, file name and prefix agree."""
    prefixes = {e.data["id"]: e.data["prefixes"] for e in files.entries("domains")}
    for entry in files.entries("skills"):
        skill, domain = entry.data["id"], entry.data["domain"]
        if domain != entry.document.path.stem or domain not in prefixes:
            yield entry.finding(
                rules.S018,
                Text(
                    f"{skill}: 分野「{domain}」は、このファイルの分野ではありません。",
                    f"{skill}: “{domain}” is not the domain of this file.",
                ),
                "domain",
            )
        elif skill.partition("-")[0] not in prefixes[domain]:
            yield entry.finding(
                rules.S018,
                Text(
                    f"{skill}: 分野「{domain}」のIDは {'・'.join(prefixes[domain])} で始まります。",
                    f"{skill}: ids of “{domain}” begin with {', '.join(prefixes[domain])}.",
                ),
                "id",
            )


def uuid_of_id(files: Files) -> Iterator[Finding]:
    """S019: the uuid is the one that follows from the id."""
    prefix = files.one("standard").data["uuid_prefix"]
    for entry in files.entries("skills"):
        skill = entry.data["id"]
        right = str(uuid5(NAMESPACE_URL, prefix + skill))
        if entry.data["uuid"] != right:
            yield entry.finding(
                rules.S019,
                Text(f"{skill} の uuid は {right} です。", f"The uuid of {skill} is {right}."),
                "uuid",
            )


def active_has_levels(files: Files) -> Iterator[Finding]:
    """S020: an active skill says what its levels are."""
    for entry in files.entries("skills"):
        if entry.data["status"] == "active" and not entry.data["levels"]:
            yield entry.finding(
                rules.S020,
                Text(
                    f"{entry.data['id']} は有効ですが、レベルの文がありません。",
                    f"{entry.data['id']} is active and has no level statements.",
                ),
                "status",
            )


def levels_in_order(files: Files) -> Iterator[Finding]:
    """S004: levels run 1, 2, 3 …."""
    for entry in files.entries("skills"):
        numbers = [0, *(level["level"] for level in entry.data["levels"])]
        for index, (before, after) in enumerate(pairwise(numbers)):
            if after != before + 1:
                yield entry.finding(
                    rules.S004,
                    Text(
                        f"{entry.data['id']}: レベル{before}の次が{after}です。",
                        f"{entry.data['id']}: level {before} is followed by {after}.",
                    ),
                    "levels",
                    index,
                    "level",
                )
                break


def statement_form(files: Files) -> Iterator[Finding]:
    """S005: 〜できる, Can …."""
    for entry, index, level in _levels(files):
        ja, en = level["statement"].get("ja"), level["statement"].get("en")
        if ja is not None and not ja.endswith("できる"):
            yield entry.finding(
                rules.S005,
                Text(f"「{ja}」は「できる」で終わっていません。", f"“{ja}” does not end with できる."),
                "levels", index, "statement", "ja",
            )  # fmt: skip
        if en is not None and not en.startswith("Can "):
            yield entry.finding(
                rules.S005,
                Text(f"“{en}” は “Can” で始まっていません。", f"“{en}” does not begin with “Can”."),
                "levels", index, "statement", "en",
            )  # fmt: skip


def statement_length(files: Files) -> Iterator[Finding]:
    """S006: at most 80 characters of Japanese."""
    for entry, index, level in _levels(files):
        length = len(level["statement"].get("ja", ""))
        if length > LONGEST_STATEMENT:
            yield entry.finding(
                rules.S006,
                Text(f"レベルの文が{length}字あります。", f"The statement has {length} characters."),
                "levels", index, "statement", "ja",
            )  # fmt: skip


def observable_verb(files: Files) -> Iterator[Finding]:
    """S007: no 理解する, 意識する, 身に付ける."""
    for entry, index, level in _levels(files):
        for lang, banned in (("ja", UNOBSERVABLE), ("en", UNOBSERVABLE_EN)):
            found = banned.search(level["statement"].get(lang, ""))
            if found:
                yield entry.finding(
                    rules.S007,
                    Text(
                        f"「{found.group()}」は外から観察できません。",
                        f"“{found.group()}” cannot be observed.",
                    ),
                    "levels", index, "statement", lang,
                )  # fmt: skip


def automatic_ceiling(files: Files) -> Iterator[Finding]:
    """S010: no automatic evidence above the ceiling."""
    for entry, index, level in _levels(files):
        ceiling = entry.data["auto_ceiling"]
        if "auto" in level["evidence"] and level["level"] > ceiling:
            yield entry.finding(
                rules.S010,
                Text(
                    f"{entry.data['id']}: 自動採点の上限は{ceiling}なのに、"
                    f"レベル{level['level']}の証拠に auto があります。",
                    f"{entry.data['id']}: automatic grading ends at level {ceiling}, "
                    f"and level {level['level']} lists auto.",
                ),
                "levels", index, "evidence",
            )  # fmt: skip


def human_at_the_top(files: Files) -> Iterator[Finding]:
    """S011: level 4 needs a person."""
    for entry, index, level in _levels(files):
        if level["level"] == TOP_LEVEL and "human" not in level["evidence"]:
            yield entry.finding(
                rules.S011,
                Text(
                    f"{entry.data['id']}: レベル4の証拠に human がありません。",
                    f"{entry.data['id']}: the evidence of level 4 lacks human.",
                ),
                "levels", index, "evidence",
            )  # fmt: skip


def prerequisites(files: Files) -> Iterator[Finding]:
    """S026: prerequisites exist, have their level, and never come back to the skill itself."""
    skills = {entry.data["id"]: entry.data for entry in files.entries("skills")}
    needs = {
        name: [x["skill"] for x in skill.get("prerequisites", ())] for name, skill in skills.items()
    }
    for entry in files.entries("skills"):
        for index, needed in enumerate(entry.data.get("prerequisites", ())):
            problem = _unusable(needed, skills) or _circle(entry.data["id"], needed["skill"], needs)
            if problem is not None:
                yield entry.finding(rules.S026, problem, "prerequisites", index, "skill")


def _unusable(needed: dict[str, Any], skills: dict[str, Any]) -> Text | None:
    name, level = needed["skill"], needed["level"]
    if name not in skills:
        return Text(f"スキル「{name}」はありません。", f"There is no skill “{name}”.")
    levels = [x["level"] for x in skills[name]["levels"]]
    if levels and level not in levels:
        return Text(f"{name} にレベル{level}の文はありません。", f"{name} has no level {level}.")
    return None


def _circle(skill: str, needed: str, needs: dict[str, list[str]]) -> Text | None:
    waiting, seen = [needed], set()
    while waiting:
        name = waiting.pop()
        if name == skill:
            return Text(
                f"{skill} の前提をたどると {skill} に戻ります。",
                f"The prerequisites of {skill} lead back to {skill}.",
            )
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, [])
    return None


def _levels(files: Files) -> Iterator[tuple[Entry, int, dict[str, Any]]]:
    for entry in files.entries("skills"):
        for index, level in enumerate(entry.data["levels"]):
            yield entry, index, level


CHECKS = (
    id_form, own_domain, uuid_of_id, active_has_levels, levels_in_order, statement_form,
    statement_length, observable_verb, automatic_ceiling, human_at_the_top, prerequisites,
)  # fmt: skip
