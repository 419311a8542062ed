"""Sharper linear programs: rows that all whole numbers satisfy, but a divided person does not.

A post that needs levels in sum, or that holds people with part-time loads, is a knapsack: Σ aⱼ·xⱼ ≥ b. A linear program
fills it with parts of people, and its bound is too good to be true. Rounding the row after some people are counted as
there shows that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.program.exact import TOLERANCE, scaled_whole, whole_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from grader.placement.program.model import Program

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_LARGEST = 40  # larger whole coefficients are no knapsack worth rounding
_LONGEST = 5_000  # a larger sum takes too long to look through
_REST = 12  # rests that are tried
_VIOLATED = 1e-3  # by less, in units of the row's norm, a cut is not worth its row
_EACH = 2  # cuts of one row in a round


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """Σ aⱼ·zⱼ ≥ b with zⱼ = xⱼ, or 1 − xⱼ where the row has a negative coefficient.

    Parameters
    ----------
    columns : ndarray of int, shape (k,)
        Columns of the program.
    weights : ndarray of shape (k,)
        a: whole numbers from 1, but for columns that may be fractions.
    least : int
        b.
    flipped : ndarray of bool, shape (k,)
        Where z = 1 − x.
    binary, whole : ndarray of bool, shape (k,)
        Where z is 0 or 1; where it is a whole number.
    """

    columns: Ints
    weights: Floats
    least: int
    flipped: Bools
    binary: Bools
    whole: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A row that every plan satisfies: values · x[columns] ≥ least.

    Parameters
    ----------
    columns : ndarray of int, shape (k,)
        Columns.
    values : ndarray of shape (k,)
        Coefficients.
    least : float
        Lower limit.
    """

    columns: Ints
    values: Floats
    least: float


def knapsacks(program: Program) -> tuple[Knapsack, ...]:
    """Find the rows of a program with unequal coefficients, where rounding can gain something.

    Parameters
    ----------
    program : Program
        The program.

    Returns
    -------
    tuple of Knapsack
        One for each limit of such a row.
    """
    matrix, whole = program.matrix, whole_columns(program)
    sizes = np.abs(matrix.data)
    filled = np.flatnonzero(np.diff(matrix.indptr))
    starts = matrix.indptr[filled]
    unequal = np.maximum.reduceat(sizes, starts) > np.minimum.reduceat(sizes, starts)
    found = (
        _knapsack(program, whole, int(row), sign) for row in filled[unequal] for sign in (1.0, -1.0)
    )
    return tuple(one for one in found if one is not None)


def _knapsack(program: Program, whole: Bools, row: int, sign: float) -> Knapsack | None:
    """One limit of a row, or None where it has none, or its numbers are too large or no whole multiples of a unit."""
    limit = program.row_lower[row] if sign > 0 else -program.row_upper[row]
    if not np.isfinite(limit):
        return None
    part = slice(*program.matrix.indptr[row : row + 2])
    columns, values = program.matrix.indices[part], sign * program.matrix.data[part]
    is_whole = whole[columns]
    numbers, unit = scaled_whole(np.append(values[is_whole], limit))
    if not unit or np.abs(numbers[:-1]).max(initial=0.0) > _LARGEST:
        return None
    flipped, binary = values < 0, is_whole & (program.upper[columns] == 1.0)
    least = round(numbers[-1] - float(values[flipped].sum()) / unit)
    if (flipped & ~binary).any() or not 0 < least <= _LONGEST:
        return None
    return Knapsack(columns, np.abs(values) / unit, least, flipped, binary, is_whole)


def separate(knapsack: Knapsack, values: Floats) -> list[Cut]:
    """Find cuts that some values violate.

    Parameters
    ----------
    knapsack : Knapsack
        The row.
    values : ndarray of shape (columns,)
        Values of all columns, such as a linear optimum.

    Returns
    -------
    list of Cut
        The most violated ones, two at most; none if the row is not tight or nobody in it is divided.

    Notes
    -----
    Of the sets C of people whose weights sum to b − r, and that hold all who are there whole, the one whose people are
    there most in these values is found by dynamic programming. Counting those of C who are missing, z̄ = 1 − z, the row says Σ aⱼ·zⱼ − Σ_C aⱼ·z̄ⱼ ≥ r. Divided
    by d and rounded (mixed-integer rounding), with f the fraction of r/d:

        Σ F(aⱼ/d)·zⱼ + Σ_C F(−aⱼ/d)·z̄ⱼ ≥ ⌈r/d⌉,  F(t) = ⌊t⌋ + min(1, (t − ⌊t⌋)/f);

    for columns that may be fractions F(t) = t/f.

    References
    ----------
    H. Marchand, L. Wolsey: Aggregation and mixed integer rounding to solve MIPs. Operations Research 49 (2001).
    """
    x = values[knapsack.columns]
    z = np.where(knapsack.flipped, 1.0 - x, x)
    divided = knapsack.binary & (np.abs(z - np.rint(z)) > TOLERANCE)
    if not divided.any() or knapsack.weights @ z > knapsack.least + TOLERANCE:
        return []
    found = sorted(_violated(knapsack, z), key=lambda one: -one[0])[:_EACH]
    return [_cut(knapsack, rest, divisor, counted) for _, rest, divisor, counted in found]


def _violated(knapsack: Knapsack, z: Floats) -> Iterator[tuple[float, int, float, Bools]]:
    """For each rest the divisor whose cut is violated most: by how much, rest, divisor, and who is counted."""
    weights = knapsack.weights
    divisors = np.unique(weights[knapsack.whole & (weights > 1)])
    some = z > TOLERANCE  # the others add nothing to what a cut says about z
    for rest, counted in _most_there(knapsack, z):
        fit = divisors[rest % divisors != 0]
        if len(fit):
            c = _coefficients(weights[some], knapsack.whole[some], counted[some], rest, fit)
            there = np.where(counted, 1.0 - z, z)[some]
            norm = np.maximum(1.0, np.linalg.norm(c, axis=1))
            by = (np.ceil(rest / fit) - c @ there) / norm
            if (worst := by.max()) > _VIOLATED:
                yield float(worst), rest, float(fit[by.argmax()]), counted


def _coefficients(
    weights: Floats, whole: Bools, counted: Bools, rest: int, divisors: Floats
) -> Floats:
    """F of all weights, one row for each divisor."""
    share = np.where(counted, -weights, weights) / divisors[:, None]
    return rounded(share, (rest / divisors % 1.0)[:, None], whole)


def rounded(share: Floats, part: Floats, whole: Bools) -> Floats:
    """Round coefficients as mixed-integer rounding does.

    Parameters
    ----------
    share : ndarray
        Coefficients t.
    part : ndarray
        Fraction f of the right-hand side that goes with each, above 0 and below 1.
    whole : ndarray of bool
        Where the variable is a whole number.

    Returns
    -------
    ndarray
        F(t) = ⌊t⌋ + min(1, (t − ⌊t⌋)/f); for variables that may be fractions max(0, t)/f.
    """
    down = np.floor(share)
    fractional = np.maximum(0.0, share) / part
    return np.where(whole, down + np.minimum(1.0, (share - down) / part), fractional)


def _most_there(knapsack: Knapsack, z: Floats) -> Iterator[tuple[int, Bools]]:
    """For each rest r people whose weights sum to b − r and who are there most; none where no people do.

    All who are there whole are counted, so that only those who are divided need a choice.
    """
    sure = knapsack.binary & (z > 1.0 - TOLERANCE)
    items = np.flatnonzero(knapsack.binary & (z > TOLERANCE) & ~sure)
    weights = np.rint(knapsack.weights[items]).astype(int).tolist()
    total = knapsack.least - round(float(knapsack.weights[sure].sum()))
    most = np.full(max(total, 0) + 1, -np.inf)
    most[0] = 0.0
    taken = np.zeros((len(items), len(most)), dtype=np.bool_)
    for k, (weight, there) in enumerate(zip(weights, z[items].tolist(), strict=True)):
        more = most[: max(0, len(most) - weight)] + there
        taken[k, weight:] = more > most[weight:] + TOLERANCE
        most[weight:] = np.maximum(most[weight:], more)
    for rest in range(1, min(_REST, total) + 1):
        if np.isfinite(most[total - rest]):
            counted = sure.copy()
            counted[items[_chosen(taken, weights, total - rest)]] = True
            yield rest, counted


def _chosen(taken: Bools, weights: list[int], total: int) -> list[int]:
    """Which items were taken for a sum of weights."""
    chosen = []
    for k in range(len(weights) - 1, -1, -1):
        if taken[k, total]:
            chosen.append(k)
            total -= weights[k]
    return chosen


def _cut(knapsack: Knapsack, rest: int, divisor: float, counted: Bools) -> Cut:
    """The rounded row in the columns of the program."""
    weights, whole = knapsack.weights, knapsack.whole
    c = _coefficients(weights, whole, counted, rest, np.array([divisor]))[0]
    inverted = counted != knapsack.flipped  # counted: z̄ = 1 − z; flipped: z = 1 − x
    least = float(np.ceil(rest / divisor)) - float(c[inverted].sum())
    return Cut(knapsack.columns, np.where(inverted, -c, c), least)


def stacked_cuts(cuts: list[Cut], columns: int) -> tuple[csr_array, Floats]:
    """Write cuts as rows.

    Parameters
    ----------
    cuts : list of Cut
        m cuts.
    columns : int
        Columns n of the program.

    Returns
    -------
    csr_array of shape (m, n)
        Their coefficients.
    ndarray of shape (m,)
        Their lower limits.
    """
    starts = np.cumsum([0, *(len(cut.columns) for cut in cuts)])
    index = np.concatenate([np.empty(0, dtype=np.intp), *(cut.columns for cut in cuts)])
    values = np.concatenate([np.empty(0), *(cut.values for cut in cuts)])
    rows = csr_array((values, index, starts), shape=(len(cuts), columns))
    return rows, np.array([cut.least for cut in cuts], dtype=np.float64)
