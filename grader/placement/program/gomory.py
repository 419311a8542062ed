"""Sharper linear programs from several rows at once: what the simplex tableau says about each divided column.

Where people are divided because several posts share them, no single row shows it. The tableau names the rows that together do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.program.cuts import Cut, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from grader.placement.program.region import Region

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_ROWS = 40  # cuts from more rows are long, and help little
_LONGEST = 2_000  # open columns in a cut
_FACTORS = np.array([1.0, -1.0, 2.0, -2.0, 3.0, -3.0])
_FRACTION = 0.05  # closer to a whole number, a right-hand side is not worth rounding
_VIOLATED = 5e-4  # by less, in units of the cut's norm, it is not worth its row
_SPREAD = 1e4  # largest coefficient over the smallest
_DIVIDED = 0.02
_TINY = 1e-10  # a multiplier below this is a rounding error


def divided(values: Floats, whole: Bools) -> Ints:
    """Return the columns that should be whole numbers and are far from it.

    Parameters
    ----------
    values : ndarray of shape (n,)
        Values.
    whole : ndarray of bool of shape (n,)
        The columns that are whole numbers.

    Returns
    -------
    ndarray of int
        Columns.
    """
    return np.flatnonzero(whole & (np.abs(values - np.rint(values)) > _DIVIDED))


def gomory_cuts(
    region: Region, whole: Bools, values: Floats, tableau: Iterable[Floats]
) -> list[Cut]:
    """Find cuts that a vertex of the linear program violates.

    Parameters
    ----------
    region : Region
        m rows over n columns.
    whole : ndarray of bool of shape (n,)
        The columns that are whole numbers.
    values : ndarray of shape (n,)
        The vertex.
    tableau : iterable of ndarray of shape (m,)
        Multipliers of the rows: rows of the inverse of the basis.

    Returns
    -------
    list of Cut
        One at most for each row of the tableau.

    Notes
    -----
    With multipliers u, and a slack s ≥ 0 for each row, the program says Σ (uᵀA)ⱼ·xⱼ ∓ Σ uᵢ·sᵢ = uᵀb. Columns near their upper
    limit are replaced by what they lack of it. With all times 1, 2 or 3, of either sign, and d on the right, of fraction f, every
    whole plan satisfies (Gomory's mixed-integer cut)

        Σ F(cⱼ)·zⱼ ≥ ⌈d⌉,  F(t) = ⌊t⌋ + min(1, (t − ⌊t⌋)/f);

    for what may be a fraction F(t) = max(0, t)/f. A slack is a whole number where its row has whole numbers only. The multipliers
    may be inexact: the cut is right for any.

    References
    ----------
    R. E. Gomory: An algorithm for the mixed integer problem. RAND RM-2597 (1960).
    E. Balas, S. Ceria, G. Cornuéjols, N. Natraj: Gomory cuts revisited. Operations Research Letters 19 (1996).
    """
    index = np.flatnonzero(region.open)
    vertex = _Vertex(region.over(index), whole[index], values[index])
    found = []
    for multipliers in tableau:
        rows = np.flatnonzero(np.abs(multipliers) > _TINY)
        if len(rows) <= _ROWS and (cut := vertex.cut(rows, multipliers[rows])) is not None:
            found.append(replace(cut, columns=index[cut.columns]))
    return found


class _Vertex:
    """A vertex, and at which of its limits each row and column stands."""

    def __init__(self, region: Region, whole: Bools, values: Floats) -> None:
        self.matrix, self.values = region.matrix, values
        activity = region.matrix @ values
        self.at_lower = activity - region.row_lower <= region.row_upper - activity
        self.limit = np.where(self.at_lower, region.row_lower, region.row_upper)
        self.equal = region.row_lower == region.row_upper
        self.flipped = values - region.lower > region.upper - values
        self.nearest = np.where(self.flipped, region.upper, region.lower)
        self.whole = whole & (self.nearest == np.rint(self.nearest))
        self.whole_rows = self._whole_rows()

    def _whole_rows(self) -> Bools:
        """Rows whose slack is a whole number in every plan."""
        matrix = self.matrix
        odd = (matrix.data != np.rint(matrix.data)) | ~self.whole[matrix.indices]
        before = np.concatenate([[0], np.cumsum(odd)])
        none = before[matrix.indptr[1:]] == before[matrix.indptr[:-1]]
        return np.asarray(none & (self.limit == np.rint(self.limit)))

    def cut(self, rows: Ints, multipliers: Floats) -> Cut | None:
        """The most violated cut of some multipliers, or None."""
        part = self.matrix[rows]
        columns = np.unique(part.indices)
        if len(columns) > _LONGEST:
            return None
        part = part[:, columns].toarray()
        sums = multipliers @ part
        sums[np.abs(sums) < _TINY] = 0.0
        least = float(multipliers @ self.limit[rows] - sums @ self.nearest[columns])
        d = _FACTORS * least
        fits = np.abs(d - np.rint(d)) > _FRACTION
        z = np.where(self.flipped[columns], -sums, sums)
        s = np.where(self.at_lower[rows], -multipliers, multipliers)
        s[self.equal[rows]] = 0.0  # no slack
        c = _FACTORS[fits, None] * np.concatenate([z, s])
        whole = np.concatenate([self.whole[columns], self.whole_rows[rows]])
        c = rounded(c, (d - np.floor(d))[fits, None], whole)
        z, s = np.split(c, [len(columns)], axis=1)
        z, s = np.where(self.flipped[columns], -z, z), np.where(self.at_lower[rows], s, -s)
        right = np.ceil(d[fits]) + z @ self.nearest[columns] + s @ self.limit[rows]
        left = z + s @ part
        norm = np.maximum(_TINY, np.linalg.norm(left, axis=1))
        by = (right - left @ self.values[columns]) / norm
        if not by.max(initial=0.0) > _VIOLATED:
            return None
        best = by.argmax()
        kept = np.abs(left[best]) > _TINY
        values = left[best, kept]
        if np.abs(values).max() > _SPREAD * np.abs(values).min():
            return None
        return Cut(columns[kept], values, float(right[best]))
