"""Several parts of a plan planned again at the same time, one thread each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.program.exact import TOLERANCE
from grader.placement.program.highs import Aim, search

if TYPE_CHECKING:
    from grader.placement.program.highs import Found
    from grader.placement.program.limits import Clock
    from grader.placement.program.neighbours import Neighbourhoods
    from grader.placement.program.region import Bools, Floats, Region

_PART, _NODES = 0.1, 30  # seconds for one part, of those left, and nodes


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Plans a region in parts.

    Parameters
    ----------
    neighbourhoods : Neighbourhoods
        The parts.
    region : Region
        Rows and bounds of n columns.
    whole : ndarray of bool of shape (n,)
        The columns that are whole numbers.
    clock : Clock
        Limits.
    """

    neighbourhoods: Neighbourhoods
    region: Region
    whole: Bools
    clock: Clock

    def better(self, plan: Floats, cost: Floats) -> list[Floats]:
        """Find better plans, as many at a time as there are threads.

        Parameters
        ----------
        plan : ndarray of shape (n,)
            A plan.
        cost : ndarray of shape (n,)
            Costs.

        Returns
        -------
        list of ndarray of shape (n,)
            Plans that cost less; if there are several, the best of all that do in each place as one of them, or as the plan.
        """
        parts, value = self.neighbourhoods, float(cost @ plan)
        draws = [parts.draw(plan) for _ in range(self.clock.limits.threads)]
        better = []
        for found in self._searched([self.region.fixed(~draw, plan) for draw in draws], plan, cost):
            got = np.inf if found.values is None else float(cost @ found.values)
            gained = got < value - TOLERANCE
            parts.answer(gained=gained, solved=got <= found.bound + TOLERANCE)
            if found.values is not None and gained:
                better.append(found.values)
        if len(better) > 1:
            same = np.logical_and.reduce([np.abs(one - plan) <= TOLERANCE for one in better])
            start = min(better, key=lambda one: float(cost @ one))
            both = self._searched([self.region.fixed(same, plan)], start, cost)[0]
            better += [] if both.values is None else [both.values]
        return better

    def _searched(self, regions: list[Region], start: Floats, cost: Floats) -> list[Found]:
        """What a search finds in each region."""
        clock = replace(self.clock, limits=replace(self.clock.limits, threads=1))
        aim = Aim(start, slack=TOLERANCE, share=_PART, nodes=_NODES)
        with ThreadPoolExecutor(len(regions)) as pool:
            return list(
                pool.map(lambda region: search(region, cost, self.whole, aim, clock), regions)
            )
