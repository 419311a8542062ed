"""Learned difficulties against the truth of simulated classes."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measurement import Policy, Population, simulate
from grader.measurement.parameters import expert_parameters
from grader.quality.difficulty import learn_difficulties
from grader.quality.intervals import alpha_interval, correlation_interval, share_interval


def _learned(items, persons, seed):
    policy = Policy()
    drawn = simulate(
        items, policy=policy, persons=persons, seed=seed, population=Population(mean=1.6, sd=1.0)
    )
    declared = [expert_parameters(item.level, item.categories, policy) for item in items]
    notebooks = [item.lesson for item in items]
    return drawn, learn_difficulties(drawn.categories, declared, notebooks=notebooks, policy=policy)


def test_learned_difficulties_are_as_sure_as_they_say(items_of):
    """Over classes whose authors err by the policy's SD, errors have the SDs stated, and surprises SD 1."""
    items = [item for item in items_of() if item.skill == "SEC-IAM"]
    errors, surprises = [], []
    for seed in range(6):
        drawn, found = _learned(items, 200, seed)
        errors.append((found.mean - drawn.difficulty) / found.sd)
        surprises.append(found.surprise)

    # SD of 60 values, correlated within a class: 1 ± .25.
    assert 1 == pytest.approx(np.std(errors), abs=0.25)
    assert 1 == pytest.approx(np.std(surprises), abs=0.25)


def test_one_item_alone_tells_nothing_of_its_level(items_of):
    """With a single task a weak class looks like a hard task: no surprise is stated."""
    _, found = _learned(items_of()[:1], 200, 1)

    assert np.isnan(found.surprise).all()


def test_intervals_are_those_of_the_textbooks():
    """Wilson 9 of 10 right; Fisher r = .5, n = 28; Feldt by the F table.

    Wilson: .596 to .982 (Brown, Cai, DasGupta 2001 use this interval). Fisher: artanh .5 = .5493, ±
    1.96/5 gives tanh .1573 = .156 and tanh .9413 = .736.
    """
    assert (0.596, 0.982) == tuple(round(end, 3) for end in share_interval(0.9, 10))
    assert (0.156, 0.736) == tuple(round(end, 3) for end in correlation_interval(0.5, 28))
    low, high = alpha_interval(0.8, 41, 8)

    # F(40, 280) has 97.5 % point 1.53 and 2.5 % point .59 to two digits.
    assert 1 - 0.2 * 1.53 == pytest.approx(low, abs=0.01)
    assert 1 - 0.2 * 0.59 == pytest.approx(high, abs=0.01)
