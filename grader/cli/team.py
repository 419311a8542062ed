"""A team and a role as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement import TeamPart, TeamView
    from grader.text import Lang

_NOTES = {
    "several": Text("", ""),
    "one": Text("一人に依存", "depends on one person"),
    "nobody": Text("確認できた人なし", "nobody confirmed"),
    "no_evidence": Text("証拠なし", "no evidence"),
}
_BY_HAND = Text("人の評価が必要", "a person must attest it")
_END = Text(
    "「一人に依存」は部署の体制についての注意で、本人の評価ではありません。確率は、推定の誤差が人ごとに独立と"
    "みなした値です。",
    "“Depends on one person” is about how the section is set up, not about that person. The chances "
    "take the errors of the estimates as independent between people.",
)


def team_lines(view: TeamView, lang: Lang) -> Iterator[str]:
    """Go through the lines that say what a team can do together.

    Parameters
    ----------
    view : TeamView
        The team against a role or placement.
    lang : {'ja', 'en'}
        Language.

    Yields
    ------
    str
        A heading, a line for each requirement, a summary. No member is named.
    """
    yield Text(
        f"{view.goal.ja}：{view.size}人のチームで見た、確認できた人数、期待人数、少なくとも1人が満たす確率",
        f"{view.goal.en}: of a team of {view.size}, those confirmed, those expected, the chance that at "
        "least one meets it",
    ).get(lang)
    for part in view.parts:
        yield f"  {_line(part, lang)}  {view.skills[part.requirement.skill].get(lang)}{_note(part, lang)}"
    alone = sum(part.cover == "one" for part in view.parts)
    yield Text(
        f"要件 {len(view.parts)} 件のうち、一人に依存 {alone} 件。",
        f"{alone} of {len(view.parts)} requirements depend on one person.",
    ).get(lang)
    yield _END.get(lang)


def _line(part: TeamPart, lang: Lang) -> str:
    from grader.standard import NEEDS

    need = part.requirement
    numbers = f"{part.confirmed:3d} {_shown(part.expected, '4.1f')} {_shown(part.p_any, '4.0%')}"
    return f"{need.skill:<12} L{need.level} {NEEDS[need.need].get(lang)} {numbers}"


def _note(part: TeamPart, lang: Lang) -> str:
    note = _BY_HAND if part.needs == "human" else _NOTES[part.cover]
    return f" ← {note.get(lang)}" if note.get(lang) else ""


def _shown(value: float | None, form: str) -> str:
    return "   –" if value is None else format(value, form)
