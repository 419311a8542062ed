"""The city's records of sign-ins, confirmation requests and mailbox changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aobano.net import CITY_DOMAIN, address

if TYPE_CHECKING:
    import numpy as np

MONDAY = datetime(2026, 10, 19)  # noqa: DTZ001  # the hall's clock shows local time
"""First day of the week in which the stories play."""
UTC_LAG = timedelta(hours=9)
"""The mail system writes UTC, nine hours behind the hall's clock."""
COUNTRIES = ("SG", "TH", "VN", "PH", "MY", "ID")
"""Countries of trips and of strangers; any of them can be either."""
STEPS = ("signin", "device_added", "forward_rule", "download", "send")
"""What a stranger does in a taken-over account; all but the first come in any order."""

_MISTYPED = 0.12
"""Share of mornings that begin with a mistyped password."""


@dataclass(slots=True)
class Event:
    """One line of the records."""

    at: datetime
    """When it really happened, on the hall's clock."""
    user: str
    """Account."""
    source: str
    """Which system wrote it: signin, mfa, or mail (mail writes UTC)."""
    action: str
    """What happened."""
    result: str
    """success or failure."""
    ip: str
    """From where."""
    country: str
    """Country of the address."""
    detail: str = ""
    """More, for some actions."""


def users(n: int) -> list[str]:
    """Return account names.

    Parameters
    ----------
    n : int
        How many.

    Returns
    -------
    list[str]
        ``u101``, ``u102``, …
    """
    return [f"u{number}" for number in range(101, 101 + n)]


def _at(rng: np.random.Generator, day: int, hour: float, spread: float = 30.0) -> datetime:
    minutes = hour * 60 + float(rng.uniform(-spread, spread))
    return MONDAY + timedelta(days=day, seconds=round(minutes * 60))


def ordinary(rng: np.random.Generator, accounts: list[str]) -> list[Event]:
    """Return a week of ordinary mornings, with a few mistyped passwords.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    accounts : list[str]
        Who works.

    Returns
    -------
    list[Event]
        Sign-ins from the office, Monday to Friday.
    """
    events = []
    for user in accounts:
        ip = address(rng, "office")
        for day in range(5):
            start = _at(rng, day, 8.5)
            if rng.random() < _MISTYPED:
                slip = start - timedelta(seconds=int(rng.integers(20, 60)))
                events.append(Event(slip, user, "signin", "signin", "failure", ip, "JP"))
            events.append(Event(start, user, "signin", "signin", "success", ip, "JP"))
    return events


def takeover(rng: np.random.Generator, user: str, country: str) -> list[Event]:
    """Return the five events of a taken-over account, in their true order.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose account.
    country : str
        Where the stranger seems to be.

    Returns
    -------
    list[Event]
        A first sign-in from abroad, then four deeds in an order drawn by chance.
    """
    ip = address(rng, "abroad")
    at = _at(rng, int(rng.integers(1, 4)), float(rng.choice([12.5, 14.0, 19.5, 21.0])))
    order = ["signin", *(STEPS[1:][i] for i in rng.permutation(4))]
    events = []
    for action in order:
        events.append(_deed(rng, Event(at, user, "mail", action, "success", ip, country)))
        at += timedelta(seconds=int(rng.integers(180, 1200)))
    return events


def _deed(rng: np.random.Generator, event: Event) -> Event:
    if event.action == "signin":
        event.source = "signin"
    elif event.action == "device_added":
        event.source, event.detail = "mfa", "new phone"
    elif event.action == "forward_rule":
        event.detail = f"to box{int(rng.integers(10, 99))}@post-keep.example"
    elif event.action == "download":
        event.detail = f"{int(rng.integers(120, 400))} items"
    else:
        event.detail = f"{int(rng.integers(40, 120))} recipients"
    return event


def traveller(
    rng: np.random.Generator, user: str, country: str, days: tuple[int, int]
) -> list[Event]:
    """Return the sign-ins of somebody who is abroad on registered business, with a new phone.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose account.
    country : str
        Where the trip goes.
    days : tuple of int
        First and last day of the trip, 0 for Monday.

    Returns
    -------
    list[Event]
        Sign-ins on each day, a phone registered on the first, documents fetched on the last.
    """
    ip = address(rng, "abroad")
    first, last = days
    events = []
    for day in range(first, last + 1):
        for hour in (10.0, 20.0):
            at = _at(rng, day, hour)
            events.append(Event(at, user, "signin", "signin", "success", ip, country))
    phone = _at(rng, first, 11.5)
    events.append(Event(phone, user, "mfa", "device_added", "success", ip, country, "new phone"))
    fetch = _at(rng, last, 15.0)
    count = f"{int(rng.integers(120, 300))} items"
    events.append(Event(fetch, user, "mail", "download", "success", ip, country, count))
    return events


def old_phone(rng: np.random.Generator, user: str) -> list[Event]:
    """Return the failures of a phone that still knows the old password.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose phone.

    Returns
    -------
    list[Event]
        Forty failures or more, one every few minutes.
    """
    ip = address(rng, "mobile")
    at = _at(rng, int(rng.integers(0, 4)), 7.0)
    step = int(rng.integers(240, 420))
    return [
        Event(at + timedelta(seconds=step * i), user, "signin", "signin", "failure", ip, "JP")
        for i in range(int(rng.integers(40, 55)))
    ]


def late_worker(rng: np.random.Generator, user: str) -> list[Event]:
    """Return the nights of somebody who prepares for the assembly.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who stays late.

    Returns
    -------
    list[Event]
        Sign-ins and downloads late at night, from the office.
    """
    ip = address(rng, "office")
    events = []
    for day in range(4):
        at = _at(rng, day, 22.5)
        events.append(Event(at, user, "signin", "signin", "success", ip, "JP"))
        at += timedelta(minutes=int(rng.integers(10, 40)))
        count = f"{int(rng.integers(150, 400))} items"
        events.append(Event(at, user, "mail", "download", "success", ip, "JP", count))
    return events


def shared_box(rng: np.random.Generator, user: str) -> list[Event]:
    """Return a forwarding rule to the section's own shared mailbox.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who set it.

    Returns
    -------
    list[Event]
        One event in office hours.
    """
    ip = address(rng, "office")
    where = f"to kyoyu{int(rng.integers(10, 99))}@{CITY_DOMAIN}"
    at = _at(rng, int(rng.integers(0, 5)), 13.0)
    return [Event(at, user, "mail", "forward_rule", "success", ip, "JP", where)]


def errand(rng: np.random.Generator, user: str) -> list[Event]:
    """Return a small download at the desk, as everybody makes now and then.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose.

    Returns
    -------
    list[Event]
        One event in office hours.
    """
    at = _at(rng, int(rng.integers(0, 5)), 10.5)
    count = f"{int(rng.integers(2, 30))} items"
    office = address(rng, "office")
    return [Event(at, user, "mail", "download", "success", office, "JP", count)]


def replaced_phone(rng: np.random.Generator, user: str) -> list[Event]:
    """Return the registration of a new phone, at the help desk.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose phone.

    Returns
    -------
    list[Event]
        One event in office hours.
    """
    at = _at(rng, int(rng.integers(0, 5)), 14.5)
    office = address(rng, "office")
    return [Event(at, user, "mfa", "device_added", "success", office, "JP", "new phone")]


def newsletter(rng: np.random.Generator, user: str) -> list[Event]:
    """Return the mail to many that somebody sends as a duty.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who sends it.

    Returns
    -------
    list[Event]
        Two events, on two days.
    """
    office = address(rng, "office")
    return [
        Event(
            _at(rng, day, 16.0),
            user,
            "mail",
            "send",
            "success",
            office,
            "JP",
            f"{int(rng.integers(60, 300))} recipients",
        )
        for day in (1, 3)
    ]


def sprayed(rng: np.random.Generator, accounts: list[str], country: str) -> list[Event]:
    """Return one or two failures for each of many accounts, from abroad, with no success.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    accounts : list[str]
        Whose passwords were guessed at.
    country : str
        Where the guesses come from.

    Returns
    -------
    list[Event]
        The failures.
    """
    ip = address(rng, "abroad")
    at = _at(rng, int(rng.integers(0, 4)), 3.0)
    events = []
    for user in accounts:
        for _ in range(int(rng.integers(1, 3))):
            at += timedelta(seconds=int(rng.integers(30, 300)))
            events.append(Event(at, user, "signin", "signin", "failure", ip, country))
    return events
