"""What can be said about one person in one post: fit with its interval, what is asked for, the wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.measurement import Policy
from grader.placement.parts import judge
from grader.placement.problem.pairs import place_names

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    low, expected, high : float or None
        Fit, 0 to 1: with everything unknown at its worst, over what was measured (None where nothing was), and with
        everything unknown at its best; None where the post asks for nothing.
    growth : float
        Expected levels gained of those that the post develops; what was never measured counts nothing.
    met, unmet, unknown : tuple of str
        Skills asked for, in the order of the post's requirements.
    """

    low: float | None
    expected: float | None
    high: float | None
    growth: float
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]


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
    The three fits are those of `grader.placement.scores.fit_scores`; of several requirements of one skill the highest
    level counts. Growth is Σ (1 − P(level ≥ k)) over the steps k up to the level that the post develops, as far as
    notebooks can show them: the same steps as in the points of a board.
    """
    policy = Policy(met=met)
    parts = [
        judge(
            need,
            person.levels.get(need.skill),
            ceiling=_ceiling(standard, need.skill),
            hardest=person.hardest.get(need.skill, 0),
            policy=policy,
        )
        for need in post.requires
    ]
    states = _states(parts)
    low, expected, high = _fit(parts)
    return Look(
        low=low,
        expected=expected,
        high=high,
        growth=_growth(person, post, standard),
        met=_with(states, "met"),
        unmet=_with(states, "unmet"),
        unknown=_with(states, "unknown"),
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
        Rank from 1; to stay is a first wish; 0 if none.
    """
    if post is None:
        return 0
    if person.wants_to_stay and post.id == person.post:
        return 1
    granted = place_names(post)
    return next((rank for rank, wish in enumerate(person.wishes, 1) if wish in granted), 0)


def _states(parts: Iterable[Part]) -> dict[str, str]:
    decided: dict[str, str] = {}
    for part in parts:
        skill = part.requirement.skill
        decided[skill] = min(decided.get(skill, "met"), part.decision, key=_WORST_FIRST.index)
    words = {"met": "met", "not_met": "unmet"}
    return {skill: words.get(decision, "unknown") for skill, decision in decided.items()}


def _with(states: dict[str, str], state: str) -> tuple[str, ...]:
    return tuple(skill for skill, found in states.items() if found == state)


def _fit(parts: Iterable[Part]) -> tuple[float | None, float | None, float | None]:
    by_level = sorted(parts, key=lambda part: (part.requirement.level, part.requirement.weight))
    highest = {part.requirement.skill: part for part in by_level}.values()
    total = sum(part.requirement.weight * part.requirement.level for part in highest)
    if not total:
        return None, None, None
    got = sum(part.requirement.weight * part.expected_steps for part in highest)
    known = sum(part.requirement.weight * part.known_steps for part in highest)
    most = sum(part.requirement.weight * part.possible_steps for part in highest)
    return got / total, got / known if known else None, most / total


def _growth(person: Candidate, post: Post, standard: Standard) -> float:
    aims: dict[str, int] = {}
    for aim in post.develops:
        aims[aim.skill] = max(aims.get(aim.skill, 0), aim.to)
    return sum(
        1.0 - p
        for skill, to in aims.items()
        for p in person.levels.get(skill, ())[: min(to, _ceiling(standard, skill))]
    )


def _ceiling(standard: Standard, skill: str) -> int:
    known = standard.skills.get(skill)
    return known.auto_ceiling if known else 0
