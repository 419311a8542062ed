"""Rounds: stable, best for each person, and not to be gained from by wishing otherwise; against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.demo.city import city_problem
from grader.errors import InputError
from grader.placement.problem.board import Board
from grader.placement.rounds import (
    Round,
    Vacancy,
    blocking_pairs,
    deferred_acceptance,
    lottery,
    make_round,
)
from grader.standard import load_standard

ROOT = Path(__file__).parents[3]


def drawn(seed, persons=4, posts=3):
    """A small round with ties, ineligible people, empty lists of wishes and posts without seats."""
    rng = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(posts)]
    people = [f"s{i}" for i in range(persons)]
    vacancies = {
        name: Vacancy(
            name,
            name,
            int(rng.integers(0, 3)),
            {person: float(rng.integers(0, 3)) for person in people if rng.random() < 0.8},
        )
        for name in names
    }
    wishes = {
        person: tuple(rng.permutation(names)[: rng.integers(0, posts + 1)].tolist())
        for person in people
    }
    return Round(wishes, vacancies, seed)


def all_stable(round_):
    """Every matching without a blocking pair, found by looking at all of them."""
    people = list(round_.wishes)
    options = [
        [None, *(p for p in round_.wishes[one] if one in round_.vacancies[p].points)]
        for one in people
    ]
    for choice in product(*options):
        fits = all(choice.count(p) <= v.seats for p, v in round_.vacancies.items())
        matching = dict(zip(people, choice, strict=True))
        if fits and not blocking_pairs(round_, matching):
            yield matching


def rank(round_, person, post):
    """How far down the list a post is; nothing is below all wishes."""
    wishes = round_.wishes[person]
    return wishes.index(post) if post in wishes else len(wishes)


rounds = st.integers(0, 100_000).map(drawn)


@given(rounds)
@settings(max_examples=60)
def test_the_outcome_is_stable(round_):
    """Nobody and no post would both rather have each other, and no post takes more people than seats."""
    matching = deferred_acceptance(round_).matching
    assert [] == blocking_pairs(round_, matching)
    for post, vacancy in round_.vacancies.items():
        assert sum(given == post for given in matching.values()) <= vacancy.seats


@given(rounds)
@settings(max_examples=40)
def test_the_outcome_is_the_best_stable_one_for_each_person(round_):
    """Of all stable matchings, listed by brute force, nobody is better off in any other."""
    matching = deferred_acceptance(round_).matching
    stable = list(all_stable(round_))
    assert matching in stable
    for person in round_.wishes:
        best = min(rank(round_, person, other[person]) for other in stable)
        assert best == rank(round_, person, matching[person])


@given(rounds)
@settings(max_examples=40)
def test_the_same_people_are_placed_in_every_stable_matching(round_):
    """Rural hospitals (Roth 1986): who is placed does not depend on the stable matching, nor does an unfilled post."""
    outcome = deferred_acceptance(round_)
    for other in all_stable(round_):
        placed = {person for person, post in other.items() if post}
        assert placed == {person for person, post in outcome.matching.items() if post}
        for post in outcome.unfilled:
            here = {person for person, given in outcome.matching.items() if given == post}
            assert here == {person for person, given in other.items() if given == post}


@given(st.integers(0, 100_000))
@settings(max_examples=25)
def test_nobody_gains_by_wishing_otherwise(seed):
    """One person's every other list of wishes gives that person nothing better, by the true wishes."""
    round_ = drawn(seed)
    person = "s0"
    honest = rank(round_, person, deferred_acceptance(round_).matching[person])
    posts = list(round_.vacancies)
    for length in range(len(posts) + 1):
        for wishes in permutations(posts, length):
            other = replace(round_, wishes={**round_.wishes, person: wishes})
            assert honest <= rank(round_, person, deferred_acceptance(other).matching[person])


def test_the_checker_finds_what_is_wrong():
    """A free seat, a better claim and an unsuitable person each make a blocking pair."""
    vacancies = {
        "a": Vacancy("a", "A", 1, {"x": 2.0, "y": 1.0}),
        "b": Vacancy("b", "B", 1, {"y": 1.0}),
    }
    round_ = Round({"x": ("a",), "y": ("a", "b"), "z": ("b",)}, vacancies, 1)
    assert [] == blocking_pairs(round_, {"x": "a", "y": "b", "z": None})
    assert [("x", "a")] == blocking_pairs(round_, {"x": None, "y": "a", "z": None})
    assert [("y", "b")] == blocking_pairs(round_, {"x": "a", "y": None, "z": None})
    assert ("z", "b") in blocking_pairs(round_, {"x": "a", "y": None, "z": "b"})


def test_each_person_is_told_why():
    """By hand: two seats go to 90 and 80 points; 70 goes to the second wish; a tie is settled by lot and said so."""
    points = {"a": 90.0, "b": 80.0, "c": 70.0}
    vacancies = {
        "window": Vacancy("window", "窓口係", 2, points),
        "tax": Vacancy("tax", "収納係", 1, {"c": 5.0, "d": 5.0}),
    }
    wishes = {
        "a": ("window",),
        "b": ("window",),
        "c": ("window", "tax"),
        "d": ("window", "tax"),
        "e": (),
    }
    outcome = deferred_acceptance(Round(wishes, vacancies, seed=3))
    first, second = sorted("cd", key=lambda person: outcome.answers[person].lot)
    told = {person: answer.reason.ja for person, answer in outcome.answers.items()}
    assert "第1希望の「窓口係」に決まりました。" == told["a"]
    assert "第1希望の「窓口係」は、" in told["c"]
    assert "定員2人が、点数の高い人で埋まりました。" in told["c"]
    assert "第1希望の「窓口係」は、応募の条件を満たしていません。" in told["d"]
    assert told[first].endswith("第2希望の「収納係」に決まりました。")
    assert "抽選で先になった人で埋まりました。希望した先には決まりませんでした。" in told[second]
    assert "今回募集したポストへの希望がありませんでした。" == told["e"]
    assert "its 1 seat went" in outcome.answers[second].reason.en
    assert {} == outcome.unfilled


def test_the_lottery_is_a_function_of_seed_and_ids():
    """Numbers 1 to n come once each, whatever the order of the input; another seed draws others."""
    people = {f"s{i:02d}": () for i in range(30)}
    lots = lottery(people, 5)
    assert list(range(1, 31)) == sorted(lots.values())
    assert lots == lottery(dict(reversed(people.items())), 5)
    assert lots != lottery(people, 6)


@pytest.mark.parametrize(
    ("wishes", "seats", "points"),
    [(("x",), 1, 1.0), (("a", "a"), 1, 1.0), (("a",), -1, 1.0), (("a",), 1, float("nan"))],
)
def test_what_cannot_be_is_refused(wishes, seats, points):
    """An unknown post, the same wish twice, negative seats and points that are no number are named."""
    with pytest.raises(InputError):
        deferred_acceptance(Round({"s": wishes}, {"a": Vacancy("a", "A", seats, {"s": points})}, 1))


def test_a_large_round_is_stable():
    """10,000 people with three wishes and 500 posts, half of whose points are equal, are placed without a blocking pair."""
    rng = np.random.default_rng(1)
    people = [f"s{i:05d}" for i in range(10_000)]
    wishes = {one: tuple(f"p{i}" for i in rng.permutation(500)[:3]) for one in people}
    asked = {f"p{i}": {} for i in range(500)}
    for one, posts in wishes.items():
        for post in posts:
            asked[post][one] = float(rng.integers(0, 5))
    vacancies = {post: Vacancy(post, post, 19, points) for post, points in asked.items()}
    round_ = Round(wishes, vacancies, 1)
    outcome = deferred_acceptance(round_)
    assert [] == blocking_pairs(round_, outcome.matching)
    assert 9_500 - sum(outcome.unfilled.values()) == sum(1 for p in outcome.matching.values() if p)


def test_a_round_is_made_of_a_problem():
    """Wishes for what is not open fall away, one for a department stands for its posts, points are the board's."""
    standard = load_standard(ROOT / "skills_standard")
    problem = city_problem(seed=1, people=40, posts=10, standard=standard)
    person = replace(problem.people[0], wishes=("d002", "p0001"))
    problem = replace(problem, people=(person, *problem.people[1:]))
    who, where = np.repeat(np.arange(40), 10), np.tile(np.arange(10), 40)
    score = (np.arange(400) % 10).astype(float)
    none = np.zeros(400)
    board = Board(problem, who, where, none.astype(int), none + 1, none > 0, score, none, none)
    seats = {"p0001": 1, "p0007": 2, "p0009": 1}
    round_ = make_round(
        board, score, seats=seats, persons=[p.person for p in problem.people], seed=1
    )
    assert ("p0009", "p0007", "p0001") == round_.wishes[person.person]
    assert 40 == len(round_.vacancies["p0007"].points)
    assert 6.0 == round_.vacancies["p0007"].points["s00002"]
    assert [] == blocking_pairs(round_, deferred_acceptance(round_).matching)
