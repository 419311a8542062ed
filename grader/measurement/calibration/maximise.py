"""Climb a likelihood to its top, and say whether there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Half the squared distance to the top in standard errors: 1e-11 is a distance of five millionths of one.
TOLERANCE = 1e-11
# Eigenvalues of the information, scaled to a unit diagonal, below which the top is flat.
FLAT = 1e-7
_STEPS = 80
_LONGEST_STEP = 4.0
# An information of a point farther away than this (as a decrement) is not that of the top.
_DRIFT = 1e-8


class Objective(Protocol):
    """A smooth function to be maximised."""

    def value_and_gradient(self, point: Floats) -> tuple[float, Floats]:
        """Return the value and the first derivatives.

        Parameters
        ----------
        point : ndarray of shape (P,)
            Where.

        Returns
        -------
        value : float
            The value.
        gradient : ndarray of shape (P,)
            Its derivatives.
        """
        ...

    def information(self, point: Floats) -> Floats:
        """Return minus the second derivatives.

        Parameters
        ----------
        point : ndarray of shape (P,)
            Where.

        Returns
        -------
        ndarray of shape (P, P)
            Symmetric.
        """
        ...


@dataclass(frozen=True, slots=True)
class Top:
    """Where a climb ended.

    Parameters
    ----------
    point : ndarray of shape (P,)
        The parameters.
    value : float
        The value there.
    information : ndarray of shape (P, P)
        Minus the second derivatives there.
    decrement : float
        How much value a Newton step would still win: half of gᵀ·I⁻¹·g. It does not depend on the
        scale of the parameters.
    """

    point: Floats
    value: float
    information: Floats
    decrement: float

    @property
    def reached(self) -> bool:
        """Whether nothing is left to climb."""
        return self.decrement <= TOLERANCE


def ascend(objective: Objective, start: Floats, *, scale: Floats) -> Floats:
    """Climb from afar with L-BFGS.

    Parameters
    ----------
    objective : Objective
        What to maximise.
    start : ndarray of shape (P,)
        Where to begin.
    scale : ndarray of shape (P,)
        About one over the standard error of each parameter, above 0.

    Returns
    -------
    ndarray of shape (P,)
        A point near a top, or far out where there is none.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  # a quarter of a second

    def falling(scaled: Floats) -> tuple[float, Floats]:
        value, gradient = objective.value_and_gradient(scaled / scale)
        return -value, -gradient / scale

    options = {"maxiter": 500, "maxcor": 30, "ftol": 0.0, "gtol": 1e-4}
    found = minimize(falling, start * scale, jac=True, method="L-BFGS-B", options=options)
    point: Floats = found.x / scale
    return point


def climb(objective: Objective, start: Floats, information: Floats | None = None) -> Top:
    """Climb the last part with Newton's method.

    Parameters
    ----------
    objective : Objective
        What to maximise.
    start : ndarray of shape (P,)
        Where to begin, near a top.
    information : ndarray of shape (P, P), optional
        That of a nearby point; calculated if left out, and anew whenever it serves badly.

    Returns
    -------
    Top
        Where the climb ended; `Top.reached` says whether that is a top.
    """
    point, last, drift = start, np.inf, 0.0
    value, gradient = objective.value_and_gradient(point)
    fresh = False
    for _ in range(_STEPS):
        if information is None:
            information, fresh = objective.information(point), True
        step = newton_step(information, gradient)
        decrement = 0.5 * float(gradient @ step)
        drift = decrement if fresh else max(drift, decrement)
        if decrement <= TOLERANCE:
            break
        if decrement > 0.01 * last and not fresh:
            information = None
            continue
        moved = _search(objective, point, value, step)
        if moved is None:  # as high as rounding lets one see
            if fresh:
                break
            information = None
            continue
        point, value, gradient = moved
        last, fresh = decrement, False
    if information is None or drift > _DRIFT:
        information = objective.information(point)
    return Top(point, value, information, decrement)


def _search(
    objective: Objective, point: Floats, value: float, step: Floats
) -> tuple[Floats, float, Floats] | None:
    """Halve the step until the value rises."""
    length = min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), 1e-300))
    for _ in range(12):
        there = point + length * step
        found, gradient = objective.value_and_gradient(there)
        if found > value - 1e-12 * abs(value):
            return there, found, gradient
        length /= 2
    return None


def _scaled(information: Floats) -> tuple[Floats, Floats]:
    size = np.sqrt(np.maximum(np.abs(np.diag(information)), 1e-12))
    return information / np.outer(size, size), size


def newton_step(information: Floats, gradient: Floats) -> Floats:
    """Return the Newton step, uphill even where the surface is not a dome.

    Parameters
    ----------
    information : ndarray of shape (P, P)
        Minus the second derivatives.
    gradient : ndarray of shape (P,)
        First derivatives.

    Returns
    -------
    ndarray of shape (P,)
        I⁻¹·g, with the eigenvalues of I made positive.
    """
    scaled, size = _scaled(information)
    values, vectors = np.linalg.eigh(scaled)
    bent = np.maximum(np.abs(values), FLAT)
    step: Floats = vectors @ ((vectors.T @ (gradient / size)) / bent) / size
    return step


def flat_parameters(information: Floats) -> NDArray[np.bool_]:
    """Tell which parameters can move without changing the likelihood.

    Parameters
    ----------
    information : ndarray of shape (P, P)
        At the top.

    Returns
    -------
    ndarray of bool of shape (P,)
        True for those that a flat (or rising) direction moves by at least a tenth of the most moved one.
    """
    values, vectors = np.linalg.eigh(_scaled(information)[0])
    flat = np.abs(vectors[:, values < FLAT])
    if not flat.size:
        return np.zeros(len(values), dtype=bool)
    moved: NDArray[np.bool_] = (flat > 0.1 * flat.max(axis=0)).any(axis=1)
    return moved
