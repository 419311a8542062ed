"""Which item comes next, and when to stop; for N persons at once, one at a time included.

The skill furthest below its share comes next; of its items near the level reached, one of the three that
tell most, weighted by the posterior.

References
----------
.. [1] G. G. Kingsbury, A. R. Zara (1989), "Procedures for selecting items for computerized adaptive
   tests", Applied Measurement in Education 2(4), 359–375: shares of content, random among the best.
.. [2] W. J. van der Linden (1998), "Bayesian item selection criteria for adaptive testing", Psychometrika
   63(2), 201–216: information weighted by the posterior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from grader.diagnosis.model import posteriors, read_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from grader.diagnosis.model import Floats, Ints, Model, Reading
    from grader.standard import Requirement

    Bools = NDArray[np.bool_]

Stop = Literal["", "decided", "precise", "length", "longest", "time", "exhausted"]
NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """What the sitting is to find out about the S skills of a track.

    Parameters
    ----------
    shares : ndarray of shape (S,)
        Share of the items that each skill should get, summing to 1; 0 for a skill that is not in question.
    levels : ndarray of shape (S,)
        Level that the role asks for, as far as automatic grading may show it; 0 without one.
    musts : ndarray of shape (S,)
        Whether the role must have it.
    """

    shares: Floats
    levels: Ints
    musts: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """Where N persons stand.

    Parameters
    ----------
    log_likelihood : ndarray of shape (N, S, Q)
        Of the answers so far, by skill.
    asked : ndarray of shape (N, J)
        Which items each person has had.
    """

    log_likelihood: Floats
    asked: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What is known of N persons; read off once for choosing and for stopping.

    Parameters
    ----------
    mass : ndarray of shape (N, S, Q)
        Posteriors of the skills.
    skills, track : Reading
        What is read off about the skills, arrays of shape (N, S), and the track, of shape (N,).
    counts : ndarray of shape (N, S)
        Items asked, by skill.
    open_items : ndarray of shape (N, J)
        Items that were not asked, and no other of their family either.
    """

    mass: Floats
    skills: Reading
    track: Reading
    counts: Ints
    open_items: Bools


def goal_for(
    model: Model, requirements: Mapping[str, Requirement], ceilings: Mapping[str, int]
) -> Goal:
    """Return what is to be found out.

    Parameters
    ----------
    model : Model
        The track.
    requirements : mapping of str to Requirement
        What the role asks for, by skill; empty without a role.
    ceilings : mapping of str to int
        Highest level of each skill that automatic grading may show.

    Returns
    -------
    Goal
        With a role, shares in proportion to its weights; without one, equal shares.
    """
    needs = [requirements.get(skill) for skill in model.skills]
    weights = np.array([need.weight if need else 0.0 for need in needs])
    if not weights.any():
        weights = np.ones(len(needs))
    levels = [
        min(need.level, ceilings[skill]) if need else 0
        for need, skill in zip(needs, model.skills, strict=True)
    ]
    musts = [need is not None and need.need == "must" for need in needs]
    return Goal(weights / weights.sum(), np.array(levels, dtype=np.intp), np.array(musts))


def begin(model: Model, persons: int = 1) -> Sitting:
    """Return where persons stand before the first item.

    Parameters
    ----------
    model : Model
        The track.
    persons : int
        Number of persons N.

    Returns
    -------
    Sitting
        Nothing asked, nothing known.
    """
    shape = (persons, len(model.skills), len(model.grid.theta))
    return Sitting(np.zeros(shape), np.zeros((persons, len(model.items)), dtype=np.bool_))


def answered(model: Model, sitting: Sitting, chosen: Ints, categories: Ints) -> Sitting:
    """Add one answer of each person.

    Parameters
    ----------
    model : Model
        The track.
    sitting : Sitting
        Where they stood.
    chosen : ndarray of shape (N,)
        The item that each answered; −1 for nobody's.
    categories : ndarray of shape (N,)
        Category of the answer.

    Returns
    -------
    Sitting
        Where they stand now.
    """
    rows = np.flatnonzero(chosen >= 0)
    items, got = chosen[rows], categories[rows]
    log_likelihood, asked = sitting.log_likelihood.copy(), sitting.asked.copy()
    log_likelihood[rows, model.skill_of[items]] += model.log_p[items, got]
    asked[rows, items] = True
    return Sitting(log_likelihood, asked)


def standing_of(model: Model, sitting: Sitting) -> Standing:
    """Read off what is known.

    Parameters
    ----------
    model : Model
        The track.
    sitting : Sitting
        Where the persons stand.

    Returns
    -------
    Standing
        For `next_items` and `stop_reasons`.
    """
    track, skills = posteriors(model, sitting.log_likelihood)
    counts = sitting.asked.astype(np.intp) @ _one_hot(model.skill_of, len(model.skills))
    open_items = _open(model, sitting.asked)
    return Standing(skills, read_off(model, skills), read_off(model, track), counts, open_items)


def next_items(model: Model, goal: Goal, standing: Standing, draws: Floats) -> Ints:
    """Choose the next item of each person.

    Parameters
    ----------
    model : Model
        The track.
    goal : Goal
        What is to be found out.
    standing : Standing
        What is known of the persons.
    draws : ndarray of shape (N,)
        Random numbers in [0, 1).

    Returns
    -------
    ndarray of shape (N,)
        Positions of items; −1 where none is left. Never an item of a family that the person has had.
    """
    open_items = standing.open_items & (goal.shares > 0)[model.skill_of]
    skill = _next_skill(model, goal, standing, open_items)
    candidates = open_items & (model.skill_of == skill[:, None])
    first = standing.counts.sum(axis=1) == 0
    candidates = _near(model, standing, skill, candidates, first=first)
    mass = standing.mass[np.arange(len(skill)), skill]
    return _drawn(mass @ model.information.T, candidates, draws, among=model.settings.among)


def _one_hot(groups: Ints, count: int) -> Ints:
    hot: Ints = (groups[:, None] == np.arange(count)).astype(np.intp)
    return hot


def _open(model: Model, asked: Bools) -> Bools:
    """Items that were not asked, and no other of their family either."""
    families = asked.astype(np.intp) @ _one_hot(model.family_of, int(model.family_of.max()) + 1)
    left: Bools = families[:, model.family_of] == 0
    return left


def _minimum(model: Model, goal: Goal) -> int:
    """Items that each skill in question gets: two if there is room for them, else one."""
    wanted = int((goal.shares > 0).sum())
    return max(1, min(model.settings.per_skill, model.settings.items // wanted))


def _decided(model: Model, goal: Goal, standing: Standing) -> Bools:
    """Requirements about which enough is known; skills without one count as undecided."""
    policy = model.policy
    skills = np.arange(len(goal.levels))
    p = standing.skills.above[:, skills, np.maximum(goal.levels - 1, 0)]
    decided: Bools = ((p >= policy.met) | (p <= policy.not_met)) & (goal.levels > 0)
    return decided


def _next_skill(model: Model, goal: Goal, standing: Standing, open_items: Bools) -> Ints:
    counts = standing.counts
    lag = goal.shares * (counts.sum(axis=1, keepdims=True) + 1) - counts
    short = counts < _minimum(model, goal)
    # First whoever lacks the minimum, then what is still undecided; a lag is always below 100.
    lag = lag + 200.0 * short - 100.0 * (_decided(model, goal, standing) & ~short)
    left = open_items.astype(np.intp) @ _one_hot(model.skill_of, len(model.skills)) > 0
    skill: Ints = np.where(left & (goal.shares > 0), lag, -np.inf).argmax(axis=1)
    return skill


def _near(
    model: Model, standing: Standing, skill: Ints, candidates: Bools, *, first: Bools
) -> Bools:
    """Keep items near the level reached, or at the level of the start; all if there are none."""
    settings, rows = model.settings, np.arange(len(skill))
    reached = np.clip(np.floor(standing.skills.eap[rows, skill]), 1, model.level_of.max())
    level = np.where(first, settings.start_level, reached)[:, None]
    far = np.where(first, 0, settings.near)[:, None]
    near = candidates & (np.abs(model.level_of - level) <= far)
    return np.where(near.any(axis=1, keepdims=True), near, candidates)


def _drawn(information: Floats, candidates: Bools, draws: Floats, *, among: int) -> Ints:
    """Draw one of the best candidates of each row."""
    best = np.argsort(np.where(candidates, -information, np.inf), axis=1, kind="stable")
    count = np.minimum(candidates.sum(axis=1), among)
    place = np.minimum((draws * count).astype(np.intp), np.maximum(count - 1, 0))
    return np.where(count > 0, best[np.arange(len(best)), place], NONE)


def stop_reasons(
    model: Model, goal: Goal, standing: Standing, minutes: float = 0.0
) -> NDArray[np.str_]:
    """Say for each person whether the sitting is over, and why.

    Parameters
    ----------
    model : Model
        The track.
    goal : Goal
        What is to be found out.
    standing : Standing
        What is known of the persons.
    minutes : float
        Minutes since the beginning.

    Returns
    -------
    ndarray of shape (N,)
        ``""`` while it goes on; else the first that holds of `time`, `longest` (15 items), `exhausted` (no
        item left), and, once each skill has its minimum, `decided` (every requirement), `precise` (SD of
        the skills required, or of the track without a role), `length` (12 items, no must undecided).
    """
    settings, total = model.settings, standing.counts.sum(axis=1)
    required = goal.levels > 0
    open_items = standing.open_items & (goal.shares > 0)[model.skill_of]
    decided = _decided(model, goal, standing) | ~required
    covered = _covered(model, goal, standing, open_items)
    focus = np.where(required, standing.skills.sd, 0.0).max(axis=1)
    spread = focus if required.any() else standing.track.sd
    conditions = [
        np.full(len(total), minutes >= settings.minutes),
        total >= settings.items_max,
        ~open_items.any(axis=1),
        covered & decided.all(axis=1) & required.any(),
        covered & (spread <= settings.sd_levels),
        covered & (total >= settings.items) & (decided | ~goal.musts).all(axis=1),
    ]
    reasons = ["time", "longest", "exhausted", "decided", "precise", "length"]
    return np.select(conditions, reasons, default="")


def _covered(model: Model, goal: Goal, standing: Standing, open_items: Bools) -> Bools:
    """Whether each skill in question has its minimum, or no item left."""
    left = open_items.astype(np.intp) @ _one_hot(model.skill_of, len(model.skills)) > 0
    enough = (standing.counts >= _minimum(model, goal)) | ~left | (goal.shares == 0)
    covered: Bools = enough.all(axis=1)
    return covered
