"""Is a sub-score worth showing, or does the total say more about the same ability?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.errors import MeasurementError
from grader.measurement.quality.classical import alpha_of
from grader.measurement.quality.matrix import answered_only, pairwise_covariance

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SubscoreValue:
    """What S sub-scores are worth.

    Parameters
    ----------
    names : tuple
        Name of each sub-score.
    reliability : ndarray of shape (S,)
        Cronbach's alpha, or what was given.
    prmse_subscore : ndarray of shape (S,)
        Proportional reduction of the mean squared error when the true sub-score is predicted from
        the observed one; at most 1, NaN if unknown.
    prmse_total : ndarray of shape (S,)
        The same when it is predicted from the total; in small samples the estimate can exceed 1. NaN
        if the reliability is unknown or not above 0.
    show : ndarray of bool, shape (S,)
        Whether `prmse_subscore` is greater than `prmse_total`; False where unknown.
    """

    names: tuple[Hashable, ...]
    reliability: Floats
    prmse_subscore: Floats
    prmse_total: Floats
    show: NDArray[np.bool_]


def haberman(
    covariance: ArrayLike, reliability: ArrayLike, *, names: Sequence[Hashable] | None = None
) -> SubscoreValue:
    """Compare sub-scores with their total, from covariances and reliabilities.

    Parameters
    ----------
    covariance : array_like of shape (S, S)
        Covariances of the observed sub-scores; the total is their sum.
    reliability : array_like of shape (S,)
        Reliability ρ of each sub-score, from 0 to 1; NaN if unknown.
    names : sequence of hashable, optional
        Names of the sub-scores; by default 0 … S − 1.

    Returns
    -------
    SubscoreValue
        The rule: show a sub-score only if its own PRMSE is greater than that of the total.

    Raises
    ------
    MeasurementError
        If the shapes do not fit.

    Notes
    -----
    True sub-score s_t with Var(s_t) = ρ_s·Var(s), errors uncorrelated between sub-scores, total x:

    PRMSE_s = ρ_s

    PRMSE_x = Cov(s_t, x)² / (Var(s_t)·Var(x)),  Cov(s_t, x) = Var(s_t) + Σ_{r≠s} Cov(s, r)

    References
    ----------
    .. [1] S. J. Haberman (2008), "When can subscores have value?", Journal of Educational and
       Behavioral Statistics 33(2), 204–229.
    """
    c, rho = np.asarray(covariance, dtype=np.float64), np.asarray(reliability, dtype=np.float64)
    if c.shape != (rho.size, rho.size):
        raise MeasurementError(
            f"共分散 {c.shape} と信頼性 {rho.shape} の大きさが合いません。",
            f"covariance {c.shape} and reliability {rho.shape} do not fit each other.",
        )
    observed = np.diag(c)
    # A sub-score without true variance, or of unknown reliability, predicts nothing.
    true = np.where(rho > 0, rho * observed, np.nan)
    with_total = true + c.sum(axis=1) - observed
    total = with_total**2 / (true * c.sum())
    return SubscoreValue(
        names=tuple(range(rho.size) if names is None else names),
        reliability=rho,
        prmse_subscore=rho,
        prmse_total=total,
        show=rho > total,
    )


def subscore_value(answers: Any, groups: Sequence[Hashable]) -> SubscoreValue:
    """Compare sub-scores with their total, from answers.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Categories or points; missing is −1, NaN or None (covariances are pairwise).
    groups : sequence of hashable of length J
        Sub-score that each item belongs to, for example its skill.

    Returns
    -------
    SubscoreValue
        In the order in which the groups first come; reliability is Cronbach's alpha, unknown for
        a group of one item.

    Raises
    ------
    MeasurementError
        If `groups` does not fit the answers.

    References
    ----------
    .. [1] S. J. Haberman (2008), Journal of Educational and Behavioral Statistics 33(2), 204–229.
    .. [2] S. Sinharay (2010), "How often do subscores have added value? Results from operational and
       simulated data", Journal of Educational Measurement 47(2), 150–174.
    """
    covariance = pairwise_covariance(answers)
    if len(groups) != len(covariance):
        raise MeasurementError(
            f"設問は{len(covariance)}問、グループは{len(groups)}件です。同じ数にしてください。",
            f"there are {len(covariance)} items but {len(groups)} groups.",
        )
    names = tuple(dict.fromkeys(groups))
    member = np.array([[group == name for name in names] for group in groups], dtype=np.float64)
    columns = [np.flatnonzero(column) for column in member.T]
    reliability = [alpha_of(covariance[np.ix_(c, c)]) for c in columns]
    answered, _ = answered_only(covariance)
    return haberman(member.T @ answered @ member, reliability, names=names)
