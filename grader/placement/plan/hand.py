"""What people decide by hand: pin, forbid, swap. Each gives a new problem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.problem.pairs import is_beside

if TYPE_CHECKING:
    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem


def pin(problem: Problem, person: str, post: str) -> Problem:
    """Decide that a person gets a post.

    Parameters
    ----------
    problem : Problem
        The problem.
    person, post : str
        Ids.

    Returns
    -------
    Problem
        The problem with this pin, in place of another pin of the same person to a main post, and of a ban of the pair.

    Raises
    ------
    InputError
        If the person or the post is unknown.
    """
    check_pair(problem, person, post)
    beside = {one.id for one in problem.posts if is_beside(one)}
    kept = {
        (who, where)
        for who, where in problem.pins
        if who != person or post in beside or where in beside
    }
    return replace(
        problem,
        pins=tuple(sorted({*kept, (person, post)})),
        forbids=tuple(pair for pair in problem.forbids if pair != (person, post)),
    )


def forbid(problem: Problem, person: str, post: str) -> Problem:
    """Decide that a person does not get a post.

    Parameters
    ----------
    problem : Problem
        The problem.
    person, post : str
        Ids.

    Returns
    -------
    Problem
        The problem with this ban, in place of a pin of the pair.

    Raises
    ------
    InputError
        If the person or the post is unknown.
    """
    check_pair(problem, person, post)
    return replace(
        problem,
        pins=tuple(pair for pair in problem.pins if pair != (person, post)),
        forbids=tuple(sorted({*problem.forbids, (person, post)})),
    )


def release(problem: Problem, person: str, post: str) -> Problem:
    """Take back what was decided by hand about a pair.

    Parameters
    ----------
    problem : Problem
        The problem.
    person, post : str
        Ids.

    Returns
    -------
    Problem
        The problem without pin and ban of the pair.

    Raises
    ------
    InputError
        If nothing was decided about the pair.
    """
    if (person, post) not in {*problem.pins, *problem.forbids}:
        raise InputError(
            f"「{person}」さんと「{post}」の組には、確定も除外もありません。show で、今ある確定と除外を確かめてください。",
            f"Nothing was pinned or forbidden for {person} and {post}. See with show what was.",
        )
    return replace(
        problem,
        pins=tuple(pair for pair in problem.pins if pair != (person, post)),
        forbids=tuple(pair for pair in problem.forbids if pair != (person, post)),
    )


def swap(problem: Problem, plan: Plan, a: str, b: str) -> Problem:
    """Decide that two people get each other's places.

    Parameters
    ----------
    problem : Problem
        The problem.
    plan : Plan
        The plan in which they have these places.
    a, b : str
        Person ids.

    Returns
    -------
    Problem
        The problem with both pins.

    Raises
    ------
    InputError
        If one of them has no main place in the plan.
    """
    places = main_places(plan, problem)
    for person in (a, b):
        if person not in places:
            raise InputError(
                f"案「{plan.name}」で「{person}」さんには本務の配置先がありません。入れ替える二人を確かめてください。",
                f"Plan {plan.name} has no main place for {person}. Check the two people to swap.",
            )
    return pin(pin(problem, a, places[b]), b, places[a])


def main_places(plan: Plan, problem: Problem) -> dict[str, str]:
    """Return the main post of each person in the first year of a plan.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.

    Returns
    -------
    dict of str to str
        Post id by person id; people without a main place are left out.
    """
    beside = {one.id for one in problem.posts if is_beside(one)}
    return {
        placed.person: placed.after
        for placed in plan.placed
        if placed.year == 0 and placed.after is not None and placed.after not in beside
    }


def check_pair(problem: Problem, person: str, post: str) -> None:
    """Refuse people and posts that a problem does not know.

    Parameters
    ----------
    problem : Problem
        The problem.
    person, post : str
        Ids.

    Raises
    ------
    InputError
        If one of them is unknown.
    """
    if all(one.person != person for one in problem.people):
        raise InputError(
            f"「{person}」さんはこの案の対象にいません。受講者番号を確かめてください。",
            f"{person} is not among the people of this plan. Check the person id.",
        )
    if all(one.id != post for one in problem.posts):
        raise InputError(
            f"ポスト「{post}」はこの案にありません。ポスト番号を確かめてください。",
            f"There is no post {post} in this plan. Check the post id.",
        )
