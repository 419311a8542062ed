"""The posts inside the city: so many teams and seats as its staff fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from grader.demo.city.structure import SECTIONS, TEAM_SIZE
from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.demo.city.structure import Section, Team

Level = Literal["staff", "leader", "deputy", "head", "director"]
LEVEL_OF: dict[str, Level] = {
    "主事": "staff",
    "主任": "staff",
    "主査": "staff",
    "係長": "leader",
    "課長補佐": "deputy",
    "課長": "head",
    "部長": "director",
}
TITLE_OF: dict[Level, str] = {
    "leader": "係長",
    "deputy": "課長補佐",
    "head": "課長",
    "director": "部長",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A post inside the city and how many people it is laid out for.

    Parameters
    ----------
    id, name : str
        Id and name of the post.
    department : str
        Id of the section or bureau.
    level : str
        Rank of its people.
    size : int
        People.
    team : Team or None
        The team; None for heads and deputies.
    """

    id: str
    name: str
    department: str
    level: Level
    size: int
    team: Team | None = None


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Spread a number over weights by largest remainders.

    Parameters
    ----------
    total : int
        The number, 0 or more.
    weights : sequence of float
        Weights, not all 0.

    Returns
    -------
    list of int
        They add up to the number. Of equal remainders the earlier one comes first.

    Examples
    --------
    >>> spread(10, [1, 1, 1])
    [4, 3, 3]
    """
    quotas = [round(total * weight / sum(weights), 9) for weight in weights]
    counts = [int(quota) for quota in quotas]
    order = sorted(range(len(quotas)), key=lambda i: (counts[i] - quotas[i], i))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts


def bureaus() -> dict[str, str]:
    """Return the bureaus.

    Returns
    -------
    dict
        Ids by name.
    """
    names = dict.fromkeys(section.bureau for section in SECTIONS)
    return {name: f"b{number}" for number, name in enumerate(names, start=1)}


def make_places(ids: Mapping[str, str], staff: int, known: Mapping[str, int]) -> list[Place]:
    """Lay out the city.

    Parameters
    ----------
    ids : mapping of str to str
        Ids of the sections by name.
    staff : int
        How many people work in them.
    known : mapping of str to int
        By name of the section: people who must find a place there.

    Returns
    -------
    list of Place
        By bureau and section; their sizes add up to `staff`.

    Raises
    ------
    InputError
        If the city is too small to have all sections.
    """
    directors = [
        Place(f"{id_}-000", f"{name}長", id_, "director", 1) for name, id_ in bureaus().items()
    ]
    least = [2 + 2 * len(s.teams) + known.get(s.name, 0) for s in SECTIONS]
    free = staff - len(directors) - sum(least)
    if free < 0:
        raise InputError(
            f"職員{staff}人では、すべての課を置けません。{staff - free}人以上にしてください。",
            f"{staff} people are too few for all sections. Take {staff - free} or more.",
        )
    more = spread(free, [section.share for section in SECTIONS])
    found = directors
    for section, own, extra in zip(SECTIONS, least, more, strict=True):
        found += _section(section, ids[section.name], own + extra)
    return found


def _section(section: Section, id_: str, people: int) -> list[Place]:
    name = section.name
    teams = _teams(section, people - 2)
    sizes = spread(people - 2 - 2 * len(teams), [team.weight for team in teams])
    places = [
        Place(f"{id_}-000", f"{name}長", id_, "head", 1),
        Place(f"{id_}-001", f"{name}長補佐", id_, "deputy", 1),
    ]
    for number, (team, size) in enumerate(zip(teams, sizes, strict=True)):
        full = f"{name} {team.name}"
        places += [
            Place(f"{id_}-{100 + 2 * number}", f"{full}長", id_, "leader", 1, team),
            Place(f"{id_}-{101 + 2 * number}", full, id_, "staff", 1 + size, team),
        ]
    return places


def _teams(section: Section, people: int) -> list[Team]:
    """Split teams that would be too large into numbered ones."""
    total = sum(team.weight for team in section.teams)
    found = []
    for team in section.teams:
        copies = max(1, round(people * team.weight / total / TEAM_SIZE))
        stem = team.name.removesuffix("係")
        names = [team.name] if copies == 1 else [f"{stem}第{n}係" for n in range(1, copies + 1)]
        found += [replace(team, name=name, weight=team.weight / copies) for name in names]
    return found


def extra_place(department: str, section: str, level: Level) -> Place:
    """Return the post of those of a rank for whom there is no post of their own (担当課長 and so on).

    Parameters
    ----------
    department, section : str
        Id and name of the section.
    level : str
        The rank.

    Returns
    -------
    Place
        The post, for one person.
    """
    number = 2 + list(TITLE_OF).index(level)
    return Place(
        f"{department}-00{number}", f"{section} 担当{TITLE_OF[level]}", department, level, 1
    )
