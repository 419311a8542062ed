"""Calibration with priors: answers move what the items' authors declared, as far as they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from grader.measurement.calibration.answers import read_answers
from grader.measurement.calibration.labels import RISING
from grader.measurement.calibration.likelihood import (
    MarginalLikelihood,
    Quadrature,
    even_quadrature,
)
from grader.measurement.calibration.maximise import ascend, climb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from grader.measurement.calibration.maximise import Top
    from grader.text import Text

    Floats = NDArray[np.float64]

_NODES, _REACH = 121, 6.0


@dataclass(frozen=True, slots=True)
class ItemPrior:
    """What is thought of an item before it has answers.

    Parameters
    ----------
    difficulty : float
        Mean of the prior of δ, logits.
    sd : float
        SD of that prior, logits, above 0.
    steps : tuple of float
        o_1 … o_m around the difficulty, logits; their mean is 0.
    """

    difficulty: float
    sd: float
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScalePrior:
    """What is thought of slopes and persons before there are answers.

    Parameters
    ----------
    slope : float
        Median of the prior of a slope, above 0.
    sd_log_slope : float
        SD of its logarithm.
    sd_steps : float
        SD of the prior of a step around its `ItemPrior.steps`, logits, for items with a slope of their
        own; the others keep their steps.
    person_mean : float
        Mean of the prior of the persons' mean, logits.
    sd_person_mean : float
        Its SD, logits.
    person_sd : float
        Median of the prior of the persons' SD, logits.
    sd_log_person_sd : float
        SD of its logarithm.
    """

    slope: float = 1.2
    sd_log_slope: float = 0.3
    sd_steps: float = 0.4
    person_mean: float = 3.0
    sd_person_mean: float = 3.0
    person_sd: float = 3.0
    sd_log_person_sd: float = 0.5


class PosteriorMode:
    """Maximum a posteriori estimates of (generalised) partial credit items, persons' mean and SD estimated.

    The priors of the difficulties hold the scale. An item without answers keeps its prior.

    Parameters
    ----------
    priors : sequence of ItemPrior
        One for each of the J items.
    own_slope : bool or sequence of bool, default False
        Whether an item has a slope (and steps) of its own; the others share one slope. One value holds
        for all items.
    scale : ScalePrior, optional
        Priors of slopes and persons.

    Attributes
    ----------
    slopes_ : ndarray of shape (J,)
        Discriminations a.
    difficulties_ : ndarray of shape (J,)
        Difficulties δ, logits.
    difficulty_sds_ : ndarray of shape (J,)
        SDs of their posteriors, from the curvature at the mode.
    thresholds_ : ndarray of shape (J, M)
        δ + o_1 … δ + o_m, logits; NaN beyond an item's m.
    steps_ : ndarray of shape (J, M)
        `thresholds_` around `difficulties_`.
    person_mean_, person_sd_ : float
        Distribution of the persons, logits.
    log_likelihood_ : float
        Log likelihood at the mode.
    log_posterior_ : float
        The same plus the logarithms of the priors, up to a constant.
    status_ : tuple of {'converged', 'not_identified'}
        Per item. Priors always leave a maximum: 'not_identified' only if the search did not reach it,
        and then every value is NaN.
    reasons_ : tuple of Text or None
        Why, in Japanese and English.

    Notes
    -----
    Maximises log ∫ Π_i P(x_i | θ) N(θ; μ, σ²) dθ, summed over persons, plus the logarithms of
    δ_i ~ N(prior), log a ~ N(log slope, sd_log_slope²), o_v ~ N(prior, sd_steps²) with mean 0,
    μ ~ N(person_mean, …) and log σ ~ N(log person_sd, …). It takes an item's answers of one person as
    independent given θ: an effect shared by the items of a notebook is not modelled here.

    References
    ----------
    .. [1] R. J. Mislevy (1986), "Bayes modal estimation in item response models", Psychometrika 51(2),
       177–195.

    Examples
    --------
    >>> priors = [ItemPrior(level, 0.7, (0.0,)) for level in (-0.6, 1.4, 3.4)]
    >>> model = PosteriorMode(priors).fit([[1, 1, 0], [1, 0, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]])
    >>> model.status_
    ('converged', 'converged', 'converged')
    """

    def __init__(
        self,
        priors: Sequence[ItemPrior],
        own_slope: bool | Sequence[bool] = False,  # noqa: FBT001, FBT002  # scikit-learn's way
        scale: ScalePrior | None = None,
    ) -> None:
        self.priors = priors
        self.own_slope = own_slope
        self.scale = scale

    def fit(self, answers: ArrayLike, counts: ArrayLike | None = None) -> Self:
        """Estimate the items.

        Parameters
        ----------
        answers : array_like of shape (N, J)
            One row per person, one column per item: lists, an array or a pandas DataFrame. Categories
            are whole numbers from 0; NaN, None, NA and −1 are missing.
        counts : array_like of shape (N,), optional
            How many persons gave each row; 1 if left out.

        Returns
        -------
        object
            The model itself, fitted.

        Raises
        ------
        MeasurementError
            If the answers are no table of categories that fits the priors.
        """
        table = read_answers(answers, counts)
        tops = [len(prior.steps) for prior in self.priors]
        table.check_tops(tops)
        patterns, weights = table.patterns(range(len(tops)))
        likelihood = MarginalLikelihood(patterns, weights, tops)
        own = np.broadcast_to(np.asarray(self.own_slope, dtype=bool), (len(tops),))
        posterior = _Posterior(likelihood, self.priors, own, self.scale or ScalePrior())
        start = ascend(posterior, posterior.mean, scale=1 / posterior.sd)
        self._learn(posterior, climb(posterior, start), tops)
        return self

    def _learn(self, posterior: _Posterior, top: Top, tops: Sequence[int]) -> None:
        items, blank = len(tops), 0.0 if top.reached else np.nan
        lost: Text | None = None if top.reached else RISING
        self.reasons_ = (lost,) * items
        self.status_ = ("not_identified" if lost else "converged",) * items
        thresholds, slopes, mean, sd = posterior.parts(top.point + blank)
        item, score = posterior.likelihood.item, posterior.likelihood.score.astype(int)
        self.thresholds_ = np.full((items, max(tops)), np.nan)
        self.thresholds_[item, score - 1] = thresholds
        self.slopes_, self.person_mean_, self.person_sd_ = slopes, mean, sd
        self.difficulties_ = (top.point + blank)[:items]
        self.steps_ = self.thresholds_ - self.difficulties_[:, None]
        self.difficulty_sds_ = np.sqrt(np.diag(np.linalg.inv(top.information)))[:items] + blank
        self.log_posterior_ = top.value + blank
        self.log_likelihood_ = self.log_posterior_ + posterior.penalty(top.point)


class _Posterior:
    """Log posterior of (difficulties, step contrasts, log slopes, persons' mean, log of their SD)."""

    def __init__(
        self,
        likelihood: MarginalLikelihood,
        priors: Sequence[ItemPrior],
        own: NDArray[np.bool_],
        scale: ScalePrior,
    ) -> None:
        self.likelihood = likelihood
        self._rule: Quadrature = even_quadrature(_NODES, _REACH)
        tops = [len(prior.steps) for prior in priors]
        self._steps = np.concatenate([prior.steps for prior in priors])
        self._design, free = _design(tops, own)
        self._groups = _groups(own)
        slopes = self._groups.shape[1]
        same = likelihood.item[:, None] == likelihood.item
        self._sums = np.tril(same).astype(float)
        difficulties = [prior.difficulty for prior in priors]
        self.mean = np.concatenate(
            [
                difficulties,
                np.zeros(free),
                np.full(slopes, np.log(scale.slope)),
                [scale.person_mean, np.log(scale.person_sd)],
            ]
        )
        self.sd = np.concatenate(
            [
                [prior.sd for prior in priors],
                np.full(free, scale.sd_steps),
                np.full(slopes, scale.sd_log_slope),
                [scale.sd_person_mean, scale.sd_log_person_sd],
            ]
        )

    def parts(self, point: Floats) -> tuple[Floats, Floats, float, float]:
        """Return thresholds (C,), slopes (J,), persons' mean and SD."""
        places = self._design.shape[1]
        thresholds = self._design @ point[:places] + self._steps
        slopes = np.exp(self._groups @ point[places:-2])
        return thresholds, slopes, float(point[-2]), float(np.exp(point[-1]))

    def penalty(self, point: Floats) -> float:
        """Return minus the logarithm of the priors, up to a constant."""
        return 0.5 * float((((point - self.mean) / self.sd) ** 2).sum())

    def value_and_gradient(self, point: Floats) -> tuple[float, Floats]:
        """Return log posterior and first derivatives: the chain rule over those of the curves."""
        thresholds, slopes, mean, sd = self.parts(point)
        item = self.likelihood.item
        intercepts = -slopes[item] * (self._sums @ (thresholds - mean))
        value, by_intercept, by_slope = self.likelihood.value_and_gradient(
            intercepts, slopes * sd, self._rule
        )
        by_threshold = -self._sums.T @ (slopes[item] * by_intercept)
        stretched = slopes * sd * by_slope
        by_log_slope = stretched + np.bincount(item, weights=intercepts * by_intercept)
        gradient = np.concatenate(
            [
                self._design.T @ by_threshold,
                self._groups.T @ by_log_slope,
                [-by_threshold.sum(), stretched.sum()],
            ]
        )
        return value - self.penalty(point), gradient - (point - self.mean) / self.sd**2

    def information(self, point: Floats) -> Floats:
        """Return minus the second derivatives: central differences of the first ones."""
        step = 1e-4 * self.sd
        rows = []
        for index in range(len(point)):
            away = np.zeros_like(point)
            away[index] = step[index]
            up = self.value_and_gradient(point + away)[1]
            down = self.value_and_gradient(point - away)[1]
            rows.append((down - up) / (2 * step[index]))
        found: Floats = np.array(rows)
        return 0.5 * (found + found.T)


def _design(tops: Sequence[int], own: NDArray[np.bool_]) -> tuple[Floats, int]:
    """Return how difficulties and step contrasts make thresholds (C, J + T), and T.

    The contrasts of an item are orthonormal and sum to zero, so that no step is preferred.
    """
    contrasts = [
        np.linalg.qr(np.hstack([np.ones((top, 1)), np.eye(top)[:, : top - 1]]))[0][:, 1:]
        if known
        else np.zeros((top, 0))
        for top, known in zip(tops, own, strict=True)
    ]
    free = sum(contrast.shape[1] for contrast in contrasts)
    design = np.zeros((sum(tops), len(tops) + free))
    row, column = 0, len(tops)
    for index, contrast in enumerate(contrasts):
        height, width = contrast.shape
        design[row : row + height, index] = 1
        design[row : row + height, column : column + width] = contrast
        row, column = row + height, column + width
    return design, free


def _groups(own: NDArray[np.bool_]) -> Floats:
    """Return which slope (columns) each item (rows) has: the common one last, if any item has it."""
    out = np.zeros((len(own), int(own.sum()) + int(not own.all())))
    out[own, np.arange(int(own.sum()))] = 1
    out[~own, -1] = 1
    return out
