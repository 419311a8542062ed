"""Many sittings of people who never were, to measure what the diagnostic is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.model import interval_of, posteriors, read_off
from grader.diagnosis.selection import NONE, answered, begin, next_items, standing_of, stop_reasons
from grader.measurement.gpcm import category_log_probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.diagnosis.model import Floats, Ints, Model, Reading
    from grader.diagnosis.selection import Goal, Sitting


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who never were.

    Parameters
    ----------
    persons : int
        Number of persons N.
    seed : int
        The same seed draws the same people, items and answers.
    mean, sd : float
        Of the track, level coordinate and levels.
    slope_spread : float
        SD of log a between items, which the model does not know.
    """

    persons: int
    seed: int
    mean: float = 2.5
    sd: float = 1.2
    slope_spread: float = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Sittings:
    """Truth and outcome of N sittings.

    Parameters
    ----------
    coordinate : ndarray of shape (N, S)
        True level coordinate of each skill.
    track_coordinate : ndarray of shape (N,)
        True level coordinate of the track.
    skills : Reading
        What is read off about each skill; arrays of shape (N, S).
    low, high : ndarray of shape (N, S)
        Ends of the interval of each skill, level coordinate.
    track : Reading
        The same about the track; arrays of shape (N,).
    asked : ndarray of shape (N,)
        Items asked.
    """

    coordinate: Floats
    track_coordinate: Floats
    skills: Reading
    low: Floats
    high: Floats
    track: Reading
    asked: Ints


def simulate_sittings(
    model: Model,
    goal: Goal,
    crowd: Crowd,
    *,
    length: int | None = None,
    order: Sequence[int] | None = None,
) -> Sittings:
    """Let persons drawn from the model sit the diagnostic.

    Parameters
    ----------
    model : Model
        The track; its curves are what the author believes, and the truth is drawn around them.
    goal : Goal
        What is to be found out.
    crowd : Crowd
        Whom to draw.
    length : int, optional
        Items for everybody; by default each person stops by the rules (time apart).
    order : sequence of int, optional
        Positions of items for everybody, one after the other, instead of adaptive choice.

    Returns
    -------
    Sittings
        Truth and outcome.

    Notes
    -----
    θ ~ N(τ(mean), (sd·Δ)²), θ_s ~ N(θ, σ_skill²), δ_i ~ N(believed, sd_i²),
    log a_i ~ N(log believed − spread²/2, spread²); each person's answer to each item is drawn once, so that
    two ways of choosing meet the same people.
    """
    rng, persons = np.random.default_rng(crowd.seed), crowd.persons
    theta, skills = _people(model, crowd, rng)
    answers = _answers(model, skills, crowd.slope_spread, rng)
    draws = rng.random((len(model.items), persons))
    sitting = begin(model, persons)
    for step in range(len(order) if order is not None else length or model.settings.items_max):
        chosen = (
            np.full(persons, order[step])
            if order is not None
            else _chosen(model, goal, sitting, draws[step], to_the_end=length is not None)
        )
        sitting = answered(model, sitting, chosen, answers[np.arange(persons), chosen])
    track, each = posteriors(model, sitting.log_likelihood)
    low, high = interval_of(model, each)
    return Sittings(
        coordinate=1 + skills / model.policy.width,
        track_coordinate=1 + theta / model.policy.width,
        skills=read_off(model, each),
        low=low,
        high=high,
        track=read_off(model, track),
        asked=sitting.asked.sum(axis=1),
    )


def _chosen(model: Model, goal: Goal, sitting: Sitting, draws: Floats, *, to_the_end: bool) -> Ints:
    standing = standing_of(model, sitting)
    chosen = next_items(model, goal, standing, draws)
    if to_the_end:
        return chosen
    return np.where(stop_reasons(model, goal, standing) == "", chosen, NONE)


def _people(model: Model, crowd: Crowd, rng: np.random.Generator) -> tuple[Floats, Floats]:
    shape = (crowd.persons, len(model.skills))
    theta = model.policy.width * (crowd.mean - 1 + crowd.sd * rng.standard_normal(crowd.persons))
    return theta, theta[:, None] + model.settings.sd_skill * rng.standard_normal(shape)


def _answers(model: Model, skills: Floats, spread: float, rng: np.random.Generator) -> Ints:
    answers = np.empty((len(skills), len(model.items)), dtype=np.intp)
    for place, curve in enumerate(model.parameters):
        difficulty = curve.difficulty + curve.sd * rng.standard_normal()
        slope = curve.slope * np.exp(spread * rng.standard_normal() - spread**2 / 2)
        log_p = category_log_probabilities(
            skills[:, model.skill_of[place]] - difficulty,
            slope=slope,
            offsets=curve.steps,
            guess=curve.guess,
        )
        # The last sum is left out: it is 1 up to rounding, and no draw may exceed it.
        uniform = rng.random(len(skills))
        answers[:, place] = (uniform >= np.cumsum(np.exp(log_p), axis=0)[:-1]).sum(axis=0)
    return answers
