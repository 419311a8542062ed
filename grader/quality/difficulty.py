"""How difficult the items of a skill proved to be, and how sure that is, beside what authors declared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from grader.measurement.posterior import pattern_ids
from grader.measurement.quality import ability_posterior
from grader.measurement.tables import item_table, notebook_nodes, policy_grid

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from grader.measurement.parameters import ItemParameters
    from grader.measurement.policy import Policy

    Floats = NDArray[np.float64]

_STEP = 1e-3
_CLOSE = 1e-3
_ROUNDS = 40
_SD_LOG_SPREAD = 0.5
_TELLS = 0.95


@dataclass(frozen=True, slots=True)
class Difficulties:
    """What the answers say about the J items of one skill.

    Parameters
    ----------
    mean : ndarray of shape (J,)
        Posterior mode of the difficulty, logits.
    sd : ndarray of shape (J,)
        Posterior SD, logits; at most about the policy's `sd_expert`.
    surprise : ndarray of shape (J,)
        Distance from the declared difficulty in SDs: beyond 2 the author's error is larger than in one
        of twenty items. NaN if the answers hardly tell.
    masses : ndarray of shape (N, Q)
        Posterior of each person's ability, with these difficulties and this population.
    """

    mean: Floats
    sd: Floats
    surprise: Floats
    masses: Floats


@dataclass(frozen=True, slots=True)
class _Class:
    """The answers to one skill, and all that stays the same while difficulties move."""

    parameters: Sequence[ItemParameters]
    notebooks: list[tuple[list[int], NDArray[np.int8], NDArray[np.intp]]]
    policy: Policy

    def scores(self, at: Floats) -> tuple[Floats, Floats, Floats]:
        """Return log likelihood (N,), scores (N, J + 2) and posterior masses (N, Q) at some parameters."""
        theta = policy_grid(self.policy).theta
        difficulty, mean, sd = at[:-2], at[-2], np.exp(at[-1])
        z = (theta - mean) / sd
        log_prior = -0.5 * z**2
        log_p = log_prior - logsumexp(log_prior)
        parts = []
        for columns, patterns, ids in self.notebooks:
            table, slopes = self._notebook(columns, patterns, difficulty)
            log_p = log_p + table[ids]
            parts.append((columns, slopes, ids))
        total = logsumexp(log_p, axis=1)
        masses = np.exp(log_p - total[:, None])
        found = np.zeros((len(masses), len(at)))
        for columns, slopes, ids in parts:
            for column, slope in zip(columns, slopes, strict=True):
                found[:, column] = (masses * slope[ids]).sum(axis=1)
        # The grid is wide enough for the constant of the population's density to be that of a normal one.
        found[:, -2], found[:, -1] = masses @ (z / sd), masses @ (z**2 - 1)
        return total, found, masses

    def _notebook(
        self, columns: list[int], patterns: NDArray[np.int8], difficulty: Floats
    ) -> tuple[Floats, list[Floats]]:
        """Log likelihood (U, Q) of the patterns, and its slope in the difficulty of each item."""
        _, weights = notebook_nodes(self.policy)
        tables = [self._tables(column, difficulty[column]) for column in columns]
        total = sum(t[x] for (t, _), x in zip(tables, patterns.T, strict=True))
        top = total.max(axis=2, keepdims=True)
        mass = np.exp(total - top) * weights
        likelihood = mass.sum(axis=2, keepdims=True)
        mass /= likelihood
        log_p = (np.log(likelihood) + top)[..., 0]
        return log_p, [
            (mass * s[x]).sum(axis=2) for (_, s), x in zip(tables, patterns.T, strict=True)
        ]

    def _tables(self, column: int, difficulty: float) -> tuple[Floats, Floats]:
        """Log probabilities (C + 1, Q, G), the last row for a missing answer, and their slopes."""
        known = replace(self.parameters[column], sd=self.policy.sd_family)
        low, middle, high = (
            item_table(replace(known, difficulty=float(difficulty) + step), self.policy)
            for step in (-_STEP, 0.0, _STEP)
        )
        nothing = np.zeros((1, *middle.shape[1:]))
        slope = (high - low) / (2 * _STEP)
        return np.concatenate([middle, nothing]), np.concatenate([slope, nothing])


def learn_difficulties(
    answers: NDArray[np.int8],
    parameters: Sequence[ItemParameters],
    *,
    notebooks: Sequence[Hashable],
    policy: Policy,
) -> Difficulties:
    """Learn the difficulties of one skill's items from answers, beginning with the authors' word.

    Parameters
    ----------
    answers : ndarray of shape (N, J)
        Category of each person on each item; −1 is missing.
    parameters : sequence of ItemParameters
        What the declared levels say, see `expert_parameters`.
    notebooks : sequence of hashable
        Notebook of each item.
    policy : Policy
        Measurement policy.

    Returns
    -------
    Difficulties
        Posterior of difficulties and abilities.

    Notes
    -----
    Posterior mode of (δ_1 … δ_J, μ, ln σ) under the policy's model with δ_i ~ N(τ_k + s_m, σ_expert²),
    abilities ~ N(μ, σ²), variants and notebook effects integrated out, and wide priors on μ and σ. By
    Newton steps with the information Σ_n s_n s_nᵀ of the persons' scores s_n; its inverse gives the SDs,
    which therefore hold also the doubt about everybody else: a class that is better than thought looks
    like easier items, and only the authors' word tells the two apart.

    The mode moves from the declared difficulty by (σ_expert² − SD²)/σ_expert² of what the answers alone
    say. If authors err with SD σ_expert, it has SD √(σ_expert² − SD²) around the declared difficulty;
    `surprise` is the distance over that SD.

    References
    ----------
    .. [1] E. R. Berndt, B. H. Hall, R. E. Hall, J. A. Hausman (1974), "Estimation and inference in
       nonlinear structural models", Annals of Economic and Social Measurement 3(4), 653–665.
    .. [2] R. J. Mislevy (1986), "Bayes modal estimation in item response models", Psychometrika 51(2),
       177–195.
    """
    declared = np.array([item.difficulty for item in parameters])
    spread = policy.prior_sd * policy.width
    start = np.append(declared, [(policy.prior_mean - 1) * policy.width, np.log(spread)])
    precision = np.append(
        np.full(len(declared), policy.sd_expert**-2.0), [spread**-2, _SD_LOG_SPREAD**-2]
    )
    room = _Class(parameters, _by_notebook(answers, notebooks), policy)
    mode, information, masses = _climb(room, start, precision)
    sd = np.sqrt(np.diag(np.linalg.inv(information)))[:-2]
    moved = policy.sd_expert**2 - sd**2
    tells = sd < _TELLS * policy.sd_expert
    surprise = (mode[:-2] - declared) / np.sqrt(np.where(tells, moved, np.nan))
    return Difficulties(mode[:-2], sd, surprise, masses)


def declared_difficulties(
    answers: NDArray[np.int8],
    parameters: Sequence[ItemParameters],
    *,
    notebooks: Sequence[Hashable],
    policy: Policy,
) -> Difficulties:
    """Take the authors' word: with few answers nothing better is known.

    Parameters
    ----------
    answers, parameters, notebooks, policy
        As for `learn_difficulties`.

    Returns
    -------
    Difficulties
        Declared difficulties, no surprise, and abilities under the policy's prior.
    """
    declared = np.array([item.difficulty for item in parameters])
    masses = ability_posterior(answers, parameters, notebooks=notebooks, policy=policy)
    doubt = np.full(len(declared), policy.sd_expert)
    return Difficulties(declared, doubt, np.full(len(declared), np.nan), masses)


def _by_notebook(
    answers: NDArray[np.int8], notebooks: Sequence[Hashable]
) -> list[tuple[list[int], NDArray[np.int8], NDArray[np.intp]]]:
    columns: dict[Hashable, list[int]] = defaultdict(list)
    for column, name in enumerate(notebooks):
        columns[name].append(column)
    return [(group, *pattern_ids(answers[:, group])) for group in columns.values()]


def _climb(room: _Class, start: Floats, precision: Floats) -> tuple[Floats, Floats, Floats]:
    def value(at: Floats, likelihood: Floats) -> float:
        return float(likelihood.sum() - 0.5 * precision @ (at - start) ** 2)

    at = start
    likelihood, scores, masses = room.scores(at)
    for _ in range(_ROUNDS):
        information = scores.T @ scores + np.diag(precision)
        step = np.linalg.solve(information, scores.sum(axis=0) - precision * (at - start))
        size, now = 1.0, value(at, likelihood)
        while True:
            likelihood, scores, masses = room.scores(at + size * step)
            if value(at + size * step, likelihood) >= now or size < _CLOSE:
                break
            size /= 2
        at = at + size * step
        if np.abs(size * step).max() < _CLOSE:
            break
    return at, scores.T @ scores + np.diag(precision), masses
