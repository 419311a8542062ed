"""Climb a likelihood to its top, and say whether there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Half the squared distance to the top in standard errors: 1e-11 is five millionths of one away.
TOLERANCE = 1e-11
# Rounding may end the climb before that; from here on, a ten-thousandth of one, it counts as the top.
_REACHED = 1e-8
# The top is flat in a direction in which less than this share of the information is left.
FLAT = 1e-7
_STEPS = 80
# A Newton step takes smaller curvatures (with unit diagonal) for this one.
_BENT = 1e-7
_LONGEST_STEP = 4.0
# An information of a point farther away than this is not that of the top.
_STILL = 1e-8


class _Objective(Protocol):
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
        return self.decrement <= _REACHED


def ascend(objective: _Objective, start: Floats, *, scale: Floats) -> Floats:
    """Climb from afar with L-BFGS.

    Parameters
    ----------
    objective : _Objective
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


def climb(objective: _Objective, start: Floats, information: Floats | None = None) -> Top:
    """Climb the last part with Newton's method.

    Parameters
    ----------
    objective : _Objective
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
    point, last, origin = start, np.inf, start
    value, gradient = objective.value_and_gradient(point)
    fresh = False
    for _ in range(_STEPS):
        if information is None:
            information, origin, fresh = objective.information(point), point, True
        step = newton_step(information, gradient)
        decrement = 0.5 * float(gradient @ step)
        if decrement <= TOLERANCE:
            break
        moved = _search(objective, point, value, step) if fresh or decrement < 0.01 * last else None
        if moved is None and fresh:  # as high as rounding lets one see
            break
        if moved is None:
            information = None
            continue
        point, value, gradient = moved
        last, fresh = decrement, False
    if information is None or np.abs(point - origin).max() > _STILL:
        information = objective.information(point)
    return Top(point, value, information, decrement)


def _search(
    objective: _Objective, point: Floats, value: float, step: Floats
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
    bent = np.maximum(np.abs(values), _BENT)
    step: Floats = vectors @ ((vectors.T @ (gradient / size)) / bent) / size
    return step


def flat_parameters(information: Floats, scale: Floats) -> NDArray[np.bool_]:
    """Tell which parameters can move without changing the likelihood.

    Parameters
    ----------
    information : ndarray of shape (P, P)
        At the top.
    scale : ndarray of shape (P,)
        Square root of the information that each parameter would have if all others, and the persons,
        were known.

    Returns
    -------
    ndarray of bool of shape (P,)
        True for those that a flat (or rising) direction moves by at least a tenth of the most moved one.
    """
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    flat = np.abs(vectors[:, values < FLAT])
    if not flat.size:
        return np.zeros(len(values), dtype=bool)
    moved: NDArray[np.bool_] = (flat > 0.1 * flat.max(axis=0)).any(axis=1)
    return moved
