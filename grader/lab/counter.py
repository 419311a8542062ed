"""A day at a service counter: the simulator that trainees try their plans on.

It is small enough to be read in a lesson and holds nothing secret: a plan is marked by the same code,
on days that the trainee has not seen.

Every rule here keeps the order of arrival within those who may use a window, so one pass over the
visitors in that order gives the exact times of an event simulation, without an event queue.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

import numpy as np

from grader.errors import InputError

Line = Literal["one", "several"]
Place = Callable[[float, float, str], float]
"""Takes (arrival, service, kind) of the next visitor and returns when the service begins."""

HOUR = 60.0


class Visit(NamedTuple):
    """One visitor of a day."""

    arrive: float
    """Minutes after opening at which the number ticket is taken."""
    service: float
    """Minutes that the visitor will need at the window."""
    kind: str = ""
    """What the visitor comes for, as the lesson names it."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the visitors of one or more days waited until they were called.

    Parameters
    ----------
    minutes : tuple of float
        One wait per visitor, in the order of arrival.
    kinds : tuple of str
        What each of them came for.
    """

    minutes: tuple[float, ...]
    kinds: tuple[str, ...]

    def of(self, kind: str) -> Waits:
        """Keep one kind of visitor.

        Parameters
        ----------
        kind : str
            As in `Visit.kind`.

        Returns
        -------
        Waits
            The waits of these visitors only.
        """
        kept = tuple(m for m, k in zip(self.minutes, self.kinds, strict=True) if k == kind)
        return Waits(kept, (kind,) * len(kept))

    def mean(self) -> float:
        """Give the mean wait.

        Returns
        -------
        float
            Minutes; 0.0 when nobody came.
        """
        return math.fsum(self.minutes) / len(self.minutes) if self.minutes else 0.0

    def percentile(self, percent: float) -> float:
        """Give the wait that this many of a hundred visitors do not exceed.

        Parameters
        ----------
        percent : float
            90 gives the wait within which nine of ten visitors are called.

        Returns
        -------
        float
            Minutes, the wait of a real visitor (nearest rank); 0.0 when nobody came.

        Examples
        --------
        >>> Waits((0.0, 1.0, 2.0, 3.0, 40.0), ("",) * 5).percentile(80)
        3.0
        """
        if not self.minutes:
            return 0.0
        rank = math.ceil(len(self.minutes) * percent / 100)
        return sorted(self.minutes)[max(rank, 1) - 1]


def pool(days: Iterable[Waits]) -> Waits:
    """Put the visitors of several days together.

    Parameters
    ----------
    days : iterable of Waits
        One result per day.

    Returns
    -------
    Waits
        All visitors, day after day.
    """
    days = tuple(days)
    return Waits(
        tuple(chain.from_iterable(day.minutes for day in days)),
        tuple(chain.from_iterable(day.kinds for day in days)),
    )


def simulate_day(
    visits: Sequence[Sequence[float | str]],
    windows: int | Sequence[int],
    *,
    line: Line = "one",
    express: str = "",
    express_windows: int = 0,
) -> Waits:
    """Let one day pass at the counter.

    Parameters
    ----------
    visits : sequence of Visit
        In the order of arrival; lists `[arrive, service, kind]` as read from JSON will do.
    windows : int or sequence of int
        Open windows: one number for the whole day, or one per hour from opening. The last number holds
        until everybody is served. A window that closes finishes the visitor it has begun with.
    line : {"one", "several"}
        One line for all windows, or one line per window, where a visitor joins the shortest line on
        arrival and stays there.
    express : str
        The kind of visitor that the express windows are kept for.
    express_windows : int
        How many of the windows serve that kind only. It may use the other windows as well.

    Returns
    -------
    Waits
        One wait per visitor, in the order of arrival.

    Raises
    ------
    InputError
        If no window is open at the end of the day, or the combination is not offered.

    Examples
    --------
    >>> simulate_day([[0, 10], [2, 10], [4, 10]], 1).minutes
    (0.0, 8.0, 16.0)
    """
    place = _place(windows, line, express, express_windows)
    rows = [(float(v[0]), float(v[1]), str(v[2]) if len(v) > 2 else "") for v in visits]  # noqa: PLR2004 - the kind may be left out
    waits = tuple(place(arrive, service, kind) - arrive for arrive, service, kind in rows)
    return Waits(waits, tuple(kind for _, _, kind in rows))


def simulate_days(
    days: Iterable[Sequence[Sequence[float | str]]], windows: int | Sequence[int], **rules: object
) -> Waits:
    """Let several days pass with the same windows and put all visitors together.

    Parameters
    ----------
    days : iterable of sequences of Visit
        The visitors of each day.
    windows : int or sequence of int
        As for `simulate_day`.
    **rules : object
        The other arguments of `simulate_day`.

    Returns
    -------
    Waits
        The visitors of all days.
    """
    return pool(simulate_day(day, windows, **rules) for day in days)  # type: ignore[arg-type]  # passed on


def by_hour(
    days: Sequence[Sequence[Sequence[float | str]]],
    windows: int | Sequence[int],
    *,
    opening: int = 9,
) -> list[dict[str, float]]:
    """Show for each hour of arrival how much work came in and how long people waited.

    Parameters
    ----------
    days : sequence of sequences of Visit
        The visitors of each day.
    windows : int or sequence of int
        As for `simulate_day`.
    opening : int
        Hour of the clock at which the counter opens.

    Returns
    -------
    list of dict
        One row per hour: ``hour`` (of the clock), ``visitors`` (mean per day), ``work`` (mean minutes of
        service that they bring, all together) and ``wait`` (their mean wait in minutes).
    """
    rows: dict[int, list[tuple[float, float]]] = {}
    for day in days:
        waits = simulate_day(day, windows).minutes
        for visit, wait in zip(day, waits, strict=True):
            rows.setdefault(int(float(visit[0]) // HOUR), []).append((float(visit[1]), wait))
    return [
        {
            "hour": opening + hour,
            "visitors": round(len(came) / len(days), 1),
            "work": round(sum(service for service, _ in came) / len(days), 1),
            "wait": round(sum(wait for _, wait in came) / len(came), 1),
        }
        for hour, came in sorted(rows.items())
    ]


def random_day(
    seed: int | Sequence[int],
    per_hour: Sequence[float],
    kinds: Mapping[str, tuple[float, float]],
    *,
    shape: float = 1.0,
) -> list[Visit]:
    """Draw the visitors of one day.

    Parameters
    ----------
    seed : int or sequence of int
        The same seed gives the same day.
    per_hour : sequence of float
        Expected visitors in each hour from opening.
    kinds : mapping of str to (float, float)
        For each kind its share of the visitors and its mean minutes at the window.
    shape : float
        Shape of the gamma distribution of the minutes; 1 is the exponential one of the textbook
        formula, larger values vary less.

    Returns
    -------
    list of Visit
        In the order of arrival; times in hundredths of a minute, so that JSON keeps them.
    """
    rng = np.random.default_rng(seed)
    counts = rng.poisson(per_hour)
    hours = np.repeat(np.arange(len(per_hour)), counts)
    # Rounded down, so that nobody arrives at the very end of the last hour.
    arrive = np.floor(np.sort((hours + rng.random(len(hours))) * HOUR) * 100) / 100
    names = list(kinds)
    shares = np.array([kinds[name][0] for name in names])
    drawn = rng.choice(len(names), size=len(arrive), p=shares / shares.sum())
    mean = np.array([kinds[name][1] for name in names])[drawn]
    service = np.maximum(rng.gamma(shape, mean / shape), 0.01)
    rows = zip(arrive.tolist(), service.round(2).tolist(), drawn.tolist(), strict=True)
    return [Visit(a, s, names[k]) for a, s, k in rows]


def _place(windows: int | Sequence[int], line: Line, express: str, express_windows: int) -> Place:
    """Choose how a visitor finds a window; the shortest way that gives the right times."""
    if not isinstance(windows, int):
        if line != "one" or express_windows:
            raise InputError(
                ja="時間ごとの窓口数は、一列並びだけで使えます。",
                en="Windows per hour can be combined with one line only.",
            )
        return _by_schedule([int(number) for number in windows])
    if windows < 1 or not 0 <= express_windows < windows:
        raise InputError(
            ja="窓口は1つ以上とし、専用でない窓口を1つは残してください。",
            en="Open at least one window, and keep at least one that is not an express window.",
        )
    if line == "several":
        return _by_shortest_line(windows)
    if express_windows:
        return _by_kind(windows, express, express_windows)
    return _by_one_line(windows)


def _by_one_line(windows: int) -> Place:
    """Whoever is first in the line takes the window that is free first (Kiefer and Wolfowitz)."""
    free = [0.0] * windows

    def place(arrive: float, service: float, _kind: str) -> float:
        begin = max(arrive, free[0])
        heapq.heapreplace(free, begin + service)
        return begin

    return place


def _by_kind(windows: int, express: str, express_windows: int) -> Place:
    """As one line, but the last windows are kept for one kind."""
    free = [0.0] * windows
    common = windows - express_windows

    def place(arrive: float, service: float, kind: str) -> float:
        usable = free if kind == express else free[:common]
        begin = max(arrive, min(usable))
        free[usable.index(min(usable))] = begin + service
        return begin

    return place


def _by_shortest_line(windows: int) -> Place:
    """Each window has its own line; nobody changes lines."""
    ends: list[list[float]] = [[] for _ in range(windows)]

    def place(arrive: float, service: float, _kind: str) -> float:
        for index, people in enumerate(ends):
            ends[index] = [end for end in people if end > arrive]
        shortest = min(ends, key=len)
        begin = max(arrive, shortest[-1] if shortest else 0.0)
        shortest.append(begin + service)
        return begin

    return place


def _by_schedule(per_hour: list[int]) -> Place:
    """One line; window i works in the hours that have more than i windows."""
    if not per_hour or per_hour[-1] < 1 or min(per_hour) < 0:
        raise InputError(
            ja="最後の時間帯には窓口を1つ以上開けてください(0未満の数は使えません)。",
            en="Keep at least one window open in the last hour, and no number below zero.",
        )
    last = len(per_hour) - 1
    duty = [_next_duty(per_hour, window) for window in range(max(per_hour))]
    free = [0.0] * len(duty)

    def place(arrive: float, service: float, _kind: str) -> float:
        best, chosen = math.inf, 0
        for window, end in enumerate(free):
            # The innermost loop of every plan that is tried: comparisons are faster than max().
            begin = arrive if arrive > end else end  # noqa: FURB136
            start = duty[window][min(int(begin // HOUR), last)]
            if start > begin:  # noqa: PLR1730
                begin = start
            if begin < best:
                best, chosen = begin, window
                if begin <= arrive:
                    break
        free[chosen] = best + service
        return best

    return place


def _next_duty(per_hour: list[int], window: int) -> list[float]:
    """For each hour: from when on the window works (its start if it works then, else the next one)."""
    starts: list[float] = []
    following = math.inf
    for hour in reversed(range(len(per_hour))):
        if per_hour[hour] > window:
            following = hour * HOUR
        starts.append(following)
    return starts[::-1]
