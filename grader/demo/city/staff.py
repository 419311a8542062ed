"""The people of the city: the curriculum's class and recurring people first, then whoever fills the other posts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from grader.demo.city.places import LEVEL_OF, TITLE_OF, extra_place, make_places
from grader.demo.city.structure import (
    IT,
    OFFICE,
    RANKS,
    STAFF_SHARES,
    STAFF_TITLES,
    SYSTEM_TEAM,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from types import ModuleType

    from grader.demo.city.places import Place
    from grader.records.roster import Person

NEW, LEAVING = 0.02, 0.01
"""Shares of the staff: new, and resigning before they retire."""
_KINDS = (("fiscal-year", 0.12), ("reappointed", 0.03), ("fixed-term", 0.015), ("leave", 0.015))
"""Shares of those in teams who are appointed otherwise, or on leave."""
FISCAL_TITLE = "会計年度任用職員"
RETIRES_AFTER = 37
"""Years of service after which one retires."""
STAYED = (0.23, 0.22, 0.2, 0.16, 0.13, 0.06)
"""Shares of those who are in their post for the first year, the second …: a fifth has stayed as long as one should."""
_CHUNK = 4000
"""So many people the curriculum's city can name at once; larger cities have people of the same name."""
_TEAMS = {"早川 直樹": SYSTEM_TEAM}


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the city.

    Parameters
    ----------
    person, staff_number, name, kana, target_role, lang : str
        As in the sheet of people.
    title : str
        職名.
    place : Place or None
        Present post; None for new people.
    employment : str
        任用区分.
    grade : int
        級.
    job_family : str
        職種.
    share : float
        Share of a full-time post.
    service, years : int
        Years of service, and in the present post, on the day of appointment.
    on_leave : bool
        Whether the person is on leave then.
    leaves_on : date or None
        Last day, if it is known.
    """

    person: str
    staff_number: str
    name: str
    kana: str
    target_role: str
    lang: str
    title: str
    place: Place | None
    employment: str = "regular"
    grade: int = 1
    job_family: str = OFFICE
    share: float = 1.0
    service: int = 0
    years: int = 0
    on_leave: bool = False
    leaves_on: date | None = None

    @property
    def is_mobile(self) -> bool:
        """Whether the person takes part in the rotation: regular, with a post, and not on the way out."""
        return self.employment == "regular" and self.place is not None and self.leaves_on is None


@dataclass(frozen=True, slots=True)
class _Seed:
    """Who is known before posts are given away; empty department: anywhere."""

    person: str
    name: str
    kana: str
    department: str
    title: str
    target_role: str
    lang: str


def make_members(
    town: ModuleType, trainees: Sequence[Person], *, seed: int, staff: int, day: date
) -> tuple[list[Place], list[Member]]:
    """Put people into posts.

    Parameters
    ----------
    town : module
        The curriculum's city.
    trainees : sequence of Person
        The class, with departments and titles.
    seed : int
        The same seed gives the same people.
    staff : int
        How many people, new ones included.
    day : date
        Day of appointment.

    Returns
    -------
    tuple of (list of Place, list of Member)
        Posts inside the city, and everybody by person id.

    Raises
    ------
    InputError
        If there are too few people for all sections.
    """
    rng = np.random.default_rng([seed, 7201])
    known = [*_recurring(town), *(_of_class(person) for person in trainees)]
    new = round(NEW * staff)
    ids = {section.ja: section.id for section in town.DEPARTMENTS}
    there: dict[str, int] = {}
    for one in known:
        there[one.department] = there.get(one.department, 0) + 1
    hall = _Hall(make_places(ids, staff - new, there))
    taken = [(one, hall.seat(one)) for one in known]
    others = _others(town, seed, len(trainees), staff - len(known))
    places = [*hall.left(), *[None] * new]
    taken += [(one, places[i]) for i, one in zip(rng.permutation(len(places)), others, strict=True)]
    numbers = rng.permutation(staff)
    members = [
        _member(rng, one, place, number=int(number), day=day)
        for (one, place), number in zip(taken, numbers, strict=True)
    ]
    return hall.places, sorted(members, key=lambda member: member.person)


def _recurring(town: ModuleType) -> Iterator[_Seed]:
    for number, one in enumerate(town.NAMED.values(), start=1):
        if one.post in LEVEL_OF:
            yield _Seed(f"n{number:03d}", one.name, one.kana, one.department, one.post, "", "ja")


def _of_class(one: Person) -> _Seed:
    return _Seed(
        one.person, one.name, one.kana, one.department, one.post, one.target_role, one.lang
    )


def _others(town: ModuleType, seed: int, first: int, count: int) -> Iterator[_Seed]:
    """Name the people after the class; their places are not the class's, of whom most sit in three sections."""
    for number in range(first, first + count):
        chunk, row = divmod(number, _CHUNK)
        if row == 0 or number == first:
            people = town.staff(seed + 7919 * chunk, min(_CHUNK, first + count - chunk * _CHUNK))
        one = people[row]
        yield _Seed(f"s{number + 1:03d}", one.name, one.kana, "", "", "", one.lang)


class _Hall:
    """Gives seats away."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = list(places)
        self.free = [place for place in places for _ in range(place.size)]

    def seat(self, one: _Seed) -> Place:
        """Find a seat for somebody whose section and title are known; if there is none, make one."""
        level, names = LEVEL_OF[one.title], {p.id: p.name for p in self.places}
        mine = [p for p in self.free if p.name.startswith(one.department)]
        wanted = _TEAMS.get(one.name)
        fits = [p for p in mine if p.level == level]
        own = [p for p in fits if wanted is None or (p.team and p.team.name == wanted)]
        if fits:
            place = (own or fits)[-1]
            self.free.remove(place)
            return place
        self.free.remove(next(p for p in reversed(mine) if p.level == "staff"))
        return self._extra(mine[0].department, one.department, level=level, names=names)

    def _extra(
        self, department: str, section: str, *, level: str, names: Mapping[str, str]
    ) -> Place:
        place = extra_place(department, section, level)  # type: ignore[arg-type]
        if place.id not in names:
            self.places.append(place)
            return place
        at = next(i for i, p in enumerate(self.places) if p.id == place.id)
        self.places[at] = replace(self.places[at], size=self.places[at].size + 1)
        return self.places[at]

    def left(self) -> list[Place]:
        """Return the seats that are still free."""
        return list(self.free)


def _member(
    rng: np.random.Generator, one: _Seed, place: Place | None, *, number: int, day: date
) -> Member:
    title = one.title or _title(rng, place)
    rank = RANKS[title]
    service = int(rng.integers(rank.service[0], rank.service[1] + 1)) if place else 0
    member = Member(
        one.person,
        f"{day.year - service}{number + 1:05d}",
        one.name,
        one.kana,
        one.target_role,
        one.lang,
        title,
        place,
        grade=int(rng.integers(rank.grades[0], rank.grades[1] + 1)),
        job_family=_family(rng, place),
        service=service,
        years=min(service, 1 + int(rng.choice(len(STAYED), p=STAYED))) if place else 0,
    )
    is_known = bool(one.title)
    return member if is_known or place is None else _special(rng, member, day)


def _title(rng: np.random.Generator, place: Place | None) -> str:
    if place is None:
        return STAFF_TITLES[0]
    return TITLE_OF.get(place.level) or str(rng.choice(STAFF_TITLES, p=STAFF_SHARES))


def _family(rng: np.random.Generator, place: Place | None) -> str:
    asked = place.team.families if place and place.team else ()
    if not asked:
        return OFFICE
    # Of the system team's two families the first is the usual one; elsewhere both are.
    return asked[int(rng.integers(len(asked)))] if IT not in asked else OFFICE


def _special(rng: np.random.Generator, member: Member, day: date) -> Member:
    """Make some of the staff other than regular or on leave, and let some others go."""
    draw = float(rng.random())
    # Specialists are regular staff on full time here: their teams lack whole people.
    if member.place and member.place.level == "staff" and member.job_family == OFFICE:
        for kind, share in _KINDS:
            if draw < share:
                return _other(rng, member, kind, day)
            draw -= share
    if member.service >= RETIRES_AFTER or rng.random() < LEAVING:
        return replace(member, leaves_on=day - timedelta(1))
    return member


def _other(rng: np.random.Generator, member: Member, kind: str, day: date) -> Member:
    """Return the person in one of the kinds of appointment beside the regular one."""
    if kind == "leave":
        return replace(member, on_leave=True)
    if kind == "fiscal-year":
        years = min(member.years, 3)
        member = replace(
            member, title=FISCAL_TITLE, grade=1, share=0.75, service=years, years=years
        )
    if kind == "reappointed":
        share = float(rng.choice((0.6, 0.8, 1.0)))
        years = min(member.years, 2)
        member = replace(member, title="主任", grade=3, share=share, service=39, years=years)
    if kind == "fixed-term":
        until = day.replace(year=day.year + int(rng.integers(0, 3))) - timedelta(1)
        member = replace(member, title="主事", grade=2, service=2, years=2, leaves_on=until)
    return replace(member, employment=kind)
