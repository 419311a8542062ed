"""Rules on single pairs of person and post: which they shut out, and what they charge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.pairs import Pairs, later, pairs_of
from grader.placement.rules.model import Bar, Charge
from grader.placement.rules.pairs_gates import (
    consent,
    information_access,
    other_conditions,
    pledges,
)
from grader.placement.rules.pairs_people import (
    barred_places,
    grade,
    job_family_and_qualification,
    leaves_too_early,
    on_leave,
    stays_too_long,
    term_over,
)
from grader.placement.rules.pairs_ties import bid_restriction
from grader.placement.rules.policy import rule_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.rules.model import Strength
    from grader.standard import Standard

    Bools = NDArray[np.bool_]

ON_PEOPLE: Mapping[str, Callable[[Pairs], Bools]] = {
    "P002": job_family_and_qualification,
    "P003": grade,
    "P006": leaves_too_early,
    "P007": stays_too_long,
    "P013": barred_places,
    "P015": pledges,
    "P017": consent,
    "P018": term_over,
    "P025": on_leave,
}
ON_STANDARD: Mapping[str, Callable[[Pairs, Standard], Bools]] = {
    "P014": bid_restriction,
    "P016": information_access,
    "P026": other_conditions,
}
CODES = tuple(sorted({*ON_PEOPLE, *ON_STANDARD}))
"""Codes of the rules on single pairs."""


def breaks(code: str, pairs: Pairs, standard: Standard) -> Bools:
    """Tell which pairs break a rule.

    Parameters
    ----------
    code : str
        Code of the rule, one of `CODES`.
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    ndarray of bool
        Of the shape of the pairs. Who is on leave does no work in the post kept for them, so no rule stands against
        their staying there.
    """
    kept = pairs.stay & ~pairs.people(lambda one: one.movable, np.bool_)
    known = ON_PEOPLE.get(code)
    found = known(pairs) if known else ON_STANDARD[code](pairs, standard)
    broken: Bools = found & ~kept
    return broken


def shut_out(pairs: Pairs, standard: Standard) -> Bools:
    """Tell which pairs a hard rule shuts out.

    Parameters
    ----------
    pairs : Pairs
        The pairs.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    ndarray of bool
        True for the pairs that no plan may use.

    Raises
    ------
    InputError
        As of `rule_in` and of the rulebook.
    """
    out = np.zeros(pairs.stay.shape, dtype=np.bool_)
    for code in _of_strength(pairs, "hard"):
        out |= breaks(code, pairs, standard)
    return out


def pair_rules(board: Board, standard: Standard) -> tuple[list[Bar], list[Charge]]:
    """Return what the rules on single pairs say about a board.

    Parameters
    ----------
    board : Board
        The board.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    bars : list of Bar
        Hard rules and the pairs that they shut out: none on a board of `make_board`, which left these pairs away.
    charges : list of Charge
        Soft rules and the pairs that break them.

    Raises
    ------
    InputError
        As of `rule_in` and of the rulebook.
    """
    policy = board.problem.policy
    broken = {
        code: (rule_in(policy, code), _broken(code, board, standard))
        for code in CODES
        if rule_in(policy, code).strength != "off"
    }
    bars = [Bar(rule, which) for rule, which in broken.values() if rule.strength == "hard"]
    charges = [Charge(rule, which) for rule, which in broken.values() if rule.strength == "soft"]
    return [bar for bar in bars if bar.pairs.any()], [one for one in charges if one.pairs.any()]


def _broken(code: str, board: Board, standard: Standard) -> Bools:
    """Ask year by year; leaving the present post too early is a question of the first year only."""
    if board.problem.years == 1:
        return breaks(code, pairs_of(board), standard)
    found = np.zeros(len(board), dtype=np.bool_)
    for year in range(1 if code == "P006" else board.problem.years):
        here = board.year == year
        then = replace(board.take(here), problem=later(board.problem, year))
        found[here] = breaks(code, pairs_of(then), standard)
    return found


def _of_strength(pairs: Pairs, strength: Strength) -> list[str]:
    policy = pairs.problem.policy
    return [code for code in CODES if rule_in(policy, code).strength == strength]
