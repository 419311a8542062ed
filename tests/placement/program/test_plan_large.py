"""What makes large programs quick: cuts, prices from a subgradient method, sifted columns, neighbourhoods."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from grader.placement.program import Limits, pinned, solve
from grader.placement.program.cuts import Knapsack, knapsacks, separate, stacked_cuts
from grader.placement.program.exact import dual_bound, violation
from grader.placement.program.highs import Linear
from grader.placement.program.lagrange import choices_of, start_prices
from grader.placement.program.limits import Clock
from grader.placement.program.neighbours import Neighbourhoods
from grader.placement.program.region import region_of
from grader.placement.program.sift import Sifted

SECONDS = Limits(seconds=30.0)


def joint_cost(program):
    """The first two goals in one sum."""
    first, second = (each.cost for each in program.objectives[:2])
    return 2000.0 * first + second


def knapsack(weights, least, flipped, *, fraction):
    """A row of columns 0, 1, …, whose last one may be a fraction of any size if asked."""
    count = len(weights)
    whole = np.ones(count, bool)
    whole[-1] = not fraction
    return Knapsack(
        np.arange(count), np.array(weights, float), least, np.array(flipped), whole.copy(), whole
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 4)), min_size=3, max_size=7
    ),
    st.integers(1, 12),
    st.booleans(),
)
def test_a_cut_holds_for_all_whole_numbers(drawn, least, fraction):
    """No whole numbers that satisfy the row violate a cut made from it; the divided values do."""
    weights, flipped, quarters = (list(each) for each in zip(*drawn, strict=True))
    flipped[-1] = flipped[-1] and not fraction
    row = knapsack(weights, least, flipped, fraction=fraction)
    x = np.array(quarters) / 4
    for cut in separate(row, x):
        assert cut.values @ x < cut.least
        for values in product((0.0, 1.0), repeat=len(weights)):
            z = np.where(row.flipped, 1 - np.array(values), values)
            if fraction:
                z[-1] = max(0.0, (least - row.weights[:-1] @ z[:-1]) / row.weights[-1])
            if row.weights @ z >= least - 1e-9:
                x_whole = np.where(row.flipped, 1 - z, z)
                assert cut.values @ x_whole >= cut.least - 1e-9


def test_cuts_close_what_divided_people_promise():
    """Levels 3 and 3 for a sum of 4: a third of the second person seems enough, and the cut says that both are needed."""
    row = knapsack([3, 3, 1], 4, [False, False, False], fraction=False)
    (cut,) = separate(row, np.array([1.0, 1 / 3, 0.0]))[:1]
    # Cost 6 for the second person, 5 for a shortage of 1: the linear optimum is 2, the best whole plan costs 5.
    cost, bounds = [0.0, 6.0, 5.0], [(0, 1), (0, 1), (0, 4)]
    rows, limits = np.array([[3.0, 3.0, 1.0], cut.values]), np.array([4.0, cut.least])
    assert 2.0 == pytest.approx(linprog(cost, -rows[:1], -limits[:1], bounds=bounds).fun)
    assert 5.0 == pytest.approx(linprog(cost, -rows, -limits, bounds=bounds).fun)


def test_cuts_never_pass_the_best_plan(program):
    """With cuts the linear bound rises, and stays below the plan that was found."""
    cost, clock = joint_cost(program), Clock.started(SECONDS)
    linear = Linear(region_of(program), clock)
    before = relaxed = linear.minimise(cost)
    for _ in range(4):
        found = [cut for one in knapsacks(program) for cut in separate(one, relaxed.values)]
        linear.add_rows(*stacked_cuts(found, len(cost)))
        relaxed = linear.again()
    plan = solve(program, limits=SECONDS).values
    assert cost @ before.values < cost @ relaxed.values <= cost @ plan + 1e-6


@pytest.mark.usefixtures("every_size")
def test_prices_from_subgradients_prove_nearly_the_linear_optimum(program):
    """Their bound holds, and lies below the optimum of HiGHS by less than 10 % of what that plan moves in all."""
    region, cost = region_of(program), joint_cost(program)
    values = Linear(region, Clock.started(SECONDS)).minimise(cost).values
    prices = start_prices(region, cost, choices_of(program, region))
    low = dual_bound(region, cost, prices)[0]
    assert cost @ values - 0.1 * (np.abs(cost) @ values) <= low <= cost @ values + 1e-6


@pytest.mark.usefixtures("every_size")
def test_sifting_finds_the_optimum_of_all_columns(program, monkeypatch):
    """With few columns to begin with, value and proven bound are those of the whole program, also after more rows."""
    monkeypatch.setattr("grader.placement.program.sift._PER_ROW", 0.5)
    region, cost, clock = region_of(program), joint_cost(program), Clock.started(SECONDS)
    sifted = Sifted(region, clock, choices_of(program, region))
    relaxed, all_columns = sifted.minimise(cost), Linear(region, clock)
    assert cost @ all_columns.minimise(cost).values == pytest.approx(cost @ relaxed.values)
    cuts = [cut for one in knapsacks(program) for cut in separate(one, relaxed.values)]
    for linear in (sifted, all_columns):
        linear.add_rows(*stacked_cuts(cuts, len(cost)))
    relaxed = sifted.again()
    low = dual_bound(sifted.region, cost, relaxed.prices)[0]
    assert cost @ all_columns.again().values == pytest.approx(low) == cost @ relaxed.values
    assert len(sifted.columns) < len(cost)


@pytest.mark.usefixtures("every_size")
def test_sifting_begins_with_what_hard_rows_need(program, monkeypatch):
    """Pairs that are pinned are in from the start, however dear they are; where rows contradict each other, it says so."""
    monkeypatch.setattr("grader.placement.program.sift._PER_ROW", 0.01)
    cost, clock = joint_cost(program), Clock.started(SECONDS)
    solved = Linear(region_of(program), clock).minimise(cost)
    reduced = dual_bound(region_of(program), cost, solved.prices)[1]
    dear = int(np.argmax(reduced[: program.pairs]))
    changed = pinned(program, pins=[dear], forbids=[])
    region = region_of(changed)
    relaxed = Sifted(region, clock, choices_of(changed, region)).minimise(cost)
    assert relaxed.values[dear] == pytest.approx(1.0)
    assert Linear(region, clock).minimise(cost).values @ cost == pytest.approx(
        relaxed.values @ cost
    )
    both = region_of(pinned(changed, pins=[], forbids=[dear]))
    assert not Sifted(both, clock, choices_of(changed, both)).minimise(cost).feasible


@pytest.mark.usefixtures("every_size")
def test_a_large_program_gets_a_plan_that_fits_and_bounds_that_hold(program, monkeypatch):
    """Treated as a large one, a program gets a plan no better than the exact one, and no bound above that."""
    large = solve(program, limits=Limits(seconds=6.0, gap=0.0))
    monkeypatch.undo()
    exact = solve(program, limits=SECONDS)
    assert 0.0 <= violation(program, large.values) <= 1e-6
    for quick, slow in zip(large.stages[:1], exact.stages[:1], strict=True):
        assert quick.bound <= slow.value <= quick.value + 1e-6
        assert quick.value - quick.bound <= 0.05 * abs(quick.value) + 1.0


def test_a_neighbourhood_leaves_the_rest_of_the_plan_as_it_is(program):
    """Only allowed pairs open, and those of the people in the posts drawn; each draw is the same for the same seed."""
    plan = solve(program, limits=SECONDS).values
    may = np.arange(len(plan)) % 3 > 0
    first, again = (Neighbourhoods(program, may, np.ones(len(plan)), seed=5) for _ in range(2))
    first.size = again.size = 40.0
    free = first.draw(plan)
    assert (free == again.draw(plan)).all()
    opened = free[: program.pairs] & (plan[: program.pairs] == 0)
    assert 0 < opened.sum()
    assert not (opened & ~may[: program.pairs]).any()
    first.answer(gained=False, solved=True)
    assert first.size > 40.0
