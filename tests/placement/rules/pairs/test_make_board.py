"""Points of pairs, and which pairs a plan looks at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import InputError
from grader.placement.problem.pairs import every_pair
from grader.placement.problem.points import points_of
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pairs import shut_out
from grader.standard import Development, Requirement, Tie

CITY = {"candidates_per_person": 1, "candidates_per_post": 1}
HIGH, LOW = (1.0, 0.8, 0.4, 0.0), (0.5, 0.2, 0.0, 0.0)


def pairs_of_board(board):
    """Return the pairs of a board as person and post."""
    problem = board.problem
    return [
        (problem.people[person].person, problem.posts[post].id)
        for person, post in zip(board.person, board.post, strict=True)
    ]


def test_points_are_counted_by_hand(office):
    """SEC-LOG 2 of weight 3 and SEC-IAM 1 of weight 1: (3·(1 + 0.8) + 0.5) / (3·2 + 1) = 843 points of fit.

    Growth to SEC-IAM 2 and SEC-LOG 3: (0.5 + 0.8) + (0 + 0.2 + 0.6) = 2.1 of 5 levels.
    """
    person = office.person(levels={"SEC-LOG": HIGH, "SEC-IAM": LOW})
    post = office.post(
        "here",
        requires=(Requirement("SEC-LOG", 2, 3.0, "must"), Requirement("SEC-IAM", 1, 1.0, "nice")),
        develops=(Development("SEC-IAM", 2), Development("SEC-LOG", 3)),
    )
    points = points_of(office.problem([person], [post]), office.standard)

    assert [[843.0]] == points.fit.tolist()
    assert [[420.0]] == points.growth.tolist()


def test_nothing_measured_or_asked_gives_no_points(office):
    """Neither people without evidence nor posts without requirements earn any, nor a skill the standard lacks."""
    people = [office.person("known", levels={"SEC-LOG": HIGH, "GONE": HIGH}), office.person("new")]
    posts = [
        office.post("asks", requires=(Requirement("SEC-LOG", 1, 1.0, "must"),)),
        office.post("gone", requires=(Requirement("GONE", 1, 1.0, "must"),)),
        office.post("open"),
    ]
    points = points_of(office.problem(people, posts), office.standard)

    assert [[1000.0, 0.0, 0.0], [0.0, 0.0, 0.0]] == points.fit.tolist()
    assert not points.growth.any()


def test_a_skill_asked_for_twice_counts_once_at_its_highest(office):
    """The placement asks level 1, the role level 2: only level 2 counts, 0.9 of two levels."""
    needs = (Requirement("SEC-LOG", 1, 3.0, "must"), Requirement("SEC-LOG", 2, 1.0, "should"))
    person = office.person(levels={"SEC-LOG": (1.0, 0.8, 0.0, 0.0)})
    points = points_of(
        office.problem([person], [office.post("here", requires=needs)]), office.standard
    )

    assert [[900.0]] == points.fit.tolist()


def test_points_of_wishes(office):
    """The rank counts, a department means all its posts, to stay is a first wish, a fourth wish earns nothing."""
    people = [
        office.person("a", wishes=("two", "d-one", "b1", "here")),
        office.person("b", wants_to_stay=True, wishes=("one", "here")),
        office.person("c", wishes=("nowhere", "two")),
    ]
    posts = [
        office.post("here"),
        office.post("one", department="d-one"),
        office.post("three", department="d-three", divisions=("b1",)),
        office.post("two", department="d-one"),
    ]
    points = points_of(office.problem(people, posts), office.standard)

    assert [[0, 200, 100, 300], [300, 300, 0, 0], [0, 0, 0, 200]] == points.wish.tolist()


def test_load_is_the_share_of_the_seat(office):
    """Half a person fills half a main seat; two days a week beside the main post are 0.4 of a person, 0.2 of half one."""
    person = office.person(share=0.5, consents=frozenset({"agency"}))
    posts = [
        office.post("agency", kind="secondment", days_per_week=2.0),
        office.post("beside", kind="concurrent", days_per_week=1.0),
        office.post("here"),
        office.post("short", days_per_week=3.0),
    ]
    board, complete = make_board(office.problem([person], posts), office.standard)

    assert [0.2, 0.1, 0.5, 0.5] == pytest.approx(board.load.tolist())
    assert [False, False, True, False] == board.stay.tolist()
    assert complete


def test_who_leaves_has_no_pairs(office):
    """Not even the present post."""
    people = [office.person("gone", leaves=True), office.person("here")]
    board, complete = make_board(office.problem(people, [office.post("here")]), office.standard)

    assert [("here", "here")] == pairs_of_board(board)
    assert complete


def test_some_pairs_are_looked_at_whatever_their_points(office):
    """Present, second and return posts, wishes, pins and what was announced, beside the one best pair of each."""
    person = office.person(
        "a",
        wishes=("d-wish",),
        return_post="back",
        beside=frozenset({"second"}),
        levels={"SEC-LOG": HIGH},
    )
    rival = office.person("b", "best", levels={"SEC-LOG": HIGH})
    names = ("announced", "back", "best", "here", "other", "pinned", "second", "wish")
    needs = (Requirement("SEC-LOG", 1, 1.0, "must"),)
    posts = [office.post(name, requires=needs if name == "best" else ()) for name in names]
    problem = office.problem(
        [person, rival],
        posts,
        policy=CITY,
        pins=(("a", "pinned"),),
        announced=(("a", 0, "announced"),),
    )
    board, complete = make_board(problem, office.standard)
    of_a = [post for person, post in pairs_of_board(board) if person == "a"]
    stays = [posts[post].id for post in board.post[board.stay & (board.person == 0)]]

    assert {"announced", "back", "best", "here", "pinned", "second", "wish"} <= set(of_a)
    assert ["here", "second"] == stays
    assert not complete


def test_a_pin_opens_no_pair_that_a_rule_shuts(office):
    """What is barred stays barred; that the pin cannot be kept is told as a shortage."""
    person = office.person(barred=frozenset({"there"}), wishes=("there",))
    posts = [office.post("here"), office.post("there")]
    problem = office.problem([person], posts, pins=(("s1", "there"),))
    board, complete = make_board(problem, office.standard)

    assert [("s1", "here")] == pairs_of_board(board)
    assert complete


def test_unknown_people_do_not_all_look_at_the_same_posts(office):
    """With one candidate each, people of whom nothing is known look at different posts."""
    people = [office.person(f"n{number}", None) for number in range(6)]
    posts = [office.post(f"p{number}") for number in range(6)]
    policy = {"candidates_per_person": 1, "candidates_per_post": 0}
    board, _ = make_board(office.problem(people, posts, policy=policy), office.standard)

    assert 6 == len(board)
    assert set(range(6)) == set(board.post.tolist())


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), per_person=st.integers(1, 4), per_post=st.integers(1, 4))
def test_the_best_pairs_are_kept_and_the_shut_ones_are_not(office, seed, per_person, per_post):
    """Nobody's better allowed pair is left out while `per_person` worse ones are kept; pairs come in order, each once."""
    rng = np.random.default_rng(seed)
    skills = ["SEC-LOG", "SEC-IAM", "NET-BASIC"]
    posts = [
        office.post(f"p{n}", requires=(Requirement(skills[n % 3], 1 + n % 3, 1.0, "must"),))
        for n in range(7)
    ]
    people = [
        office.person(
            f"s{n}",
            f"p{rng.integers(7)}",
            levels={s: tuple(np.sort(rng.random(4))[::-1].tolist()) for s in skills},
            barred=frozenset({f"p{rng.integers(7)}"}),
        )
        for n in range(9)
    ]
    policy = {"candidates_per_person": per_person, "candidates_per_post": per_post}
    problem = office.problem(people, posts, policy=policy)
    board, complete = make_board(problem, office.standard)
    points = points_of(problem, office.standard)
    total = points.fit + points.growth + points.wish
    allowed = ~shut_out(every_pair(problem), office.standard)
    kept = np.zeros_like(allowed)
    kept[board.person, board.post] = True

    assert sorted(zip(board.person, board.post, strict=True)) == list(
        zip(board.person, board.post, strict=True)
    )
    assert not (kept & ~allowed).any()
    assert complete == (kept == allowed).all()
    for axis, count in ((0, per_person), (1, per_post)):
        for kept_, allowed_, total_ in zip(
            *(np.moveaxis(table, axis, 0) for table in (kept, allowed, total)), strict=True
        ):
            best = np.sort(total_[allowed_])[::-1][:count]
            assert np.sort(total_[kept_])[::-1][: len(best)].tolist() == best.tolist()


def test_the_same_problem_gives_the_same_board(office):
    """Arrays are equal to the last bit."""
    people = [office.person(f"s{n}", ties=(Tie("employment", "甲"),)) for n in range(5)]
    problem = office.problem(people, [office.post(f"p{n}") for n in range(9)], policy=CITY)
    first, second = (make_board(problem, office.standard)[0] for _ in range(2))

    for name in ("person", "post", "load", "fit", "growth", "wish", "stay", "year"):
        assert getattr(first, name).tobytes() == getattr(second, name).tobytes()


def test_restrictions_need_a_rulebook(office):
    """A standard without rules cannot answer a problem that names some: silence would bar nobody."""
    person = office.person(ties=(Tie("employment", "甲"),))
    problem = office.problem([person], [office.post("here", bidders=("甲",))], bid_rules=("D1",))

    with pytest.raises(InputError, match="rules"):
        make_board(problem, replace(office.standard, rulebook=None))
