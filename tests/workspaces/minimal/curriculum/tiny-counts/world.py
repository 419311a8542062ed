"""Tiny data: visits per day, and which of six desks are busy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from grader.marking import World

DESKS = ("A", "B", "C", "D", "E", "F")


def make(seed: int) -> World:
    """Make one trainee's world."""
    rng = np.random.default_rng([seed, 1])
    visits = [int(n) for n in rng.choice(np.arange(10, 90), size=7, replace=False)]
    busy = sorted(str(d) for d in rng.choice(DESKS, size=2, replace=False))
    table = pd.DataFrame(
        {
            "day": pd.date_range("2026-04-01", periods=7),
            "visits": visits,
            "desk": [DESKS[i % 6] for i in range(7)],
        }
    )
    desks = [{"desk": d, "queue": 30 if d in busy else 3} for d in DESKS]
    return World(
        tables={"visits": table},
        documents={"desks": desks},
        truth={"total": sum(visits), "busy": busy, "first": visits[0]},
    )
