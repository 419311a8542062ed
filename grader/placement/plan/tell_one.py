"""One person or one post of a plan as lines to read on a screen, year by year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.chains import chains
from grader.placement.plan.explain import explain_person
from grader.placement.plan.posts import explain_post, post_views
from grader.placement.plan.tell import shortage_lines
from grader.placement.plan.tell_moves import chain_lines, flag_lines
from grader.placement.plan.words import Names
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.plan.model import Plan
    from grader.placement.plan.posts import PostView
    from grader.placement.problem.model import Problem
    from grader.standard import Standard


def person_lines(plan: Plan, problem: Problem, standard: Standard, person: str) -> Iterator[Text]:
    """Tell everything about one person.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    person : str
        Person id.

    Yields
    ------
    Text
        For each year the sentences about each place and what is to be confirmed; shortages; the chain of moves.

    Raises
    ------
    InputError
        If the plan does not speak of this person.
    """
    found = [one for one in plan.placed if one.person == person]
    who = Names(problem, standard).person(person)
    if not found:
        raise InputError(
            f"案「{plan.name}」は、{who.ja}を配置の対象にしていません（退職するか、候補に入らない外部の方です）。",
            f"Plan “{plan.name}” has no place for {who.en}, who leaves or comes from outside.",
        )
    yield Text(f"■ {who.ja}", f"■ {who.en}")
    for one in found:
        if plan.years > 1:
            when = plan.appointed_on.year + one.year
            yield Text(f"【{one.year + 1}年目（{when}年）】", f"[year {one.year + 1}, {when}]")
        alone = replace(plan, placed=(replace(one, flags=()),))
        yield from explain_person(alone, problem, standard, person)
        yield from flag_lines(one)
    for short in plan.shortages:
        if short.person == person:
            yield from shortage_lines(short)
    yield from chain_lines(plan, problem, standard, person=person)


def people_beside(plan: Plan, person: str) -> tuple[str, ...]:
    """Name everybody whom the lines about one person speak of.

    Parameters
    ----------
    plan : Plan
        The plan.
    person : str
        Person id.

    Returns
    -------
    tuple of str
        Person ids: this one, and those in the same chains of moves.
    """
    linked = [chain.people for year in range(plan.years) for chain in chains(plan, year=year)]
    return tuple(sorted({person}.union(*(one for one in linked if person in one))))


def views_of(plan: Plan, problem: Problem, post: str) -> tuple[PostView, ...]:
    """Look at one post, year by year.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    post : str
        Id of the post.

    Returns
    -------
    tuple of PostView
        One for each year.
    """
    years = range(plan.years)
    return tuple(
        view for year in years for view in post_views(plan, problem, year=year) if view.post == post
    )


def post_lines(
    plan: Plan, problem: Problem, standard: Standard, views: tuple[PostView, ...]
) -> Iterator[Text]:
    """Tell everything about one post.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    views : tuple of PostView
        As of `views_of`.

    Yields
    ------
    Text
        Whole sentences, year by year.
    """
    for view in views:
        if plan.years > 1:
            when = plan.appointed_on.year + view.year
            yield Text(f"【{view.year + 1}年目（{when}年）】", f"[year {view.year + 1}, {when}]")
        yield from explain_post(replace(view, shortages=()), problem, standard)
        for short in view.shortages:
            yield from shortage_lines(short)


def people_of(views: tuple[PostView, ...]) -> tuple[str, ...]:
    """Name everybody whom the lines about a post speak of.

    Parameters
    ----------
    views : tuple of PostView
        As of `views_of`.

    Returns
    -------
    tuple of str
        Person ids, in order.
    """
    groups = [
        (*view.comes, *view.goes, *view.stays, *(short.person for short in view.shortages))
        for view in views
    ]
    return tuple(sorted({one for group in groups for one in group if one}))
