"""A better plan from a good one: some posts and the people in them are planned again, the others stay as they are.

A large program is never searched whole. What the people in a few dozen connected posts could do better is found in about a
second, and many such neighbourhoods together reach what one search does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.program.model import Program

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_FIRST, _LEAST = 3_000, 1_000  # open pairs in a neighbourhood, at first and at least
_GROWS, _SHRINKS = 1.2, 0.8
_AT_ONCE = 0.125  # of the posts chosen so far are added in a step


class Neighbourhoods:
    """Draws parts of a plan that are planned again.

    Parameters
    ----------
    program : Program
        The program.
    may : ndarray of bool of shape (columns,)
        Columns that may be used at all.
    reduced : ndarray of shape (columns,)
        Reduced costs: what a plan pays for a column. Where plans pay, they are likely to become better.
    seed : int
        Seed of the draws.
    """

    def __init__(self, program: Program, may: Bools, reduced: Floats, *, seed: int) -> None:
        self.program, self.size = program, float(_FIRST)
        self.person, people = _rows_of(program, "P001")
        self.post, posts = _rows_of(program, "P004")
        self.shape = (people, posts)
        self.has_place = (self.person >= 0) & (self.post >= 0)
        self.open = np.flatnonzero(may[: program.pairs] & self.has_place)
        self.links = self._incidence(self.open)
        self.price = np.abs(reduced)
        self.of_pairs = csr_array(program.matrix[:, : program.pairs].T)
        self.of_others = abs(csr_array(program.matrix[:, program.pairs :].T))
        self.post_of_others = self._post_of_others()
        self.rng = np.random.default_rng(seed)

    @property
    def exist(self) -> bool:
        """Whether the program has people and posts to draw."""
        return len(self.open) > 0

    def answer(self, *, gained: bool, solved: bool) -> None:
        """Draw larger ones after one that was solved in vain, smaller ones after one that was not solved.

        Parameters
        ----------
        gained : bool
            Whether the plan became better.
        solved : bool
            Whether the best of the neighbourhood was found and proven.
        """
        if not solved:
            self.size = max(_LEAST, self.size * _SHRINKS)
        elif not gained:
            self.size *= _GROWS

    def draw(self, plan: Floats) -> Bools:
        """Draw connected posts, and open what their people and those without a place could do there.

        Parameters
        ----------
        plan : ndarray of shape (columns,)
            The plan.

        Returns
        -------
        ndarray of bool of shape (columns,)
            The columns that may change.
        """
        placed = plan[: self.program.pairs] > 0.5  # noqa: PLR2004  # whole numbers
        used = np.flatnonzero(placed & self.has_place)
        now = self._incidence(used)
        reach = csr_array(now.T @ self.links)
        near, paid = csr_array(reach + reach.T), self._paid(plan, used)
        chosen: Bools = np.zeros(self.shape[1], dtype=np.bool_)
        free: Bools = np.zeros(self.program.pairs, dtype=np.bool_)
        while np.count_nonzero(free) < self.size:
            more = self._more(near, paid, chosen)
            if not len(more):
                break
            chosen[more] = True
            free = self._free(now, used, chosen)
        rows = np.zeros(self.of_others.shape[1])
        rows[self.of_pairs[np.flatnonzero(free)].indices] = 1.0
        return np.concatenate([free, self.of_others @ rows > 0])

    def _more(self, near: csr_array, paid: Floats, chosen: Bools) -> Ints:
        """One post to begin with, then posts that share people with those chosen; none where there are none."""
        if not chosen.any():
            return self.rng.choice(len(paid), 1, p=paid / paid.sum())
        weight = np.asarray(near[np.flatnonzero(chosen)].sum(axis=0)).ravel() * np.sqrt(paid)
        weight[chosen] = 0.0
        count = max(1, int(_AT_ONCE * np.count_nonzero(chosen)))
        count = min(int(np.count_nonzero(weight)), count)
        p = weight / weight.sum() if count else weight
        return self.rng.choice(len(p), count, replace=False, p=p) if count else np.arange(0)

    def _free(self, now: csr_array, used: Ints, chosen: Bools) -> Bools:
        """The pairs that lead people of some posts, or of none, to these posts; and where they are now."""
        free = np.zeros(self.program.pairs, dtype=np.bool_)
        inside = (now @ chosen.astype(float) > 0) | (np.asarray(now.sum(axis=1)).ravel() == 0)
        free[self.open] = inside[self.person[self.open]] & chosen[self.post[self.open]]
        free[used] |= inside[self.person[used]]
        return free

    def _paid(self, plan: Floats, used: Ints) -> Floats:
        """What a plan pays in each post for pairs and shortages that the linear optimum does not use; 1 at least."""
        posts, pairs = self.shape[1], self.program.pairs
        paid = np.bincount(self.post[used], self.price[used], minlength=posts)
        short = np.flatnonzero(self.post_of_others >= 0)
        lost = self.price[pairs + short] * plan[pairs + short]
        more = np.bincount(self.post_of_others[short], lost, minlength=posts)
        return np.asarray(1.0 + paid + more, dtype=np.float64)

    def _post_of_others(self) -> Ints:
        """The post that the first pair in the row of each other column leads to; −1 for none."""
        part = csr_array(self.program.matrix[:, : self.program.pairs])
        has_pairs = np.diff(part.indptr) > 0
        first = np.full(part.shape[0], -1)
        first[has_pairs] = self.post[part.indices[part.indptr[:-1][has_pairs]]]
        rows = self.of_others
        found = np.full(rows.shape[0], -1)
        some = np.diff(rows.indptr) > 0
        found[some] = first[rows.indices[rows.indptr[:-1][some]]]
        found[: self.program.whole - self.program.pairs] = -1
        return found

    def _incidence(self, pairs: Ints) -> csr_array:
        ones = np.ones(len(pairs))
        return csr_array((ones, (self.person[pairs], self.post[pairs])), shape=self.shape)


def _rows_of(program: Program, code: str) -> tuple[Ints, int]:
    """Number of the row of a rule in which each pair stands, −1 for none; and how many rows there are."""
    found = np.full(program.pairs, -1, dtype=np.intp)
    block = next((one for one in program.blocks if one.rule.code == code), None)
    if block is None:
        return found, 0
    part = program.matrix[block.rows].tocoo()
    pairs = part.col < program.pairs
    found[part.col[pairs]] = part.row[pairs]
    return found, block.rows.stop - block.rows.start
