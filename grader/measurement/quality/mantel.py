"""Tables of group by answer by stratum: Mantel–Haenszel and Mantel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_DELTA = 2.35  # 4/1.7: from log odds to the delta scale of ETS, mean 13, SD 4


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
    se_effect : float
        `se_smd` over that SD.
    """

    chi_square: float
    p_value: float
    smd: float
    se_smd: float
    effect: float
    se_effect: float


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
    counts = _counts(tables, categories=2)
    (a, b), (c, d) = counts
    total = counts.sum(axis=(0, 1))
    good, bad = a * d / total, b * c / total
    with np.errstate(divide="ignore", invalid="ignore"):
        odds_ratio = good.sum() / bad.sum()
        log_odds = float(np.log(odds_ratio))
    se = float("nan")
    if np.isfinite(log_odds):
        same, crossed = (a + d) / total, (b + c) / total
        se = _robins_breslow_greenland(same, crossed, good, bad)
    chi_square = _chi_square(counts, correction=correction)
    return MantelHaenszel(
        odds_ratio=float(odds_ratio),
        se_log=se,
        chi_square=chi_square,
        p_value=float(chdtrc(1, chi_square)),
        d_dif=-_DELTA * log_odds,
        se_d_dif=_DELTA * se,
    )


def _robins_breslow_greenland(same: Floats, crossed: Floats, good: Floats, bad: Floats) -> float:
    up, down = good.sum(), bad.sum()
    variance = (
        (same * good).sum() / (2 * up**2)
        + (same * bad + crossed * good).sum() / (2 * up * down)
        + (crossed * bad).sum() / (2 * down**2)
    )
    return float(np.sqrt(variance))


def _chi_square(counts: Floats, *, correction: bool) -> float:
    group, answer, total = counts.sum(axis=1), counts.sum(axis=0), counts.sum(axis=(0, 1))
    variance = (group.prod(axis=0) * answer.prod(axis=0) / (total**2 * (total - 1))).sum()
    if not variance > 0:
        return float("nan")
    difference = abs((counts[0, 0] - group[0] * answer[0] / total).sum())
    # The correction must not turn a small difference into a larger one of the other sign.
    difference -= min(0.5, difference) if correction else 0.0
    return float(difference**2 / variance)


def _counts(tables: ArrayLike, *, categories: int | None = None) -> Floats:
    """Counts of shape (2, C, K), without strata of fewer than two persons."""
    counts = np.asarray(tables, dtype=np.float64)
    if counts.ndim == 2:  # noqa: PLR2004  # one stratum
        counts = counts[:, :, None]
    wanted = "C" if categories is None else str(categories)
    shape = counts.shape
    if len(shape) != 3 or shape[:2] != (2, categories or shape[1]):  # noqa: PLR2004  # with strata
        raise MeasurementError(
            f"表は 群2×回答{wanted}×層K の形にしてください（いまは {np.shape(tables)}）。",
            f"tables must be 2 groups × {wanted} answers × K strata; the shape is {np.shape(tables)}.",
        )
    if not (counts >= 0).all():
        raise MeasurementError(
            "表の度数に負の数か欠測があります。", "a count of the tables is negative or missing."
        )
    kept: Floats = counts[:, :, counts.sum(axis=(0, 1)) > 1]
    return kept


def mantel_test(tables: ArrayLike, *, scores: Sequence[float] | None = None) -> Mantel:
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
        Only strata with both groups count; all NaN if there is none in which answers differ.

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
    counts = _counts(tables)
    counts = counts[:, :, (counts.sum(axis=1) > 0).all(axis=0)]
    y = np.asarray(range(counts.shape[1]) if scores is None else scores, dtype=np.float64)
    n_reference, n_focal = counts.sum(axis=1)
    total, sums = n_reference + n_focal, y @ counts.sum(axis=0)
    scatter = total * (y**2 @ counts.sum(axis=0)) - sums**2
    variance = n_reference * n_focal * scatter / (total**2 * (total - 1))
    reference_sum, focal_sum = y @ counts[0], y @ counts[1]
    if not variance.sum() > 0:
        return Mantel(*[float("nan")] * 6)
    chi_square = (focal_sum - n_focal * sums / total).sum() ** 2 / variance.sum()
    weights = n_focal / n_focal.sum()
    smd = float(weights @ (focal_sum / n_focal - reference_sum / n_reference))
    se = float(np.sqrt(weights**2 @ ((1 / n_focal + 1 / n_reference) ** 2 * variance)))
    sd = _spread(y, counts.sum(axis=(0, 2)))
    return Mantel(float(chi_square), float(chdtrc(1, chi_square)), smd, se, smd / sd, se / sd)


def _spread(y: Floats, counts: Floats) -> float:
    total = counts.sum()
    mean = y @ counts / total
    return float(np.sqrt((y - mean) ** 2 @ counts / (total - 1)))
