"""The goals of a program, one after the other: linear programs first, whole numbers where they are needed.

Each goal is minimised over the plans that keep the goals before it. Its linear program gives a bound and reduced costs.
What these exclude is fixed; if more than one value is left, a small integer program over the core columns decides, and
the reduced costs of the columns left out prove its gap over all of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.program.blockers import no_plan
from grader.placement.program.exact import TOLERANCE, completed, grain, lifted, violation
from grader.placement.program.highs import FEW, Aim, search
from grader.placement.program.kept import Kept, Taken
from grader.placement.program.limits import Clock
from grader.placement.program.model import Solution, Stage
from grader.placement.program.neighbours import Neighbourhoods
from grader.placement.program.proof import Head, Proof
from grader.placement.program.relaxation import Relaxation
from grader.placement.program.together import Parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.placement.program.limits import Limits
    from grader.placement.program.model import Program
    from grader.placement.program.region import Bools, Floats, Region

_CORE = 3  # core columns for each row: enough for the last people who change places
_CORE_LEAST = 30_000  # below this many columns, all of them are the core
_PRICED = 2e-6  # smaller reduced costs and prices may be rounding errors
_OUTWEIGHS = 4.0  # times the largest point of the second goal: people move in chains
_TRIES, _HEAVIER = 2, 2.0  # weights, and each one's share of the one before
_DIVE = 0.25  # of the seconds left may go into the first plan
_MOST = 0.85  # of the seconds left may go into planning parts of a large program again for the last goal
_GIVEN = 0.1  # of a goal's tolerance is a gap small enough in a large program
_LATER = 0.15  # of the seconds is kept in a large program for each goal after the first two
_SUM = 0.9  # of the gap is aimed at in a large program, so that the sum of its first two goals is within it as well
_FAR = 0.01  # relative; a first plan farther from the bound is improved in parts
_PARTS_FROM = 5_000  # pairs from which that pays
_IMPROVE, _IN_VAIN = 0.5, 20  # share of the seconds left, and vain tries
_SHARE = 0.6  # of the seconds left may go into one search that is not for the last goal


def solve(program: Program, *, limits: Limits, start: Floats | None = None) -> Solution:
    """Find the plan that is best by the goals in their order.

    Parameters
    ----------
    program : Program
        The program.
    limits : Limits
        Seconds, gap, threads and seed.
    start : ndarray of shape (columns,), optional
        A plan to start from, such as the one announced. Default: all people stay, or nobody is placed.

    Returns
    -------
    Solution
        The plan, its value by each goal, and bounds that hold for every plan. The same for the same program and limits
        unless the time runs out.

    Raises
    ------
    PlanError
        If hard rules contradict each other; the message names them.

    Notes
    -----
    See ``docs/reference/planning.md``. Values are computed again from the whole numbers, which satisfy every row to
    10⁻⁶.
    """
    run = _Run(program, Clock.started(limits))
    run.offer(np.zeros_like(program.upper))
    run.offer(start)
    head = run.joint()
    for number in range(len(program.objectives)):
        run.take(number, head)
    return run.solution()


class _Run:
    """The goals taken so far, what is still open, and the best plan."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.program, self.clock = program, clock
        self.relaxation = Relaxation(program, clock)
        self.is_large, self.whole = self.relaxation.is_large, self.relaxation.whole
        self.best: Floats | None = None
        self.caps: list[float] = []  # by goal taken: the most that later goals may leave of it
        self.taken: list[tuple[float, Proof]] = []  # by goal taken: value then, and what was proven
        self.steps = [grain(program, each.cost) for each in program.objectives]
        # Of a large program: limits of goals taken that only searches get, and what the goal at hand counts in their sum.
        self.capped: list[tuple[Floats, float]] = []
        self.kept, self.rate = Kept(self.relaxation), 1.0

    @property
    def region(self) -> Region:
        """What is open."""
        return self.relaxation.region

    # ---- plans ----

    def offer(self, values: Floats | None) -> None:
        """Keep a plan if it fits, keeps the goals taken, and is better than the best."""
        if values is None or np.isnan(values).any():
            return
        plan = completed(self.program, values)
        worth, first = self.worth(plan), len(self.caps)
        kept = all(v <= cap + TOLERANCE for v, cap in zip(worth, self.caps, strict=False))
        better = self.best is None or worth[first:] < self.worth(self.best)[first:]
        if kept and better and violation(self.program, plan) <= TOLERANCE:
            self.best = plan

    def worth(self, plan: Floats) -> list[float]:
        """Values of a plan by the goals in order."""
        return [float(each.cost @ plan) for each in self.program.objectives]

    def value(self, cost: Floats) -> float:
        """Cost of the best plan."""
        return np.inf if self.best is None else float(cost @ self.best)

    def plan(self) -> Floats:
        """The best plan; an error where there is none."""
        if self.best is None:
            raise no_plan(self.program)
        return self.best

    # ---- goals ----

    def joint(self) -> Head | None:
        """Take the first two goals in one program, in which the first outweighs the second.

        The weight is right if the linear optimum is one of the first goal too. What the joint program proves about the
        second goal holds whatever becomes of the first.
        """
        match self.program.objectives:
            case (one, two, *_) if self.steps[0] and not one.goal.tolerance:
                first, second = one.cost, two.cost
            case _:
                return None
        unit = self.steps[1] or 1.0
        weight = np.ceil(_OUTWEIGHS * (1 + np.abs(second).max()) / unit) * unit / self.steps[0]
        joint, values = self.relax(weight * first + second, several=False)
        alone = self.relaxation.alone(first, weight * first + second)
        alone = alone or self.relax(first, several=False)[0]
        for _ in range(_TRIES - 1):
            if not first @ values > alone.low + TOLERANCE or self.clock.is_late:
                break
            weight *= _HEAVIER
            joint, values = self.relax(weight * first + second, several=False)
        cost = weight * first + second
        joint, values = self.relax(cost)
        alone = self.relaxation.alone(first, _OUTWEIGHS * weight * first + second) or alone
        least = lifted(alone.low, self.steps[0])
        if self.is_large and first @ values < least - TOLERANCE:
            self.relaxation.add(csr_array(first[None, :]), np.array([least]))
            joint, values = self.relax(cost, several=False)
        # The gap is one of the plan's value, which is not known yet and may be that much nearer to 0. The sum is nearer still.
        scale = abs(float(second @ values)) / (1.0 + self.clock.limits.gap)
        slack = self.slack(1, _SUM * scale if self.is_large else scale)
        joint = self.close(cost, joint, slack=slack, step=self.steps[1], rounds=(0, 1))
        if self.is_large:
            self.improve(cost, joint, lambda: self.value(first) - least <= TOLERANCE)
        elif self.value(first) - least <= TOLERANCE:
            joint = self.close(cost, joint, slack=slack, step=self.steps[1], rounds=(1, 2))
        return Head(weight, joint, replace(alone, values=None))  # its own dive would find no more

    def take(self, number: int, head: Head | None) -> None:
        """Minimise one goal over the plans that keep those before it."""
        objective, step = self.program.objectives[number], self.steps[number]
        begun = self.begun(number, head)
        slack = self.slack(number, abs(self.value(objective.cost)))
        if self.is_large and head is not None and number <= 1:
            proof = replace(begun, bound=lifted(begun.bound, step))  # searched together
        else:
            proof = self.close(objective.cost, begun, slack=slack, step=step)
        value = float(objective.cost @ self.plan())
        self.taken.append((value, proof))
        self.caps.append(value + objective.goal.tolerance * abs(value))
        if head is not None and number <= 1:
            self.rate = (head.weight, 1.0)[number]
        if self.rate and objective.cost.any():
            self.kept.goals.append(Taken(objective.cost, self.caps[-1], proof.bound, self.rate))
        if number + 1 < len(self.steps):
            self.narrow(objective.cost, proof, self.caps[-1])

    def begun(self, number: int, head: Head | None) -> Proof:
        """What is known before any search for whole numbers: from the first two goals together, or a linear program."""
        cost = self.program.objectives[number].cost
        if not cost.any():
            return Proof(0.0, cost, np.zeros(0), 0.0)
        if head is None or number > 1:
            large = self.is_large and self.caps
            return self.priced(number) if large else self.relax(cost)[0]
        if number == 0:
            return head.first
        known = head.second(self.caps[0])
        value = self.value(cost)
        enough = value - lifted(known.bound, self.steps[1]) <= self.slack(1, abs(value))
        if enough or self.is_large:
            return known
        proof = self.relax(cost)[0]
        return replace(proof, bound=max(proof.bound, known.bound))

    def priced(self, number: int) -> Proof:
        """What a later goal of a large program is at least; and a plan near that if goals before it may give way."""
        cost = self.program.objectives[number].cost
        if not self.kept.goals:
            self.rate = 1.0
            return self.relax(cost)[0]
        gives = any(each.goal.tolerance for each in self.program.objectives[:number])
        priced = self.kept.price(cost, margin=gives)
        self.rate = priced.rate
        if gives and priced.inside is not None:
            slack = priced.inside.rate * self.slack(number, abs(self.value(cost)))
            self.dive(priced.inside.cost, priced.inside.proof, slack=slack)
        return priced.proof

    def relax(self, cost: Floats, *, several: bool = True) -> tuple[Proof, Floats]:
        """Solve the linear program of a cost, with cuts of `several` rows or of one: what it proves, and its values."""
        relaxed = self.relaxation.minimise(cost, several=several)
        if not relaxed.feasible:
            raise no_plan(self.program)
        # Who is divided between posts gets none yet.
        self.offer(np.floor(relaxed.values + TOLERANCE))
        return self.relaxation.proof(cost, relaxed.prices, relaxed.values), relaxed.values

    def slack(self, number: int, scale: float) -> float:
        """Difference between value and bound that is good enough for a goal; where there is no value yet, none is.

        In a large program a goal need not be proven to much less than is given up of it afterwards.
        """
        scale, gap = scale if np.isfinite(scale) else 1.0, self.clock.limits.gap
        if self.is_large:
            gap = max(gap, _GIVEN * self.program.objectives[number].goal.tolerance)
        return max(TOLERANCE, gap * max(1.0, scale))

    def close(
        self,
        cost: Floats,
        proof: Proof,
        *,
        slack: float,
        step: float,
        rounds: tuple[int, int] = (0, 2),
    ) -> Proof:
        """Search near the linear optimum, in the core, then in all that may still be better, until the gap is small."""
        proof = replace(proof, bound=lifted(proof.bound, step))
        begins = rounds[0] == 0 and not (self.is_large and self.caps)
        if begins and self.value(cost) - proof.bound > slack:
            self.dive(cost, proof, slack=slack)
        if self.is_large:
            if self.best is None:  # what the dive fixed may have left no plan
                proof = self.searched(cost, proof, _CORE_LEAST, slack=slack, step=step)
            self.improve(cost, proof, lambda: self.value(cost) - proof.bound <= slack)
            return proof
        far = self.value(cost) - proof.bound > _FAR * abs(proof.bound)
        if begins and far and not self.caps and self.program.pairs > _PARTS_FROM:
            self.improve(cost, proof, lambda: self.value(cost) - proof.bound <= slack)
        sizes = (max(_CORE_LEAST, _CORE * len(proof.prices)), len(cost))
        for size in sizes[rounds[0] : rounds[1]]:
            if self.value(cost) - proof.bound > slack:
                proof = self.searched(cost, proof, size, slack=slack, step=step)
        return proof

    def searched(
        self, cost: Floats, proof: Proof, size: int, *, slack: float, step: float
    ) -> Proof:
        """Search whole numbers in the columns of least reduced cost; the others count with theirs."""
        keep = self.core(proof, self.value(cost) - proof.low, size)
        aside = self.region.open & ~keep
        # A shortage may change by a fraction of its reduced cost.
        aside[self.program.whole :] = False
        region = self.region.fixed(aside, proof.side(self.region))
        start = self.best if self.best is not None and region.holds(self.best) else None
        target = max(proof.bound, proof.low + slack) + TOLERANCE
        last = len(self.caps) + 1 == len(self.steps)
        aim = Aim(start, target, max(slack, step - TOLERANCE), 1.0 if last else _SHARE)
        found = search(region, cost, self.whole, aim, self.clock)
        self.offer(found.values)
        outside = proof.low + np.abs(proof.reduced[aside]).min(initial=np.inf)
        bound = max(proof.bound, lifted(min(found.bound, outside, self.value(cost)), step))
        return replace(proof, bound=bound, method="core" if aside.any() else "mip")

    def dive(self, cost: Floats, proof: Proof, *, slack: float) -> None:
        """Keep the pairs that the linear optimum uses whole, and search for the other people: a good plan soon."""
        if proof.values is None or np.isnan(proof.values).any():
            return
        pairs = np.arange(len(cost)) < self.program.pairs
        values, region = proof.values, self.region
        divided = pairs & (values > TOLERANCE) & (values < 1 - TOLERANCE)
        linear = self.relaxation.linear
        if linear is not None and np.count_nonzero(divided) > FEW:
            linear.minimise(cost)  # another goal may have been asked for since
            values = linear.dived(values, pairs & region.open)
        if self.is_large:
            region = self.near(proof)
        sure = region.open & pairs & (values > 1 - TOLERANCE)
        region = self.limited(region.fixed(sure, np.ones_like(cost)))
        least = 0.0 if self.caps else _DIVE  # later goals have a plan to fall back on
        aim = Aim(target=proof.bound + slack, slack=slack, share=_DIVE, least=least)
        self.offer(search(region, cost, self.whole, aim, self.clock).values)

    def limited(self, region: Region) -> Region:
        """The region with the limits of goals taken, where they are not in it."""
        for limit in self.capped:
            region = region.capped(*limit)
        return region

    def near(self, proof: Proof) -> Region:
        """The columns of little reduced cost, with the others at the bound where they cost least."""
        far = self.region.open & ~self.core(proof, np.inf, _CORE_LEAST)
        far[self.program.pairs :] = False
        return self.region.fixed(far, proof.side(self.region))

    def share(self) -> float:
        """Share of the seconds left that may go into planning parts again for the goal, or the first two, at hand."""
        if not self.is_large:
            return _IMPROVE
        later = len(self.steps) - len(self.caps) - 1
        if self.caps:
            return _LATER if later else _MOST
        return 1.0 - _LATER * max(1, later - 1)

    def improve(self, cost: Floats, proof: Proof, enough: Callable[[], bool]) -> None:
        """Plan one neighbourhood after the other again, until it is enough, the time is over or there is nothing to gain."""
        may, seed = self.near(proof).open, self.clock.limits.seed
        neighbourhoods = Neighbourhoods(self.program, may, proof.reduced, seed=seed)
        parts = Parts(neighbourhoods, self.limited(self.region), self.whole, self.clock)
        until, in_vain = self.clock.left(1.0 - self.share()), 0
        while self.best is not None and neighbourhoods.exist and self.clock.left() > until:
            if enough() or (in_vain > _IN_VAIN and (self.caps or not self.is_large)):
                break
            value = self.value(cost)
            for plan in parts.better(self.best, cost):
                self.offer(plan)
            in_vain = 0 if value > self.value(cost) + TOLERANCE else in_vain + 1

    def core(self, proof: Proof, room: float, size: int) -> Bools:
        """About so many open columns that a plan better by `room` than the bound may use."""
        away = np.abs(proof.reduced)
        useful = self.region.open & (away <= room + TOLERANCE)
        if np.count_nonzero(useful) <= size:
            return useful
        useful &= away <= np.partition(away[useful], size)[size]
        useful[self.program.pairs :] = True
        return useful

    def narrow(self, cost: Floats, proof: Proof, cap: float) -> None:
        """Leave open what does not exceed a cap: the optimal face where there is nothing between bound and cap."""
        region, away, side = self.region, np.abs(proof.reduced), proof.side(self.region)
        room = cap - proof.low
        if room <= TOLERANCE:
            prices = np.where(np.abs(proof.prices) > _PRICED, proof.prices, 0.0)
            kept = region.fixed(region.open & (away > _PRICED), side).tightened(prices)
        else:
            far = region.open & (away > room + TOLERANCE)
            far[self.program.whole :] = False  # a shortage may be a fraction
            kept = region.fixed(far, side)
            if self.is_large:
                self.capped.append((cost, cap + TOLERANCE))
            else:
                kept = kept.capped(cost, cap + TOLERANCE)
        self.relaxation.narrow(kept)

    def solution(self) -> Solution:
        """The best plan, with what is proven about each goal."""
        plan = self.plan()
        stages = [
            self.stage(number, value, proof, now)
            for number, ((value, proof), now) in enumerate(
                zip(self.taken, self.worth(plan), strict=True)
            )
        ]
        return Solution(plan, tuple(stages))

    def stage(self, number: int, best: float, proof: Proof, value: float) -> Stage:
        """How one goal came out."""
        best, goal = min(best, value), self.program.objectives[number].goal
        bound = min(proof.bound, best)
        status = "within_gap" if best - bound <= self.slack(number, abs(best)) else "time_limit"
        if best - bound <= TOLERANCE:
            status = "optimal"
        return Stage(goal.id, value, bound, status, proof.method, given_up=value - best)
