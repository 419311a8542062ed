"""The partial credit model against closed forms and printed constants."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from grader.errors import MeasurementError
from grader.measurement.gpcm import (
    category_log_probabilities,
    expected_share,
    mastery_shift,
    step_offsets,
)

ABILITY = st.floats(-8, 8)
SLOPE = st.floats(0.3, 3)
STEPS = st.integers(1, 5)


@given(x=ABILITY, slope=SLOPE)
def test_one_step_is_the_two_parameter_logistic_model(x, slope):
    """With one step P(X = 1) is 1/(1 + exp(−a(θ − b)))."""
    p = np.exp(category_log_probabilities(x, slope=slope, offsets=[0.0]))
    assert p[1] == pytest.approx(expit(slope * x), abs=1e-12)


@given(x=ABILITY, slope=SLOPE, steps=STEPS)
def test_categories_exhaust_the_possibilities(x, slope, steps):
    """The probabilities of the categories sum to 1."""
    log_p = category_log_probabilities(x, slope=slope, offsets=step_offsets(steps, spread=0.8))
    assert np.exp(log_p).sum() == pytest.approx(1.0, abs=1e-12)


@given(x=ABILITY, slope=SLOPE, steps=STEPS)
def test_more_ability_never_lowers_the_expected_share(x, slope, steps):
    """The expected share of the steps grows with ability."""
    offsets = step_offsets(steps, spread=0.8)
    shares = expected_share([x, x + 0.01], slope=slope, offsets=offsets)
    assert shares[0] < shares[1]


@given(x=ABILITY, slope=SLOPE, steps=STEPS)
def test_symmetric_steps_make_a_symmetric_item(x, slope, steps):
    """At the same distance below the difficulty the share is what is left over above it."""
    offsets = step_offsets(steps, spread=0.8)
    above = expected_share(x, slope=slope, offsets=offsets)
    below = expected_share(-x, slope=slope, offsets=offsets)
    assert above + below == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(
    ("slope", "printed"),
    [
        (1.0, (-0.708, -0.746, -0.614, -0.537)),
        (1.2, (-0.590, -0.675, -0.552, -0.486)),
        (1.5, (-0.472, -0.615, -0.496, -0.439)),
    ],
)
def test_the_shift_gives_the_constants_of_the_model(slope, printed):
    """s_1 … s_4 for RP .67 are those that the model's specification prints to three digits."""
    shifts = [
        mastery_shift(
            slope=slope, offsets=step_offsets(steps, spread=0.8), response_probability=0.67
        )
        for steps in (1, 2, 3, 4)
    ]
    assert np.round(shifts, 3).tolist() == list(printed)


def test_the_shift_of_one_step_has_a_closed_form():
    """s_1 = −ln(.67/.33)/a, and ln(.67/.33) is .7082."""
    shift = mastery_shift(slope=1.2, offsets=[0.0], response_probability=0.67)
    assert shift == pytest.approx(-math.log(0.67 / 0.33) / 1.2, abs=1e-10)
    assert round(-1.2 * shift, 4) == 0.7082


@given(slope=SLOPE, steps=STEPS, rp=st.floats(0.2, 0.95))
def test_a_person_at_the_cut_gets_the_response_probability(slope, steps, rp):
    """E(X)/m at θ − δ = −s_m is RP."""
    offsets = step_offsets(steps, spread=0.8)
    shift = mastery_shift(slope=slope, offsets=offsets, response_probability=rp)
    assert expected_share(-shift, slope=slope, offsets=offsets) == pytest.approx(rp, abs=1e-9)


@pytest.mark.parametrize("rp", [0.0, 1.0, -0.1, 67.0])
def test_a_response_probability_outside_the_unit_interval_is_refused(rp):
    """Percent instead of shares, or certainty, is an error and no endless search."""
    with pytest.raises(MeasurementError):
        mastery_shift(slope=1.2, offsets=[0.0], response_probability=rp)


def test_the_meaning_of_a_level():
    """At τ_k: two thirds on level-k tasks, about .96 one level below, about .16 one level above."""
    shift = mastery_shift(slope=1.2, offsets=[0.0], response_probability=0.67)
    shares = expected_share([-shift + 2.0, -shift, -shift - 2.0], slope=1.2, offsets=[0.0])
    assert np.round(shares, 2).tolist() == [0.96, 0.67, 0.16]
