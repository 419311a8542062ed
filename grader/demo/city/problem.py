"""A planning problem of any size, drawn at random: for benchmarks and tests of the planner.

Shares and sizes are invented; they are of the kind in which a real city's problem is hard: scarce skills, sums of
levels, only holders, kin, bid restrictions, and more people who must move on than seats that suit them.
"""

from __future__ import annotations

from datetime import date
from itertools import starmap
from typing import TYPE_CHECKING

import numpy as np

from grader.demo.city.drawn_people import draft_people
from grader.demo.city.drawn_posts import draw_posts
from grader.placement.problem.model import Budget, Goal, PlanPolicy, Problem, Relation
from grader.standard import Link, load_standard
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from grader.placement.problem.model import Candidate, Post
    from grader.standard import Standard

APPOINTED_ON = date(2027, 4, 1)
COMPANIES = tuple(f"事業者{number:02d}" for number in range(1, 21))
"""Companies that bid, and for which some people work or worked; no more than numbers."""
GOALS = (
    Goal("fill", {"fill": 1.0}),
    Goal("score", {"fit": 0.6, "wishes": 1.0, "growth": 0.1}),
    Goal("moves", {"moves": 1.0}),
)
"""Fill the seats; then 600 points for fit, 300 for wishes and 100 for growth; then as few moves as possible."""
KIN_SHARE, APART_SHARE = 0.01, 0.002
_STREAM = 7101


def city_problem(
    *, seed: int, people: int, posts: int, hard: bool = True, standard: Standard | None = None
) -> Problem:
    """Draw a planning problem.

    Parameters
    ----------
    seed : int
        The same seed gives the same problem.
    people : int
        How many people, 1 or more.
    posts : int
        How many posts, 1 or more.
    hard : bool
        Whether skills are scarce, sums of levels are asked for in three posts of ten, and no post may lose its only
        holder of one skill.
    standard : Standard, optional
        Skills, roles and placements to draw from; those of the workspace around the current folder if not given.

    Returns
    -------
    Problem
        Seats for 4 % more people than there are; 80 % of the seats of each post are mandatory.
    """
    standard = standard or load_standard(find_workspace().standard)
    rng = np.random.default_rng([seed, _STREAM])
    drawn = draw_posts(standard, rng, people=people, posts=posts, companies=COMPANIES, hard=hard)
    draft = draft_people(rng, drawn, people=people, companies=COMPANIES, day=APPOINTED_ON)
    town = drawn.posts(draft.present, draft.years)
    staff = draft.candidates(town)
    return Problem(
        appointed_on=APPOINTED_ON,
        people=staff,
        posts=town,
        policy=PlanPolicy(version="city", goals=GOALS, announced_on=date(2026, 4, 1)),
        relations=_relations(rng, staff),
        links=_links(),
        bid_rules=("digital-agency",),
        budgets=_budgets(town),
        departments={post.department: f"第{post.department[1:]}課" for post in town},
        seed=seed,
    )


def _relations(rng: np.random.Generator, staff: tuple[Candidate, ...]) -> tuple[Relation, ...]:
    kin, apart = (round(share * len(staff)) for share in (KIN_SHARE, APART_SHARE))
    some = rng.permutation(len(staff))[: 2 * (kin + apart)]
    pairs = [tuple(sorted(pair)) for pair in some.reshape(-1, 2)] if len(staff) > 1 else []
    return tuple(
        Relation("kin" if number < kin else "no-evaluation", staff[a].person, staff[b].person)
        for number, (a, b) in enumerate(pairs)
    )


def _links() -> tuple[Link, ...]:
    """Every fourth company has a subsidiary among the others."""
    return tuple(
        starmap(
            Link,
            ((a, "parent_of", b) for a, b in zip(COMPANIES[::4], COMPANIES[1::4], strict=True)),
        )
    )


def _budgets(posts: tuple[Post, ...]) -> tuple[Budget, ...]:
    """Enough for half of what costs the city money."""
    total = sum(post.yearly_cost for post in posts if post.payer == "home")
    return (Budget("home", total // 2),) if total else ()
