"""The rules of a plan, each with a code, a name, and one function that writes it over the pairs."""

from __future__ import annotations

from grader.placement.rules.catalogue import ALWAYS_HARD, RULES
from grader.placement.rules.model import Bar, Charge, Flag, PlanRule, Rows, Subject

__all__ = [
    "ALWAYS_HARD",
    "RULES",
    "Bar",
    "Charge",
    "Flag",
    "PlanRule",
    "Rows",
    "Subject",
]
