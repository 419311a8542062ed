"""Other plans from one plan: another one that differs, and a repair after a withdrawal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.hand import forbid
from grader.placement.problem.model import Goal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import PlanPolicy, Problem

KEEP = Goal("keep", {"keep": 1.0})
"""Keep what was announced."""


def another(problem: Problem, plan: Plan, *, people: int) -> Problem:
    """Ask for a plan that places some people elsewhere.

    Parameters
    ----------
    problem : Problem
        The problem.
    plan : Plan
        The plan to differ from.
    people : int
        At least so many of those who have a main place in it get another one or none, 1 or more.

    Returns
    -------
    Problem
        The problem with rule P027.

    Raises
    ------
    InputError
        If fewer than one is asked for.
    """
    if people < 1:
        raise InputError(
            f"別案で配置を変える人数（{people}）は、1以上にしてください。",
            f"Another plan must differ in 1 person or more, not {people}.",
        )
    return replace(problem, announced=placements(plan), differ=people)


def repair(
    problem: Problem,
    plan: Plan,
    *,
    withdrawn: Iterable[tuple[str, str]] = (),
    leaving: Iterable[str] = (),
) -> Problem:
    """Ask for the plan that changes fewest of the placements announced.

    Parameters
    ----------
    problem : Problem
        The problem of the plan that was announced.
    plan : Plan
        That plan.
    withdrawn : iterable of (str, str)
        Person and post of appointments that will not come about (内示の辞退).
    leaving : iterable of str
        People who leave before the day of appointment after all.

    Returns
    -------
    Problem
        The problem with these facts, and with the goal ``keep`` right after ``fill``.

    Raises
    ------
    InputError
        If a person or a post is unknown, or nothing has changed.
    """
    pairs, gone = sorted(set(withdrawn)), set(leaving)
    unknown = sorted(gone - {one.person for one in problem.people})
    if unknown:
        raise InputError(
            f"「{'」「'.join(unknown)}」さんはこの案の対象にいません。受講者番号を確かめてください。",
            f"Not among the people of this plan: {', '.join(unknown)}. Check the person ids.",
        )
    if not pairs and not gone:
        raise InputError(
            "辞退した人か、退職する人を指定してください。",
            "Name who has withdrawn or who leaves.",
        )
    for person, post in pairs:
        problem = forbid(problem, person, post)
    return replace(
        problem,
        people=tuple(
            replace(one, leaves=True) if one.person in gone else one for one in problem.people
        ),
        pins=tuple(pair for pair in problem.pins if pair[0] not in gone),
        policy=_keeping(problem.policy),
        announced=placements(plan),
        differ=0,
    )


def near(problem: Problem, plan: Plan) -> Problem:
    """Ask that among equally good plans the one closest to a plan is found, so that a change by hand changes little else.

    Parameters
    ----------
    problem : Problem
        The problem after the change.
    plan : Plan
        The plan before it.

    Returns
    -------
    Problem
        The problem with the goal ``keep`` after all others. A repaired plan stays close to what was announced, as it is.
    """
    others = [one for one in problem.policy.goals if one.id != KEEP.id]
    if problem.policy.goals[: len(others)] != tuple(others):
        return problem
    announced = placements(plan)
    return replace(
        problem,
        policy=replace(problem.policy, goals=(*others, KEEP)),
        announced=announced,
        differ=problem.differ if problem.announced == announced else 0,
    )


def placements(plan: Plan) -> tuple[tuple[str, int, str], ...]:
    """Return who is where in a plan.

    Parameters
    ----------
    plan : Plan
        The plan.

    Returns
    -------
    tuple of (str, int, str)
        Person, year and post, in order.
    """
    return tuple(
        sorted(
            (placed.person, placed.year, placed.after)
            for placed in plan.placed
            if placed.after is not None
        )
    )


def _keeping(policy: PlanPolicy) -> PlanPolicy:
    """Put the goal to keep the announced plan right after the one to fill the posts, or first where there is none."""
    goals = [goal for goal in policy.goals if goal.id != KEEP.id]
    fill = next((number for number, goal in enumerate(goals, 1) if "fill" in goal.weights), 0)
    return replace(policy, goals=(*goals[:fill], KEEP, *goals[fill:]))
