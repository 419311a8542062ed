"""Sums that stand for integrals over a normal distribution."""

from __future__ import annotations

import numpy as np
import pytest

from grader.measurement.quadrature import normal_nodes


@pytest.mark.parametrize("count", [9, 11])
@pytest.mark.parametrize("sd", [0.5, 1.0, 2.0])
def test_moments_are_exact(count, sd):
    """Mean 0, variance sd², fourth moment 3·sd⁴."""
    nodes, weights = normal_nodes(count, sd=sd)
    moments = [float(weights @ nodes**power) for power in (0, 1, 2, 3, 4)]
    assert moments == pytest.approx([1.0, 0.0, sd**2, 0.0, 3 * sd**4], abs=1e-9)


def test_no_spread_is_one_node():
    """SD 0 switches the effect off."""
    nodes, weights = normal_nodes(9, sd=0.0)
    assert (nodes.tolist(), weights.tolist()) == ([0.0], [1.0])


def test_a_smooth_function_is_integrated():
    """E exp(z) = exp(sd²/2)."""
    nodes, weights = normal_nodes(11, sd=0.76)
    assert weights @ np.exp(nodes) == pytest.approx(np.exp(0.76**2 / 2), rel=1e-9)
