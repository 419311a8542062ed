"""An integer program with names on its rows, and what solving it gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from grader.placement.problem.model import Goal
    from grader.placement.rules.model import PlanRule, Subject

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """Where one rule stands in a program.

    Parameters
    ----------
    rule : PlanRule
        The rule.
    rows : slice
        Its rows.
    subjects : tuple of Subject
        What each of them is about.
    shortages : slice or None
        Columns of its shortages, one for each row; None for a hard rule.
    """

    rule: PlanRule
    rows: slice
    subjects: tuple[Subject, ...]
    shortages: slice | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """One goal over the columns of a program; always minimised.

    Parameters
    ----------
    goal : Goal
        The goal.
    cost : ndarray of shape (columns,)
        Costs; negative where more is better.
    """

    goal: Goal
    cost: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Minimise the objectives in order, over x with row_lower ≤ matrix · x ≤ row_upper, 0 ≤ x ≤ upper.

    All columns but the shortages are whole numbers.

    Parameters
    ----------
    matrix : csr_array of shape (rows, columns)
        Coefficients. Columns: the pairs, then the rules' own columns, then shortages.
    row_lower, row_upper : ndarray of shape (rows,)
        Limits of the rows.
    upper : ndarray of shape (columns,)
        Upper bounds; every lower bound is 0.
    objectives : tuple of Objective
        In order.
    pairs : int
        How many columns are pairs.
    blocks : tuple of Block
        The rules, in the order of the rows.
    """

    matrix: csr_array
    row_lower: Floats
    row_upper: Floats
    upper: Floats
    objectives: tuple[Objective, ...]
    pairs: int
    blocks: tuple[Block, ...] = ()

    @property
    def whole(self) -> int:
        """How many columns, from the first, are whole numbers: the shortages begin here."""
        starts = [block.shortages.start for block in self.blocks if block.shortages is not None]
        return min(starts, default=len(self.upper))


@dataclass(frozen=True, slots=True)
class Stage:
    """How one goal came out.

    Parameters
    ----------
    goal : str
        Id of the goal.
    value : float
        Value of the plan, minimised.
    bound : float
        No plan that keeps the goals before it can be below this.
    status : str
        ``optimal``, ``within_gap`` or ``time_limit``.
    method : str
        ``lp`` (the relaxation was integral), ``core`` or ``mip``.
    given_up : float
        How much of the best value found was given up for later goals, within the goal's tolerance.
    """

    goal: str
    value: float
    bound: float
    status: str
    method: str
    given_up: float = 0.0

    @property
    def gap(self) -> float:
        """(best − bound) / max(1, |best|), 0 or more, where best is the value before anything was given up."""
        best = self.value - self.given_up
        return max(0.0, best - self.bound) / max(1.0, abs(best))


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The values that solving a program gave.

    Parameters
    ----------
    values : ndarray of shape (columns,)
        Whole numbers, and the shortages that go with them.
    stages : tuple of Stage
        One for each objective, in order.
    """

    values: Floats
    stages: tuple[Stage, ...]
