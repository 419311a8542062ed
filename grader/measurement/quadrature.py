"""Integrals over a normal distribution, as sums."""

from __future__ import annotations

import numpy as np


def normal_nodes(count: int, *, sd: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights that integrate over N(0, sd²).

    Parameters
    ----------
    count : int
        Number of nodes; exact for polynomials up to degree 2·count − 1.
    sd : float
        Standard deviation; 0 gives the single node 0.

    Returns
    -------
    nodes : ndarray of shape (count,)
        Where to evaluate.
    weights : ndarray of shape (count,)
        Positive, summing to 1.

    Notes
    -----
    Gauss–Hermite quadrature: ∫ f(z) N(z; 0, sd²) dz ≈ Σ_g w_g f(sd·z_g).

    References
    ----------
    .. [1] M. Abramowitz, I. A. Stegun (1972), Handbook of Mathematical Functions, 25.4.46.

    Examples
    --------
    >>> nodes, weights = normal_nodes(9, sd=0.5)
    >>> round(float(weights @ nodes**2), 12)
    0.25
    """
    if sd == 0 or count == 1:
        return np.zeros(1), np.ones(1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(count)
    return sd * nodes, weights / weights.sum()
