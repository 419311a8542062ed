"""Pairs, rules and goals become one integer program."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_diag, csr_array, diags_array, hstack, vstack

from grader.placement.program.model import Block, Objective, Program

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Goal
    from grader.placement.rules.model import Charge, Rows

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]


def assemble(
    board: Board,
    rows: Sequence[Rows],
    charges: Sequence[Charge],
    *,
    announced: Bools | None = None,
) -> Program:
    """Write a plan's program.

    Parameters
    ----------
    board : Board
        n pairs, and the problem whose policy orders the goals.
    rows : sequence of Rows
        What the rules add, over these n pairs.
    charges : sequence of Charge
        Soft rules that single pairs break.
    announced : ndarray of bool of shape (n,), optional
        The pairs of a plan that is already known; the term ``keep`` counts those that are kept. Default: none.

    Returns
    -------
    Program
        Columns: the pairs, the rules' own columns rule by rule, one shortage for each row of a soft rule.

    Raises
    ------
    KeyError
        If a goal names a term that does not exist.

    Notes
    -----
    With x the pairs, z the rules' own columns and s the shortages, the terms of goals are

    * ``fill`` = Σ weight · s + Σ weight · x over the pairs charged;
    * ``fit``, ``wishes``, ``growth`` = −Σ points · x, in whole points (what is measured is less exact than that);
    * ``moves`` = Σ x over the pairs of year 0 that are not a stay, + Σ moves · z;
    * ``keep`` = −Σ x over the announced pairs.

    All are minimised. A shortage may be a fraction, as a half seat; it is always the least that its row needs.
    """
    own = [_width(each) for each in rows]
    short = [len(each.subjects) if each.shortage is not None else 0 for each in rows]
    whole = len(board) + sum(own)
    upper = [np.ones(whole), *(each.shortage for each in rows if each.shortage is not None)]
    terms = _terms(board, rows, charges, announced)
    return Program(
        matrix=_matrix(len(board), rows, own),
        row_lower=_joined(each.lower for each in rows),
        row_upper=_joined(each.upper for each in rows),
        upper=_joined(upper),
        objectives=tuple(_objective(goal, terms) for goal in board.problem.policy.goals),
        pairs=len(board),
        blocks=_blocks(rows, short, whole),
    )


def _width(rows: Rows) -> int:
    """How many columns of its own a rule has."""
    return 0 if rows.own is None else int(rows.own.shape[1])


def _joined(parts: Iterable[Floats]) -> Floats:
    """The parts in one row."""
    return np.concatenate([np.empty(0), *parts])


def _matrix(pairs: int, rows: Sequence[Rows], own: Sequence[int]) -> csr_array:
    """All rows over all columns."""
    if not rows:
        return csr_array((0, pairs))
    parts = [vstack([each.matrix for each in rows])]
    if any(own):
        parts.append(block_diag([_own(each) for each in rows]))
    if any(each.shortage is not None for each in rows):
        parts.append(block_diag([_shortages(each) for each in rows]))
    return csr_array(hstack(parts, format="csr", dtype=np.float64))


def _own(rows: Rows) -> csr_array:
    """The rule's own part, without columns where it has none."""
    return csr_array((len(rows.subjects), 0)) if rows.own is None else rows.own


def _shortages(rows: Rows) -> csr_array:
    """One column for each row of a soft rule: +1 lifts it to its lower limit, −1 brings it under its upper one."""
    if rows.shortage is None:
        return csr_array((len(rows.subjects), 0))
    return csr_array(diags_array(np.where(np.isfinite(rows.lower), 1.0, -1.0)))


def _blocks(rows: Sequence[Rows], short: Sequence[int], whole: int) -> tuple[Block, ...]:
    """Where each rule stands."""
    heights = pairwise(accumulate((len(each.subjects) for each in rows), initial=0))
    widths = pairwise(accumulate(short, initial=whole))
    return tuple(
        Block(each.rule, slice(*high), each.subjects, slice(*wide) if wide[1] > wide[0] else None)
        for each, high, wide in zip(rows, heights, widths, strict=True)
    )


def _terms(
    board: Board, rows: Sequence[Rows], charges: Sequence[Charge], announced: Bools | None
) -> Mapping[str, Floats]:
    """Costs of each term over all columns."""
    nothing = np.zeros(len(board))
    own = _joined(np.zeros(_width(each)) for each in rows)
    own_moves = _joined(
        np.zeros(_width(each)) if each.own_moves is None else each.own_moves for each in rows
    )
    short = _joined(np.full_like(s, r.rule.weight) for r in rows if (s := r.shortage) is not None)
    pairs = {
        "fill": sum((each.rule.weight * each.pairs for each in charges), nothing),
        "fit": -np.rint(board.fit),
        "wishes": -np.rint(board.wish),
        "growth": -np.rint(board.growth),
        "moves": (~board.stay & (board.year == 0)).astype(float),
        "keep": nothing if announced is None else -announced.astype(float),
    }
    others = {"fill": (own, short), "moves": (own_moves, 0 * short)}
    return {
        term: np.concatenate([cost, *others.get(term, (own, 0 * short))])
        for term, cost in pairs.items()
    }


def _objective(goal: Goal, terms: Mapping[str, Floats]) -> Objective:
    """The weighted sum of a goal's terms."""
    return Objective(goal, np.sum([w * terms[term] for term, w in goal.weights.items()], axis=0))
