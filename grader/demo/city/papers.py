"""Rows of the sheets that people and their heads fill in once a year, and of what HR keeps of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.demo.city.hosts import PROMISED
from grader.demo.city.rows import row
from grader.demo.city.structure import NURSE, OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from grader.demo.city.places import Place
    from grader.demo.city.rows import Row
    from grader.demo.city.staff import Member

WISHING, STAYING, SECONDED = 0.22, 0.15, 0.04
"""Shares of mobile people: with wishes, wishing to stay, and open to a secondment."""
REMARKS, RESTRICTED, KIN, APART, EXAMINED = 0.12, 0.015, 0.006, 0.002, 0.15
ASKED = (12, 15)
"""Month and day on which wishes are handed in."""
NOTES = (
    "窓口での経験を生かしたいです。",
    "データの分析に取り組みたいです。",
    "システムの調達を学びたいです。",
    "住民に近い仕事をしたいです。",
    "",
)
OPINIONS = (
    "後任の育成が進んでおり、異動しても業務は続けられます。",
    "繁忙期の中心を担っています。異動の場合は、後任と一か月の引継ぎが要ります。",
    "新しい業務に意欲があります。",
    "現在の業務に慣れたところで、もう一年の在課が望まれます。",
)
ALONE = "早川 直樹"
"""Who keeps the systems very nearly alone, and is the only one to wish for the promised secondment."""
NEEDED = "システムとログの確認をほとんど一人で担っています。後任が決まるまでは、在課が望まれます。"
EXAMS = (("ipa-ip", "passed"), ("ipa-sg", "passed"), ("ipa-fe", "passed"), ("ipa-ap", "passed"), ("ipa-sc", "registered"))  # fmt: skip
RENEWED = 3 * 365


def asked_on(day: date) -> date:
    """Return the day on which the wishes for an appointment were handed in.

    Parameters
    ----------
    day : date
        Day of appointment.

    Returns
    -------
    date
        15 December before it.
    """
    return date(day.year - 1, *ASKED)


def wish_rows(
    rng: np.random.Generator,
    members: Sequence[Member],
    places: Sequence[Place],
    away: Sequence[str],
    day: date,
) -> Iterator[Row]:
    """Wishes: up to three posts or sections, or rank 0 to stay.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    places : sequence of Place
        Posts inside the city.
    away : sequence of str
        Ids of the other secondments.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``wishes``.
    """
    since = asked_on(day)
    until = since.replace(year=since.year + 1) - timedelta(1)
    for member in members:
        if not member.is_mobile:
            continue
        draw = float(rng.random())
        targets = _targets(rng, member, places, away) if draw < WISHING else []
        if member.name == ALONE:
            targets, draw = [PROMISED], 0.0
        for rank, target in enumerate(targets, start=1):
            note = NOTES[int(rng.integers(len(NOTES)))] if rank == 1 else ""
            values = {"person": member.person, "rank": rank, "target": target, "note": note or None}
            yield row("wishes", values, since, until)
        if draw > 1 - STAYING:
            yield row("wishes", {"person": member.person, "rank": 0}, since, until)


def _targets(
    rng: np.random.Generator, member: Member, places: Sequence[Place], away: Sequence[str]
) -> list[str]:
    """Posts of the own rank, sections, and for a few clerks a secondment first."""
    own = member.place
    fits = [p for p in places if own and p.level == own.level and p.id != own.id]
    if not fits:
        return []
    some = [fits[i] for i in rng.permutation(len(fits))[: 1 + int(rng.integers(3))]]
    wished = [p.department if rng.random() < 1 / 3 else p.id for p in some]
    able = own is not None and own.level == "staff" and member.job_family == OFFICE
    first = [away[int(rng.integers(len(away)))]] if rng.random() < SECONDED / WISHING else []
    first = first if able else []
    here = own.department if own else ""
    return [target for target in dict.fromkeys([*first, *wished]) if target != here][:3]


def remark_rows(rng: np.random.Generator, members: Sequence[Member], day: date) -> Iterator[Row]:
    """Heads' remarks on some of their people.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``remarks``.
    """
    since = asked_on(day) + timedelta(31)
    heads = {m.place.department: m for m in members if m.place and m.place.level == "head"}
    for member in members:
        head = heads.get(member.place.department) if member.place else None
        alone = member.name == ALONE
        if head is None or head is member or not (alone or rng.random() < REMARKS):
            continue
        text = NEEDED if alone else OPINIONS[int(rng.integers(len(OPINIONS)))]
        values = {"person": member.person, "author": head.person, "text": text}
        yield row("remarks", values, since, since + timedelta(364))


def restriction_rows(
    rng: np.random.Generator, members: Sequence[Member], day: date
) -> Iterator[Row]:
    """Name sections to which somebody must not go; nothing says why.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``restrictions``.
    """
    sections = sorted({m.place.department for m in members if m.place})
    for member in members:
        others = [s for s in sections if member.place and s != member.place.department]
        if others and member.is_mobile and rng.random() < RESTRICTED:
            target = others[int(rng.integers(len(others)))]
            yield row("restrictions", {"person": member.person, "target": target}, asked_on(day))


def relation_rows(
    rng: np.random.Generator, members: Sequence[Member], start: date
) -> Iterator[Row]:
    """Kin, who share a family name and work in different sections, and pairs who must not evaluate each other.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    start : date
        First day of the records.

    Yields
    ------
    dict
        Rows of the sheet ``relations``.
    """
    waiting: dict[str, Member] = {}
    pairs: list[tuple[Member, Member, str]] = []
    for i in rng.permutation(len(members)):
        member, family = members[i], members[i].name.split()[0]
        other = waiting.pop(family, None)
        if other is None:
            waiting[family] = member
        elif _apart(member, other):
            pairs.append((other, member, "kin"))
    kin = pairs[: round(KIN * len(members))]
    rest = [(a, b, "no-evaluation") for a, b, _ in pairs[len(kin) :][: round(APART * len(members))]]
    for a, b, kind in (*kin, *rest):
        first, second = sorted((a.person, b.person))
        values = {"person": first, "other": second, "kind": kind}
        yield row("relations", values, start)


def _apart(a: Member, b: Member) -> bool:
    return bool(a.place and b.place and a.place.department != b.place.department)


def qualification_rows(
    rng: np.random.Generator, members: Sequence[Member], day: date
) -> Iterator[Row]:
    """Make the examinations that people passed or for which they are registered; nurses hold their licence.

    Parameters
    ----------
    rng : Generator
        Source of chance.
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``qualifications``.
    """
    for member in members:
        if member.job_family == NURSE:
            got = day.replace(year=day.year - member.service - 1)
            values = {"qualification": NURSE, "state": "registered", "acquired_on": got}
            yield row("qualifications", {"person": member.person, **values}, got)
        if rng.random() < EXAMINED:
            name, state = EXAMS[min(len(EXAMS) - 1, int(rng.geometric(0.4)) - 1)]
            got = day - timedelta(int(rng.integers(60, RENEWED + 300)))
            until = got + timedelta(RENEWED) if state == "registered" else None
            values = {"qualification": name, "state": state, "acquired_on": got}
            values |= {"person": member.person, "expires_on": until}
            yield row("qualifications", values, got, until)
