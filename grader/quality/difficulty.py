"""How difficult the items of a skill proved to be, and how sure that is, beside what authors declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.calibration import ItemPrior, PosteriorMode, policy_scale
from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.quality import ability_posterior, marginal_curves, posterior_masses
from grader.measurement.tables import policy_grid
from grader.quality.thresholds import limit

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from grader.measurement import ItemParameters, Policy

    Floats = NDArray[np.float64]

_TELLS = 0.95


@dataclass(frozen=True, slots=True)
class Difficulties:
    """What the answers say about the J items of one skill.

    Parameters
    ----------
    mean, sd : ndarray of shape (J,)
        Posterior of the difficulty, logits; `sd` is at most about the policy's `sd_expert`.
    surprise : ndarray of shape (J,)
        Distance from the declared difficulty in SDs: beyond 2 the author's error is larger than in one
        of twenty items. NaN if the answers hardly tell.
    curves : tuple of J ndarrays of shape (C_i, Q)
        P(X = c | θ_q) with these difficulties.
    masses : ndarray of shape (N, Q)
        Posterior of each person's ability, with these curves.
    """

    mean: Floats
    sd: Floats
    surprise: Floats
    curves: tuple[Floats, ...]
    masses: Floats


def learn_difficulties(
    answers: NDArray[np.int8],
    declared: Sequence[ItemParameters],
    *,
    notebooks: Sequence[Hashable],
    policy: Policy,
) -> Difficulties:
    """Learn the difficulties of one skill's items from answers, beginning with the authors' word.

    Parameters
    ----------
    answers : ndarray of shape (N, J)
        Category of each person on each item; −1 is missing.
    declared : sequence of ItemParameters
        What the declared levels say, see `expert_parameters`.
    notebooks : sequence of hashable
        Notebook of each item.
    policy : Policy
        Measurement policy.

    Returns
    -------
    Difficulties
        What was declared, and abilities under the policy's prior, if no item has enough answers.

    Notes
    -----
    By `PosteriorMode` with one slope for all items, the authors' priors N(τ_k + s_m, σ_expert²), and mean
    and SD of the persons estimated: a class that is better than thought looks like easier items, and
    only the authors' word tells the two apart, which the SDs know.

    The posterior lies (σ_expert² − SD²)/σ_expert² of the way from the declared difficulty to what the
    answers alone say. If authors err with SD σ_expert, this distance has SD √(σ_expert² − SD²);
    `surprise` is the distance over that SD.

    References
    ----------
    .. [1] R. J. Mislevy (1986), "Bayes modal estimation in item response models", Psychometrika 51(2),
       177–195.
    """
    start = np.array([item.difficulty for item in declared])
    model = None
    if (answers >= 0).sum(axis=0).max() >= limit("answers"):
        priors = [ItemPrior(one.difficulty, policy.sd_expert, one.steps) for one in declared]
        model = PosteriorMode(priors, scale=policy_scale(policy)).fit(answers)
    if model is None or np.isnan(model.person_sd_):
        masses = ability_posterior(answers, declared, notebooks=notebooks, policy=policy)
        unknown, doubt = np.full(len(start), np.nan), np.full(len(start), policy.sd_expert)
        curves = tuple(marginal_curves(declared, policy))
        return Difficulties(start, doubt, unknown, curves, masses)
    mean, sd = model.difficulties_, model.difficulty_sds_
    tells = sd < _TELLS * policy.sd_expert
    expected = np.sqrt(np.where(tells, policy.sd_expert**2 - sd**2, np.nan))
    curves, masses = _learned(model, declared, answers, policy)
    return Difficulties(mean, sd, (mean - start) / expected, curves, masses)


def _learned(
    model: PosteriorMode,
    declared: Sequence[ItemParameters],
    answers: NDArray[np.int8],
    policy: Policy,
) -> tuple[tuple[Floats, ...], Floats]:
    """Curves, and abilities of everybody, as the class itself says."""
    theta = policy_grid(policy).theta
    curves = tuple(
        np.exp(category_log_probabilities(theta - place, slope=float(slope), offsets=one.steps))
        for place, slope, one in zip(model.difficulties_, model.slopes_, declared, strict=True)
    )
    population = np.exp(-0.5 * ((theta - model.person_mean_) / model.person_sd_) ** 2)
    return curves, posterior_masses(answers, curves, population)
