"""Differential item functioning: do two groups of the same ability answer an item alike?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.errors import MeasurementError
from grader.measurement.quality.classes import ets_class, ets_class_polytomous
from grader.measurement.quality.mantel import mantel_haenszel, mantel_test
from grader.measurement.quality.matrix import answer_matrix

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from grader.measurement.quality.classes import EtsClass
    from grader.measurement.quality.mantel import Mantel, MantelHaenszel

    Floats = NDArray[np.float64]

Status = Literal["ok", "too_few", "no_estimate"]
Method = Literal["mantel_haenszel", "mantel"]

_ROUNDS = 10


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
    odds_ratio : float
        Common odds ratio α of the reference group over the focal group; NaN for more than two
        categories.
    d_dif, se_d_dif : float
        −2.35 ln α and its standard error. Negative: harder for the focal group.
    smd, effect, se_effect : float
        Standardised mean difference in categories, the same over the item's SD, and its standard
        error. Negative: harder for the focal group.
    chi_square, p_value : float
        Of the method's test, one degree of freedom.
    ets : {'A', 'B', 'C', None}
        Negligible, moderate, large; None without an estimate.
    """

    status: Status
    method: Method
    n_reference: int
    n_focal: int
    odds_ratio: float = np.nan
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
    x = np.asarray(item, dtype=np.float64)
    strata = np.asarray(matching, dtype=np.float64)
    there = (x >= 0) & ~np.isnan(strata)
    values, stratum = np.unique(strata[there], return_inverse=True)
    category = x[there].astype(np.intp)
    counts = np.zeros((2, max(2, category.max(initial=0) + 1), len(values)))
    np.add.at(counts, (np.asarray(focal, dtype=np.intp)[there], category, stratum), 1)
    return counts


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
    values, labels = answer_matrix(answers), np.asarray(group)
    given = None if isinstance(matching, str) else np.asarray(matching, dtype=np.float64)
    for other in [labels] if given is None else [labels, given]:
        if other.shape != values.shape[:1]:
            raise MeasurementError(
                f"回答は{len(values)}人分、群か層は {other.shape} です。同じ人数にしてください。",
                f"there are answers of {len(values)} persons, but groups or strata of {other.shape}.",
            )
    chosen = (labels == reference) | (labels == focal)
    values, is_focal = values[chosen], labels[chosen] == focal
    if given is not None:
        strata = given[chosen]
        return tuple(_item_dif(item, is_focal, strata, minimum) for item in values.T)
    inside = np.ones(values.shape[1], dtype=bool)
    found = _by_total(values, is_focal, inside, minimum)
    for _ in range(_ROUNDS if matching == "purified" else 0):
        kept = np.array([item.ets != "C" for item in found])
        if (kept == inside).all():
            break
        inside = kept
        found = _by_total(values, is_focal, inside, minimum)
    return found


def _by_total(
    values: Floats, focal: NDArray[np.bool_], inside: NDArray[np.bool_], minimum: int
) -> tuple[ItemDif, ...]:
    found = []
    for column, item in enumerate(values.T):
        members = inside.copy()
        members[column] = True
        # A missing answer makes the sum NaN: the person cannot be matched.
        found.append(_item_dif(item, focal, values[:, members].sum(axis=1), minimum))
    return tuple(found)


def _item_dif(item: Floats, focal: NDArray[np.bool_], strata: Floats, minimum: int) -> ItemDif:
    there = ~np.isnan(item) & ~np.isnan(strata)
    n_focal = int((there & focal).sum())
    n_reference = int(there.sum()) - n_focal
    tables = dif_tables(item, focal, strata)
    two = tables.shape[1] == 2  # noqa: PLR2004  # wrong and right
    method: Method = "mantel_haenszel" if two else "mantel"
    if min(n_reference, n_focal) < minimum:
        return ItemDif("too_few", method, n_reference, n_focal)
    return _estimated(tables, ItemDif("no_estimate", method, n_reference, n_focal))


def _estimated(tables: Floats, item: ItemDif) -> ItemDif:
    ordered = mantel_test(tables)
    size = replace(item, smd=ordered.smd, effect=ordered.effect, se_effect=ordered.se_effect)
    if item.method == "mantel":
        if not np.isfinite(ordered.effect):
            return item
        return _tested(size, ordered, ets_class_polytomous(ordered))
    odds = mantel_haenszel(tables[:, ::-1])
    if not np.isfinite(odds.d_dif):
        return item
    size = replace(size, odds_ratio=odds.odds_ratio, d_dif=odds.d_dif, se_d_dif=odds.se_d_dif)
    return _tested(size, odds, ets_class(odds))


def _tested(item: ItemDif, test: Mantel | MantelHaenszel, ets: EtsClass) -> ItemDif:
    chi_square, p_value = test.chi_square, test.p_value
    return replace(item, status="ok", chi_square=chi_square, p_value=p_value, ets=ets)
