"""Exercises that depend on each other: what one knows of the first, one gets in the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.measurement.quality import dependent_pairs, yen_q3
from grader.quality.model import Pair
from grader.quality.thresholds import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from grader.quality.course import Course

    Floats = NDArray[np.float64]

_ENOUGH_PAIRS = 6


def find_pairs(course: Course, expected: Floats) -> tuple[Pair, ...]:
    """Find pairs of exercises whose residuals go together more than those of other pairs.

    Parameters
    ----------
    course : Course
        The answers.
    expected : ndarray of shape (N, J)
        Category that the model expects, each exercise by the ability in its own skill.

    Returns
    -------
    tuple of Pair
        Most dependent first; each pair once.

    Notes
    -----
    Two kinds of pairs are compared among themselves, since something else is to be expected of each:
    pairs of one skill, whose residuals nearly sum to 0 (Yen 1993), and pairs of different skills in one
    notebook, which share the notebook's effect and what the skills have in common. A kind with fewer
    than six pairs has no usual value, and a pair that fewer than `answers_fit` persons answered is not
    judged.
    """
    together = (course.answers >= 0).astype(np.float64)
    q3 = yen_q3(course.answers, expected)
    q3[together.T @ together < limit("answers_fit")] = np.nan
    broken = sorted(course.broken())
    q3[broken], q3[:, broken] = np.nan, np.nan
    found: dict[frozenset[int], float] = {}
    for columns, matrix in _kinds(course, q3):
        known = ~np.isnan(matrix[np.triu_indices(len(matrix), k=1)])
        if known.sum() >= _ENOUGH_PAIRS:
            for first, second, excess in dependent_pairs(matrix, limit=limit("q3")):
                found[frozenset((columns[first], columns[second]))] = excess
    items = course.items
    pairs = [Pair(items[min(key)], items[max(key)], excess) for key, excess in found.items()]
    return tuple(sorted(pairs, key=lambda pair: (-pair.excess, pair.first.id)))


def _kinds(course: Course, q3: Floats) -> Iterator[tuple[list[int], Floats]]:
    skills = np.array([item.skill for item in course.items])
    for skill in dict.fromkeys(skills.tolist()):
        columns = course.columns(skill=skill)
        yield columns, q3[np.ix_(columns, columns)]
    other = np.where(skills[:, None] != skills, q3, np.nan)
    for lesson in dict.fromkeys(item.lesson for item in course.items):
        columns = course.columns(lesson=lesson)
        yield columns, other[np.ix_(columns, columns)]
