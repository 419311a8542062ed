"""Tiny towns, and all plans over them, tried one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.placement.problem.board import Board
from grader.placement.problem.model import Candidate, PlanPolicy, Post, Problem
from grader.placement.problem.pairs import FULL_WEEK, is_beside
from grader.placement.rules.rows import row_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.placement.rules.model import Rows

DAY = date(2027, 4, 1)


@dataclass(frozen=True)
class Town:
    """Makes people, posts and boards, and finds the best plan by trying all."""

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
        policy = PlanPolicy("1", (), rules=rules or {})
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
        rows = [each for each in row_rules(board) if each.rule.code != without]
        return self.best_of(board, rows)

    def best_of(self, board: Board, rows: list[Rows]) -> tuple[str, dict[str, float]]:
        """Return the plan with the least weighted shortage, then the best fit, under given rows."""
        plans = np.array(list(product((0.0, 1.0), repeat=len(board))))
        missing = {each.rule.code: shortages(each, plans).sum(axis=1) for each in rows}
        # A hard rule is broken or not: its shortage is 0 or infinite, whatever it weighs.
        weights = {each.rule.code: each.rule.weight or 1.0 for each in rows}
        fill = sum((weights[code] * short for code, short in missing.items()), np.zeros(len(plans)))
        least = np.lexsort((-plans @ board.fit, fill.round(9)))[0]
        assert np.isfinite(fill[least]), "no plan is possible"
        told = [
            f"{board.problem.people[board.person[j]].person}-{board.problem.posts[board.post[j]].id}"
            for j in np.flatnonzero(plans[least])
        ]
        short = {code: float(found[least]) for code, found in missing.items()}
        return " ".join(told), {code: amount for code, amount in short.items() if amount}


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
