"""The likelihood and its derivatives against a slow program that shares nothing with it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measurement import GeneralizedPartialCredit, TwoParameterLogistic
from grader.measurement.calibration.likelihood import MarginalLikelihood, even_quadrature

RULE = even_quadrature(321)


@st.composite
def problems(draw):
    """Two to four items of two to four categories, a few patterns with gaps, and parameters."""
    tops = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    row = st.tuples(*(st.integers(-1, top) for top in tops))
    rows = draw(st.lists(row.filter(lambda r: max(r) >= 0), min_size=1, max_size=4))
    number = st.floats(-2.5, 2.5)
    slopes = draw(st.lists(number, min_size=len(tops), max_size=len(tops)))
    intercepts = [draw(st.lists(number, min_size=top, max_size=top)) for top in tops]
    counts = draw(st.lists(st.integers(1, 9), min_size=len(rows), max_size=len(rows)))
    return tops, rows, counts, slopes, intercepts


def prepared(problem):
    """Return the likelihood and flat parameters of a problem."""
    tops, rows, counts, slopes, intercepts = problem
    likelihood = MarginalLikelihood(
        np.array(rows, dtype=np.int8), np.array(counts, dtype=float), tops
    )
    return likelihood, np.concatenate(intercepts), np.array(slopes)


@settings(max_examples=15)
@given(problems())
def test_likelihood_is_that_of_the_slow_program(slow, problem):
    """Any categories, gaps, counts and signs of slopes: the same log likelihood to nine digits."""
    _, rows, counts, slopes, intercepts = problem
    likelihood, flat, slope = prepared(problem)

    value, _, _ = likelihood.value_and_gradient(flat, slope, RULE)

    assert slow(rows, counts, slopes, intercepts) == pytest.approx(value, rel=1e-9)


@settings(max_examples=50)
@given(problems())
def test_derivatives_are_those_of_differences(problem):
    """First and second derivatives agree with central differences at every point, not only at a top."""
    likelihood, intercepts, slopes = prepared(problem)
    size = len(intercepts)
    point = np.concatenate([intercepts, slopes])

    def gradient(where):
        return np.concatenate(
            likelihood.value_and_gradient(where[:size], where[size:], RULE)[1:], axis=0
        )

    def value(where):
        return likelihood.value_and_gradient(where[:size], where[size:], RULE)[0]

    steps = 1e-5 * np.eye(len(point))
    first = [(value(point + step) - value(point - step)) / 2e-5 for step in steps]
    second = [(gradient(point - step) - gradient(point + step)) / 2e-5 for step in steps]

    assert first == pytest.approx(gradient(point), abs=1e-6)
    assert np.array(second) == pytest.approx(
        likelihood.information(intercepts, slopes, RULE), abs=1e-6
    )


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6), items=st.integers(3, 5))
def test_no_neighbour_of_an_estimate_is_likelier(drawn, slow, seed, items):
    """By the slow program every estimate that is called converged is a maximum."""
    answers = drawn(seed, 150, np.full(items, 1.2), np.linspace(-1, 1, items)[:, None])
    model = TwoParameterLogistic().fit(answers)
    known = [i for i, status in enumerate(model.status_) if status == "converged"]
    if not known:
        return
    patterns, counts = np.unique(answers[:, known], axis=0, return_counts=True)
    slopes, intercepts = model.slopes_[known], model.intercepts_[known]

    best = slow(patterns, counts, slopes, intercepts[:, None])

    assert best == pytest.approx(model.log_likelihood_, abs=1e-8)
    for item in range(len(known)):
        for step in (-0.01, 0.01):
            away = np.zeros(len(known))
            away[item] = step
            assert slow(patterns, counts, slopes + away, intercepts[:, None]) < best
            assert slow(patterns, counts, slopes, (intercepts + away)[:, None]) < best


def test_slow_program_agrees_on_partial_credit(drawn, slow):
    """Items of two, three and five categories with gaps: likelihood of the fit, and the top of it."""
    thresholds = [[0.3], [-0.8, 0.9], [-1.5, -0.4, 0.2, 1.1]]
    answers = drawn(5, 200, [1.4, 0.8, 1.0], thresholds, missing=0.1)
    answers, counts = np.unique(answers, axis=0, return_counts=True)
    model = GeneralizedPartialCredit().fit(answers, counts)
    intercepts = [row[~np.isnan(row)] for row in model.intercepts_]

    best = slow(answers, counts, model.slopes_, intercepts)

    assert best == pytest.approx(model.log_likelihood_, abs=1e-8)
    for index in range(3):
        for step in (-0.02, 0.02):
            moved = [row.copy() for row in intercepts]
            moved[index][-1] += step
            assert slow(answers, counts, model.slopes_, moved) < best
