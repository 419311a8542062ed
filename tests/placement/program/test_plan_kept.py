"""Goals after the second of a large program: what bounds them, and how near their best they come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from grader.placement.program import Limits, solve
from grader.placement.program.exact import whole_columns
from grader.placement.program.kept import Kept, Taken
from grader.placement.program.limits import Clock
from grader.placement.program.relaxation import Relaxation

pytestmark = pytest.mark.usefixtures("every_size")

SECONDS = Limits(seconds=60.0, gap=1e-3)


def least(program, number, caps):
    """The least of a goal over all plans that keep caps of others, by SciPy's solver."""
    rows = [LinearConstraint(program.matrix, program.row_lower, program.row_upper)]
    for cost, cap in caps:
        rows.append(LinearConstraint(cost[None, :], -np.inf, cap + 1e-6))
    found = milp(
        program.objectives[number].cost,
        constraints=rows,
        integrality=whole_columns(program).astype(int),
        bounds=Bounds(0, program.upper),
    )
    assert 0 == found.status
    return float(found.fun)


def kept_goals(program, *, caps, bounds, rates=(8000.0, 1.0, 0.3)):
    """A sum of the first goals, and the linear programs that it is for."""
    kept = Kept(Relaxation(program, Clock.started(SECONDS)))
    kept.goals = [
        Taken(each.cost, cap, bound, rate)
        for each, cap, bound, rate in zip(
            program.objectives, caps, bounds, rates[: len(caps)], strict=False
        )
    ]
    kept.relaxation.minimise(kept.cost)
    return kept


@pytest.fixture(scope="module")
def best(giving):
    """The least of the first two goals, one after the other, and the caps that they leave."""
    first = least(giving, 0, [])
    second = least(giving, 1, [(giving.objectives[0].cost, first)])
    return [first, second], [first, second + 0.01 * abs(second)]


def test_what_goals_give_way_goes_to_the_next_ones(giving):
    """By five goals each bound holds over all plans that keep the caps, and each goal comes within 2 % of its best."""
    solution, caps = solve(giving, limits=SECONDS), []
    for number, (each, stage) in enumerate(zip(giving.objectives, solution.stages, strict=True)):
        value, exact = stage.value - stage.given_up, least(giving, number, caps)
        rounding = 1e-6 * max(1.0, abs(exact))  # SciPy's solver uses up the tolerance of the caps
        assert stage.bound - rounding <= exact <= value + rounding
        assert value <= exact + 0.02 * abs(exact) + 1.0
        caps.append((each.cost, value + each.goal.tolerance * abs(value)))
    assert all(cost @ solution.values <= cap + 1e-6 for cost, cap in caps)
    assert any(stage.given_up > 0 for stage in solution.stages)


@pytest.mark.parametrize("margin", [False, True])
def test_a_priced_limit_bounds_the_next_goal(giving, best, margin):
    """The bound is below the best plan, above what the goal could be alone, and near the former."""
    bounds, caps = best
    kept = kept_goals(giving, caps=caps, bounds=bounds)
    costs = [each.cost for each in giving.objectives]
    priced = kept.price(costs[2], margin=margin)
    exact = least(giving, 2, list(zip(costs[:2], caps, strict=True)))
    assert priced.proof.low <= exact + 1e-6 * abs(exact)
    assert least(giving, 2, []) < priced.proof.low
    assert exact - priced.proof.low <= 0.1 * abs(exact)


def test_a_linear_optimum_inside_keeps_every_cap(giving, best):
    """With a margin each goal keeps a part of its room, and the goal at hand is better than where the others alone left it."""
    bounds, caps = best
    kept = kept_goals(giving, caps=caps, bounds=bounds)
    alone = kept.relaxation.minimise(kept.cost).values
    cost = giving.objectives[2].cost
    inside = kept.price(cost, margin=True).inside
    assert max(one.used(inside.proof.values) for one in kept.goals) <= 0.95
    assert cost @ inside.proof.values < cost @ alone
    assert inside.proof.low == pytest.approx(inside.cost @ inside.proof.values)


def test_a_goal_that_is_over_its_cap_becomes_dearer(giving, best):
    """Of two goals with room, the one whose weight in the sum is too little to keep its cap gets more of it."""
    bounds, caps = best
    costs = [each.cost for each in giving.objectives]
    third = least(giving, 2, list(zip(costs[:2], caps, strict=True)))
    kept = kept_goals(
        giving,
        caps=[*caps, third + 0.02 * abs(third)],
        bounds=[*bounds, third],
        rates=(8000.0, 1.0, 0.05),
    )
    priced = kept.price(costs[3], margin=True)
    assert kept.goals[2].rate / kept.goals[1].rate > 0.06
    assert priced.rate > 0


def test_without_time_nothing_is_claimed(giving, best):
    """Then the bound is that of the columns alone."""
    bounds, caps = best
    kept = kept_goals(giving, caps=caps, bounds=bounds)
    clock = kept.relaxation.clock
    kept.relaxation.clock = replace(clock, end=clock.end - SECONDS.seconds)
    cost = giving.objectives[2].cost
    priced = kept.price(cost, margin=True)
    assert (0.0, None) == (priced.rate, priced.inside)
    assert priced.proof.low == kept.relaxation.proof(cost, np.zeros(0)).low
