"""Pseudonymous ids: what joins the records of HR to grades and levels, which know nobody's name."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from grader.records.database.open import reading
from grader.records.database.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Engine

_OURS = re.compile(r"p(\d{5,})")


def person_ids(
    engine: Engine, staff_numbers: Iterable[str], *, taken: Collection[str] = ()
) -> dict[str, str]:
    """Find the pseudonymous ids of staff, and make one for everybody who has none.

    Parameters
    ----------
    engine : Engine
        The records.
    staff_numbers : iterable of str
        In the order in which new ids are made.
    taken : collection of str
        Further ids that mean somebody, such as those in a gradebook.

    Returns
    -------
    dict of str to str
        Id by staff number, in the same order. Nothing is written.

    Raises
    ------
    RecordsError
        If the records cannot be read.

    Notes
    -----
    A new id is the next number: ``p00001``, ``p00002`` …; one that ever was in the records is never given again. No id is
    computed from a staff number: with a hash anybody could try all numbers, of which there are few. The same sheet gives
    the same ids in the same records. If two imports at once make the same id, `record` refuses the second.
    """
    people = TABLES["people"]
    known: dict[str, str] = {}
    used = set(taken)
    with reading(engine) as connection:
        query = select(people.c.person, people.c.staff_number, people.c.recorded_to)
        for person, number, closed in connection.execute(query.order_by(people.c.valid_from)):
            used.add(person)
            if closed is None:
                known[number] = person
    last = max((int(found[1]) for found in map(_OURS.fullmatch, used) if found), default=0)
    new = count(last + 1)
    return {
        number: known.get(number) or f"p{next(new):05}" for number in dict.fromkeys(staff_numbers)
    }
