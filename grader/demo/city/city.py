"""Everything that the records of 青葉野市 hold, for all sheets."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from grader.demo.city import careers, externals, hosts, papers, rows
from grader.demo.city.problem import APPOINTED_ON
from grader.demo.city.staff import make_members
from grader.demo.classroom import persons, town_of
from grader.records.sheets.catalogue import SHEETS
from grader.standard import load_standard
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.demo.city.rows import Row
    from grader.standard import Standard

START = date(2005, 4, 1)
"""First day of the records: what was before is not in them."""
_STREAM = 7301


def make_city(
    curriculum: Path,
    *,
    seed: int,
    staff: int = 720,
    trainees: int = 15,
    standard: Standard | None = None,
) -> Mapping[str, list[Row]]:
    """Make the records of the city on the eve of the appointments of 1 April 2027.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons, with the city in it.
    seed : int
        The same seed gives the same rows.
    staff : int
        Own people, new ones included; about ten people from outside come on top. A city of more than 4,000 has people
        of the same name.
    trainees : int
        How many of them are the class that `kakehashi demo` makes from the same seed: ``s001``, ``s002`` …
    standard : Standard, optional
        Where the placements stand; that of the workspace around the curriculum if not given.

    Returns
    -------
    mapping of str to list of dict
        By id of the sheet, in the order of `SHEETS`: rows with all fields, ``valid_from`` and ``valid_to``, sorted by
        key and first day. People are named by person id.

    Raises
    ------
    WorkspaceError
        If the curriculum has no city.
    InputError
        If there are too few people for all sections.
    """
    standard = standard or load_standard(find_workspace(curriculum).standard)
    trained = persons(curriculum, seed=seed, count=trainees)
    town = town_of(curriculum)
    rng = np.random.default_rng([seed, _STREAM])
    day = APPOINTED_ON
    places, members = make_members(town, trained, seed=seed, staff=staff, day=day)
    kept = (post for post in hosts.AWAY if post.id != hosts.PROMISED)
    away = [post.id for post in kept if post.kind in hosts.OF_STAFF]
    seconded = list(hosts.seconded_rows(members, day))
    wishes = list(papers.wish_rows(rng, members, places, away, day))
    found: dict[str, list[Row]] = {
        "departments": [*rows.department_rows(town, START, day), *hosts.host_rows(START)],
        "posts": [*rows.post_rows(places, members, START), *hosts.away_rows(standard, town, day)],
        "post_skills": list(rows.need_rows(places, START)),
        "people": list(careers.person_rows(rng, members, start=START, day=day)),
        "appointments": [
            *careers.appointment_rows(
                rng, places, members, start=START, day=day, seconded=seconded
            ),
            *seconded,
            *hosts.beside_rows(members, day),
        ],
        "leaves": list(careers.leave_rows(members, day)),
        "wishes": wishes,
        "remarks": list(papers.remark_rows(rng, members, day)),
        "restrictions": list(papers.restriction_rows(rng, members, day)),
        "relations": list(papers.relation_rows(rng, members, START)),
        "qualifications": list(papers.qualification_rows(rng, members, day)),
        "companies": list(externals.company_rows(START)),
        "budgets": list(externals.budget_rows(day)),
    }
    more = chain(externals.external_rows(town, rng, day), externals.willing_rows(wishes, day))
    for sheet, values in list(more):
        found.setdefault(sheet, []).append(values)
    return {sheet: _sorted(sheet, found.get(sheet, [])) for sheet in SHEETS}


def _sorted(sheet: str, found: list[Row]) -> list[Row]:
    """Sort by key and first day."""
    key = SHEETS[sheet].key
    return sorted(found, key=lambda one: (*(one[name] for name in key), one["valid_from"]))
