"""From the maximum to what is told of each item: slopes, thresholds and their standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.measurement.calibration.search import Found

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ItemCurves:
    """Values for each of J items; M is the largest number of steps, and NaN stands where there is none.

    Parameters
    ----------
    slopes : ndarray of shape (J,)
        Discriminations a, or their standard errors.
    intercepts : ndarray of shape (J, M)
        d_1 … d_m with log P(X = c) = c·a·θ + d_c + const, or their standard errors.
    difficulties : ndarray of shape (J,)
        Means of the thresholds, logits, or their standard errors.
    thresholds : ndarray of shape (J, M)
        b_1 … b_m, logits, or their standard errors.
    person_sd : float
        SD of the persons, or its standard error; 0 where it was given.
    """

    slopes: Floats
    intercepts: Floats
    difficulties: Floats
    thresholds: Floats
    person_sd: float


def nothing_learned(tops: Sequence[int]) -> ItemCurves:
    """Return what is known when no item is identified.

    Parameters
    ----------
    tops : sequence of int
        Highest category of each item.

    Returns
    -------
    ItemCurves
        NaN everywhere.
    """
    flat, deep = np.full(len(tops), np.nan), np.full((len(tops), max(tops)), np.nan)
    return ItemCurves(flat, deep, flat.copy(), deep.copy(), float("nan"))


def learn(
    found: Found, columns: NDArray[np.intp], tops: Sequence[int], given: float | None
) -> tuple[ItemCurves, ItemCurves]:
    """Read estimates and standard errors off a maximum.

    Parameters
    ----------
    found : Found
        The maximum over the items that were searched for.
    columns : ndarray of shape (k,)
        Their columns.
    tops : sequence of int
        Highest category of all J items.
    given : float or None
        The slope, if it was given.

    Returns
    -------
    estimates : ItemCurves
        Of all J items; NaN for those outside `columns`.
    errors : ItemCurves
        Their standard errors.

    Notes
    -----
    Delta method: SE(g(p))² = ∇gᵀ·I⁻¹·∇g with the observed information I. b_v = −(d_v − d_{v−1})/a.
    """
    item, score = found.curves.likelihood.item, found.curves.likelihood.score
    intercepts, slopes, covariance = _upright(found)
    size, variances = len(item), np.diag(covariance)
    person_sd, sd_error, free = 1.0, 0.0, given is None
    if given is not None:
        person_sd, sd_error = slopes[0] / given, np.sqrt(variances[size]) / abs(given)
        slopes = np.full_like(slopes, given)
    thresholds, by_threshold = _thresholds(intercepts, slopes, found, free=free)
    mean = (item == np.arange(len(slopes))[:, None]) / np.bincount(item)[:, None]
    spread = by_threshold @ covariance @ by_threshold.T
    slope_variances = variances[size:] if free else np.zeros(len(slopes))
    squares = (slope_variances, variances[:size], np.diag(mean @ spread @ mean.T), np.diag(spread))
    values = (slopes, intercepts, mean @ thresholds, thresholds)
    errors = tuple(np.sqrt(square) for square in squares)
    places = columns, (columns[item], score.astype(int) - 1)
    return (
        _placed(values, float(person_sd), places, tops),
        _placed(errors, float(sd_error), places, tops),
    )


def _upright(found: Found) -> tuple[Floats, Floats, Floats]:
    """Return intercepts, slopes and their covariance, so that more ability means better answers."""
    curves = found.curves
    intercepts, slopes = curves.split(found.top.point)
    covariance = curves.spread @ np.linalg.inv(found.top.information) @ curves.spread.T
    # −a with −θ is as likely as a with θ.
    sign = -1.0 if curves.loading.size and slopes.sum() < 0 else 1.0
    signs = np.concatenate([np.ones(len(intercepts)), np.full(len(slopes), sign)])
    return intercepts, sign * slopes, covariance * np.outer(signs, signs)


def _thresholds(
    intercepts: Floats, slopes: Floats, found: Found, *, free: bool
) -> tuple[Floats, Floats]:
    """Return thresholds (C,) and their derivatives by intercepts and slopes (C, C + J)."""
    item, score = found.curves.likelihood.item, found.curves.likelihood.score
    step = np.eye(len(item)) - np.diag((score[1:] > 1).astype(float), -1)
    slope = slopes[item][:, None]
    by_slope = (item[:, None] == np.arange(len(slopes))) * (step @ intercepts)[:, None] / slope**2
    return -(step @ intercepts) / slope[:, 0], np.hstack([-step / slope, free * by_slope])


def _placed(
    values: Sequence[Floats], person_sd: float, places: tuple[Any, Any], tops: Sequence[int]
) -> ItemCurves:
    """Put values of the items searched for into arrays of all items."""
    blank = nothing_learned(tops)
    out = ItemCurves(
        blank.slopes, blank.intercepts, blank.difficulties, blank.thresholds, person_sd
    )
    fields = (out.slopes, out.intercepts, out.difficulties, out.thresholds)
    for field, value in zip(fields, values, strict=True):
        field[places[field.ndim - 1]] = value
    return out
