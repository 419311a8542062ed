"""The pairs of person and post that a plan may use, as arrays: what all rules are written over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.model import Problem

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float64]

_ARRAYS = ("person", "post", "year", "load", "stay", "fit", "growth", "wish")


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """n pairs, ordered by year, person and post; all arrays have shape (n,).

    Parameters
    ----------
    problem : Problem
        Where the indices point.
    person, post : ndarray of int
        Indices into the problem's people and posts.
    year : ndarray of int
        Year of the plan, from 0.
    load : ndarray of float
        Seats that the person takes there: the share worked, times the days a week of the post over 5.
    stay : ndarray of bool
        Whether the person holds the post now, as main post or beside it.
    fit : ndarray of float
        Expected fit, 0 to 1000 points; 0 where nothing was measured.
    growth : ndarray of float
        Expected levels gained of those that the post develops, 0 to 1000 points.
    wish : ndarray of float
        Points of the wish that it grants.
    """

    problem: Problem
    person: Ints
    post: Ints
    year: Ints
    load: Floats
    stay: Bools
    fit: Floats
    growth: Floats
    wish: Floats

    def __len__(self) -> int:
        return len(self.person)

    def take(self, which: Bools | Ints) -> Board:
        """Return some of the pairs.

        Parameters
        ----------
        which : ndarray of bool or int
            Mask or indices, in order.

        Returns
        -------
        Board
            The same problem with fewer pairs.
        """
        return replace(self, **{name: getattr(self, name)[which] for name in _ARRAYS})

    def beside(self, others: Sequence[Board]) -> Board:
        """Return these pairs and those of other boards of the same problem.

        Parameters
        ----------
        others : sequence of Board
            To be put behind, in this order.

        Returns
        -------
        Board
            All pairs.
        """
        boards = (self, *others)
        joined: dict[str, Any] = {
            name: np.concatenate([getattr(board, name) for board in boards]) for name in _ARRAYS
        }
        return replace(self, **joined)
