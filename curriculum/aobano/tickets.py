"""Ticket logs of the counters of Aobano City, clean and as dirty as real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datetime import datetime

OPENING = 9
"""Hour of the clock at which the counters open."""


def clock(day: datetime, minutes: np.ndarray) -> pd.Series:
    """Put minutes after opening on the clock of a day.

    Parameters
    ----------
    day : datetime
        Opening time of that day.
    minutes : numpy.ndarray
        Minutes after it.

    Returns
    -------
    pandas.Series
        Times in whole seconds.
    """
    seconds = np.round(minutes * 60).astype("int64").astype("timedelta64[s]")
    return pd.Series(np.datetime64(day.replace(tzinfo=None), "s") + seconds).astype(
        "datetime64[us]"
    )


def week_log(rng: np.random.Generator, **cells: tuple[str, int]) -> pd.DataFrame:
    """Make the ticket log of a week at three desks, with what goes wrong in real ones.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides everything that is not given.
    **cells : tuple of (str, int)
        Desk and hour of: ``jam``, where people wait longest and many leave uncalled; ``second``, with
        the second longest waits; ``twice``, where many are called a second time; ``busy``, with the most
        tickets.

    Returns
    -------
    pandas.DataFrame
        Columns ticket, desk, issued, called, done. A repeated call is a row more, a ticket that was never
        called has no time in `called`, and some rows stand there twice.
    """
    places = [(desk, hour) for desk in "ABC" for hour in range(OPENING, OPENING + 8)]
    role = {cell: name for name, cell in cells.items()}
    roles = np.array([role.get(place, "") for place in places])
    means = np.select(
        [roles == "jam", roles == "second", roles == "twice", roles == "busy"],
        [25.0, 20.5, 14.0, 8.0],
        rng.uniform(3, 12, len(places)),
    )
    number = np.where(roles == "busy", 60, rng.integers(24, 33, len(places)))
    place = np.repeat(np.arange(len(places)), number)
    size = len(place)
    gone = rng.random(size) < np.where(roles == "jam", 0.34, 0.015)[place]
    twice = ~gone & (rng.random(size) < np.where(roles == "twice", 0.55, 0.02)[place])
    hour = np.array([hour for _, hour in places])[place]
    log = pd.DataFrame(
        {
            "day": rng.integers(0, 5, size),
            "desk": np.array([desk for desk, _ in places])[place],
            "issued": (hour - OPENING + rng.random(size)) * 60,
            "wait": np.maximum(rng.normal(means[place], 1 + 0.12 * means[place]), 0.2),
            "service": np.maximum(rng.normal(9, 3, size), 2),
            "gone": gone,
            "again": np.where(twice, rng.normal(45, 5, size), 0.0),
        }
    ).sort_values(["day", "issued"], ignore_index=True)
    turn = log.groupby(["day", "desk"]).cumcount() + 1
    log["ticket"] = [
        f"{d + 8:02d}{k}{n:03d}" for d, k, n in zip(log["day"], log["desk"], turn, strict=True)
    ]
    return _recorded(log, resent=rng.random(size) < 0.03)  # noqa: PLR2004 - rows that the machine sent twice


def _recorded(log: pd.DataFrame, *, resent: np.ndarray) -> pd.DataFrame:
    """Write down what the machine records: a row per call, none for those who had left, some rows twice."""
    called = log["issued"] + log["wait"]
    first = log.assign(
        called=called.where(~log["gone"]),
        done=(called + log["service"]).where(~log["gone"] & (log["again"] == 0)),
    )
    second = first[first["again"] > 0].assign(
        called=lambda x: x["called"] + x["again"], done=lambda x: x["called"] + x["service"]
    )
    rows = pd.concat([first, second, first[resent]]).sort_values(
        ["day", "issued", "called"], kind="stable", ignore_index=True
    )
    opening = np.datetime64("2027-03-08T09:00:00", "s") + rows["day"].to_numpy() * np.timedelta64(
        86400, "s"
    )
    times = {}
    for name in ("issued", "called", "done"):
        seconds = (rows[name] * 60).round()
        stamps = opening + seconds.fillna(0).to_numpy().astype("int64").astype("timedelta64[s]")
        times[name] = pd.Series(stamps.astype("datetime64[us]")).where(seconds.notna())
    return pd.DataFrame(
        {"ticket": rows["ticket"].astype("str"), "desk": rows["desk"].astype("str"), **times}
    )
