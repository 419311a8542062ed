"""The roster of those who take part in lessons, made from the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.records.access_log import log_access, need_purpose
from grader.records.database import open_records
from grader.records.roster import Person, read_roster, write_roster
from grader.records.sheets.office import known_rows

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grader.records.access_log import Access
    from grader.records.database import Value
    from grader.records.sheets.office import Rows
    from grader.text import Lang

UNPLACED = "未配属"
"""Department, in a roster, of people without a main post."""


def write_roster_of(  # of whom, whither, for whom
    records: Path, out: Path, day: date, *, access: Access, lang: Lang, force: bool = False
) -> int:
    """Write the roster of those who are recorded on a day, after an entry in the audit.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    out : Path
        The roster.
    day : date
        The day.
    access : Access
        Who asks, when and for what.
    lang : {'ja', 'en'}
        Language of the headers.
    force : bool
        Whether a roster may be replaced by one in which somebody is missing.

    Returns
    -------
    int
        Number of people.

    Raises
    ------
    InputError
        If no purpose is given, or somebody in the roster is not in the records of that day.
    """
    need_purpose(access)
    engine = open_records(records)
    try:
        found = known_rows(engine, ("departments", "posts", "people", "appointments"), on=day)
    finally:
        engine.dispose()
    persons = roster_of(found)
    there = {one.person for one in read_roster(out).persons} if out.is_file() else set()
    missing = sorted(there - {one.person for one in persons})
    if missing and not force:
        some = "、".join(missing[:5])
        raise InputError(
            f"{out}: {len(missing)} 人（{some}）が {day} の記録にいないため、置き換えません。それでよければ --force を付けてください。",
            f"{out}: not replaced, as {len(missing)} people ({some}) are not in the records of {day}. Give --force if they may go.",
        )
    subjects = [one.person for one in persons]
    log_access(records, access, what="records: roster", files={}, subjects=subjects)
    write_roster(out, persons, lang=lang)
    return len(persons)


def roster_of(found: Rows) -> list[Person]:
    """Make the roster of those who take part from the records of one day.

    Parameters
    ----------
    found : dict of str to list of dict
        ``people``, ``appointments``, ``posts`` and ``departments``, as they hold on a day.

    Returns
    -------
    list of Person
        By department, in the order of their codes, and reading; named by their pseudonymous ids. Who has no main post is in the department 「未配属」.
    """
    posts = {row["post"]: row["department"] for row in found["posts"]}
    names = {row["department"]: row["name"] for row in found["departments"]}
    main = {
        row["person"]: posts.get(row["post"])
        for row in found["appointments"]
        if row["holds"] == "main"
    }
    order = {department: place for place, department in enumerate(names)}
    people: list[Any] = found["people"]
    people = sorted(
        people,
        key=lambda row: (
            order.get(main.get(row["person"]), len(order)),
            row["kana"] or "",
            row["person"],
        ),
    )
    return [_person(row, names.get(main.get(row["person"]))) for row in people]


def _person(row: dict[str, Any], department: Value) -> Person:
    return Person(
        person=row["person"],
        name=row["name"],
        kana=row["kana"] or "",
        department=str(department or UNPLACED),
        post=row["title"] or "",
        target_role=row["target_role"] or "",
        lang="en" if row["lang"] == "en" else "ja",
    )
