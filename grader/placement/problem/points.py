"""Points of every pair of person and post: fit, growth and wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.pairs import place_names, present_posts
from grader.placement.scores import Profiles, fit_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from grader.placement.problem.model import Post, Problem
    from grader.standard import Standard

    Floats = NDArray[np.float32]
    Profile = tuple[tuple[str, int, float], ...]

FULL = 1000
_CHUNK = 2000
"""People scored at once, so that the scores of 10,000 people stay within some 100 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of all N × P pairs; whole numbers.

    Parameters
    ----------
    fit : ndarray of shape (N, P)
        Expected fit, 0 to 1000; 0 where nothing was measured or nothing is asked for.
    growth : ndarray of shape (N, P)
        Share of the levels that the post develops which the person still lacks, 0 to 1000; 0 where nothing was
        measured.
    wish : ndarray of shape (N, P)
        Points of the wish that the pair grants; the best of several.
    """

    fit: Floats
    growth: Floats
    wish: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Levels:
    """P(level ≥ k), shape (K, N, S), and which of them were measured, shape (N, S)."""

    skills: tuple[str, ...]
    p_at_least: NDArray[np.float64]
    measured: NDArray[np.bool_]
    ceiling: NDArray[np.intp]


def points_of(problem: Problem, standard: Standard) -> Points:
    """Give every pair its points.

    Parameters
    ----------
    problem : Problem
        People, posts and wishes.
    standard : Standard
        The standard, for the highest level of each skill that notebooks may show.

    Returns
    -------
    Points
        Three arrays of shape (people, posts).

    Notes
    -----
    With P_k = P(level ≥ k), and sums over the steps k that notebooks can show, of skills that were measured:

    - fit = 1000 · Σ w·Σ_{k≤r} P_k / Σ w·r, the expected fit of `fit_scores`
    - growth = 1000 · Σ Σ_{k≤to} (1 − P_k) / Σ to, over the skills that the post develops; the denominator counts those
      that were not measured as well
    """
    levels, posts, people = _levels(problem, standard), problem.posts, len(problem.people)
    return Points(
        fit=_each_profile(posts, _required, lambda asked: _fit(asked, levels), people=people),
        growth=_each_profile(
            posts, _developed, lambda asked: _growth(asked, levels), people=people
        ),
        wish=wish_points(problem),
    )


def wish_points(problem: Problem) -> Floats:
    """Give the points of wishes.

    Parameters
    ----------
    problem : Problem
        People, posts and the points of the policy.

    Returns
    -------
    ndarray of shape (people, posts)
        A wish for a department counts for all its posts. To stay is a first wish. A wish beyond the last one that the
        policy names earns nothing.
    """
    places: dict[str, list[int]] = {}
    for column, post in enumerate(problem.posts):
        for name in set(place_names(post)):
            places.setdefault(name, []).append(column)
    points = np.zeros((len(problem.people), len(problem.posts)), dtype=np.float32)
    steps = problem.policy.wish_points
    for row, person in enumerate(problem.people):
        for value, name in reversed([*zip(steps, person.wishes, strict=False)]):
            columns = places.get(name, [])
            points[row, columns] = np.maximum(points[row, columns], value)
    present = present_posts(problem)
    stays = np.flatnonzero([one.wants_to_stay for one in problem.people] & (present >= 0))
    points[stays, present[stays]] = steps[0] if steps else 0
    return points


def _levels(problem: Problem, standard: Standard) -> _Levels:
    skills = sorted(
        {skill for post in problem.posts for skill, *_ in (*_required(post), *_developed(post))}
    )
    column = {skill: index for index, skill in enumerate(skills)}
    known = [skill in standard.skills for skill in skills]
    steps = max((len(p) for one in problem.people for p in one.levels.values()), default=1)
    p_at_least = np.zeros((steps, len(problem.people), len(skills)))
    measured = np.zeros((len(problem.people), len(skills)), dtype=np.bool_)
    for row, person in enumerate(problem.people):
        for skill in person.levels.keys() & column.keys():
            p_at_least[: len(person.levels[skill]), row, column[skill]] = person.levels[skill]
            measured[row, column[skill]] = True
    ceiling = [
        standard.skills[skill].auto_ceiling if there else 0
        for skill, there in zip(skills, known, strict=True)
    ]
    return _Levels(tuple(skills), p_at_least, measured, np.array(ceiling, dtype=np.intp))


def _required(post: Post) -> Profile:
    """What a post asks for, each skill once: the highest level of several."""
    best: dict[str, tuple[int, float]] = {}
    for need in post.requires:
        best[need.skill] = max(best.get(need.skill, (0, 0.0)), (need.level, need.weight))
    return tuple((skill, *best[skill]) for skill in sorted(best))


def _developed(post: Post) -> Profile:
    best: dict[str, int] = {}
    for aim in post.develops:
        best[aim.skill] = max(best.get(aim.skill, 0), aim.to)
    return tuple((skill, best[skill], 1.0) for skill in sorted(best))


def _each_profile(
    posts: Sequence[Post],
    profile: Callable[[Post], Profile],
    score: Callable[[Sequence[Profile]], NDArray[np.float64]],
    *,
    people: int,
) -> Floats:
    """Score each profile once, however many posts have it; posts without one score 0."""
    profiles = [profile(post) for post in posts]
    unlike = sorted({one for one in profiles if one})
    if not unlike:
        return np.zeros((people, len(posts)), dtype=np.float32)
    place = {one: index for index, one in enumerate(unlike)}
    scores = np.column_stack([score(unlike), np.zeros(people)])  # column −1: no profile
    points: Floats = scores.astype(np.float32)[:, [place.get(one, -1) for one in profiles]]
    return points


def _fit(asked: Sequence[Profile], levels: _Levels) -> NDArray[np.float64]:
    required, weight = _tables(asked, levels.skills)
    profiles = Profiles(required.astype(np.intp), weight, levels.ceiling)
    out = np.zeros((len(levels.measured), len(asked)))
    for rows in _chunks(len(levels.measured)):
        scores = fit_scores(
            [p[rows] for p in levels.p_at_least], levels.measured[rows], profiles=profiles
        )
        out[rows] = np.rint(FULL * np.nan_to_num(scores.expected))
    return out


def _growth(asked: Sequence[Profile], levels: _Levels) -> NDArray[np.float64]:
    aims, _ = _tables(asked, levels.skills)
    lacking = np.zeros((len(levels.measured), len(asked)))
    for step, p in enumerate(levels.p_at_least, start=1):
        provable = ((aims >= step) & (levels.ceiling >= step)).astype(np.float64)
        lacking += np.where(levels.measured, 1.0 - p, 0.0) @ provable.T
    points: NDArray[np.float64] = np.rint(FULL * lacking / aims.sum(axis=1))
    return points


def _tables(
    asked: Sequence[Profile], skills: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Write profiles as two tables: levels and weights."""
    column: Mapping[str, int] = {skill: index for index, skill in enumerate(skills)}
    level, weight = np.zeros((2, len(asked), len(skills)))
    for row, profile in enumerate(asked):
        for skill, to, weighs in profile:
            level[row, column[skill]], weight[row, column[skill]] = to, weighs
    return level, weight


def _chunks(count: int) -> Iterator[slice]:
    return (slice(start, start + _CHUNK) for start in range(0, count, _CHUNK))
