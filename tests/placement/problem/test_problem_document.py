"""A problem as JSON: nothing is lost, the hash says what it depends on."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from grader.demo.city import city_problem
from grader.errors import InputError
from grader.placement.problem import model
from grader.placement.problem.document import problem_document, problem_from, problem_sha256
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem
from grader.schema import load_schema, read_json, write_json
from grader.standard import Development, Link, Requirement, Tie, load_standard

ROOT = Path(__file__).parents[3]
DAY = date(2027, 4, 1)


@pytest.fixture(scope="module")
def problem():
    """A small city with something in every field."""
    drawn = city_problem(
        seed=3, people=12, posts=6, standard=load_standard(ROOT / "skills_standard")
    )
    person = replace(
        drawn.people[0],
        ties=(
            Tie("side_job", "甲", date(2020, 4, 1), date(2024, 3, 31)),
            Tie("employment", "乙", None, "unknown"),
        ),
        barred=frozenset({"b", "a"}),
        term_ends=DAY,
        wishes=("p2", "p1"),
    )
    return replace(
        drawn,
        people=(person, *drawn.people[1:]),
        pins=((person.person, drawn.posts[0].id),),
        announced=((person.person, 0, drawn.posts[0].id),),
        links=(Link("甲", "parent_of", "乙"),),
        standard="1.0.0",
    )


def test_what_is_written_is_read_again(problem, tmp_path):
    """Through a file that fits its schema, every field of everybody comes back the same."""
    path = tmp_path / "input.json"
    write_json(path, problem_document(problem), "plan_input")

    assert problem == problem_from(read_json(path, "plan_input"))


def test_the_same_problem_gives_the_same_hash(problem):
    """However sets and mappings were put together, and whether a number was written as 1 or 1.0."""
    first = problem.people[0]
    turned = dict(sorted(first.levels.items(), reverse=True))
    same = replace(
        first,
        levels=turned,
        barred=frozenset(["a", "b"]),
        share=int(first.share) if first.share == 1 else first.share,
    )

    assert problem_sha256(problem) == problem_sha256(
        replace(problem, people=(same, *problem.people[1:]))
    )


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 99},
        {"years": 2},
        {"bid_rules": ()},
        {"appointed_on": date(2027, 4, 2)},
        {"policy": PlanPolicy("2", (Goal("fill", {"fill": 1.0}),))},
        {"forbids": (("s1", "p1"),)},
        {"standard": "1.0.1"},
    ],
)
def test_another_problem_gives_another_hash(problem, change):
    """Whatever a plan depends on changes the hash."""
    assert problem_sha256(problem) != problem_sha256(replace(problem, **change))


def test_the_order_of_wishes_counts(problem):
    """A first wish is no second one."""
    first = problem.people[0]
    other = replace(first, wishes=tuple(reversed(first.wishes)))

    assert problem_sha256(problem) != problem_sha256(
        replace(problem, people=(other, *problem.people[1:]))
    )


def test_the_hash_stays_what_it_is():
    """An empty problem of today has this hash; if it changes, stored plans no longer match their input.

    Written down when the format was made; it tells of a change, not of a truth.
    """
    empty = Problem(DAY, (), (), PlanPolicy("1", (Goal("fill", {"fill": 1.0}),)))

    assert "b7ee9eb9bce9eedbb56e2b96952c4ba196976926963e0c8a259e957d2a056fda" == problem_sha256(
        empty
    )


@pytest.mark.parametrize(
    "kind",
    [
        *(getattr(model, name) for name in ("Budget", "Relation", "SkillNeed")),
        *(Candidate, Development, Goal, Link, PlanPolicy, Post, Requirement, Tie),
    ],
)
def test_the_schema_has_every_field(kind):
    """No field is left out of the schema, and none is there that the records do not have."""
    named = load_schema("plan_input")["$defs"][kind.__name__]

    assert {field.name for field in fields(kind)} == set(named["properties"])
    assert set(named["required"]) == set(named["properties"])


@pytest.mark.parametrize(
    ("key", "value"),
    [("years", 9), ("appointed_on", "1 April"), ("seed", "1"), ("unknown", 1)],
)
def test_a_broken_document_is_refused(problem, tmp_path, key, value):
    """The message names the schema; nothing is written."""
    with pytest.raises(InputError, match="plan_input"):
        write_json(tmp_path / "x.json", problem_document(problem) | {key: value}, "plan_input")
    assert [] == list(tmp_path.iterdir())
