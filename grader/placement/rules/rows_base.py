"""What the rules that are written as rows share: sums over groups of pairs, and limits on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.problem.pairs import is_beside
from grader.placement.rules.model import Rows, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Post
    from grader.placement.rules.model import PlanRule

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]

TINY = 1e-9
"""Sums of shares such as 0.2 + 0.4 differ from 0.6 by less than this."""


def years_of(board: Board) -> int:
    """Count the years of a board.

    Parameters
    ----------
    board : Board
        The pairs.

    Returns
    -------
    int
        Years, at least 1.
    """
    return int(board.year.max(initial=0)) + 1


def is_main(board: Board) -> Bools:
    """Tell which pairs are the one main place of a person, and not days of the week beside it.

    Parameters
    ----------
    board : Board
        The pairs.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for main places.
    """
    return of_posts(board, lambda post: not is_beside(post)).astype(np.bool_)[board.post]


def of_posts(board: Board, value: Callable[[Post], float]) -> Floats:
    """Look up a number of every post.

    Parameters
    ----------
    board : Board
        The pairs.
    value : callable
        What to look up.

    Returns
    -------
    ndarray of float, shape (posts,)
        The numbers.
    """
    return np.array([value(post) for post in board.problem.posts], dtype=np.float64)


def at_work(board: Board) -> Bools:
    """Tell who works: people on leave keep their seat, but do no work in it.

    Parameters
    ----------
    board : Board
        The pairs.

    Returns
    -------
    ndarray of bool, shape (people,)
        False for people on leave.
    """
    return np.array([one.movable for one in board.problem.people], dtype=np.bool_)


def places(board: Board) -> Ints:
    """Number the posts year by year.

    Parameters
    ----------
    board : Board
        The pairs.

    Returns
    -------
    ndarray of int, shape (n,)
        year · posts + post.
    """
    return board.year * len(board.problem.posts) + board.post


def pairs_by(keys: Ints, count: int) -> Callable[[int], Ints]:
    """Look pairs up by a number that they have.

    Parameters
    ----------
    keys : ndarray of int, shape (n,)
        The number of each pair, from 0.
    count : int
        How many numbers there are.

    Returns
    -------
    callable
        Takes a number, returns the indices of its pairs in order.
    """
    order = np.argsort(keys, kind="stable")
    start = np.searchsorted(keys[order], np.arange(count + 1))
    return lambda key: order[start[key] : start[key + 1]]


def sums(keys: Ints, chosen: Ints, coefficients: Floats | Bools) -> csr_array:
    """Sum the pairs of each of some groups.

    Parameters
    ----------
    keys : ndarray of int, shape (n,)
        Group of each pair, from 0; −1 for those in none.
    chosen : ndarray of int, shape (m,)
        Groups that get a row, in order.
    coefficients : ndarray of shape (n,)
        Coefficients; pairs with 0 are left out.

    Returns
    -------
    csr_array of shape (m, n)
        One row for each chosen group.
    """
    top = max(int(keys.max(initial=-1)), int(chosen.max(initial=-1))) + 1
    number = np.full(top + 1, -1)  # the last one is that of no group
    number[chosen] = np.arange(len(chosen))
    row = number[keys]
    pair = np.flatnonzero((row >= 0) & (coefficients != 0))
    values = coefficients[pair].astype(np.float64)
    return csr_array((values, (row[pair], pair)), shape=(len(chosen), len(keys)))


def stacked(pairs: Sequence[Ints], coefficients: Sequence[Floats], n: int) -> csr_array:
    """Put rows together that were found one by one.

    Parameters
    ----------
    pairs : sequence of m ndarrays of int
        Pairs of each row.
    coefficients : sequence of m ndarrays of float
        Their coefficients.
    n : int
        How many pairs there are.

    Returns
    -------
    csr_array of shape (m, n)
        The rows.
    """
    start = np.concatenate([[0], np.cumsum([len(row) for row in pairs], dtype=np.intp)])
    columns = np.concatenate([np.empty(0, dtype=np.intp), *pairs])
    values = np.concatenate([np.empty(0), *coefficients])
    return csr_array((values, columns, start), shape=(len(pairs), n))


def at_least(
    rule: PlanRule,
    matrix: csr_array,
    needed: Floats,
    subjects: Sequence[Subject],
    *,
    most: Floats | None = None,
) -> Rows | None:
    """Ask for matrix · x + shortage ≥ needed.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    matrix : csr_array of shape (m, n)
        Coefficients.
    needed : ndarray of shape (m,)
        Lower limits.
    subjects : sequence of m Subject
        What each row is about.
    most : ndarray of shape (m,), optional
        Largest shortages; where no coefficient is negative, what is needed.

    Returns
    -------
    Rows or None
        None without a row.
    """
    if not subjects:
        return None
    return Rows(
        rule=rule,
        matrix=matrix,
        lower=needed,
        upper=np.full(len(subjects), np.inf),
        subjects=tuple(subjects),
        shortage=(needed if most is None else most) if rule.strength == "soft" else None,
    )


def at_most(
    rule: PlanRule,
    matrix: csr_array,
    limit: Floats,
    subjects: Sequence[Subject],
    *,
    most: Floats | None = None,
) -> Rows | None:
    """Ask for matrix · x − shortage ≤ limit.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    matrix : csr_array of shape (m, n)
        Coefficients, none of them negative.
    limit : ndarray of shape (m,)
        Upper limits.
    subjects : sequence of m Subject
        What each row is about.
    most : ndarray of shape (m,), optional
        Largest sums; without it, those of all pairs.

    Returns
    -------
    Rows or None
        None without a row.
    """
    if not subjects:
        return None
    largest = matrix.sum(axis=1) if most is None else most
    return Rows(
        rule=rule,
        matrix=matrix,
        lower=np.full(len(subjects), -np.inf),
        upper=limit,
        subjects=tuple(subjects),
        shortage=largest - limit if rule.strength == "soft" else None,
    )


def place_subjects(board: Board, chosen: Ints) -> list[Subject]:
    """Name the posts and years of rows.

    Parameters
    ----------
    board : Board
        The pairs.
    chosen : ndarray of int
        Numbers as `places` gives them.

    Returns
    -------
    list of Subject
        One for each.
    """
    posts = board.problem.posts
    return [
        Subject(post=posts[key % len(posts)].id, year=key // len(posts)) for key in chosen.tolist()
    ]


def person_subjects(board: Board, chosen: Ints) -> list[Subject]:
    """Name the people and years of rows.

    Parameters
    ----------
    board : Board
        The pairs.
    chosen : ndarray of int
        year · people + person.

    Returns
    -------
    list of Subject
        One for each.
    """
    people = board.problem.people
    return [
        Subject(person=people[key % len(people)].person, year=key // len(people))
        for key in chosen.tolist()
    ]
