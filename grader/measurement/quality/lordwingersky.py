"""The distribution of the summed score at a given ability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Probabilities of one item may miss 1 by this much, as printed ones do.
_ROUNDING = 1e-3


def lord_wingersky(p_correct: ArrayLike) -> Floats:
    """Return the distribution of the number-correct score of right-or-wrong items.

    Parameters
    ----------
    p_correct : array_like of shape (J,) or (J, Q)
        Probability of a right answer to each item, at one ability or at each of Q abilities.

    Returns
    -------
    ndarray of shape (J + 1,) or (J + 1, Q)
        P(score = 0), …, P(score = J) at each ability; columns sum to 1.

    Raises
    ------
    MeasurementError
        If a number is no probability.

    Notes
    -----
    f_0(0) = 1; f_i(s) = (1 − p_i)·f_{i−1}(s) + p_i·f_{i−1}(s − 1), items independent given ability.

    References
    ----------
    .. [1] F. M. Lord, M. S. Wingersky (1984), "Comparison of IRT true-score and equipercentile
       observed-score equatings", Applied Psychological Measurement 8(4), 453–461.

    Examples
    --------
    >>> lord_wingersky([0.5, 0.5]).tolist()
    [0.25, 0.5, 0.25]
    """
    p = np.asarray(p_correct, dtype=np.float64)
    return lord_wingersky_polytomous([np.stack([1 - right, right]) for right in p])


def lord_wingersky_polytomous(category_probabilities: Sequence[ArrayLike]) -> Floats:
    """Return the distribution of the summed score of items with any number of categories.

    Parameters
    ----------
    category_probabilities : sequence of J array_likes of shape (C_i,) or (C_i, …)
        For each item P(X = 0), …, P(X = C_i − 1), at one ability or at each of several; the shape
        after the first axis is the same for all items. Right-or-wrong items have the rows 1 − p and p.

    Returns
    -------
    ndarray of shape (S + 1,) or (S + 1, …)
        P(sum = 0), …, P(sum = S) with S = Σ (C_i − 1); sums to 1 over the first axis.

    Raises
    ------
    MeasurementError
        If there is no item, or the numbers of an item are no probabilities that sum to 1 (to 0.001).

    Notes
    -----
    f_0(0) = 1; f_i(s) = Σ_c P(X_i = c)·f_{i−1}(s − c).

    References
    ----------
    .. [1] B. A. Hanson (1994), "An extension of the Lord–Wingersky algorithm to polytomous items",
       ACT research note.
    .. [2] D. Thissen, M. Pommerich, K. Billeaud, V. S. L. Williams (1995), "Item response theory for
       scores on tests including polytomous items with ordered responses", Applied Psychological
       Measurement 19(1), 39–49.

    Examples
    --------
    >>> lord_wingersky_polytomous([[0.2, 0.3, 0.5], [0.4, 0.6]]).round(2).tolist()
    [0.08, 0.24, 0.38, 0.3]
    """
    items = [np.asarray(item, dtype=np.float64) for item in category_probabilities]
    for number, item in enumerate(items, start=1):
        _check(item, number)
    if not items:
        raise MeasurementError("設問がありません。", "there are no items.")
    total: Floats = np.ones((1, *items[0].shape[1:]))
    for item in items:
        longer = np.zeros((len(total) + len(item) - 1, *total.shape[1:]))
        for category, p in enumerate(item):
            longer[category : category + len(total)] += p * total
        total = longer
    return total


def _check(item: Floats, number: int) -> None:
    fits = item.ndim > 0 and (item >= 0).all() and np.allclose(item.sum(axis=0), 1, atol=_ROUNDING)
    if not fits:
        raise MeasurementError(
            f"{number}番目の設問の確率が0以上で合計1になっていません。",
            f"the probabilities of item {number} are not all 0 or more with sum 1.",
        )
