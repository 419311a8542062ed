"""Item types: each turns an answer and the truth into a share of the points in [0, 1].

Every function gives the right answer 1, an empty answer 0, and something in between that never falls when the
answer gets better. What is not an answer at all (None, a text where a number is asked) earns 0 and raises nothing:
an answer in the wrong form is wrong, not broken.
"""

from __future__ import annotations

from grader.marking.items.choices import (
    chosen_set,
    detect,
    evidence,
    ordering,
    policy,
    prediction,
    review,
    table,
)
from grader.marking.items.numbers import interval, intervals, regret, values
from grader.marking.items.works import artifact

__all__ = [
    "artifact",
    "chosen_set",
    "detect",
    "evidence",
    "interval",
    "intervals",
    "ordering",
    "policy",
    "prediction",
    "regret",
    "review",
    "table",
    "values",
]
