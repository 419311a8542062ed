"""What people decide by hand: pins, pairs that are forbidden, and another plan that must differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.placement.rules.model import Subject
from grader.placement.rules.policy import rule_in
from grader.placement.rules.rows_base import at_least, at_most, stacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.rules.model import PlanRule, Rows

    Ints = NDArray[np.intp]


def pins(board: Board, rule: PlanRule) -> Rows | None:
    """P023: pairs that HR has pinned come together.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each pin in year 0: x + shortage ≥ 1. A pin whose pair another rule shuts out is a shortage.
    """
    pinned = sorted(set(board.problem.pins))
    rows = [pair[board.year[pair] == 0] for pair in _pairs(board, pinned)]
    subjects = [Subject(person=person, post=post) for person, post in pinned]
    matrix = stacked(rows, [np.ones(len(row)) for row in rows], len(board))
    return at_least(rule, matrix, np.ones(len(rows)), subjects)


def forbids(board: Board, rule: PlanRule) -> Rows | None:
    """P024: pairs that HR has forbidden do not come together, in any year.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each forbidden pair that is on the board: Σ x over the years ≤ 0.
    """
    forbidden = sorted(set(board.problem.forbids))
    found = [
        (key, row) for key, row in zip(forbidden, _pairs(board, forbidden), strict=True) if len(row)
    ]
    subjects = [Subject(person=person, post=post) for (person, post), _ in found]
    rows = [row for _, row in found]
    matrix = stacked(rows, [np.ones(len(row)) for row in rows], len(board))
    return at_most(rule, matrix, np.zeros(len(rows)), subjects)


def differs(board: Board, placed: Mapping[str, str], k: int) -> Rows | None:
    """P027: at least k people are placed elsewhere than in another plan.

    Parameters
    ----------
    board : Board
        The pairs.
    placed : mapping of str to str
        The other plan: person ids to posts, year 0. People without a place in it are not compared.
    k : int
        How many people, at least 1.

    Returns
    -------
    Rows or None
        One row: Σ (1 − x of the other plan's pairs) + shortage ≥ k; None where the policy has the rule off, or so many
        pairs of the other plan are no longer on the board that every plan differs enough.

    Raises
    ------
    InputError
        If k is below 1 or above the number of people compared.
    """
    if not 1 <= k <= len(placed):
        raise InputError(
            f"別案: 違いの人数 {k} は使えません。1 から {len(placed)}（元の案で配置された人数）までにしてください。",
            f"another plan: cannot differ in {k} people. Use 1 to {len(placed)}, the people placed in the other plan.",
        )
    rule = rule_in(board.problem.policy, "P027")
    rows = list(_pairs(board, sorted(placed.items())))
    same = np.concatenate(rows)
    same = np.sort(same[board.year[same] == 0])
    allowed = len(placed) - k
    if rule.strength == "off" or len(same) <= allowed:
        return None
    matrix = stacked([same], [np.ones(len(same))], len(board))
    return at_most(rule, matrix, np.array([float(allowed)]), [Subject()])


def _pairs(board: Board, wanted: Iterable[tuple[str, str]]) -> Iterable[Ints]:
    """Yield the pairs of the board for each person and post, over all years; none where it has none."""
    people = {one.person: number for number, one in enumerate(board.problem.people)}
    posts = {post.id: number for number, post in enumerate(board.problem.posts)}
    code = board.person * len(posts) + board.post
    order = np.argsort(code, kind="stable")
    code = code[order]
    for person, post in wanted:
        known = person in people and post in posts
        here = people[person] * len(posts) + posts[post] if known else -1
        yield order[np.searchsorted(code, here) : np.searchsorted(code, here, side="right")]
