"""Item types with numbers: values, ranges, and what a decision brings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from grader.marking.items._answers import as_list, as_number


def values(answer: object, truth: object, *, tolerance: float = 0.01) -> float:
    """Compare one number, or several, with the truth.

    Parameters
    ----------
    answer : number, sequence or mapping
        In the shape of `truth`.
    truth : number, sequence or mapping
        The right numbers.
    tolerance : float
        Greatest absolute difference that still counts as right.

    Returns
    -------
    float
        Share of the numbers that are right; in a sequence, numbers that nobody asked for count as wrong.
    """
    if isinstance(truth, Mapping):
        given = answer if isinstance(answer, Mapping) else {}
        pairs = [(given.get(key), value) for key, value in truth.items()]
    elif isinstance(truth, Iterable) and not isinstance(truth, str):
        pairs = list(zip_longest(as_list(answer), truth))
    else:
        pairs = [(answer, truth)]
    right = sum(_close(one, other, tolerance) for one, other in pairs)
    return right / len(pairs) if pairs else 0.0


def _close(answer: object, truth: object, tolerance: float) -> bool:
    given, wanted = as_number(answer), as_number(truth)
    # The margin keeps 0.1 + 0.2 inside a tolerance that it exactly meets.
    return given is not None and wanted is not None and abs(given - wanted) <= tolerance + 1e-9


def interval(low: object, high: object, truth: float, *, scale: float, alpha: float = 0.2) -> float:
    """Score a range for an unknown number: it should hold it, and be narrow.

    Parameters
    ----------
    low, high : float
        The range stated.
    truth : float
        The number.
    scale : float
        Penalty at which nothing is left, in the unit of the number.
    alpha : float
        1 − the confidence asked for.

    Returns
    -------
    float
        1 − S / scale, not below 0, with the interval score
        S = (high − low) + 2/alpha · (distance by which the truth lies outside).

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007), Strictly proper scoring rules, prediction, and estimation,
    JASA 102, section 6.2.
    """
    bottom, top = as_number(low), as_number(high)
    if bottom is None or top is None or bottom > top:
        return 0.0
    outside = max(bottom - truth, truth - top, 0.0)
    return max(0.0, 1.0 - ((top - bottom) + 2.0 / alpha * outside) / scale)


def intervals(
    answer: object,
    truth: Mapping[Any, float],
    *,
    scale: Mapping[Any, float] | float,
    alpha: float = 0.2,
) -> float:
    """Score several ranges: whoever is too sure loses where it shows.

    Parameters
    ----------
    answer : mapping
        From quantity to its (low, high).
    truth : mapping
        The numbers.
    scale : float or mapping
        Penalty at which nothing is left, for all quantities or for each, in its unit.
    alpha : float
        1 − the confidence asked for.

    Returns
    -------
    float
        Mean of `interval` over the quantities; one that is missing counts 0.
    """
    given = answer if isinstance(answer, Mapping) else {}
    scores = [
        interval(*_pair(given.get(name)), number, scale=_of(scale, name), alpha=alpha)
        for name, number in truth.items()
    ]
    return sum(scores) / len(scores) if scores else 0.0


def _pair(value: object) -> tuple[object, object]:
    listed = as_list(value)
    return (listed[0], listed[1]) if len(listed) == 2 else (None, None)  # noqa: PLR2004  # low, high


def _of(scale: Mapping[Any, float] | float, name: object) -> float:
    return scale[name] if isinstance(scale, Mapping) else scale


def regret(value: object, *, best: float, baseline: float) -> float:
    """Score a decision by how much of the possible gain it reaches.

    Parameters
    ----------
    value : float
        What the decision brings (or costs).
    best : float
        What the best decision brings.
    baseline : float
        What doing nothing, or the naive decision, brings.

    Returns
    -------
    float
        (value − baseline) / (best − baseline) within [0, 1].
    """
    reached = as_number(value)
    if reached is None:
        return 0.0
    if math.isclose(best, baseline):
        return float(math.isclose(reached, best))
    return min(1.0, max(0.0, (reached - baseline) / (best - baseline)))
