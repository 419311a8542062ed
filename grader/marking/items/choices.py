"""Item types with choices: tables, sets, findings, orders, claims with evidence, rules."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import numpy as np

from grader.marking.items._answers import as_list, as_set, same


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
        if row in given and same(given[row], decision)
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
    chosen, wanted = as_set(answer), set(truth)
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
    reported, wanted = as_set(found), set(truth)
    if reported is None:
        return 0.0
    if not wanted:
        return float(not reported)
    cost = false_alarm * len(reported - wanted) + miss * len(wanted - reported)
    return max(0.0, 1.0 - cost / (miss * len(wanted)))


def review(
    found: object,
    faults: Mapping[Any, float],
    *,
    universe: Collection[Any],  # noqa: ARG001  # says what the answer ranges over, as in the other item types
    false_alarm: float = 1.0,
) -> float:
    """Score a review: faults weigh by their severity, and a finding that is none costs.

    Parameters
    ----------
    found : collection
        Places at which a fault was reported.
    faults : mapping
        From place to severity, above 0.
    universe : collection
        Places that were there to review.
    false_alarm : float
        Severity that one wrong report takes away, above 0.

    Returns
    -------
    float
        (severity found − false_alarm · wrong reports) / severity of all faults, not below 0.
    """
    reported = as_set(found)
    if reported is None:
        return 0.0
    if not faults:
        return float(not reported)
    gained = sum(faults[place] for place in reported & faults.keys())
    lost = false_alarm * len(reported - faults.keys())
    return max(0.0, (gained - lost) / sum(faults.values()))


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
    listed = as_list(answer)
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
    if not same(claim, right_claim):
        return 0.0
    chosen, needed = as_set(rows) or set(), set(sufficient)
    found = len(chosen & needed) / len(needed) if needed else 1.0
    excess = max(0, len(chosen) - max_rows) + len(chosen - set(universe) - needed)
    return max(0.0, found - excess / max_rows)


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
    return float(any(same(answer, option) for option in options))
