"""What a plan does to each post: who comes, who goes, the seats, and the skills that it keeps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.placement.plan.reasons import holds
from grader.placement.plan.words import Names, listed, number
from grader.placement.problem.pairs import FULL_WEEK, is_beside
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.placement.plan.model import Plan, Shortage
    from grader.placement.problem.model import Candidate, Post, Problem, SkillNeed
    from grader.standard import Standard


@dataclass(frozen=True, slots=True)
class Kept:
    """One skill that a post must keep, and what it will have.

    Parameters
    ----------
    need : SkillNeed
        The skill that is asked for.
    holders : int
        People placed there who hold it at that level.
    """

    need: SkillNeed
    holders: int


@dataclass(frozen=True, slots=True)
class PostView:
    """One post in one year of a plan.

    Parameters
    ----------
    post : str
        Id of the post.
    year : int
        Year of the plan, from 0.
    comes, goes, stays : tuple of str
        Person ids.
    seats, mandatory : float
        Seats that there are, and that had better not stay empty.
    filled : float
        Seats that are filled, in full-time posts.
    kept : tuple of Kept
        Skills that the post must keep with so many people.
    shortages : tuple of Shortage
        What the plan could not do here.
    """

    post: str
    year: int
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    stays: tuple[str, ...]
    seats: float
    mandatory: float
    filled: float
    kept: tuple[Kept, ...]
    shortages: tuple[Shortage, ...]


def post_views(plan: Plan, problem: Problem, *, year: int = 0) -> tuple[PostView, ...]:
    """Look at a plan post by post.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    year : int
        Year of the plan, from 0.

    Returns
    -------
    tuple of PostView
        All posts, in the order of the problem.
    """
    flows: list[defaultdict[str, list[str]]] = [defaultdict(list) for _ in range(3)]
    comes, goes, stays = flows
    for placed in plan.placed:
        if placed.year == year:
            same = placed.before == placed.after
            if placed.after is not None:
                (stays if same else comes)[placed.after].append(placed.person)
            if placed.before is not None and not same:
                goes[placed.before].append(placed.person)
    people = {one.person: one for one in problem.people}
    for one in problem.people:
        if one.leaves and one.post is not None:
            goes[one.post].append(one.person)
    return tuple(
        _view(
            post,
            (comes[post.id], goes[post.id], stays[post.id]),
            [people[person] for person in (*stays[post.id], *comes[post.id])],
            (plan, problem, year),
        )
        for post in problem.posts
    )


def _view(
    post: Post,
    flow: tuple[Sequence[str], Sequence[str], Sequence[str]],
    there: Sequence[Candidate],
    context: tuple[Plan, Problem, int],
) -> PostView:
    plan, problem, year = context
    comes, goes, stays = (tuple(sorted(set(group))) for group in flow)
    week = post.days_per_week / FULL_WEEK if is_beside(post) else 1.0
    return PostView(
        post=post.id,
        year=year,
        comes=comes,
        goes=goes,
        stays=stays,
        seats=post.seats,
        mandatory=post.mandatory,
        filled=sum(one.share for one in there) * week,
        kept=tuple(
            Kept(need, sum(holds(one, need, problem.policy.met) for one in there))
            for need in post.needs
            if need.people
        ),
        shortages=tuple(
            short for short in plan.shortages if short.post == post.id and short.year == year
        ),
    )


def explain_post(view: PostView, problem: Problem, standard: Standard) -> tuple[Text, ...]:
    """Tell in sentences what a plan does to a post.

    Parameters
    ----------
    view : PostView
        The post in the plan.
    problem : Problem
        Names of people and posts.
    standard : Standard
        Names of skills.

    Returns
    -------
    tuple of Text
        Seats; who comes, who goes, who stays; each skill to be kept; each shortage.
    """
    names = Names(problem, standard)
    place = names.place(view.post)
    seats = (number(view.filled), number(view.seats), number(view.mandatory))
    return (
        Text(
            f"{place}は、定員{seats[1]}人（うち必置{seats[2]}人）のところ、{seats[0]}人分を配置します。",
            f"{place}: {seats[0]} of {seats[1]} seats filled, {seats[2]} of them mandatory.",
        ),
        _group(Text("転入", "Coming"), view.comes, names),
        _group(Text("転出", "Going"), view.goes, names),
        _group(Text("在課", "Staying"), view.stays, names),
        *(_skill_line(kept, names) for kept in view.kept),
        *(short.text for short in view.shortages),
    )


def _group(what: Text, people: Sequence[str], names: Names) -> Text:
    told = listed(names.person(person) for person in people)
    return Text(
        f"{what.ja}は{len(people)}人です{f'（{told.ja}）' if people else ''}。",
        f"{what.en}: {len(people)}{f' ({told.en})' if people else ''}.",
    )


def _skill_line(kept: Kept, names: Names) -> Text:
    need, skill = kept.need, names.skill(kept.need.skill)
    return Text(
        f"{skill.ja}のレベル{need.level}以上は{need.people}人必要で、{kept.holders}人になります。",
        f"{skill.en} at level {need.level} or above: {need.people} needed, {kept.holders} there.",
    )
