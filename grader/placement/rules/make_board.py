"""Choose the pairs of person and post that a plan looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.board import Board
from grader.placement.problem.pairs import FULL_WEEK, every_pair, is_beside
from grader.placement.problem.points import points_of
from grader.placement.rules.pairs import shut_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.problem.model import Problem
    from grader.placement.problem.pairs import Pairs
    from grader.placement.problem.points import Points
    from grader.standard import Standard

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]


def make_board(problem: Problem, standard: Standard) -> tuple[Board, bool]:
    """Choose the pairs that a plan looks at, and give them their points.

    Parameters
    ----------
    problem : Problem
        People, posts and policy.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    board : Board
        Pairs of one year that no hard rule on single pairs shuts out: present posts, wishes, return posts, pins, what an
        earlier plan announced, and of the others the best by fit, growth and wishes: `candidates_per_person` for each
        person and `candidates_per_post` for each post. People who leave have none.
    complete : bool
        Whether no pair that the rules allow was left out.

    Raises
    ------
    InputError
        If the policy names rules that do not exist, or the standard lacks the rulebook that bid restrictions need.

    Notes
    -----
    Equal pairs are ordered by person and post from a place that is another one for each person, so that people of whom
    nothing is known do not all look at the same few posts.
    """
    pairs, points = every_pair(problem), points_of(problem, standard)
    allowed = ~(shut_out(pairs, standard) | pairs.people(lambda one: one.leaves, np.bool_))
    chosen = allowed & (_wanted(pairs, points) | _best(problem, points, allowed))
    person, post = np.nonzero(chosen)
    board = Board(
        problem=problem,
        person=person,
        post=post,
        year=np.zeros(len(person), dtype=np.intp),
        load=_load(problem)[person, post],
        stay=pairs.stay[person, post],
        fit=points.fit[person, post].astype(np.float64),
        growth=points.growth[person, post].astype(np.float64),
        wish=points.wish[person, post].astype(np.float64),
    )
    return board, bool(chosen.sum() == allowed.sum())


def _wanted(pairs: Pairs, points: Points) -> Bools:
    """Pairs that are looked at whatever their points."""
    posts: dict[str, list[str]] = {}
    problem = pairs.problem
    earlier = [(person, post) for person, _, post in problem.announced]
    for person, post in (*problem.pins, *earlier):
        posts.setdefault(person, []).append(post)
    named = pairs.named(
        lambda one: [*posts.get(one.person, []), *filter(None, [one.return_post])],
        lambda post: [post.id],
    )
    return pairs.stay | (points.wish > 0) | named


def _best(problem: Problem, points: Points, allowed: Bools) -> Bools:
    """Mark the best pairs of each person and of each post."""
    policy, (people, posts) = problem.policy, allowed.shape
    total = (points.fit + points.growth + points.wish).astype(np.int64)
    row, column = np.arange(people)[:, None], np.arange(posts)[None, :]
    turned = (column - row * policy.candidates_per_person) % max(posts, 1)
    by_person = _top(
        np.where(allowed, total * posts - turned, _NEVER), policy.candidates_per_person
    )
    turned = (row - column * policy.candidates_per_post) % max(people, 1)
    by_post = _top(
        np.where(allowed, total * people - turned, _NEVER).T, policy.candidates_per_post
    ).T
    return by_person | by_post


_NEVER = np.iinfo(np.int64).min


def _top(value: Ints, count: int) -> Bools:
    """Mark the greatest values of each row; values that differ, so that the choice is one and the same everywhere."""
    if count >= value.shape[1]:
        return np.ones(value.shape, dtype=np.bool_)
    marked = np.zeros(value.shape, dtype=np.bool_)
    if count > 0:
        best = np.argpartition(value, -count, axis=1)[:, -count:]
        np.put_along_axis(marked, best, values=True, axis=1)
    return marked


def _load(problem: Problem) -> NDArray[np.float64]:
    """Seats that each person takes at each post."""
    share = np.array([one.share for one in problem.people])
    week = [post.days_per_week / FULL_WEEK if is_beside(post) else 1.0 for post in problem.posts]
    return np.outer(share, week)
