"""Answer matrices as they come, and the covariances of their items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.errors import MeasurementError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Missing = Literal["pairwise", "complete"]

_MISSING = -1
_NO_SPREAD = 1e-12


def answer_matrix(answers: Any) -> Floats:
    """Return answers as floats with NaN where one is missing.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        Category or points of each person (row) on each item (column), from 0; missing is −1, NaN or
        None.

    Returns
    -------
    ndarray of shape (N, J)
        A copy.

    Raises
    ------
    MeasurementError
        If it is not two-dimensional, or an answer is no number, infinite, or negative and not −1.

    Examples
    --------
    >>> answer_matrix([[1, 0], [-1, None]]).tolist()
    [[1.0, 0.0], [nan, nan]]
    """
    try:
        if hasattr(answers, "to_numpy"):
            values: Floats = answers.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
        else:
            values = np.array(answers, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise MeasurementError(
            f"回答の表に数値でないものがあります（{error}）。区分の番号か得点にしてください。",
            f"the answers are not a table of numbers ({error}); give categories or points.",
        ) from error
    if values.ndim != 2:  # noqa: PLR2004  # persons × items
        raise MeasurementError(
            f"回答の表は 人数×設問数 の二次元にしてください（いまは {values.shape}）。",
            f"answers must be persons × items; the shape is {values.shape}.",
        )
    values[values == _MISSING] = np.nan
    bad = np.argwhere((values < 0) | np.isinf(values))
    if bad.size:
        row, column = map(int, bad[0])
        raise MeasurementError(
            f"{row + 1}行{column + 1}列の回答 {values[row, column]} は使えません。"
            "0以上の数か、欠測の −1 にしてください。",
            f"the answer {values[row, column]} in row {row + 1}, column {column + 1} cannot be used; "
            "it must be 0 or more, or −1 for missing.",
        )
    return values


def pairwise_covariance(answers: Any, *, missing: Missing = "pairwise") -> Floats:
    """Return the covariances of the items.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        As for `answer_matrix`.
    missing : {'pairwise', 'complete'}
        Each covariance from the persons who answered both items; or all of them from the persons who
        answered everything.

    Returns
    -------
    ndarray of shape (J, J)
        NaN where fewer than two persons are left. With missing answers the pairwise matrix need not
        be positive definite.

    Notes
    -----
    c_ij = Σ_n (x_ni − x̄_i)(x_nj − x̄_j) / (n_ij − 1), means and sum over the n_ij persons.
    """
    values = answer_matrix(answers)
    if missing == "complete":
        values = values[~np.isnan(values).any(axis=1)]
    covariance, _ = _pairwise(values)
    return covariance


def answered_only(covariance: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Take items that hardly anybody answered out of sums over a covariance matrix.

    Parameters
    ----------
    covariance : ndarray of shape (J, J)
        See `pairwise_covariance`.

    Returns
    -------
    covariance : ndarray of shape (J, J)
        Zero in the rows and columns of items that fewer than two persons answered.
    answered : ndarray of bool, shape (J,)
        The other items.
    """
    answered = ~np.isnan(np.diag(covariance))
    return np.where(answered[:, None] & answered, covariance, 0.0), answered


def pairwise_correlation(values: Floats) -> Floats:
    """Return the correlations of columns, each from the rows that have both.

    Parameters
    ----------
    values : ndarray of shape (N, J)
        Any numbers; missing is NaN.

    Returns
    -------
    ndarray of shape (J, J)
        NaN where fewer than two rows are left or a column has no spread in them.
    """
    covariance, variance = _pairwise(values)
    # What is left of a constant column after rounding is no spread.
    variance[variance < _NO_SPREAD] = np.nan
    correlation: Floats = covariance / np.sqrt(variance * variance.T)
    return correlation


def _pairwise(values: Floats) -> tuple[Floats, Floats]:
    """Covariance of columns i and j, and variance of i, in the rows that have both."""
    there = ~np.isnan(values)
    # Around the column means, so that sums of squares lose no digits.
    centre = np.where(there, values, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    x, seen = np.where(there, values - centre, 0.0), there.astype(np.float64)
    n, sums = seen.T @ seen, x.T @ seen
    n[n < 2] = np.nan  # noqa: PLR2004  # one person has no spread
    covariance = (x.T @ x - sums * sums.T / n) / (n - 1)
    variance = ((x**2).T @ seen - sums**2 / n) / (n - 1)
    return covariance, variance


def category_matrix(answers: Any, sizes: Sequence[int]) -> NDArray[np.intp]:
    """Return answers as whole categories with −1 where one is missing.

    Parameters
    ----------
    answers : array_like or DataFrame of shape (N, J)
        As for `answer_matrix`.
    sizes : sequence of int of length J
        Number of categories C_i of each item.

    Returns
    -------
    ndarray of shape (N, J)
        −1, or 0 … C_i − 1.

    Raises
    ------
    MeasurementError
        If the number of items is another, or an answer is not a category of its item.
    """
    values = answer_matrix(answers)
    if values.shape[1] != len(sizes):
        raise MeasurementError(
            f"回答の表は{values.shape[1]}問、曲線は{len(sizes)}問です。同じ設問にしてください。",
            f"{values.shape[1]} items were answered, {len(sizes)} have curves; they must be the same.",
        )
    categories = np.where(np.isnan(values), _MISSING, values)
    bad = np.argwhere((categories % 1 != 0) | (categories >= np.asarray(sizes)))
    if bad.size:
        row, column = map(int, bad[0])
        raise MeasurementError(
            f"{row + 1}行{column + 1}列: 区分 {values[row, column]:g} はありません（0～{sizes[column] - 1}）。",
            f"row {row + 1}, column {column + 1}: there is no category {values[row, column]:g} "
            f"(0 to {sizes[column] - 1}).",
        )
    return categories.astype(np.intp)
