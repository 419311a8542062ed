"""What can be said about one person in one post: fit with its interval, what is asked for, the wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.measurement import Policy
from grader.placement.parts import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.placement.parts import Part
    from grader.placement.problem.model import Candidate, Post
    from grader.standard import Standard

# Of two requirements of one skill the one that is worse off tells.
_WORST_FIRST = ("not_met", "no_evidence", "undecided", "met")


@dataclass(frozen=True, slots=True)
class Look:
    """One person and one post.

    Parameters
    ----------
    low, high : float or None
        Fit with everything unknown at its worst and at its best, 0 to 1; None where the post asks for nothing.
    expected : float or None
        Fit over what was measured, 0 to 1; None where nothing was.
    growth : float
        Expected levels gained of those that the post develops; what was never measured counts nothing.
    met, unmet, unknown : tuple of str
        Skills asked for, in the order of the post's requirements.
    musts : tuple of (str, str)
        The must-haves among them, with ``met``, ``unmet`` or ``unknown``.
    """

    low: float | None
    expected: float | None
    high: float | None
    growth: float
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    musts: tuple[tuple[str, str], ...]


def look(person: Candidate, post: Post, standard: Standard, *, met: float) -> Look:
    """Hold one person against one post.

    Parameters
    ----------
    person : Candidate
        The person.
    post : Post
        The post.
    standard : Standard
        For the ceilings of skills: no level above a ceiling is met by notebooks.
    met : float
        A requirement is met from this probability on, 0 to 1.

    Returns
    -------
    Look
        What can be said.

    Notes
    -----
    The three fits are those of `grader.placement.scores.fit_scores`. Growth is Σ over developed skills of
    E max(0, to − level) = Σ_{k ≤ to} (1 − P(level ≥ k)).
    """
    policy = Policy(met=met)
    parts = [
        judge(
            need,
            person.levels.get(need.skill),
            ceiling=standard.skills[need.skill].auto_ceiling,
            hardest=person.hardest.get(need.skill, 0),
            policy=policy,
        )
        for need in post.requires
        if person.origin in need.applies_to
    ]
    decided = _decided(parts)
    states = {skill: _state(decision) for skill, decision in decided.items()}
    low, expected, high = _fit(parts)
    return Look(
        low=low,
        expected=expected,
        high=high,
        growth=_growth(person, post),
        met=_with(states, "met"),
        unmet=_with(states, "unmet"),
        unknown=_with(states, "unknown"),
        musts=tuple(
            (skill, _state(decision))
            for skill, decision in _decided(
                part for part in parts if part.requirement.need == "must"
            ).items()
        ),
    )


def wish_rank(person: Candidate, post: Post | None) -> int:
    """Return which wish of a person a post grants.

    Parameters
    ----------
    person : Candidate
        The person.
    post : Post or None
        The post; None: no place.

    Returns
    -------
    int
        Rank from 1; 0 if none.
    """
    if post is None:
        return 0
    granted = (post.id, post.department)
    return next((rank for rank, wish in enumerate(person.wishes, 1) if wish in granted), 0)


def _decided(parts: Iterable[Part]) -> dict[str, str]:
    out: dict[str, str] = {}
    for part in parts:
        skill = part.requirement.skill
        out[skill] = min(out.get(skill, "met"), part.decision, key=_WORST_FIRST.index)
    return out


def _state(decision: str) -> str:
    return {"met": "met", "not_met": "unmet"}.get(decision, "unknown")


def _with(states: dict[str, str], state: str) -> tuple[str, ...]:
    return tuple(skill for skill, found in states.items() if found == state)


def _fit(parts: Sequence[Part]) -> tuple[float | None, float | None, float | None]:
    total = sum(part.requirement.weight * part.requirement.level for part in parts)
    if not total:
        return None, None, None
    got = sum(part.requirement.weight * part.expected_steps for part in parts)
    known = sum(part.requirement.weight * part.known_steps for part in parts)
    most = sum(part.requirement.weight * part.possible_steps for part in parts)
    return got / total, got / known if known else None, most / total


def _growth(person: Candidate, post: Post) -> float:
    return sum(
        sum(1.0 - p for p in person.levels[goal.skill][: goal.to])
        for goal in post.develops
        if goal.skill in person.levels
    )
