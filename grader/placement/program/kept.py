"""Goals taken before, kept in one sum with a limit whose price bounds the goals after them.

The limit of a sum would be a row of all columns, in which the simplex method is slow. It gets a price instead (Lagrangian
relaxation), so that the linear program of the sum serves for every later goal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.program.exact import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.placement.program.highs import Relaxed
    from grader.placement.program.proof import Proof
    from grader.placement.program.region import Floats
    from grader.placement.program.relaxation import Relaxation

_HURRY = 0.12  # when only this share of the seconds is left, no prices are looked for
_TRIES = 8  # linear programs for a goal
_TIME = 0.35  # share of the seconds left after which none is begun
_AIM = 0.82  # share of its room that an earlier goal is to use up
_MOST = 0.95  # share that it may use up before whole numbers are sought
_NEAR = 0.003  # relative; no prices are looked for that raise the bound by less
_NEARER = 2e-4  # the same where whole numbers are not sought
_ROOM = 1e-4  # relative; every goal has this much room
_LEAST = 0.05  # share of a room that is thought to be left at first, at least
_STEP = 1.3  # factor by which a price changes at most, at first
_LONGER, _SHORTER = 1.5, 0.5  # exponents of that factor after a good step, and after one in vain
_HALVINGS = 30  # of the search for the first price
_LOW, _HIGH = 1e-5, 1e6  # prices looked at


@dataclass(frozen=True, slots=True, eq=False)
class WeightedSum:
    """A sum S + r·c of the goals taken and the one at hand.

    Parameters
    ----------
    rate : float
        r, above 0.
    cost : ndarray of shape (columns,)
        Its costs.
    proof : Proof
        About the sum, with its linear optimum.
    """

    rate: float
    cost: Floats
    proof: Proof


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """What is known about a goal, where the sum of those before it is limited.

    Parameters
    ----------
    proof : Proof
        About the goal.
    rate : float
        What it counts in the last sum that was tried; 0 if none was.
    inside : WeightedSum or None
        The last sum whose linear optimum leaves something of every cap.
    """

    proof: Proof
    rate: float = 0.0
    inside: WeightedSum | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A goal taken.

    Parameters
    ----------
    cost : ndarray of shape (columns,)
        Its costs.
    cap : float
        The most that later goals may leave of it.
    bound : float
        What it is at least.
    rate : float
        What it counts in the sum.
    """

    cost: Floats
    cap: float
    bound: float
    rate: float

    def used(self, values: Floats) -> float:
        """Return the share of its room that some values use up.

        Parameters
        ----------
        values : ndarray of shape (columns,)
            Values.

        Returns
        -------
        float
            0 at the bound, 1 at the cap.
        """
        return (float(self.cost @ values) - self.bound) / self.room

    @property
    def room(self) -> float:
        """From the bound to the cap."""
        return max(self.cap - self.bound, self._least)

    @property
    def has_room(self) -> bool:
        """Whether that is more than next to nothing."""
        return self.cap - self.bound > self._least

    @property
    def _least(self) -> float:
        return _ROOM * max(1.0, abs(self.cap))


class Kept:
    """The goals taken, in one sum.

    Parameters
    ----------
    relaxation : Relaxation
        The program's linear programs.

    Attributes
    ----------
    goals : list of Taken
        In their order; those that cost nothing are left out.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        self.relaxation, self.goals = relaxation, list[Taken]()

    @property
    def cost(self) -> Floats:
        """Costs of the sum S."""
        total = np.zeros_like(self.relaxation.region.upper)
        for one in self.goals:
            total += one.rate * one.cost
        return total

    @property
    def most(self) -> float:
        """Limit v of the sum."""
        return sum(one.rate * one.cap for one in self.goals)

    def price(self, cost: Floats, *, margin: bool) -> Priced:
        """Return what a goal c is at least, and keep the prices at which that is seen.

        Parameters
        ----------
        cost : ndarray of shape (columns,)
            Its costs.
        margin : bool
            Look for linear optima that leave some of every goal's room to the search for whole numbers.

        Returns
        -------
        Priced
            The best of some r > 0: min c + (S − v)/r. Rates in S and r are sought at which the linear optimum keeps each
            goal's cap and most of the room of one is used up.
        """
        relaxation = self.relaxation
        priced, linear = Priced(relaxation.proof(cost, np.zeros(0))), relaxation.linear
        if linear is None or relaxation.clock.left() < _HURRY * relaxation.clock.limits.seconds:
            return priced
        relaxed = linear.minimise(self.cost)
        if np.isnan(relaxed.values).any():
            return priced
        aim = np.ones(len(self.goals))
        if margin:  # what the others alone use up is not taken back
            aim = np.clip([one.used(relaxed.values) for one in self.goals], _AIM, _MOST)
        master = _Master(self.goals, aim, near=_NEAR if margin else _NEARER)
        master.add(relaxed.values, cost)
        rate, until = self._first(cost, relaxed, aim), relaxation.clock.left(1.0 - _TIME)
        for _ in range(_TRIES):
            total = self.cost + rate * cost
            relaxed = linear.minimise(total)
            if np.isnan(relaxed.values).any():
                break
            proof = relaxation.proof(total, relaxed.prices, relaxed.values)
            found = proof.per(rate, self.most)
            if found.low > priced.proof.low:
                priced = replace(priced, proof=found)
            if max(one.used(relaxed.values) for one in self.goals) <= _MOST:
                priced = replace(priced, inside=WeightedSum(rate, total, proof))
            master.add(relaxed.values, cost)
            rates = master.next(rate, [one.rate for one in self.goals])
            if rates is None or relaxation.clock.left() < until:
                self._take(master.centre)
                break
            self._take(rates)
        return replace(priced, rate=rate)

    def _take(self, rates: Iterable[float]) -> None:
        self.goals = [
            replace(one, rate=float(each)) for one, each in zip(self.goals, rates, strict=True)
        ]

    def _first(self, cost: Floats, relaxed: Relaxed, aim: Floats) -> float:
        """What the goal at hand counts: so much that about what is left of the others' rooms is used up."""
        reduced = self.relaxation.proof(self.cost, relaxed.prices).reduced
        budget = sum(
            max(each - one.used(relaxed.values), _LEAST) * one.rate * one.room
            for each, one in zip(aim, self.goals, strict=True)
        )
        choices, low, high = self.relaxation.choices, _LOW, _HIGH
        if choices is None:
            return 1.0
        for _ in range(_HALVINGS):
            price = float(np.sqrt(low * high))
            # With the prices of the rows as they are, everybody may go where it is cheapest.
            rise = float(reduced[choices.cheapest(reduced + price * cost)].sum())
            low, high = (low, price) if rise > budget else (price, high)
        return low


class _Master:
    """Plans of linear programs, and the prices at which they promise most (cutting planes in a box).

    Each plan x bounds what prices μ can prove: c·x + Σ μⱼ (cⱼ·x − aⱼ), where aⱼ is what goal j is to leave.
    """

    def __init__(self, goals: list[Taken], aim: Floats, *, near: float) -> None:
        self.goals, self.aim, self.near, self.step = goals, aim, near, _STEP
        self.rooms = np.array([one.room for one in goals])
        self.values: list[float] = []  # of the goal at hand
        self.over: list[Floats] = []  # cⱼ·x − aⱼ
        self.best, self.centre = -np.inf, np.array([one.rate for one in goals])

    def add(self, values: Floats, cost: Floats) -> None:
        """Take in a plan."""
        self.values.append(float(cost @ values))
        used = np.array([one.used(values) for one in self.goals])
        self.over.append((used - self.aim) * self.rooms)

    def next(self, rate: float, rates: list[float]) -> list[float] | None:
        """The prices to try next, or none where they promise little more."""
        from scipy.optimize import linprog  # noqa: PLC0415  # a quarter of a second, for large programs only

        now = rate * self.values[-1] + float(self.over[-1] @ rates)
        if now > self.best:
            self.step **= _LONGER if np.isfinite(self.best) else 1.0
            self.best, self.centre = now, np.array(rates)
        else:
            self.step **= _SHORTER
        over = np.array(self.over)
        # Goals that keep what little room they have, or that all plans use as they are to, keep their weight beside the others.
        far = over / self.rooms
        free = np.array([one.has_room for one in self.goals]) | (far[-1] > 1.0 - self.aim)
        free &= (np.abs(far) > TOLERANCE).any(0)
        factor = np.where(free, self.step, 1.0)
        count = len(rates)
        limits = [(None, None), *zip(self.centre / factor, self.centre * factor, strict=True)]
        found = linprog(
            np.append(-1.0, np.zeros(count)),
            np.column_stack([np.ones(len(over)), -over]),
            rate * np.array(self.values),
            bounds=limits,
        )
        if not found.success or -found.fun - self.best <= self.near * rate * abs(self.values[-1]):
            return None
        more = (found.x[1:] / self.centre)[free].max() if free.any() else 1.0
        return [float(each) for each in np.where(free, found.x[1:], more * self.centre)]
