"""People and seats: one place for each person, seats that are there, and seats that must be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.rules.model import Rows
from grader.placement.rules.rows_base import (
    TINY,
    at_least,
    at_most,
    at_work,
    is_main,
    of_posts,
    person_subjects,
    place_subjects,
    places,
    sums,
    years_of,
)

if TYPE_CHECKING:
    from grader.placement.problem.board import Board
    from grader.placement.rules.model import PlanRule


def one_place(board: Board, rule: PlanRule) -> Rows | None:
    """P001: own staff who stay get one main place, and nobody gets two.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each member of the staff who does not leave, and for each other person with several main pairs.

    Notes
    -----
    Σ main pairs + shortage = 1 for staff, Σ main pairs ≤ 1 for people from outside. What is done on some days of the
    week beside the main place comes on top; P019 limits it.
    """
    people, years = board.problem.people, years_of(board)
    main, key = is_main(board), board.year * len(people) + board.person
    must = np.tile([one.origin == "internal" and not one.leaves for one in people], years)
    chosen = np.flatnonzero(must | (np.bincount(key[main], minlength=len(must)) > 1))
    if not len(chosen):
        return None
    return Rows(
        rule=rule,
        matrix=sums(key, chosen, main),
        lower=np.where(must[chosen], 1.0, -np.inf),
        upper=np.ones(len(chosen)),
        subjects=tuple(person_subjects(board, chosen)),
        shortage=must[chosen].astype(np.float64) if rule.strength == "soft" else None,
    )


def seats(board: Board, rule: PlanRule) -> Rows | None:
    """P004: no post gets more people than it has seats.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each post and year with more candidates than seats: Σ load ≤ seats.
    """
    limit = np.tile(of_posts(board, lambda post: post.seats), years_of(board))
    most = np.bincount(places(board), board.load, minlength=len(limit))
    chosen = np.flatnonzero(most > limit + TINY)
    matrix = sums(places(board), chosen, board.load)
    return at_most(rule, matrix, limit[chosen], place_subjects(board, chosen))


def mandatory(board: Board, rule: PlanRule) -> Rows | None:
    """P005: mandatory seats are filled.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each post and year with mandatory seats: Σ load of those who work + shortage ≥ mandatory.
    """
    needed = np.tile(of_posts(board, lambda post: post.mandatory), years_of(board))
    chosen = np.flatnonzero(needed > 0)
    matrix = sums(places(board), chosen, board.load * at_work(board)[board.person])
    return at_least(rule, matrix, needed[chosen], place_subjects(board, chosen))
