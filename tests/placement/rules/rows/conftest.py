"""Tiny towns, and their best plans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.placement.problem.board import Board
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem
from grader.placement.problem.pairs import FULL_WEEK, is_beside
from grader.placement.program.assemble import assemble
from grader.placement.program.limits import Limits
from grader.placement.program.solve import solve
from grader.placement.rules.rows import row_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.placement.rules.model import Rows

DAY = date(2027, 4, 1)
GOALS = (Goal("fill", {"fill": 1.0}), Goal("fit", {"fit": 1.0}))


@dataclass(frozen=True)
class Town:
    """Makes people, posts and boards, and finds the best plan."""

    def person(self, id: str, post: str | None = None, **given: Any) -> Candidate:
        """Make a person; ``skills`` gives levels held for sure."""
        skills: Mapping[str, int] = given.pop("skills", {})
        levels = {
            skill: tuple(float(k <= level) for k in (1, 2, 3, 4)) for skill, level in skills.items()
        }
        return Candidate(
            id, f"N{id}", f"氏名{id}", "", "主事", "", post, levels=levels, hardest=skills, **given
        )

    def post(self, id: str, **given: Any) -> Post:
        """Make a post with one seat in a department of its own."""
        return Post(id, f"{id}係", **{"department": f"d-{id}", **given})

    def board(
        self,
        people: Iterable[Candidate],
        posts: Iterable[Post],
        fit: Mapping[str, float],
        *,
        years: int = 1,
        rules: Mapping[str, str] | None = None,
        **given: Any,
    ) -> Board:
        """Make a board whose pairs are written as person and post, such as ``"a-p"``, with their fit."""
        policy = PlanPolicy("1", GOALS, rules=rules or {})
        problem = Problem(DAY, tuple(people), tuple(posts), policy, years=years, **given)
        return board_of(problem, [key.split("-") for key in fit], list(fit.values()), years=years)

    def with_policy(self, board: Board, policy: PlanPolicy) -> Board:
        """Return the same board under another policy."""
        return replace(board, problem=replace(board.problem, policy=policy))

    def shortages(self, rows: Rows, plans: np.ndarray) -> np.ndarray:
        """Return the least shortage of each row under each plan; infinite where it may not be so large."""
        return shortages(rows, plans)

    def best(self, board: Board, without: str = "") -> tuple[str, dict[str, float]]:
        """Return the best plan, as ``"a-p b-q"``, and its shortages by code."""
        return self.best_of(board, [one for one in row_rules(board) if one.rule.code != without])

    def best_of(self, board: Board, rows: list[Rows]) -> tuple[str, dict[str, float]]:
        """Return the plan with the least weighted shortage, then the best fit; trying all plans finds none better."""
        program = assemble(board, rows, [])
        solution = solve(program, limits=Limits(gap=0.0))
        used = np.flatnonzero(solution.values[: len(board)] > 0.5)
        people, posts = board.problem.people, board.problem.posts
        told = (f"{people[board.person[j]].person}-{posts[board.post[j]].id}" for j in used)
        short = {
            block.rule.code: round(float(solution.values[block.shortages].sum()), 6)
            for block in program.blocks
            if block.shortages is not None
        }
        found = [round(stage.value, 6) for stage in solution.stages]
        assert best_by_trying_all(board, rows) == found
        return " ".join(told), {code: amount for code, amount in short.items() if amount}


def best_by_trying_all(board: Board, rows: list[Rows]) -> list[float]:
    """Return the least weighted shortage of all plans, and the best fit among those, as a cost."""
    plans = np.array(list(product((0.0, 1.0), repeat=len(board))))
    fill = np.zeros(len(plans))
    for each in rows:
        # A hard rule is broken or not: its shortage is 0 or infinite, whatever it weighs.
        fill += (each.rule.weight or 1.0) * shortages(each, plans).sum(axis=1)
    least = fill.min()
    return [round(float(least), 6), float((-plans @ board.fit)[fill < least + 1e-6].min())]


def board_of(problem: Problem, pairs: list[list[str]], fit: list[float], *, years: int) -> Board:
    """Make a board of the same pairs in every year."""
    people = {one.person: i for i, one in enumerate(problem.people)}
    posts = {one.id: i for i, one in enumerate(problem.posts)}
    found = sorted(
        (y, people[a], posts[p], f)
        for y in range(years)
        for (a, p), f in zip(pairs, fit, strict=True)
    )
    columns = np.array(found, dtype=float).reshape(-1, 4).T
    year, person, post = columns[:3].astype(int)
    days = np.array([one.days_per_week if is_beside(one) else FULL_WEEK for one in problem.posts])
    share = np.array([one.share for one in problem.people])
    present = np.array([posts.get(one.post or "", -1) for one in problem.people])
    nothing = np.zeros(len(found))
    return Board(
        problem,
        person=person,
        post=post,
        year=year,
        load=share[person] * days[post] / FULL_WEEK,
        stay=present[person] == post,
        fit=columns[3],
        growth=nothing,
        wish=nothing,
    )


def shortages(rows: Rows, plans: np.ndarray) -> np.ndarray:
    """Return the least shortage of each row under each plan; infinite where it may not be so large."""
    done = plans @ rows.matrix.toarray().T
    below, above = np.maximum(rows.lower - done, 0.0), np.maximum(done - rows.upper, 0.0)
    limit = np.zeros(len(rows.subjects)) if rows.shortage is None else rows.shortage
    low = np.isfinite(rows.lower)
    short = np.where(low, below, above)
    broken = (short > limit + 1e-9) | (low & (above > 1e-9))
    return np.where(broken, np.inf, np.where(short > 1e-9, short, 0.0))


@pytest.fixture(scope="session")
def town() -> Town:
    """Give the maker of towns."""
    return Town()
