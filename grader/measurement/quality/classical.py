"""Classical item statistics: facility, item-rest correlation, alpha.

All of them come out of one covariance matrix of the items, so that they agree with each other also
when answers are missing. Use first attempts only: the second one is not independent of the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement.quality.matrix import (
    answer_matrix,
    answered_only,
    pairwise_covariance,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.measurement.quality.matrix import Missing

    Floats = NDArray[np.float64]

_NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """The classical statistics of J items.

    Parameters
    ----------
    n : ndarray of shape (J,)
        Answers to each item.
    facility : ndarray of shape (J,)
        Mean share of the points, from 0 (nobody) to 1 (everybody).
    item_rest : ndarray of shape (J,)
        Correlation of each item with the sum of the others.
    alpha : float
        Cronbach's alpha of all items.
    alpha_if_deleted : ndarray of shape (J,)
        Alpha of the others; above `alpha` if the item does not belong to them.
    """

    n: NDArray[np.intp]
    facility: Floats
    item_rest: Floats
    alpha: float
    alpha_if_deleted: Floats


def facility(answers: Any, *, tops: Sequence[float] | None = None) -> Floats:
    """Return the mean share of the points of each item.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None and is left out.
    tops : sequence of float, optional
        Full category or points of each item; by default the highest one that was observed.

    Returns
    -------
    ndarray of shape (J,)
        From 0 to 1; NaN for an item without answers.

    Notes
    -----
    p_i = mean_n(x_ni) / m_i. For right-or-wrong items it is the share of right answers.

    References
    ----------
    .. [1] L. Crocker, J. Algina (1986), Introduction to Classical and Modern Test Theory, chapter 14.

    Examples
    --------
    >>> facility([[1, 2], [0, 1], [1, -1]], tops=[1, 2]).round(3).tolist()
    [0.667, 0.75]
    """
    values = answer_matrix(answers)
    filled = np.nan_to_num(values)
    top = filled.max(axis=0, initial=0.0) if tops is None else np.asarray(tops, dtype=np.float64)
    n = (~np.isnan(values)).sum(axis=0)
    # Where nobody has a point the share is 0, whatever the top may be.
    full = np.where(n > 0, n * np.where(top > 0, top, 1.0), np.nan)
    share: Floats = filled.sum(axis=0) / full
    return share


def cronbach_alpha(answers: Any, *, missing: Missing = "pairwise") -> float:
    """Return Cronbach's alpha.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None.
    missing : {'pairwise', 'complete'}
        See `pairwise_covariance`; both are the usual alpha when nothing is missing.

    Returns
    -------
    float
        At most 1, may be negative; NaN for fewer than two items, for no spread, and if two items have
        no two persons in common. Items that fewer than two persons answered are left out.

    Notes
    -----
    α = J/(J − 1) · (1 − Σ_i c_ii / Σ_ij c_ij) with the covariances c of the items.

    References
    ----------
    .. [1] L. J. Cronbach (1951), "Coefficient alpha and the internal structure of tests",
       Psychometrika 16(3), 297–334.

    Examples
    --------
    >>> round(cronbach_alpha([[0, 0], [1, 1], [1, 0], [1, 1]]), 3)
    0.727
    """
    return alpha_of(pairwise_covariance(answers, missing=missing))


def alpha_if_deleted(answers: Any, *, missing: Missing = "pairwise") -> Floats:
    """Return Cronbach's alpha of the other items, for each item.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None.
    missing : {'pairwise', 'complete'}
        See `pairwise_covariance`.

    Returns
    -------
    ndarray of shape (J,)
        Alpha without the item; NaN if fewer than two others are left.

    References
    ----------
    .. [1] L. J. Cronbach (1951), Psychometrika 16(3), 297–334.
    """
    return _alpha_if_deleted(pairwise_covariance(answers, missing=missing))


def item_rest_correlation(answers: Any, *, missing: Missing = "pairwise") -> Floats:
    """Return the correlation of each item with the sum of the others (corrected item-total).

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None.
    missing : {'pairwise', 'complete'}
        See `pairwise_covariance`.

    Returns
    -------
    ndarray of shape (J,)
        From −1 to 1; NaN for an item that everybody answered alike.

    Notes
    -----
    r_i = Σ_{j≠i} c_ij / √(c_ii · Σ_{j,k≠i} c_jk): Pearson's correlation of x_i and Σ_{j≠i} x_j, from
    the covariances of the items. The item itself is left out of the sum, else it would correlate
    with itself.

    References
    ----------
    .. [1] S. Henrysson (1963), "Correction of item-total correlations in item analysis",
       Psychometrika 28(2), 211–218.
    """
    return _item_rest(pairwise_covariance(answers, missing=missing))


def item_statistics(
    answers: Any, *, tops: Sequence[float] | None = None, missing: Missing = "pairwise"
) -> ItemStatistics:
    """Return all classical statistics of the items at once.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None.
    tops : sequence of float, optional
        As for `facility`.
    missing : {'pairwise', 'complete'}
        See `pairwise_covariance`; facility and n always use every answer.

    Returns
    -------
    ItemStatistics
        One entry per item.
    """
    covariance = pairwise_covariance(answers, missing=missing)
    return ItemStatistics(
        n=(~np.isnan(answer_matrix(answers))).sum(axis=0),
        facility=facility(answers, tops=tops),
        item_rest=_item_rest(covariance),
        alpha=alpha_of(covariance),
        alpha_if_deleted=_alpha_if_deleted(covariance),
    )


def alpha_of(covariance: Floats) -> float:
    """Return Cronbach's alpha from the covariances of the items.

    Parameters
    ----------
    covariance : ndarray of shape (J, J)
        Of the items.

    Returns
    -------
    float
        As `cronbach_alpha`.
    """
    covariance, answered = answered_only(covariance)
    items, total = answered.sum(), covariance.sum()
    if items < 2 or not total > _NO_SPREAD:  # noqa: PLR2004  # one item agrees with nothing
        return float("nan")
    return float(items / (items - 1) * (1 - np.trace(covariance) / total))


def _alpha_if_deleted(covariance: Floats) -> Floats:
    items = range(len(covariance))
    others = [np.delete(np.delete(covariance, i, axis=0), i, axis=1) for i in items]
    return np.array([alpha_of(other) for other in others])


def _item_rest(covariance: Floats) -> Floats:
    covariance, _ = answered_only(covariance)
    own = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - own
    rest = covariance.sum() - own - 2 * with_rest
    # What rounding leaves of a constant is no spread; nor is a negative variance one.
    spread = np.where((own > _NO_SPREAD) & (rest > _NO_SPREAD), own * rest, np.nan)
    correlation: Floats = with_rest / np.sqrt(spread)
    return correlation
