"""What may have changed between two measurements: distributions on the grid, widened."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@lru_cache(maxsize=512)
def drift_kernel(points: int, sd: float) -> Floats:
    """Return the chances to go from each point of an even grid to each other one.

    Parameters
    ----------
    points : int
        Points Q of the grid.
    sd : float
        SD of the change, in steps of the grid; 0 changes nothing.

    Returns
    -------
    ndarray of shape (Q, Q)
        Symmetric, no entry below 0, each row sums to 1; read-only.

    Notes
    -----
    A random walk in continuous time: P(j | i) = Σ e^(−t) I_n(t), t = sd², over the distances n from i
    to j and to j's images behind the ends of the grid, which reflect. I_n is the modified Bessel
    function. Away from the ends its mean is 0 and its variance exactly sd², even if sd is far below
    one step, where samples of the normal density would change too little; for sd of a few steps it is
    the normal density. Two walks after each other are one of √(sd₁² + sd₂²).

    References
    ----------
    .. [1] T. Lindeberg (1990), "Scale-space for discrete signals", IEEE Transactions on Pattern
       Analysis and Machine Intelligence 12(3), 234–254.

    Examples
    --------
    >>> drift_kernel(3, 0.0).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    from scipy.special import ive  # noqa: PLC0415  # only who comes again needs it

    index = np.arange(points)
    kernel = np.zeros((points, points))
    turns = 1 + int(6 * sd / points)
    for shift in range(-2 * points * turns, 2 * points * turns + 1, 2 * points):
        there, mirrored = index + shift, shift - 1 - index
        for image in (there, mirrored):
            kernel += ive(np.abs(index[:, None] - image), sd**2)
    kernel /= kernel.sum(axis=1, keepdims=True)
    kernel.setflags(write=False)
    return kernel


def widen(log_p: Floats, sd: Floats) -> Floats:
    """Widen distributions, each by its own SD.

    Parameters
    ----------
    log_p : ndarray of shape (N, Q)
        Log masses, each row up to a constant.
    sd : ndarray of shape (N,)
        SD of the change, in steps of the grid; rows with 0 stay as they are.

    Returns
    -------
    ndarray of shape (N, Q)
        Log masses after the change; −inf where no mass is left.

    Notes
    -----
    p'(θ) = Σ_q p(θ_q)·P(θ | θ_q), with `drift_kernel`. Persons of one SD are widened together.
    """
    out = log_p.copy()
    for value in np.unique(sd[sd > 0]):
        rows = np.flatnonzero(sd == value)
        part = log_p[rows]
        mass = np.exp(part - part.max(axis=1, keepdims=True))
        with np.errstate(divide="ignore"):
            out[rows] = np.log(mass @ drift_kernel(log_p.shape[1], float(value)))
    return out
