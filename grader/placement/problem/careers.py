"""Which post somebody holds on a day, since when they are in its department, and what they hold beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from grader.placement.problem.pairs import is_beside
from grader.placement.problem.rules import K003
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from grader.placement.problem.model import Post
    from grader.placement.problem.snapshot import Row, Snapshot

MAIN = frozenset({"main", "secondment"})
"""Kinds of appointment that can be one's main place."""
DIGITS = 4
_DAY = timedelta(days=1)
_MONTHS = 12
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Career:
    """Where somebody stands on the eve of the appointments.

    Parameters
    ----------
    main : dict or None
        The appointment to the main post.
    beside : tuple of dict
        Appointments beside it.
    years : float
        Years in the department of the main post.
    """

    main: Row | None
    beside: tuple[Row, ...]
    years: float


def career(
    snapshot: Snapshot,
    appointments: Sequence[Row],
    *,
    posts: Mapping[str, Post],
    departments: Mapping[str, str],
) -> Career:
    """Read where somebody stands.

    Parameters
    ----------
    snapshot : Snapshot
        The records, for the day.
    appointments : sequence of dict
        All appointments of one person.
    posts : mapping of str to Post
        Posts of the plan by id.
    departments : mapping of str to str
        Department by post, also of posts that are no more.

    Returns
    -------
    Career
        What holds on the eve. Somebody who is seconded for the whole week is there, although a post at home may be kept;
        a secondment for a part of the week is held beside the main post. Of several main posts the latest counts, and
        K003 tells of it.

    Notes
    -----
    在課年数 is counted in the department and not in the post: who rises inside a department stays in it. It runs over
    appointments without a day between them, up to the day of appointment; a department that was given a new code begins
    anew.
    """
    now = [row for row in appointments if _holds(row, snapshot.eve)]
    away = [row for row in now if _is_away(row, posts)]
    mains = away or [row for row in now if row["holds"] == "main"]
    mains.sort(key=lambda row: (row["valid_from"], row["post"]))
    if len(mains) > 1:
        names = "、".join(row["post"] for row in mains)
        text = Text(f"本務が複数あります（{names}）。", f"Several main posts: {names}.")
        snapshot.tell(K003, "appointments", mains[-1], text)
    main = mains[-1] if mains else None
    beside = tuple(row for row in now if row["holds"] != "main" and row not in away)
    since = _in_department_since(main, appointments, departments) if main else snapshot.day
    return Career(main, beside, years_between(since, snapshot.day))


def years_between(start: date, end: date) -> float:
    """Count the years between two days.

    Parameters
    ----------
    start, end : date
        First day, and the day on which the years are over.

    Returns
    -------
    float
        Whole months and the share of the next one, in years, with four decimals: exactly 3 from 1 April to 1 April three
        years later. 0 if the end is not after the start.
    """
    if end <= start:
        return 0.0
    months = (end.year - start.year) * _MONTHS + end.month - start.month
    days = end.day - start.day
    if days < 0:
        months, days = months - 1, days + _LONGEST_MONTH
    return round((months + days / _LONGEST_MONTH) / _MONTHS, DIGITS)


def _holds(row: Row, day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] >= day)


def _is_away(row: Row, posts: Mapping[str, Post]) -> bool:
    """Tell whether an appointment takes somebody away for the whole week."""
    if row["holds"] != "secondment":
        return False
    post = posts.get(row["post"])
    return (row["share"] or 1.0) >= 1.0 and (post is None or not is_beside(post))


def _in_department_since(
    main: Row, appointments: Iterable[Row], departments: Mapping[str, str]
) -> date:
    own = departments.get(main["post"])
    before = sorted(
        (row for row in appointments if row["holds"] in MAIN and row["valid_to"]),
        key=lambda row: row["valid_to"],
        reverse=True,
    )
    since: date = main["valid_from"]
    for row in before:
        there = own is not None and departments.get(row["post"]) == own
        if there and row["valid_from"] < since <= row["valid_to"] + _DAY:
            since = row["valid_from"]
    return since
