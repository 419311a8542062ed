"""What the papers of a plan are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.placement.exports.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import Problem
    from grader.standard import Standard


@dataclass(frozen=True, slots=True)
class Basis:
    """What the input of a plan rests on, as far as the problem itself does not say.

    Parameters
    ----------
    known_at : datetime or None
        The records were read as they were known then; None: as known when the plan was made.
    bank : str
        Version of the bank of items behind the levels; empty if not known.
    """

    known_at: datetime | None = None
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers are made from.

    Parameters
    ----------
    problem : Problem
        What the plan was made from.
    plan : Plan
        The plan.
    standard : Standard
        Names of skills and placements.
    basis : Basis
        What the input rests on.
    wording : Wording
        The city's sentences for orders.
    modules : mapping of (str, str) to tuple of str
        Names of the modules that close a gap, by person and skill; empty where there is no training plan.
    """

    problem: Problem
    plan: Plan
    standard: Standard
    basis: Basis = field(default_factory=Basis)
    wording: Wording = field(default_factory=Wording)
    modules: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
