"""Fit of many persons to many roles, by matrix products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Profiles:
    """What R roles ask of S skills.

    Parameters
    ----------
    required : ndarray of shape (R, S)
        Level asked for; 0 where the role does not ask for the skill.
    weight : ndarray of shape (R, S)
        Weight of the requirement; 0 where there is none.
    ceiling : ndarray of shape (S,)
        Highest level of each skill that notebooks alone may show.
    """

    required: NDArray[np.intp]
    weight: Floats
    ceiling: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FitScores:
    """Scores of N persons for R roles; all arrays have shape (N, R).

    Parameters
    ----------
    low : ndarray
        Fit with everything unknown at level 0.
    expected : ndarray
        Fit over what was measured; NaN where nothing was.
    high : ndarray
        Fit with everything unknown as high as it can be.
    measured_share : ndarray
        Share of the weights with evidence.
    expected_gap : ndarray
        Weighted mean of the expected gaps that were measured, in levels; NaN where nothing was.
    """

    low: Floats
    expected: Floats
    high: Floats
    measured_share: Floats
    expected_gap: Floats


def fit_scores(
    p_at_least: Sequence[Floats], measured: NDArray[np.bool_], *, profiles: Profiles
) -> FitScores:
    """Score every person for every role.

    Parameters
    ----------
    p_at_least : sequence of K ndarrays of shape (N, S)
        P(level ≥ 1) … P(level ≥ K); rows and columns without evidence are not read.
    measured : ndarray of shape (N, S)
        Whether there is evidence.
    profiles : Profiles
        The roles.

    Returns
    -------
    FitScores
        Five arrays of shape (N, R).

    Notes
    -----
    min(level, r) = Σ_{k≤r} [level ≥ k], so E min(level, r) = Σ_{k≤r} P_k: one matrix product for each
    level. A step k is known if the skill was measured and k is not above its ceiling. With weights w,

    - low = Σ w·(known steps' P_k) / Σ w·r
    - expected = Σ w·(known steps' P_k) / Σ w·(known steps up to r)
    - high = Σ w·(known P_k, and for each unknown step its upper bound) / Σ w·r

    The upper bound is 1 without evidence. With evidence a step above the ceiling c cannot be likelier
    than the ceiling itself: P_k ≤ P_c. Where every requirement lies within its ceiling, `expected` is
    Σ w·E min(level, r) / Σ w·r over the measured skills.
    """
    usable = (measured & (profiles.ceiling > 0)).astype(np.float64)
    shape = (len(usable), len(profiles.weight))
    got, known, upper = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for step, p in enumerate(p_at_least, start=1):
        needed = profiles.weight * (profiles.required >= step)
        provable = (needed * (step <= profiles.ceiling)).T
        got += np.where(usable > 0, p, 0.0) @ provable
        known += usable @ provable
        upper += _bound(p_at_least, step, usable, profiles) @ needed.T
    total = (profiles.weight * profiles.required).sum(axis=1)
    seen = usable @ profiles.weight.T
    return FitScores(
        low=got / total,
        expected=_ratio(got, known),
        high=upper / total,
        measured_share=seen / profiles.weight.sum(axis=1),
        expected_gap=_ratio(known - got, seen),
    )


def _bound(p_at_least: Sequence[Floats], step: int, usable: Floats, profiles: Profiles) -> Floats:
    """P(level ≥ step) where it is known, else the least upper bound of it."""
    highest = np.minimum(step, profiles.ceiling)
    bound = np.ones_like(usable)
    for level in range(1, step + 1):
        columns = highest == level
        bound[:, columns] = np.where(usable > 0, p_at_least[level - 1], 1.0)[:, columns]
    return bound


def _ratio(above: Floats, below: Floats) -> Floats:
    out = np.full_like(above, np.nan)
    return np.divide(above, below, out=out, where=below > 0)
