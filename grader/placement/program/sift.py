"""A large linear program over the few of its columns that matter, proven over all of them.

Everybody chooses one of many places, and most of these are out of the question at the prices that the posts have. A
subgradient method finds such prices in seconds; the simplex method then works on the columns that are worth a look at them,
and takes in those that its own prices show to be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.program.exact import TOLERANCE, dual_bound
from grader.placement.program.highs import Linear, Relaxed
from grader.placement.program.lagrange import reduced_costs, start_prices, with_best

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from grader.placement.program.lagrange import Choices
    from grader.placement.program.limits import Clock
    from grader.placement.program.region import Region

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_PER_ROW = 2.5  # columns to begin with
_PASSES = 6


class Sifted:
    """A linear program as `Linear`, solved over some of its columns.

    Parameters
    ----------
    region : Region
        Rows and bounds.
    clock : Clock
        Limits.
    choices : Choices
        Its rows that take one column each.
    """

    def __init__(self, region: Region, clock: Clock, choices: Choices) -> None:
        self.region, self.choices, self.clock = region, choices, clock
        self.linear: Linear | None = None
        self.columns = np.zeros(0, dtype=np.intp)
        self.cost = np.zeros(0)

    def minimise(self, cost: Floats) -> Relaxed:
        """Minimise a cost.

        Parameters
        ----------
        cost : ndarray of shape (columns,)
            Costs.

        Returns
        -------
        Relaxed
            Values and prices over all columns.
        """
        self.cost = cost
        if self.linear is None:
            prices = start_prices(self.region, cost, self.choices)
            self.columns = self._promising(self._reduced(prices))
            self.linear = Linear(self.region.over(self.columns), self.clock)
        return self._proven(self.linear, self.linear.minimise(cost[self.columns]))

    def again(self) -> Relaxed:
        """Solve it as it stands.

        Returns
        -------
        Relaxed
            Values and prices over all columns.
        """
        if self.linear is None:
            return self.minimise(self.cost)
        return self._proven(self.linear, self.linear.again())

    def add_rows(self, matrix: csr_array, lower: Floats) -> None:
        """Add rows with lower limits; the basis stays.

        Parameters
        ----------
        matrix : csr_array of shape (k, columns)
            Their coefficients.
        lower : ndarray of shape (k,)
            Their limits.
        """
        self.region = self.region.joined(matrix, lower, np.full(len(lower), np.inf))
        if self.linear is not None:
            self.linear.add_rows(csr_array(matrix[:, self.columns]), lower)

    def tableau(self, columns: Ints) -> Iterator[Floats]:
        """Yield rows of the inverse of the basis, as `Linear.tableau`.

        Parameters
        ----------
        columns : ndarray of int
            The columns.

        Returns
        -------
        iterator of ndarray of shape (rows,)
            Multipliers of the rows.
        """
        if self.linear is None:
            return iter(())
        return self.linear.tableau(np.flatnonzero(np.isin(self.columns, columns)))

    def dived(self, values: Floats, may: Bools) -> Floats:
        """Bring the most whole of the divided columns up to 1, as `Linear.dived`.

        Parameters
        ----------
        values : ndarray of shape (columns,)
            The optimum.
        may : ndarray of bool of shape (columns,)
            Columns that may be fixed.

        Returns
        -------
        ndarray of shape (columns,)
            The last values that fit.
        """
        if self.linear is None:
            return values
        return self._spread(self.linear.dived(values[self.columns], may[self.columns]))

    def prices_of(self, cost: Floats) -> Floats:
        """Return the prices that go with a cost at the present basis.

        Parameters
        ----------
        cost : ndarray of shape (columns,)
            Costs.

        Returns
        -------
        ndarray of shape (rows,)
            Prices; those of the choices are the best that go with the others.
        """
        if self.linear is None:
            return np.zeros(len(self.region.row_lower))
        prices = self.linear.prices_of(cost[self.columns])
        return with_best(
            self.choices, prices, reduced_costs(self.region, cost, self.choices, prices)
        )

    def _reduced(self, prices: Floats) -> Floats:
        return reduced_costs(self.region, self.cost, self.choices, prices)

    def _promising(self, reduced: Floats) -> Ints:
        """The columns of choices that cost little more than the cheapest of their row, and all other open columns."""
        choices, rows = self.choices, len(self.region.row_lower)
        least = np.minimum.reduceat(reduced[choices.columns], choices.starts)
        more = reduced[choices.columns] - least[choices.owner]
        size = min(len(more) - 1, int(_PER_ROW * rows))
        far = choices.columns[more > np.partition(more, size)[size]]
        kept = self.region.open.copy()
        kept[far] = False
        kept[choices.columns[self._needed()[choices.columns]]] = True
        return np.flatnonzero(kept)

    def _needed(self) -> Bools:
        """The columns without which nothing may fit.

        Those in rows that only choices can bring to their lower limit, and those that stand in no other row, as shortages.
        """
        region, choices = self.region, self.choices
        others = np.where(region.open, region.upper, region.lower)
        others[choices.columns] = region.lower[choices.columns]
        above = region.matrix.maximum(0)
        most = above @ others
        rows = np.isfinite(region.row_lower) & (most < region.row_lower - TOLERANCE)
        rows[choices.rows] = False
        needed = above.T @ rows.astype(float) > 0
        alone = np.bincount(region.matrix.indices, minlength=len(needed)) == 1
        return np.asarray(needed | alone)

    def _proven(self, linear: Linear, relaxed: Relaxed) -> Relaxed:
        """Take in the columns that undercut, until none does."""
        for _ in range(_PASSES):
            if not relaxed.feasible or np.isnan(relaxed.values).any():
                break
            reduced = self._reduced(relaxed.prices)
            prices = with_best(self.choices, relaxed.prices, reduced)
            missing = self._missing(reduced)
            low, value = dual_bound(self.region, self.cost, prices)[0], self._value(relaxed)
            if not len(missing) or value - low <= TOLERANCE * max(1.0, abs(value)):
                return Relaxed(self._spread(relaxed.values), prices, feasible=True)
            self.columns = np.append(self.columns, missing)
            linear.add_columns(self.region.over(missing), self.cost[missing])
            relaxed = linear.again()
        return self._whole(relaxed)

    def _missing(self, reduced: Floats) -> Ints:
        """Open columns left out that are cheaper than all of their row that are in, or than nothing."""
        choices, kept = self.choices, np.zeros(len(reduced), dtype=np.bool_)
        kept[self.columns] = True
        inside = np.where(kept[choices.columns], reduced[choices.columns], np.inf)
        least = np.minimum.reduceat(inside, choices.starts)
        least = np.where(choices.must, least, np.minimum(least, 0.0))
        cheaper = reduced[choices.columns] < least[choices.owner] - TOLERANCE
        return choices.columns[cheaper & ~kept[choices.columns]]

    def _whole(self, relaxed: Relaxed) -> Relaxed:
        """What is left when some columns are not enough, or the time was not."""
        if not relaxed.feasible and len(self.columns) < np.count_nonzero(self.region.open):
            self.columns = np.flatnonzero(self.region.open)
            self.linear = Linear(self.region.over(self.columns), self.clock)
            relaxed = self.linear.minimise(self.cost[self.columns])
        if not relaxed.feasible:
            return Relaxed(self._spread(relaxed.values), relaxed.prices, feasible=False)
        reduced = self._reduced(relaxed.prices)
        prices = with_best(self.choices, relaxed.prices, reduced)
        return Relaxed(self._spread(relaxed.values), prices, feasible=True)

    def _value(self, relaxed: Relaxed) -> float:
        return float(self.cost @ self._spread(relaxed.values))

    def _spread(self, values: Floats) -> Floats:
        full = self.region.lower.copy()
        full[self.columns] = values
        return full
