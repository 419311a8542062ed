"""Several plans of one problem side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.words import Names, number
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.placement.plan.model import Plan, Shortage
    from grader.placement.problem.model import Problem
    from grader.standard import Standard


@dataclass(frozen=True, slots=True)
class Differing:
    """Somebody whom the plans place differently.

    Parameters
    ----------
    person : str
        Person id.
    year : int
        Year of the plans, from 0.
    posts : tuple of tuple of str
        By plan: ids of the posts, by id; none if the person has no place in it.
    """

    person: str
    year: int
    posts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One goal, or one shortage, in all plans.

    Parameters
    ----------
    what : str
        Id of the goal, or code of the rule.
    text : Text
        What it is.
    values : tuple of float or None
        By plan: value of the goal, less is better; or amount of the shortage, 0 if there is none. None where a plan has
        no such goal.
    """

    what: str
    text: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side.

    Parameters
    ----------
    names : tuple of str
        The plans.
    people : tuple of Differing
        Whom they place differently, by year and person.
    goals : tuple of Beside
        In the order of the first plan.
    shortages : tuple of Beside
        By rule and subject.
    """

    names: tuple[str, ...]
    people: tuple[Differing, ...]
    goals: tuple[Beside, ...]
    shortages: tuple[Beside, ...]


GOALS = {
    "fill": Text("不足（重みつきの合計）", "shortages (weighted sum)"),
    "fit": Text("適合（点）", "fit (points)"),
    "wishes": Text("希望（点）", "wishes (points)"),
    "growth": Text("成長（点）", "growth (points)"),
    "moves": Text("異動（件）", "moves"),
    "keep": Text("前の案のままの配置（件）", "placements kept from the plan before"),
}
"""What goals are called."""

GAINS = frozenset({"fit", "wishes", "growth", "keep"})
"""Goals of which more is better: they are minimised with their sign turned."""


def goal_name(goal: str) -> Text:
    """Return what a goal is called.

    Parameters
    ----------
    goal : str
        Id of the goal.

    Returns
    -------
    Text
        Its name; the id itself for a city's own mix.
    """
    return GOALS.get(goal, Text(goal, goal))


def compare(plans: Sequence[Plan]) -> Comparison:
    """Lay plans side by side.

    Parameters
    ----------
    plans : sequence of Plan
        Two or more, of the same day of appointment.

    Returns
    -------
    Comparison
        Who is placed differently; goals and shortages side by side.

    Raises
    ------
    InputError
        If there are fewer than two, or they are for different days.
    """
    if len(plans) < 2:  # noqa: PLR2004  # a pair is the least that can be compared
        raise InputError(
            "比べる案が足りません。案を2つ以上指定してください。",
            "There is nothing to compare. Name two plans or more.",
        )
    if len({(plan.appointed_on, plan.years) for plan in plans}) > 1:
        raise InputError(
            "発令日か年数の異なる案は比べられません。発令日と年数が同じ案を指定してください。",
            "The plans are for different days or numbers of years. Name plans for the same day and years.",
        )
    return Comparison(
        names=tuple(plan.name for plan in plans),
        people=_people(plans),
        goals=_goals(plans),
        shortages=_shortages(plans),
    )


def comparison_lines(
    comparison: Comparison, problem: Problem, standard: Standard
) -> tuple[Text, ...]:
    """Tell a comparison in sentences.

    Parameters
    ----------
    comparison : Comparison
        Plans side by side.
    problem : Problem
        Names of people and posts.
    standard : Standard
        Names of skills.

    Returns
    -------
    tuple of Text
        One line for each goal, shortage and person.
    """
    names = Names(problem, standard)
    return (
        *(
            _line(comparison.names, goal.text, [_shown(goal.what, value) for value in goal.values])
            for goal in comparison.goals
        ),
        *(
            _line(comparison.names, short.text, [number(value or 0.0) for value in short.values])
            for short in comparison.shortages
        ),
        Text(
            f"配置の異なる人：{len(comparison.people)}件",
            f"placed differently: {len(comparison.people)}",
        ),
        *(_person_line(comparison.names, one, names) for one in comparison.people),
    )


def people_changed(a: Plan, b: Plan) -> tuple[str, ...]:
    """Name the people whom two plans place differently.

    Parameters
    ----------
    a, b : Plan
        The plans.

    Returns
    -------
    tuple of str
        Person ids, each once, by id.
    """
    return tuple(sorted({one.person for one in _people((a, b))}))


def _people(plans: Sequence[Plan]) -> tuple[Differing, ...]:
    where: list[dict[tuple[int, str], tuple[str, ...]]] = []
    for plan in plans:
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for placed in plan.placed:
            if placed.after is not None:
                found[placed.year, placed.person].append(placed.after)
        where.append({key: tuple(sorted(posts)) for key, posts in found.items()})
    keys = sorted({key for found in where for key in found})
    rows = (
        (year, person, tuple(one.get((year, person), ()) for one in where)) for year, person in keys
    )
    return tuple(
        Differing(person, year, posts) for year, person, posts in rows if len(set(posts)) > 1
    )


def _goals(plans: Sequence[Plan]) -> tuple[Beside, ...]:
    values = [{stage.goal: stage.value for stage in plan.stages} for plan in plans]
    order = list(dict.fromkeys(goal for one in values for goal in one))
    return tuple(
        Beside(goal, goal_name(goal), tuple(one.get(goal) for one in values)) for goal in order
    )


def _shortages(plans: Sequence[Plan]) -> tuple[Beside, ...]:
    amounts = [{_key(short): short for short in plan.shortages} for plan in plans]
    keys = sorted({key for one in amounts for key in one})
    texts = {key: short.text for one in reversed(amounts) for key, short in one.items()}
    return tuple(
        Beside(
            key[0],
            texts[key],
            tuple(one[key].amount if key in one else 0.0 for one in amounts),
        )
        for key in keys
    )


def _key(short: Shortage) -> tuple[str, int, str, str, str, int]:
    return short.rule, short.year, short.post, short.person, short.skill, short.level


def _shown(goal: str, value: float | None) -> str:
    if value is None:
        return "–"
    return number(-value if goal in GAINS else value)


def _line(plans: Sequence[str], what: Text, values: Sequence[str]) -> Text:
    told = list(zip(plans, values, strict=True))
    return Text(
        f"{what.ja}：{'、'.join(f'{plan} {value}' for plan, value in told)}",
        f"{what.en}: {', '.join(f'{plan} {value}' for plan, value in told)}",
    )


def _person_line(plans: Sequence[str], one: Differing, names: Names) -> Text:
    who = names.person(one.person)
    year = Text(f"{one.year + 1}年目の", f"year {one.year + 1}, ") if one.year else Text("", "")
    where = [[names.place(post) for post in posts] for posts in one.posts]
    line = _line(plans, who, ["・".join(posts) or "–" for posts in where])
    return Text(year.ja + line.ja, year.en + line.en)
