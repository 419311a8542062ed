"""Classes drawn from the model: the truth comes back within the promised error."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measurement import Population, estimate, simulate


def bank_of(item, count=12):
    """Return tasks of mixed levels, three to a notebook."""
    return [
        item(f"q{n}", lesson=f"l{n // 3}", level=1 + n % 3, categories=2 + n % 2)
        for n in range(count)
    ]


def test_the_same_seed_draws_the_same_class(bank, policy):
    """Two calls with one seed agree in every number; another seed differs."""
    first, again, other = (simulate(bank, policy=policy, persons=24, seed=s) for s in (5, 5, 6))
    assert first.categories.tolist() == again.categories.tolist()
    assert first.theta.tolist() == again.theta.tolist()
    assert first.theta.tolist() != other.theta.tolist()


def test_more_persons_leave_the_first_as_they_were(bank, policy):
    """The first 10 of 24 persons are the 10 of a class of 10."""
    small = simulate(bank, policy=policy, persons=10, seed=3)
    large = simulate(bank, policy=policy, persons=24, seed=3)
    assert large.categories[:10].tolist() == small.categories.tolist()
    assert large.theta[:10] == pytest.approx(small.theta)


def test_another_order_of_items_draws_the_same_answers(bank, policy):
    """Answers belong to items, not to columns."""
    plain = simulate(bank, policy=policy, persons=8, seed=3)
    turned = simulate(bank[::-1], policy=policy, persons=8, seed=3)
    assert turned.categories[:, ::-1].tolist() == plain.categories.tolist()


def test_levels_are_where_the_coordinate_says(bank, policy):
    """Level k is from k to k + 1 on the coordinate; below 1 is level 0, above 4 is level 4."""
    drawn = simulate(bank, policy=policy, persons=500, seed=1)
    expected = np.clip(np.floor(drawn.coordinate), 0, 4)
    assert drawn.levels.tolist() == expected.tolist()
    assert drawn.coordinate == pytest.approx(1 + drawn.theta / 2)


def test_the_population_is_the_one_asked_for(item, policy):
    """Mean, SD and correlation of 20,000 persons are those of the population."""
    items = [item("q1"), item("q2", skill="SEC-LOG")]
    who = Population(mean=2.0, sd=1.0, shared=0.6)
    drawn = simulate(items, policy=policy, persons=20_000, seed=2, population=who).coordinate
    assert drawn.mean(axis=0) == pytest.approx([2.0, 2.0], abs=0.03)
    assert drawn.std(axis=0) == pytest.approx([1.0, 1.0], abs=0.03)
    assert np.corrcoef(drawn.T)[0, 1] == pytest.approx(0.6, abs=0.03)


def test_answers_stay_within_the_categories(item, policy):
    """Every category of every item occurs in a large class, and no other."""
    items = bank_of(item)
    answers = simulate(items, policy=policy, persons=3000, seed=4).categories
    for column, one in enumerate(items):
        assert sorted(set(answers[:, column].tolist())) == list(range(one.categories))


def test_two_thirds_of_the_points_at_the_beginning_of_a_level(item, policy):
    """Persons at τ_2 get about .67 of the points of level-2 tasks, a little less for the doubt."""
    items = [item(f"q{n}", lesson=f"l{n}", level=2) for n in range(60)]
    who = Population(mean=2.0, sd=0.0, shared=0.0)
    answers = simulate(items, policy=policy, persons=400, seed=8, population=who).categories
    assert answers.mean() / 2 == pytest.approx(0.65, abs=0.03)


def test_the_interval_covers_as_often_as_it_says(item, policy):
    """Over 40 classes of 24 drawn from the model, 90 % intervals cover the truth in 85–95 %."""
    items = bank_of(item)
    inside = []
    for seed in range(40):
        drawn = simulate(items, policy=policy, persons=24, seed=seed)
        found = estimate(drawn.categories, items=items, policy=policy)["SEC-IAM"]
        truth = drawn.coordinate[:, 0]
        inside.append(((found.low <= truth) & (truth <= found.high)).mean())
    assert 0.85 <= float(np.mean(inside)) <= 0.95
