"""Draw persons, tasks and answers from the model itself."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.gpcm import category_log_probabilities, step_offsets
from grader.measurement.parameters import expert_parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.measurement.items import Item
    from grader.measurement.policy import Policy

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Population:
    """Whom to draw.

    Parameters
    ----------
    mean : float
        Mean of a skill, level coordinate.
    sd : float
        SD of a skill between persons, in levels.
    shared : float
        Correlation between two skills of one person, from 0 to 1.
    """

    mean: float = 2.5
    sd: float = 1.2
    shared: float = 0.5


@dataclass(frozen=True, slots=True)
class Simulated:
    """A class that never was: the truth, and what it answered.

    Parameters
    ----------
    skills : tuple of str
        Skills of the items, sorted.
    theta : ndarray of shape (N, S)
        True abilities, logits.
    coordinate : ndarray of shape (N, S)
        The same on the level coordinate 1 + θ/Δ.
    levels : ndarray of shape (N, S)
        True levels, 0 … K.
    difficulty : ndarray of shape (J,)
        True difficulty of each item (its family's mean), logits.
    categories : ndarray of shape (N, J)
        Category answered by each person on each item.
    """

    skills: tuple[str, ...]
    theta: Floats
    coordinate: Floats
    levels: NDArray[np.intp]
    difficulty: Floats
    categories: NDArray[np.int8]


def simulate(
    items: Sequence[Item],
    *,
    policy: Policy,
    persons: int,
    seed: int,
    population: Population | None = None,
    slope_spread: float = 0.0,
) -> Simulated:
    """Draw abilities, task difficulties, notebook effects and answers.

    Parameters
    ----------
    items : sequence of Item
        The tasks.
    policy : Policy
        The model to draw from.
    persons : int
        Number of persons N.
    seed : int
        The same seed draws the same class.
    population : Population, optional
        Whom to draw; by default mean 2.5, SD 1.2 levels, correlation .5.
    slope_spread : float
        SD of log a between items: 0 keeps the model's one slope; 0.3 tests estimates that assume it.

    Returns
    -------
    Simulated
        Truth and answers. Every number is drawn from a stream named after its skill, item or
        notebook: another order of items, or more persons, leaves the others as they were.

    Notes
    -----
    θ_ps = τ(mean) + sd·Δ·(√ρ·z_p + √(1−ρ)·z_ps), δ_i ~ N(τ_k + s_m, σ_expert²), variant δ_pi ~ N(δ_i,
    σ_family²), γ_pd ~ N(0, σ_γ²), X_pi ~ partial credit model at θ + γ − δ_pi.
    """
    who = population or Population()
    skills = tuple(sorted({item.skill for item in items}))
    theta = _abilities(skills, who, policy, persons, seed)
    coordinate = 1 + theta / policy.width
    categories = np.empty((persons, len(items)), dtype=np.int8)
    difficulty = np.empty(len(items))
    for column, item in enumerate(items):
        stream = _stream(seed, "item", item.id)
        difficulty[column] = expert_parameters(item.level, item.categories, policy).difficulty + (
            policy.sd_expert * stream.standard_normal()
        )
        slope = policy.slope * float(np.exp(slope_spread * stream.standard_normal()))
        effect = policy.sd_notebook * _normals(seed, "notebook", item.lesson, persons)
        variant = policy.sd_family * _normals(seed, "variant", item.id, persons)
        distance = theta[:, skills.index(item.skill)] + effect - difficulty[column] - variant
        categories[:, column] = _answer(item, distance, slope, policy, seed)
    levels = np.clip(np.floor(coordinate), 0, policy.levels).astype(np.intp)
    return Simulated(skills, theta, coordinate, levels, difficulty, categories)


def _stream(seed: int, kind: str, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(f"{kind}:{name}".encode())])


def _normals(seed: int, kind: str, name: str, count: int) -> Floats:
    return _stream(seed, kind, name).standard_normal(count)


def _abilities(
    skills: Sequence[str], who: Population, policy: Policy, persons: int, seed: int
) -> Floats:
    general = _normals(seed, "general", "", persons)
    own = [_normals(seed, "skill", skill, persons) for skill in skills]
    z = np.sqrt(who.shared) * general + np.sqrt(1 - who.shared) * np.array(own).reshape(-1, persons)
    theta: Floats = policy.width * (who.mean - 1 + who.sd * z.T)
    return theta


def _answer(
    item: Item, distance: Floats, slope: float, policy: Policy, seed: int
) -> NDArray[np.int8]:
    offsets = step_offsets(item.categories - 1, spread=policy.step_spread)
    p = np.exp(category_log_probabilities(distance, slope=slope, offsets=offsets))
    uniform = _stream(seed, "answer", item.id).random(len(distance))
    # The last sum is left out: it is 1 up to rounding, and no draw may exceed it.
    answered: NDArray[np.int8] = (uniform >= np.cumsum(p, axis=0)[:-1]).sum(axis=0).astype(np.int8)
    return answered
