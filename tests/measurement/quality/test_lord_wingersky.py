"""The summed-score distribution, against every answer pattern written out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from grader.errors import MeasurementError
from grader.measurement.quality import (
    lord_wingersky,
    lord_wingersky_polytomous,
    notebook_curve,
)


@st.composite
def curves(draw, abilities=3):
    """Up to five items of two to four categories at some abilities."""
    sizes = draw(st.lists(st.integers(2, 4), min_size=1, max_size=5))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    raw = [rng.random((size, abilities)) + 0.01 for size in sizes]
    return [item / item.sum(axis=0) for item in raw]


def enumerated(items):
    """Return the distribution of the sum by going through all patterns."""
    total = np.zeros((sum(len(item) - 1 for item in items) + 1, items[0].shape[1]))
    for pattern in product(*(range(len(item)) for item in items)):
        total[sum(pattern)] += np.prod([p[c] for p, c in zip(items, pattern, strict=True)], axis=0)
    return total


@given(curves())
def test_the_recursion_equals_going_through_all_patterns(items):
    """For any items of two to four categories, at each of three abilities."""
    assert lord_wingersky_polytomous(items) == pytest.approx(enumerated(items), abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_right_or_wrong_items_are_items_of_two_categories(p):
    """One vector of probabilities gives what the general recursion gives; sums are 1."""
    expected = lord_wingersky_polytomous([[1 - x, x] for x in p])
    assert lord_wingersky(p) == pytest.approx(expected)
    assert lord_wingersky(p).sum() == pytest.approx(1)


def test_equal_items_give_the_binomial_distribution():
    """Twenty items with p = .3 and .8 are two binomial distributions, in columns."""
    found = lord_wingersky(np.tile([0.3, 0.8], (20, 1)))
    expected = np.stack([binom.pmf(range(21), 20, p) for p in (0.3, 0.8)], axis=1)
    assert found == pytest.approx(expected)


def test_a_hand_worked_example():
    """Items with p = .6, .7, .8: the four scores by hand are .024, .188, .452, .336."""
    assert lord_wingersky([0.6, 0.7, 0.8]) == pytest.approx([0.024, 0.188, 0.452, 0.336])


def test_a_notebook_is_one_item_whose_effect_is_integrated_out():
    """The curve of a notebook is the mean over its effect of the enumerated sums."""
    rng = np.random.default_rng(2)
    raw = [rng.random((size, 4, 3)) for size in (2, 3)]
    tables = [item / item.sum(axis=0) for item in raw]
    weights = np.array([0.25, 0.5, 0.25])
    by_node = [enumerated([t[:, :, g] for t in tables]) for g in range(3)]
    expected = sum(w * f for w, f in zip(weights, by_node, strict=True))
    assert notebook_curve(tables, weights) == pytest.approx(expected)


@pytest.mark.parametrize("items", [[], [[0.5, 0.6]], [[1.2, -0.2]]], ids=["none", "sum", "sign"])
def test_what_is_no_probability_is_refused(items):
    """No items, probabilities that do not sum to 1, and negative ones are errors."""
    with pytest.raises(MeasurementError):
        lord_wingersky_polytomous(items)
    with pytest.raises(MeasurementError):
        lord_wingersky([0.5, 1.5])
