"""What estimates say about each person, in the form in which requirements are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.measurement import is_thin
from grader.placement.parts import Part, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.measurement import Policy
    from grader.standard import Requirement


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What was measured of one person.

    Parameters
    ----------
    person : str
        Person id.
    p_at_least : mapping of str to sequence of float
        By skill: P(level ≥ 1), P(level ≥ 2) …; a skill without evidence is not there.
    hardest : mapping of str to int
        By skill: level of the hardest task taken.
    thin : frozenset of str
        Skills of which too little was graded to decide anything.
    """

    person: str
    p_at_least: Mapping[str, Sequence[float]] = field(default_factory=dict)
    hardest: Mapping[str, int] = field(default_factory=dict)
    thin: frozenset[str] = frozenset()

    def judged(self, need: Requirement, *, ceiling: int, policy: Policy) -> Part:
        """Hold the person against one requirement.

        Parameters
        ----------
        need : Requirement
            What is asked for.
        ceiling : int
            Highest level of the skill that notebooks alone may show.
        policy : Policy
            Where met and not met begin.

        Returns
        -------
        Part
            As `judge` says.
        """
        return judge(
            need,
            self.p_at_least.get(need.skill),
            ceiling=ceiling,
            hardest=self.hardest.get(need.skill, 0),
            policy=policy,
            is_thin=need.skill in self.thin,
        )


def read_evidence(estimates: Mapping[str, Any]) -> list[PersonEvidence]:
    """Return what estimates say about each person.

    Parameters
    ----------
    estimates : mapping
        Content of ``records/estimates.json``.

    Returns
    -------
    list of PersonEvidence
        By person id.
    """
    levels = {item["id"]: item["level"] for item in estimates["bank"]}
    people = sorted(estimates["persons"], key=lambda person: str(person["person"]))
    return [
        PersonEvidence(
            person["person"],
            {skill["skill"]: skill["p_at_least"] for skill in person["skills"]},
            {
                skill["skill"]: max(levels[answer["exercise"]] for answer in skill["evidence"])
                for skill in person["skills"]
            },
            frozenset(skill["skill"] for skill in person["skills"] if is_thin(skill)),
        )
        for person in people
    ]
