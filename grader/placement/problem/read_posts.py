"""Posts as the records and the standard describe them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.placement.needs import asked_of
from grader.placement.problem.model import Budget, Post, SkillNeed
from grader.placement.problem.pairs import FULL_WEEK, is_beside
from grader.placement.problem.rules import K002, K004, K006
from grader.standard import Link
from grader.standard.rulings.words import ACTS, SCOPES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from grader.placement.problem.snapshot import Row, Snapshot
    from grader.standard import Placement, Standard

DIGITS = 6
APRIL = 4
_NO_LIMIT = 99


def read_posts(snapshot: Snapshot, standard: Standard, *, context: str) -> tuple[Post, ...]:
    """Read the posts that there are on the day of appointment.

    Parameters
    ----------
    snapshot : Snapshot
        The records.
    standard : Standard
        Roles and placements, which say what posts ask for and develop, and what a post's own row leaves open.
    context : str
        Kind of municipality; empty for roles as they are.

    Returns
    -------
    tuple of Post
        By id. Posts that end on the eve are there with no seats, so that people can be told where they come from.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    new = {row["post"]: row for row in snapshot.rows("posts", snapshot.day)}
    old = {row["post"]: row for row in snapshot.rows("posts", snapshot.eve)}
    gone = {key: {**row, "seats": 0.0, "mandatory": 0.0} for key, row in old.items()}
    found = {**gone, **new}
    needs, above = _needs(snapshot, standard, found), _divisions(snapshot)
    _check_departments(snapshot, new)
    return tuple(
        _in_full_weeks(
            Post(
                **_own(row),
                **_of_standard(snapshot, standard, row, context),
                needs=tuple(needs.get(id_, ())),
                divisions=tuple(above(row["department"])),
                acts=tuple(snapshot.known(row["acts"], ACTS, rule=K002, row=("posts", row))),
                procures=tuple(
                    snapshot.known(row["procures"], SCOPES, rule=K002, row=("posts", row))
                ),
                access=frozenset(
                    snapshot.known(row["access"], _topics(standard), rule=K002, row=("posts", row))
                ),
                work=_work(snapshot, standard, row),
            )
        )
        for id_, row in sorted(found.items())
    )


def _in_full_weeks(post: Post) -> Post:
    """Count seats in full weeks: on sheets the 定員 of a post beside the main one is people, whatever their days."""
    if not is_beside(post):
        return post
    week = post.days_per_week / FULL_WEEK
    return replace(
        post,
        seats=round(post.seats * week, DIGITS),
        mandatory=round(post.mandatory * week, DIGITS),
    )


def _own(row: Row) -> dict[str, Any]:
    """Return what the row alone says."""
    low, high = row["grade_min"], row["grade_max"]
    return {
        "id": row["post"],
        **{name: row[name] for name in ("name", "department", "kind", "min_years", "max_years")},
        **{name: row[name] or "" for name in ("title", "host")},
        "seats": row["seats"],
        "mandatory": min(row["mandatory"] or 0.0, row["seats"]),
        "grades": None if low is None and high is None else (low or 0, high or _NO_LIMIT),
        "job_families": frozenset(row["job_families"]),
        "max_leavers": row["max_leavers"],
        "bidders": row["bidders"],
        "evaluates": frozenset(row["evaluates"]),
        "yearly_cost": row["yearly_cost"] or 0,
    }


def _of_standard(snapshot: Snapshot, standard: Standard, row: Row, context: str) -> dict[str, Any]:
    """Return what the standard adds: requirements, gates, and values that the row leaves open."""
    place = _named(snapshot, standard.placements, row, "placement")
    role = _named(snapshot, standard.roles, row, "role")
    role_id = row["role"] if role else (place.role if place else None)
    return {
        "placement": row["placement"] if place else None,
        "role": role_id,
        "requires": asked_of(
            standard,
            role=role_id,
            placement=row["placement"] if place else None,
            context=context,
        ),
        "develops": place.develops if place else (),
        "gates": place.gates if place else (),
        "qualifications": frozenset(row["qualifications"] or _musts(standard, role_id)),
        **_terms(row, place),
    }


def _named(snapshot: Snapshot, known: Mapping[str, Any], row: Row, field: str) -> Any:
    if row[field]:
        snapshot.known([row[field]], known, rule=K002, row=("posts", row))
    return known.get(row[field] or "")


def _musts(standard: Standard, role: str | None) -> list[str]:
    """Return the qualifications that a role asks everybody for."""
    known = standard.roles.get(role or "")
    return [one.ref for one in known.qualifications if one.need == "must"] if known else []


def _terms(row: Row, place: Placement | None) -> dict[str, Any]:
    """Return days a week, payer and longest term: the row's own, else the placement's."""
    days, payer, months = row["days_per_week"], row["payer"], row["term_months"]
    if place:
        days = place.days_per_week if days is None else days
        payer = payer or place.payer
        months = months or (int(place.term_months.max) if place.term_months else None)
    return {
        "days_per_week": FULL_WEEK if days is None else days,
        "payer": payer or "home",
        "term_months": months,
    }


def _needs(
    snapshot: Snapshot, standard: Standard, posts: Mapping[str, Row]
) -> dict[str, list[SkillNeed]]:
    found: dict[str, list[SkillNeed]] = {}
    for row in snapshot.rows("post_skills", snapshot.day):
        where = ("post_skills", row)
        named = snapshot.known([row["skill"]], standard.skills, rule=K002, row=where)
        if named and snapshot.known([row["post"]], posts, rule=K002, row=where):
            level, total = row["level"] or 0, row["total"] or 0
            people = row["people"]
            if people is None:
                people = 1 if level and not total else 0
            need = SkillNeed(row["skill"], level, people, total, key=bool(row["key"]))
            found.setdefault(row["post"], []).append(need)
    return found


def _check_departments(snapshot: Snapshot, posts: Mapping[str, Row]) -> None:
    there = {row["department"] for row in snapshot.rows("departments", snapshot.day)}
    for row in posts.values():
        if (department := row["department"]) not in there:
            text = Text(
                f"所属「{department}」は{snapshot.day}にありません。",
                f"There is no department “{department}” on {snapshot.day}.",
            )
            snapshot.tell(K006, "posts", row, text)


def _divisions(snapshot: Snapshot) -> Any:
    """Return what lists the departments above one; a ring ends where it closes."""
    parents = {
        row["department"]: row["parent"]
        for day in (snapshot.eve, snapshot.day)
        for row in snapshot.rows("departments", day)
    }

    def above(department: str) -> Iterator[str]:
        seen = {department}
        parent = parents.get(department)
        while parent and parent not in seen:
            yield parent
            seen.add(parent)
            parent = parents.get(parent)

    return above


def _topics(standard: Standard) -> set[str]:
    limits = standard.rulebook.access_limits.values() if standard.rulebook else ()
    return {topic for limit in limits for topic in limit.applies_to}


def _work(snapshot: Snapshot, standard: Standard, row: Row) -> str:
    jobs = standard.rulebook.side_jobs if standard.rulebook else {}
    named = [row["work"]] if row["work"] else []
    return next(iter(snapshot.known(named, jobs, rule=K002, row=("posts", row))), "")


def read_departments(snapshot: Snapshot) -> dict[str, str]:
    """Read the names of departments, those that end on the eve included.

    Parameters
    ----------
    snapshot : Snapshot
        The records.

    Returns
    -------
    dict of str to str
        Names by id.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    return {
        row["department"]: row["name"]
        for day in (snapshot.eve, snapshot.day)
        for row in snapshot.rows("departments", day)
    }


def read_links(snapshot: Snapshot) -> tuple[Link, ...]:
    """Read what companies are to each other.

    Parameters
    ----------
    snapshot : Snapshot
        The records.

    Returns
    -------
    tuple of Link
        Links in order.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    found = []
    for row in snapshot.rows("companies", snapshot.day):
        try:
            found.append(Link(row["company"], row["kind"], row["other"]))
        except InputError as error:
            snapshot.tell(K004, "companies", row, Text(error.ja, error.en))
    return tuple(found)


def read_budgets(snapshot: Snapshot) -> tuple[Budget, ...]:
    """Read the budgets of the fiscal year of the appointments.

    Parameters
    ----------
    snapshot : Snapshot
        The records.

    Returns
    -------
    tuple of Budget
        By payer.

    Raises
    ------
    RecordsError
        If the records cannot be read.
    """
    year = fiscal_year(snapshot.day)
    return tuple(
        Budget(row["payer"], row["yen"])
        for row in snapshot.rows("budgets", snapshot.day)
        if row["fiscal_year"] == year
    )


def fiscal_year(day: date) -> int:
    """Return the fiscal year (年度) of a day.

    Parameters
    ----------
    day : date
        The day.

    Returns
    -------
    int
        The year in whose April it began.
    """
    return day.year if day.month >= APRIL else day.year - 1
