"""The engine against published estimates, closed forms and a naive reference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from grader.measurement.gpcm import category_log_probabilities
from grader.measurement.posterior import (
    Notebook,
    normal_grid,
    notebook_log_likelihood,
    pattern_ids,
    summarise,
)

ONE = np.ones(1)

# LSAT7, a section of the Law School Admission Test (Bock & Lieberman 1970), two-parameter logistic model by exact marginal maximum
# likelihood: R packages ltm (61 Gauss–Hermite points) and mirt (reference page LSAT7).
LSAT7_A = (0.987546, 1.080837, 1.707478, 0.764990, 0.735673)
LSAT7_B = (-1.879260, -0.747541, -1.057236, -0.635302, -2.520764)
# EAP and SD under N(0, 1), as ltm::factor.scores(method = "EAP") prints them.
LSAT7_EAP = {
    (0, 0, 0, 0, 0): (-1.86978, 0.69270),
    (0, 0, 0, 0, 1): (-1.52726, 0.67363),
    (0, 0, 0, 1, 0): (-1.51397, 0.67308),
    (1, 1, 1, 1, 0): (0.28210, 0.75527),
    (1, 1, 1, 1, 1): (0.72718, 0.80093),
}


def two_pl(grid, slopes, difficulties):
    """Return a notebook of two-parameter logistic items."""
    tables = [
        category_log_probabilities(grid.theta[:, None] - b, slope=a, offsets=[0.0])
        for a, b in zip(slopes, difficulties, strict=True)
    ]
    return [Notebook(range(len(tables)), tables, ONE)]


def lsat7(patterns, **changes):
    """Summarise answer patterns of LSAT7."""
    grid = normal_grid(-7, 7, points=61, mean=0, sd=1)
    settings_ = {"grid": grid, "cuts": [0.0], "interval": 0.9} | changes
    notebooks = two_pl(settings_["grid"], LSAT7_A, LSAT7_B)
    return summarise(np.array(patterns, dtype=np.int8), notebooks, **settings_)


@pytest.mark.parametrize("pattern", list(LSAT7_EAP), ids=str)
def test_lsat7_estimates_are_those_of_ltm(pattern):
    """EAP and SD of five answer patterns of LSAT7 agree with R's ltm to 1e-4."""
    summary = lsat7([pattern])
    assert (summary.eap[0], summary.sd[0]) == pytest.approx(LSAT7_EAP[pattern], abs=1e-4)


def test_without_answers_the_posterior_is_the_prior():
    """All missing under N(0, 1): mean 0, SD 1, half above 0, the interval of the normal table."""
    summary = lsat7([[-1] * 5])
    found = [a[0] for a in (summary.eap, summary.sd, summary.low, summary.high)]
    assert found == pytest.approx([0.0, 1.0, -1.6449, 1.6449], abs=2e-2)
    assert summary.above[0, 0] == pytest.approx(0.5, abs=1e-9)


def test_missing_is_not_wrong():
    """A missing answer leaves the estimate where the other four put it; a wrong one lowers it."""
    summary = lsat7([[1, 1, 1, 1, -1], [1, 1, 1, 1, 0]])
    without_item = summarise(
        np.array([[1, 1, 1, 1]], dtype=np.int8),
        two_pl(normal_grid(-7, 7, points=61, mean=0, sd=1), LSAT7_A[:4], LSAT7_B[:4]),
        grid=normal_grid(-7, 7, points=61, mean=0, sd=1),
        cuts=[0.0],
        interval=0.9,
    )
    assert summary.eap[0] == pytest.approx(without_item.eap[0], abs=1e-12)
    assert summary.eap[1] < summary.eap[0]


def test_the_grid_is_fine_enough():
    """61 points give what 2,001 give: means and SDs to 1e-6, probabilities .01, quantiles .02."""
    patterns = list(LSAT7_EAP)
    coarse = lsat7(patterns)
    fine = lsat7(patterns, grid=normal_grid(-7, 7, points=2001, mean=0, sd=1))
    for name, tolerance in (("eap", 1e-6), ("sd", 1e-6), ("low", 0.02), ("above", 0.01)):
        assert getattr(coarse, name) == pytest.approx(getattr(fine, name), abs=tolerance)


@pytest.mark.parametrize(("reliability", "printed"), [(0.8, 0.8524), (0.5, 0.75)])
def test_accuracy_at_the_mean_has_a_closed_form(reliability, printed):
    """For a normal test cut at the mean, expected accuracy is .5 + asin(√ρ)/π."""
    grid = normal_grid(-6, 6, points=241, mean=0, sd=1)
    error = math.sqrt(1 / reliability - 1)
    borders = np.linspace(-6 - 4 * error, 6 + 4 * error, 122)
    p = np.diff(norm.cdf((borders[:, None] - grid.theta) / error), axis=0)
    table = np.log(np.maximum(p, 1e-300))[:, :, None]
    categories = np.arange(121, dtype=np.int8)[:, None]
    above = summarise(
        categories, [Notebook([0], [table], ONE)], grid=grid, cuts=[0.0], interval=0.9
    ).above[:, 0]
    prior = np.exp(grid.log_prior)
    accuracy = (p @ (prior / prior.sum())) @ np.maximum(above, 1 - above)
    closed = 0.5 + math.asin(math.sqrt(reliability)) / math.pi
    assert round(closed, 4) == printed
    assert accuracy == pytest.approx(closed, abs=2e-3)


@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_patterns_come_back(data):
    """Whatever the matrix, its distinct rows and their numbers rebuild it."""
    columns = data.draw(st.integers(1, 60))
    row = st.lists(st.integers(-1, 4), min_size=columns, max_size=columns)
    matrix = np.array(data.draw(st.lists(row, min_size=1, max_size=8)), dtype=np.int8)
    patterns, ids = pattern_ids(matrix)
    assert patterns[ids].tolist() == matrix.tolist()
    assert len(patterns) == len({tuple(row) for row in matrix.tolist()})


def test_one_node_is_the_plain_product():
    """Without a notebook effect the log likelihood is the sum over the items."""
    tables = [
        np.log([[0.2, 0.4], [0.8, 0.6]])[:, :, None],
        np.log([[0.5, 0.1], [0.5, 0.9]])[:, :, None],
    ]
    found = notebook_log_likelihood(
        np.array([[1, 0], [-1, 1]], dtype=np.int8), Notebook([0, 1], tables, ONE)
    )
    assert np.exp(found) == pytest.approx(np.array([[0.4, 0.06], [0.5, 0.9]]))


def test_the_notebook_effect_is_averaged_over_its_nodes():
    """The likelihood is the weighted mean of the products at the nodes, not a product of means."""
    table = np.log(np.array([[[0.1, 0.7]], [[0.9, 0.3]]]))
    notebook = Notebook([0, 1], [table, table], np.array([0.25, 0.75]))
    found = notebook_log_likelihood(np.array([[1, 1]], dtype=np.int8), notebook)
    assert np.exp(found[0, 0]) == pytest.approx(0.25 * 0.81 + 0.75 * 0.09)


@given(st.lists(st.lists(st.integers(-1, 1), min_size=5, max_size=5), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_interval_and_probabilities_agree(patterns):
    """The interval lies above a cut exactly if the probability over the cut is at least .95."""
    cuts = [-2.1, -1.0, 0.05, 1.3]
    summary = lsat7(patterns, cuts=cuts)
    for row in range(len(patterns)):
        for column, cut in enumerate(cuts):
            p = summary.above[row, column]
            if abs(p - 0.95) > 1e-9:
                assert (summary.low[row] >= cut) == (p > 0.95)
            if abs(p - 0.05) > 1e-9:
                assert (summary.high[row] < cut) == (p < 0.05)


def test_many_persons_are_worked_through_in_pieces():
    """More persons than one piece holds: every one gets what they would get alone."""
    rng = np.random.default_rng(7)
    patterns = rng.integers(-1, 2, (20_001, 5))
    together = lsat7(patterns)
    picked = [0, 2047, 2048, 16384, 20_000]
    alone = lsat7(patterns[picked])
    assert together.eap[picked] == pytest.approx(alone.eap, abs=1e-12)
    assert together.low[picked] == pytest.approx(alone.low, abs=1e-12)


def test_nobody_is_nobody():
    """No persons give empty arrays of the right shape."""
    summary = lsat7(np.empty((0, 5)))
    assert (summary.eap.shape, summary.above.shape) == ((0,), (0, 1))
