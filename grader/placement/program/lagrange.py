"""Prices of rows from a subgradient method, where everybody takes one of their columns.

With the other rows priced instead of kept (Lagrangian relaxation), the cheapest column of each choice is best, so that a
bound costs two products with the matrix. Prices close to the best ones are found in some hundred steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.program.model import Program
    from grader.placement.program.region import Region

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_MANY = 100_000  # open columns from which sifting pays
_STEPS = 600
_NEWEST = 0.3  # weight of the newest subgradient in the direction
_ABOVE, _CLOSE = 0.05, 3e-5  # target over the best bound at first and at the end; relative
_SHRINK, _PATIENCE, _PROGRESS = 0.85, 8, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Rows that take one of their columns each, or at most one, and share none.

    Parameters
    ----------
    rows : ndarray of int, shape (k,)
        The rows, without those that nothing is open in.
    columns : ndarray of int, shape (n,)
        Their open columns, row by row.
    starts : ndarray of int, shape (k,)
        Where the columns of each row begin.
    must : ndarray of bool, shape (k,)
        Whether one must be taken.
    """

    rows: Ints
    columns: Ints
    starts: Ints
    must: Bools

    @property
    def owner(self) -> Ints:
        """Number of the row of each column, from 0."""
        sizes = np.diff(np.append(self.starts, len(self.columns)))
        return np.repeat(np.arange(len(self.rows)), sizes)

    def least(self, reduced: Floats) -> Floats:
        """Return the best price of each row: what its cheapest choice costs.

        Parameters
        ----------
        reduced : ndarray of shape (columns,)
            Costs of all columns of the program at the prices of the other rows.

        Returns
        -------
        ndarray of shape (k,)
            Prices.
        """
        least = np.minimum.reduceat(reduced[self.columns], self.starts)
        return np.where(self.must, least, np.minimum(least, 0.0))

    def cheapest(self, reduced: Floats) -> Ints:
        """Return the cheapest column of each row, but of those that pay for none.

        Parameters
        ----------
        reduced : ndarray of shape (columns,)
            Costs, as for `least`.

        Returns
        -------
        ndarray of int, shape (k or fewer,)
            Columns; of equals, the first.
        """
        costs, owner = reduced[self.columns], self.owner
        least = np.minimum.reduceat(costs, self.starts)
        at = np.flatnonzero(costs == least[owner])
        owners, first = np.unique(owner[at], return_index=True)
        return self.columns[at[first[self.must[owners] | (least[owners] < 0)]]]


def choices_of(program: Program, region: Region) -> Choices | None:
    """Find the rows in which everybody takes one place.

    Parameters
    ----------
    program : Program
        The program.
    region : Region
        What is open of it.

    Returns
    -------
    Choices or None
        None if too little is open for sifting to pay, or there are no such rows.
    """
    if np.count_nonzero(region.open) <= _MANY:
        return None
    block = next((one for one in program.blocks if one.rule.code == "P001"), None)
    if block is None:
        return None
    part = region.matrix[block.rows].tocoo()
    rows = np.arange(block.rows.start, block.rows.stop)
    odd = np.zeros(len(rows), dtype=np.bool_)  # rows that are no plain choice
    odd[part.row[(part.data != 1.0) | (region.lower[part.col] > 0)]] = True
    odd |= region.row_upper[rows] != 1.0
    shared = np.bincount(part.col, minlength=len(region.lower)) > 1
    odd[part.row[shared[part.col]]] = True
    fits = region.open[part.col] & ~odd[part.row]
    order = np.lexsort((part.col[fits], part.row[fits]))
    owner, columns = part.row[fits][order], part.col[fits][order]
    if not len(columns):
        return None
    kept, starts = np.unique(owner, return_index=True)
    return Choices(rows[kept], columns.astype(np.intp), starts, region.row_lower[rows[kept]] == 1.0)


def reduced_costs(region: Region, cost: Floats, choices: Choices, prices: Floats) -> Floats:
    """Return the costs at the prices of the rows that are no choices.

    Parameters
    ----------
    region : Region
        m rows over n columns.
    cost : ndarray of shape (n,)
        Costs.
    choices : Choices
        Rows whose prices count as 0.
    prices : ndarray of shape (m,)
        Prices.

    Returns
    -------
    ndarray of shape (n,)
        c − yᵀA.
    """
    others = prices.copy()
    others[choices.rows] = 0.0
    return np.asarray(cost - region.matrix.T @ others, dtype=np.float64)


def with_best(choices: Choices, prices: Floats, reduced: Floats) -> Floats:
    """Return prices in which those of the choices are the best ones that go with the others.

    Parameters
    ----------
    choices : Choices
        The choices.
    prices : ndarray of shape (m,)
        Prices of all rows.
    reduced : ndarray of shape (n,)
        `reduced_costs` at these prices.

    Returns
    -------
    ndarray of shape (m,)
        The prices; the bound that they prove is no worse.
    """
    best = prices.copy()
    best[choices.rows] = choices.least(reduced)
    return best


def start_prices(region: Region, cost: Floats, choices: Choices) -> Floats:
    """Find prices of the rows whose bound is close to the linear optimum.

    Parameters
    ----------
    region : Region
        m rows over n columns.
    cost : ndarray of shape (n,)
        Costs, minimised.
    choices : Choices
        Rows that are kept.

    Returns
    -------
    ndarray of shape (m,)
        Prices; those of the choices are the best ones that go with the others.

    Notes
    -----
    A step goes along the mean of the subgradients so far, as far as would lift the bound to a target if it were linear
    (Polyak). The target lies above the best bound known, and moves closer whenever some steps bring no progress.

    References
    ----------
    M. Held, P. Wolfe, H. Crowder: Validation of subgradient optimization. Mathematical Programming 6 (1974).
    U. Brännlund: A generalized subgradient method with relaxation step. Mathematical Programming 71 (1995).
    """
    relaxed = _Relaxed(region, cost, choices)
    scale = float(np.abs(cost) @ relaxed.cheapest(cost))  # the sum itself may be near 0
    best, above, stalled = _Point(-np.inf, relaxed.nothing), _ABOVE * scale, 0
    prices = direction = relaxed.nothing
    for step in range(_STEPS):
        value, subgradient = relaxed.at(prices)
        direction = subgradient if not step else direction + _NEWEST * (subgradient - direction)
        stalled = 0 if value > best.value + _PROGRESS * above else stalled + 1
        best = max(best, _Point(value, prices), key=lambda point: point.value)
        if stalled > _PATIENCE:
            above, stalled = _SHRINK * above, 0
        length = float(direction @ direction)
        if above < _CLOSE * scale or not length:
            break
        prices = relaxed.allowed(prices + (best.value + above - value) / length * direction)
    full = np.zeros(len(region.row_lower))
    full[relaxed.rows] = best.prices
    return with_best(choices, full, reduced_costs(region, cost, choices, full))


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    value: float
    prices: Floats


class _Relaxed:
    """The program in which all rows but the choices are priced."""

    def __init__(self, region: Region, cost: Floats, choices: Choices) -> None:
        kept = np.zeros(len(region.row_lower), dtype=np.bool_)
        kept[choices.rows] = True
        self.rows = np.flatnonzero(~kept)
        self.matrix = csr_array(region.matrix[self.rows])
        self.transposed = csr_array(self.matrix.T)
        self.low, self.high = region.row_lower[self.rows], region.row_upper[self.rows]
        self.region, self.cost, self.choices = region, cost, choices
        free = region.open
        free[choices.columns] = False
        self.free = np.flatnonzero(free)
        self.nothing = np.zeros(len(self.rows))

    def allowed(self, prices: Floats) -> Floats:
        """The prices without those of limits that do not exist."""
        prices = np.where(np.isfinite(self.low), prices, np.minimum(prices, 0.0))
        return np.where(np.isfinite(self.high), prices, np.maximum(prices, 0.0))

    def at(self, prices: Floats) -> tuple[float, Floats]:
        """The bound that some prices prove, and how it changes with them."""
        reduced = self.cost - self.transposed @ prices
        x = self.cheapest(reduced)
        activity = self.matrix @ x
        nearest = np.clip(activity, self.low, self.high)
        limit = np.where(prices > 0, self.low, np.where(prices < 0, self.high, nearest))
        return float(prices @ limit + reduced @ x), limit - activity

    def cheapest(self, reduced: Floats) -> Floats:
        """The cheapest column of each choice, and every other column at its cheaper bound."""
        x = self.region.lower.copy()
        x[self.choices.cheapest(reduced)] = 1.0
        cheap = self.free[reduced[self.free] < 0]
        x[cheap] = self.region.upper[cheap]
        return x
