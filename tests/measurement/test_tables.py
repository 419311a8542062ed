"""The tables of the policy's model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.measurement.parameters import expert_parameters
from grader.measurement.tables import item_table, policy_grid


def test_the_grid_reaches_two_levels_out(policy):
    """61 points from −4 to 10 logits: two levels below level 1, two above level 4."""
    theta = policy_grid(policy).theta
    assert (theta.size, theta[0], theta[-1]) == (61, -4.0, 10.0)


def test_the_prior_is_highest_in_the_middle(policy):
    """The prior's mean 2.5 on the level coordinate is 3 logits."""
    grid = policy_grid(policy)
    assert grid.theta[grid.log_prior.argmax()] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("level", "categories", "expected"), [(1, 2, -0.590), (2, 3, 1.325), (3, 2, 3.410)]
)
def test_difficulties_lie_below_the_cuts(policy, level, categories, expected):
    """δ = τ_k + s_m, with s_1 = −.590 and s_2 = −.675."""
    assert expert_parameters(level, categories, policy).difficulty == pytest.approx(
        expected, abs=1e-3
    )


def test_doubts_add_in_squares(policy):
    """√(.7² + .3²)."""
    assert expert_parameters(2, 3, policy).sd == pytest.approx(np.sqrt(0.58))


def test_tables_hold_probabilities(policy):
    """Over the categories they sum to 1 at every ability and every notebook effect."""
    table = item_table(expert_parameters(2, 3, policy), policy)
    assert table.shape == (3, 61, 9)
    assert np.exp(table).sum(axis=0) == pytest.approx(np.ones((61, 9)))


def test_tables_are_shared_and_cannot_be_written(policy):
    """One table serves all items of its kind, so nobody may change it."""
    table = item_table(expert_parameters(2, 3, policy), policy)
    assert table is item_table(expert_parameters(2, 3, policy), policy)
    with pytest.raises(ValueError, match="read-only"):
        table[0] = 0.0


def test_doubt_flattens_the_item(policy):
    """With the difficulty integrated out, the curve of an item is less steep at its middle."""
    exact = replace(policy, sd_expert=0.0, sd_family=0.0, sd_notebook=0.0)
    rises = [
        np.diff(np.exp(item_table(expert_parameters(2, 2, p), p)[1, :, 0])).max()
        for p in (policy, exact)
    ]
    assert rises[0] < rises[1]


def test_guessing_lifts_the_curve(policy):
    """With four options nobody falls below a quarter, and the probabilities still sum to 1."""
    table = np.exp(item_table(expert_parameters(2, 2, policy, guess=0.25), policy))
    assert table.sum(axis=0) == pytest.approx(np.ones((61, 9)))
    assert table[1].min() >= 0.25
    assert table[1, 0, 0] == pytest.approx(0.25, abs=0.01)
