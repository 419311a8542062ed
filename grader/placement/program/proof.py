"""What is known about the least cost of a goal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grader.placement.program.region import Floats, Region


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """What is known about the least cost in a region.

    Parameters
    ----------
    low : float
        Bound from the prices.
    reduced : ndarray of shape (columns,)
        Reduced costs that go with it.
    prices : ndarray of shape (k,)
        Prices of the first k rows.
    bound : float
        The best bound known, `low` or more.
    values : ndarray of shape (columns,) or None
        The linear optimum.
    method : str
        ``lp``, ``core`` or ``mip``.
    """

    low: float
    reduced: Floats
    prices: Floats
    bound: float
    values: Floats | None = None
    method: str = "lp"

    def side(self, region: Region) -> Floats:
        """Return the bound at which each column costs least.

        Parameters
        ----------
        region : Region
            Bounds of the columns.

        Returns
        -------
        ndarray of shape (columns,)
            The lower bound where the reduced cost is above 0, else the upper one.
        """
        return np.where(self.reduced > 0, region.lower, region.upper)

    def per(self, rate: float, most: float) -> Proof:
        """Tell what it says about c if it is about o + r·c, and o is limited.

        Parameters
        ----------
        rate : float
            r, above 0.
        most : float
            The limit of o.

        Returns
        -------
        Proof
            The bound is that of (o + r·c − most)/r.
        """
        low, reduced, prices = (self.low - most) / rate, self.reduced / rate, self.prices / rate
        return Proof(low, reduced, prices, low)


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What the first two goals give together.

    Parameters
    ----------
    weight : float
        Weight of the first goal; that of the second is 1.
    joint : Proof
        About the weighted sum.
    first : Proof
        About the first goal alone.
    """

    weight: float
    joint: Proof
    first: Proof

    def second(self, cap: float) -> Proof:
        """Tell what it says about the second goal over the plans whose first goal is at most a cap.

        Parameters
        ----------
        cap : float
            The cap.

        Returns
        -------
        Proof
            The bound is that of the sum less what the first goal may take of it.
        """
        shift = self.weight * cap
        return replace(self.joint, low=self.joint.low - shift, bound=self.joint.bound - shift)
