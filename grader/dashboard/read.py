"""From the files of the earlier stages to the records that the pages show."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from grader.dashboard.view import (
    UNSAID,
    Book,
    Estimate,
    Evidence,
    Item,
    Member,
    Names,
    Part,
    PlaceAxes,
    RoleFit,
)
from grader.measurement import is_thin
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.records.roster import Person

_INSIDE = 0.9
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# Windows cannot make a file of such a name, whatever its suffix. The roster refuses such ids too; here
# they may come from any caller.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def page_name(person: str, taken: set[str]) -> str:
    """Return a file name for a person that every file system takes, and remember it.

    Parameters
    ----------
    person : str
        Staff number, from a file that anybody may have edited.
    taken : set of str
        Names given so far, in lower case; the new one is added.

    Returns
    -------
    str
        ``<staff number>.html`` where that is harmless, else a name made from its hash.

    Examples
    --------
    >>> page_name("s001", set())
    's001.html'
    >>> page_name("../s001", set())
    'x-d6edfe9409dbf7db.html'
    """
    safe = _SAFE.fullmatch(person) and not _RESERVED.fullmatch(person)
    stem = person if safe and person.lower() not in taken else _hashed(person)
    taken.add(stem.lower())
    return f"{stem}.html"


def _hashed(person: str) -> str:
    return "x-" + hashlib.sha256(person.encode()).hexdigest()[:16]


def read_estimate(data: Mapping[str, Any], *, ceiling: int, sentence: Text = UNSAID) -> Estimate:
    """Read one entry ``persons[].skills[]`` of ``estimates.json``.

    Parameters
    ----------
    data : mapping
        The entry.
    ceiling : int
        Highest level that notebooks can show of the skill. The model's coordinate knows no such
        bound; without it a page would show a level that nobody has attested.
    sentence : Text, optional
        What is known, in one sentence.

    Returns
    -------
    Estimate
        The same, frozen, cut to the levels that notebooks can show.
    """
    low, high = data["interval"]
    return Estimate(
        skill=data["skill"],
        n_items=data["n_items"],
        n_notebooks=data["n_notebooks"],
        eap=_cut(data["eap"], ceiling),
        low=_cut(low, ceiling),
        high=_cut(high, ceiling),
        p_at_least=tuple(data["p_at_least"]),
        level=min(data["level"], ceiling),
        confirmed_level=min(data["confirmed_level"], ceiling),
        provisional=data["provisional"],
        evidence=tuple(_evidence(row) for row in sorted(data["evidence"], key=_place)),
        is_thin=is_thin(data),
        reasons=tuple(data.get("provisional_reasons", ())),
        sentence=sentence,
    )


def _cut(place: float, ceiling: int) -> float:
    """Level k begins at k and ends before k + 1, so the highest level is cut short of the next."""
    return min(max(place, 0.0), ceiling + _INSIDE)


def _place(row: Mapping[str, Any]) -> tuple[str, list[tuple[int, str]]]:
    return row["lesson"], counted(row["exercise"])


def counted(exercise: str) -> list[tuple[int, str]]:
    """Return a key that orders exercises as a reader counts.

    Parameters
    ----------
    exercise : str
        Exercise id.

    Returns
    -------
    list of tuple
        Comparable with that of any other id.

    Examples
    --------
    >>> sorted(["sec-3-q10", "sec-3-q9"], key=counted)
    ['sec-3-q9', 'sec-3-q10']
    """
    pieces = re.findall(r"\d+|\D+", exercise)
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in pieces]


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        lesson=row["lesson"],
        exercise=row["exercise"],
        points=row["points"],
        max_points=row["max_points"],
        state=row["state"],
        misconceptions=tuple(row["misconceptions"]),
        is_isolated=row.get("isolation") != "none",
    )


def read_fit(data: Mapping[str, Any]) -> RoleFit:
    """Read one entry ``persons[].roles[]`` of ``fit.json``.

    Parameters
    ----------
    data : mapping
        The entry.

    Returns
    -------
    RoleFit
        The same, frozen.
    """
    return RoleFit(
        role=data["role"],
        low=data["fit_low"],
        expected=data["fit_expected"],
        high=data["fit_high"],
        measured_share=data["measured_share"],
        expected_gap=data["expected_gap"],
        label=data["label"],
        parts=tuple(_part(row) for row in data["parts"]),
    )


def read_place(data: Mapping[str, Any], names: Names) -> PlaceAxes:
    """Read one entry ``persons[].placements[]`` of ``fit.json``.

    Parameters
    ----------
    data : mapping
        The entry.
    names : Names
        Names of placements.

    Returns
    -------
    PlaceAxes
        The same, frozen, with the name of the placement, or its id if the standard has lost it.
    """
    key = data["placement"]
    fit, growth = (
        (data[axis]["low"], data[axis]["expected"], data[axis]["high"])
        for axis in ("fit", "growth")
    )
    return PlaceAxes(names.places.get(key) or Text(key, key), fit, growth)


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        skill=row["skill"],
        required=row["required"],
        need=row["need"],
        weight=row["weight"],
        decision=row["decision"],
        p_met=row["p_met"],
        expected_level=row["expected_level"],
        expected_gap=row["expected_gap"],
        by_people=row["needs"] == "human",
        contribution=(
            row["contribution_low"],
            row["contribution_expected"],
            row["contribution_high"],
        ),
    )


def read_items(rows: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Read the entries of ``items.json``.

    Parameters
    ----------
    rows : iterable of mapping
        The entries.

    Returns
    -------
    tuple of Item
        The same, frozen, by skill, level and id.
    """
    items = (
        Item(
            id=row["id"],
            lesson=row["lesson"],
            skill=row["skill"],
            level=row["level"],
            minutes=row["minutes"],
            title=Text(**row["title"]),
        )
        for row in rows
    )
    return tuple(sorted(items, key=lambda item: (item.skill, item.level, counted(item.id))))


def department_order(roster: Iterable[Person]) -> tuple[str, ...]:
    """Return the departments in the order of the roster, which is that of the organisation.

    Parameters
    ----------
    roster : iterable of Person
        The staff.

    Returns
    -------
    tuple of str
        Each department once; the empty name last.
    """
    names = dict.fromkeys(person.department for person in roster)
    return tuple(sorted(names, key=lambda name: name == ""))


def not_in_roster(members: Iterable[Member], estimates: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the people with estimates whom the roster does not know.

    Parameters
    ----------
    members : iterable of Member
        The people of the roster.
    estimates : mapping
        Content of ``estimates.json``.

    Returns
    -------
    tuple of str
        Their staff numbers, sorted.
    """
    known = {member.id for member in members}
    return tuple(
        sorted(row["person"] for row in estimates["persons"] if row["person"] not in known)
    )


def not_isolated(members: Iterable[Member]) -> int:
    """Count the results behind the levels that were graded without isolation.

    Parameters
    ----------
    members : iterable of Member
        The people shown.

    Returns
    -------
    int
        Number of pairs of person and lesson.
    """
    return len(
        {
            (member.id, row.lesson)
            for member in members
            for estimate in member.skills.values()
            for row in estimate.evidence
            if not row.is_isolated
        }
    )


def skills_seen(book: Book) -> tuple[str, ...]:
    """Return the skills of which at least one person has evidence.

    Parameters
    ----------
    book : Book
        Everything shown.

    Returns
    -------
    tuple of str
        In the order of the standard, unknown ones last.
    """
    seen = {key for member in book.members for key in member.skills}
    return in_standard_order(book.names, seen)


def in_standard_order(names: Names, keys: Iterable[str]) -> tuple[str, ...]:
    """Sort skill ids as the standard does.

    Parameters
    ----------
    names : Names
        Names of the standard.
    keys : iterable of str
        Skill ids.

    Returns
    -------
    tuple of str
        In the order of the standard, unknown ones last by id.
    """
    place = {key: index for index, key in enumerate(names.skills)}
    return tuple(sorted(keys, key=lambda key: (place.get(key, len(place)), key)))


def by_department(members: Iterable[Member]) -> dict[str, list[Member]]:
    """Group people by department.

    Parameters
    ----------
    members : iterable of Member
        The people, in the order to keep.

    Returns
    -------
    dict
        Department to its people.
    """
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        groups[member.department].append(member)
    return dict(groups)
