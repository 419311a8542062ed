"""The planning problem that is drawn for tests and benchmarks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from grader.demo.city import city_problem
from grader.standard import load_standard

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole_standard():
    """The standard of this repository."""
    return load_standard(ROOT / "skills_standard")


@pytest.fixture(scope="module")
def drawn(whole_standard):
    """300 people and 60 posts."""
    return city_problem(seed=3, people=300, posts=60, standard=whole_standard)


def test_the_same_seed_draws_the_same_problem(drawn, whole_standard):
    """A problem is a function of its arguments, and another seed gives another one."""
    again = city_problem(seed=3, people=300, posts=60, standard=whole_standard)
    other = city_problem(seed=4, people=300, posts=60, standard=whole_standard)
    assert drawn == again
    assert drawn.people != other.people


def test_everybody_suits_the_present_post(drawn):
    """Nobody stands in a post whose grades or job families shut them out, and no post holds more people than seats."""
    posts = {post.id: post for post in drawn.posts}
    there = Counter(person.post for person in drawn.people if person.post)
    for person in drawn.people:
        post = posts.get(person.post)
        if post:
            assert post.grades[0] <= person.grade <= post.grades[1]
            assert not post.job_families or person.job_family in post.job_families
    assert all(count <= posts[post].seats for post, count in there.items())


def test_seats_and_mandatory_seats_are_as_told(drawn):
    """There are seats for at least 4 % more people than there are; 80 % of each post's, rounded down, are mandatory."""
    inside = [post for post in drawn.posts if post.kind == "rotation"]
    assert sum(post.seats for post in inside) >= 1.04 * 300
    assert all(post.mandatory == int(0.8 * post.seats) for post in inside)


def test_hard_and_easy_problems_differ_in_needs_only(drawn, whole_standard):
    """An easy problem asks for no sums of levels and guards no only holder; a hard one does both."""
    easy = city_problem(seed=3, people=300, posts=60, hard=False, standard=whole_standard)
    told = [[(n.total > 0, n.key) for post in p.posts for n in post.needs] for p in (easy, drawn)]
    assert {(False, False)} == set(told[0])
    assert {(False, False), (True, False), (False, True)} == set(told[1])


@pytest.mark.parametrize(("people", "posts"), [(1, 1), (2, 1), (3, 4)])
def test_tiny_problems_can_be_drawn(people, posts, whole_standard):
    """One person and one post are a problem too."""
    drawn = city_problem(seed=1, people=people, posts=posts, standard=whole_standard)
    assert (people, posts) == (len(drawn.people), len(drawn.posts))
