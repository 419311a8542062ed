"""A plan's program kept ready: what one forced placement costs, reduced costs, and solving again after a change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from grader.placement.program.exact import TOLERANCE, grain
from grader.placement.program.highs import Linear
from grader.placement.program.limits import Clock
from grader.placement.program.model import Block
from grader.placement.program.region import region_of
from grader.placement.program.solve import solve
from grader.placement.rules.catalogue import P023
from grader.placement.rules.model import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.placement.program.limits import Limits
    from grader.placement.program.model import Program, Solution
    from grader.placement.program.region import Floats

_OUTWEIGHS = 4.0
_STEEPEST = 1e4  # a larger ratio of two goals' weights is lost in rounding


class Session:
    """The linear program of a plan, kept at its optimum.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its plan.
    limits : Limits
        Limits of each question.

    Attributes
    ----------
    slack : ndarray of shape (goals,)
        How far the linear optimum lies under the plan, by goal. A loss by the linear program is certain as far as it
        exceeds this; where the linear program was integral it is 0.

    Notes
    -----
    All goals stand in one cost Σ wₖ·cₖ, where a step of each goal outweighs what single columns change in the next.
    Losses are told by goal, as the difference of two linear optima: forced minus free.
    """

    def __init__(self, program: Program, solution: Solution, limits: Limits) -> None:
        self.program, self.solution, self.limits = program, solution, limits
        self.costs = np.array([each.cost for each in program.objectives])
        self.weights = _weights(program)
        self.linear = Linear(region_of(program), Clock.started(limits))
        relaxed = self.linear.minimise(self.weights @ self.costs)
        self.linear.settle()
        self.base = self.costs @ relaxed.values
        self.slack = self.costs @ solution.values - self.base

    def what_if(self, column: int) -> tuple[tuple[str, float], ...]:
        """Force one column to 1 and tell what is lost, goal by goal.

        Parameters
        ----------
        column : int
            A pair.

        Returns
        -------
        tuple of (str, float)
            Goal and loss in its own units; negative where a later goal wins. Not a number in every goal if the pair
            cannot be part of any plan.
        """
        self.linear.clock = Clock.started(self.limits)
        loss = self.costs @ self.linear.forced(column).values - self.base
        goals = (each.goal.id for each in self.program.objectives)
        return tuple(zip(goals, loss.round(6).tolist(), strict=True))

    def reduced_costs(self) -> Floats:
        """Return what one unit more of each column would cost at least, goal by goal.

        Returns
        -------
        ndarray of shape (goals, columns)
            Rates in each goal's own units; their weighted sum is 0 or more for columns that are not used, and no larger
            than the weighted loss of `what_if`.
        """
        return np.array(
            [each - self.program.matrix.T @ self.linear.prices_of(each) for each in self.costs]
        )

    def resolve(self, *, pins: Sequence[int] = (), forbids: Sequence[int] = ()) -> Solution:
        """Solve again with some pairs pinned and some forbidden.

        Parameters
        ----------
        pins, forbids : sequence of int
            Pairs that must, and must not, be used.

        Returns
        -------
        Solution
            Exact within the limits; the plan known is where the search starts if it still fits.

        Raises
        ------
        PlanError
            If hard rules forbid it; the message names them.
        """
        changed = pinned(self.program, pins=pins, forbids=forbids)
        return solve(changed, limits=self.limits, start=self.solution.values)


def pinned(program: Program, *, pins: Sequence[int], forbids: Sequence[int]) -> Program:
    """Return a program in which some pairs must be used, and some must not.

    Parameters
    ----------
    program : Program
        The program.
    pins, forbids : sequence of int
        Pairs.

    Returns
    -------
    Program
        With one hard row for each pin, and an upper bound of 0 for each pair that is forbidden.
    """
    upper, width = program.upper.copy(), len(program.upper)
    upper[list(forbids)] = 0.0
    one = np.ones(len(pins))
    rows = csr_array((one, (np.arange(len(pins)), list(pins))), shape=(len(pins), width))
    height = len(program.row_lower)
    block = Block(
        replace(P023, strength="hard"), slice(height, height + len(pins)), (Subject(),) * len(pins)
    )
    return replace(
        program,
        matrix=csr_array(vstack([program.matrix, rows])),
        row_lower=np.append(program.row_lower, one),
        row_upper=np.append(program.row_upper, np.inf * one),
        upper=upper,
        blocks=(*program.blocks, block),
    )


def _weights(program: Program) -> Floats:
    """Weights of the goals; the second weighs 1, so that its points stay points."""
    ratios = [1.0]
    for this, after in zip(program.objectives, program.objectives[1:], strict=False):
        step = grain(program, this.cost) or TOLERANCE
        ratio = _OUTWEIGHS * (1.0 + float(np.abs(after.cost).max(initial=0.0))) / step
        ratios.append(1.0 / min(ratio, _STEEPEST))
    weights = np.cumprod(ratios, dtype=np.float64)
    return np.asarray(weights / weights[min(1, len(weights) - 1)], np.float64)
