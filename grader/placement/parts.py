"""The parts of a fit: what each requirement of a role adds, and what can be said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.measurement import decide

if TYPE_CHECKING:
    from grader.measurement import Decision, Policy
    from grader.standard import Requirement

Needs = Literal["auto", "human"]
Label = Literal["fits", "must_unmet", "undecided", "no_evidence"]
Probabilities = Sequence[float] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One requirement and one person.

    Parameters
    ----------
    requirement : Requirement
        What the role asks for.
    needs : {'auto', 'human'}
        Whether graded notebooks can prove this level, or a person must attest it.
    decision : {'met', 'not_met', 'undecided', 'no_evidence'}
        What can be said.
    p_met : float or None
        P(level ≥ required); None without evidence and where notebooks cannot prove the level.
    expected_level : float or None
        Expected level as far as notebooks can show it, E min(level, ceiling); None without evidence.
    known_steps : int
        Levels up to the required one that are measured.
    expected_steps : float
        Expected number of them that are reached.
    possible_steps : float
        Levels up to the required one that may be reached, everything unknown taken at its best.
    """

    requirement: Requirement
    needs: Needs
    decision: Decision
    p_met: float | None
    expected_level: float | None
    known_steps: int
    expected_steps: float
    possible_steps: float


def judge(
    requirement: Requirement,
    p_at_least: Probabilities,
    *,
    ceiling: int,
    hardest: int,
    policy: Policy,
    is_thin: bool = False,
) -> Part:
    """Hold one person against one requirement.

    Parameters
    ----------
    requirement : Requirement
        What the role asks for.
    p_at_least : sequence of float or None
        P(level ≥ 1) …; None without evidence.
    ceiling : int
        Highest level of the skill that notebooks alone may show.
    hardest : int
        Level of the hardest task that the person took; 0 without evidence.
    policy : Policy
        Where met and not met begin.
    is_thin : bool
        Whether there are fewer exercises or notebooks than the policy asks for.

    Returns
    -------
    Part
        With thin evidence nothing is decided: that is `no_evidence`, while the numbers say what they can.
        Within the ceiling the decision is that of `grader.measurement.decide` on P(level ≥ required);
        but nobody has met a level of which no task was taken: that is undecided, however likely.
        A level above the ceiling is never met by notebooks: it is not met if P(level ≥ ceiling) is so
        low that even the ceiling is not met, else there is no evidence, and a person must attest it.

    Notes
    -----
    E min(level, r) = Σ_{k≤r} P(level ≥ k), over the steps k that notebooks can show.
    """
    required = requirement.level
    known = min(required, ceiling) if p_at_least is not None else 0
    shown = list(p_at_least or ())[:ceiling]
    probabilities = shown[:known]
    needs: Needs = "human" if required > ceiling else "auto"
    expected = sum(probabilities)
    bound = probabilities[-1] if known else 1.0
    p_met = bound if known == required else None
    decision = decide(p_met, policy)
    if decision == "met" and hardest < required:
        decision = "undecided"
    if needs == "human" and decide(bound, policy) == "not_met":
        decision = "not_met"
    if is_thin:
        decision = "no_evidence"
    return Part(
        requirement=requirement,
        needs=needs,
        decision=decision,
        p_met=p_met,
        expected_level=sum(shown) if known else None,
        known_steps=known,
        expected_steps=expected,
        possible_steps=expected + (required - known) * bound,
    )


def label(parts: Sequence[Part]) -> Label:
    """Say in one word what the must-haves come to.

    Parameters
    ----------
    parts : sequence of Part
        All requirements of the role.

    Returns
    -------
    {'fits', 'must_unmet', 'undecided', 'no_evidence'}
        The first that holds: `must_unmet` if a must is not met; `no_evidence` if nothing at all was
        measured, or a must has no evidence; `undecided` if a must is undecided; else `fits`. In a role
        without musts every requirement takes part, and one that is not met leaves it `undecided`: only
        a must can shut the door. The label never changes a number.
    """
    musts = [part for part in parts if part.requirement.need == "must"]
    if any(part.decision == "not_met" for part in musts):
        return "must_unmet"
    decisions = {part.decision for part in musts or parts}
    if "no_evidence" in decisions or not any(part.known_steps for part in parts):
        return "no_evidence"
    return "fits" if decisions == {"met"} else "undecided"
