"""Days of the week and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.rules.model import Subject
from grader.placement.rules.rows_base import (
    TINY,
    at_most,
    is_main,
    of_posts,
    person_subjects,
    places,
    stacked,
    sums,
    years_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.rules.model import PlanRule, Rows

    Floats = NDArray[np.float64]

YEN = 10_000
"""Rows of money count in units of 10,000 yen (万円): a solver likes numbers of one size."""


def days(board: Board, rule: PlanRule) -> Rows | None:
    """P019: what is done beside the main place takes no more days a week than the person can give away.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each person and year who could give away too many days.

    Notes
    -----
    Σ days of concurrent, shared, side-job and part-week pairs + days · Σ full secondments ≤ days that the person gives
    away. These days are part of the main place's week, whose seat stays occupied; so nobody has more than 5 days, and
    whoever is away all week has none to give.
    """
    people = board.problem.people
    given = np.tile([one.days_per_week for one in people], years_of(board))
    key, main = board.year * len(people) + board.person, is_main(board)
    away = (
        main & ~of_posts(board, lambda post: post.kind == "rotation").astype(np.bool_)[board.post]
    )
    beside = np.where(main, 0.0, of_posts(board, lambda post: post.days_per_week)[board.post])
    asked = np.bincount(key, beside, minlength=len(given))
    most = asked + given * (np.bincount(key[away], minlength=len(given)) > 0)
    chosen = np.flatnonzero((asked > 0) & (most > given + TINY))
    matrix = sums(key, chosen, beside + np.where(away, given[key], 0.0))
    return at_most(rule, matrix, given[chosen], person_subjects(board, chosen), most=most[chosen])


def money(board: Board, rule: PlanRule) -> Rows | None:
    """P020: the posts that a payer pays cost no more than the budget.

    Parameters
    ----------
    board : Board
        The pairs.
    rule : PlanRule
        The rule as the policy has it.

    Returns
    -------
    Rows or None
        A row for each budget and year that could be exceeded, in units of 10,000 yen: Σ cost ≤ budget.
    """
    years = years_of(board)
    cost = of_posts(board, lambda post: post.yearly_cost / YEN)
    full = (np.tile(cost, years) * _heads(board)).reshape(years, -1)
    rows, limits, most, subjects = [], [], [], []
    for year, budget in ((year, each) for year in range(years) for each in board.problem.budgets):
        paid = np.array([post.payer == budget.payer for post in board.problem.posts]) & (cost > 0)
        if full[year, paid].sum() > budget.yen / YEN + TINY:
            rows.append(np.flatnonzero(paid[board.post] & (board.year == year)))
            limits.append(budget.yen / YEN)
            most.append(full[year, paid].sum())
            subjects.append(Subject(other=budget.payer, year=year))
    matrix = stacked(rows, [cost[board.post[row]] for row in rows], len(board))
    return at_most(rule, matrix, np.array(limits), subjects, most=np.array(most))


def _heads(board: Board) -> Floats:
    """Return how many people each post and year can take: by its candidates, and by seats and the least load."""
    count = years_of(board) * len(board.problem.posts)
    seats = np.tile(of_posts(board, lambda post: post.seats), years_of(board))
    least = np.full(count, np.inf)
    np.minimum.at(least, places(board), np.maximum(board.load, TINY))
    fit_in = np.floor(seats / least + TINY)
    heads: Floats = np.minimum(np.bincount(places(board), minlength=count), fit_in)
    return heads
