"""The part of a program that is still open while its goals are taken one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from grader.placement.program.exact import TOLERANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.program.model import Program

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """row_lower ≤ matrix · x ≤ row_upper, lower ≤ x ≤ upper.

    Parameters
    ----------
    matrix : csr_array of shape (m, n)
        Coefficients.
    row_lower, row_upper : ndarray of shape (m,)
        Limits of the rows.
    lower, upper : ndarray of shape (n,)
        Bounds of the columns.
    """

    matrix: csr_array
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats

    @property
    def open(self) -> Bools:
        """The columns that are not fixed."""
        return self.upper > self.lower

    def holds(self, values: Floats) -> bool:
        """Whether values lie within the bounds of the columns.

        Parameters
        ----------
        values : ndarray of shape (n,)
            Any values.

        Returns
        -------
        bool
            True if they do.
        """
        low, high = self.lower - TOLERANCE, self.upper + TOLERANCE
        return bool(((low <= values) & (values <= high)).all())

    def fixed(self, which: Bools, values: Floats) -> Region:
        """Return the region with some columns fixed.

        Parameters
        ----------
        which : ndarray of bool of shape (n,)
            The columns.
        values : ndarray of shape (n,)
            Their values; those of the others are not looked at.

        Returns
        -------
        Region
            The smaller region.
        """
        lower, upper = np.where(which, values, self.lower), np.where(which, values, self.upper)
        return replace(self, lower=lower, upper=upper)

    def tightened(self, prices: Floats) -> Region:
        """Return the region where each row with a price holds with equality.

        Parameters
        ----------
        prices : ndarray of shape (k,), k ≤ m
            Prices of the first k rows: above 0 for those that stand at their lower limit, below 0 at their upper one.

        Returns
        -------
        Region
            The smaller region.
        """
        price = np.zeros(len(self.row_lower))
        price[: len(prices)] = prices
        low, high = self.row_lower, self.row_upper
        return replace(
            self, row_lower=np.where(price < 0, high, low), row_upper=np.where(price > 0, low, high)
        )

    def capped(self, cost: Floats, limit: float) -> Region:
        """Return the region with one more row: cost · x ≤ limit.

        Parameters
        ----------
        cost : ndarray of shape (n,)
            Coefficients. Those of fixed columns go into the limit, so that the row is as short as it can be.
        limit : float
            Its limit.

        Returns
        -------
        Region
            The smaller region.
        """
        free = self.open
        row = csr_array(np.where(free, cost, 0.0)[None, :])
        rest = float(cost[~free] @ self.lower[~free])
        return self.joined(row, np.array([-np.inf]), np.array([limit - rest]))

    def joined(self, matrix: csr_array, lower: Floats, upper: Floats) -> Region:
        """Return the region with more rows.

        Parameters
        ----------
        matrix : csr_array of shape (k, n)
            Their coefficients.
        lower, upper : ndarray of shape (k,)
            Their limits.

        Returns
        -------
        Region
            The same region, or a smaller one.
        """
        return replace(
            self,
            matrix=csr_array(vstack([self.matrix, matrix])),
            row_lower=np.concatenate([self.row_lower, lower]),
            row_upper=np.concatenate([self.row_upper, upper]),
        )

    def over(self, columns: Ints) -> Region:
        """Return the region over some columns, with all others at their lower bounds.

        Parameters
        ----------
        columns : ndarray of int of shape (k,)
            The columns.

        Returns
        -------
        Region
            All rows over these columns.
        """
        rest = self.lower.copy()
        rest[columns] = 0.0
        shift = self.matrix @ rest
        return Region(
            csr_array(self.matrix[:, columns]),
            self.row_lower - shift,
            self.row_upper - shift,
            self.lower[columns],
            self.upper[columns],
        )

    def rows(self, which: Ints) -> tuple[Ints, Region]:
        """Return some rows, and the columns that stand in them.

        Parameters
        ----------
        which : ndarray of int
            The rows.

        Returns
        -------
        ndarray of int
            The columns.
        Region
            These rows over these columns.
        """
        matrix = self.matrix[which]
        columns = np.unique(matrix.indices)
        return columns, Region(
            csr_array(matrix[:, columns]),
            self.row_lower[which],
            self.row_upper[which],
            self.lower[columns],
            self.upper[columns],
        )

    def unfixed(self) -> tuple[Ints, Region]:
        """Return the open columns alone.

        Returns
        -------
        ndarray of int
            Their indices.
        Region
            The same region over these columns; rows that no longer say anything are left out.
        """
        index = np.flatnonzero(self.open)
        shift = self.matrix @ np.where(self.open, 0.0, self.lower)
        matrix = self.matrix[:, index]
        low, high = self.row_lower - shift, self.row_upper - shift
        says = (np.diff(matrix.indptr) > 0) | (low > TOLERANCE) | (high < -TOLERANCE)
        return index, Region(
            csr_array(matrix[says]), low[says], high[says], self.lower[index], self.upper[index]
        )


def region_of(program: Program) -> Region:
    """Return the whole of a program.

    Parameters
    ----------
    program : Program
        The program.

    Returns
    -------
    Region
        Its rows and bounds, without its goals.
    """
    return Region(
        program.matrix,
        program.row_lower,
        program.row_upper,
        np.zeros_like(program.upper),
        program.upper,
    )
