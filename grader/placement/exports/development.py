"""育成計画: what each person still lacks for the new post, and what the post develops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.exports.moves import skill_states
from grader.placement.exports.table import Column, Table
from grader.standard import NEEDS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View
    from grader.placement.plan.model import Placed
    from grader.standard import Requirement

_DEVELOPS = Text("配置先で伸ばす", "developed by the post")

HEADERS = (
    *((Text("職員番号", "staff number"), 10), (Text("氏名", "name"), 14)),
    *((Text("配置先", "post"), 30), (Text("役割", "role"), 24), (Text("スキル", "skill"), 26)),
    *((Text("必要度", "need"), 10), (Text("求めるレベル", "level asked for"), 8)),
    (Text("そのレベル以上の確率（％）", "probability of that level (%)"), 12),
    (Text("状態", "state"), 16),
    (Text("配置先で届くレベル", "level at the end"), 10),
    (Text("教材", "modules"), 46),
)


def development_table(view: View) -> Table:
    """Return the gaps of everybody who is placed, person by person.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        育成計画: a row for each skill that is not met, not known, or developed by the post. Modules stand there
        where a training plan was given.
    """
    placed = [
        p
        for p in view.papers.plan.placed
        if p.after is not None and (p.year == 0 or view.is_coming(p))
    ]
    placed.sort(key=lambda p: (view.people[p.person].staff_number, p.year, p.after))
    rows = [row for p in placed for row in _rows(view, p)]
    return Table(
        view.say(Text("育成計画", "development")),
        view.say(Text("育成計画　{name}", "Development, {name}")).format(
            name=view.papers.plan.name
        ),
        tuple(Column(view.say(header), width) for header, width in HEADERS),
        rows,
        frozen=2,
    )


def _rows(view: View, placed: Placed) -> Iterator[list[str | float | None]]:
    person, post = view.people[placed.person], view.posts[placed.after or ""]
    # Of several requirements of one skill the highest level counts, as in the fit.
    asked = {one.skill: one for one in sorted(post.requires, key=lambda one: one.level)}
    leads = {one.skill: one.to for one in post.develops}
    role = view.papers.standard.roles.get(post.role or "")
    states = skill_states(view, placed)
    for skill in sorted({*placed.unmet, *placed.unknown, *leads}):
        yield [
            person.staff_number,
            person.name,
            view.labels[post.id],
            view.say(role.name) if role else "",
            view.skills([skill]),
            *_asked(view, placed, asked.get(skill)),
            view.say(states.get(skill, _DEVELOPS)),
            leads.get(skill),
            view.names(view.papers.modules.get((placed.person, skill), ())),
        ]


def _asked(view: View, placed: Placed, one: Requirement | None) -> list[str | float | None]:
    """Need, level asked for, and the probability to be there, in per cent."""
    if one is None:
        return [None, None, None]
    levels = view.people[placed.person].levels.get(one.skill)
    chance = round(100 * levels[one.level - 1]) if levels else None
    return [view.say(NEEDS[one.need]), one.level, chance]
