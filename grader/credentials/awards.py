"""Which level of which skill may be confirmed to whom, and why not where it may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.credentials import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.standard import Skill, Standard
    from grader.text import Text


@dataclass(frozen=True, slots=True)
class Award:
    """A confirmed level.

    Parameters
    ----------
    person : str
        Person id.
    skill : Skill
        An active skill.
    level : int
        1 to 3: the highest confirmed level that automatic grading may show.
    estimate : mapping
        What the estimates say about this skill of this person; fits the schema ``estimates``.
    """

    person: str
    skill: Skill
    level: int
    estimate: Mapping[str, Any]

    @property
    def code(self) -> str:
        """Skill and level, such as ``SEC-LOG.3``."""
        return f"{self.skill.id}.{self.level}"

    @property
    def lessons(self) -> list[str]:
        """Slugs of the lessons that the evidence comes from, sorted."""
        return sorted({answer["lesson"] for answer in self.estimate["evidence"]})


@dataclass(frozen=True, slots=True)
class Refusal:
    """No badge, and why.

    Parameters
    ----------
    person : str
        Person id.
    skill : str
        Id of the skill; empty if nothing is known of the person.
    reason : Text
        Why, and what is missing.
    """

    person: str
    skill: str
    reason: Text


def find_awards(
    standard: Standard,
    estimates: Mapping[str, Any],
    *,
    persons: Sequence[str] = (),
    skills: Sequence[str] = (),
) -> list[Award | Refusal]:
    """Decide on every person and skill.

    Parameters
    ----------
    standard : Standard
        Skills, their states and ceilings.
    estimates : mapping
        Fits the schema ``estimates``.
    persons : sequence of str
        Whom to look at; everybody if empty.
    skills : sequence of str
        Which skills; all that were measured if empty.

    Returns
    -------
    list of Award or Refusal
        By person and skill, each once.
    """
    known = {entry["person"]: entry["skills"] for entry in estimates["persons"]}
    return [
        decision
        for person in sorted(set(persons) or known)
        for decision in _of_person(person, known.get(person, ()), skills, standard, estimates)
    ]


def _of_person(
    person: str,
    measured: Sequence[Mapping[str, Any]],
    skills: Sequence[str],
    standard: Standard,
    estimates: Mapping[str, Any],
) -> Iterator[Award | Refusal]:
    by_skill = {entry["skill"]: entry for entry in measured}
    wanted = sorted(set(skills) or by_skill)
    if not wanted:
        yield Refusal(person, "", words.NOT_MEASURED)
    for skill in wanted:
        known = standard.skills.get(skill)
        if known is None or known.status != "active":
            yield Refusal(person, skill, words.NO_SKILL if known is None else words.NOT_ACTIVE)
        elif skill not in by_skill:
            yield Refusal(person, skill, words.NOT_MEASURED)
        else:
            yield _decide(person, known, by_skill[skill], estimates["policy"])


def _decide(
    person: str, skill: Skill, estimate: Mapping[str, Any], policy: Mapping[str, Any]
) -> Award | Refusal:
    if estimate["confirmed_level"] < 1:
        return Refusal(person, skill.id, words.not_confirmed(estimate, policy))
    provable = [level.level for level in skill.levels if "auto" in level.evidence]
    highest = min(estimate["confirmed_level"], skill.auto_ceiling)
    level = max((level for level in provable if level <= highest), default=0)
    if level < 1:
        return Refusal(person, skill.id, words.BY_PEOPLE)
    return Award(person, skill, level, estimate)
