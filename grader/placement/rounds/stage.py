"""Rounds of a workspace: people and posts of a stored plan's problem, the outcome stored beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from grader.errors import InputError
from grader.placement.plan.hand import pin
from grader.placement.plan.named import person_id, post_id
from grader.placement.plan.store import load_plan, plan_path
from grader.placement.problem.pairs import is_beside
from grader.placement.rounds.acceptance import blocking_pairs, deferred_acceptance
from grader.placement.rounds.from_problem import make_round
from grader.placement.rules.make_board import make_board
from grader.schema.store import write_json
from grader.standard import load_standard
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from grader.placement.plan.model import Plan
    from grader.placement.plan.stage import Noted
    from grader.placement.problem.model import Candidate, Problem
    from grader.placement.rounds.model import Outcome, Round
    from grader.standard import Standard
    from grader.workspace import Workspace

Order = Literal["fit", "growth"]


@dataclass(frozen=True, slots=True)
class RoundAsked:
    """What round is asked for.

    Parameters
    ----------
    plan : str
        Name of the stored plan whose people, posts and rules are used.
    posts : tuple of (str, int)
        Posts that are open, by id or name, and their seats; empty: all main posts with seats that nobody holds.
    people : tuple of str
        Staff numbers, person ids or names of those who take part; empty: whoever wishes for one of the posts.
    order : {'fit', 'growth'}
        Whose points decide who comes first at a post. Never both in one number, and never the wishes: whoever named
        other wishes could gain by it.
    seed : int
        Seed of the lottery among people with the same points.
    """

    plan: str
    posts: tuple[tuple[str, int], ...] = ()
    people: tuple[str, ...] = ()
    order: Order = "fit"
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """A round that was held.

    Parameters
    ----------
    round : Round
        Wishes, seats and points.
    outcome : Outcome
        What came out, which no pair blocks.
    problem : Problem
        Names of people and posts.
    standard : Standard
        Names of skills.
    """

    round: Round
    outcome: Outcome
    problem: Problem
    standard: Standard


def hold_round(workspace: Workspace, asked: RoundAsked, *, noted: Noted = lambda _: None) -> Held:
    """Place people by deferred acceptance, and store the outcome beside the plan.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    asked : RoundAsked
        What is asked for.
    noted : callable, optional
        Takes the problem once it is read, to leave an entry in the audit.

    Returns
    -------
    Held
        The round; a stored one of the same plan is replaced.

    Raises
    ------
    InputError
        If there is no such plan, post or person, no seat is open, or nobody wishes for one.

    Notes
    -----
    Hard rules on single pairs (grade, consent, bid restrictions …) decide who may go where. Rules between people, such as
    kin, are not looked at: a plan with the outcome as pins shows them.
    """
    plan, problem = load_plan(workspace, asked.plan)
    noted(problem)
    standard = load_standard(workspace.standard, workspace.overlay)
    named = {post_id(problem, post): seats for post, seats in asked.posts}
    seats = named or open_seats(problem)
    if not seats:
        _refuse(_NO_SEAT)
    held = _round(problem, standard, asked, seats)
    outcome = deferred_acceptance(held)
    blocking = blocking_pairs(held, outcome.matching)
    document = _document(plan, asked, held, outcome, blocking)
    # The schema allows no blocking pair: an outcome that is not stable is never stored.
    write_json(round_path(workspace, plan.name), document, "round")
    return Held(held, outcome, problem, standard)


def round_path(workspace: Workspace, plan: str) -> Path:
    """Return where the round of a plan stands.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    plan : str
        Name of the plan.

    Returns
    -------
    Path
        ``records/plans/<name>/round.json``.

    Raises
    ------
    InputError
        If the name cannot be that of a plan.
    """
    return plan_path(workspace, plan).with_name("round.json")


def open_seats(problem: Problem) -> dict[str, int]:
    """Count the seats that nobody holds on the day of appointment.

    Parameters
    ----------
    problem : Problem
        People and posts.

    Returns
    -------
    dict of str to int
        By main post, those with at least one whole seat. Whoever does not leave keeps the seat: it is open only once
        they have another one.
    """
    left = {post.id: post.seats for post in problem.posts if not is_beside(post)}
    for one in problem.people:
        post = _post_on_the_day(one, problem)
        if post in left:
            left[post] -= one.share
    # A hair of rounding must not cost a seat.
    return {post: floor(seats + _HAIR) for post, seats in left.items() if seats + _HAIR >= 1}


_HAIR = 1e-9


def pinned(problem: Problem, outcome: Outcome) -> Problem:
    """Decide what came out of a round.

    Parameters
    ----------
    problem : Problem
        The problem.
    outcome : Outcome
        The outcome.

    Returns
    -------
    Problem
        With a pin for everybody who got a post.
    """
    for person, post in outcome.matching.items():
        if post is not None:
            problem = pin(problem, person, post)
    return problem


def _post_on_the_day(one: Candidate, problem: Problem) -> str | None:
    if one.leaves:
        return None
    back = one.term_ends is not None and one.term_ends < problem.appointed_on
    return one.return_post if back else one.post


_NO_SEAT = Text(
    "空いているポストがありません。--post で、募集するポストと人数を示してください。",
    "No post has an open seat. Name posts and seats with --post.",
)
_NO_WISH = Text(
    "募集するポストを希望する人がいません。ポストか希望の記録を確かめてください。",
    "Nobody wishes for a post of this round. Check the posts and the wishes on record.",
)


def _refuse(why: Text) -> NoReturn:
    raise InputError(why.ja, why.en)


def _round(
    problem: Problem, standard: Standard, asked: RoundAsked, seats: Mapping[str, int]
) -> Round:
    people = {person_id(problem, one) for one in asked.people}
    may = people or {one.person for one in problem.people if one.wishes and not one.leaves}
    # Of whom a pair is left out it would be said that conditions are not fulfilled, so none is.
    policy = replace(problem.policy, candidates_per_person=len(problem.posts))
    board, _ = make_board(replace(problem, policy=policy), standard)
    points = board.fit if asked.order == "fit" else board.growth
    made = make_round(board, points, seats=seats, persons=may, seed=asked.seed)
    wishes = _elsewhere(made, problem, keep=people)
    if not wishes:
        _refuse(_NO_WISH)
    return replace(made, wishes=wishes)


def _elsewhere(
    made: Round, problem: Problem, *, keep: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Wishes for another post than the present one: a wish for a department names that as well."""
    own = {one.person: one.post for one in problem.people}
    left = {
        person: tuple(post for post in wishes if post != own[person])
        for person, wishes in made.wishes.items()
    }
    return {person: wishes for person, wishes in left.items() if wishes or person in keep}


def _document(
    plan: Plan,
    asked: RoundAsked,
    held: Round,
    outcome: Outcome,
    blocking: list[tuple[str, str]],
) -> dict[str, Any]:
    return {
        "format_version": 1,
        "plan": plan.name,
        "input_sha256": plan.input_sha256,
        "order": asked.order,
        "seed": asked.seed,
        "vacancies": [
            {
                "post": one.post,
                "name": one.name,
                "seats": one.seats,
                "unfilled": outcome.unfilled.get(one.post, 0),
            }
            for one in held.vacancies.values()
        ],
        "answers": [
            {
                "person": person,
                "post": answer.post,
                "rank": answer.rank,
                "lot": answer.lot,
                "wishes": [
                    {"post": post, "points": held.vacancies[post].points.get(person)}
                    for post in held.wishes[person]
                ],
                "reason": _text(answer.reason),
            }
            for person, answer in outcome.answers.items()
        ],
        "blocking_pairs": [list(pair) for pair in blocking],
    }


def _text(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
