"""What widening does to a distribution on the grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from grader.measurement.drift import drift_kernel, widen

SDS = st.floats(0, 25)


def moments(log_p):
    """Return mass, mean and SD of one row, in steps."""
    p = np.exp(log_p[0] - log_p[0].max())
    p /= p.sum()
    x = np.arange(p.size)
    mean = p @ x
    return mean, np.sqrt(p @ (x - mean) ** 2)


@pytest.mark.parametrize("sd", [0.1, 0.5, 1.0, 3.0, 6.0])
def test_variances_add(sd):
    """Away from the ends the mean stays and the variance grows by exactly sd², far below a step too."""
    start = norm.logpdf(np.arange(121), 60, 3)[None]
    mean, spread = moments(widen(start, np.array([sd])))
    assert (mean, spread) == pytest.approx((60, np.sqrt(9 + sd**2)), abs=1e-9)


def test_a_normal_distribution_stays_one():
    """N(60, 3²) widened by 4 is N(60, 5²): every probability over a point agrees to 1e-3."""
    found = np.exp(widen(norm.logpdf(np.arange(121), 60, 3)[None], np.array([4.0])))[0]
    found /= found.sum()
    expected = norm.cdf(np.arange(121) + 0.5, 60, 5)
    assert np.cumsum(found) == pytest.approx(expected, abs=1e-3)


@given(points=st.integers(2, 80), sd=SDS)
@settings(max_examples=20, deadline=None)
def test_no_mass_is_lost_or_made(points, sd):
    """From every point, at the ends too, the chances are not negative and sum to 1; there and back are alike."""
    kernel = drift_kernel(points, sd)
    assert bool((kernel >= 0).all())
    assert kernel.sum(axis=1) == pytest.approx(np.ones(points), abs=1e-12)
    assert kernel == pytest.approx(kernel.T, abs=1e-12)


@given(first=SDS, second=SDS)
@settings(max_examples=20, deadline=None)
def test_two_pauses_are_one(first, second):
    """A year after another year is two years: the kernels multiply, at the ends as well."""
    together = drift_kernel(61, float(np.hypot(first, second)))
    assert drift_kernel(61, first) @ drift_kernel(61, second) == pytest.approx(together, abs=1e-9)


def test_the_ends_hold_back_nobody():
    """After a very long time every point is equally likely: nothing heaps up at the ends."""
    assert drift_kernel(20, 100.0) == pytest.approx(np.full((20, 20), 1 / 20), abs=1e-9)


def test_each_person_drifts_alone():
    """Rows with 0 stay to the last bit; the others get what they would get alone."""
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(4, 61))
    sd = np.array([0.0, 2.0, 0.5, 2.0])
    together = widen(rows, sd)
    assert together[0].tolist() == rows[0].tolist()
    for row in (1, 2, 3):
        alone = widen(rows[[row]], sd[[row]])[0]
        assert together[row] == pytest.approx(alone, abs=1e-12)
