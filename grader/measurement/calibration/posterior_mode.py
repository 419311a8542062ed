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
    from grader.measurement.policy import Policy
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
        SD of the prior of a step around its `ItemPrior.steps`, logits at the slope `slope`.
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
    sd_log_person_sd: float = 1.0


def policy_scale(policy: Policy) -> ScalePrior:
    """Return the priors of slopes and persons that a policy states.

    Parameters
    ----------
    policy : Policy
        Measurement policy.

    Returns
    -------
    ScalePrior
        Persons as in everybody's prior, but with mean and SD open.
    """
    return ScalePrior(
        slope=policy.slope,
        sd_log_slope=policy.sd_log_slope,
        sd_steps=policy.sd_step,
        person_mean=(policy.prior_mean - 1) * policy.width,
        sd_person_mean=policy.prior_sd * policy.width,
        person_sd=policy.prior_sd * policy.width,
        sd_log_person_sd=policy.sd_log_person_sd,
    )


class PosteriorMode:
    """Maximum a posteriori estimates of (generalised) partial credit items, persons' mean and SD estimated.

    The priors of the difficulties hold the scale. An item without answers keeps its prior.

    Parameters
    ----------
    priors : sequence of ItemPrior
        One for each of the J items.
    own_slope : bool or sequence of bool, default False
        Whether an item has a slope of its own; the others share one slope. One value holds for all items.
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
        The maximum that was searched for, up to a constant.
    status_ : tuple of {'converged', 'not_identified'}
        Per item. Priors always leave a maximum: 'not_identified' only if the search did not reach it,
        and then every value is NaN.
    reasons_ : tuple of Text or None
        Why, in Japanese and English.

    Notes
    -----
    Maximises log ∫ Π_i P(x_i | θ) N(θ; μ, σ²) dθ, summed over persons, plus the logarithms of
    δ_i ~ N(prior), log a ~ N(log slope, sd_log_slope²), a·o_v ~ N(slope·prior, (slope·sd_steps)²) with
    mean 0, μ ~ N(person_mean, …) and log σ ~ N(log person_sd, …), and minus ½ Σ log(1 + a_i²·I_i·sd_i²),
    where I_i is the information in an item's answers at slope 1 (half of their variance): it integrates the
    difficulties out for slopes and persons (Laplace). Without it the mode of many difficulties at once lies
    on too narrow a scale, by about sd² over their variance. Steps are measured in slopes, so that they do
    not hold the scale. Answers of one person are taken as independent given θ: an effect shared by the
    items of a notebook is not modelled.

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
        room, _ = posterior.volume(slopes)
        self.log_likelihood_ = self.log_posterior_ + posterior.penalty(top.point) - room


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
        self._contrasts = _contrasts(tops)
        self._groups = _groups(own)
        # Steps times slope: in this unit they say nothing about the scale, which difficulties must hold.
        self._steps = scale.slope * np.concatenate([prior.steps for prior in priors])
        variances = np.array([prior.sd**2 for prior in priors])
        self._room = variances * _information(likelihood)
        free = self._contrasts.shape[1]
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
                np.full(free, scale.slope * scale.sd_steps),
                np.full(slopes, scale.sd_log_slope),
                [scale.sd_person_mean, scale.sd_log_person_sd],
            ]
        )

    def parts(self, point: Floats) -> tuple[Floats, Floats, float, float]:
        """Return thresholds (C,), slopes (J,), persons' mean and SD."""
        items, item = len(self._groups), self.likelihood.item
        difficulties, contrasts, log_slopes, (mean, log_sd) = np.split(
            point, np.cumsum([items, self._contrasts.shape[1], self._groups.shape[1]])
        )
        slopes = np.exp(self._groups @ log_slopes)
        steps = self._contrasts @ contrasts + self._steps
        return difficulties[item] + steps / slopes[item], slopes, float(mean), float(np.exp(log_sd))

    def penalty(self, point: Floats) -> float:
        """Return minus the logarithm of the priors, up to a constant."""
        return 0.5 * float((((point - self.mean) / self.sd) ** 2).sum())

    def volume(self, slopes: Floats) -> tuple[float, Floats]:
        """Return the room that the answers leave to the difficulties, and its derivatives by log slope."""
        stretched = self._room * slopes**2
        return -0.5 * float(np.log1p(stretched).sum()), -stretched / (1 + stretched)

    def value_and_gradient(self, point: Floats) -> tuple[float, Floats]:
        """Return log posterior and first derivatives: the chain rule over those of the curves."""
        thresholds, slopes, mean, sd = self.parts(point)
        item, items = self.likelihood.item, len(slopes)
        intercepts = -slopes[item] * (self._sums @ (thresholds - mean))
        value, by_intercept, by_slope = self.likelihood.value_and_gradient(
            intercepts, slopes * sd, self._rule
        )
        by_step = -self._sums.T @ by_intercept
        by_difficulty = slopes * np.bincount(item, weights=by_step)
        stretched = slopes * sd * by_slope
        room, by_room = self.volume(slopes)
        by_log_slope = stretched + (point[:items] - mean) * by_difficulty + by_room
        gradient = np.concatenate(
            [
                by_difficulty,
                self._contrasts.T @ by_step,
                self._groups.T @ by_log_slope,
                [-by_difficulty.sum(), stretched.sum()],
            ]
        )
        return value + room - self.penalty(point), gradient - (point - self.mean) / self.sd**2

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


def _contrasts(tops: Sequence[int]) -> Floats:
    """Return a matrix (C, C − J) whose columns move the steps of one item, and not their mean.

    They are orthonormal, so that no step is preferred.
    """
    blocks = [
        np.linalg.qr(np.hstack([np.ones((top, 1)), np.eye(top)[:, : top - 1]]))[0][:, 1:]
        for top in tops
    ]
    out = np.zeros((sum(tops), sum(tops) - len(tops)))
    row = column = 0
    for block in blocks:
        height, width = block.shape
        out[row : row + height, column : column + width] = block
        row, column = row + height, column + width
    return out


def _information(likelihood: MarginalLikelihood) -> Floats:
    """Return roughly what the answers to each item say about its difficulty at slope 1.

    Half of their variance: the other half is that between persons.
    """
    answered, chosen = likelihood.shares
    item, score = likelihood.item, likelihood.score
    mean = np.bincount(item, weights=score * chosen) / np.maximum(answered, 1)
    square = np.bincount(item, weights=score**2 * chosen) / np.maximum(answered, 1)
    information: Floats = answered * (square - mean**2) / 2
    return information


def _groups(own: NDArray[np.bool_]) -> Floats:
    """Return which slope (columns) each item (rows) has: the common one last, if any item has it."""
    out = np.zeros((len(own), int(own.sum()) + int(not own.all())))
    out[own, np.arange(int(own.sum()))] = 1
    out[~own, -1] = 1
    return out
