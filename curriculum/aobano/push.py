"""Confirmation requests of the second factor: who was asked, and what was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aobano.signin import MONDAY

if TYPE_CHECKING:
    import numpy as np

APPS = ("mail", "groupware", "vpn")
Ask = tuple[datetime, str, str, str]
"""Time, account, app, answer (approved, denied or timeout)."""


def _start(rng: np.random.Generator, low: float, high: float) -> datetime:
    day = int(rng.integers(0, 5))
    return MONDAY + timedelta(days=day, seconds=round(float(rng.uniform(low, high)) * 3600))


def _app(rng: np.random.Generator) -> str:
    return APPS[int(rng.integers(len(APPS)))]


def _refusal(rng: np.random.Generator) -> str:
    return "denied" if rng.random() < 0.5 else "timeout"  # noqa: PLR2004  # either is common


def plain(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return one approved request each morning.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Account.

    Returns
    -------
    list
        Five requests, now and then one that timed out first.
    """
    asks: list[Ask] = []
    for day in range(5):
        at = MONDAY + timedelta(days=day, seconds=round(float(rng.uniform(8.2, 8.8)) * 3600))
        app = _app(rng)
        if rng.random() < 0.1:  # noqa: PLR2004  # a phone left in a bag
            asks.append((at - timedelta(seconds=90), user, app, "timeout"))
        asks.append((at, user, app, "approved"))
    return asks


def _burst(rng: np.random.Generator, user: str, start: datetime, gaps: list[int]) -> list[Ask]:
    at, app, asks = start, _app(rng), []
    for gap in gaps:
        asks.append((at, user, app, _refusal(rng)))
        at += timedelta(seconds=gap)
    return asks


def worn_out(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return a burst of refused requests that ends, within ten minutes, in an approval.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who gave in.

    Returns
    -------
    list
        Four to seven refusals within eight minutes, then the approval.
    """
    gaps = [int(g) for g in rng.integers(30, 65, int(rng.integers(4, 8)))]
    start = _start(rng, 12.0, 22.0)
    asks = _burst(rng, user, start, gaps)
    return [*asks, (asks[-1][0] + timedelta(seconds=gaps[-1]), user, asks[-1][2], "approved")]


def steadfast(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return a burst that was refused to the end; the person signs in normally hours later.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who did not give in.

    Returns
    -------
    list
        Five to eight refusals, an approval three hours later on the same day.
    """
    start = _start(rng, 10.0, 18.0)
    asks = _burst(rng, user, start, [45] * int(rng.integers(5, 9)))
    return [*asks, (start + timedelta(hours=3), user, _app(rng), "approved")]


def poor_signal(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return refusals spread over a day with bad reception.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Whose phone.

    Returns
    -------
    list
        Six timeouts, an hour apart or more, then an approval.
    """
    start = _start(rng, 9.0, 10.0)
    app = _app(rng)
    spread: list[Ask] = [
        (start + timedelta(minutes=65 * i), user, app, "timeout") for i in range(6)
    ]
    return [*spread, (start + timedelta(minutes=65 * 5 + 3), user, app, "approved")]


def many_apps(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return a morning on which one person opened many things, all approved.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who.

    Returns
    -------
    list
        Six approvals within six minutes.
    """
    start = _start(rng, 8.0, 8.4)
    return [(start + timedelta(seconds=60 * i), user, _app(rng), "approved") for i in range(6)]


def nearly(rng: np.random.Generator, user: str) -> list[Ask]:
    """Return three refusals and an approval: one short of the rule.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    user : str
        Who.

    Returns
    -------
    list
        Four requests within five minutes.
    """
    start = _start(rng, 9.0, 16.0)
    asks = _burst(rng, user, start, [60, 60, 60])
    return [*asks, (start + timedelta(seconds=200), user, asks[0][2], "approved")]
