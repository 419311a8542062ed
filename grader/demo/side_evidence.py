"""What else a synthetic class has to show: examinations, supervisors' observations, documents, postings."""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from grader.records.other_evidence import OtherEvidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from grader.records.other_evidence import Kind
    from grader.records.roster import Person
    from grader.standard.model import Standard

RATER_SD = 0.7
"""SD of one supervisor's error, in levels: raters differ, and now and then by two levels."""
DAYS = 730
"""How long before the day of the demo its evidence begins."""
TERM = 3 * 365
EARLIER = 500
"""Days by which registrations are older, so that some have expired or are about to."""
_EXAMS = (("ipa-ip", ""), ("ipa-sg", "security"), ("ipa-fe", ""), ("ipa-ap", ""), ("ipa-sc", "security"))  # fmt: skip


def side_evidence(
    people: Sequence[Person],
    standard: Standard,
    levels: Mapping[str, Mapping[str, float]],
    *,
    seed: int,
    day: date,
) -> list[OtherEvidence]:
    """Draw other evidence for a class.

    Parameters
    ----------
    people : sequence of Person
        The class; its members also rate each other.
    standard : Standard
        Roles, skills, examinations and postings to draw from.
    levels : mapping
        Person id to skill id to the true place on the level scale.
    seed : int
        The same seed gives the same evidence.
    day : date
        Day of the demo; all evidence is older.

    Returns
    -------
    list of OtherEvidence
        By person; not everybody has some.
    """
    found = []
    for person in people:
        rng = np.random.default_rng([seed, zlib.crc32(f"{person.person}:side".encode())])
        draw = _Draw(person, standard, rng, day)
        others = [other.person for other in people if other is not person]
        found += [*draw.examinations(), *draw.observations(others, levels.get(person.person, {}))]
        found += [*draw.documents(), *draw.postings()]
    return found


class _Draw:
    """Draws the evidence of one person."""

    def __init__(
        self, person: Person, standard: Standard, rng: np.random.Generator, day: date
    ) -> None:
        self.person = person.person
        self.standard = standard
        self.rng = rng
        self.day = day
        role = standard.roles.get(person.target_role)
        self.asked = {need.skill: need.level for need in role.requirements} if role else {}

    def ago(self) -> date:
        """Return a day in the two years before the demo."""
        return self.day - timedelta(int(self.rng.integers(20, DAYS)))

    def by_people(self) -> list[str]:
        """Skills of which the target role asks for a level that notebooks cannot show."""
        skills = self.standard.skills
        return [key for key, level in self.asked.items() if level > skills[key].auto_ceiling]

    def examinations(self) -> Iterator[OtherEvidence]:
        """Every second person passed one; the register of specialists asks for renewal."""
        name, domain = _EXAMS[int(self.rng.integers(len(_EXAMS)))]
        if self.rng.random() >= 1 / 2 or name not in self.standard.qualifications:
            return
        skills = tuple(key for key in self.asked if self.standard.skills[key].domain == domain)
        registered = "registered" in self.standard.qualifications[name].states
        day = self.ago() - timedelta(EARLIER) * registered
        until = day + timedelta(TERM) if registered else None
        kind: Kind = "registration" if registered else "qualification"
        yield OtherEvidence(
            self.person, kind, skills[:2], None, name, day, until, "", "合格証書の写し"
        )

    def observations(
        self, others: Sequence[str], levels: Mapping[str, float]
    ) -> Iterator[OtherEvidence]:
        """Up to three supervisors for a skill that people must attest; each errs in their own way."""
        for skill in self.by_people():
            rubric = len(self.standard.skills[skill].levels)
            true = levels.get(skill, self.rng.normal(2.2, 1.0))
            raters = self.rng.permutation(others)[: int(self.rng.integers(4))]
            for rater in raters if rubric else ():
                seen = int(np.clip(np.floor(true + self.rng.normal(0, RATER_SD)), 0, rubric))
                yield OtherEvidence(
                    self.person, "observation", (skill,), seen, "", self.ago(), None, str(rater), "面談と業務の記録"
                )  # fmt: skip

    def documents(self) -> Iterator[OtherEvidence]:
        """A document made at work for some of these skills."""
        for skill in self.by_people():
            if self.rng.random() < 1 / 3:
                title = f"{self.standard.skills[skill].name.ja}の手引き（案）"
                yield OtherEvidence(
                    self.person, "document", (skill,), None, title, self.ago(), None, "", "共有フォルダー「見本」"
                )  # fmt: skip

    def postings(self) -> Iterator[OtherEvidence]:
        """One in six comes back from a placement that taught something the target role asks for."""
        taught = {
            place.id: tuple(aim.skill for aim in place.develops if aim.skill in self.asked)
            for place in self.standard.placements.values()
        }
        places = sorted(place for place, skills in taught.items() if skills)
        if places and self.rng.random() < 1 / 6:
            place = places[int(self.rng.integers(len(places)))]
            yield OtherEvidence(self.person, "placement", taught[place], None, place, self.ago())
