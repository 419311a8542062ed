"""Fit by matrix products, against the definition person by person."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.placement import Profiles, fit_scores


def draw(seed, *, persons=7, skills=5, roles=4):
    """Return random probabilities, evidence and profiles."""
    rng = np.random.default_rng(seed)
    p = -np.sort(-rng.random((4, persons, skills)), axis=0)
    measured = rng.random((persons, skills)) < 0.6
    required = rng.integers(0, 5, (roles, skills))
    required[:, 0] = 2
    weight = np.where(required > 0, rng.integers(1, 4, required.shape), 0).astype(float)
    ceiling = rng.integers(0, 4, skills)
    return p, measured, Profiles(required, weight, ceiling)


def slow(p, measured, profiles, person, role):
    """Low, expected and high from the definition, step by step."""
    low = expected = high = known = total = 0.0
    for skill, (r, w) in enumerate(
        zip(profiles.required[role], profiles.weight[role], strict=True)
    ):
        ceiling = profiles.ceiling[skill]
        for step in range(1, r + 1):
            total += w
            if measured[person, skill] and step <= ceiling:
                low += w * p[step - 1, person, skill]
                high += w * p[step - 1, person, skill]
                known += w
            elif measured[person, skill] and ceiling > 0:
                high += w * p[ceiling - 1, person, skill]
            else:
                high += w
    expected = low / known if known else float("nan")
    return low / total, expected, high / total


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_matrix_products_are_the_definition(seed):
    """Low, expected and high agree with sums over steps, for any probabilities and profiles."""
    p, measured, profiles = draw(seed)
    found = fit_scores(list(p), measured, profiles=profiles)
    for person in range(7):
        for role in range(4):
            scores = (found.low, found.expected, found.high)
            one = [array[person, role] for array in scores]
            assert one == pytest.approx(slow(p, measured, profiles, person, role), nan_ok=True)


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_the_scores_lie_in_order(seed):
    """0 ≤ low ≤ high ≤ 1, and the gap is not negative."""
    p, measured, profiles = draw(seed)
    found = fit_scores(list(p), measured, profiles=profiles)
    assert bool(((found.low >= 0) & (found.low <= found.high + 1e-12)).all())
    assert bool((found.high <= 1 + 1e-12).all())
    assert bool((np.nan_to_num(found.expected_gap) >= -1e-12).all())


def test_certain_levels_give_the_plain_fit():
    """With levels 2 and 1 known for sure, fit is Σ w·min(level, r)/Σ w·r."""
    levels = np.array([[2, 1]])
    p = [(levels >= k).astype(float) for k in (1, 2, 3, 4)]
    profiles = Profiles(np.array([[1, 3]]), np.array([[2.0, 1.0]]), np.array([3, 3]))
    found = fit_scores(p, np.ones((1, 2), dtype=bool), profiles=profiles)
    assert found.expected[0, 0] == pytest.approx((2 * 1 + 1 * 1) / (2 * 1 + 1 * 3))
    assert found.low == pytest.approx(found.expected)
    assert found.high == pytest.approx(found.expected)
    assert found.expected_gap[0, 0] == pytest.approx((2 * 0 + 1 * 2) / 3)


def test_nothing_measured_says_nothing():
    """Without evidence the fit may be anything from 0 to 1, and there is no expected one."""
    profiles = Profiles(np.array([[1, 3]]), np.array([[2.0, 1.0]]), np.array([3, 3]))
    found = fit_scores(list(np.ones((4, 1, 2))), np.zeros((1, 2), dtype=bool), profiles=profiles)
    assert (found.low[0, 0], found.high[0, 0], found.measured_share[0, 0]) == (0.0, 1.0, 0.0)
    assert np.isnan([found.expected[0, 0], found.expected_gap[0, 0]]).all()
