"""What a plan of placements asks of training: named posts and roles, or the skills that its posts are short of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.placement.needs import asked_of
from grader.placement.problem.model import Post
from grader.placement.problem.pairs import every_pair
from grader.placement.rules.catalogue import P008
from grader.placement.rules.pairs import shut_out
from grader.placement.training.model import Demand, demand_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.standard import Standard

    Heads = Iterable[tuple[str, int]]


def post_demands(problem: Problem, standard: Standard, heads: Heads) -> list[Demand]:
    """Ask for people who could go to named posts.

    Parameters
    ----------
    problem : Problem
        People and posts.
    standard : Standard
        Rules on pairs, ceilings of skills.
    heads : iterable of (str, int)
        Post id and number of people.

    Returns
    -------
    list of Demand
        Only those count whom the hard rules allow there.

    Raises
    ------
    InputError
        As of `shut_out`.
    """
    wanted = dict(heads)
    posts = {post.id: (column, post) for column, post in enumerate(problem.posts)}
    if not wanted:
        return []
    allowed = ~shut_out(every_pair(problem), standard)
    names = np.array([one.person for one in problem.people])
    return [
        demand_of(
            posts[id_][1],
            people,
            ceilings=_ceilings(standard),
            persons=names[allowed[:, posts[id_][0]]].tolist(),
        )
        for id_, people in wanted.items()
    ]


def role_demands(standard: Standard, heads: Heads, *, context: str) -> list[Demand]:
    """Ask for people who could fill roles.

    Parameters
    ----------
    standard : Standard
        The roles.
    heads : iterable of (str, int)
        Role and number of people.
    context : str
        Kind of municipality, for the levels of roles; empty for the roles as they are.

    Returns
    -------
    list of Demand
        Everybody counts.

    Raises
    ------
    InputError
        If a role is not in the standard.
    """
    wanted = dict(heads)
    unknown = sorted(wanted.keys() - standard.roles.keys())
    if unknown:
        roles = ", ".join(standard.roles)
        raise InputError(
            f"役割「{'」「'.join(unknown)}」はスキル標準にありません。次のどれかにしてください：{roles}",
            f"The standard has no role “{'”, “'.join(unknown)}”. Use one of: {roles}",
        )
    return [
        demand_of(
            Post(
                role,
                standard.roles[role].name.ja,
                "",
                requires=asked_of(standard, role=role, context=context),
            ),
            people,
            ceilings=_ceilings(standard),
        )
        for role, people in wanted.items()
    ]


def shortage_demands(plan: Plan, problem: Problem, standard: Standard) -> list[Demand]:
    """Ask for the skills that posts are short of in the first year of a plan (rule P008).

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Ceilings of skills.

    Returns
    -------
    list of Demand
        Only those count whom the plan places there: they are the ones who will need the skill.
    """
    posts = {post.id: post for post in problem.posts}
    short = [one for one in plan.shortages if one.rule == P008.code and one.year == 0]
    found = []
    for one in short:
        post = posts[one.post]
        need = next(n for n in post.needs if (n.skill, n.level) == (one.skill, one.level))
        there = {p.person for p in plan.placed if p.year == 0 and p.after == post.id}
        known = one.level <= _ceilings(standard).get(one.skill, 0)
        found.append(
            Demand(
                f"{post.id}:{one.skill}-{one.level}",
                f"{post.name} {standard.skills[one.skill].name.ja} レベル{one.level}",
                need.people,
                ((one.skill, one.level),) if known else (),
                () if known else (one.skill,),
                frozenset(there),
            )
        )
    return found


def provable(demands: Iterable[Demand]) -> tuple[list[Demand], list[Demand]]:
    """Part demands about which notebooks can say something from those that only people can judge.

    Parameters
    ----------
    demands : iterable of Demand
        Demands.

    Returns
    -------
    provable, others : list of Demand
        A demand without a level that notebooks can show would count everybody as eligible.
    """
    every = list(demands)
    return [one for one in every if one.needs], [one for one in every if not one.needs]


def _ceilings(standard: Standard) -> dict[str, int]:
    return {skill.id: skill.auto_ceiling for skill in standard.skills.values()}
