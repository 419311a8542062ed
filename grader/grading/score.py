"""nbgrader's rules for points and comments, without nbgrader: its import costs a second of every run.

Sources: ``nbgrader/utils.py`` (determine_grade, get_partial_grade, compute_checksum) and
``nbgrader/preprocessors/saveautogrades.py``, nbgrader 0.9.6. A test holds both sides against each other.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from grader.errors import GradingError
from grader.grading import labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Cell = Mapping[str, Any]

NO_RESPONSE = "No response."
"""nbgrader's own words: its formgrader and its feedback show them, and look for them when they grade again."""

DROPPED = re.compile(".")
"""Standard error that does not count in our own courses; ``IgnorePattern.pattern`` of their configuration."""


def auto_score(cell: Cell, *, ignore: re.Pattern[str] | None = None) -> float | None:
    """Return the points that a cell earns by itself.

    Parameters
    ----------
    cell : mapping
        A cell with marks of nbformat 4, after it has run.
    ignore : re.Pattern, optional
        Standard error in which it is found does not count, as with nbgrader's IgnorePattern.

    Returns
    -------
    float or None
        In [0, points of the cell]. None if a person has to look at it.

    Raises
    ------
    ValueError
        If the cell has no marks.
    GradingError
        If the cell returns what cannot be its points: its author's mistake.
    """
    meta = _meta(cell)
    if not meta.get("grade"):
        raise ValueError(meta.get("grade_id"))
    if meta.get("solution"):
        return 0.0 if _is_untouched(cell) else None
    if cell["cell_type"] != "code":
        return None
    outputs = [out for out in cell["outputs"] if not _is_ignored(out, ignore)]
    return _earned(outputs, float(meta["points"]), meta["grade_id"])


def auto_comment(cell: Cell) -> str | None:
    """Return the comment that a cell for answers gets by itself.

    Parameters
    ----------
    cell : mapping
        An answer or a task.

    Returns
    -------
    str or None
        `NO_RESPONSE` if an answer is as it was handed out.
    """
    return NO_RESPONSE if _is_untouched(cell) and not _meta(cell).get("task") else None


def checksum(cell: Cell) -> str:
    """Return the checksum by which nbgrader knows a cell again.

    Parameters
    ----------
    cell : mapping
        A cell with nbgrader's metadata.

    Returns
    -------
    str
        32 hexadecimal digits, over source, type, id, roles and points.
    """
    meta = _meta(cell)
    parts = [cell["source"], cell["cell_type"], *map(str, _roles(meta)), meta["grade_id"]]
    if meta.get("grade"):
        parts.append(str(float(meta["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def is_locked(meta: Mapping[str, Any]) -> bool:
    """Tell whether grading puts the author's text back into a cell.

    Parameters
    ----------
    meta : mapping
        nbgrader's metadata of the cell.

    Returns
    -------
    bool
        True for cells with marks that are no answers, and for read-only ones.
    """
    return bool(_roles(meta)[-1])


def _roles(meta: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    grade, solution = meta.get("grade", False), meta.get("solution", False)
    return grade, solution, not solution and (bool(grade) or meta.get("locked", False))


def _meta(cell: Cell) -> Mapping[str, Any]:
    meta: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return meta


def _is_untouched(cell: Cell) -> bool:
    return _meta(cell).get("checksum") == checksum(cell)


def _is_stderr(output: Mapping[str, Any]) -> bool:
    return bool(output["output_type"] == "stream" and output["name"] == "stderr")


def _is_ignored(output: Mapping[str, Any], ignore: re.Pattern[str] | None) -> bool:
    return ignore is not None and _is_stderr(output) and bool(ignore.search(output["text"]))


def _earned(outputs: Iterable[Mapping[str, Any]], points: float, grade_id: str) -> float:
    """Judge by the first output that says anything: an error, standard error, or a result."""
    for output in outputs:
        if output["output_type"] == "error" or _is_stderr(output):
            return 0.0
        if output["output_type"] == "execute_result":
            return _partial(output["data"].get("text/plain"), points, grade_id)
    return points


def _partial(said: Any, points: float, grade_id: str) -> float:
    """Read partial credit; what is no number, or below zero, counts as passed, as in nbgrader."""
    if not said:
        raise GradingError(*astuple(labels.no_points(grade_id, said)))
    if isinstance(said, list):
        if len(said) > 1:
            return points
        said = said[0]
    try:
        earned = float(said)
    except ValueError:
        return points
    if earned > points:
        raise GradingError(*astuple(labels.no_points(grade_id, said)))
    return earned if earned >= 0 else points
