"""Who leaves a post, who comes back, and who takes over; all of it in the first year of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from grader.placement.problem.pairs import present_posts
from grader.placement.rules.model import Subject
from grader.placement.rules.rows_base import (
    TINY,
    at_least,
    at_work,
    is_main,
    of_posts,
    place_subjects,
    stacked,
    sums,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Candidate
    from grader.placement.rules.model import PlanRule, Rows

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]


def return_and_backfill(board: Board, rule: PlanRule) -> Rows | None:
    """P021: whoever comes back gets the return post, and somebody takes over from whoever is sent out.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each person whose secondment ends by the day of appointment, then one for each post from which
        people could be sent out for the whole week; year 0.

    Notes
    -----
    Return: x[person, return post] + shortage ≥ 1.

    Backfill: Σ load of arrivals + shortage ≥ Σ load of those sent out − spare, with
    spare = max(0, load of those who work and do not leave the organisation − mandatory seats). Where nobody else goes
    this is the same as "the load afterwards is at least min(mandatory, load before)"; seats that others leave, on
    rotation or for good, are the business of P005.
    """
    back, returners = _returns(board)
    load = _home_load(board)
    sent = _sent_out(board)
    chosen, out, spare = _losses(board, load, sent)
    arrivals = np.where((board.year == 0) & ~board.stay, board.load, 0.0)
    leaving = sums(present_posts(board.problem)[board.person], chosen, load[board.person] * sent)
    matrix = csr_array(vstack([back, sums(board.post, chosen, arrivals) - leaving]))
    once = np.ones(len(returners))
    return at_least(
        rule,
        matrix,
        np.concatenate([once, -spare[chosen]]),
        [*returners, *place_subjects(board, chosen)],
        most=np.concatenate([once, (out - spare)[chosen]]),
    )


def leavers(board: Board, rule: PlanRule) -> Rows | None:
    """P022: no more than so many people leave a post at once.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each post with such a limit that more people could leave; year 0.

    Notes
    -----
    Σ of those who stay + shortage ≥ people there today − limit. Those who leave in any case (retirement, end of a term,
    most years in post) count, so that the plan names them; a hard rule asks only for those who may stay.
    """
    posts = board.problem.posts
    present, staying = present_posts(board.problem), board.stay & (board.year == 0)
    today = np.bincount(present[present >= 0], minlength=len(posts))
    limit = of_posts(board, lambda p: np.inf if p.max_leavers is None else p.max_leavers)
    needed = today - limit
    if rule.strength == "hard":
        needed = np.minimum(needed, np.bincount(board.post[staying], minlength=len(posts)))
    chosen = np.flatnonzero(needed > 0)
    matrix = sums(board.post, chosen, staying)
    return at_least(rule, matrix, needed[chosen], place_subjects(board, chosen))


def _returns(board: Board) -> tuple[csr_array, list[Subject]]:
    people = [
        (number, one) for number, one in enumerate(board.problem.people) if _returns_now(one, board)
    ]
    index = {post.id: number for number, post in enumerate(board.problem.posts)}
    rows = [
        np.flatnonzero(
            (board.person == number)
            & (board.post == index.get(one.return_post or "", -1))
            & (board.year == 0)
        )
        for number, one in people
    ]
    subjects = [Subject(person=one.person, post=one.return_post or "") for _, one in people]
    return stacked(rows, [np.ones(len(row)) for row in rows], len(board)), subjects


def _returns_now(person: Candidate, board: Board) -> bool:
    over = person.term_ends is not None and person.term_ends <= board.problem.appointed_on
    return over and person.return_post is not None and not person.leaves


def _home_load(board: Board) -> Floats:
    """Return the seats that everybody who works takes in the present post inside; 0 for others."""
    inside = np.append(of_posts(board, lambda post: post.kind == "rotation"), 0.0)
    share = np.array([one.share for one in board.problem.people]) * at_work(board)
    load: Floats = share * inside[present_posts(board.problem)]
    return load


def _sent_out(board: Board) -> Bools:
    """Tell which pairs send somebody away from the present post for the whole week."""
    outside = of_posts(board, lambda post: post.kind != "rotation").astype(np.bool_)
    sent: Bools = is_main(board) & outside[board.post] & ~board.stay & (board.year == 0)
    return sent


def _losses(board: Board, load: Floats, sent: Bools) -> tuple[Ints, Floats, Floats]:
    """Return the posts that could lose too much, and by post: most load sent out, and load that can be spared."""
    present, size = present_posts(board.problem), len(board.problem.posts)
    remains = np.array([not one.leaves for one in board.problem.people]) & (present >= 0)
    can_go = remains & (np.bincount(board.person[sent], minlength=len(present)) > 0)
    before = np.bincount(present[remains], load[remains], size).astype(np.float64)
    out = np.bincount(present[can_go], load[can_go], size).astype(np.float64)
    spare: Floats = np.maximum(0.0, before - of_posts(board, lambda post: post.mandatory))
    return np.flatnonzero(out > spare + TINY), out, spare
