"""Rows of the sheets for sections and their posts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from grader.demo.city.places import TITLE_OF, bureaus
from grader.demo.city.structure import NURSE, OFFICE, SECTIONS
from grader.records.sheets.catalogue import SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from types import ModuleType

    from grader.demo.city.places import Level, Place
    from grader.demo.city.staff import Member

    Row = dict[str, Any]

SPARE_SEATS, MANDATORY, LEAVERS = 1.04, 0.8, 0.35
GRADES: dict[Level, tuple[int, int]] = {
    "staff": (1, 4),
    "leader": (4, 5),
    "deputy": (5, 6),
    "head": (6, 7),
    "director": (7, 8),
}
"""Lowest and highest grade: one may be promoted by one rank, and nobody is demoted."""
YEARS = (2.0, 5.0)
"""Years that one should stay, and after which one should move on, in posts that ask for no special job family."""
OLD_NAMES = {"情報政策課": ("情報管理課", 5)}
"""What a section was called until so many years before the day of appointment."""


def row(sheet: str, values: Mapping[str, Any], since: date, until: date | None = None) -> Row:
    """Make a row.

    Parameters
    ----------
    sheet : str
        Id of the sheet.
    values : mapping
        Values by field; fields left out are empty.
    since, until : date
        First and last day on which it holds; None: until further notice.

    Returns
    -------
    dict
        All fields of the sheet, and both days.

    Raises
    ------
    KeyError
        If the sheet has no such field.
    """
    names = [field.name for field in SHEETS[sheet].fields]
    unknown = values.keys() - set(names)
    if unknown:
        raise KeyError(*sorted(unknown))
    return {name: values.get(name) for name in names} | {"valid_from": since, "valid_to": until}


def department_rows(town: ModuleType, start: date, day: date) -> Iterator[Row]:
    """Make the bureaus and sections; one section was renamed.

    Parameters
    ----------
    town : module
        The curriculum's city.
    start, day : date
        First day of the records, and day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``departments``.
    """
    ids = bureaus()
    for name, id_ in ids.items():
        yield row("departments", {"department": id_, "name": name}, start)
    above = {section.name: ids[section.bureau] for section in SECTIONS}
    for section in town.DEPARTMENTS:
        values = {"department": section.id, "parent": above[section.ja]}
        since = start
        if section.ja in OLD_NAMES:
            name, years = OLD_NAMES[section.ja]
            since = day.replace(year=day.year - years)
            until = since.replace(month=since.month - 1, day=31)
            yield row("departments", values | {"name": name}, start, until)
        yield row("departments", values | {"name": section.ja}, since)


def post_rows(places: Sequence[Place], members: Sequence[Member], start: date) -> Iterator[Row]:
    """Make the posts inside the city, with 4 % more seats in teams than their people fill.

    Parameters
    ----------
    places : sequence of Place
        The posts.
    members : sequence of Member
        The people.
    start : date
        First day of the records.

    Yields
    ------
    dict
        Rows of the sheet ``posts``.
    """
    filled = dict.fromkeys((place.id for place in places), 0.0)
    for member in members:
        if member.place:
            filled[member.place.id] += member.share
    for place in places:
        yield row("posts", _post(place, filled[place.id], _evaluated(place, places)), start)


def _post(place: Place, filled: float, evaluates: tuple[str, ...]) -> Row:
    team = place.team
    families = team.families if team else ()
    years = YEARS if not families or families[0] == OFFICE else (YEARS[0], None)
    seats = float(ceil(SPARE_SEATS * filled)) if place.level == "staff" else float(place.size)
    return {
        "post": place.id,
        "name": place.name,
        "department": place.department,
        "title": TITLE_OF.get(place.level),
        "kind": "rotation",
        "role": team.role if team and place.level == "staff" else None,
        "seats": seats,
        "mandatory": _mandatory(place, seats),
        "grade_min": GRADES[place.level][0],
        "grade_max": GRADES[place.level][1],
        "job_families": families,
        "qualifications": (NURSE,) if families == (NURSE,) else (),
        "min_years": years[0],
        "max_years": years[1],
        "max_leavers": max(1, round(LEAVERS * place.size)),
        "days_per_week": 5.0,
        "payer": "home",
        "access": team.access if team else (),
        "acts": team.acts if team else (),
        "procures": team.procures if team else (),
        "bidders": team.bidders if team else (),
        "evaluates": evaluates,
    }


def _mandatory(place: Place, seats: float) -> float:
    """Most of a team, all of one of specialists; everybody who heads something; nobody who is there in addition."""
    if place.level == "staff":
        is_special = place.team is not None and OFFICE not in place.team.families
        return seats if is_special else float(int(MANDATORY * seats))
    return 0.0 if place.level == "deputy" or "担当" in place.name else seats


def _evaluated(place: Place, places: Sequence[Place]) -> tuple[str, ...]:
    """Directors evaluate their heads, heads those below them, leaders their team."""
    if place.level == "leader" and place.team:
        return tuple(
            p.id
            for p in places
            if p.level == "staff" and p.team == place.team and p.department == place.department
        )
    if place.level == "head":
        below = ("deputy", "leader")
        return tuple(p.id for p in places if p.department == place.department and p.level in below)
    if place.level == "director":
        own = [s.name for s in SECTIONS if f"{s.bureau}長" == place.name]
        return tuple(p.id for p in places if p.level == "head" and p.name.removesuffix("長") in own)
    return ()


def need_rows(places: Sequence[Place], start: date) -> Iterator[Row]:
    """Name the skills that teams must keep.

    Parameters
    ----------
    places : sequence of Place
        The posts.
    start : date
        First day of the records.

    Yields
    ------
    dict
        Rows of the sheet ``post_skills``.
    """
    for place in places:
        needs = place.team.needs if place.team and place.level == "staff" else ()
        for skill, level, people, key in needs:
            values = {"post": place.id, "skill": skill, "level": level, "people": people}
            yield row("post_skills", values | {"total": 0, "key": key}, start)
