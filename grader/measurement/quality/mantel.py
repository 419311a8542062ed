"""Tables of group by answer by stratum: Mantel–Haenszel, Mantel, and the classes of ETS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

EtsClass = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class MantelHaenszel:
    """What 2×2 tables of several strata say together.

    Parameters
    ----------
    odds_ratio : float
        Common odds ratio α of the reference group over the focal group; above 1 the item is easier
        for the reference group. 0 or infinite if one of its two sums is 0, NaN if both are.
    se_log : float
        Standard error of ln α; NaN if α is 0, infinite or NaN.
    chi_square : float
        One degree of freedom; NaN if no stratum has both groups and both answers.
    p_value : float
        Of `chi_square`.
    d_dif : float
        −2.35 ln α, the delta scale of ETS: negative means harder for the focal group.
    se_d_dif : float
        Standard error of `d_dif`.
    """

    odds_ratio: float
    se_log: float
    chi_square: float
    p_value: float
    d_dif: float
    se_d_dif: float


@dataclass(frozen=True, slots=True)
class Mantel:
    """What tables of group by ordered categories say together.

    Parameters
    ----------
    chi_square : float
        Mantel's test, one degree of freedom, no continuity correction.
    p_value : float
        Of `chi_square`.
    smd : float
        Standardised mean difference: the focal group's mean minus the reference group's, strata
        weighted by the focal group; in categories. Negative means harder for the focal group.
    se_smd : float
        Its standard error when there is no DIF.
    effect : float
        `smd` over the SD of the item in both groups together.
    """

    chi_square: float
    p_value: float
    smd: float
    se_smd: float
    effect: float


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


def mantel_haenszel(tables: ArrayLike, *, correction: bool = True) -> MantelHaenszel:
    """Return the common odds ratio, its test and D-DIF of 2×2×K tables.

    Parameters
    ----------
    tables : array_like of shape (2, 2, K) or (2, 2)
        Counts. First axis: reference group, focal group. Second axis: right, wrong. Third axis: the
        strata. For a list of K tables use ``np.stack(list, axis=-1)``.
    correction : bool
        Whether the chi-square has the continuity correction.

    Returns
    -------
    MantelHaenszel
        Strata with fewer than two persons add nothing.

    Raises
    ------
    MeasurementError
        If the shape is another, or a count is negative.

    Notes
    -----
    With A_k, B_k right and wrong answers of the reference group, C_k, D_k of the focal group, T_k
    all of stratum k:

    α = Σ A·D/T / Σ B·C/T

    χ² = (|Σ A − Σ E(A)| − ½)² / Σ Var(A), E(A) = n_R·m_1/T, Var(A) = n_R·n_F·m_1·m_0 / (T²(T − 1)),
    the correction never larger than the difference

    Var(ln α) = Σ P·R/(2 R₊²) + Σ (P·S + Q·R)/(2 R₊ S₊) + Σ Q·S/(2 S₊²), with P = (A + D)/T,
    Q = (B + C)/T, R = A·D/T, S = B·C/T and sums R₊, S₊

    D-DIF = −2.35 ln α, SE(D-DIF) = 2.35 SE(ln α).

    References
    ----------
    .. [1] N. Mantel, W. Haenszel (1959), "Statistical aspects of the analysis of data from
       retrospective studies of disease", Journal of the National Cancer Institute 22(4), 719–748.
    .. [2] J. Robins, N. Breslow, S. Greenland (1986), "Estimators of the Mantel–Haenszel variance
       consistent in both sparse data and large-strata limiting models", Biometrics 42(2), 311–323.
    .. [3] A. Phillips, P. W. Holland (1987), "Estimators of the variance of the Mantel–Haenszel
       log-odds-ratio estimate", Biometrics 43(2), 425–431.
    .. [4] P. W. Holland, D. T. Thayer (1988), "Differential item performance and the
       Mantel–Haenszel procedure", in H. Wainer, H. I. Braun (eds.), Test Validity, 129–145.

    Examples
    --------
    >>> mantel_haenszel([[30, 10], [20, 20]]).odds_ratio
    3.0
    """
    raise NotImplementedError


def mantel(tables: ArrayLike, *, scores: Sequence[float] | None = None) -> Mantel:
    """Return Mantel's test and the standardised mean difference of ordered categories.

    Parameters
    ----------
    tables : array_like of shape (2, C, K) or (2, C)
        Counts. First axis: reference group, focal group. Second axis: categories from the lowest.
        Third axis: the strata.
    scores : sequence of float, optional
        Value of each category; by default 0, 1, …, C − 1.

    Returns
    -------
    Mantel
        Only strata with both groups count.

    Raises
    ------
    MeasurementError
        If the shape is another, or a count is negative.

    Notes
    -----
    F_k = Σ_c y_c n_Fck is the focal group's sum in stratum k;

    χ² = (Σ F − Σ E(F))² / Σ Var(F), E(F_k) = n_Fk/T_k · Σ_c y_c n_ck,
    Var(F_k) = n_Rk n_Fk / (T_k²(T_k − 1)) · (T_k Σ y_c² n_ck − (Σ y_c n_ck)²)

    SMD = Σ_k w_k (ȳ_Fk − ȳ_Rk), w_k = n_Fk / n_F; SE² = Σ_k w_k² (1/n_Fk + 1/n_Rk)² Var(F_k).

    With two categories χ² is that of Mantel–Haenszel without correction.

    References
    ----------
    .. [1] N. Mantel (1963), "Chi-square tests with one degree of freedom: extensions of the
       Mantel–Haenszel procedure", Journal of the American Statistical Association 58, 690–700.
    .. [2] R. Zwick, J. R. Donoghue, A. Grima (1993), "Assessment of differential item functioning for
       performance tasks", Journal of Educational Measurement 30(3), 233–251.
    .. [3] R. Zwick, D. T. Thayer (1996), "Evaluating the magnitude of differential item functioning
       in polytomous items", Journal of Educational and Behavioral Statistics 21(3), 187–201.
    """
    raise NotImplementedError


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
    raise NotImplementedError


def ets_class_polytomous(result: Mantel, *, alpha: float = 0.05) -> EtsClass:
    """Return the class of an item with more than two categories.

    Parameters
    ----------
    result : Mantel
        See `mantel`; `effect` must be finite.
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
    raise NotImplementedError


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
    Posterior mean W_i·D_i + (1 − W_i)·μ and variance W_i·SE_i² with W_i = τ²/(τ² + SE_i²).

    References
    ----------
    .. [1] R. Zwick, D. T. Thayer, C. Lewis (1999), "An empirical Bayes approach to Mantel–Haenszel
       DIF analysis", Journal of Educational Measurement 36(1), 1–28.
    """
    raise NotImplementedError
