"""How well authors judge: real width of a level and real error of a declared level, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Fewer items than this beyond what the line itself takes say nothing about the scatter around it.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class ExpertError:
    """What the answers say about the authors' declared levels.

    Parameters
    ----------
    width : float
        Real width of a level Δ: logits of difficulty per declared level.
    width_interval : tuple of float
        Its confidence interval.
    sd : float
        Real SD of an author's error, logits; 0 or more.
    sd_interval : tuple of float
        Its confidence interval.
    items : int
        Items that it rests on.
    groups : int
        Skills that they belong to.
    """

    width: float
    width_interval: tuple[float, float]
    sd: float
    sd_interval: tuple[float, float]
    items: int
    groups: int


def expert_error(
    levels: ArrayLike,
    difficulties: ArrayLike,
    standard_errors: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    interval: float = 0.9,
) -> ExpertError | None:
    """Hold estimated difficulties against declared levels.

    Parameters
    ----------
    levels : array_like of shape (n,)
        Declared level of each item.
    difficulties : array_like of shape (n,)
        Estimates without priors, logits; items with NaN are left out.
    standard_errors : array_like of shape (n,)
        Their standard errors, logits.
    groups : array_like of shape (n,), optional
        Skill of each item: skills are on scales with origins of their own. One group if left out.
    interval : float
        Probability of the confidence intervals.

    Returns
    -------
    ExpertError or None
        None if the items are too few, or no group has items of two levels.

    Notes
    -----
    δ̂_i = α_g + Δ·k_i + e_i + ε_i with e_i ~ N(0, σ²), the author's error, and ε_i ~ N(0, SE_i²), that
    of the estimate: what is left around the line is not all the authors' fault. σ by restricted maximum
    likelihood, its interval by that likelihood's profile; Δ by weighted least squares, its interval by
    Student's t.

    References
    ----------
    .. [1] S. W. Raudenbush (2009), "Analyzing effect sizes: random-effects models", in H. Cooper,
       L. V. Hedges, J. C. Valentine (eds.), The Handbook of Research Synthesis and Meta-Analysis, 2nd
       ed., 295–315.

    Examples
    --------
    >>> found = expert_error([1, 1, 2, 2, 3, 3], [-0.9, 0.1, 1.0, 1.4, 3.3, 3.9], [0.2] * 6)
    >>> round(found.width, 2)
    2.0
    """
    from scipy.stats import t  # noqa: PLC0415  # a quarter of a second

    level, difficulty, error = (
        np.asarray(values, dtype=float) for values in (levels, difficulties, standard_errors)
    )
    known = np.isfinite(difficulty) & np.isfinite(error)
    labels = np.zeros(level.shape) if groups is None else np.asarray(groups)
    names, group = np.unique(labels[known], return_inverse=True)
    design = np.column_stack([level[known], group[:, None] == np.arange(len(names))])
    freedom = len(design) - design.shape[1]
    if freedom < _LEAST or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    line = _Line(design, difficulty[known], error[known] ** 2)
    sd, low, high = _most_likely(line, interval)
    slope, slope_error = line.slope(sd)
    reach = float(t.ppf((1 + interval) / 2, freedom)) * slope_error
    return ExpertError(
        width=slope,
        width_interval=(slope - reach, slope + reach),
        sd=sd,
        sd_interval=(low, high),
        items=len(design),
        groups=len(names),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """Design (n, p), values (n,) and known error variances (n,) of a regression with one unknown SD."""

    design: Floats
    values: Floats
    variances: Floats

    def _fit(self, sd: float) -> tuple[Floats, Floats, Floats]:
        weight: Floats = 1 / (sd**2 + self.variances)
        information = self.design.T @ (self.design * weight[:, None])
        found = np.linalg.solve(information, self.design.T @ (weight * self.values))
        return found.astype(float), information, weight

    def slope(self, sd: float) -> tuple[float, float]:
        found, information, _ = self._fit(sd)
        return float(found[0]), float(np.sqrt(np.linalg.inv(information)[0, 0]))

    def log_likelihood(self, sd: float) -> float:
        found, information, weight = self._fit(sd)
        rest = self.values - self.design @ found
        size = np.linalg.slogdet(information)[1]
        return float(-0.5 * (size - np.log(weight).sum() + (weight * rest**2).sum()))


def _most_likely(line: _Line, interval: float) -> tuple[float, float, float]:
    """Return the most likely SD and the ends of its profile interval."""
    from scipy.optimize import brentq, minimize_scalar  # noqa: PLC0415  # as above
    from scipy.stats import chi2  # noqa: PLC0415  # as above

    reach = 10 * float(np.std(line.values)) + 1
    found = minimize_scalar(
        lambda sd: -line.log_likelihood(sd), bounds=(0, reach), method="bounded"
    )
    sd = float(found.x) if -found.fun > line.log_likelihood(0.0) else 0.0
    floor = line.log_likelihood(sd) - chi2.ppf(interval, 1) / 2

    def above(value: float) -> float:
        return float(line.log_likelihood(value) - floor)

    low = 0.0 if above(0.0) >= 0 else float(brentq(above, 0.0, sd))
    return sd, low, float(brentq(above, sd, 10 * reach))
