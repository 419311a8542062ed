"""A town of five people and four posts, small enough to count by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from grader.placement.plan.placing import Placing
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem, SkillNeed
from grader.placement.program import Losses
from grader.placement.rules.make_board import make_board
from grader.standard import Development, Requirement

GOALS = (
    Goal("fill", {"fill": 1.0}),
    Goal("fit", {"fit": 1.0}),
    Goal("wishes", {"wishes": 1.0}),
    Goal("moves", {"moves": 1.0}),
)
SURE = (1.0, 1.0, 1.0, 0.0)
NEEDS = (Requirement("SEC-IAM", 2, 3.0, "must"), Requirement("SEC-LOG", 2, 1.0, "should"))


def person(id_, post, **more):
    """Somebody with a name, of grade 3, six years after the last move."""
    number = id_.removeprefix("p")
    return Candidate(
        id_,
        f"100{number}",
        f"青葉 {number}郎",
        "あおば",
        "主事",
        "d1",
        post,
        **{"grade": 3, "years_in_post": 4.0, **more},
    )


def make_town():
    """Two seats in the information division (one of them new), two at the counter, one in general affairs.

    p1 alone holds SEC-IAM in the information division; p2 wishes to go there, p3 wishes for general affairs, whose
    grades are 5 to 7; p4 is not to be moved; p5 is new.
    """
    people = (
        person(
            "p1",
            "it",
            levels={"SEC-IAM": SURE, "SEC-LOG": (1.0, 0.5, 0.0, 0.0)},
            hardest={"SEC-IAM": 3, "SEC-LOG": 2},
        ),
        person(
            "p2",
            "desk",
            levels={"SEC-IAM": (1.0, 0.5, 0.0, 0.0)},
            hardest={"SEC-IAM": 2},
            wishes=("it",),
        ),
        person("p3", "desk", years_in_post=6.0, wishes=("d3", "it")),
        person("p4", "gate", movable=False),
        person("p5", None),
    )
    posts = (
        Post("aff", "庶務係", "d3", seats=1, mandatory=1, grades=(5, 7)),
        Post("desk", "窓口係", "d2", seats=2, mandatory=1, min_years=3, max_years=6),
        Post("gate", "受付係", "d2", seats=1),
        Post(
            "it",
            "情報係",
            "d1",
            seats=1,
            mandatory=1,
            requires=NEEDS,
            develops=(Development("SEC-IAM", 2),),
            needs=(SkillNeed("SEC-IAM", 2, key=True),),
        ),
    )
    return Problem(
        appointed_on=date(2027, 4, 1),
        people=people,
        posts=posts,
        policy=PlanPolicy("t", GOALS),
        departments={"d1": "情報課", "d2": "市民課", "d3": "総務課"},
    )


@pytest.fixture
def town():
    """The problem."""
    return make_town()


@pytest.fixture
def standard(standard_of):
    """Two skills that notebooks can show up to level 3."""
    return standard_of({"SEC-IAM": 3, "SEC-LOG": 3}, {})


@pytest.fixture
def placing(standard):
    """The maker of a `Placing` from a problem and the pairs to use, without a solver."""

    def make(problem, *chosen, least=None):
        board, _ = make_board(problem, standard)
        used = np.array(
            [
                (problem.people[a].person, problem.posts[b].id) in chosen
                for a, b in zip(board.person, board.post, strict=True)
            ]
        )
        assert len(chosen) == used.sum()
        losses = np.zeros((len(board), 4))
        for pair, loss in (least or {}).items():
            at = [
                (problem.people[a].person, problem.posts[b].id)
                for a, b in zip(board.person, board.post, strict=True)
            ].index(pair)
            losses[at] = loss
        return Placing(
            board,
            used,
            standard,
            Losses(("fill", "fit", "wishes", "moves"), losses),
            {("p5", 0): ("P001", "P004", "P013")},
        )

    return make
