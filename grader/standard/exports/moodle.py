"""A competency framework for Moodle, in the columns that its tool “Import competency framework” reads.

Moodle knows “proficient or not” for a competency, and a learning plan lists competencies without a level. So
each level of a skill is a competency of its own, ``SEC-LOG.L3``, on a scale of two values, and a role is a plan
that lists exactly the levels it asks for.
"""

from __future__ import annotations

import csv
import io
import json
from html import escape
from typing import TYPE_CHECKING

from grader.standard.exports import names
from grader.standard.exports.spreadsheet import table
from grader.standard.role_model import NEEDS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.standard.model import Level, Skill, Standard
    from grader.text import Lang

# The strings of Moodle's English language pack, in the order that its importer assumes.
COLUMNS = (
    "Parent ID number", "ID number", "Short name", "Description", "Description format",
    "Scale values", "Scale configuration", "Rule type (optional)", "Rule outcome (optional)",
    "Rule config (optional)", "Cross-referenced competency ID numbers", "Exported ID (optional)",
    "Is framework", "Taxonomy",
)  # fmt: skip
LONGEST = 100  # Moodle cuts idnumber and shortname here, in the middle of a sentence
HTML = "1"
SCALE = Text(
    "未達成,達成", "Not yet achieved,Achieved"
)  # joined by commas: no comma inside a value
# Element 0 names the scale, which Moodle replaces; then one entry a value, counted from 1.
SCALE_CONFIGURATION = [{"scaleid": "1"}, {"id": 2, "scaledefault": 1, "proficient": 1}]
TAXONOMY = "domain,skill,level,level"
PLAN_COLUMNS = {
    "role": "役割ID",
    "name": "学習プランのテンプレート名",
    "competency": "コンピテンシーのIDナンバー",
    "statement": "できること",
    "need": "必要度",
    "applies_to": "対象",
}


def moodle_files(standard: Standard, lang: Lang = "ja") -> dict[str, str]:
    """Make the framework, and the lists from which learning plan templates are made.

    Parameters
    ----------
    standard : Standard
        The standard. Skills without level statements are left out: there is nothing to achieve.
    lang : {'ja', 'en'}
        Language of names and statements; Moodle keeps one.

    Returns
    -------
    dict of str to str
        ``moodle_framework.csv`` for Moodle's importer, ``moodle_plans.csv`` for the person who makes
        the templates: Moodle has no importer for those.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write(COLUMNS)
    for row in _rows(standard, lang):
        write(row.get(column, "") for column in COLUMNS)
    plans = table(PLAN_COLUMNS, _plans(standard, lang), lang)
    return {"moodle_framework.csv": out.getvalue(), "moodle_plans.csv": plans}


def level_id(skill: str, level: int) -> str:
    """Return the idnumber of one level of a skill.

    Parameters
    ----------
    skill : str
        Id of the skill.
    level : int
        1 to 4.

    Returns
    -------
    str
        Such as ``SEC-LOG.L3``.
    """
    return f"{skill}.L{level}"


def _rows(standard: Standard, lang: Lang) -> Iterator[Mapping[str, str]]:
    yield _framework(standard, lang)
    skills = [skill for skill in standard.skills.values() if skill.levels]
    used = {skill.domain for skill in skills}
    for domain, name in standard.domains.items():
        if domain in used:
            yield _competency("", _domain_id(domain), name.get(lang), "")
    for skill in skills:
        related = ",".join(r.replace(",", "%2C") for r in _related(standard, skill))
        row = _competency(
            _domain_id(skill.domain), skill.id, skill.name.get(lang),
            _html(skill.description.get(lang)),
        )  # fmt: skip
        yield {**row, "Cross-referenced competency ID numbers": related}
        for level in skill.levels:
            yield _level(standard, skill, level, lang)


def _framework(standard: Standard, lang: Lang) -> Mapping[str, str]:
    about = standard.disclaimer.get(lang) if standard.disclaimer else ""
    name = f"{standard.id}-{standard.version}-{lang}"
    return {
        **_competency("", name, names.edition(standard).get(lang), _html(about)),
        "Scale values": SCALE.get(lang),
        "Scale configuration": json.dumps(SCALE_CONFIGURATION, separators=(",", ":")),
        "Is framework": "1",
        "Taxonomy": TAXONOMY,
    }


def _competency(parent: str, idnumber: str, name: str, description: str) -> Mapping[str, str]:
    return {
        "Parent ID number": parent,
        "ID number": idnumber,
        "Short name": _cut(name),
        "Description": description,
        "Description format": HTML,
        "Rule outcome (optional)": "0",
        "Rule config (optional)": "null",
    }


def _level(standard: Standard, skill: Skill, level: Level, lang: Lang) -> Mapping[str, str]:
    kinds = standard.scale.evidence_kinds
    evidence = ", ".join(kinds[k].name.get(lang) if k in kinds else k for k in level.evidence)
    word = Text("証拠の種類", "Evidence").get(lang)
    statement, idnumber = level.statement.get(lang), level_id(skill.id, level.level)
    return _competency(
        skill.id, idnumber, f"L{level.level} {statement}", _html(statement, f"{word}: {evidence}")
    )


def _related(standard: Standard, skill: Skill) -> Iterator[str]:
    """Return what one needs first: the level if it has a statement, else the skill if it is exported."""
    for need in skill.prerequisites:
        other = standard.skills.get(need.skill)
        if other is not None and other.levels:
            has_level = need.level in {level.level for level in other.levels}
            yield level_id(other.id, need.level) if has_level else other.id


def _plans(standard: Standard, lang: Lang) -> Iterator[Mapping[str, str]]:
    for role in standard.roles.values():
        for need in role.requirements:
            for level in standard.skills[need.skill].levels:
                if level.level == need.level:
                    yield {
                        "role": role.id,
                        "name": role.name.get(lang),
                        "competency": level_id(need.skill, need.level),
                        "statement": level.statement.get(lang),
                        "need": NEEDS[need.need].get(lang),
                        "applies_to": " ".join(names.PEOPLE[w].get(lang) for w in need.applies_to),
                    }


def _domain_id(domain: str) -> str:
    return f"domain.{domain}"  # never the id of a skill, even where case does not count


def _html(*paragraphs: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)


def _cut(text: str) -> str:
    """Shorten with a sign that something is missing; the whole text stands in the description.

    Moodle strips what looks like a tag from short names, so angle brackets become full-width.
    """
    text = text.replace("<", "＜").replace(">", "＞")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
