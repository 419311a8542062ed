"""A program that is solved in a second, and small programs treated as large ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.demo.city.problem import city_problem
from grader.placement.problem.model import Goal
from grader.placement.program import assemble, lagrange
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pairs import pair_rules
from grader.placement.rules.rows import row_rules
from grader.standard import load_standard


def made(*, seed, people, posts, goals=None):
    """The program of some people of a city, with parts of posts, sums of skills and secondments."""
    standard = load_standard(Path(__file__).parents[3] / "skills_standard")
    problem = city_problem(seed=seed, people=people, posts=posts, standard=standard)
    if goals:
        problem = replace(problem, policy=replace(problem.policy, goals=goals))
    board = make_board(problem, standard)[0]
    return assemble(board, row_rules(board), pair_rules(board, standard)[1])


@pytest.fixture(scope="package")
def program():
    """The program of 100 people and 12 posts."""
    return made(seed=3, people=100, posts=12)


@pytest.fixture(scope="package")
def larger():
    """The program of 200 people and 20 posts, whose rows share people so that no single one shows who is divided."""
    return made(seed=4, people=200, posts=20)


@pytest.fixture(scope="package")
def giving():
    """The program of 100 people and 12 posts by five goals, of which three give way to the later ones."""
    goals = (
        Goal("fill", {"fill": 1.0}),
        Goal("fit", {"fit": 1.0}, 0.01),
        Goal("wishes", {"wishes": 1.0}, 0.02),
        Goal("growth", {"growth": 1.0}, 0.05),
        Goal("moves", {"moves": 1.0}),
    )
    return made(seed=3, people=100, posts=12, goals=goals)


@pytest.fixture
def every_size(monkeypatch):
    """Small programs are treated as large ones."""
    monkeypatch.setattr(lagrange, "_MANY", 0)
