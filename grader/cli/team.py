"""A team and a role as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.placement import TeamPart
    from grader.text import Lang

_NEED = {
    "must": Text("必須", "must  "),
    "should": Text("推奨", "should"),
    "nice": Text("任意", "nice  "),
}
_NOTES = {
    "several": Text("", ""),
    "one": Text("← 一人に依存", "← depends on one person"),
    "nobody": Text("← 確認できた人なし", "← nobody confirmed"),
    "no_evidence": Text("← 証拠なし", "← no evidence"),
}
_BY_HAND = Text("← 人の評価が必要", "← a person must attest it")
_END = Text(
    "「一人に依存」は部署の体制についての注意で、本人の評価ではありません。確率は、推定の誤差が人ごとに独立と"
    "みなした値です。",
    "“Depends on one person” is about how the section is set up, not about that person. The chances "
    "take the errors of the estimates as independent between people.",
)


def team_lines(size: int, parts: Sequence[TeamPart], lang: Lang) -> Iterator[str]:
    """Go through the lines that say what a team can do together.

    Parameters
    ----------
    size : int
        Number of members.
    parts : sequence of TeamPart
        One for each requirement.
    lang : {'ja', 'en'}
        Language.

    Yields
    ------
    str
        A heading, a line for each requirement, a summary. No member is named.
    """
    yield Text(
        f"{size}人のチーム：確認できた人数、期待人数、少なくとも1人が満たす確率",
        f"A team of {size}: members confirmed, members expected, chance that at least one meets it",
    ).get(lang)
    for part in parts:
        yield f"  {_line(part, lang)}".rstrip()
    alone = sum(part.cover == "one" for part in parts)
    yield Text(
        f"要件 {len(parts)} 件のうち、一人に依存 {alone} 件。",
        f"{alone} of {len(parts)} requirements depend on one person.",
    ).get(lang)
    yield _END.get(lang)


def _line(part: TeamPart, lang: Lang) -> str:
    need = part.requirement
    note = _BY_HAND if part.needs == "human" else _NOTES[part.cover]
    numbers = f"{part.confirmed:3d} {_shown(part.expected, '4.1f')} {_shown(part.p_any, '4.0%')}"
    return (
        f"{need.skill:<12} L{need.level} {_NEED[need.need].get(lang)} {numbers}  {note.get(lang)}"
    )


def _shown(value: float | None, form: str) -> str:
    return "   –" if value is None else format(value, form)
