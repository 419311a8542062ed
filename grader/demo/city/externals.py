"""People from outside the city, what they do elsewhere, and what those sign who work there; companies and budgets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.demo.city.hosts import AWAY, PROMISED, STATE, Away
from grader.demo.city.papers import asked_on
from grader.demo.city.rows import row
from grader.demo.city.structure import (
    ADVISERS,
    CLOUD,
    CONTRACTOR,
    GROUP,
    NETWORK,
    PRINTER,
    SISTER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    import numpy as np

    from grader.demo.city.rows import Row

EXPERT, EXPERT_POST = "shiraishi", "d03-901"
"""白石 つばさ, the expert of the lessons, and the post."""
BUDGETS = {"home": 8_000_000, "members": 6_000_000, "state": 20_000_000}
BUDGET_YEARS = 3
EXTERNAL_NAMES = (
    ("月岡 慎", "つきおか しん"),
    ("鵜飼 理央", "うかい りお"),
    ("星 かえで", "ほし かえで"),
    ("柊 航平", "ひいらぎ こうへい"),
    ("綾部 まどか", "あやべ まどか"),
    ("千種 悟", "ちぐさ さとる"),
    ("音無 遥", "おとなし はるか"),
    ("常盤 圭", "ときわ けい"),
    ("若宮 澪", "わかみや みお"),
    ("葛城 晃", "かつらぎ あきら"),
)
_EMPLOYERS = (SISTER, CLOUD, ADVISERS, PRINTER, NETWORK, CONTRACTOR)


def external_rows(
    town: ModuleType, rng: np.random.Generator, day: date
) -> Iterator[tuple[str, Row]]:
    """People from outside, with what they do elsewhere, where they wish to help, and what they signed.

    Parameters
    ----------
    town : module
        The curriculum's city.
    rng : Generator
        Source of chance.
    day : date
        Day of appointment.

    Yields
    ------
    tuple of (str, dict)
        Id of the sheet, and a row.
    """
    since = day.replace(year=day.year - 1)
    known = town.NAMED[EXPERT]
    names = ((known.name, known.kana), *EXTERNAL_NAMES)
    jobs = [away.id for away in AWAY if away.kind in {"side-job", "sharing"}]
    for number, (name, kana) in enumerate(names, start=1):
        person = f"x{number:03d}"
        yield "people", row("people", _external(person, number, name, kana), since)
        yield from _employers(rng, person, number, day)
        yield from _signed(person, jobs if number > 1 else [EXPERT_POST], number, day)
    values = {"person": "x001", "post": EXPERT_POST, "holds": "main", "share": 1.0}
    yield "appointments", row("appointments", values, since)


def _external(person: str, number: int, name: str, kana: str) -> Row:
    return {
        "person": person,
        "staff_number": f"9{number:05d}",
        "name": name,
        "kana": kana,
        "employment": "external",
        "title": "デジタル専門員" if number == 1 else None,
        "grade": 0,
        "share": 1.0,
        "days_per_week": 2.0 if number % 2 else 1.0,
        "lang": "ja",
    }


def _employers(
    rng: np.random.Generator, person: str, number: int, day: date
) -> Iterator[tuple[str, Row]]:
    """A present employer for all but the expert, and an earlier one for every third."""
    began = day - timedelta(365 * int(rng.integers(2, 13)))
    now = _EMPLOYERS[number % len(_EMPLOYERS)]
    if number > 1:
        yield "ties", _tie(person, now, began, None)
    if number % 3 == 0:
        before = _EMPLOYERS[(number + 1) % len(_EMPLOYERS)]
        yield "ties", _tie(person, before, began - timedelta(365 * 11), began - timedelta(1))


def _tie(person: str, company: str, since: date, until: date | None) -> Row:
    values = {"person": person, "company": company, "kind": "employment"}
    return row("ties", values | {"since": since, "until": until}, since, until)


def _signed(person: str, jobs: Sequence[str], number: int, day: date) -> Iterator[tuple[str, Row]]:
    since = asked_on(day)
    wishes = [jobs[(number + step) % len(jobs)] for step in range(min(2, len(jobs)))]
    for rank, target in enumerate(wishes, start=1):
        yield "wishes", row("wishes", {"person": person, "rank": rank, "target": target}, since)
        values = {"person": person, "target": target, "given_on": since}
        yield "consents", row("consents", values, since)
    if number % 4:
        yield "pledges", pledge(person, "municipal", since)
    condition = {"person": person, "condition": "eligibility.no-round-the-clock"}
    yield "eligibility", row("eligibility", condition, since)


def pledge(person: str, name: str, since: date) -> Row:
    """Return a pledge in force for two years.

    Parameters
    ----------
    person, name : str
        Person and id of the pledge.
    since : date
        Day on which it was signed.

    Returns
    -------
    dict
        Row of the sheet ``pledges``.
    """
    until = since.replace(year=since.year + 2)
    values = {"person": person, "pledge": name, "signed_on": since, "version": "1"}
    return row(
        "pledges", values | {"expires_on": until, "document": f"誓約第{person}号"}, since, until
    )


def willing_rows(wishes: Sequence[Row], day: date) -> Iterator[tuple[str, Row]]:
    """What people who wish for a secondment have agreed to, signed, and fulfil.

    Parameters
    ----------
    wishes : sequence of dict
        Rows of the sheet ``wishes`` of staff.
    day : date
        Day of appointment.

    Yields
    ------
    tuple of (str, dict)
        Id of the sheet, and a row.
    """
    away: Mapping[str, Away] = {post.id: post for post in AWAY}
    since = asked_on(day)
    for wish in wishes:
        post = away.get(wish["target"])
        if post is None:
            continue
        person = wish["person"]
        values = {"person": person, "target": post.id, "given_on": since}
        yield "consents", row("consents", values, since)
        # For the promised secondment the host hands out its pledge once it knows who comes.
        if post.department == STATE and wish["rank"] == 1 and post.id != PROMISED:
            yield "pledges", pledge(person, "digital-agency", since)
        condition = {"person": person, "condition": "eligibility.municipal-staff"}
        yield "eligibility", row("eligibility", condition, since)


def company_rows(start: date) -> Iterator[Row]:
    """Who belongs to whom; all companies are invented.

    Parameters
    ----------
    start : date
        First day of the records.

    Yields
    ------
    dict
        Rows of the sheet ``companies``.
    """
    for company in (CONTRACTOR, SISTER):
        values = {"company": company, "kind": "subsidiary_of", "other": GROUP}
        yield row("companies", values, start)


def budget_rows(day: date) -> Iterator[Row]:
    """What each payer can spend in each fiscal year from the one that begins with the appointments.

    Parameters
    ----------
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``budgets``.
    """
    for year in range(day.year, day.year + BUDGET_YEARS):
        since, after = day.replace(year=year), day.replace(year=year + 1)
        for payer, yen in BUDGETS.items():
            values = {"payer": payer, "fiscal_year": year, "yen": yen}
            yield row("budgets", values, since, after - timedelta(1))
