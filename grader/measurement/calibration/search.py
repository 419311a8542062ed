"""Find the maximum of the marginal likelihood, on a grid that is fine enough."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.calibration.identified import STEEPEST
from grader.measurement.calibration.likelihood import Quadrature, even_quadrature
from grader.measurement.calibration.maximise import Top, ascend, climb, newton_step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.measurement.calibration.likelihood import MarginalLikelihood

    Floats = NDArray[np.float64]

# Nodes and reach; each grid is about twice as fine as the one before.
_GRIDS = ((61, 6.0), (161, 8.0), (321, 8.0), (641, 8.0), (1281, 8.0))
# Where a slope may be said to run off: on a coarser grid it may do so for lack of nodes only.
_TRUSTED = 2
# A finer grid may move nothing by more than 1.4e-5 standard errors.
_STILL = 1e-10
# Up to this many numbers per evaluation the search begins on the second grid.
_SMALL = 20_000_000


@dataclass(frozen=True, slots=True)
class QuadratureCheck:
    """What doubling the nodes of the quadrature changes.

    Parameters
    ----------
    nodes : int
        Nodes used.
    log_likelihood_change : float
        By how much the log likelihood of the same estimates differs with twice as many.
    move : float
        How far the estimates would move together, in standard errors.
    """

    nodes: int
    log_likelihood_change: float
    move: float


@dataclass(frozen=True, slots=True)
class Curves:
    """The likelihood as a function of the free parameters: all intercepts, and what makes the slopes.

    Parameters
    ----------
    likelihood : MarginalLikelihood
        Of the answers.
    loading : ndarray of shape (J, k)
        How the k slope parameters enter the slopes.
    fixed : ndarray of shape (J,)
        What is added to the slopes.
    rule : Quadrature
        Nodes over the abilities.
    """

    likelihood: MarginalLikelihood
    loading: Floats
    fixed: Floats
    rule: Quadrature

    def split(self, point: Floats) -> tuple[Floats, Floats]:
        """Return intercepts and slopes.

        Parameters
        ----------
        point : ndarray of shape (C + k,)
            Free parameters.

        Returns
        -------
        intercepts : ndarray of shape (C,)
            Intercepts d.
        slopes : ndarray of shape (J,)
            Slopes a.
        """
        size = len(self.likelihood.item)
        return point[:size], self.loading @ point[size:] + self.fixed

    def value_and_gradient(self, point: Floats) -> tuple[float, Floats]:
        """Return log likelihood and first derivatives.

        Parameters
        ----------
        point : ndarray of shape (C + k,)
            Free parameters.

        Returns
        -------
        value : float
            Log likelihood.
        gradient : ndarray of shape (C + k,)
            Its derivatives.
        """
        value, first, second = self.likelihood.value_and_gradient(*self.split(point), self.rule)
        return value, np.concatenate([first, self.loading.T @ second])

    def information(self, point: Floats) -> Floats:
        """Return the observed information.

        Parameters
        ----------
        point : ndarray of shape (C + k,)
            Free parameters.

        Returns
        -------
        ndarray of shape (C + k, C + k)
            Minus the second derivatives.
        """
        full = self.likelihood.information(*self.split(point), self.rule)
        return self.spread.T @ full @ self.spread

    @property
    def spread(self) -> Floats:
        """Matrix (C + J, C + k) from free parameters to intercepts and slopes."""
        size, (items, free) = len(self.likelihood.item), self.loading.shape
        out = np.zeros((size + items, size + free))
        out[:size, :size] = np.eye(size)
        out[size:, size:] = self.loading
        return out

    @property
    def owner(self) -> Floats:
        """Which parameters (rows) belong to which items (columns): a table of 0 and 1."""
        item = np.eye(len(self.fixed))[self.likelihood.item]
        return np.vstack([item, (self.loading != 0).T.astype(float)])

    def begin(self) -> tuple[Floats, Floats]:
        """Return where to begin, and about one over the standard errors there.

        Returns
        -------
        point : ndarray of shape (C + k,)
            Intercepts that give the shares seen at ability 0; slope parameters 1.
        scale : ndarray of shape (C + k,)
            Square root of a rough information.
        """
        answered, chosen = self.likelihood.shares
        item, items = self.likelihood.item, len(self.fixed)
        zero = answered - np.bincount(item, weights=chosen, minlength=items)
        intercepts = np.log(chosen + 0.5) - np.log(zero + 0.5)[item]
        share = (chosen + 0.5) / (answered + 1)[item]
        information = answered[item] * share * (1 - share)
        spread = np.bincount(item, weights=information * self.likelihood.score**2)
        scale = np.concatenate([information, (self.loading**2).T @ spread / 2])
        point = np.concatenate([intercepts, np.ones(self.loading.shape[1])])
        return point, np.sqrt(scale)


@dataclass(frozen=True, slots=True)
class Found:
    """The end of a search.

    Parameters
    ----------
    curves : Curves
        The function that was maximised, on the grid that was fine enough.
    top : Top
        Its maximum.
    check : QuadratureCheck
        What a finer grid would change.
    """

    curves: Curves
    top: Top
    check: QuadratureCheck

    @property
    def runs_off(self) -> bool:
        """Whether a slope is beyond anything that answers can show."""
        return bool(np.abs(self.curves.split(self.top.point)[1]).max() > STEEPEST)


def find_maximum(likelihood: MarginalLikelihood, loading: Floats, fixed: Floats) -> Found:
    """Maximise a marginal likelihood.

    Parameters
    ----------
    likelihood : MarginalLikelihood
        Of the answers.
    loading : ndarray of shape (J, k)
        How the k slope parameters enter the slopes.
    fixed : ndarray of shape (J,)
        What is added to the slopes.

    Returns
    -------
    Found
        The maximum, or where the search ended for lack of one.

    Notes
    -----
    L-BFGS on scaled parameters, then Newton's method with the exact information; then the same point
    is looked at with twice the nodes, and the search goes on there while that still moves it.
    """
    small = likelihood.size * _GRIDS[1][0] <= _SMALL
    curves = Curves(likelihood, loading, fixed, even_quadrature(*_grid(int(small))))
    found: Found | None = None
    for level in range(int(small), len(_GRIDS)):
        curves = replace(curves, rule=even_quadrature(*_grid(level)))
        if found is None:
            point, scale = curves.begin()
            top = climb(curves, ascend(curves, point, scale=scale))
        else:
            top = climb(curves, found.top.point, found.top.information)
        found = Found(curves, top, _check(curves, top, level))
        if found.runs_off and level < _TRUSTED:
            found = None
        elif found.runs_off or not top.reached or found.check.move**2 <= 2 * _STILL:
            break
    assert found is not None  # noqa: S101  # the last grids are trusted ones
    return found


def _grid(level: int) -> tuple[int, float]:
    nodes, reach = _GRIDS[min(level, len(_GRIDS) - 1)]
    return nodes * 2 ** max(0, level - len(_GRIDS) + 1), reach


def _check(curves: Curves, top: Top, level: int) -> QuadratureCheck:
    finer = replace(curves, rule=even_quadrature(*_grid(level + 1)))
    value, gradient = finer.value_and_gradient(top.point)
    move = max(float(gradient @ newton_step(top.information, gradient)), 0.0) ** 0.5
    return QuadratureCheck(len(curves.rule.theta), value - top.value, move)
