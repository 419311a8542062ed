"""Differential item functioning: do two groups of the same ability answer an item alike?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from grader.measurement.quality.mantel import EtsClass

    Floats = NDArray[np.float64]

Status = Literal["ok", "too_few", "no_estimate"]


@dataclass(frozen=True, slots=True)
class ItemDif:
    """DIF of one item between two groups.

    Parameters
    ----------
    status : {'ok', 'too_few', 'no_estimate'}
        `too_few`: a group is smaller than the minimum; `no_estimate`: the answers do not determine
        it, for example because everybody answered alike. All numbers but the counts are then NaN.
    method : {'mantel_haenszel', 'mantel'}
        For two categories; for more.
    n_reference, n_focal : int
        Persons of each group who answered the item and can be matched.
    d_dif, se_d_dif : float
        −2.35 ln α and its standard error; NaN for more than two categories. Negative: harder for the
        focal group.
    smd, effect, se_effect : float
        Standardised mean difference in categories, the same over the item's SD, and its standard
        error. Negative: harder for the focal group.
    chi_square, p_value : float
        Of the method's test, one degree of freedom.
    ets : {'A', 'B', 'C', None}
        Negligible, moderate, large; None without an estimate.
    """

    status: Status
    method: Literal["mantel_haenszel", "mantel"]
    n_reference: int
    n_focal: int
    d_dif: float = np.nan
    se_d_dif: float = np.nan
    smd: float = np.nan
    effect: float = np.nan
    se_effect: float = np.nan
    chi_square: float = np.nan
    p_value: float = np.nan
    ets: EtsClass | None = None


def dif_tables(item: ArrayLike, focal: ArrayLike, matching: ArrayLike) -> Floats:
    """Count the answers to one item by group, category and stratum.

    Parameters
    ----------
    item : array_like of shape (N,)
        Category of each person, from 0; missing is −1 or NaN.
    focal : array_like of shape (N,)
        True for the focal group, False for the reference group.
    matching : array_like of shape (N,)
        What makes persons comparable, for example the total score; equal values are one stratum.
        NaN leaves the person out.

    Returns
    -------
    ndarray of shape (2, C, K)
        Reference and focal group; categories 0 … C − 1; strata in ascending order. For
        `mantel_haenszel`, which wants right before wrong, turn the categories: ``tables[:, ::-1]``.
    """
    raise NotImplementedError


def dif_statistics(
    answers: Any,
    group: ArrayLike,
    *,
    reference: object,
    focal: object,
    minimum: int = 50,
    matching: ArrayLike | Literal["total", "purified"] = "total",
) -> tuple[ItemDif, ...]:
    """Compare two groups on every item.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category of each person on each item, from 0; missing is −1, NaN or None.
    group : array_like of shape (N,)
        Group of each person.
    reference, focal : object
        The two values of `group` that are compared; others are left out.
    minimum : int
        Smallest number of persons in either group for which numbers are given.
    matching : {'total', 'purified'} or array_like of shape (N,)
        Total score; total score without items of class C, found by repeating until their set stays
        the same (at most ten times); or values that the caller gives, equal ones being one stratum
        (for example rounded abilities, where people took different items).

    Returns
    -------
    tuple of ItemDif
        One per item.

    Raises
    ------
    MeasurementError
        If the lengths differ.

    Notes
    -----
    Two categories: Mantel–Haenszel with continuity correction; more: Mantel's test and SMD. The item
    itself is always part of its total score: without it an item without DIF would show some when the
    groups differ in ability. For the totals only persons count who answered all items in it.

    References
    ----------
    .. [1] P. W. Holland, D. T. Thayer (1988), "Differential item performance and the
       Mantel–Haenszel procedure", in H. Wainer, H. I. Braun (eds.), Test Validity, 129–145.
    """
    raise NotImplementedError
