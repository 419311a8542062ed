"""Eight years of four cost items, and what next year may bring."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

ITEMS = ("line", "cloud", "traffic", "changes")
YEARS = tuple(range(2019, 2027))
DRAWS = 60
LOW, HIGH = 0.1, 0.9
_RATE_NOISE, _USE_NOISE, _GROWTH_NOISE = (0.05, 0.09), 0.02, 0.03
_COUNTS = ((0, 1, 1, 2, 2, 3, 4), (0.1, 0.2, 0.2, 0.15, 0.15, 0.1, 0.1))
_PRICE_NOISE = 0.12
"""Spread of the price of one change of the law."""
_CLEAR = 1.3
"""The item that may rise most is ahead of the next one by this factor."""
_TELLING = 0.5
"""Ends of the range that the past shows may be off by this share of the true range."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Past and possible next years, in thousands of yen where nothing else is said."""

    rows: list[dict[str, Any]]
    """One row per year: rate, dollars, counts and the four items."""
    draws: dict[str, list[float]]
    """Possible costs of next year by item."""
    ideal: Mapping[str, tuple[float, float]]
    """Range that holds eight of ten of them."""
    last: dict[str, float]
    """This year's costs."""
    driver: str
    """Item that may rise most above this year's."""


def budget(rng: np.random.Generator, *, rate: int) -> Budget:
    """Draw years until one item clearly may rise most.

    Parameters
    ----------
    rng : numpy.random.Generator
        The stream.
    rate : int
        This year's yen to the dollar.

    Returns
    -------
    Budget
        Past, future and truth.
    """
    while True:
        drawn = _draw(rng, rate)
        if _is_clear(drawn.ideal, drawn.last) and _past_tells(drawn):
            return drawn


def _is_clear(ranges: Mapping[str, tuple[float, float]], last: Mapping[str, float]) -> bool:
    rises = sorted((ranges[name][1] - last[name] for name in ITEMS), reverse=True)
    return rises[0] > _CLEAR * max(rises[1], 1)


def _past_tells(drawn: Budget) -> bool:
    """Tell whether the past shows the range and the driver, as the hints read it."""
    seen = by_hand(drawn.rows)
    if _driver(seen, drawn.last) != drawn.driver or not _is_clear(seen, drawn.last):
        return False
    return all(
        abs(seen[name][end] - drawn.ideal[name][end])
        <= _TELLING * (drawn.ideal[name][1] - drawn.ideal[name][0])
        for name in ITEMS
        for end in (0, 1)
    )


def _driver(ranges: Mapping[str, tuple[float, float]], last: Mapping[str, float]) -> str:
    return max(ITEMS, key=lambda name: ranges[name][1] - last[name])


def by_hand(rows: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Read ranges from the past: leave out the largest and the smallest, apply the rest to this year.

    Parameters
    ----------
    rows : list of dict
        One row per year.

    Returns
    -------
    dict of str to tuple of float
        Low and high of next year by item.
    """

    def changes(name: str) -> list[float]:
        return sorted(float(new[name] / old[name]) for old, new in pairwise(rows))[1:-1]

    now = rows[-1]
    rate, traffic = changes("rate"), changes("traffic")
    counts = sorted(row["count"] for row in rows)[1:-1]
    each = sum(row["changes"] for row in rows) / max(1, sum(row["count"] for row in rows))
    return {
        "line": (now["line"], now["line"]),
        "cloud": (now["cloud"] * rate[0], now["cloud"] * rate[-1]),
        "traffic": (now["traffic"] * traffic[0], now["traffic"] * traffic[-1]),
        "changes": (counts[0] * each, counts[-1] * each),
    }


def _draw(rng: np.random.Generator, last_rate: int) -> Budget:
    noise, growth = rng.uniform(*_RATE_NOISE), rng.uniform(0.10, 0.22)
    rate = [float(last_rate)]
    usd, traffic = [rng.uniform(100, 180)], [rng.uniform(1500, 4500)]
    for _ in YEARS[1:]:
        # Backwards, so that every series ends at the city's rate of this year.
        rate.insert(0, rate[0] / np.exp(rng.normal(0.02, noise)))
        usd.append(usd[-1] * (1 + rng.normal(0.0, _USE_NOISE)))
        traffic.append(traffic[-1] * (1 + growth + rng.normal(0, _GROWTH_NOISE)))
    counts = [int(n) for n in rng.choice(_COUNTS[0], p=_COUNTS[1], size=len(YEARS))]
    each, line = 100 * int(rng.integers(6, 16)), 100 * int(rng.integers(35, 60))
    rows = [
        {
            "year": year,
            "line": line,
            "usd_thousand": round(usd[i], 1),
            "rate": round(rate[i], 1),
            "cloud": round(usd[i] * rate[i]),
            "traffic": round(traffic[i]),
            "count": counts[i],
            "changes": 10 * round(counts[i] * each * (1 + rng.normal(0, _PRICE_NOISE)) / 10),
        }
        for i, year in enumerate(YEARS)
    ]
    draws = {
        "line": np.full(DRAWS, float(line)),
        "cloud": usd[-1] * rate[-1] * np.exp(rng.normal(0, noise, DRAWS)) * (1 + rng.normal(0, _USE_NOISE, DRAWS)),
        "traffic": traffic[-1] * (1 + growth + rng.normal(0, _GROWTH_NOISE, DRAWS)),
        "changes": each * rng.choice(_COUNTS[0], p=_COUNTS[1], size=DRAWS) * (1 + rng.normal(0, _PRICE_NOISE, DRAWS)),
    }  # fmt: skip
    ideal = {
        name: (round(float(np.quantile(x, LOW))), round(float(np.quantile(x, HIGH))))
        for name, x in draws.items()
    }
    last = {name: float(rows[-1][name]) for name in ITEMS}
    rounded = {name: [round(float(v)) for v in x] for name, x in draws.items()}
    return Budget(rows, rounded, ideal, last, _driver(ideal, last))
