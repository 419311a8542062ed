"""People kept apart: kin in one department, and evaluation by kin or by those who had better not evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.rules.model import Subject
from grader.placement.rules.rows_base import at_most, is_main, pairs_by, stacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Post, Problem
    from grader.placement.rules.model import PlanRule, Rows

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]


def kin(board: Board, rule: PlanRule) -> Rows | None:
    """P011: kin are not in one department.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        Rows for each two people who are kin, and each department and year where both could be.

    Notes
    -----
    Σ of the pairs of both over the posts of the department ≤ 1. Two hosts that stand under one department on paper are
    two places.
    """
    return _apart(board, rule, kinds=("kin",), clash=_same_office(board.problem))


def evaluation(board: Board, rule: PlanRule) -> Rows | None:
    """P012: nobody is evaluated by kin, or by a person who had better not evaluate them.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        Rows for each two such people, and each post of the one from which, or in which, the other is evaluated.
    """
    return _apart(board, rule, kinds=("kin", "no-evaluation"), clash=_evaluates(board.problem))


def _same_office(problem: Problem) -> Bools:
    numbers: dict[tuple[str, ...], int] = {}
    office = np.array([numbers.setdefault(_office(p), len(numbers)) for p in problem.posts])
    same: Bools = office[:, None] == office[None, :]
    return same


def _office(post: Post) -> tuple[str, ...]:
    if post.kind in ("rotation", "concurrent"):
        return (post.department,)
    return (post.department, post.placement or "", post.host)


def _evaluates(problem: Problem) -> Bools:
    index = {post.id: number for number, post in enumerate(problem.posts)}
    table = np.zeros((len(index), len(index)), dtype=np.bool_)
    for number, post in enumerate(problem.posts):
        table[number, [index[other] for other in post.evaluates if other in index]] = True
    either: Bools = table | table.T
    return either


def _apart(board: Board, rule: PlanRule, *, kinds: tuple[str, ...], clash: Bools) -> Rows | None:
    people = {one.person: number for number, one in enumerate(board.problem.people)}
    of_person, main = pairs_by(board.person, len(people)), is_main(board)
    rows, subjects = [], []
    for tie in board.problem.relations:
        if tie.kind in kinds and tie.a in people and tie.b in people:
            first, second = of_person(people[tie.a]), of_person(people[tie.b])
            found = list(_groups(board, first, second, main=main, clash=clash))
            rows += found
            subjects += [_subject(board, row[0], tie.a, tie.b) for row in found]
    matrix = stacked(rows, [np.ones(len(row)) for row in rows], len(board))
    return at_most(rule, matrix, np.ones(len(rows)), subjects)


def _subject(board: Board, pair: int, person: str, other: str) -> Subject:
    post = board.problem.posts[board.post[pair]].id
    return Subject(person=person, post=post, other=other, year=int(board.year[pair]))


def _groups(board: Board, a: Ints, b: Ints, *, main: Bools, clash: Bools) -> Iterator[Ints]:
    """Yield sets of pairs of two people of which one may be used.

    Pairs of the first person that clash with the same pairs of the second go into one row, which is tighter than a row
    for each two pairs. Since a person may have one main place and more beside it, only main places share a row.
    """
    table = clash[np.ix_(board.post[a], board.post[b])] & (board.year[a][:, None] == board.year[b])
    for mine in _alike(table, main[a]):
        for other in _alike(table[mine[:1]].T, main[b]):
            yield np.concatenate([a[mine], b[other]])


def _alike(table: Bools, main: Bools) -> Iterator[Ints]:
    """Yield the rows of a table that are equal: main places together, others alone; none without a clash."""
    if not table.size:
        return
    number = np.unique(table, axis=0, return_inverse=True)[1].reshape(-1)
    number = np.where(main, number, len(number) + np.arange(len(number)))
    for group in np.unique(number[table.any(axis=1)]):
        yield np.flatnonzero(number == group)
