"""P028: a plan over several years, with secondments out and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from grader.placement.problem.pairs import later, pairs_of
from grader.placement.rules.model import Rows, Subject
from grader.placement.rules.pairs import shut_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Post
    from grader.placement.rules.model import PlanRule
    from grader.standard import Standard

    Ints = NDArray[np.intp]

_AWAY = ("secondment", "private-secondment")
_MAIN = ("rotation", *_AWAY)
_NONE = -1


def over_years(board: Board, standard: Standard) -> Board:
    """Repeat the pairs of the first year for all years of the plan.

    Parameters
    ----------
    board : Board
        Pairs of the first year.
    standard : Standard
        The standard with its rulebook.

    Returns
    -------
    Board
        By year, person and post, without the pairs that a hard rule shuts out in a later year, such as staying in a
        secondment whose term is over then.
    """
    parts = [board]
    for year in range(1, board.problem.years):
        here = replace(board, problem=later(board.problem, year))
        kept = board.take(~shut_out(pairs_of(here), standard))
        parts.append(replace(kept, year=np.full(len(kept), year, dtype=np.intp)))
    return parts[0].beside(parts[1:]) if len(parts) > 1 else board


def year_rows(board: Board, rule: PlanRule) -> Rows | None:
    """Write what links one year of a plan to the next.

    Parameters
    ----------
    board : Board
        Pairs of all years.
    rule : PlanRule
        The rule; hard.

    Returns
    -------
    Rows or None
        Hard rows, and a 0–1 column for each person and later year that counts as a move. None for a plan of
        one year. With x(t) for a pair in year t, and x(−1) = 1 for the present post:

        - a move: x(t) − x(t−1) ≤ move(person, t), t ≥ 1;
        - who arrives stays m years (`min_years` of the post; the whole term of a secondment):
          x(t) − x(t−1) ≤ x(t+k) for k = 1 … m−1;
        - a secondment of n years ends: x(t) + … + x(t+n) ≤ n;
        - out and back: from a secondment nobody goes to another one.
    """
    if board.problem.years == 1:
        return None
    chain = _Chain(board)
    moves, subjects = _moves(chain)
    parts = [(moves, np.zeros(len(moves)), subjects)]
    parts += [_stays(chain), _terms(chain), _back(chain)]
    lines = [line for part, _, _ in parts for line in part]
    upper = np.concatenate([limits for _, limits, _ in parts])
    own = _own(len(lines), chain)
    return Rows(
        rule=rule,
        matrix=_matrix(lines, len(board)),
        lower=np.full(len(lines), -np.inf),
        upper=upper,
        subjects=tuple(subject for _, _, names in parts for subject in names),
        own=own,
        own_moves=np.ones(own.shape[1]),
    )


Line = list[tuple[int, float]]
Part = tuple[list[Line], "NDArray[np.float64]", list[Subject]]


class _Chain:
    """The pairs of main posts, each with its like in the years before and after."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.problem = board.problem
        posts = self.problem.posts
        main = np.array([post.kind in _MAIN for post in posts])
        self.away = np.array([post.kind in _AWAY for post in posts])
        self.pairs: Ints = np.flatnonzero(main[board.post])
        width = len(posts)
        key = board.person * width + board.post
        size = len(self.problem.people) * width
        years = self.problem.years
        self.at = np.full((years, size), _NONE, dtype=np.intp)
        self.at[board.year[self.pairs], key[self.pairs]] = self.pairs
        self.key = key
        later = self.pairs[board.year[self.pairs] > 0]
        self.later: Ints = later
        # One move column for each person and later year.
        people = len(self.problem.people)
        self.move_of, self.moves = np.unique(
            board.year[later] * people + board.person[later], return_inverse=True
        )

    def like(self, pair: int, years: int) -> int:
        """Return the same pair so many years later, or −1."""
        year = int(self.board.year[pair]) + years
        return int(self.at[year, self.key[pair]]) if 0 <= year < self.problem.years else _NONE

    def about(self, pair: int) -> Subject:
        """Name a pair."""
        board, problem = self.board, self.problem
        return Subject(
            person=problem.people[board.person[pair]].person,
            post=problem.posts[board.post[pair]].id,
            year=int(board.year[pair]),
        )


def _moves(chain: _Chain) -> tuple[list[Line], list[Subject]]:
    """x(t) − x(t−1) − move ≤ 0; the column of the move is added by `_own`."""
    lines: list[Line] = []
    for pair in chain.later.tolist():
        before = chain.like(pair, -1)
        lines.append([(pair, 1.0)] if before == _NONE else [(pair, 1.0), (before, -1.0)])
    return lines, [chain.about(pair) for pair in chain.later.tolist()]


def _stays(chain: _Chain) -> Part:
    """x(t) − x(t−1) − x(t+k) ≤ 0: who arrives stays."""
    board, posts = chain.board, chain.problem.posts
    least = np.array([least_stay(post) for post in posts])
    lines: list[Line] = []
    names: list[Subject] = []
    for pair in chain.pairs[least[board.post[chain.pairs]] > 1].tolist():
        if board.year[pair] == 0 and board.stay[pair]:
            continue
        before = chain.like(pair, -1)
        arrival = [(pair, 1.0)] if before == _NONE else [(pair, 1.0), (before, -1.0)]
        for years in range(1, int(least[board.post[pair]])):
            after = chain.like(pair, years)
            if after != _NONE:
                lines.append([*arrival, (after, -1.0)])
                names.append(chain.about(pair))
    return lines, np.zeros(len(lines)), names


def least_stay(post: Post) -> int:
    """Return the years that whoever arrives in a post stays there.

    Parameters
    ----------
    post : Post
        The post.

    Returns
    -------
    int
        Whole years: the term of a secondment, else `min_years` rounded up; at least 1.
    """
    if post.kind in _AWAY and post.term_months:
        return max(1, post.term_months // 12)
    return max(1, int(np.ceil(post.min_years or 1)))


def _terms(chain: _Chain) -> Part:
    """x(t) + … + x(t+n) ≤ n for a secondment of n years."""
    board, posts = chain.board, chain.problem.posts
    lines: list[Line] = []
    limits: list[float] = []
    names: list[Subject] = []
    for pair in chain.pairs[chain.away[board.post[chain.pairs]]].tolist():
        months = posts[board.post[pair]].term_months
        term = max(1, months // 12) if months else chain.problem.years
        window = [chain.like(pair, years) for years in range(term + 1)]
        if _NONE not in window:
            lines.append([(one, 1.0) for one in window])
            limits.append(float(term))
            names.append(chain.about(pair))
    return lines, np.array(limits), names


def _back(chain: _Chain) -> Part:
    """x(away, t−1) + Σ x(other secondments, t) ≤ 1: back before one goes out again."""
    board = chain.board
    away = chain.pairs[chain.away[board.post[chain.pairs]]]
    by_place: dict[tuple[int, int], list[int]] = {}
    for pair in away.tolist():
        by_place.setdefault((int(board.person[pair]), int(board.year[pair])), []).append(pair)
    lines: list[Line] = []
    names: list[Subject] = []
    for pair in away.tolist():
        year = int(board.year[pair]) + 1
        others = [
            other
            for other in by_place.get((int(board.person[pair]), year), [])
            if board.post[other] != board.post[pair]
        ]
        if others:
            lines.append([(pair, 1.0), *((other, 1.0) for other in others)])
            names.append(chain.about(pair))
    return lines, np.ones(len(lines)), names


def _matrix(lines: Sequence[Line], width: int) -> csr_array:
    starts = np.cumsum([0, *(len(line) for line in lines)])
    columns = np.array([column for line in lines for column, _ in line], dtype=np.intp)
    values = np.array([value for line in lines for _, value in line])
    return csr_array((values, columns, starts), shape=(len(lines), width))


def _own(rows: int, chain: _Chain) -> csr_array:
    """−1 for the move of each of the first rows, which are those of `_moves`."""
    count = len(chain.later)
    data = np.full(count, -1.0)
    shape = (rows, len(chain.move_of))
    return csr_array((data, (np.arange(count), chain.moves)), shape=shape)
