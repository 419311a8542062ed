"""Item types: each turns an answer and the truth into a share of the points in [0, 1].

Every function gives the right answer 1, an empty answer 0, and something in between that never falls when the
answer gets better. What is not an answer at all (None, a text where a number is asked) earns 0 and raises nothing:
an answer in the wrong form is wrong, not broken.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import zip_longest
from numbers import Real
from typing import Any

import numpy as np


def _items(value: object) -> set[Any] | None:
    """Return what was chosen; None for what is no collection of ids (a dict of truth values is none)."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        return None
    try:
        return set(value)
    except TypeError:
        return None


def _number(value: object) -> float | None:
    """Return a finite number, of Python or of numpy; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _listed(value: object) -> list[Any]:
    """Return what stands in an order: list, tuple, array or column."""
    if isinstance(value, str | bytes | Mapping | AbstractSet) or not isinstance(value, Collection):
        return []
    try:
        return list(value)
    except TypeError:  # an array of no dimension calls itself iterable
        return []


def _same(one: object, other: object) -> bool:
    """Compare with whatever an answer may be; a whole array is never the same as one value."""
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False


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
        pairs = list(zip_longest(_listed(answer), truth))
    else:
        pairs = [(answer, truth)]
    right = sum(_close(one, other, tolerance) for one, other in pairs)
    return right / len(pairs) if pairs else 0.0


def _close(answer: object, truth: object, tolerance: float) -> bool:
    given, wanted = _number(answer), _number(truth)
    # The margin keeps 0.1 + 0.2 inside a tolerance that it exactly meets.
    return given is not None and wanted is not None and abs(given - wanted) <= tolerance + 1e-9


def table(
    answer: object,
    truth: Mapping[Any, Any],
    *,
    weights: Mapping[Any, float] | None = None,
    chance: float = 0.0,
) -> float:
    """Compare a filled-in decision table with the right one.

    Parameters
    ----------
    answer : mapping
        From row to decision.
    truth : mapping
        The right decisions.
    weights : mapping, optional
        Weight of each row (harm of a wrong decision); 1 if not given.
    chance : float
        Share of right rows that guessing gives, in [0, 1); at or below it the score is 0.

    Returns
    -------
    float
        (weighted share of right rows − chance) / (1 − chance), not below 0.
    """
    given = answer if isinstance(answer, Mapping) else {}
    weight = {row: (weights or {}).get(row, 1.0) for row in truth}
    total = sum(weight.values())
    right = sum(
        weight[row]
        for row, decision in truth.items()
        if row in given and _same(given[row], decision)
    )
    share = right / total if total else 0.0
    return max(0.0, (share - chance) / (1.0 - chance))


def chosen_set(answer: object, truth: Collection[Any], *, universe: Collection[Any]) -> float:
    """Compare a chosen set with the right one.

    Parameters
    ----------
    answer : collection
        What was chosen.
    truth : collection
        What should have been chosen.
    universe : collection
        What could be chosen; anything else chosen counts as wrong. Choosing all of it earns nothing, unless all
        of it is wanted.

    Returns
    -------
    float
        The smaller of F1 = 2·hits / (chosen + wanted) and hits / wanted − wrong / unwanted, not below 0.

    Notes
    -----
    F1 alone pays nearly full marks for choosing everything where most is wanted (10/11 for 5 of 6); the second
    figure alone forgives many wrong ones where the universe is large.
    """
    chosen, wanted = _items(answer), set(truth)
    if chosen is None:
        return 0.0
    if not wanted:
        return float(not chosen)
    hits, wrong = len(chosen & wanted), len(chosen - wanted)
    f1 = 2 * hits / (len(chosen) + len(wanted))
    informed = hits / len(wanted) - wrong / max(1, len(set(universe) - wanted))
    return max(0.0, min(f1, informed))


def detect(
    found: object,
    truth: Collection[Any],
    *,
    universe: Collection[Any],  # noqa: ARG001  # says what the answer ranges over, as in the other item types
    false_alarm: float = 1.0,
    miss: float = 1.0,
) -> float:
    """Score a detection in which a false accusation has its price.

    Parameters
    ----------
    found : collection
        What was reported.
    truth : collection
        What should have been reported.
    universe : collection
        What could be reported; a report of anything else is a wrong one too.
    false_alarm, miss : float
        Cost of one wrong report and of one case missed; both above 0.

    Returns
    -------
    float
        1 − cost / cost of reporting nothing, not below 0.
    """
    reported, wanted = _items(found), set(truth)
    if reported is None:
        return 0.0
    if not wanted:
        return float(not reported)
    cost = false_alarm * len(reported - wanted) + miss * len(wanted - reported)
    return max(0.0, 1.0 - cost / (miss * len(wanted)))


def ordering(answer: object, before: Collection[tuple[Any, Any]]) -> float:
    """Score an order of actions against the pairs that must stand in order.

    Parameters
    ----------
    answer : sequence
        Every action once.
    before : collection of pairs
        (earlier, later).

    Returns
    -------
    float
        Share of the pairs kept, from half right = 0 to all right = 1; 0 if an action is missing or doubled.
    """
    listed = _listed(answer)
    needed = {action for pair in before for action in pair}
    try:
        place = {action: i for i, action in enumerate(listed)}
    except TypeError:
        return 0.0
    if len(place) != len(listed) or not needed <= place.keys() or not before:
        return 0.0
    share = sum(place[first] < place[then] for first, then in before) / len(before)
    # A coin keeps half of the pairs.
    return max(0.0, 2 * share - 1)


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
    bottom, top = _number(low), _number(high)
    if bottom is None or top is None or bottom > top:
        return 0.0
    outside = max(bottom - truth, truth - top, 0.0)
    return max(0.0, 1.0 - ((top - bottom) + 2.0 / alpha * outside) / scale)


def evidence(
    claim: object,
    rows: object,
    *,
    right_claim: object,
    sufficient: Collection[Any],
    universe: Collection[Any],
    max_rows: int,
) -> float:
    """Score a claim together with the rows picked to support it.

    Parameters
    ----------
    claim : object
        The claim chosen.
    rows : collection
        The rows chosen.
    right_claim : object
        The claim that the data support.
    sufficient : collection
        The rows that prove it.
    universe : collection
        The rows that could be chosen.
    max_rows : int
        More rows than this are not evidence but noise.

    Returns
    -------
    float
        0 for a wrong claim; else the share of the proving rows found, less 1/max_rows for every row too many or
        not in the data.
    """
    if not _same(claim, right_claim):
        return 0.0
    chosen, needed = _items(rows) or set(), set(sufficient)
    found = len(chosen & needed) / len(needed) if needed else 1.0
    excess = max(0, len(chosen) - max_rows) + len(chosen - set(universe) - needed)
    return max(0.0, found - excess / max_rows)


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
    reached = _number(value)
    if reached is None:
        return 0.0
    if math.isclose(best, baseline):
        return float(math.isclose(reached, best))
    return min(1.0, max(0.0, (reached - baseline) / (best - baseline)))


def policy(decide: object, *, must_allow: Collection[Any], must_deny: Collection[Any]) -> float:
    """Score a rule by its weaker side: too open and too strict both lose.

    Parameters
    ----------
    decide : callable or mapping
        Gives a truth value for each request; gets a copy of it.
    must_allow, must_deny : collection
        Requests that must pass, and that must not.

    Returns
    -------
    float
        min(share of right passes, share of right refusals): one side right alone gives 0. A side without requests
        cannot be wrong.
    """
    ask = _asker(decide)
    if ask is None:
        return 0.0
    sides = ((must_allow, True), (must_deny, False))
    return min(
        sum(ask(request) is wanted for request in side) / len(side) if side else 1.0
        for side, wanted in sides
    )


def _asker(decide: object) -> Callable[[Any], bool | None] | None:
    if isinstance(decide, Mapping):
        return lambda request: _truth(
            decide.get(request) if isinstance(request, Hashable) else None
        )
    if callable(decide):
        return lambda request: _truth(decide(copy.deepcopy(request)))
    return None


def _truth(said: object) -> bool | None:
    """Take ``numpy.bool`` for a truth value, and nothing else that merely looks true."""
    return bool(said) if isinstance(said, bool | np.bool_) else None


def prediction(answer: object, options: Collection[Any]) -> float:
    """Give full marks for committing to a prediction, whatever it is.

    Parameters
    ----------
    answer : object
        What was predicted.
    options : collection
        What could be predicted.

    Returns
    -------
    float
        1 if it is one of the options.
    """
    return float(any(_same(answer, option) for option in options))
