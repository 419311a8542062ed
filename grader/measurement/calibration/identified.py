"""Find the items that the answers do not determine, before and after the search for the maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.calibration import labels
from grader.measurement.calibration.maximise import flat_parameters, newton_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.measurement.calibration.answers import AnswerTable
    from grader.measurement.calibration.search import Found
    from grader.text import Text

    Floats = NDArray[np.float64]

# From right to wrong within a hundredth of the persons' SD: no finite set of answers shows that.
STEEPEST = 100.0
# A slope this many standard errors from zero is zero up to rounding.
_NO_SLOPE = 1e-4


def undetermined_at_sight(table: AnswerTable, tops: Sequence[int]) -> dict[int, Text]:
    """Find the items whose answers cannot determine a curve.

    Parameters
    ----------
    table : AnswerTable
        The answers.
    tops : sequence of int
        Highest category of each item.

    Returns
    -------
    dict of int to Text
        From column to the reason.
    """
    rows = table.categories[table.counts > 0]
    out: dict[int, Text] = {}
    for column, top in enumerate(tops):
        seen = np.bincount(rows[:, column][rows[:, column] >= 0], minlength=top + 1) > 0
        if not seen.all():
            few = {0: labels.NO_ANSWERS, 1: labels.ONE_CATEGORY}
            out[column] = few.get(int(seen.sum()), labels.UNSEEN_CATEGORY)
    return out


def disconnected(table: AnswerTable, columns: Sequence[int]) -> dict[int, Text]:
    """Find the items that no persons link to the largest part of the design.

    Parameters
    ----------
    table : AnswerTable
        The answers.
    columns : sequence of int
        The items to be estimated together.

    Returns
    -------
    dict of int to Text
        From column to the reason; all columns, if no part is the largest one.
    """
    rows = table.categories[table.counts > 0]
    answered = (rows[:, list(columns)] >= 0).astype(np.float64)
    parts = _parts(answered.T @ answered > 0)
    if len(parts) <= 1:
        return {}
    sizes = sorted((float(answered[:, part].sum()), len(part)) for part in parts)
    largest = sizes[-1] if sizes[-1] > sizes[-2] else None
    return {
        columns[index]: labels.DISCONNECTED
        for part in parts
        if (float(answered[:, part].sum()), len(part)) != largest
        for index in part
    }


def _parts(linked: NDArray[np.bool_]) -> list[list[int]]:
    """Connected parts of a symmetric table of links."""
    left, parts = set(range(len(linked))), []
    while left:
        part, border = set[int](), {min(left)}
        while border:
            part |= border
            border = set(np.flatnonzero(linked[sorted(border)].any(axis=0)).tolist()) - part
        parts.append(sorted(part))
        left -= part
    return parts


def undetermined_slopes(slopes: Floats, variances: Floats) -> dict[int, Text]:
    """Find the items whose slope ran off, to infinity or to zero.

    Parameters
    ----------
    slopes : ndarray of shape (J,)
        Slopes at the end of the search, for persons with SD 1.
    variances : ndarray of shape (J,)
        Their squared standard errors; 0 for slopes that were given.

    Returns
    -------
    dict of int to Text
        From item to the reason.
    """
    steep = np.abs(slopes) > STEEPEST
    none = (variances > 0) & (np.abs(slopes) < _NO_SLOPE * np.sqrt(variances))
    return dict.fromkeys(np.flatnonzero(none).tolist(), labels.NO_SLOPE) | dict.fromkeys(
        np.flatnonzero(steep).tolist(), labels.STEEP
    )


def undetermined_parameters(found: Found) -> dict[int, Text]:
    """Find the items whose parameters are not at a top of the likelihood, or at a flat one.

    Parameters
    ----------
    found : Found
        The end of the search.

    Returns
    -------
    dict of int to Text
        From item, by its place in the search, to the reason.
    """
    curves, top = found.curves, found.top
    if not top.reached:
        gradient = curves.value_and_gradient(top.point)[1]
        gain = np.abs(newton_step(top.information, gradient) * gradient)
        moved, reason = gain >= 0.1 * gain.max(), labels.RISING
    else:
        moved, reason = flat_parameters(top.information, curves.begin()[1]), labels.FLAT
    items = np.flatnonzero(moved.astype(float) @ curves.owner > 0)
    return dict.fromkeys(items.tolist(), reason)
