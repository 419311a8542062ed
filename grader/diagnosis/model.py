"""One ability per track, each of its skills around it: tables of the items, and posteriors.

Given the track's ability θ, the skills are independent: θ_s = θ + γ_s with γ_s ~ N(0, σ²). The integral
over γ_s is the one by which measurement takes the effect of a notebook out; here it runs over the same
grid as θ, so that each skill's own posterior comes out as well as the track's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.parameters import expert_parameters
from grader.measurement.posterior import share_above
from grader.measurement.tables import item_table, policy_grid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from grader.diagnosis.items import ShortItem
    from grader.diagnosis.settings import Settings
    from grader.measurement.parameters import ItemParameters
    from grader.measurement.policy import Policy
    from grader.measurement.posterior import Grid

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The J items of a track as tables over Q abilities.

    Parameters
    ----------
    items : tuple of ShortItem
        The items, by id.
    parameters : tuple of ItemParameters
        Their curves.
    skills : tuple of str
        Their S skills, sorted.
    policy : Policy
        Measurement policy.
    settings : Settings
        The parameters of a sitting.
    grid : Grid
        Abilities in logits, and the prior of the track.
    log_p : ndarray of shape (J, 3, Q)
        Log probability of each category; 0 where an item has only two.
    information : ndarray of shape (J, Q)
        Fisher information of each item.
    kernel : ndarray of shape (Q, Q)
        Row q: distribution of a skill whose track has ability θ_q.
    skill_of, family_of, level_of : ndarray of shape (J,)
        Position of the skill, number of the family, level.
    """

    items: tuple[ShortItem, ...]
    parameters: tuple[ItemParameters, ...]
    skills: tuple[str, ...]
    policy: Policy
    settings: Settings
    grid: Grid = field(repr=False)
    log_p: Floats = field(repr=False)
    information: Floats = field(repr=False)
    kernel: Floats = field(repr=False)
    skill_of: Ints = field(repr=False)
    family_of: Ints = field(repr=False)
    level_of: Ints = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read off posteriors, on the level coordinate 1 + θ/Δ.

    Parameters
    ----------
    eap, sd : ndarray of shape (...)
        Mean and standard deviation, levels.
    above : ndarray of shape (..., K)
        P(level ≥ 1) … P(level ≥ K).
    """

    eap: Floats
    sd: Floats
    above: Floats


def build_model(
    items: Sequence[ShortItem],
    *,
    policy: Policy,
    settings: Settings,
    parameters: Mapping[str, ItemParameters] | None = None,
) -> Model:
    """Tabulate the items of a track.

    Parameters
    ----------
    items : sequence of ShortItem
        At least one.
    policy : Policy
        Measurement policy: scale, prior, experts' error.
    settings : Settings
        The parameters of a sitting.
    parameters : mapping of str to ItemParameters, optional
        Calibrated curves by item id; an item that is not in it has its author's.

    Returns
    -------
    Model
        Tables with the doubt about each item integrated out. Short items are the same for everybody, so
        they have no spread of variants.

    Notes
    -----
    I(θ) = Σ_c (dP_c/dθ)² / P_c(θ), with the derivative taken on the grid.
    """
    ordered = tuple(sorted(items, key=lambda item: item.id))
    known = parameters or {}
    curves = tuple(known.get(item.id) or _expert(item, policy) for item in ordered)
    # One node of the notebook effect: what these items share is their skill.
    alone = replace(policy, sd_notebook=0.0)
    tables = [item_table(curve, alone)[:, :, 0] for curve in curves]
    grid = policy_grid(policy)
    skills = tuple(sorted({item.skill for item in ordered}))
    families = sorted({item.family for item in ordered})
    return Model(
        items=ordered,
        parameters=curves,
        skills=skills,
        policy=policy,
        settings=settings,
        grid=grid,
        log_p=np.stack([_padded(table) for table in tables]),
        information=np.stack([_information(table, grid.theta) for table in tables]),
        kernel=_kernel(grid.theta, settings.sd_skill),
        skill_of=np.array([skills.index(item.skill) for item in ordered]),
        family_of=np.array([families.index(item.family) for item in ordered]),
        level_of=np.array([item.level for item in ordered]),
    )


def _expert(item: ShortItem, policy: Policy) -> ItemParameters:
    word = expert_parameters(item.level, item.categories, policy, item.guess)
    return replace(word, sd=policy.sd_expert)


def _padded(table: Floats) -> Floats:
    return np.concatenate([table, np.zeros((3 - len(table), table.shape[1]))])


def _information(table: Floats, theta: Floats) -> Floats:
    p = np.exp(table)
    information: Floats = (np.gradient(p, theta, axis=1) ** 2 / p).sum(axis=0)
    return information


def _kernel(theta: Floats, sd: float) -> Floats:
    if sd == 0:
        return np.eye(len(theta))
    density = np.exp(-0.5 * ((theta - theta[:, None]) / sd) ** 2)
    kernel: Floats = density / density.sum(axis=1, keepdims=True)
    return kernel


def posteriors(model: Model, log_likelihood: Floats) -> tuple[Floats, Floats]:
    """Return the posteriors of the track and of each skill.

    Parameters
    ----------
    model : Model
        The track.
    log_likelihood : ndarray of shape (N, S, Q)
        Log likelihood of each skill's answers at each ability in that skill; 0 without answers.

    Returns
    -------
    track : ndarray of shape (N, Q)
        p(θ | all answers), each row summing to 1.
    skills : ndarray of shape (N, S, Q)
        p(θ_s | all answers): a skill without answers lies around its track.

    Notes
    -----
    With m_s(θ) = Σ_t L_s(t)·N(t; θ, σ²), the track's posterior is proportional to p(θ)·Π_s m_s(θ), and
    that of skill s to L_s(t)·Σ_θ N(t; θ, σ²)·p(θ)·Π_{r≠s} m_r(θ).

    References
    ----------
    .. [1] R. D. Gibbons, D. R. Hedeker (1992), "Full-information item bi-factor analysis",
       Psychometrika 57(3), 423–436.
    """
    own = np.exp(log_likelihood - log_likelihood.max(axis=-1, keepdims=True))
    message = np.log(own @ model.kernel.T)
    total = model.grid.log_prior + message.sum(axis=1)
    others = _normalised(total[:, None] - message)
    skills = own * (others @ model.kernel)
    return _normalised(total), skills / skills.sum(axis=-1, keepdims=True)


def _normalised(log_mass: Floats) -> Floats:
    mass = np.exp(log_mass - log_mass.max(axis=-1, keepdims=True))
    normalised: Floats = mass / mass.sum(axis=-1, keepdims=True)
    return normalised


def read_off(model: Model, mass: Floats) -> Reading:
    """Read mean, spread and probabilities off posteriors.

    Parameters
    ----------
    model : Model
        Grid and cuts.
    mass : ndarray of shape (..., Q)
        Posteriors, summing to 1 over the last axis.

    Returns
    -------
    Reading
        The masses spread evenly over the cells around the grid's points, as in measurement.
    """
    policy, theta = model.policy, model.grid.theta
    share = share_above(model.grid, [policy.cut(k) for k in range(1, policy.levels + 1)])
    eap, middle = mass @ theta, theta.mean()
    variance = mass @ (theta - middle) ** 2 - (eap - middle) ** 2
    return Reading(
        eap=1 + eap / policy.width,
        sd=np.sqrt(np.maximum(variance, 0.0)) / policy.width,
        above=np.clip(mass @ share, 0.0, 1.0),
    )


def interval_of(model: Model, mass: Floats) -> tuple[Floats, Floats]:
    """Return the central interval of posteriors.

    Parameters
    ----------
    model : Model
        Grid, and the probability inside.
    mass : ndarray of shape (..., Q)
        Posteriors, summing to 1 over the last axis.

    Returns
    -------
    low, high : ndarray of shape (...)
        Its ends on the level coordinate, from the same distribution as the probabilities.
    """
    policy, edges = model.policy, model.grid.edges
    tail = (1 - policy.interval) / 2
    flat = np.cumsum(mass, axis=-1).reshape(-1, mass.shape[-1])
    ends = np.array([np.interp([tail, 1 - tail], np.append(0.0, row), edges) for row in flat])
    low, high = 1 + ends.T.reshape(2, *mass.shape[:-1]) / policy.width
    return low, high
