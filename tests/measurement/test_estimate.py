"""Estimates of skills: invariants, and a naive reference that integrates the model directly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from grader.errors import MeasurementError
from grader.measurement import Item, Later, Policy, estimate
from grader.text import Text

POLICY = Policy()


def make(id_, *, lesson="a", skill="SEC-IAM", level=2, categories=3):
    """Return an item."""
    return Item(id_, lesson, skill, level, categories, 3.0, 8, Text("問", "Q"), "VALUES")


ITEMS = (
    make("q1", level=1, categories=2),
    make("q2", level=2),
    make("q3", level=3),
    make("q4", level=2, lesson="b"),
    make("q5", level=3, lesson="b", categories=2),
    make("q6", level=2, lesson="b", skill="SEC-LOG"),
)
ANSWER = st.tuples(*(st.integers(-1, item.categories - 1) for item in ITEMS))
ANSWERS = st.lists(ANSWER, min_size=1, max_size=6)


def run(rows, items=ITEMS, policy=POLICY):
    """Estimate rows of categories."""
    return estimate(np.array(rows, dtype=np.int8), items=items, policy=policy)


# The middles of five cells for each cell of the grid, which reaches from −4 to 10 by 61 points.
THETA = -4 - 7 / 60 + (np.arange(305) + 0.5) * 14 / 300


def naive_likelihood(row, items):
    """P(x | θ) by sums over fine grids of γ and δ, one factor at a time."""
    z = np.linspace(-5, 5, 101)
    w = norm.pdf(z) / norm.pdf(z).sum()
    shift = {2: -0.5902, 3: -0.6752}
    steps = {2: (0.0,), 3: (-0.8, 0.8)}
    sd = np.sqrt(0.7**2 + 0.3**2)
    likelihood = np.ones(THETA.size)
    for lesson in {item.lesson for item in items}:
        inside = np.ones((THETA.size, z.size))
        for x, item in zip(row, items, strict=True):
            if item.lesson == lesson and x >= 0:
                delta = (item.level - 1) * 2.0 + shift[item.categories] + sd * z
                gap = THETA[:, None, None] + 0.5 * z[None, :, None] - delta
                sums = [np.zeros(gap.shape)]
                for o in steps[item.categories]:
                    sums.append(sums[-1] + 1.2 * (gap - o))
                weight = np.exp(sums)
                inside *= (weight[x] / weight.sum(axis=0)) @ w
        likelihood *= inside @ w
    return likelihood


def naive(rows, items, drift=0.0):
    """Mean and SD of θ after one session or more, N(0, drift²) between them."""
    posterior = norm.pdf(THETA, 3.0, 3.0)
    for number, row in enumerate(rows):
        if number and drift:
            posterior = norm.pdf(THETA[:, None], THETA, drift) @ posterior
        posterior = posterior * naive_likelihood(row, items)
    posterior /= posterior.sum()
    mean = posterior @ THETA
    return mean, np.sqrt(posterior @ (THETA - mean) ** 2)


@pytest.mark.parametrize(
    "row", [(1, 2, 0, 1, 0), (0, 0, 0, 0, 0), (1, 2, 2, 2, 1), (1, -1, 1, -1, -1)]
)
def test_the_estimate_is_what_direct_integration_gives(row):
    """EAP and SD agree with a slow program that sums the model's integrals over fine grids."""
    items = ITEMS[:5]
    found = run([row], items)["SEC-IAM"]
    mean, sd = naive([row], items)
    assert (found.eap[0], found.sd[0]) == pytest.approx((1 + mean / 2, sd / 2), abs=2e-3)


@pytest.mark.parametrize("levels", [0.1, 0.35, 0.7])
def test_two_sessions_are_what_direct_integration_gives(levels):
    """A second form after a drift: EAP and SD agree with the slow program, whose drift is a normal density."""
    items = ITEMS[:5]
    first, second = [(1, 1, 0, 1, 0)], [(1, 2, 1, -1, -1)]
    mean, sd = naive([*first, *second], items, drift=2 * levels)
    later = [Later(np.array([2 * levels]), np.array(second, dtype=np.int8))]
    found = estimate(np.array(first, dtype=np.int8), items=items, policy=POLICY, later=later)
    one = found["SEC-IAM"]
    assert (one.eap[0], one.sd[0]) == pytest.approx((1 + mean / 2, sd / 2), abs=3e-3)


@given(row=ANSWER, column=st.integers(0, 4), drift=st.floats(0, 3), after=ANSWER)
@settings(max_examples=40, deadline=None)
def test_a_better_earlier_answer_never_lowers_the_estimate(row, column, drift, after):
    """One category more in the first session raises the estimate after the second, whatever lies between."""
    better = [*row]
    better[column] = ITEMS[column].categories - 1
    if row[column] < 0:
        return
    later = [Later(np.full(2, drift), np.array([after, after], dtype=np.int8))]
    answers = np.array([row, better], dtype=np.int8)
    found = estimate(answers, items=ITEMS, policy=POLICY, later=later)["SEC-IAM"]
    assert found.eap[1] >= found.eap[0] - 1e-12
    assert bool((found.p_at_least[1] >= found.p_at_least[0] - 1e-12).all())


def test_without_answers_there_is_only_the_prior():
    """All missing: no items, mean 2.5; SD a little under 1.5 levels, as the grid ends 2 levels out."""
    found = run([[-1] * 6])["SEC-IAM"]
    assert (found.n_items[0], found.n_notebooks[0]) == (0, 0)
    assert (found.eap[0], found.sd[0]) == pytest.approx((2.5, 1.41), abs=0.01)


def test_missing_differs_from_nothing_right():
    """An answer that is not there leaves the estimate higher than one without any point."""
    missing, zero = run([(1, 2, -1, 1, 1, -1), (1, 2, 0, 1, 1, -1)])["SEC-IAM"].eap
    assert missing > zero


@given(ANSWERS)
@settings(max_examples=40, deadline=None)
def test_probabilities_do_not_rise_with_the_level(rows):
    """P(level ≥ k) lies between 0 and 1 and never rises with k."""
    for found in run(rows).values():
        p = found.p_at_least
        assert bool(((p >= 0) & (p <= 1)).all())
        assert bool((np.diff(p, axis=1) <= 0).all())


@given(ANSWERS)
@settings(max_examples=40, deadline=None)
def test_the_interval_holds_the_mean(rows):
    """Lower end < EAP < upper end, inside the grid."""
    for found in run(rows).values():
        assert bool(((found.low < found.eap) & (found.eap < found.high)).all())
        assert found.low.min() > -1.1
        assert found.high.max() < 6.1


@given(rows=ANSWERS, order=st.permutations(range(6)))
@settings(max_examples=40, deadline=None)
def test_the_order_of_items_does_not_matter(rows, order):
    """Items in another order, with their columns, give the same numbers to the last bit."""
    plain = run(rows)
    shuffled = run([[row[i] for i in order] for row in rows], [ITEMS[i] for i in order])
    assert list(plain) == list(shuffled)
    for skill, found in plain.items():
        assert found.eap.tolist() == shuffled[skill].eap.tolist()
        assert found.p_at_least.tolist() == shuffled[skill].p_at_least.tolist()


@given(rows=ANSWERS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_persons_do_not_influence_each_other(rows, data):
    """In another order of persons everybody keeps their estimate."""
    order = data.draw(st.permutations(range(len(rows))))
    plain, shuffled = run(rows), run([rows[i] for i in order])
    for skill, found in plain.items():
        assert found.eap[order] == pytest.approx(shuffled[skill].eap, abs=1e-12)
        assert found.low[order] == pytest.approx(shuffled[skill].low, abs=1e-9)


@given(row=ANSWER, column=st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_a_better_answer_never_lowers_the_estimate(row, column):
    """One category more on one item raises the EAP and every P(level ≥ k)."""
    if row[column] < 0 or row[column] == ITEMS[column].categories - 1:
        return
    better = [*row]
    better[column] += 1
    found = run([row, better])["SEC-IAM"]
    assert found.eap[1] > found.eap[0]
    assert bool((found.p_at_least[1] >= found.p_at_least[0]).all())


def test_skills_do_not_influence_each_other():
    """An answer on one skill leaves the estimate of another as it was."""
    found = run([(1, 2, 1, 1, 0, 0), (1, 2, 1, 1, 0, 2)])
    assert found["SEC-IAM"].eap[0] == found["SEC-IAM"].eap[1]
    assert found["SEC-LOG"].eap[0] < found["SEC-LOG"].eap[1]


def test_a_notebook_effect_widens_what_one_notebook_can_say():
    """With the effect the SD of one notebook's estimate is larger than without."""
    without = run([(1, 1, 1, -1, -1, -1)], policy=replace(POLICY, sd_notebook=0.0))["SEC-IAM"]
    with_effect = run([(1, 1, 1, -1, -1, -1)])["SEC-IAM"]
    strong = run([(1, 1, 1, -1, -1, -1)], policy=replace(POLICY, sd_notebook=1.0))["SEC-IAM"]
    assert without.sd[0] < with_effect.sd[0] < strong.sd[0]


def test_the_same_tasks_in_more_notebooks_say_more():
    """Four tasks in four notebooks leave a smaller SD than the same four in one."""
    together = [make(f"q{n}") for n in range(4)]
    apart = [make(f"q{n}", lesson=f"l{n}") for n in range(4)]
    row = [(1, 1, 1, 1)]
    assert run(row, apart)["SEC-IAM"].sd[0] < run(row, together)["SEC-IAM"].sd[0]


def test_doubt_about_the_declared_level_widens_the_interval():
    """With authors' errors the interval is wider than with levels taken as exact."""
    exact = replace(POLICY, sd_expert=0.0, sd_family=0.0)
    sure = run([(1, 2, 1, 1, 0, -1)], policy=exact)["SEC-IAM"]
    unsure = run([(1, 2, 1, 1, 0, -1)])["SEC-IAM"]
    assert sure.high[0] - sure.low[0] < unsure.high[0] - unsure.low[0]


def test_items_and_notebooks_are_counted():
    """Only scored answers count, and only notebooks with one of them."""
    found = run([(1, -1, 0, -1, -1, 2), (1, 1, 1, 1, 1, -1)])["SEC-IAM"]
    assert (found.n_items.tolist(), found.n_notebooks.tolist()) == ([2, 5], [1, 2])


@pytest.mark.parametrize("rows", [[(2, 0, 0, 0, 0, 0)], [(-2, 0, 0, 0, 0, 0)]])
def test_a_category_that_the_item_does_not_have_is_an_error(rows):
    """Category 2 of a right-or-wrong item, or −2, is refused and never guessed at."""
    with pytest.raises(MeasurementError):
        run(rows)


def test_a_matrix_of_another_shape_is_an_error():
    """Five columns for six items are refused."""
    with pytest.raises(MeasurementError):
        run([(0, 0, 0, 0, 0)])
