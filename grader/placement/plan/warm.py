"""What it would cost to use a pair that a plan does not use: bounds from reduced costs, and from linear programs kept hot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.plan.placing import Losses
from grader.placement.program.exact import TOLERANCE, dual_bound
from grader.placement.program.highs import Linear
from grader.placement.program.limits import Clock
from grader.placement.program.region import region_of
from grader.placement.program.session import pinned
from grader.placement.program.solve import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.placement.program import Limits, Program, Solution
    from grader.placement.program.region import Region

    Floats = NDArray[np.float64]

_PRICED = 2e-6  # smaller reduced costs and prices may be rounding errors


@dataclass(frozen=True, slots=True, eq=False)
class _Goal:
    """One goal over the plans that keep those before it: its linear program, still hot, and what it proves."""

    region: Region
    linear: Linear
    cost: Floats
    value: float
    low: float
    reduced: Floats


class Warm:
    """The linear programs of a plan, one for each goal, ready for questions.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its solution.
    limits : Limits
        Seconds for all of them, threads and seed.

    Notes
    -----
    For the goals in order, each over the plans that keep the goals before it: prices of the rows prove that the cost is
    at least low + dⱼ if xⱼ = 1, where dⱼ is the reduced cost of the pair. Less the value of the plan that is the least
    loss. Where the plan is not proven to be best, low is below its value, and the bound is weaker by that much.
    """

    def __init__(self, program: Program, solution: Solution, *, limits: Limits) -> None:
        self.program, self.solution, self.limits = program, solution, limits
        self.goals: list[_Goal] = []
        region, clock = region_of(program), Clock.started(limits)
        for objective, stage in zip(program.objectives, solution.stages, strict=True):
            linear = Linear(region, clock)
            prices = linear.minimise(objective.cost).prices
            linear.settle()
            low, reduced, prices = dual_bound(region, objective.cost, prices)
            self.goals.append(_Goal(region, linear, objective.cost, stage.value, low, reduced))
            best = stage.value - stage.given_up
            cap = best + objective.goal.tolerance * abs(best)
            region = self._kept(region, self.goals[-1], prices, cap)

    def _kept(self, region: Region, goal: _Goal, prices: Floats, cap: float) -> Region:
        """The plans that keep a goal: the optimal face where the bound is reached, else one more row."""
        if cap - goal.low > TOLERANCE:
            return region.capped(goal.cost, cap + TOLERANCE)
        side = np.where(goal.reduced > 0, region.lower, region.upper)
        prices = np.where(np.abs(prices) > _PRICED, prices, 0.0)
        return region.fixed(region.open & (np.abs(goal.reduced) > _PRICED), side).tightened(prices)

    @cached_property
    def losses(self) -> Losses:
        """Least losses of all pairs, from reduced costs."""
        pairs = self.program.pairs
        least = [
            goal.low + np.maximum(0.0, goal.reduced[:pairs]) - goal.value for goal in self.goals
        ]
        table = np.column_stack(least) if least else np.zeros((pairs, 0))
        return Losses(self._names(), np.where(table > TOLERANCE, table, 0.0))

    def least(self, pair: int) -> tuple[tuple[str, float], ...]:
        """Return the least loss if one pair is used: from reduced costs or, where these show none, from linear programs.

        Parameters
        ----------
        pair : int
            Index of the pair.

        Returns
        -------
        tuple of (str, float)
            Goals up to the first that must get worse. Infinite where no plan uses the pair.
        """
        known = self.losses.of(pair)
        if any(loss > 0 for _, loss in known):
            return known
        found: list[tuple[str, float]] = []
        for name, goal in zip(self._names(), self.goals, strict=True):
            loss = self._loss(goal, pair)
            if np.isinf(loss) and found:  # some goal before gets worse, by how much is not known
                break
            found.append((name, loss))
            if loss > 0:
                break
        return tuple(found)

    def _loss(self, goal: _Goal, pair: int) -> float:
        if goal.region.upper[pair] < 1:
            return np.inf
        goal.linear.clock = Clock.started(self.limits)
        relaxed = goal.linear.forced(pair)
        if not relaxed.feasible:
            return np.inf
        forced = goal.region.fixed(
            np.arange(len(goal.cost)) == pair, np.ones_like(goal.region.upper)
        )
        low, _, _ = dual_bound(forced, goal.cost, relaxed.prices)
        known = goal.low + max(0.0, float(goal.reduced[pair]))
        loss = max(low, known) - goal.value
        return loss if loss > TOLERANCE else 0.0

    def exact(self, pairs: Sequence[int]) -> tuple[tuple[str, float], ...]:
        """Return what using some pairs costs, by solving once more.

        Parameters
        ----------
        pairs : sequence of int
            The pairs.

        Returns
        -------
        tuple of (str, float)
            Loss by goal, below 0 for a gain; exact up to the gap of the limits.

        Raises
        ------
        PlanError
            If no plan uses these pairs.
        """
        changed = pinned(self.program, pins=pairs, forbids=())
        forced = solve(changed, limits=self.limits, start=self.solution.values)
        return tuple(
            (now.goal, now.value - then.value)
            for now, then in zip(forced.stages, self.solution.stages, strict=True)
        )

    def _names(self) -> tuple[str, ...]:
        return tuple(stage.goal for stage in self.solution.stages)
