"""Posts outside the city's own rotation: secondments, concurrent posts, shared specialists, side jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grader.demo.city.rows import row
from grader.demo.city.structure import (
    CLOUD,
    CONTRACTOR,
    NETWORK,
    PRINTER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from grader.demo.city.rows import Row
    from grader.demo.city.staff import Member
    from grader.standard import Standard

STATE, COMPANY, SHARED = "h01", "h02", "h03"
HOSTS = {
    STATE: "派遣先（国）",
    COMPANY: "研修派遣先",
    SHARED: "緑川県デジタル人材共同利用",
}
"""Sections that hold the posts at hosts."""
OPENED = 3
"""Years since the first secondment."""


@dataclass(frozen=True, slots=True)
class Away:
    """A post at a host, or a part of the week beside a main post.

    Parameters
    ----------
    id, kind, department : str
        Id and kind of the post, and the section that holds it.
    placement : str
        Id in the standard.
    seats : float
        Seats.
    days : float
        Days a week, where the standard does not say.
    payer : str
        Who pays, where the standard does not say.
    cost : int
        Yen a year.
    host : str
        Company that receives the person.
    work : str
        Kind of side-job work.
    acts, procures, bidders : tuple of str
        What one does in procurements, what is procured, and who bids there.
    """

    id: str
    kind: str
    department: str
    placement: str
    seats: float = 1.0
    days: float = 5.0
    payer: str = "home"
    cost: int = 0
    host: str = ""
    work: str = ""
    acts: tuple[str, ...] = ()
    procures: tuple[str, ...] = ()
    bidders: tuple[str, ...] = ()


AWAY = (
    Away("h01-101", "concurrent", STATE, "da-kidoteki-kaizen", cost=300_000),
    Away("h01-102", "concurrent", STATE, "da-kyoso-pf", cost=100_000),
    Away("h01-103", "secondment", STATE, "da-gss"),
    Away("h01-104", "secondment", STATE, "da-open-call"),
    Away(
        "h02-101",
        "private-secondment",
        COMPANY,
        "private-ccoe-printing",
        cost=900_000,
        host=PRINTER,
    ),
    Away(
        "h02-102",
        "private-secondment",
        COMPANY,
        "private-network-vendor",
        cost=900_000,
        host=NETWORK,
    ),
    Away(
        "h03-101",
        "sharing",
        SHARED,
        "dx-accelerator",
        seats=2.0,
        days=2.0,
        payer="members",
        cost=3_000_000,
        acts=("advise",),
        procures=("system_development", "system_operation"),
        bidders=(CONTRACTOR, CLOUD),
    ),
    Away(
        "d03-901",
        "side-job",
        "d03",
        "side-job-adviser",
        days=2.0,
        cost=2_400_000,
        work="advisory-network-knowledge",
        acts=("advise",),
        procures=("it_services",),
        bidders=(CLOUD,),
    ),
    Away(
        "d03-902",
        "side-job",
        "d03",
        "side-job-security-adviser",
        cost=1_200_000,
        work="advisory-network-knowledge",
        acts=("advise", "review_or_evaluate"),
        bidders=(CONTRACTOR, NETWORK),
    ),
    Away(
        "d01-901", "side-job", "d01", "side-job-adviser", days=0.5, cost=800_000, acts=("advise",)
    ),
)
LISTS = ("job_families", "qualifications", "access", "acts", "procures", "bidders", "evaluates")
OF_STAFF = frozenset({"secondment", "private-secondment", "concurrent"})
"""Kinds of posts for which the city's own staff wish."""
PROMISED = "h01-103"
"""The secondment that the city has promised to fill."""
ABROAD = ((PROMISED, 2), ("h02-102", 1))
"""Secondments that are filled, and since how many years."""
CLERKS, PROMOTERS = "h00-101", "h04-101"
"""Posts that people hold beside their own: at elections, and for digital work, one from each section."""
BESIDE = {"h00": "選挙管理委員会事務局", "h04": "DX推進本部"}
"""Sections that hold them."""


def host_rows(start: date) -> Iterator[Row]:
    """Make the sections for posts at hosts and beside a main post.

    Parameters
    ----------
    start : date
        First day of the records.

    Yields
    ------
    dict
        Rows of the sheet ``departments``.
    """
    for id_, name in (BESIDE | HOSTS).items():
        yield row("departments", {"department": id_, "name": name}, start)


def away_rows(standard: Standard, town: ModuleType, day: date) -> Iterator[Row]:
    """Make the posts at hosts, with what the standard says of them, and posts beside a main one.

    Parameters
    ----------
    standard : Standard
        Where the placements stand; one that it does not have is left out.
    town : module
        The curriculum's city.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``posts``.
    """
    since = day.replace(year=day.year - OPENED)
    for post in AWAY:
        place = standard.placements.get(post.placement)
        if place is None:
            continue
        own = {
            "name": place.name.ja,
            "days_per_week": float(place.days_per_week or post.days),
            "payer": place.payer if place.payer and post.kind != "side-job" else post.payer,
            "term_months": int(place.term_months.max) if place.term_months else None,
        }
        yield row("posts", _away(post) | own, since)
    for id_, name, seats in ((CLERKS, "書記", 4), (PROMOTERS, "推進員", len(town.DEPARTMENTS))):
        department = id_.partition("-")[0]
        yield row("posts", _beside(id_, f"{BESIDE[department]} {name}", department, seats), since)


def _away(post: Away) -> Row:
    own = {
        "post": post.id,
        "department": post.department,
        "kind": post.kind,
        "placement": post.placement,
        "seats": post.seats,
        "mandatory": post.seats if post.id == PROMISED else 0.0,
        "yearly_cost": post.cost,
        "host": post.host or None,
        "work": post.work or None,
        "acts": post.acts,
        "procures": post.procures,
        "bidders": post.bidders,
    }
    return dict.fromkeys(LISTS, ()) | own


def _beside(id_: str, name: str, department: str, seats: int) -> Row:
    return {
        "post": id_,
        "name": name,
        "department": department,
        "kind": "concurrent",
        "seats": float(seats),
        "mandatory": 0.0,
        "days_per_week": 0.5,
        "payer": "home",
        "yearly_cost": 0,
    } | dict.fromkeys(LISTS, ())


def beside_rows(members: Sequence[Member], day: date) -> Iterator[Row]:
    """Appoint people beside their main post: one promoter of digital work from each section, and clerks at elections.

    Parameters
    ----------
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``appointments``.
    """
    since = day.replace(year=day.year - 1)
    by_section: dict[str, list[Member]] = {}
    for member in members:
        if member.is_mobile and member.place and member.place.level == "staff":
            by_section.setdefault(member.place.department, []).append(member)
    for _, people in sorted(by_section.items()):
        chosen = next((m for m in people if m.target_role == "dx-leader"), people[0])
        values = {"person": chosen.person, "post": PROMOTERS, "holds": "second"}
        yield row("appointments", values, since)
    for clerk in by_section.get("d02", [])[1:4]:
        values = {"person": clerk.person, "post": CLERKS, "holds": "concurrent"}
        yield row("appointments", values, since)


def seconded_rows(members: Sequence[Member], day: date) -> Iterator[Row]:
    """Two people who are away and come back: their terms end on the eve of the appointments.

    Parameters
    ----------
    members : sequence of Member
        The people.
    day : date
        Day of appointment.

    Yields
    ------
    dict
        Rows of the sheet ``appointments``; the posts to which they return are those that they held before.
    """
    staff = [m for m in members if m.is_mobile and m.place and m.place.level == "staff"]
    # The lessons' people and the class stay at home.
    others = [m for m in staff if m.person.startswith("s") and not m.target_role]
    able = [m for m in others if m.years > max(years for _, years in ABROAD)]
    for member, (post, years) in zip(able, ABROAD, strict=False):
        home = member.place.id if member.place else None
        values: Row = {"person": member.person, "post": post, "holds": "secondment", "share": 1.0}
        values |= {"return_post": home, "term_ends": day - timedelta(1)}
        yield row("appointments", values, day.replace(year=day.year - years))
