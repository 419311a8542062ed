"""Fit by matrix products, against the definition person by person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.placement import Profiles, fit_scores, growth_scores, must_scores, weighted_levels


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


def some_musts(seed):
    """Random profiles of which about half of the requirements are musts."""
    p, measured, profiles = draw(seed)
    must = np.random.default_rng(seed).random(profiles.required.shape) < 0.5
    return p, measured, replace(profiles, must=must & (profiles.required > 0))


def slow_musts(p, measured, profiles, person, role):
    """Low, expected and high of P(all musts met), factor by factor."""
    low = expected = high = 1.0
    known = musts = 0
    for skill in np.flatnonzero(profiles.must[role]):
        musts += 1
        r, ceiling = profiles.required[role, skill], profiles.ceiling[skill]
        if measured[person, skill] and r <= ceiling:
            known += 1
            low, expected, high = (x * p[r - 1, person, skill] for x in (low, expected, high))
        else:
            low = 0.0
            high *= p[ceiling - 1, person, skill] if measured[person, skill] and ceiling else 1.0
    return low, expected if known or not musts else float("nan"), high


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_p_all_musts_is_the_product_over_the_musts(seed):
    """Sums of logarithms give the products of the definition, with the same unknowns."""
    p, measured, profiles = some_musts(seed)
    found = must_scores(list(p), measured, profiles=profiles)
    for person in range(7):
        for role in range(4):
            one = [a[person, role] for a in (found.low, found.expected, found.high)]
            expected = slow_musts(p, measured, profiles, person, role)
            assert one == pytest.approx(expected, nan_ok=True)


def test_p_all_musts_of_sure_levels_is_yes_or_no():
    """Levels 2 and 3 known for sure meet musts of 2 and 3, and not musts of 3 and 3; a role without musts has 1."""
    levels = np.array([[2, 3]])
    p = [(levels >= k).astype(float) for k in (1, 2, 3, 4)]
    required = np.array([[2, 3], [3, 3], [3, 3]])
    must = np.array([[True, True], [True, True], [False, False]])
    profiles = Profiles(required, np.ones((3, 2)), np.array([3, 3]), must)
    found = must_scores(p, np.ones((1, 2), dtype=bool), profiles=profiles)
    for array in (found.low, found.expected, found.high):
        assert array[0] == pytest.approx([1.0, 0.0, 1.0], abs=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=50, deadline=None)
def test_growth_is_the_expected_number_of_levels_gained(seed):
    """Over measured skills within their ceilings growth is Σ w·E max(0, to − level), by the distribution of levels."""
    p, _, profiles = draw(seed)
    within = np.minimum(profiles.required, 3)
    aims = Profiles(within, np.where(within > 0, profiles.weight, 0), np.full(5, 3))
    everything = np.ones(p.shape[1:], dtype=bool)
    found = growth_scores(list(p), everything, aims=aims)
    at = -np.diff(np.concatenate([np.ones_like(p[:1]), p, np.zeros_like(p[:1])]), axis=0)
    gap = np.maximum(0, within[None] - np.arange(5)[:, None, None])
    gained = np.einsum("kns,krs,rs->nr", at, gap, aims.weight)
    levels = found.expected * weighted_levels(aims)
    assert levels == pytest.approx(gained)
    assert found.low == pytest.approx(found.high)


def test_who_is_there_already_gains_nothing_and_the_unknown_may_gain_all():
    """Growth is 0 at the level aimed at, 2/3 from level 1 to 3, and anything from 0 to 1 where nothing was measured."""
    levels = np.array([[3], [1], [0]])
    p = [(levels >= k).astype(float) for k in (1, 2, 3, 4)]
    aims = Profiles(np.array([[3]]), np.array([[1.0]]), np.array([3]))
    found = growth_scores(p, np.array([[True], [True], [False]]), aims=aims)
    assert [0, 2 / 3] == pytest.approx(found.expected[:2, 0])
    assert np.isnan(found.expected[2, 0])
    assert (0.0, 1.0) == (found.low[2, 0], found.high[2, 0])


def test_a_place_that_develops_nothing_has_no_growth_to_speak_of():
    """Without aims growth is not a number, and nothing warns."""
    aims = Profiles(np.array([[0]]), np.array([[0.0]]), np.array([3]))
    found = growth_scores(list(np.ones((4, 1, 1))), np.ones((1, 1), dtype=bool), aims=aims)
    assert np.isnan([found.low, found.expected, found.high]).all()


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_single_precision_is_exact_to_five_digits(seed):
    """Scores of 32-bit probabilities are 32-bit, and differ from those of 64 bits by less than 1e-5."""
    p, measured, profiles = some_musts(seed)
    short = p.astype(np.float32)
    for function, key in (
        (fit_scores, "profiles"),
        (must_scores, "profiles"),
        (growth_scores, "aims"),
    ):
        one = function(list(short), measured, **{key: profiles})
        two = function(list(p), measured, **{key: profiles})
        for name in ("low", "expected", "high"):
            assert np.float32 == getattr(one, name).dtype
            assert getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-5, nan_ok=True)


def test_what_was_not_measured_is_not_read():
    """Not-a-number and 9 where there is no evidence change nothing."""
    p, measured, profiles = some_musts(5)
    spoilt = p.copy()
    spoilt[:, ~measured] = np.nan
    spoilt[1, ~measured] = 9
    for function in (fit_scores, must_scores):
        one = function(list(p), measured, profiles=profiles)
        two = function(list(spoilt), measured, profiles=profiles)
        for name in ("low", "expected", "high"):
            assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=True)


def test_rows_are_scored_alike_in_any_block(monkeypatch):
    """A block of three rows gives what one block gives: people do not depend on their neighbours."""
    p, measured, profiles = some_musts(9)
    whole = fit_scores(list(p), measured, profiles=profiles)
    monkeypatch.setattr("grader.placement.scores.BLOCK", 3)
    parts = fit_scores(list(p), measured, profiles=profiles)
    assert whole.high == pytest.approx(parts.high, abs=1e-15)
