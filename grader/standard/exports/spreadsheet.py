"""Tables for Excel: one header row, UTF-8 with a byte order mark, no cell that Excel would compute."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from grader.standard.exports import names
from grader.standard.role_model import NEEDS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.standard.model import Skill, Standard
    from grader.standard.placement_model import Placement
    from grader.text import Lang

    Row = Mapping[str, Any]

BOM = "\ufeff"
LEVELS = (1, 2, 3, 4)
# What a spreadsheet takes for the start of a formula, in both widths (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "\uff20")

SKILL_COLUMNS = {
    "id": "スキルID",
    "domain": "分野ID",
    "domain_ja": "分野",
    "domain_en": "分野（英語）",
    "kind": "種類",
    "status": "状態",
    "name_ja": "スキル名",
    "name_en": "スキル名（英語）",
    "description_ja": "説明",
    "description_en": "説明（英語）",
    **{f"level{n}_ja": f"レベル{n}" for n in LEVELS},
    **{f"level{n}_en": f"レベル{n}（英語）" for n in LEVELS},
    "auto_ceiling": "自動採点の上限",
    "prerequisites": "前提スキル",
    "validity_months": "更新の目安（月）",
    "since": "登録した版",
    "standard": "標準と版",
}
LEVEL_COLUMNS = {
    "id": "スキルID",
    "name_ja": "スキル名",
    "name_en": "スキル名（英語）",
    "level": "レベル",
    "level_name": "レベル名",
    "statement_ja": "できること",
    "statement_en": "できること（英語）",
    "evidence": "証拠の種類",
    "standard": "標準と版",
}
ROLE_COLUMNS = {
    "role": "役割ID",
    "role_ja": "役割",
    "role_en": "役割（英語）",
    "layer": "人材の層",
    "id": "スキルID",
    "name_ja": "スキル名",
    "name_en": "スキル名（英語）",
    "level": "要求レベル",
    "need": "必要度",
    "weight": "重み",
    "applies_to": "対象",
    "standard": "標準と版",
}
PLACEMENT_COLUMNS = {
    "placement": "派遣先ID",
    "placement_ja": "派遣先・任用",
    "placement_en": "派遣先・任用（英語）",
    "months": "期間（月）",
    "days_per_week": "週の日数",
    "gates": "関門",
    "direction": "求める・育てる",
    "id": "スキルID",
    "name_ja": "スキル名",
    "name_en": "スキル名（英語）",
    "level": "レベル",
    "need": "必要度",
    "standard": "標準と版",
}
_REQUIRES, _DEVELOPS = Text("求める", "requires"), Text("育てる", "develops")
_README = Text(
    """{edition}
作成日 {date}　利用条件 {licence}

{disclaimer}

skills.csv  スキル1件を1行に、レベル1〜4の文を横に並べた表
levels.csv  スキルのレベル1件を1行にした表（証拠の種類つき）
roles.csv   役割が求めるスキルを1行ずつ並べた表
placements.csv  派遣先・任用が求めるスキルと育てるスキルを1行ずつ並べた表

文字コードはUTF-8（BOM付き）です。Excelでそのまま開けます。
「=」などで始まるセルには、計算されないように先頭に「'」を付けています。
「未評価」はレベル0ではありません。証拠がまだないという意味です。
""",
    """{edition}
Date {date}, licence {licence}

{disclaimer}

skills.csv  one skill a row, with the statements of levels 1 to 4 side by side
levels.csv  one level of a skill a row, with kinds of evidence
roles.csv   one required skill of a role a row
placements.csv  one skill a row that a placement requires or develops

Encoded in UTF-8 with a byte order mark; Excel opens the files as they are.
A cell that begins with “=” or the like has an apostrophe in front, so that nothing is computed.
“Not assessed” is not level 0: it means that there is no evidence yet.
""",
)


def csv_files(standard: Standard, lang: Lang = "ja") -> dict[str, str]:
    """Make the tables of skills, levels, roles and placements.

    Parameters
    ----------
    standard : Standard
        The standard.
    lang : {'ja', 'en'}
        Language of the headers and of words for codes; names and statements stand in both.

    Returns
    -------
    dict of str to str
        Text by file name. English headers are the keys of the columns.
    """
    skills = standard.skills.values()
    return {
        "skills.csv": table(SKILL_COLUMNS, (_skill(standard, s, lang) for s in skills), lang),
        "levels.csv": table(LEVEL_COLUMNS, _levels(standard, lang), lang),
        "roles.csv": table(ROLE_COLUMNS, _needs(standard, lang), lang),
        "placements.csv": table(PLACEMENT_COLUMNS, _placements(standard, lang), lang),
        "README.txt": BOM + _readme(standard).replace("\n", "\r\n"),
    }


def table(columns: Mapping[str, str], rows: Iterable[Row], lang: Lang) -> str:
    """Return a table as text.

    Parameters
    ----------
    columns : mapping of str to str
        Japanese header by key; the key is the English header.
    rows : iterable of mapping
        Cells by key; what is missing stays empty.
    lang : {'ja', 'en'}
        Language of the header.

    Returns
    -------
    str
        CSV with a byte order mark and CRLF.
    """
    out = io.StringIO(newline="")
    write = csv.writer(out).writerow
    write(columns.values() if lang == "ja" else columns)
    for row in rows:
        write(harmless(row.get(key)) for key in columns)
    return BOM + out.getvalue()


def harmless(value: object) -> str:
    """Return a cell that no spreadsheet computes.

    Parameters
    ----------
    value : object
        Text, a number, or None for an empty cell.

    Returns
    -------
    str
        The text, with an apostrophe in front if it would start a formula.
    """
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(FORMULA) else text


def _skill(standard: Standard, skill: Skill, lang: Lang) -> Row:
    domain = standard.domains[skill.domain]
    return {
        **_named(skill),
        **_both("domain", domain),
        **_both("description", skill.description),
        **{k: v for x in skill.levels for k, v in _both(f"level{x.level}", x.statement).items()},
        "domain": skill.domain,
        "kind": names.KINDS[skill.kind].get(lang),
        "status": names.STATUSES[skill.status].get(lang),
        "auto_ceiling": skill.auto_ceiling,
        "prerequisites": " ".join(names.level_id(p.skill, p.level) for p in skill.prerequisites),
        "validity_months": skill.validity_months,
        "since": skill.since,
        "standard": names.edition(standard).get(lang),
    }


def _levels(standard: Standard, lang: Lang) -> Iterator[Row]:
    level_names = {level.level: level.name for level in standard.scale.levels}
    kinds = standard.scale.evidence_kinds
    for skill in standard.skills.values():
        for level in skill.levels:
            evidence = [kinds[k].name.get(lang) if k in kinds else k for k in level.evidence]
            yield {
                **_named(skill),
                **_both("statement", level.statement),
                "level": level.level,
                "level_name": level_names[level.level].get(lang),
                "evidence": "・".join(evidence) if lang == "ja" else ", ".join(evidence),
                "standard": names.edition(standard).get(lang),
            }


def _needs(standard: Standard, lang: Lang) -> Iterator[Row]:
    for role in standard.roles.values():
        for need in role.requirements:
            yield {
                **_both("role", role.name),
                **_named(standard.skills[need.skill]),
                "role": role.id,
                "layer": names.LAYERS[role.layer].get(lang),
                "level": need.level,
                "need": NEEDS[need.need].get(lang),
                "weight": f"{need.weight:g}",
                "applies_to": " ".join(names.PEOPLE[who].get(lang) for who in need.applies_to),
                "standard": names.edition(standard).get(lang),
            }


def _placements(standard: Standard, lang: Lang) -> Iterator[Row]:
    for place in standard.placements.values():
        same = {
            **_both("placement", place.name),
            "placement": place.id,
            "months": _months(place),
            "days_per_week": place.days_per_week,
            "gates": " ".join(place.gates),
            "standard": names.edition(standard).get(lang),
        }
        for need in place.requires:
            row = {"level": need.level, "need": NEEDS[need.need].get(lang)}
            yield {
                **same,
                **_named(standard.skills[need.skill]),
                **row,
                "direction": _REQUIRES.get(lang),
            }
        for aim in place.develops:
            row = {"level": aim.to, "direction": _DEVELOPS.get(lang)}
            yield {**same, **_named(standard.skills[aim.skill]), **row}


def _months(place: Placement) -> str:
    span = place.term_months
    if span is None:
        return ""
    # A dash between two numbers is what Excel takes for a date.
    return f"{span.min:g}" if span.min == span.max else f"{span.min:g}〜{span.max:g}"


def _named(skill: Skill) -> dict[str, str]:
    return {"id": skill.id, **_both("name", skill.name)}


def _both(key: str, text: Text) -> dict[str, str]:
    return {f"{key}_ja": text.ja, f"{key}_en": text.en}


def _readme(standard: Standard) -> str:
    edition, about = names.edition(standard), standard.disclaimer or Text("", "")
    return "\n".join(
        _README.get(lang).format(
            edition=edition.get(lang),
            date=standard.date,
            licence=standard.licence,
            disclaimer=about.get(lang),
        )
        for lang in ("ja", "en")
    )
