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
    """Minimise the objectives in order, over integers x with row_lower ≤ matrix · x ≤ row_upper, 0 ≤ x ≤ upper.

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


@dataclass(frozen=True, slots=True)
class Stage:
    """How one goal came out.

    Parameters
    ----------
    goal : str
        Id of the goal.
    value : float
        Value reached, minimised.
    bound : float
        No plan that keeps the goals before it can be below this.
    status : str
        ``optimal``, ``within_gap`` or ``time_limit``.
    method : str
        ``lp`` (the relaxation was integral), ``core`` or ``mip``.
    """

    goal: str
    value: float
    bound: float
    status: str
    method: str

    @property
    def gap(self) -> float:
        """(value − bound) / max(1, |value|), 0 or more."""
        return max(0.0, self.value - self.bound) / max(1.0, abs(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The values that solving a program gave.

    Parameters
    ----------
    values : ndarray of shape (columns,)
        Whole numbers.
    stages : tuple of Stage
        One for each objective, in order.
    """

    values: Floats
    stages: tuple[Stage, ...]
