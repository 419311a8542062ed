"""Fit of items, persons and pairs: what the model expects, exactly, and what breaks it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import norm

from grader.measurement import simulate
from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.parameters import expert_parameters
from grader.measurement.quality import (
    ability_posterior,
    dependent_pairs,
    expected_q3,
    expected_scores,
    item_fit,
    marginal_curves,
    person_fit,
    posterior_masses,
    yen_q3,
)

THETA = np.linspace(-5, 5, 61)
PRIOR = norm.pdf(THETA)
DIFFICULTIES = np.linspace(-2, 2, 12)


def curves_of(difficulties, *, slope=1.2, theta=THETA):
    """Return the curves of right-or-wrong items."""
    return [
        np.exp(category_log_probabilities(theta - b, slope=slope, offsets=[0.0]))
        for b in difficulties
    ]


def class_of(drawn, persons=4000, seed=1):
    """Return abilities from the prior, answers, curves and posteriors."""
    theta = np.random.default_rng(seed).normal(size=persons)
    answers = drawn(theta, DIFFICULTIES, seed=seed + 1, slope=1.2)
    curves = curves_of(DIFFICULTIES)
    return answers, curves, posterior_masses(answers, curves, PRIOR)


def test_expected_mean_squares_are_one_exactly():
    """Over all patterns of four items of two and three categories, weighted by the model, outfit is 1."""
    offsets = ([0.0], [-0.8, 0.8], [0.0], [-0.8, 0.8])
    curves = [
        np.exp(category_log_probabilities(THETA - b, slope=1.2, offsets=o))
        for b, o in zip((-1.0, 0.0, 0.5, 2.0), offsets, strict=True)
    ]
    patterns = np.array(list(product(*(range(len(c)) for c in curves))))
    given_theta = np.prod([c[x] for c, x in zip(curves, patterns.T, strict=True)], axis=0)
    weights = given_theta @ (PRIOR / PRIOR.sum())
    counts = np.round(weights * 5e4).astype(int)
    found = item_fit(
        np.repeat(patterns, counts, axis=0),
        curves,
        np.repeat(posterior_masses(patterns, curves, PRIOR), counts, axis=0),
    )
    assert found.outfit == pytest.approx(np.ones(4), abs=2e-3)
    assert found.infit == pytest.approx(np.ones(4), abs=2e-3)


def test_the_own_answer_makes_fit_look_better_than_it_is(drawn):
    """With the answer left in the posterior that predicts it, every mean square is below .95."""
    answers, curves, posterior = class_of(drawn)
    left_in = item_fit(answers, curves, posterior, leave_own_out=False)
    assert (left_in.infit < 0.95).all()
    assert item_fit(answers, curves, posterior).infit == pytest.approx(np.ones(12), abs=0.1)


def test_an_item_answered_at_random_is_found(drawn):
    """Coin tosses instead of answers: infit and outfit of that item above 1.15, others below 1.15."""
    answers, curves, _ = class_of(drawn)
    answers[:, 0] = np.random.default_rng(9).integers(0, 2, len(answers))
    found = item_fit(answers, curves, posterior_masses(answers, curves, PRIOR))
    assert found.infit[0] > 1.15
    assert found.outfit[0] > 1.15
    assert (found.infit[1:] < 1.15).all()


def test_missing_answers_are_not_compared(drawn):
    """Counts are those of the answers; an item without answers has no fit."""
    answers, curves, _ = class_of(drawn, persons=50)
    answers[:20, 0], answers[:, 1] = -1, -1
    found = item_fit(answers, curves, posterior_masses(answers, curves, PRIOR))
    assert found.n[:3].tolist() == [30, 0, 50]
    assert np.isnan(found.outfit[1])


def test_fit_under_the_notebook_effect_stays_near_one(item, policy):
    """Answers drawn with notebook effects and doubtful difficulties fit their own model: .9 to 1.1."""
    items = [item(f"q{n}", lesson=f"l{n // 3}", level=1 + n % 3) for n in range(12)]
    parameters = [expert_parameters(i.level, i.categories, policy) for i in items]
    lessons = [i.lesson for i in items]
    mean_squares = []
    for seed in range(30):
        answers = simulate(items, policy=policy, persons=60, seed=seed).categories
        posterior = ability_posterior(answers, parameters, notebooks=lessons, policy=policy)
        found = item_fit(answers, marginal_curves(parameters, policy), posterior)
        mean_squares.append((found.infit.mean(), found.outfit.mean()))
    assert np.mean(mean_squares, axis=0) == pytest.approx([1.0, 1.0], abs=0.1)


def test_person_fit_at_a_known_ability_is_standardised():
    """Over all patterns of eight items at one ability, l_z has mean 0 and variance 1."""
    ability = np.array([0.4])
    curves = curves_of(np.linspace(-2, 2, 8), theta=ability)
    patterns = np.array(list(product((0, 1), repeat=8)))
    weights = np.prod([c[x, 0] for c, x in zip(curves, patterns.T, strict=True)], axis=0)
    found = person_fit(patterns, curves, np.ones((256, 1)))
    assert weights @ found == pytest.approx(0, abs=1e-12)
    assert weights @ found**2 == pytest.approx(1)


def test_odd_answers_have_a_low_person_fit():
    """Hard tasks passed and easy ones failed: below −3; the other way round: above 0; nothing: NaN."""
    curves = curves_of(DIFFICULTIES)
    answers = np.array([[0] * 6 + [1] * 6, [1] * 6 + [0] * 6, [-1] * 12])
    odd, usual, nothing = person_fit(answers, curves, posterior_masses(answers, curves, PRIOR))
    assert odd < -3
    assert usual > 0
    assert np.isnan(nothing)


def test_independent_items_have_the_expected_q3(drawn):
    """Mean Q3 of twelve independent items lies near −1/11, and no pair stands out."""
    answers, curves, posterior = class_of(drawn)
    q3 = yen_q3(answers, expected_scores(curves, posterior))
    pairs = q3[np.triu_indices(12, k=1)]
    assert pairs.mean() == pytest.approx(expected_q3(12), abs=0.03)
    assert dependent_pairs(q3) == []


def test_a_copied_item_stands_out(drawn):
    """Two items that share half of their answers are the one pair that is found, with their excess."""
    answers, curves, _ = class_of(drawn)
    answers[::2, 6] = answers[::2, 5]
    q3 = yen_q3(answers, expected_scores(curves, posterior_masses(answers, curves, PRIOR)))
    found = dependent_pairs(q3)
    assert [(i, j) for i, j, _ in found] == [(5, 6)]
    assert found[0][2] == pytest.approx(q3[5, 6] - q3[np.triu_indices(12, k=1)].mean())


def test_expected_scores_at_a_known_ability_are_those_of_the_curves():
    """A posterior of one point reads the curve there."""
    curves = curves_of([0.0, 1.0])
    known = np.eye(len(THETA))
    assert expected_scores(curves, known) == pytest.approx(np.array([c[1] for c in curves]).T)
