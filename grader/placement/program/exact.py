"""What can be said about a program without trusting a solver: shortages, violations, bounds, the grain of a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.program.model import Program
    from grader.placement.program.region import Region

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

TOLERANCE = 1e-6
"""Largest violation of a row, and smallest difference that counts."""

_UNIT = 1e-6  # grains are whole multiples of it


def completed(program: Program, values: Floats) -> Floats:
    """Round the whole columns, and give each soft row the shortage that it needs.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray of shape (columns,)
        Any values.

    Returns
    -------
    ndarray of shape (columns,)
        Whole numbers, without columns of rows that cost something and that no row needs, such as a move that is none;
        then the least shortages that go with them.
    """
    x = np.rint(values)
    x[program.whole :] = 0.0
    activity = program.matrix @ x
    _spare(program, x, activity)
    for block in program.blocks:
        if block.shortages is not None:
            lower, upper = program.row_lower[block.rows], program.row_upper[block.rows]
            lifted = np.isfinite(lower)
            need = np.where(lifted, lower - activity[block.rows], activity[block.rows] - upper)
            x[block.shortages] = np.maximum(0.0, need.round(9))
    return x


def _spare(program: Program, x: Floats, activity: Floats) -> None:
    """Set to 0, in place, what only costs: a search cut off by time may leave it at 1."""
    costs = np.array([each.cost[program.pairs : program.whole] for each in program.objectives])
    only_costs = np.all(costs >= 0, axis=0) & np.any(costs > 0, axis=0)
    columns = program.pairs + np.flatnonzero(only_costs & (x[program.pairs : program.whole] > 0))
    if not len(columns):
        return
    rows = program.matrix[:, columns].tocsc()
    for k, column in enumerate(columns.tolist()):
        part = slice(rows.indptr[k], rows.indptr[k + 1])
        at = rows.indices[part]
        without = activity[at] - rows.data[part] * x[column]
        low, high = program.row_lower[at] - TOLERANCE, program.row_upper[at] + TOLERANCE
        if np.all((without >= low) & (without <= high)):
            activity[at], x[column] = without, 0.0


def violation(program: Program, values: Floats) -> float:
    """Return the largest violation of a row or a bound.

    Parameters
    ----------
    program : Program
        The program.
    values : ndarray of shape (columns,)
        Any values.

    Returns
    -------
    float
        0 or more; in the units of the row or column.
    """
    activity = program.matrix @ values
    over = (
        program.row_lower - activity,
        activity - program.row_upper,
        -values,
        values - program.upper,
    )
    return max(0.0, *(float(each.max(initial=0.0)) for each in over))


def dual_bound(region: Region, cost: Floats, prices: Floats) -> tuple[float, Floats, Floats]:
    """Return a lower bound of the cost that any prices of the rows prove, and the reduced costs.

    Parameters
    ----------
    region : Region
        m rows over n columns.
    cost : ndarray of shape (n,)
        Costs, minimised.
    prices : ndarray of shape (m,)
        Prices y of the rows: 0 or more where a lower limit binds, 0 or less where an upper one does.

    Returns
    -------
    float
        The bound; it holds whatever the prices are, and is tight for optimal ones.
    ndarray of shape (n,)
        Reduced costs d = c − yᵀA.
    ndarray of shape (m,)
        The prices that were used.

    Notes
    -----
    c·x = y·Ax + d·x ≥ Σᵢ min over the limits of yᵢ·aᵢ + Σⱼ min over the bounds of dⱼ·xⱼ: weak duality. A price whose
    limit is infinite counts as 0.

    References
    ----------
    D. Bertsimas, J. Tsitsiklis: Introduction to Linear Optimization, 1997, theorem 4.3.
    """
    limit = np.where(prices > 0, region.row_lower, region.row_upper)
    used = np.where(np.isfinite(limit), prices, 0.0)
    reduced = cost - region.matrix.T @ used
    side = np.where(reduced > 0, region.lower, region.upper)
    return float(used @ np.where(used, limit, 0.0) + reduced @ side), reduced, used


def grain(program: Program, cost: Floats) -> float:
    """Return the step in which a goal's value can change.

    Parameters
    ----------
    program : Program
        The program.
    cost : ndarray of shape (columns,)
        Costs of the goal.

    Returns
    -------
    float
        The values of all plans are multiples of it; 0 where no such step is known.

    Notes
    -----
    The greatest common divisor of the costs, in millionths. A shortage changes in steps of its row: the greatest common
    divisor of the row's coefficients and limits.
    """
    shortages = [each for each in program.blocks if each.shortages is not None]
    steps = [_divisor(cost[: program.whole])] + [
        _divisor(weights) * _row_step(program, block.rows)
        for block in shortages
        if (weights := cost[block.shortages]).any()
    ]
    return _divisor(np.array(steps)) if np.isfinite(steps).all() else 0.0


def whole_columns(program: Program) -> Bools:
    """Return the columns whose values are whole numbers in every plan.

    Parameters
    ----------
    program : Program
        The program.

    Returns
    -------
    ndarray of bool of shape (columns,)
        All but the shortages that may be fractions.
    """
    whole = np.arange(len(program.upper)) < program.whole
    for block in program.blocks:
        if block.shortages is not None:
            whole[block.shortages] = _row_step(program, block.rows) % 1.0 == 0.0
    return whole


def scaled_whole(values: Floats) -> tuple[Floats, float]:
    """Write numbers as whole multiples of a unit.

    Parameters
    ----------
    values : ndarray
        The numbers.

    Returns
    -------
    ndarray
        The multiples; the numbers themselves where there is no unit.
    float
        The largest such unit; 0 where there is none.
    """
    unit = _divisor(values)
    return (np.rint(values / unit), unit) if 0 < unit < np.inf else (values, 0.0)


def _row_step(program: Program, rows: slice) -> float:
    """Step in which the activities of these rows change, measured from their limits."""
    part = program.matrix[rows]
    limits = np.concatenate([program.row_lower[rows], program.row_upper[rows]])
    whole = part.data[part.indices < program.whole]
    return _divisor(np.concatenate([whole, limits[np.isfinite(limits)]]))


def _divisor(values: Floats) -> float:
    """Greatest common divisor; infinite (no step) where the values are no multiples of the unit."""
    scaled = np.rint(values / _UNIT)
    if np.abs(scaled * _UNIT - values).max(initial=0.0) > _UNIT * 1e-3:
        return np.inf
    return float(np.gcd.reduce(scaled.astype(np.int64), initial=0)) * _UNIT


def lifted(bound: float, step: float) -> float:
    """Return the least multiple of a step that is not below a bound.

    Parameters
    ----------
    bound : float
        A lower bound, known to one part in 10⁸.
    step : float
        Step of the values; 0: none.

    Returns
    -------
    float
        The bound, lifted.
    """
    if not step:
        return bound
    slack = TOLERANCE + 1e-8 * abs(bound)
    return float(np.ceil((bound - slack) / step) * step)
