"""A plan as it is stored and shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.placement.rules.model import Flag

if TYPE_CHECKING:
    from datetime import date

    from grader.placement.program.model import Stage
    from grader.text import Text

__all__ = ["Flag", "MoveKind", "NextBest", "Placed", "Plan", "Shortage"]

MoveKind = Literal[
    "stay",
    "rotation",
    "secondment",
    "private-secondment",
    "return",
    "concurrent",
    "sharing",
    "side-job",
    "new",
    "unplaced",
]


@dataclass(frozen=True, slots=True)
class NextBest:
    """The best that would come out if the person went elsewhere.

    Parameters
    ----------
    post : str
        Id of the other post.
    cost : tuple of (str, float)
        Least loss by goal, in the goal's own units; a bound from reduced costs, or exact where `exact`.
    exact : bool
        Whether the plan was solved again for it.
    """

    post: str
    cost: tuple[tuple[str, float], ...]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """One person in one year of a plan.

    Parameters
    ----------
    person : str
        Person id.
    year : int
        Year of the plan, from 0.
    before, after : str or None
        Posts before and after; None: none.
    kind : str
        Kind of move.
    fit, fit_low, fit_high : float or None
        Fit to the new post, 0 to 1: expected over what was measured, with everything unknown at its worst and best;
        None where nothing was measured.
    growth : float
        Expected levels gained.
    wish : int
        Rank of the wish granted, from 1; 0: none.
    met, unmet, unknown : tuple of str
        Skills asked for that are met, not met, or not known.
    points : tuple of (str, float)
        Parts of the score, by goal.
    reason : Text
        Why, in one or two sentences with numbers.
    flags : tuple of Flag
        What must be looked at.
    next_best : NextBest or None
        The next best post, and what it would cost.
    """

    person: str
    year: int
    before: str | None
    after: str | None
    kind: MoveKind
    fit: float | None
    fit_low: float | None
    fit_high: float | None
    growth: float
    wish: int
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    unknown: tuple[str, ...]
    points: tuple[tuple[str, float], ...]
    reason: Text
    flags: tuple[Flag, ...] = ()
    next_best: NextBest | None = None


@dataclass(frozen=True, slots=True)
class Shortage:
    """What a plan could not do, by name of the rule.

    Parameters
    ----------
    rule : str
        Code of the rule.
    person, post, skill : str
        What it is about; empty where none is meant.
    level : int
        Level of the skill; 0 where none is meant.
    year : int
        Year of the plan, from 0.
    amount : float
        Units short.
    text : Text
        The shortage in a sentence with numbers.
    blocked_by : tuple of str
        Codes of the rules that stand in the way: an irreducible set, all of which hold together only with the
        shortage.
    remedy : Text
        What would mend it.
    """

    rule: str
    person: str
    post: str
    skill: str
    level: int
    year: int
    amount: float
    text: Text
    blocked_by: tuple[str, ...]
    remedy: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan (案).

    Parameters
    ----------
    name : str
        Name of the plan, such as 案1.
    appointed_on : date
        発令日.
    years : int
        Years planned.
    engine, solver : str
        Versions.
    input_sha256 : str
        Hash of the problem.
    seed : int
        Seed of the solver.
    stages : tuple of Stage
        Goal by goal: value, bound, status.
    placed : tuple of Placed
        By year and person.
    shortages : tuple of Shortage
        不足一覧.
    pairs : int
        Pairs looked at.
    complete : bool
        Whether these were all pairs that the rules allow. If not, bounds hold for the pairs looked at.
    seconds, gap : float
        Limits of the solver; with the same ones the plan comes out again, unless the time runs out.
    threads : int
        Threads of the solver.
    """

    name: str
    appointed_on: date
    years: int
    engine: str
    solver: str
    input_sha256: str
    seed: int
    stages: tuple[Stage, ...]
    placed: tuple[Placed, ...]
    shortages: tuple[Shortage, ...]
    pairs: int
    complete: bool
    seconds: float = 60.0
    gap: float = 1e-4
    threads: int = 2
