"""The pages of the skill standard, made from its YAML and from the lessons that prove it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from page_parts import MADE, ROOT, both, cell, linked, table
from placement_pages import placements_page
from rules_pages import restrictions_page

from grader.authoring import active_lessons
from grader.standard import load_rulebook, load_standard
from grader.standard.exports.names import KINDS
from grader.text import Text
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.standard import Role, Skill, Source, Standard
    from grader.standard.model import Citation, Level

ORIGINS = {
    "official": Text("公式", "official"),
    "derived": Text("公開資料から導いた", "derived"),
    "project": Text("本プロジェクト", "project"),
}
CHECKED = {
    "verified": Text("原典で確認", "verified"),
    "secondary": Text("二次資料で確認", "secondary"),
    "recalled": Text("未確認（記憶による）", "recalled, not verified"),
    "none": Text("—", "—"),
}


@cache
def standard() -> Standard:
    """Return the repository's own standard."""
    return load_standard(find_workspace(ROOT).standard)


@cache
def _exercises() -> dict[tuple[str, int], tuple[str, ...]]:
    """Return the assessed exercises that prove each level of each skill."""
    lessons, _ = active_lessons(find_workspace(ROOT))
    pairs = [(pair, e.id) for x in lessons for e in x.assessed for pair in e.skills.items()]
    return {pair: tuple(name for other, name in pairs if other == pair) for pair, _ in pairs}


@cache
def _codes() -> dict[str, str]:
    """Return the code of the lesson to which each exercise belongs."""
    lessons, _ = active_lessons(find_workspace(ROOT))
    return {e.id: x.code for x in lessons for e in x.exercises}


def exercise_link(name: str, to_root: str) -> str:
    """Return a link to the lesson of an exercise.

    Parameters
    ----------
    name : str
        Id of the exercise.
    to_root : str
        Way from the page to ``docs/reference``, such as ``../``.

    Returns
    -------
    str
        Markdown.
    """
    return f"[{name}]({to_root}lessons.md#{_codes()[name].lower()})"


def cited(citations: Sequence[Citation]) -> str:
    """Return where something comes from, for one cell of a table.

    Parameters
    ----------
    citations : sequence of Citation
        Places in sources.

    Returns
    -------
    str
        Markdown; each with its heading, and the lines if they are known.
    """
    shown = []
    for one in citations:
        lines = f"（{one.lines}行）" if one.lines else ""
        shown.append(f"[{one.ref}](sources.md#{one.ref}) {cell(one.at)}{lines}")
    return "<br>".join(shown) or "—"


# ---- the front page ---------------------------------------------------------------------------------


def index_page() -> str:
    """Return the front page: what the standard is and is not, its scale, what stands behind it."""
    about = standard()
    parts = [
        "# スキル標準 / Skill standard",
        "",
        MADE,
        f"**{cell(about.title.ja)} {about.version}**：{cell(about.disclaimer.ja)}",
        "",
        f"**{cell(about.title.en)} {about.version}**: {cell(about.disclaimer.en)}",
        "",
        "```{toctree}",
        ":maxdepth: 1",
        "",
        *(f"standard/{name.removesuffix('.md')}" for name in PAGES),
        "```",
        "",
        "## レベル / Levels",
        "",
        *table(
            ("", "名 / name", "できること / what one does", "示し方 / how it is shown"),
            (
                (str(x.level), both(x.name), both(x.description), both(x.proof))
                for x in about.scale.levels
            ),
        ),
        "",
        f"**{cell(about.scale.unassessed.name.ja)}**：{cell(about.scale.unassessed.description.ja)}",
        "",
        f"**{cell(about.scale.unassessed.name.en)}**: {cell(about.scale.unassessed.description.en)}",
        "",
        "## 由来 / Provenance",
        "",
        "「由来」は誰の内容か、「確認」はどう確かめたかです。公式と称するには、確かめた出典が要ります（規則 S012）。",
        "",
        "Origin says whose content it is, the check how it was verified. Nothing is called official",
        "without a source that was checked (rule S012).",
        "",
        *table(("由来 / origin", "確認 / check", "スキル / skills"), _provenance(about)),
    ]
    return "\n".join(parts) + "\n"


def _provenance(about: Standard) -> Iterator[tuple[str, ...]]:
    counts = Counter((skill.origin, skill.verification) for skill in about.skills.values())
    for (origin, check), number in sorted(counts.items()):
        yield both(ORIGINS[origin]), both(CHECKED[check]), str(number)


# ---- skills -----------------------------------------------------------------------------------------


def skills_page() -> str:
    """Return the page of all skills with their level statements."""
    about = standard()
    parts = [
        "# スキル / Skills",
        "",
        MADE,
        "各レベルの「証拠」は、そのレベルを何で示せるかです。「課題」は、それを確かめる問題です。",
        "",
        "“Evidence” says what may show a level; “exercises” are those that prove it.",
    ]
    for domain, name in about.domains.items():
        parts += ["", f"## {cell(name.ja)} / {cell(name.en)}"]
        for skill in about.skills.values():
            if skill.domain == domain:
                parts += ["", *_skill(skill)]
    return "\n".join(parts) + "\n"


def _skill(skill: Skill) -> Iterator[str]:
    yield f"({skill.id.lower()})="
    yield ""
    yield f"### {skill.id} {cell(skill.name.ja)} / {cell(skill.name.en)}"
    yield ""
    yield f"{cell(skill.description.ja)}  \n{cell(skill.description.en)}"
    yield ""
    yield from table(
        ("", "できること / can", "証拠 / evidence", "課題 / exercises"),
        (_level(skill, level) for level in skill.levels),
    )
    yield ""
    yield f"- 種類 / kind：{_slash(KINDS[skill.kind])}。自動採点で示せる上限 / automatic ceiling：{skill.auto_ceiling}"
    if skill.validity_months:
        yield f"- 証拠の有効期間 / evidence valid for：{skill.validity_months}か月 / months"
    if skill.prerequisites:
        needed = ", ".join(
            f"[{x.skill}](#{x.skill.lower()}) {x.level}" for x in skill.prerequisites
        )
        yield f"- 前提 / prerequisites：{needed}"
    yield f"- 由来 / origin：{_slash(ORIGINS[skill.origin])}、{_slash(CHECKED[skill.verification])}"
    yield f"- 出典 / sources：{cited(skill.sources)}"
    matches = "、".join(_matches(skill))
    if matches:
        yield f"- 他の枠組み / other frameworks：{matches}"


def _matches(skill: Skill) -> Iterator[str]:
    for match in standard().crosswalks:
        if match.skill == skill.id and match.scheme != "provisional":
            doubt = "、未確認 / recalled" if match.verification == "recalled" else ""
            kind = match.predicate.removeprefix("skos:")
            yield f"{match.scheme} {cell(match.label or match.subject)}（{kind}{doubt}）"


def _slash(text: Text) -> str:
    return text.ja if text.ja == text.en else f"{text.ja} / {text.en}"


def _level(skill: Skill, level: Level) -> tuple[str, ...]:
    kinds = standard().scale.evidence_kinds
    names = _exercises().get((skill.id, level.level), ())
    return (
        str(level.level),
        both(level.statement),
        "、".join(kinds[kind].name.ja for kind in level.evidence),
        ", ".join(exercise_link(name, "../") for name in names) or "—",
    )


# ---- coverage ---------------------------------------------------------------------------------------


def coverage_page() -> str:
    """Return the matrix of skills, levels and the exercises that prove them."""
    about = standard()
    claimed = [(s, x) for s in about.skills.values() for x in s.levels if "auto" in x.evidence]
    proven = [pair for pair in claimed if (pair[0].id, pair[1].level) in _exercises()]
    parts = [
        "# 網羅表 / Coverage",
        "",
        MADE,
        f"自動採点で示せるとしたレベルは {len(claimed)}、そのうち課題があるのは {len(proven)} です。",
        "ほかは、理由を添えて標準に書いてあり（`not_covered`）、書かれていなければ `kakehashi lint` が誤りとします（S027）。",
        "",
        f"{len(claimed)} levels claim that notebooks can show them; {len(proven)} of them have an exercise. The others are",
        "listed in the standard with a reason (`not_covered`), or `kakehashi lint` calls it an error (S027).",
        "",
        "**人**：人が評価する。**○**：自動採点で示せるが、課題がまだない。**—**：そのレベルの文がない。",
        "",
        "人: a person assesses it. ○: notebooks can show it, and no exercise does yet. —: no statement.",
        "",
        *table(
            ("スキル / skill", "1", "2", "3", "4"),
            (_covered(skill) for skill in about.skills.values()),
        ),
        "",
        "## 課題がまだないレベルと理由 / Levels without an exercise, and why",
        "",
        *table(
            ("スキル / skill", "レベル / level", "理由 / reason"),
            (
                (f"`{skill.id}`", str(row.level), both(row.reason))
                for skill in about.skills.values()
                for row in skill.not_covered
            ),
        ),
    ]
    return "\n".join(parts) + "\n"


def _covered(skill: Skill) -> tuple[str, ...]:
    by_level = {level.level: level for level in skill.levels}
    return (
        f"[{skill.id}](skills.md#{skill.id.lower()})<br>{cell(skill.name.ja)}",
        *(_proof(skill, by_level.get(number)) for number in (1, 2, 3, 4)),
    )


def _proof(skill: Skill, level: Level | None) -> str:
    if level is None:
        return "—"
    names = _exercises().get((skill.id, level.level), ())
    if names:
        return "<br>".join(exercise_link(name, "../") for name in names)
    return "○" if "auto" in level.evidence else "人"


# ---- roles ------------------------------------------------------------------------------------------


def roles_page() -> str:
    """Return the page of role profiles: one matrix, then each role."""
    about = standard()
    roles = list(about.roles.values())
    wanted = [s for s in about.skills if any(_asked(r, s) for r in roles)]
    parts = [
        "# 役割像 / Role profiles",
        "",
        MADE,
        "要求レベルは本プロジェクトの提案です。**太字**は必須、（　）は任意です。",
        "",
        "The levels asked for are this project's proposals. **Bold** is a must-have, brackets are optional.",
        "",
        *table(
            ("スキル / skill", *(cell(role.name.ja) for role in roles)),
            ((_skill_link(skill), *(_asked(role, skill) for role in roles)) for skill in wanted),
        ),
    ]
    for role in roles:
        parts += ["", *_role(role)]
    return "\n".join([*parts, "", *_around_roles(about)]) + "\n"


def _around_roles(about: Standard) -> Iterator[str]:
    """Layers of staff, kinds of municipality, and facts about personas."""
    yield from ("## 職員の層 / Layers of staff", "")
    layers = about.layers.values()
    yield from table(
        ("層 / layer", "", "確認 / check"),
        ((both(x.name), both(x.description), both(CHECKED[x.verification])) for x in layers),
    )
    yield from ("", "## 団体の条件 / Kinds of municipality", "")
    yield from table(
        ("ID", "条件 / context"), ((f"`{x.id}`", both(x.name)) for x in about.contexts.values())
    )
    yield from ("", "## 確認できた事実 / Facts", "")
    yield from table(
        ("事実 / fact", "出典 / sources"),
        ((both(x.text), cited(x.sources)) for x in about.role_facts.values()),
    )


def _skill_link(skill: str) -> str:
    return f"[{skill}](skills.md#{skill.lower()})<br>{cell(standard().skills[skill].name.ja)}"


def _asked(role: Role, skill: str) -> str:
    for need in role.requirements:
        if need.skill == skill:
            level = str(need.level)
            return {"must": f"**{level}**", "should": level, "nice": f"（{level}）"}[need.need]
    return ""


def _role(role: Role) -> Iterator[str]:
    yield f"## {cell(role.name.ja)} / {cell(role.name.en)}"
    if role.description is not None:
        yield from ("", f"{cell(role.description.ja)}  \n{cell(role.description.en)}")
    for one in role.experience:
        yield from ("", f"- 経験 / experience：{cell(one.text.ja)} / {cell(one.text.en)}")
    for own in role.contexts:
        levels = "、".join(f"{skill} {level}" for skill, level in own.levels)
        yield from (
            "",
            f"- `{own.context}`：{levels}。{cell(own.reason.ja)} / {cell(own.reason.en)}",
        )


# ---- sources ----------------------------------------------------------------------------------------


def sources_page() -> str:
    """Return the page of sources with their terms."""
    parts = [
        "# 出典 / Sources",
        "",
        MADE,
        "この標準は、次の公開資料から事実と要約だけを用いて作った**非公式**のデータです。",
        "行番号は、資料を文字に起こしたもの（配布しない）の行です。",
        "",
        "This standard is **unofficial** data, made from facts and paraphrases of the following published material. Line",
        "numbers are those of a plain-text transcript, which is not distributed.",
        "",
        *(line for source in standard().sources.values() for line in _source(source)),
    ]
    return "\n".join(parts) + "\n"


def _source(source: Source) -> Iterator[str]:
    read = (
        Text("本文を確認", "text read") if source.access == "read" else Text("未確認", "not read")
    )
    when = f"（{source.retrieved}）" if source.retrieved else ""
    yield from (
        f"({source.id})=",
        "",
        f"## {source.id}",
        "",
        f"**{linked(cell(source.title.ja), source.url or '')}**  ",
        cell(source.title.en),
        "",
        f"- 発行 / published：{cell(source.publisher)}、{source.date or '日付不明 / no date'}",
        f"- 条件 / terms：{cell(source.licence)}",
        f"- 確認 / read：{_slash(read)}{when}",
        *((f"- 表示 / attribution：{_slash(source.attribution)}",) if source.attribution else ()),
        "",
    )


PAGES = {
    "skills.md": skills_page,
    "roles.md": roles_page,
    "placements.md": lambda: placements_page(standard(), cited),
    "rules.md": lambda: restrictions_page(load_rulebook(find_workspace(ROOT).standard), cited),
    "coverage.md": coverage_page,
    "sources.md": sources_page,
}
