"""The generalised partial credit model: how likely each category of a task is at each ability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def step_offsets(steps: int, *, spread: float) -> NDArray[np.float64]:
    """Return where the steps of a task lie around its difficulty.

    Parameters
    ----------
    steps : int
        Number of steps m; a task has m + 1 categories.
    spread : float
        Distance from the difficulty to the first and to the last step, in logits.

    Returns
    -------
    ndarray of shape (m,)
        o_1 … o_m, evenly spaced from −spread to +spread; 0 for a right-or-wrong task.

    Notes
    -----
    o = 0 for m = 1; o = ∓0.8 for m = 2.

    Examples
    --------
    >>> step_offsets(2, spread=0.8).tolist()
    [-0.8, 0.8]
    """
    return np.zeros(1) if steps == 1 else np.linspace(-spread, spread, steps)


def category_log_probabilities(
    distance: ArrayLike, *, slope: float, offsets: ArrayLike, guess: float = 0.0
) -> NDArray[np.float64]:
    """Return the log probability of every category.

    Parameters
    ----------
    distance : array_like of any shape
        θ + γ − δ: ability and notebook effect over the task's difficulty, in logits.
    slope : float
        Discrimination a.
    offsets : array_like of shape (m,)
        Steps o_1 … o_m around the difficulty, in logits.
    guess : float
        Share of right answers that guessing gives, in [0, 1); above 0 with one step only.

    Returns
    -------
    ndarray of shape (m + 1, *distance.shape)
        log P(X = c).

    Notes
    -----
    P(X = c) = exp Σ_{v≤c} a(θ − δ − o_v) / Σ_{c'} exp Σ_{v≤c'} a(θ − δ − o_v). With one step this is
    the two-parameter logistic model; with guessing P(X = 1) = g + (1 − g)·P*(X = 1), the three-parameter one.

    References
    ----------
    .. [1] E. Muraki (1992), "A generalized partial credit model: application of an EM algorithm",
       Applied Psychological Measurement 16(2), 159–176, equation 5.

    Examples
    --------
    >>> np.exp(category_log_probabilities(0.0, slope=1.2, offsets=[0.0])).tolist()
    [0.5, 0.5]
    """
    x = np.asarray(distance, dtype=np.float64)
    steps = np.asarray(offsets, dtype=np.float64).reshape(-1, *(1,) * x.ndim)
    sums = np.cumsum(slope * (x - steps), axis=0)
    logits = np.concatenate([np.zeros((1, *x.shape)), sums])
    normalised: NDArray[np.float64] = logits - logsumexp(logits, axis=0, keepdims=True)
    if guess:
        right = np.logaddexp(np.log(guess), np.log1p(-guess) + normalised[1])
        normalised = np.stack([np.log1p(-guess) + normalised[0], right])
    return normalised


def expected_share(distance: ArrayLike, *, slope: float, offsets: ArrayLike) -> NDArray[np.float64]:
    """Return the expected share of the steps of a task.

    Parameters
    ----------
    distance : array_like of any shape
        θ − δ, in logits.
    slope : float
        Discrimination a.
    offsets : array_like of shape (m,)
        Steps around the difficulty, in logits.

    Returns
    -------
    ndarray of the shape of `distance`
        E(X) / m, from 0 to 1.

    Notes
    -----
    E(X) / m = Σ_c c·P(X = c) / m.

    References
    ----------
    .. [1] E. Muraki (1992), Applied Psychological Measurement 16(2), 159–176.
    """
    log_p = category_log_probabilities(distance, slope=slope, offsets=offsets)
    top = log_p.shape[0] - 1
    share: NDArray[np.float64] = np.tensordot(np.arange(top + 1) / top, np.exp(log_p), axes=1)
    return share


def mastery_shift(*, slope: float, offsets: ArrayLike, response_probability: float) -> float:
    """Return how far a task's difficulty lies from the cut of the level which it is written for.

    Parameters
    ----------
    slope : float
        Discrimination a.
    offsets : array_like of shape (m,)
        Steps around the difficulty, in logits.
    response_probability : float
        Share RP of the steps expected from a person exactly at the cut, between 0 and 1.

    Returns
    -------
    float
        s_m in logits, so that E(X)/m = RP at τ_k when δ = τ_k + s_m; below 0 for RP over one half.

    Raises
    ------
    MeasurementError
        If `response_probability` is not between 0 and 1.

    Notes
    -----
    For one step s_1 = −ln(RP/(1−RP))/a; for more steps the root is found numerically.

    References
    ----------
    .. [1] Item mapping with a response probability of .67: H. Huynh (2006), "A clarification on the
       response probability criterion RP67 for standard settings based on bookmark and item mapping",
       Educational Measurement: Issues and Practice 25(2), 19–20. RP is a policy, not a fact.

    Examples
    --------
    >>> round(mastery_shift(slope=1.2, offsets=[0.0], response_probability=0.67), 3)
    -0.59
    """
    from scipy.optimize import brentq  # noqa: PLC0415  # a quarter of a second, for curves only

    if not 0 < response_probability < 1:
        raise MeasurementError(
            f"response_probability は0と1の間の数にしてください（いまは {response_probability}）。",
            f"response_probability must lie between 0 and 1 (it is {response_probability}).",
        )
    reach = 50.0 / slope + float(np.max(np.abs(np.asarray(offsets))))
    root: float = brentq(
        lambda shift: (
            float(expected_share(-shift, slope=slope, offsets=offsets)) - response_probability
        ),
        -reach,
        reach,
        xtol=1e-12,
    )
    return root
