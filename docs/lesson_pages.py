"""The pages of the active lessons and of their sources, made from the lessons themselves."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from page_parts import MADE, ROOT, both, cell, linked

from grader.authoring import active_lessons
from grader.authoring.editions.labels import TYPES
from grader.authoring.lint_code import misconceptions_named
from grader.standard import load_standard
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring import Lesson, Registers


_UNBROKEN = "\N{NON-BREAKING HYPHEN}"


@cache
def _lessons() -> tuple[list[Lesson], Registers]:
    return active_lessons(find_workspace(ROOT))


def lessons_page() -> str:
    """Return the page of the active lessons, made from the lessons themselves."""
    parts = [
        "# 教材 / Lessons",
        "",
        MADE,
        "`kakehashi build` のあと、`kakehashi read <教材>` で全文を読めます。写真は日本語の「読む版」です。",
        "",
        "After `kakehashi build`, `kakehashi read <lesson>` shows the whole text; pictures are of the Japanese one.",
        "",
        "| | 教材 / lesson | 分 / min | 練習 + 確かめ / practice + assessed | 見分ける思い違い / misconceptions |",
        "|---|---|---|---|---|",
    ]
    lessons, _ = _lessons()
    parts += [f"| {' | '.join(_lesson_row(lesson))} |" for lesson in lessons]
    for lesson in lessons:
        parts += ["", *_lesson_section(lesson)]
    return "\n".join(parts) + "\n"


def _lesson_row(lesson: Lesson) -> list[str]:
    assessed = len(lesson.assessed)
    return [
        f"[{lesson.code.replace('-', _UNBROKEN)}](#{lesson.code.lower()})",
        both(lesson.title),
        str(lesson.front.data["lesson"]["minutes"]),
        f"{len(lesson.exercises) - assessed} + {assessed}",
        str(len({name for e in lesson.exercises for _, name in misconceptions_named(e)})),
    ]


def _lesson_section(lesson: Lesson) -> list[str]:
    picture = ROOT / "docs" / "_static" / "lessons" / f"{lesson.slug}.png"
    title = f"{lesson.title.ja} / {lesson.title.en}"
    shown = [f"![{cell(title)}](../_static/lessons/{picture.name})", ""] * picture.exists()
    goals = lesson.front.data["lesson"]["goals"]
    workspace = find_workspace(ROOT)
    skills = load_standard(workspace.standard, workspace.overlay).skills
    levels = sorted({(e.skill, e.level) for e in lesson.exercises})
    return [
        f"({lesson.code.lower()})=",
        "",
        f"## {lesson.code} {cell(title)}",
        "",
        *shown,
        *(f"- {cell(ja)}  \n  {cell(en)}" for ja, en in zip(goals["ja"], goals["en"], strict=True)),
        "",
        "| スキル / skill | レベル / level | 問題の形式 / types of exercise |",
        "|---|---|---|",
        *(
            f"| `{skill}` {both(skills[skill].name)} | {level} | {_types(lesson, skill, level)} |"
            for skill, level in levels
        ),
    ]


def _types(lesson: Lesson, skill: str, level: int) -> str:
    found = dict.fromkeys(e.type for e in lesson.exercises if (e.skill, e.level) == (skill, level))
    words = (
        f"{name} {TYPES[name].ja} / {TYPES[name].en}" if name in TYPES else name for name in found
    )
    return "<br>".join(map(cell, words))


def credits_page() -> str:
    """Return the page of sources: what each lesson used, and every dated fact."""
    parts = [
        "# 出典とライセンス / Sources and licences",
        "",
        MADE,
        "教材の本文は CC BY 4.0 です。登場する人・市・会社は架空です。ほかの人のものは、次のとおり使いました。",
        "",
        "The text of the lessons is CC BY 4.0; people, city and companies are invented. Others' work was used as follows.",
    ]
    lessons, registers = _lessons()
    head = "| 出典 / source | 条件 / terms | 使い方 / use |"
    for lesson in lessons:
        parts += ["", f"## {lesson.code} {cell(lesson.title.ja)} / {cell(lesson.title.en)}", ""]
        parts += [head, "|---|---|---|"]
        for credit in lesson.front.data["lesson"]["credits"]:
            title = linked(cell(credit["title"]["ja"]), credit.get("url", ""))
            title += f"<br>{cell(credit['title']['en'])}"
            parts.append(f"| {title} | {both(credit['licence'])} | {both(credit['use'])} |")
    parts += ["", *_facts(lessons, registers)]
    return "\n".join(parts) + "\n"


def _facts(lessons: list[Lesson], registers: Registers) -> Iterator[str]:
    used = {
        name: [x.code for x in lessons if name in x.front.data["lesson"]["facts"]]
        for name in registers.facts
    }
    yield from (
        "## 事実 / Facts",
        "",
        "期限を過ぎた事実は、`kakehashi lint` が知らせます。",
        "",
        "`kakehashi lint` tells when a fact has expired.",
        "",
        "| 事実 / fact | 値 / value | 時点 / as of | 出典 / source | 条件 / terms | 確認日 / checked | 期限 / expires | 教材 / used in |",
        "|---|---|---|---|---|---|---|---|",
    )
    for name, fact in registers.facts.items():
        value = dict.fromkeys(f"{fact.value}{unit}" for unit in (fact.unit.ja, fact.unit.en))
        cells = [
            both(fact.title),
            "<br>".join(map(cell, value)),
            fact.as_of,
            linked(cell(fact.source), fact.url),
            cell(fact.licence),
            fact.checked_on,
            fact.expires,
            ", ".join(used[name]) or "—",
        ]
        yield f"| {' | '.join(cells)} |"
