"""Read a problem from the records, the standard and the city's policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.findings import Finding
from grader.placement.problem.model import Problem
from grader.placement.problem.read_people import read_people, read_relations
from grader.placement.problem.read_posts import (
    read_budgets,
    read_departments,
    read_links,
    read_posts,
)
from grader.placement.problem.rules import K001, K005
from grader.placement.problem.snapshot import Snapshot
from grader.text import Text

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Engine

    from grader.placement.problem.model import PlanPolicy
    from grader.standard import Standard

MOST_YEARS = 5


def read_problem(
    engine: Engine,
    standard: Standard,
    *,
    policy: PlanPolicy,
    appointed_on: date,
    known_at: datetime,
    years: int = 1,
) -> tuple[Problem, list[Finding]]:
    """Read everything that a plan depends on.

    Parameters
    ----------
    engine : Engine
        The records.
    standard : Standard
        The standard with its rulebook.
    policy : PlanPolicy
        The city's policy.
    appointed_on : date
        発令日 of the first year.
    known_at : datetime
        The records are read as they were known at this time, with its zone: the same time gives the same problem.
    years : int
        Years of the plan, 1 to 5.

    Returns
    -------
    problem : Problem
        The problem. Levels are in it only from the day on which staff were told that they are used.
    findings : list of Finding
        What could not be used as it is (rules K001 to K004, K006); it never stops the rest.

    Raises
    ------
    InputError
        If the years are not 1 to 5.
    RecordsError
        If the records cannot be read.
    """
    if not 1 <= years <= MOST_YEARS:
        raise InputError(
            f"配置案の年数は1から{MOST_YEARS}までです（{years}）。",
            f"A plan spans 1 to {MOST_YEARS} years ({years}).",
        )
    snapshot = Snapshot(engine, appointed_on, known_at)
    posts = read_posts(snapshot, standard, context=policy.context)
    departments = read_departments(snapshot)
    people = read_people(
        snapshot,
        standard,
        posts={post.id: post for post in posts},
        places={*departments, *(post.id for post in posts)},
        with_levels=_may_use_levels(snapshot, policy),
    )
    problem = Problem(
        appointed_on=appointed_on,
        people=people,
        posts=posts,
        policy=policy,
        relations=read_relations(snapshot, {one.person for one in people}),
        links=read_links(snapshot),
        bid_rules=policy.bid_rules,
        budgets=read_budgets(snapshot),
        departments=departments,
        years=years,
        standard=standard.version,
    )
    return problem, snapshot.told()


def without_levels(problem: Problem, known_at: datetime) -> list[Finding]:
    """Say so if levels may be used, and nobody has any.

    Parameters
    ----------
    problem : Problem
        The problem.
    known_at : datetime
        Time as of which it was read.

    Returns
    -------
    list of Finding
        One of rule K005, or none.
    """
    if not _announced(problem.policy, known_at) or any(one.levels for one in problem.people):
        return []
    text = Text(
        f"{problem.appointed_on}に在職する人のだれにも、レベルの記録がありません。適合と育成は、この案では決め手になりません。",
        f"The records hold no level of anybody who is there on {problem.appointed_on}: fit and growth decide nothing in this "
        "plan.",
    )
    return [Finding(K005, Path("estimates.json"), 1, text)]


def _announced(policy: PlanPolicy, known_at: datetime) -> bool:
    return policy.announced_on is not None and policy.announced_on <= known_at.date()


def _may_use_levels(snapshot: Snapshot, policy: PlanPolicy) -> bool:
    """Tell whether staff have been told that training results are used; say so if not."""
    announced = policy.announced_on
    if _announced(policy, snapshot.known_at):
        return True
    since = (f"{announced}から", f"from {announced}") if announced else ("未定", "not decided")
    text = Text(
        f"研修の結果（レベル）は、配置への利用を職員に知らせていないため使いません（{since[0]}）。",
        f"Training results are not used: staff have not been told that they are ({since[1]}).",
    )
    snapshot.tell(K001, "", None, text)
    return False
