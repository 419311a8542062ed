"""Cuts of several rows, and parts of a plan that are planned at the same time."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from grader.placement.program import Limits, solve
from grader.placement.program.cuts import stacked_cuts
from grader.placement.program.exact import violation
from grader.placement.program.gomory import divided, gomory_cuts
from grader.placement.program.highs import Linear
from grader.placement.program.limits import Clock
from grader.placement.program.neighbours import Neighbourhoods
from grader.placement.program.region import Region, region_of
from grader.placement.program.relaxation import Relaxation
from grader.placement.program.together import Parts

SECONDS = Limits(seconds=30.0)


@pytest.fixture(scope="module")
def solved(program):
    """Its best plan by all goals."""
    solution = solve(program, limits=SECONDS)
    assert {"optimal", "within_gap"} >= {stage.status for stage in solution.stages}
    return solution


def joint_cost(program):
    """The first two goals in one sum."""
    first, second = (each.cost for each in program.objectives[:2])
    return 2000.0 * first + second


def region(rows, limits, *, binary, fractions=0, kinds=()):
    """Rows Σ aⱼ·xⱼ ≥, ≤ or = b over columns of 0 and 1, and then columns that may be fractions up to 3."""
    upper = np.array([1.0] * binary + [3.0] * fractions)
    limits, kind = (
        np.array(limits, float),
        np.array([*kinds, *(["≥"] * len(limits))])[: len(limits)],
    )
    low, high = np.where(kind == "≤", -np.inf, limits), np.where(kind == "≥", np.inf, limits)
    return Region(csr_array(np.array(rows, float)), low, high, np.zeros(len(upper)), upper)


def corners(place, binary):
    """All plans whose fraction, one column at most, lies at a limit of the region."""
    matrix = place.matrix.toarray()
    for chosen in product((0.0, 1.0), repeat=binary):
        x = np.array([*chosen, *[0.0] * (len(place.upper) - binary)])
        ends = [0.0]
        if len(x) > binary:
            rate, rest = matrix[:, -1], matrix @ x
            moving = rate != 0
            limits = [
                (side - rest)[moving] / rate[moving] for side in (place.row_lower, place.row_upper)
            ]
            ends = np.clip(np.concatenate([[0.0, 3.0], *limits]), 0.0, 3.0)
        for end in ends:
            x[binary:] = end
            if (place.row_lower - 1e-9 <= matrix @ x).all() and (
                matrix @ x <= place.row_upper + 1e-9
            ).all():
                yield x.copy()


def test_rows_without_coefficients_have_no_tableau():
    """Where nothing stands in any row, there is nothing to cut, and prices are 0."""
    place = region([[0, 0, 0]], [-1], binary=3)
    linear = Linear(place, Clock.started(SECONDS))
    linear.minimise(np.array([-1.0, 1.0, 2.0]))
    assert [] == list(linear.tableau(np.arange(3)))
    assert [0.0] == linear.prices_of(np.array([-1.0, 1.0, 2.0])).tolist()


@settings(max_examples=120, deadline=None)
@given(st.data(), st.integers(3, 6), st.integers(0, 1), st.integers(1, 3))
def test_a_cut_of_several_rows_holds_for_all_plans(data, binary, fractions, count):
    """No plan of small random rows violates a cut made from the tableau; the vertex does."""
    numbers = st.lists(st.integers(-3, 5), min_size=binary + fractions, max_size=binary + fractions)
    rows = data.draw(st.lists(numbers, min_size=count, max_size=count))
    limits = data.draw(st.lists(st.integers(-2, 7), min_size=count, max_size=count))
    kinds = data.draw(st.lists(st.sampled_from("≥≤="), min_size=count, max_size=count))
    cost = np.array(data.draw(numbers), float)
    place = region(rows, limits, binary=binary, fractions=fractions, kinds=kinds)
    linear = Linear(place, Clock.started(SECONDS))
    vertex = linear.minimise(cost)
    if not vertex.feasible:
        return
    whole = np.arange(binary + fractions) < binary
    tableau = linear.tableau(divided(vertex.values, whole))
    for cut in gomory_cuts(place, whole, vertex.values, tableau):
        assert cut.values @ vertex.values[cut.columns] < cut.least
        for plan in corners(place, binary):
            assert cut.values @ plan[cut.columns] >= cut.least - 1e-7


def test_three_pairs_of_which_one_each():
    """Of three people any two exclude each other: half of each seems possible, and the cut of three rows says one at most."""
    rows = [[-1, -1, 0], [-1, 0, -1], [0, -1, -1]]
    place, cost = region(rows, [-1, -1, -1], binary=3), np.array([-1.0, -1.0, -1.0])
    linear, whole = Linear(place, Clock.started(SECONDS)), np.ones(3, bool)
    values = linear.minimise(cost).values
    assert -1.5 == pytest.approx(cost @ values)
    found = gomory_cuts(place, whole, values, linear.tableau(divided(values, whole)))
    linear.add_rows(*stacked_cuts(found, 3))
    assert -1.0 == pytest.approx(cost @ linear.again().values)


def test_cuts_of_several_rows_never_pass_the_best_plan(larger):
    """They raise what cuts of one row prove, and stay below the plan that was found; that plan violates none."""
    cost, plan = joint_cost(larger), solve(larger, limits=SECONDS).values
    single, both = (Relaxation(larger, Clock.started(SECONDS)) for _ in range(2))
    values = single.minimise(cost, several=False).values
    sharper = both.minimise(cost).values
    assert cost @ values < cost @ sharper <= cost @ plan + 1e-6
    rows = both.region.matrix @ plan
    assert (rows >= both.region.row_lower - 1e-6).all()


def test_a_column_that_is_closed_is_in_no_cut(program):
    """What is fixed counts with its value."""
    cost, clock = joint_cost(program), Clock.started(SECONDS)
    shut = region_of(program)
    half = np.arange(len(cost)) % 2 == 0
    half[program.pairs :] = False
    narrow = shut.fixed(half & (shut.lower == 0), shut.lower)
    linear, whole = Linear(narrow, clock), Relaxation(program, clock).whole
    values = linear.minimise(cost).values
    cuts = gomory_cuts(narrow, whole, values, linear.tableau(divided(values, whole)))
    assert cuts
    assert all(narrow.open[cut.columns].all() for cut in cuts)


def test_parts_planned_together_fit_and_cost_less(program):
    """Each plan found is a plan and cheaper; the last one, of all that were found, is the cheapest; twice the same."""
    relaxation, cost = Relaxation(program, Clock.started(SECONDS)), joint_cost(program)
    start = solve(program, limits=Limits(seconds=30.0, gap=0.05)).values
    found = []
    for _ in range(2):
        clock = Clock.started(Limits(seconds=600.0, threads=3))
        reduced = relaxation.proof(cost, relaxation.minimise(cost).prices).reduced
        may = relaxation.region.open
        parts = Neighbourhoods(program, may, reduced, seed=1)
        parts.size = 150.0
        together = Parts(parts, relaxation.region, relaxation.whole, clock)
        plans, plan = [], start
        for _ in range(6):
            better = together.better(plan, cost)
            assert all(cost @ one < cost @ plan for one in better)
            assert all(violation(program, one) <= 1e-5 for one in better)
            if len(better) > 1:
                assert cost @ better[-1] <= min(cost @ one for one in better) + 1e-6
            plans += better
            plan = min([plan, *better], key=lambda one: float(cost @ one))
        found.append(plans)
    assert found[0]
    assert all(np.array_equal(one, two) for one, two in zip(*found, strict=True))
