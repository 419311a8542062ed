"""Rounds in which people choose among posts with seats (公募制, first placements): deferred acceptance."""

from __future__ import annotations

from grader.placement.rounds.acceptance import blocking_pairs, deferred_acceptance, lottery
from grader.placement.rounds.from_problem import make_round
from grader.placement.rounds.model import Answer, Outcome, Round, Vacancy

__all__ = [
    "Answer",
    "Outcome",
    "Round",
    "Vacancy",
    "blocking_pairs",
    "deferred_acceptance",
    "lottery",
    "make_round",
]
