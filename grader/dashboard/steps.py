"""What a person could do next about a requirement that is not met for certain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.dashboard.view import Estimate, Evidence, Item, Member, Part

StepKind = Literal["decide", "start", "learn", "review", "by_people", "no_exercise"]
STEPS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do about one requirement.

    Parameters
    ----------
    part : Part
        The requirement.
    kind : str
        ``decide``: these exercises would settle it; ``start``: begin with these; ``learn``: take
        these; ``review``: every exercise is taken, go over these again; ``by_people``: notebooks
        cannot show this level; ``no_exercise``: there is none, or none is left.
    items : tuple of Item
        Exercises, at most three; none for the last two kinds.
    """

    part: Part
    kind: StepKind
    items: tuple[Item, ...]


def next_steps(member: Member, items: Sequence[Item]) -> tuple[NextStep, ...]:
    """Say what would settle or raise each open requirement of the target role.

    Parameters
    ----------
    member : Member
        The person.
    items : sequence of Item
        The bank.

    Returns
    -------
    tuple of NextStep
        One per requirement that is not met: what can be done with exercises first, and of those the
        must-haves first.
    """
    if member.target is None:
        return ()
    openings = [part for part in member.target.parts if part.decision != "met"]
    steps = [_step(member, part, items) for part in openings]
    return tuple(sorted(steps, key=lambda step: (not step.items, step.part.need != "must")))


def _step(member: Member, part: Part, items: Sequence[Item]) -> NextStep:
    estimate = member.skills.get(part.skill)
    bank = [item for item in items if item.skill == part.skill]
    fresh = [item for item in bank if item.id not in _taken(estimate)]
    if part.by_people and part.decision != "not_met":
        return _kind(part, "by_people", [])
    if part.decision == "undecided":
        # An answer says most about the requirement when the exercise is aimed at that very level.
        nearest = sorted(fresh, key=lambda item: abs(item.level - part.required))
        return _kind(part, "decide" if nearest else "no_exercise", nearest)
    if part.decision == "no_evidence":
        return _kind(part, "start" if fresh else "no_exercise", fresh)
    fresh = [item for item in fresh if item.level <= part.required]
    if fresh:
        return _kind(part, "learn", fresh)
    again = [item for item in bank if item.id in _weak(estimate)]
    return _kind(part, "review" if again else "no_exercise", again)


def _kind(part: Part, kind: StepKind, items: Sequence[Item]) -> NextStep:
    return NextStep(part=part, kind=kind, items=tuple(items[:STEPS_SHOWN]))


def _rows(estimate: Estimate | None) -> tuple[Evidence, ...]:
    return estimate.evidence if estimate else ()


def _taken(estimate: Estimate | None) -> frozenset[str]:
    """Leave untouched exercises out: they are still open to the person."""
    return frozenset(row.exercise for row in _rows(estimate) if row.state != "not_attempted")


def _weak(estimate: Estimate | None) -> frozenset[str]:
    return frozenset(row.exercise for row in _rows(estimate) if row.points < row.max_points)
