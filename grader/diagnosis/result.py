"""What a sitting says: for the track and for each skill a level with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnosis.model import interval_of, posteriors, read_off
from grader.diagnosis.session import next_step, sitting_of
from grader.measurement import decide, level_at

if TYPE_CHECKING:
    from grader.diagnosis.model import Floats, Model
    from grader.diagnosis.selection import Stop
    from grader.diagnosis.session import Diagnostic, Session
    from grader.measurement import Decision

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is known of one ability.

    Parameters
    ----------
    level : int
        Highest level reached with the policy's probability, as far as a diagnosis may show it.
    low, high : int
        Levels at the ends of the interval, 0 to K.
    eap, sd : float
        Posterior mean (level coordinate 1 + θ/Δ) and standard deviation (levels).
    p_at_least : tuple of float
        P(level ≥ 1) … P(level ≥ K), rounded to six digits.
    """

    level: int
    low: int
    high: int
    eap: float
    sd: float
    p_at_least: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SkillResult:
    """One skill.

    Parameters
    ----------
    skill : str
        Skill id.
    items : int
        Items answered; with none the estimate comes from the other skills of the track.
    estimate : Estimate
        What is known of it.
    required : int
        Level that the role asks for; 0 if it does not ask.
    decision : {'met', 'not_met', 'undecided', 'no_evidence'}
        Whether it is reached, as far as a recommendation goes; `no_evidence` without an item, and for a
        level above what a diagnosis may show unless even that is not met.
    """

    skill: str
    items: int
    estimate: Estimate
    required: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a sitting.

    Parameters
    ----------
    stop : str
        Why it ended; empty if it has not.
    track : Estimate
        The track as a whole.
    skills : tuple of SkillResult
        By skill id.
    """

    stop: Stop
    track: Estimate
    skills: tuple[SkillResult, ...]


def result_of(diagnostic: Diagnostic, session: Session) -> Result:
    """Read the outcome off the answers.

    Parameters
    ----------
    diagnostic : Diagnostic
        What was sat.
    session : Session
        The answers.

    Returns
    -------
    Result
        The same for the same answers.
    """
    model, sitting = diagnostic.model, sitting_of(diagnostic, session)
    track, skills = posteriors(model, sitting.log_likelihood)
    counts = np.bincount(model.skill_of[sitting.asked[0]], minlength=len(model.skills))
    highest = max(diagnostic.ceilings[skill] for skill in model.skills)
    return Result(
        stop=next_step(diagnostic, session).stop,
        track=_estimate(model, track[0], highest),
        skills=tuple(
            _skill(diagnostic, skill, mass, count)
            for skill, mass, count in zip(model.skills, skills[0], counts.tolist(), strict=True)
        ),
    )


def _estimate(model: Model, mass: Floats, ceiling: int) -> Estimate:
    policy, reading = model.policy, read_off(model, mass)
    p = tuple(round(float(value), _DIGITS) for value in reading.above)
    ends = np.clip(np.floor(interval_of(model, mass)), 0, policy.levels)
    return Estimate(
        level=level_at(p, threshold=policy.point, ceiling=ceiling),
        low=int(ends[0]),
        high=int(ends[1]),
        eap=round(float(reading.eap), _DIGITS),
        sd=round(float(reading.sd), _DIGITS),
        p_at_least=p,
    )


def _skill(diagnostic: Diagnostic, skill: str, mass: Floats, count: int) -> SkillResult:
    ceiling, need = diagnostic.ceilings[skill], diagnostic.requirements.get(skill)
    estimate = _estimate(diagnostic.model, mass, ceiling)
    required = need.level if need else 0
    decision = _decision(diagnostic.model, estimate, required, ceiling) if count else "no_evidence"
    return SkillResult(skill, count, estimate, required, decision)


def _decision(model: Model, estimate: Estimate, required: int, ceiling: int) -> Decision:
    if not required:
        return "no_evidence"
    said = decide(estimate.p_at_least[min(required, ceiling) - 1], model.policy)
    return said if required <= ceiling or said == "not_met" else "no_evidence"
