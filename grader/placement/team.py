"""What a team can do together: whether somebody meets each requirement, and whether only one does."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.measurement import Policy
    from grader.placement.evidence import PersonEvidence
    from grader.placement.parts import Needs
    from grader.standard import Requirement
    from grader.text import Text

Cover = Literal["several", "one", "nobody", "no_evidence"]


@dataclass(frozen=True, slots=True)
class TeamPart:
    """One requirement and a team. It names no member: a team is no ranking of its people.

    Parameters
    ----------
    requirement : Requirement
        What is asked for.
    needs : {'auto', 'human'}
        Whether notebooks can prove this level, or a person must attest it.
    known : int
        Members of whom P(level ≥ required) is known.
    confirmed : int
        Members who meet it: the bus factor of the requirement.
    p_any : float or None
        P(at least one member meets it); None if it is known of nobody.
    expected : float or None
        Expected number of members who meet it; None if it is known of nobody.
    """

    requirement: Requirement
    needs: Needs
    known: int
    confirmed: int
    p_any: float | None
    expected: float | None

    @property
    def cover(self) -> Cover:
        """``one`` is an alert about the section, which depends on one person, and never about that person."""
        if not self.known:
            return "no_evidence"
        return ("nobody", "one", "several")[min(self.confirmed, 2)]


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team and the requirements of a role or placement.

    Parameters
    ----------
    goal : Text
        Name of the role or placement.
    people : tuple of str
        Ids of the members, also those of whom nothing was measured. For the audit: the lines name nobody.
    parts : tuple of TeamPart
        One for each requirement.
    skills : mapping of str to Text
        Names of the skills by id.
    """

    goal: Text
    people: tuple[str, ...]
    parts: tuple[TeamPart, ...]
    skills: Mapping[str, Text]

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.people)


def team_coverage(
    requirements: Iterable[Requirement],
    members: Sequence[PersonEvidence],
    *,
    ceilings: Mapping[str, int],
    policy: Policy,
) -> tuple[TeamPart, ...]:
    """Hold a team against the requirements of a role or placement.

    Parameters
    ----------
    requirements : iterable of Requirement
        What is asked for.
    members : sequence of PersonEvidence
        The team, also those of whom nothing was measured.
    ceilings : mapping of str to int
        Highest level of each skill that notebooks alone may show.
    policy : Policy
        Where met and not met begin.

    Returns
    -------
    tuple of TeamPart
        One for each requirement, in their order.

    Notes
    -----
    With p_i = P(level of member i ≥ required), P(at least one) = 1 − Π (1 − p_i) and the expected number
    is Σ p_i, over the members of whom p_i is known. The first takes the errors of the estimates to be
    independent between people. Those who learned together from one lesson, or whose tasks share a
    mistake, are not quite, so it is rather too high. Whoever is not measured adds nothing to either,
    so another member never makes a team look worse.
    """
    return tuple(_part(need, members, ceilings[need.skill], policy) for need in requirements)


def _part(
    need: Requirement, members: Sequence[PersonEvidence], ceiling: int, policy: Policy
) -> TeamPart:
    parts = [member.judged(need, ceiling=ceiling, policy=policy) for member in members]
    known = [part.p_met for part in parts if part.p_met is not None]
    return TeamPart(
        requirement=need,
        needs="human" if need.level > ceiling else "auto",
        known=len(known),
        confirmed=sum(part.decision == "met" for part in parts),
        p_any=1 - prod(1 - p for p in known) if known else None,
        expected=sum(known) if known else None,
    )
