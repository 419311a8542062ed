"""What a plan could not do (不足一覧), with the rules that stand in the way and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.plan.model import Shortage
from grader.placement.rules.model import Subject
from grader.placement.rules.sentences import describe, remedy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.plan.words import Names
    from grader.placement.problem.board import Board
    from grader.placement.program.model import Block, Program
    from grader.placement.rules.model import Charge, PlanRule

    Floats = NDArray[np.float64]

_SHORT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Missing:
    """One thing that a plan could not do.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    subject : Subject
        What it is about.
    amount : float
        Units short.
    block : Block or None
        Where the rule stands in the program; None for a pair that breaks the rule by being used.
    row : int
        Which row of the block, from 0.
    """

    rule: PlanRule
    subject: Subject
    amount: float
    block: Block | None = None
    row: int = 0


def missing(
    board: Board, program: Program, charges: Sequence[Charge], values: Floats
) -> tuple[Missing, ...]:
    """Find what a solution could not do.

    Parameters
    ----------
    board : Board
        The pairs.
    program : Program
        The program.
    charges : sequence of Charge
        Soft rules that single pairs break.
    values : ndarray of shape (columns,)
        The solution.

    Returns
    -------
    tuple of Missing
        The heaviest first, then by year, rule and subject.
    """
    found = [*_of_rows(program, values), *_of_pairs(board, charges, values)]
    return tuple(sorted(found, key=_order))


def _of_rows(program: Program, values: Floats) -> Iterable[Missing]:
    for block in program.blocks:
        if block.shortages is None:
            continue
        amounts = values[block.shortages]
        for k in np.flatnonzero(amounts > _SHORT).tolist():
            yield Missing(block.rule, block.subjects[k], float(amounts[k]), block, k)


def _of_pairs(board: Board, charges: Sequence[Charge], values: Floats) -> Iterable[Missing]:
    people, posts = board.problem.people, board.problem.posts
    used = values[: len(board)] > 0.5  # noqa: PLR2004  # whole numbers
    for charge in charges:
        for pair in np.flatnonzero(charge.pairs & used).tolist():
            subject = Subject(
                person=people[board.person[pair]].person,
                post=posts[board.post[pair]].id,
                year=int(board.year[pair]),
            )
            yield Missing(charge.rule, subject, 1.0)


def _order(one: Missing) -> tuple[float, int, str, str, str, str, int]:
    subject = one.subject
    weight = one.rule.weight * one.amount
    about = (subject.post, subject.person, subject.skill, subject.level)
    return (-weight, subject.year, one.rule.code, *about)


def shortages(
    found: Iterable[Missing], blocked: Mapping[Missing, tuple[str, ...]], names: Names
) -> tuple[Shortage, ...]:
    """Tell what a plan could not do.

    Parameters
    ----------
    found : iterable of Missing
        What is short.
    blocked : mapping of Missing to tuple of str
        Codes of the rules that stand in the way, where that was worked out.
    names : Names
        Names of people, posts and skills.

    Returns
    -------
    tuple of Shortage
        In the same order.
    """
    return tuple(
        Shortage(
            rule=one.rule.code,
            person=one.subject.person,
            post=one.subject.post,
            skill=one.subject.skill,
            level=one.subject.level,
            year=one.subject.year,
            amount=one.amount,
            text=describe(one.rule, one.subject, one.amount, names.problem, names),
            blocked_by=blocked.get(one, ()),
            remedy=remedy(one.rule),
        )
        for one in found
    )
