"""Accuracy and consistency, against closed forms, enumeration and classes whose truth is known."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from grader.errors import MeasurementError
from grader.measurement import Population, estimate, simulate
from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.quality import (
    closed_form_accuracy,
    closed_form_consistency,
    eap_reliability,
    expected_accuracy,
    lee,
    lord_wingersky,
    rudner,
    sem_by_level,
)


def test_the_closed_forms_have_their_printed_values():
    """ρ = .8: accuracy .8524, consistency .7952; ρ = 0 is a coin, ρ = 1 is certain."""
    assert round(closed_form_accuracy(0.8), 4) == 0.8524
    assert round(closed_form_consistency(0.8), 4) == 0.7952
    assert [closed_form_accuracy(r) for r in (0, 1)] == [0.5, 1.0]
    assert [closed_form_consistency(r) for r in (0, 1)] == [0.5, 1.0]
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(MeasurementError):
            closed_form_accuracy(wrong)
        with pytest.raises(MeasurementError):
            closed_form_consistency(wrong)


def test_the_closed_forms_hold_in_a_normal_population():
    """A million true and two observed scores, ρ = .7: both shares within .002."""
    rng = np.random.default_rng(1)
    true, *errors = rng.normal(size=(3, 1_000_000))
    one, two = (np.sqrt(0.7) * true + np.sqrt(0.3) * e for e in errors)
    assert ((one > 0) == (true > 0)).mean() == pytest.approx(closed_form_accuracy(0.7), abs=0.002)
    assert ((one > 0) == (two > 0)).mean() == pytest.approx(closed_form_consistency(0.7), abs=0.002)


def test_rudner_of_posterior_means_is_the_closed_form():
    """EAPs of a normal population with reliability .8, cut at the mean: accuracy .8524."""
    eap = np.sqrt(0.8) * norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    found = rudner(eap, np.full(20_000, np.sqrt(0.2)), cuts=0.0)
    assert found.accuracy == pytest.approx(closed_form_accuracy(0.8), abs=1e-4)
    assert eap_reliability(eap, np.full(20_000, np.sqrt(0.2))) == pytest.approx(0.8, abs=1e-3)


def test_rudner_by_hand():
    """Two persons, cuts −1 and 1: areas of the normal curve, squared and summed."""
    found = rudner([0.0, 1.5], [1.0, 0.5], cuts=[-1.0, 1.0])
    first = np.diff(norm.cdf([-np.inf, -1, 1, np.inf]))
    second = np.diff(norm.cdf([-np.inf, -5, -1, np.inf]))
    assert found.accuracy_at == pytest.approx([first[1], second[2]])
    assert found.consistency_at == pytest.approx([(first**2).sum(), (second**2).sum()])
    assert found.consistency == pytest.approx(found.consistency_at.mean())
    with pytest.raises(MeasurementError):
        rudner([0.0], [1.0], cuts=[1.0, -1.0])


@given(
    p=st.lists(st.floats(0.02, 0.98), min_size=2, max_size=5),
    cuts=st.sets(st.integers(1, 5), min_size=1, max_size=3),
)
def test_lee_equals_going_through_all_pairs_of_patterns(p, cuts):
    """At one ability: accuracy and consistency of all patterns, and of all pairs of patterns."""
    patterns = np.array(list(product((0, 1), repeat=len(p))))
    weights = np.prod(np.where(patterns, p, 1 - np.array(p)), axis=1)
    borders = sorted(cuts)
    classes = np.searchsorted(borders, patterns.sum(axis=1), side="right")
    true = np.searchsorted(borders, sum(p), side="right")
    alike = classes[:, None] == classes
    found = lee([[[1 - x], [x]] for x in p], cuts=borders, true_classes=[true])
    assert found.accuracy == pytest.approx(weights[classes == true].sum(), abs=1e-12)
    assert found.consistency == pytest.approx(weights @ alike @ weights)


def test_lee_finds_the_true_class_by_the_expected_score():
    """Two abilities on both sides of the cut: accuracy by hand from the score distributions."""
    p = np.array([[0.2, 0.9], [0.3, 0.8], [0.4, 0.7]])
    scores = lord_wingersky(p)
    found = lee([np.stack([1 - x, x]) for x in p], cuts=2, weights=[3, 1])
    expected = [scores[:2, 0].sum(), scores[2:, 1].sum()]
    assert found.accuracy_at == pytest.approx(expected)
    assert found.accuracy == pytest.approx(0.75 * expected[0] + 0.25 * expected[1])


def test_lee_in_a_simulated_population():
    """Twelve items of three categories, four classes: accuracy and consistency within .01 of counts."""
    theta = np.linspace(-5, 5, 101)
    curves = [
        np.exp(category_log_probabilities(theta - b, slope=1.2, offsets=[-0.8, 0.8]))
        for b in np.linspace(-2, 2, 12)
    ]
    cuts, mass = [6, 12, 18], norm.pdf(theta)
    expected_score = sum(c[1] + 2 * c[2] for c in curves)
    found = lee(curves, cuts, mass)
    rng = np.random.default_rng(4)
    drawn = rng.choice(101, size=40_000, p=mass / mass.sum())
    draws = []
    for _ in range(2):
        total = np.zeros(len(drawn))
        for curve in curves:
            total += (rng.random(len(drawn)) >= np.cumsum(curve, axis=0)[:-1, drawn]).sum(axis=0)
        draws.append(np.searchsorted(cuts, total, side="right"))
    true = np.searchsorted(cuts, expected_score[drawn], side="right")
    assert (draws[0] == true).mean() == pytest.approx(found.accuracy, abs=0.01)
    assert (draws[0] == draws[1]).mean() == pytest.approx(found.consistency, abs=0.01)
    shares = np.bincount(draws[0]) / len(drawn)
    chance = (shares**2).sum()
    kappa = ((draws[0] == draws[1]).mean() - chance) / (1 - chance)
    assert found.kappa == pytest.approx(kappa, abs=0.02)


def test_one_class_for_all_is_certain_and_beyond_no_chance():
    """A cut that nobody reaches: accuracy and consistency 1, kappa unknown."""
    found = lee([[[0.5], [0.5]]], cuts=9)
    assert (found.accuracy, found.consistency) == (1.0, 1.0)
    assert np.isnan(found.kappa)


@pytest.mark.parametrize(("mean", "sd"), [(2.5, 1.41), (2.5, 1.2)])
def test_reported_accuracy_is_the_true_accuracy(item, policy, mean, sd):
    """Over 60 classes of 60 with 12 tasks, the promised share of right levels is within .02 of it."""
    items = [
        item(f"q{n}", lesson=f"l{n // 3}", level=1 + n % 4, categories=2 + n % 2) for n in range(12)
    ]
    promised, right = [], []
    for seed in range(60):
        who = Population(mean=mean, sd=sd)
        drawn = simulate(items, policy=policy, persons=60, seed=seed, population=who)
        found = estimate(drawn.categories, items=items, policy=policy)["SEC-IAM"]
        levels = (found.p_at_least >= 0.5).sum(axis=1)
        p = -np.diff(found.p_at_least, axis=1, prepend=1, append=0)
        promised.append(expected_accuracy(p))
        right.append((levels == drawn.levels[:, 0]).mean())
    assert np.mean(promised) == pytest.approx(np.mean(right), abs=0.02)


def test_expected_accuracy_by_hand():
    """The level is the highest one more likely reached than not; its own probability counts."""
    p = [[0.4, 0.3, 0.3], [0.1, 0.2, 0.7]]
    assert expected_accuracy(p) == pytest.approx((0.3 + 0.7) / 2)
    assert expected_accuracy(p, [0, 2]) == pytest.approx((0.4 + 0.7) / 2)


def test_reliability_and_standard_errors_by_hand():
    """EAPs 1, 2, 3 with SD .5: 1/(1 + .25); SEM by level, and NaN where nobody is."""
    assert eap_reliability([1.0, 2.0, 3.0], [0.5] * 3) == pytest.approx(0.8)
    assert np.isnan(eap_reliability([1.0], [0.5]))
    sem, n = sem_by_level([0.3, 0.4, 0.5], [1, 1, 3], highest=3)
    assert sem == pytest.approx([np.nan, np.sqrt(0.125), np.nan, 0.5], nan_ok=True)
    assert n.tolist() == [0, 2, 0, 1]
