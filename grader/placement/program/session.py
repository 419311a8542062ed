"""A plan's linear program kept hot: least losses of every pair, what one forced pair costs, and solving again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_array, csr_array, eye_array, vstack

from grader.placement.program.exact import TOLERANCE, dual_bound, grain
from grader.placement.program.highs import Linear
from grader.placement.program.limits import Clock
from grader.placement.program.model import Block
from grader.placement.program.region import Region, region_of
from grader.placement.program.solve import solve
from grader.placement.rules.catalogue import P023
from grader.placement.rules.model import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.placement.program.limits import Limits
    from grader.placement.program.model import Program, Solution, Stage
    from grader.placement.program.region import Bools, Floats

    Loss = tuple[tuple[str, float], ...]

_OUTWEIGHS = 4.0
_STEEPEST = 1e4  # a larger ratio of two goals' weights is lost in rounding
_INSIDE = 0.1  # what a goal weighs below its cap, in parts of its weight above: enough to tell equal plans apart


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """What it would cost at least to use a pair that is not used.

    Parameters
    ----------
    goals : tuple of str
        Goals in order.
    least : ndarray of shape (n, goals)
        For each pair the least loss by goal, as far as it is known; 0 or more. The loss of a goal holds as long as no
        goal before it gets worse.
    """

    goals: tuple[str, ...]
    least: Floats

    def of(self, pair: int) -> Loss:
        """Return the least loss of one pair.

        Parameters
        ----------
        pair : int
            Index of the pair.

        Returns
        -------
        tuple of (str, float)
            Goals up to the first that must get worse; what comes after it may go either way.
        """
        return _first(self.goals, self.least[pair])


@dataclass(frozen=True, slots=True, eq=False)
class _Goal:
    """A goal that costs something.

    Parameters
    ----------
    number : int
        Its place among all goals.
    cost : ndarray of shape (n,)
        Costs, rounded.
    value : float
        Value of the plan.
    cap : float
        What the goals after it may leave of it.
    step : float
        Step of its values; 0: none is known.
    """

    number: int
    cost: Floats
    value: float
    cap: float
    step: float

    def loss(self, bound: Floats) -> Floats:
        """How much worse than the plan such bounds are; 0 where they show nothing."""
        loss = bound - self.value
        if self.step:
            slack = TOLERANCE + 1e-8 * abs(self.value)
            loss = np.ceil((loss - slack) / self.step) * self.step
        return np.where(loss > TOLERANCE, loss, 0.0)


class Session:
    """The linear program of a plan, ready for questions.

    Parameters
    ----------
    program : Program
        The program.
    solution : Solution
        Its plan.
    limits : Limits
        Limits of each question.

    Notes
    -----
    One program for all goals: a goal has a row cₖ·x − eₖ ≤ capₖ, and what exceeds the cap costs wₖ·eₖ; weights fall from
    goal to goal. A pair is forced, and the dual simplex method goes on from the plan's basis. The prices of the caps say
    how the goals before one count in its bound: with any μ ≥ 0 a plan that keeps them costs at least
    min (cₖ + Σ μᵢ·cᵢ)·x − Σ μᵢ·capᵢ, and any prices of the rows bound that minimum (weak duality).
    So a bound holds whatever the solver did; it is lifted to the next value that the goal can have.
    """

    def __init__(self, program: Program, solution: Solution, limits: Limits) -> None:
        self.program, self.solution, self.limits = program, solution, limits
        self.names = tuple(stage.goal for stage in solution.stages)
        self.region = region_of(program)
        self.goals = [
            _goal(program, number, solution.stages[number])
            for number, objective in enumerate(program.objectives)
            if objective.cost.any()
        ]
        self.places = _places(self.region)
        weights = _weights(self.goals)
        self.costs = np.array([goal.cost for goal in self.goals]).reshape(-1, len(program.upper))
        self.caps = np.array([goal.cap for goal in self.goals])
        self.priced = np.append(_INSIDE * weights @ self.costs, weights)
        self.linear = Linear(self._elastic(), Clock.started(limits))
        self.linear.minimise(self.priced)
        self.linear.settle()
        self.linear.again()  # without presolve: from now on the basis stands in the solver

    def _elastic(self) -> Region:
        """The program with a row for each goal, and a column for what exceeds its cap."""
        region, goals = self.region, len(self.goals)
        over = block_array([[region.matrix, None], [csr_array(self.costs), -eye_array(goals)]])
        return Region(
            csr_array(over) if goals else region.matrix,
            np.append(region.row_lower, np.full(goals, -np.inf)),
            np.append(region.row_upper, self.caps),
            np.append(region.lower, np.zeros(goals)),
            np.append(region.upper, np.full(goals, np.inf)),
        )

    # ---- bounds ----

    @cached_property
    def losses(self) -> Losses:
        """Least losses of all pairs, from reduced costs."""
        pairs = self.program.pairs
        table = np.zeros((pairs, len(self.names)))
        together = [self._together(k) for k in range(len(self.goals))]
        for k, goal in enumerate(self.goals):
            for prices in (together[k], self._alone(k)):
                low, reduced = self._bound(self.region, k, prices)
                loss = goal.loss(low + np.maximum(0.0, reduced[:pairs]))
                table[:, goal.number] = np.maximum(table[:, goal.number], loss)
        self.linear.solver.setBasis(self.linear.basis)
        self.linear.minimise(self.priced)
        return Losses(self.names, table)

    def _together(self, k: int) -> Floats:
        """Prices of a goal and those before it by their weights, where the program stands."""
        width, goals = len(self.program.upper), len(self.goals)
        weights = np.where(np.arange(goals) <= k, self.priced[width:], 0.0)
        prices = self.linear.prices_of(np.append(weights @ self.costs, np.zeros(goals)))
        prices[len(self.region.row_lower) :] -= weights
        return prices

    def _alone(self, k: int) -> Floats:
        """Prices when one goal is minimised over the plans that keep those before it."""
        width = len(self.program.upper)
        before = list(range(width, width + k))
        self.linear.clock = Clock.started(self.limits)
        self.linear.solver.setBasis(self.linear.basis)
        self.linear.bound(before, [0.0] * k, [0.0] * k)
        prices = self.linear.minimise(np.append(self.goals[k].cost, 0.0 * self.caps)).prices
        self.linear.bound(before, [0.0] * k, [np.inf] * k)
        prices[len(self.region.row_lower) + k] = -1.0  # its own cap is not asked for
        return prices

    def _bound(self, region: Region, k: int, prices: Floats) -> tuple[float, Floats]:
        """What prices of rows and caps say about a goal, over the plans that keep those before it; reduced costs."""
        rows = len(region.row_lower)
        counts = np.maximum(0.0, -prices[rows : rows + k + 1])
        if not counts[k]:
            return -np.inf, np.zeros(len(region.upper))
        counts /= counts[k]
        cost = counts @ self.costs[: k + 1]
        own = self._to_the_places(prices[:rows] / -prices[rows + k], cost)
        low, reduced, _ = dual_bound(region, cost, own)
        return low - float(counts[:k] @ self.caps[:k]), reduced

    def _to_the_places(self, prices: Floats, cost: Floats) -> Floats:
        """Raise the price of each row that sums to 1 as far as its cheapest column allows.

        What the used pair of a person is worth may stand in the bound of the pair or in the price of the person's row. The
        bound is the same or better with the latter, and only there does it count for the person's other pairs.
        """
        matrix, first = self.region.matrix, self.region.matrix.indptr[:-1]
        reduced = cost - matrix.T @ prices
        least = np.minimum.reduceat(np.append(reduced[matrix.indices], 0.0), first)
        return np.where(self.places, prices + least, prices)

    def least(self, pair: int) -> Loss:
        """Return the least loss if one pair is used, from reduced costs and from the linear program.

        Parameters
        ----------
        pair : int
            Index of the pair.

        Returns
        -------
        tuple of (str, float)
            Goals up to the first that must get worse, over all plans that keep those before it. Infinite where no plan
            uses the pair.
        """
        found = self.losses.least[pair].copy()
        self.linear.clock = Clock.started(self.limits)
        self.linear.bound([pair], [1.0], [1.0])
        possible = self.program.upper[pair] >= 1.0 and self.linear.again().feasible
        if possible:
            for goal, loss in zip(self.goals, self._forced(pair), strict=False):
                found[goal.number] = max(found[goal.number], loss)
        self._back(pair)
        return _first(self.names, found) if possible else ((self.names[0], np.inf),)

    def _forced(self, pair: int) -> list[float]:
        """Losses by goal, up to the first, as the linear program stands."""
        one = np.arange(len(self.program.upper)) == pair
        region = self.region.fixed(one, np.ones(len(one)))
        found: list[float] = []
        for k, goal in enumerate(self.goals):
            over = np.zeros(len(self.priced))
            over[len(one) : len(one) + k + 1] = self.priced[len(one) : len(one) + k + 1]
            low, _ = self._bound(region, k, self.linear.prices_of(over))
            found.append(float(goal.loss(np.array(low))))
            if found[-1]:
                break
        return found

    def _back(self, pair: int) -> None:
        self.linear.bound([pair], [0.0], [float(self.program.upper[pair])])
        self.linear.solver.setBasis(self.linear.basis)

    # ---- solving again ----

    def exact(self, pairs: Sequence[int]) -> Loss:
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
        stages = zip(self.again(pins=pairs).stages, self.solution.stages, strict=True)
        return tuple((now.goal, now.value - then.value) for now, then in stages)

    def again(self, *, pins: Sequence[int] = (), forbids: Sequence[int] = ()) -> Solution:
        """Solve once more with some pairs pinned and some forbidden.

        Parameters
        ----------
        pins, forbids : sequence of int
            Pairs that must, and must not, be used.

        Returns
        -------
        Solution
            Exact within the limits; the plan known is where the search starts if it still fits.

        Raises
        ------
        PlanError
            If hard rules forbid it; the message names them.
        """
        changed = pinned(self.program, pins=pins, forbids=forbids)
        return solve(changed, limits=self.limits, start=self.solution.values)


def pinned(program: Program, *, pins: Sequence[int], forbids: Sequence[int]) -> Program:
    """Return a program in which some pairs must be used, and some must not.

    Parameters
    ----------
    program : Program
        The program.
    pins, forbids : sequence of int
        Pairs.

    Returns
    -------
    Program
        With one hard row for each pin, and an upper bound of 0 for each pair that is forbidden.
    """
    upper, width = program.upper.copy(), len(program.upper)
    upper[list(forbids)] = 0.0
    one = np.ones(len(pins))
    rows = csr_array((one, (np.arange(len(pins)), list(pins))), shape=(len(pins), width))
    height = len(program.row_lower)
    block = Block(
        replace(P023, strength="hard"), slice(height, height + len(pins)), (Subject(),) * len(pins)
    )
    return replace(
        program,
        matrix=csr_array(vstack([program.matrix, rows])),
        row_lower=np.append(program.row_lower, one),
        row_upper=np.append(program.row_upper, np.inf * one),
        upper=upper,
        blocks=(*program.blocks, block),
    )


def _places(region: Region) -> Bools:
    """Rows in which columns sum to 1, as the places of a person do."""
    data, first = np.append(region.matrix.data, 1.0), region.matrix.indptr[:-1]
    ones = (np.minimum.reduceat(data, first) == 1) & (np.maximum.reduceat(data, first) == 1)
    filled = np.diff(region.matrix.indptr) > 0
    return np.asarray(filled & ones & (region.row_lower == 1) & (region.row_upper == 1))


def _first(goals: Sequence[str], losses: Floats) -> Loss:
    """Goals with their losses, up to the first that is above 0."""
    worse = np.flatnonzero(losses > 0)
    last = int(worse[0]) if len(worse) else len(losses) - 1
    return tuple((goal, float(losses[k])) for k, goal in enumerate(goals[: last + 1]))


def _goal(program: Program, number: int, stage: Stage) -> _Goal:
    objective = program.objectives[number]
    step = grain(program, objective.cost)
    best = stage.value - stage.given_up
    cap = best + objective.goal.tolerance * abs(best) + TOLERANCE
    cap = float(np.floor(cap / step) * step) if step else cap
    # Sums in another order differ in the last digits, and a degenerate program then has other prices.
    return _Goal(number, objective.cost.round(9), stage.value, cap, step)


def _weights(goals: Sequence[_Goal]) -> Floats:
    """Weights of what exceeds the caps; the second is 1, so that its points stay points."""
    ratios = [1.0]
    for this, after in pairwise(goals):
        ratio = _OUTWEIGHS * (1.0 + float(np.abs(after.cost).max())) / (this.step or TOLERANCE)
        ratios.append(1.0 / min(ratio, _STEEPEST))
    weights = np.cumprod(ratios)
    return np.asarray(weights / weights[min(1, len(weights) - 1)], np.float64)[: len(goals)]
