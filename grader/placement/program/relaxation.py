"""The linear program of what is still open, sharpened by cuts, and what its prices prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.program.cuts import knapsacks, separate, stacked_cuts
from grader.placement.program.exact import TOLERANCE, dual_bound, whole_columns
from grader.placement.program.gomory import divided, gomory_cuts
from grader.placement.program.highs import Linear
from grader.placement.program.lagrange import choices_of
from grader.placement.program.proof import Proof
from grader.placement.program.region import region_of
from grader.placement.program.sift import Sifted

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from grader.placement.program.cuts import Cut
    from grader.placement.program.highs import Relaxed
    from grader.placement.program.limits import Clock
    from grader.placement.program.model import Program
    from grader.placement.program.region import Floats, Region

_ROUNDS = 10  # of cuts
_HURRY = 0.25  # when only this share of the seconds is left, no cuts are looked for
_RAISED = 2e-6  # relative; cuts of one row that raise the cost by less end the rounds
_RAISED_MUCH = 5e-5  # the same for cuts of several rows, which take longer


class Relaxation:
    """A region of a program, and a linear program over it, or over more, that is solved again from where it stands.

    Parameters
    ----------
    program : Program
        The program.
    clock : Clock
        Limits.

    Attributes
    ----------
    region : Region
        What is open, with the cuts found so far.
    linear : Linear or Sifted or None
        The linear program; none before it is asked for.
    choices : Choices or None
        The rows in which everybody takes one place, if it is sifted.
    is_large : bool
        Whether it is sifted. Then the linear program stays when the region becomes smaller.
    """

    def __init__(self, program: Program, clock: Clock) -> None:
        self.clock, self.region = clock, region_of(program)
        self.linear: Linear | Sifted | None = None
        self.whole = whole_columns(program)
        self._knapsacks = knapsacks(program)
        self.choices = choices_of(program, self.region)

    @property
    def is_large(self) -> bool:
        """Whether the linear program is sifted."""
        return self.choices is not None

    def narrow(self, region: Region) -> None:
        """Go on in a smaller region.

        Parameters
        ----------
        region : Region
            The same rows or more, the same columns.
        """
        self.region = region
        if not self.is_large:
            self.linear = None

    def minimise(self, cost: Floats, *, several: bool = True) -> Relaxed:
        """Minimise a cost, with cuts that raise it.

        Parameters
        ----------
        cost : ndarray of shape (columns,)
            Costs.
        several : bool, default True
            Look for cuts of several rows too.

        Returns
        -------
        Relaxed
            Values and prices.
        """
        if self.linear is None:
            parts = (self.region, self.clock)
            self.linear = Sifted(*parts, self.choices) if self.choices else Linear(*parts)
        relaxed = self.linear.minimise(cost)
        for more, raised in ((False, _RAISED), (True, _RAISED_MUCH))[: 1 + several]:
            for _ in range(_ROUNDS):
                found, before = self._cuts(relaxed.values, several=more), cost @ relaxed.values
                if not found:
                    break
                self.add(*stacked_cuts(found, len(cost)))
                relaxed = self.linear.again()
                if not cost @ relaxed.values > before + raised * abs(before):
                    break
        return relaxed

    def _cuts(self, values: Floats, *, several: bool) -> list[Cut]:
        """Cuts that some values violate; none when there is no time for them."""
        hurry = self.clock.left() < _HURRY * self.clock.limits.seconds
        if hurry or self.linear is None or np.isnan(values).any():
            return []
        if several:
            tableau = self.linear.tableau(divided(values, self.whole))
            return gomory_cuts(self.region, self.whole, values, tableau)
        return [cut for one in self._knapsacks for cut in separate(one, values)]

    def add(self, rows: csr_array, lower: Floats) -> None:
        """Add rows that all plans satisfy.

        Parameters
        ----------
        rows : csr_array of shape (k, columns)
            Their coefficients.
        lower : ndarray of shape (k,)
            Their lower limits.
        """
        self.region = self.region.joined(rows, lower, np.full(len(lower), np.inf))
        if self.linear is not None:
            self.linear.add_rows(rows, lower)

    def proof(self, cost: Floats, prices: Floats, values: Floats | None = None) -> Proof:
        """Return what prices prove about a cost.

        Parameters
        ----------
        cost : ndarray of shape (columns,)
            Costs.
        prices : ndarray of shape (k,)
            Prices of the first k rows.
        values : ndarray of shape (columns,), optional
            The linear optimum that goes with them.

        Returns
        -------
        Proof
            What is proven over the region.
        """
        full = np.zeros_like(self.region.row_lower)
        full[: len(prices)] = prices
        low, reduced, full = dual_bound(self.region, cost, full)
        return Proof(low, reduced, full, low, values)

    def alone(self, first: Floats, weighted: Floats) -> Proof | None:
        """Return what the linear optimum of a sum in which a goal weighs much proves about that goal.

        The goal alone is degenerate from scratch, and quick from there.

        Parameters
        ----------
        first : ndarray of shape (columns,)
            Costs of the goal.
        weighted : ndarray of shape (columns,)
            Those of the sum.

        Returns
        -------
        Proof or None
            None if it is no optimum of the goal.
        """
        if self.linear is None:
            return None
        values = self.linear.minimise(weighted).values
        if np.isnan(values).any():
            return None
        proof = self.proof(first, self.linear.prices_of(first))
        is_best = first @ values - proof.low <= TOLERANCE * max(1.0, abs(proof.low))
        return proof if is_best else None
