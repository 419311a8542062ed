"""Pairs of person and post as arrays that broadcast: all of them, those of a board, or a single one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from numpy.typing import DTypeLike, NDArray

    from grader.placement.problem.board import Board
    from grader.placement.problem.model import Candidate, Post, Problem

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]

BESIDE = frozenset({"concurrent", "sharing", "side-job"})
FULL_WEEK = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Where a rule looks: it is written once, and asked of every pair, of the pairs of a board, or of one pair.

    Parameters
    ----------
    problem : Problem
        Where the indices point.
    person, post : ndarray of int
        Indices of shapes that broadcast to each other; the shape of both together is the shape of every answer.
    stay : ndarray of bool
        Whether the person holds the post now, as main post or beside it.
    """

    problem: Problem
    person: Ints
    post: Ints
    stay: Bools

    @property
    def main(self) -> Bools:
        """Whether this is the present main post of the person."""
        found: Bools = present_posts(self.problem)[self.person] == self.post
        return found

    def people(self, value: Callable[[Candidate], Any], dtype: DTypeLike = np.float64) -> Any:
        """Look up something about the person of each pair.

        Parameters
        ----------
        value : callable
            What to look up.
        dtype : dtype
            Type of the values.

        Returns
        -------
        ndarray
            Values of the shape of `person`.
        """
        return np.array([value(one) for one in self.problem.people], dtype=dtype)[self.person]

    def posts(self, value: Callable[[Post], Any], dtype: DTypeLike = np.float64) -> Any:
        """Look up something about the post of each pair.

        Parameters
        ----------
        value : callable
            What to look up.
        dtype : dtype
            Type of the values.

        Returns
        -------
        ndarray
            Values of the shape of `post`.
        """
        return np.array([value(one) for one in self.problem.posts], dtype=dtype)[self.post]

    def present(self, value: Callable[[Post], float], missing: float) -> Any:
        """Look up something about the present post of the person of each pair.

        Parameters
        ----------
        value : callable
            What to look up.
        missing : float
            Value for people without a post.

        Returns
        -------
        ndarray of float
            Values of the shape of `person`.
        """
        values = np.array([*map(value, self.problem.posts), missing], dtype=np.float64)
        return values[present_posts(self.problem)[self.person]]

    def named(
        self,
        by_person: Callable[[Candidate], Iterable[str]],
        of_post: Callable[[Post], Iterable[str]],
    ) -> Bools:
        """Say in which pairs the person names the post.

        Parameters
        ----------
        by_person : callable
            Names that stand with the person.
        of_post : callable
            Names by which a post is known.

        Returns
        -------
        ndarray of bool
            True where the two have a name in common.
        """
        posts: dict[str, list[int]] = {}
        for column, post in enumerate(self.problem.posts):
            for name in of_post(post):
                posts.setdefault(name, []).append(column)
        table = np.zeros((len(self.problem.people), len(self.problem.posts)), dtype=np.bool_)
        for row, person in enumerate(self.problem.people):
            for name in by_person(person):
                table[row, posts.get(name, [])] = True
        found: Bools = table[self.person, self.post]
        return found


def later(problem: Problem, year: int) -> Problem:
    """Return a problem as it stands at the beginning of a later year, everybody where they are.

    Parameters
    ----------
    problem : Problem
        The problem.
    year : int
        Year of the plan, from 0.

    Returns
    -------
    Problem
        With a later day, and more years in post. Levels, wishes and conditions are those of the first day.
    """
    if year == 0:
        return problem
    day = problem.appointed_on
    return replace(
        problem,
        appointed_on=_years_after(day, year),
        people=tuple(
            replace(one, years_in_post=one.years_in_post + year) for one in problem.people
        ),
    )


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def every_pair(problem: Problem) -> Pairs:
    """Return all pairs of a problem.

    Parameters
    ----------
    problem : Problem
        People and posts.

    Returns
    -------
    Pairs
        Of the shape (people, posts).
    """
    person = np.arange(len(problem.people))[:, None]
    post = np.arange(len(problem.posts))[None, :]
    stay = np.zeros((len(problem.people), len(problem.posts)), dtype=np.bool_)
    every = Pairs(problem, person, post, stay)
    held = every.named(lambda one: one.beside, lambda post: [post.id])
    return Pairs(problem, person, post, every.main | held)


def pairs_of(board: Board) -> Pairs:
    """Return the pairs of a board.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    Pairs
        Of the shape (n,).
    """
    return Pairs(board.problem, board.person, board.post, board.stay)


def present_posts(problem: Problem) -> Ints:
    """Return the index of everybody's present post.

    Parameters
    ----------
    problem : Problem
        People and posts.

    Returns
    -------
    ndarray of int, shape (people,)
        Index of the post; −1 for people without one, and for those whose post is not in the problem.
    """
    index = {post.id: column for column, post in enumerate(problem.posts)}
    return np.array([index.get(one.post or "", -1) for one in problem.people], dtype=np.intp)


def place_names(post: Post) -> tuple[str, ...]:
    """Return the names by which wishes and restrictions know a post.

    Parameters
    ----------
    post : Post
        The post.

    Returns
    -------
    tuple of str
        Its id, that of its department, and those of the departments above.
    """
    return post.id, post.department, *post.divisions


def is_beside(post: Post) -> bool:
    """Tell whether a post is held beside the main post, for some days of the week.

    Parameters
    ----------
    post : Post
        The post.

    Returns
    -------
    bool
        True for concurrent, shared and side-job posts, and for secondments of less than five days a week.
    """
    part_time = post.kind == "secondment" and post.days_per_week < FULL_WEEK
    return post.kind in BESIDE or part_time
