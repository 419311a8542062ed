"""A round made of a planning problem: the wishes of its people, and the seats and scores of its posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.rounds.model import Round, Vacancy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from grader.placement.problem.board import Board


def make_round(
    board: Board,
    points: NDArray[np.float64],
    *,
    seats: Mapping[str, int],
    persons: Collection[str],
    seed: int,
) -> Round:
    """Open posts of a planning problem to some of its people.

    Parameters
    ----------
    board : Board
        The pairs that the rules allow: whoever has no pair with a post does not fulfil its conditions.
    points : ndarray of shape (n,)
        Points of each pair of the board; more come first.
    seats : mapping of str to int
        Posts that are open, by id, and how many people each can take now.
    persons : collection of str
        Ids of the people who take part.
    seed : int
        Seed of the lottery.

    Returns
    -------
    Round
        A wish for a department stands for its open posts, of most points first, in the place of the wish. Wishes for what
        is not open are left out.
    """
    problem = board.problem
    scores: dict[str, dict[str, float]] = {post: {} for post in seats}
    for who, where, score in zip(board.person, board.post, points, strict=True):
        person, post = problem.people[who].person, problem.posts[where].id
        if post in scores and person in persons:
            scores[post][person] = float(score)
    opened = {post.id: post for post in problem.posts if post.id in scores}
    vacancies = {
        id_: Vacancy(id_, post.name, seats[id_], scores[id_]) for id_, post in opened.items()
    }
    inside: dict[str, list[str]] = {}
    for id_, post in opened.items():
        inside.setdefault(post.department, []).append(id_)
    wishes = {
        one.person: _posts(one.person, one.wishes, vacancies, inside)
        for one in problem.people
        if one.person in persons
    }
    return Round(wishes, vacancies, seed)


def _posts(
    person: str,
    wishes: tuple[str, ...],
    vacancies: Mapping[str, Vacancy],
    inside: Mapping[str, list[str]],
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for wish in wishes:
        own = [wish] if wish in vacancies else inside.get(wish, [])
        best = sorted(own, key=lambda post: (-vacancies[post].points.get(person, -1.0), post))
        found.update(dict.fromkeys(best))
    return tuple(found)
