"""Information against its definition: the expected squared slope of the log probability."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.parameters import ItemParameters, expert_parameters
from grader.measurement.policy import Policy
from grader.measurement.quadrature import normal_nodes
from grader.measurement.quality import (
    item_information,
    mean_by_level,
    notebook_curve,
    skill_information,
    total_information,
)

STEP = 1e-4
THETA = np.linspace(-2, 8, 41)


def fisher(curve_at, theta):
    """Return Σ_c P'_c²/P_c by differences."""
    slope = (curve_at(theta + STEP) - curve_at(theta - STEP)) / (2 * STEP)
    return (slope**2 / curve_at(theta)).sum(axis=0)


@given(
    theta=st.floats(-3, 3),
    slope=st.floats(0.4, 2.5),
    difficulty=st.floats(-2, 2),
    steps=st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=4),
)
def test_partial_credit_information_is_fisher_information(theta, slope, difficulty, steps):
    """For one to four steps anywhere, a²·Var(X) is the expected squared slope."""

    def curve(at):
        return np.exp(category_log_probabilities(at - difficulty, slope=slope, offsets=steps))

    found = item_information(theta, slope=slope, difficulty=difficulty, steps=steps)
    assert found == pytest.approx(fisher(curve, theta), rel=1e-4, abs=1e-7)


@given(theta=st.floats(-3, 3), slope=st.floats(0.4, 2.5), guess=st.floats(0.05, 0.5))
def test_information_with_guessing_is_fisher_information(theta, slope, guess):
    """Lord's formula of the three-parameter model is the expected squared slope."""

    def curve(at):
        return np.exp(category_log_probabilities(at, slope=slope, offsets=[0.0], guess=guess))

    found = item_information(theta, slope=slope, difficulty=0.0, guess=guess)
    assert found == pytest.approx(fisher(curve, theta), rel=1e-4, abs=1e-7)


def test_known_values_of_the_logistic_models():
    """a²/4 at the difficulty; with guessing ¼ and a = 1 it is .15 there, by hand."""
    assert item_information(0.0, slope=2.0, difficulty=0.0) == pytest.approx(1.0)
    # P = .625: (1 − P)/P·((P − g)/(1 − g))² = .6·.25
    assert item_information(0.0, slope=1.0, difficulty=0.0, guess=0.25) == pytest.approx(0.15)


def test_information_adds_up(policy):
    """A test tells the sum of its items, none tells nothing; the shape is that of the abilities."""
    item = expert_parameters(2, 3, policy)
    one = total_information([item], THETA)
    assert total_information([item, item], THETA) == pytest.approx(2 * one)
    assert total_information([], THETA).tolist() == [0.0] * 41
    assert total_information([item], THETA.reshape(41, 1)).shape == (41, 1)


def integrated(items, sd_notebook):
    """Return the exact curve of a notebook of items of one slope, as a function of ability."""
    gamma, weights = normal_nodes(41, sd=sd_notebook)

    def curve_at(theta):
        tables = []
        for item in items:
            delta, w = normal_nodes(41, sd=item.sd)
            x = theta[:, None, None] + gamma[:, None] - item.difficulty - delta
            tables.append(
                np.exp(category_log_probabilities(x, slope=item.slope, offsets=item.steps)) @ w
            )
        return notebook_curve(tables, weights)

    return curve_at


@pytest.mark.parametrize(("sd", "sd_notebook"), [(0.76, 0.0), (0.0, 0.5), (0.4, 0.5)])
def test_doubt_and_notebook_effects_cost_what_they_cost(sd, sd_notebook):
    """Near the items, the approximation is up to 10 % above the exact information of a notebook."""
    policy = Policy(sd_notebook=sd_notebook)
    items = [ItemParameters(1.2, b, (-0.8, 0.8), sd) for b in (0.0, 0.5, 1.0)]
    near = np.linspace(-0.5, 1.5, 9)
    found = skill_information(items, notebooks=["a"] * 3, theta=near, policy=policy)
    ratio = found / fisher(integrated(items, sd_notebook), near)
    assert ratio.min() > 0.99
    assert ratio.max() < 1.1
    assert (found <= total_information(items, near)).all()


def test_items_in_other_notebooks_tell_more(policy):
    """Four items in four notebooks tell more than in one, which tells at most 1/σ_γ²."""
    items = [expert_parameters(2, 3, policy)] * 4
    one = skill_information(items, notebooks=["a"] * 4, theta=THETA, policy=policy)
    four = skill_information(items, notebooks=list("abcd"), theta=THETA, policy=policy)
    many = skill_information(items * 500, notebooks=["a"] * 2000, theta=THETA, policy=policy)
    assert (four > one).all()
    assert many.max() < 1 / policy.sd_notebook**2


def test_information_by_level(policy):
    """Means over θ in [τ_k, τ_k + Δ), and nothing where the grid does not reach."""
    theta = np.array([-2.5, -2.0, -1.0, 0.0, 1.9, 2.0])
    found = mean_by_level(np.arange(6.0), theta, policy=policy)
    assert found == pytest.approx([1.5, 3.5, 5.0, np.nan, np.nan], nan_ok=True)
