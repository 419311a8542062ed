"""Rows of the sheets for people and their appointments, back to the first day of the records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.demo.city.rows import row
from grader.demo.city.structure import BELOW, RANKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from grader.demo.city.places import Level, Place
    from grader.demo.city.rows import Row
    from grader.demo.city.staff import Member

STAYS = (3, 5)
"""Least and most years in an earlier post."""
_ORDER: tuple[Level, ...] = ("staff", "leader", "deputy", "head", "director")
_OLD_NAMES = 0.04
"""Share of people with a former name."""


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier.

    Parameters
    ----------
    day : date
        A day other than 29 February.
    years : int
        Years.

    Returns
    -------
    date
        The day.
    """
    return day.replace(year=day.year - years)


def person_rows(
    rng: np.random.Generator, members: Sequence[Member], *, start: date, day: date
) -> Iterator[Row]:
    """People; who was promoted has one row for each title.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    start, day : date
        First day of the records, and day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``people``.
    """
    former = [member.name.split()[0] for member in members]
    for member in members:
        hired = years_before(day, member.service)
        since = max(hired, start)
        values = _person(member, hired)
        if rng.random() < _OLD_NAMES:
            values["former_name"] = former[int(rng.integers(len(former)))]
        promoted = years_before(day, member.years)
        below = BELOW.get(member.title) if member.employment == "regular" else None
        if below and promoted > since:
            old = {"title": below, "grade": RANKS[below].grades[1]}
            yield row("people", values | old, since, promoted - timedelta(1))
            since = promoted
        yield row("people", values, since)


def _person(member: Member, hired: date) -> Row:
    return {
        "person": member.person,
        "staff_number": member.staff_number,
        "name": member.name,
        "kana": member.kana,
        "employment": member.employment,
        "title": member.title,
        "grade": member.grade,
        "job_family": member.job_family,
        "share": member.share,
        "hired_on": hired,
        "leaves_on": member.leaves_on,
        "target_role": member.target_role or None,
        "lang": member.lang,
    }


def appointment_rows(
    rng: np.random.Generator,
    places: Sequence[Place],
    members: Sequence[Member],
    *,
    start: date,
    day: date,
    seconded: Sequence[Row] = (),
) -> Iterator[Row]:
    """Main posts: the present one, and those before it for three to five years each.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    places : sequence of Place
        The posts inside the city.
    members : sequence of Member
        The people.
    start, day : date
        First day of the records, and day of appointment.
    seconded : sequence of dict
        Rows of the same sheet of those who are away: their main posts ended the day before.

    Yields
    ------
    dict
        Rows of the sheet ``appointments``.
    """
    ended = {one["person"]: one["valid_from"] - timedelta(1) for one in seconded}
    by_level = {level: [p for p in places if p.level == level] for level in _ORDER}
    for member in members:
        if member.place is None:
            continue
        since, post, until = years_before(day, member.years), member.place, ended.get(member.person)
        first = max(start, years_before(day, member.service))
        while True:
            values = {"person": member.person, "post": post.id, "holds": "main"}
            yield row("appointments", values | {"share": member.share}, max(since, first), until)
            if since <= first:
                break
            post = _earlier(rng, by_level, member, post)
            until = since - timedelta(1)
            since = years_before(since, int(rng.integers(STAYS[0], STAYS[1] + 1)))


def _earlier(
    rng: np.random.Generator, by_level: dict[Level, list[Place]], member: Member, post: Place
) -> Place:
    """Draw the post before another one: a rank below for heads, open to the job family, in another section if there is one."""
    level = _ORDER[max(0, _ORDER.index(post.level) - 1)]
    fits = [p for p in by_level[level] if p.id != post.id and _is_open(p, member.job_family)]
    elsewhere = [p for p in fits if p.department != post.department] or fits
    return elsewhere[int(rng.integers(len(elsewhere)))] if elsewhere else post


def _is_open(place: Place, family: str) -> bool:
    return not place.team or not place.team.families or family in place.team.families


def leave_rows(members: Sequence[Member], day: date) -> Iterator[Row]:
    """Make the leaves that last over the day of appointment; the sheet knows no reasons.

    Parameters
    ----------
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``leaves``.
    """
    for member in members:
        if member.on_leave:
            since = day - timedelta(180)
            yield row("leaves", {"person": member.person}, since, since + timedelta(364))
