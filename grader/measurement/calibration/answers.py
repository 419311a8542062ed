"""Read answers in whatever shape they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.errors import MeasurementError
from grader.measurement.posterior import pattern_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Categories are kept in single bytes.
_MOST = 126
_MATRIX = 2


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Answers of persons to items.

    Parameters
    ----------
    categories : ndarray of shape (N, J)
        Category per row and item, from 0; −1 is missing.
    counts : ndarray of shape (N,)
        How many persons each row stands for.
    names : tuple of str
        Names of the items: the columns of a DataFrame, else their numbers from 1.
    """

    categories: NDArray[np.int8]
    counts: Floats
    names: tuple[str, ...]

    def patterns(self, columns: Sequence[int]) -> tuple[NDArray[np.int8], Floats]:
        """Return the distinct answers to some of the items.

        Parameters
        ----------
        columns : sequence of int
            Which items.

        Returns
        -------
        patterns : ndarray of shape (U, k)
            The distinct rows with at least one answer.
        counts : ndarray of shape (U,)
            How many persons gave each; above 0.
        """
        rows, ids = pattern_ids(self.categories[:, list(columns)])
        counts = np.bincount(ids, weights=self.counts, minlength=len(rows)).astype(float)
        kept = (counts > 0) & (rows >= 0).any(axis=1)
        return rows[kept], counts[kept]

    def check_tops(self, tops: Sequence[int]) -> None:
        """Hold the table to the items that it should have.

        Parameters
        ----------
        tops : sequence of int
            Highest category of each item.

        Raises
        ------
        MeasurementError
            If the number of items is another one, or an answer is above an item's highest category.
        """
        if self.categories.shape[1] != len(tops):
            raise MeasurementError(
                f"設問は {len(tops)} 個のはずですが、回答の表は {self.categories.shape[1]} 列です。",
                f"there are {len(tops)} items, but {self.categories.shape[1]} columns of answers.",
            )
        bad = np.argwhere(self.categories > np.asarray(tops))
        if bad.size:
            row, column = map(int, bad[0])
            found, top = self.categories[row, column], tops[column]
            raise MeasurementError(
                f"{row + 1}行目・{column + 1}列目の区分 {found} はありません（最高は {top}）。",
                f"row {row + 1}, column {column + 1}: there is no category {found}; the highest is {top}.",
            )


def read_answers(answers: ArrayLike, counts: ArrayLike | None = None) -> AnswerTable:
    """Read a table of answers.

    Parameters
    ----------
    answers : array_like of shape (N, J)
        One row per person or pattern, one column per item: lists, an array or a pandas DataFrame.
        Whole numbers from 0 are categories; NaN, None, NA and −1 are missing.
    counts : array_like of shape (N,), optional
        How many persons each row stands for, not negative; 1 if left out.

    Returns
    -------
    AnswerTable
        The answers.

    Raises
    ------
    MeasurementError
        If the shape is not that of a table, a value is no category, or a count is negative.

    Examples
    --------
    >>> read_answers([[0, 1, None], [1, -1, 2]]).categories.tolist()
    [[0, 1, -1], [1, -1, 2]]
    """
    names = getattr(answers, "columns", None)
    values = _numbers(answers)
    if values.ndim != _MATRIX or 0 in values.shape:
        raise MeasurementError(
            f"回答は 人数×設問数 の表にしてください（いまは {values.shape}）。",
            f"answers must be a table of persons × items; the shape is {values.shape}.",
        )
    values = np.where(np.isnan(values), -1.0, values)
    bad = np.argwhere((values != np.round(values)) | (values < -1) | (values > _MOST))
    if bad.size:
        row, column = map(int, bad[0])
        raise MeasurementError(
            f"{row + 1}行目・{column + 1}列目の {values[row, column]:g} は区分ではありません。"
            "区分は0から始まる整数、無回答は NaN か −1 です。",
            f"row {row + 1}, column {column + 1}: {values[row, column]:g} is no category. "
            "Categories are whole numbers from 0; a missing answer is NaN or −1.",
        )
    labels = range(1, values.shape[1] + 1) if names is None else names
    return AnswerTable(
        values.astype(np.int8), _counts(counts, len(values)), tuple(str(name) for name in labels)
    )


def _numbers(answers: Any) -> Floats:
    try:
        if hasattr(answers, "to_numpy"):  # pandas: its NA has no float of its own
            return np.asarray(answers.to_numpy(dtype=float, na_value=np.nan), dtype=float)
        if isinstance(answers, np.ma.MaskedArray):
            answers = np.ma.filled(answers.astype(float), np.nan)
        return np.asarray(answers, dtype=float)
    except (TypeError, ValueError) as error:
        raise MeasurementError(
            f"回答を数の表として読めません（{error}）。",
            f"answers cannot be read as a table of numbers ({error}).",
        ) from error


def _counts(counts: ArrayLike | None, rows: int) -> Floats:
    if counts is None:
        return np.ones(rows)
    values = np.asarray(counts, dtype=float)
    if values.shape != (rows,) or not np.isfinite(values).all() or (values < 0).any():
        raise MeasurementError(
            f"counts は {rows} 行それぞれの0以上の人数にしてください。",
            f"counts must give a number of persons, not negative, for each of the {rows} rows.",
        )
    return values
