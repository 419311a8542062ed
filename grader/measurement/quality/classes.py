"""How large is DIF: the classes of ETS, and estimates that small groups make less wild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from grader.measurement.quality.mantel import Mantel, MantelHaenszel

    Floats = NDArray[np.float64]

EtsClass = Literal["A", "B", "C"]

_LIMITS = (1.0, 1.5)
_EFFECT_LIMITS = (0.17, 0.25)


@dataclass(frozen=True, slots=True)
class ShrunkenDif:
    """DIF of J items, each drawn to what is usual.

    Parameters
    ----------
    prior_mean, prior_sd : float
        Of the true DIF of the items.
    mean, sd : ndarray of shape (J,)
        Posterior of each item's true DIF.
    p_class : ndarray of shape (J, 3)
        Probabilities that its absolute value is below the first limit, between, and above the second
        (classes A, B, C).
    """

    prior_mean: float
    prior_sd: float
    mean: Floats
    sd: Floats
    p_class: Floats


def ets_class(result: MantelHaenszel, *, alpha: float = 0.05) -> EtsClass:
    """Return the class of a right-or-wrong item by the rule of ETS.

    Parameters
    ----------
    result : MantelHaenszel
        See `mantel_haenszel`; `d_dif` must be finite.
    alpha : float
        Level of significance.

    Returns
    -------
    {'A', 'B', 'C'}
        A, negligible: χ² not significant, or |D-DIF| below 1. C, large: |D-DIF| at least 1.5 and
        significantly above 1 (one-sided: |D-DIF| − z·SE > 1, z = 1.645 for `alpha` .05). B: the rest.

    Raises
    ------
    MeasurementError
        If there is no finite D-DIF.

    References
    ----------
    .. [1] N. J. Dorans, P. W. Holland (1993), "DIF detection and description: Mantel–Haenszel and
       standardization", in P. W. Holland, H. Wainer (eds.), Differential Item Functioning, 35–66.
    .. [2] R. Zwick (2012), A review of ETS differential item functioning assessment procedures:
       flagging rules, minimum sample size requirements, and criterion refinement, ETS RR-12-08.
    """
    size = _finite(abs(result.d_dif))
    if not result.p_value < alpha or size < _LIMITS[0]:
        return "A"
    surely_above = size - ndtri(1 - alpha) * result.se_d_dif > _LIMITS[0]
    return "C" if size >= _LIMITS[1] and surely_above else "B"


def ets_class_polytomous(result: Mantel, *, alpha: float = 0.05) -> EtsClass:
    """Return the class of an item with more than two categories.

    Parameters
    ----------
    result : Mantel
        See `mantel_test`; `effect` must be finite.
    alpha : float
        Level of significance.

    Returns
    -------
    {'A', 'B', 'C'}
        A, negligible: Mantel's test not significant, or |SMD/SD| at most .17. C, large: above .25.
        B: the rest.

    Raises
    ------
    MeasurementError
        If there is no finite effect.

    References
    ----------
    .. [1] R. Zwick, D. T. Thayer, J. Mazzeo (1997), "Descriptive and inferential procedures for
       assessing differential item functioning in polytomous items", Applied Measurement in
       Education 10(4), 321–344.
    """
    size = _finite(abs(result.effect))
    if not result.p_value < alpha or size <= _EFFECT_LIMITS[0]:
        return "A"
    return "C" if size > _EFFECT_LIMITS[1] else "B"


def _finite(value: float) -> float:
    if not np.isfinite(value):
        raise MeasurementError(
            "差の大きさが推定できないため、分類できません。",
            "there is no estimate of the difference, hence no class.",
        )
    return value


def empirical_bayes(
    d_dif: ArrayLike, se: ArrayLike, *, limits: tuple[float, float] = (1.0, 1.5)
) -> ShrunkenDif:
    """Return DIF that small groups make less wild: each estimate is drawn to the usual one.

    Parameters
    ----------
    d_dif : array_like of shape (J,)
        D-DIF of each item (or SMD/SD, with `limits` .17 and .25); NaN for an item without one.
    se : array_like of shape (J,)
        Its standard error.
    limits : (float, float)
        Where classes B and C begin.

    Returns
    -------
    ShrunkenDif
        An item without an estimate gets the prior.

    Raises
    ------
    MeasurementError
        If fewer than two items have an estimate.

    Notes
    -----
    True DIF ω_i ~ N(μ, τ²), D_i | ω_i ~ N(ω_i, SE_i²); μ = mean D, τ² = max(0, Var D − mean SE²).
    Posterior mean W_i·D_i + (1 − W_i)·μ and variance W_i·SE_i² = (1 − W_i)·τ², W_i = τ²/(τ² + SE_i²).

    References
    ----------
    .. [1] R. Zwick, D. T. Thayer, C. Lewis (1999), "An empirical Bayes approach to Mantel–Haenszel
       DIF analysis", Journal of Educational Measurement 36(1), 1–28.
    """
    d, s = np.asarray(d_dif, dtype=np.float64), np.asarray(se, dtype=np.float64)
    known = np.isfinite(d) & np.isfinite(s)
    if known.sum() < 2:  # noqa: PLR2004  # a spread between items
        raise MeasurementError(
            "推定値のある設問が二つ以上必要です。", "at least two items must have an estimate."
        )
    usual = d[known].mean()
    between = max(0.0, d[known].var(ddof=1) - (s[known] ** 2).mean())
    weight = np.zeros_like(d)
    weight[known] = between / (between + s[known] ** 2)
    mean = usual + weight * np.where(known, d - usual, 0.0)
    sd = np.sqrt((1 - weight) * between)
    return ShrunkenDif(float(usual), float(np.sqrt(between)), mean, sd, _p_class(mean, sd, limits))


def _p_class(mean: Floats, sd: Floats, limits: tuple[float, float]) -> Floats:
    width = np.maximum(sd, np.finfo(np.float64).tiny)[:, None]  # SD 0: all of it on one side
    edges = np.array(limits)
    within = ndtr((edges - mean[:, None]) / width) - ndtr((-edges - mean[:, None]) / width)
    low, high = within.T
    return np.stack([low, high - low, 1 - high], axis=1)
