"""Posteriors and curves on the grid agree with those that levels come from."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from grader.errors import MeasurementError
from grader.measurement import estimate, simulate
from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.parameters import expert_parameters
from grader.measurement.quality import ability_posterior, marginal_curves, posterior_masses
from grader.measurement.tables import policy_grid


def test_posteriors_are_those_of_the_estimates(item, policy):
    """Mean and SD of the masses are EAP and SD of the level estimates, answers missing or not."""
    items = [item(f"q{n}", lesson=f"l{n // 2}", level=1 + n % 3) for n in range(6)]
    answers = simulate(items, policy=policy, persons=40, seed=1).categories.copy()
    answers[::3, 2] = -1
    parameters = [expert_parameters(i.level, i.categories, policy) for i in items]
    mass = ability_posterior(
        answers, parameters, notebooks=[i.lesson for i in items], policy=policy
    )
    coordinate = 1 + policy_grid(policy).theta / policy.width
    expected = estimate(answers, items=items, policy=policy)["SEC-IAM"]
    eap = mass @ coordinate
    assert eap == pytest.approx(expected.eap)
    assert np.sqrt(mass @ coordinate**2 - eap**2) == pytest.approx(expected.sd)


def test_marginal_curves_are_flatter_than_known_ones(policy):
    """Doubt about difficulty and notebook draws the curve to its middle, and keeps sums of 1."""
    parameters = expert_parameters(2, 2, policy)
    (curve,) = marginal_curves([parameters], policy)
    theta = policy_grid(policy).theta
    known = np.exp(
        category_log_probabilities(
            theta - parameters.difficulty, slope=parameters.slope, offsets=parameters.steps
        )
    )
    assert curve.sum(axis=0) == pytest.approx(np.ones(61))
    assert (np.abs(curve[1] - 0.5) <= np.abs(known[1] - 0.5) + 1e-9).all()


def test_the_eap_of_lsat7_patterns_is_that_of_ltm():
    """Five patterns of LSAT7 under R ltm's 2PL: EAP and SD to 1e-4."""
    a = (0.987546, 1.080837, 1.707478, 0.764990, 0.735673)
    b = (-1.879260, -0.747541, -1.057236, -0.635302, -2.520764)
    theta = np.linspace(-8, 8, 161)
    curves = [
        np.exp(category_log_probabilities(theta - delta, slope=slope, offsets=[0.0]))
        for slope, delta in zip(a, b, strict=True)
    ]
    patterns = [[0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 0], [1] * 5]
    mass = posterior_masses(patterns, curves, norm.pdf(theta))
    eap = mass @ theta
    assert eap == pytest.approx([-1.86978, -1.52726, -1.51397, 0.28210, 0.72718], abs=1e-4)
    sd = np.sqrt(mass @ theta**2 - eap**2)
    assert sd == pytest.approx([0.69270, 0.67363, 0.67308, 0.75527, 0.80093], abs=1e-4)


def test_without_answers_the_posterior_is_the_prior():
    """Missing answers say nothing, and an answer that the item does not have is refused."""
    curve = np.array([[0.3, 0.6], [0.7, 0.4]])
    assert posterior_masses([[None]], [curve], [1.0, 3.0]).tolist() == [[0.25, 0.75]]
    assert posterior_masses([[1]], [curve], [1.0, 3.0]) == pytest.approx(
        np.array([[0.7, 1.2]]) / 1.9
    )
    with pytest.raises(MeasurementError):
        posterior_masses([[2]], [curve], [1.0, 3.0])
