"""One person, a few posts, and the plan that the planner makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem
from grader.placement.problem.pairs import every_pair
from grader.placement.program.assemble import assemble
from grader.placement.program.limits import Limits
from grader.placement.program.solve import solve
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pairs import breaks, pair_rules
from grader.placement.rules.rows import row_rules
from grader.standard import load_standard

if TYPE_CHECKING:
    from grader.standard import Standard

DAY = date(2027, 4, 1)
GOALS = (Goal("fill", {"fill": 1.0}), Goal("wishes", {"wishes": 1.0}))
ROOT = Path(__file__).parents[4]


@dataclass(frozen=True)
class Office:
    """Makes people, posts and problems, and asks the rules and the planner about them."""

    standard: Standard

    def person(self, id: str = "s1", post: str | None = "here", **given: Any) -> Candidate:
        """Make a person in the post ``here``."""
        return Candidate(id, "001", "氏名", "しめい", "主事", "d-here", post, **given)

    def post(self, id: str, **given: Any) -> Post:
        """Make a post with a seat for everybody in a department of its own."""
        return Post(id, f"{id}係", **{"department": f"d-{id}", "seats": 9.0, **given})

    def problem(self, people: list[Candidate], posts: list[Post], **given: Any) -> Problem:
        """Make a problem with the goals fill and wishes."""
        policy = PlanPolicy("1", GOALS, **given.pop("policy", {}))
        return Problem(DAY, tuple(people), tuple(posts), policy, **given)

    def broken(self, code: str, problem: Problem) -> set[tuple[str, str]]:
        """Return the pairs that break a rule, as person and post."""
        marks = breaks(code, every_pair(problem), self.standard)
        return {
            (problem.people[row].person, problem.posts[column].id)
            for row, column in np.argwhere(marks)
        }

    def plan(self, problem: Problem) -> dict[str, str]:
        """Return the main post of everybody in the best plan."""
        board, _ = make_board(problem, self.standard)
        _, charges = pair_rules(board, self.standard)
        program = assemble(board, row_rules(board), charges)
        values = solve(program, limits=Limits(threads=1)).values[: len(board)]
        return {
            problem.people[board.person[pair]].person: problem.posts[board.post[pair]].id
            for pair in np.flatnonzero(values > 0.5)
        }


@pytest.fixture(scope="session")
def office() -> Office:
    """The office, with the standard of this repository."""
    return Office(load_standard(ROOT / "skills_standard"))
