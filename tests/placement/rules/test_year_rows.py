"""Plans over several years: moves, least stays, terms, out and back."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from grader.placement.problem.board import Board
from grader.placement.problem.model import Candidate, PlanPolicy, Post, Problem
from grader.placement.rules.catalogue import P028
from grader.placement.rules.years import least_stay, over_years, year_rows
from grader.standard import load_standard

DAY = date(2027, 4, 1)
STANDARD = load_standard(Path(__file__).parents[3] / "skills_standard")


def person(name: str, post: str | None = "a", **more) -> Candidate:
    return Candidate(name, name, name, name, "主任", "d", post, consents=frozenset("xy"), **more)


def post(name: str, **more) -> Post:
    return Post(name, name, "d", **more)


def first_year(people, posts, years: int) -> Board:
    """Everybody and every post."""
    problem = Problem(DAY, tuple(people), tuple(posts), PlanPolicy("t", ()), years=years)
    pairs = list(product(range(len(people)), range(len(posts))))
    person_of, post_of = (np.array(side, dtype=np.intp) for side in zip(*pairs, strict=True))
    stay = np.array([people[s].post == posts[p].id for s, p in pairs])
    zero = np.zeros(len(pairs))
    year = np.zeros(len(pairs), dtype=np.intp)
    return Board(problem, person_of, post_of, year, zero + 1, stay, zero, zero, zero)


def allowed(people, posts, years: int) -> set[tuple[str, ...]]:
    """All careers of the first person, one post a year, that the rows allow."""
    board = over_years(first_year(people, posts, years), STANDARD)
    rows = year_rows(board, P028)
    found = set()
    for career in product(range(len(posts)), repeat=years):
        chosen = [
            (board.person == 0) & (board.year == year) & (board.post == place)
            for year, place in enumerate(career)
        ]
        if not all(mask.any() for mask in chosen):
            continue
        x = np.sum(chosen, axis=0).astype(float)
        # Every move column at 1: what is refused then is refused for another reason.
        value = rows.matrix @ x + rows.own @ np.ones(rows.own.shape[1])
        if (value <= rows.upper + 1e-9).all():
            found.add(tuple(posts[place].id for place in career))
    return found


def moves_needed(people, posts, career) -> float:
    """How many move columns a career of the first person forces to 1."""
    board = over_years(first_year(people, posts, len(career)), STANDARD)
    rows = year_rows(board, P028)
    index = {each.id: place for place, each in enumerate(posts)}
    x = np.zeros(len(board))
    for year, name in enumerate(career):
        x[(board.person == 0) & (board.year == year) & (board.post == index[name])] = 1
    short = np.maximum(0, rows.matrix @ x - rows.upper)
    assert (short[np.asarray(abs(rows.own).sum(axis=1)).ravel() == 0] == 0).all()
    return float(np.unique(rows.own[short > 0].indices).size)


def test_a_plan_of_one_year_has_no_rows_between_years():
    """One year needs no rule of this kind, and its board stays as it is."""
    board = first_year([person("s1")], [post("a"), post("b")], 1)
    assert over_years(board, STANDARD) is board
    assert year_rows(board, P028) is None


def test_a_change_between_two_years_is_a_move():
    """Staying costs nothing after the first year; each change costs one move of that year."""
    people, posts = [person("s1")], [post("a"), post("b")]
    careers = {"aaa": 0, "baa": 1, "bba": 1, "abb": 1, "aba": 2}
    counted = {career: moves_needed(people, posts, career) for career in careers}
    assert counted == {"aaa": 0, "baa": 1, "bba": 1, "abb": 1, "aba": 2}


def test_who_arrives_stays_the_least_years():
    """With two years at least in b nobody goes to b for one year; the present holder may leave at once."""
    posts = [post("a"), post("b", min_years=2)]
    assert allowed([person("s1")], posts, 3) == {
        ("a", "a", "a"),
        ("a", "a", "b"),
        ("a", "b", "b"),
        ("b", "b", "a"),
        ("b", "b", "b"),
    }
    assert ("b", "a", "a") in allowed([person("s1", "b")], posts, 3)


def test_a_secondment_lasts_its_term_and_ends():
    """Two years out means exactly two years, then a year inside; going out in the last year is only begun."""
    posts = [post("a"), post("x", kind="secondment", term_months=24)]
    assert allowed([person("s1")], posts, 4) == {
        ("a", "a", "a", "a"),
        ("a", "a", "a", "x"),
        ("a", "a", "x", "x"),
        ("a", "x", "x", "a"),
        ("x", "x", "a", "a"),
        ("x", "x", "a", "x"),
    }


def test_from_a_secondment_nobody_goes_to_another_one():
    """Between two secondments there is a year inside."""
    away = [post(name, kind="secondment", term_months=12) for name in "xy"]
    found = allowed([person("s1")], [post("a"), *away], 3)
    assert ("x", "a", "y") in found
    assert ("x", "y", "a") not in found
    assert ("x", "x", "a") not in found


@pytest.mark.parametrize(
    ("ends", "years_out"),
    [("2027-04-01", 1), ("2028-03-31", 1), ("2029-04-01", 3)],
)
def test_a_present_secondment_goes_on_until_its_term_ends(ends, years_out):
    """The present secondment may go on in the years that begin on or before its last day."""
    people = [person("s1", "x", term_ends=date.fromisoformat(ends))]
    board = over_years(
        first_year(people, [post("a"), post("x", kind="secondment", term_months=36)], 3), STANDARD
    )
    assert board.year[board.stay].tolist() == list(range(years_out))


def test_least_stay_of_a_secondment_is_its_term():
    """The term decides for a secondment, the least years of the post elsewhere."""
    assert least_stay(post("x", kind="secondment", term_months=24, min_years=1)) == 2
    assert least_stay(post("a", min_years=2.5)) == 3
    assert least_stay(post("a")) == 1
