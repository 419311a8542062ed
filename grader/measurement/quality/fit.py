"""Do the answers look as the model says? Items, persons, and pairs of items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.measurement.quality.matrix import (
    answer_matrix,
    category_matrix,
    pairwise_correlation,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ItemFit:
    """Mean squares of J items; 1 is what the model expects.

    Parameters
    ----------
    n : ndarray of shape (J,)
        Answers that were compared.
    infit : ndarray of shape (J,)
        Squared residuals over variances; weighs persons for whom the item is informative.
    outfit : ndarray of shape (J,)
        Mean squared standardised residual; sensitive to surprises far from the difficulty.
    """

    n: NDArray[np.intp]
    infit: Floats
    outfit: Floats


def expected_scores(curves: Sequence[ArrayLike], posterior: ArrayLike) -> Floats:
    """Return the category that the model expects of each person on each item.

    Parameters
    ----------
    curves : sequence of J array_likes of shape (C_i, Q)
        P(X = c | θ_q) of each item.
    posterior : array_like of shape (N, Q)
        Posterior masses of each person; a row of zeros with a single 1 stands for a known ability.

    Returns
    -------
    ndarray of shape (N, J)
        Σ_q p(θ_q | x_n) Σ_c c·P(X_i = c | θ_q), from 0 to C_i − 1.
    """
    tables = [np.asarray(curve, dtype=np.float64) for curve in curves]
    means = np.array([np.arange(len(table)) @ table for table in tables])
    expected: Floats = np.asarray(posterior, dtype=np.float64) @ means.T
    return expected


def item_fit(
    answers: Any,
    curves: Sequence[ArrayLike],
    posterior: ArrayLike,
    *,
    leave_own_out: bool = True,
) -> ItemFit:
    """Return infit and outfit mean squares.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item; missing is −1, NaN or None.
    curves : sequence of J array_likes of shape (C_i, Q)
        P(X = c | θ_q) of each item.
    posterior : array_like of shape (N, Q)
        Posterior masses of each person given all answers.
    leave_own_out : bool
        Whether an answer is taken out of the posterior that predicts it. If not, each answer has
        already drawn the posterior towards itself, and mean squares lie below 1.

    Returns
    -------
    ItemFit
        NaN for items without answers. Above 1: noisier than the model says; below: more alike.

    Notes
    -----
    The width of the posterior is kept: with predictive probabilities P_ni(c) = Σ_q p_ni(θ_q)·P_i(c |
    θ_q), expectation E and variance V of them (V holds both the spread of the answer at an ability
    and the doubt about the ability),

    outfit_i = mean_n (x − E)²/V,    infit_i = Σ_n (x − E)² / Σ_n V.

    p_ni ∝ posterior_n / P_i(x_ni | θ) is the posterior without item i. If persons come from the prior
    and items are independent given ability, the expectation of outfit is 1 exactly, for any number of
    items. With an effect shared by the items of a notebook the division is an approximation.

    References
    ----------
    .. [1] B. D. Wright, G. N. Masters (1982), Rating Scale Analysis, chapter 5.
    .. [2] S. Sinharay, M. S. Johnson, H. S. Stern (2006), "Posterior predictive assessment of item
       response theory models", Applied Psychological Measurement 30(4), 298–321.
    """
    tables = [np.asarray(curve, dtype=np.float64) for curve in curves]
    categories = category_matrix(answers, [len(table) for table in tables])
    masses = np.asarray(posterior, dtype=np.float64)
    rows = [
        _mean_squares(column, table, masses, leave_own_out=leave_own_out)
        for column, table in zip(categories.T, tables, strict=True)
    ]
    n, infit, outfit = zip(*rows, strict=True)
    return ItemFit(np.array(n), np.array(infit), np.array(outfit))


def _mean_squares(
    column: NDArray[np.intp], table: Floats, masses: Floats, *, leave_own_out: bool
) -> tuple[int, float, float]:
    answered = column >= 0
    x, weights = column[answered], masses[answered]
    if leave_own_out:
        weights = weights / np.maximum(table[x], np.finfo(np.float64).tiny)
        weights /= weights.sum(axis=1, keepdims=True)
    scores = np.arange(len(table))
    predicted = weights @ table.T
    expected = predicted @ scores
    variance = predicted @ scores**2 - expected**2
    if not x.size:
        return 0, np.nan, np.nan
    squares = (x - expected) ** 2
    return x.size, float(squares.sum() / variance.sum()), float((squares / variance).mean())


def person_fit(answers: Any, curves: Sequence[ArrayLike], posterior: ArrayLike) -> Floats:
    """Return the standardised log likelihood l_z of each person's answers: a weak flag.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item; missing is −1, NaN or None.
    curves : sequence of J array_likes of shape (C_i, Q)
        P(X = c | θ_q) of each item.
    posterior : array_like of shape (N, Q)
        Posterior masses; a row of zeros with a single 1 stands for a known ability.

    Returns
    -------
    ndarray of shape (N,)
        Negative: easy tasks failed and hard ones passed. NaN without answers.

    Notes
    -----
    At each ability l_z(θ) = (l − E l)/√Var l, l = Σ_i log P(x_i | θ), over the items answered; the
    value is its mean over the posterior. At a known ability it has mean 0 and SD 1; with an estimated
    one less, so that the normal quantiles find too few. In simulations it found 17 to 31 % of those
    who knew some items beforehand, at 5 % false alarms: look at the answers, never decide by it.

    References
    ----------
    .. [1] F. Drasgow, M. V. Levine, E. A. Williams (1985), "Appropriateness measurement with
       polychotomous item response models and standardized indices", British Journal of Mathematical
       and Statistical Psychology 38(1), 67–86.
    """
    tables = [np.asarray(curve, dtype=np.float64) for curve in curves]
    categories = category_matrix(answers, [len(table) for table in tables])
    masses = np.asarray(posterior, dtype=np.float64)
    excess, variance = np.zeros_like(masses), np.zeros_like(masses)
    for column, table in zip(categories.T, tables, strict=True):
        answered = column >= 0
        log_p = np.log(np.maximum(table, np.finfo(np.float64).tiny))
        mean = (table * log_p).sum(axis=0)
        excess[answered] += log_p[column[answered]] - mean
        variance[answered] += (table * (log_p - mean) ** 2).sum(axis=0)
    standardised = excess / np.sqrt(np.where(variance > 0, variance, np.nan))
    fit: Floats = (masses * standardised).sum(axis=1)
    return fit


def yen_q3(answers: Any, expected: ArrayLike) -> Floats:
    """Return Yen's Q3: the correlations of residuals between items.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item; missing is −1, NaN or None.
    expected : array_like of shape (N, J)
        What the model expects, see `expected_scores`.

    Returns
    -------
    ndarray of shape (J, J)
        Symmetric with ones on the diagonal, from persons who answered both items; NaN where they are
        fewer than two or there is no spread. Compare with `expected_q3`, not with 0.

    Notes
    -----
    Q3_ij = corr_n(x_ni − E_ni, x_nj − E_nj).

    References
    ----------
    .. [1] W. M. Yen (1984), "Effects of local item dependence on the fit and equating performance of
       the three-parameter logistic model", Applied Psychological Measurement 8(2), 125–145.
    """
    values = answer_matrix(answers)
    return pairwise_correlation(values - np.asarray(expected, dtype=np.float64))


def expected_q3(items: int) -> float:
    """Return the value of Q3 to expect when items are independent given ability.

    Parameters
    ----------
    items : int
        Number of items J, at least 2.

    Returns
    -------
    float
        −1/(J − 1): the residuals of one person nearly sum to 0, for they fixed the ability.

    References
    ----------
    .. [1] W. M. Yen (1993), "Scaling performance assessments: strategies for managing local item
       dependence", Journal of Educational Measurement 30(3), 187–213.

    Examples
    --------
    >>> expected_q3(5)
    -0.25
    """
    return -1 / (items - 1)


def dependent_pairs(q3: ArrayLike, *, limit: float = 0.2) -> list[tuple[int, int, float]]:
    """Return the pairs of items whose residuals go together.

    Parameters
    ----------
    q3 : array_like of shape (J, J)
        See `yen_q3`.
    limit : float
        How far above the mean of all pairs; .2 is a convention.

    Returns
    -------
    list of (int, int, float)
        Columns i < j and Q3_ij minus the mean over all pairs; highest first.

    References
    ----------
    .. [1] K. B. Christensen, G. Makransky, M. Horton (2017), "Critical values for Yen's Q3:
       identification of local dependence in the Rasch model using residual correlations", Applied
       Psychological Measurement 41(3), 178–194.
    """
    matrix = np.asarray(q3, dtype=np.float64)
    first, second = np.triu_indices(len(matrix), k=1)
    values = matrix[first, second]
    known = ~np.isnan(values)
    excess = values - (values[known].mean() if known.any() else np.nan)
    found = sorted(np.flatnonzero(excess > limit), key=lambda k: -excess[k])
    return [(int(first[k]), int(second[k]), float(excess[k])) for k in found]
