"""The people of the pages: the roster joined with estimates, fits and other evidence."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from grader.dashboard.read import department_order, page_name, read_estimate, read_fit, read_place
from grader.dashboard.view import Member
from grader.measurement import Policy
from grader.measurement.sentence import report_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.dashboard.beside import Beside
    from grader.dashboard.view import Estimate, Names, RoleFit
    from grader.records.roster import Person


def read_members(
    roster: Sequence[Person],
    *,
    estimates: Mapping[str, Any],
    fit: Mapping[str, Any],
    names: Names,
    blank: Mapping[str, Any] = MappingProxyType({"roles": (), "placements": ()}),
    beside: Mapping[str, Mapping[str, Beside]] = MappingProxyType({}),
) -> tuple[Member, ...]:
    """Join the roster with the estimates and the fits.

    Parameters
    ----------
    roster : sequence of Person
        The staff. Somebody with estimates who is not here is left out: rows are shown of people
        whom the roster lets the reader see.
    estimates, fit : mapping
        Contents of ``estimates.json`` and ``fit.json``.
    names : Names
        Knows what notebooks can show.
    blank : mapping
        Entry of somebody without any evidence, for those whom ``fit.json`` does not list.
    beside : mapping, optional
        Person id to skill id to other evidence.

    Returns
    -------
    tuple of Member
        By department in roster order (no department last), then by kana and staff number.
    """
    policy = Policy(**estimates["policy"])
    skills = {row["person"]: row["skills"] for row in estimates["persons"]}
    fits = {row["person"]: row for row in fit["persons"]}
    roles = {
        person.person: {
            row["role"]: read_fit(row) for row in fits.get(person.person, blank)["roles"]
        }
        for person in roster
    }
    taken: set[str] = set()
    members = [
        Member(
            id=person.person,
            name=person.name,
            kana=person.kana,
            department=person.department,
            post=person.post,
            target_role=person.target_role,
            page=page_name(person.person, taken),
            skills=_skills(
                skills.get(person.person, ()),
                target=roles[person.person].get(person.target_role),
                names=names,
                policy=policy,
            ),
            roles=roles[person.person],
            beside=beside.get(person.person, {}),
            places=tuple(
                read_place(row, names) for row in fits.get(person.person, blank)["placements"]
            ),
        )
        for person in sorted(roster, key=lambda one: one.person)
    ]
    place = {name: index for index, name in enumerate(department_order(roster))}
    return tuple(sorted(members, key=lambda m: (place[m.department], m.kana, m.id)))


def _skills(
    rows: Iterable[Mapping[str, Any]], *, target: RoleFit | None, names: Names, policy: Policy
) -> dict[str, Estimate]:
    required = {part.skill: part.required for part in target.parts} if target else {}
    found = {}
    for row in rows:
        skill, ceiling = row["skill"], names.ceiling(row["skill"])
        sentence = report_sentence(
            row, policy=policy, required=required.get(skill), ceiling=ceiling
        )
        found[skill] = read_estimate(row, ceiling=ceiling, sentence=sentence)
    return found
