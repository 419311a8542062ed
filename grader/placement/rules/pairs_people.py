"""Rules on who may hold, leave or keep a post: job family, grade, years, consideration, term, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.placement.problem.pairs import is_beside, place_names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.placement.problem.model import Candidate
    from grader.placement.problem.pairs import Pairs

    Bools = NDArray[np.bool_]

ANY = "*"
"""Stands in for the job family or qualification of a post that takes anybody."""
MONTHS = 12
_SAME = 1e-6
"""Years are counted from days and rounded: differences below this are none."""


def job_family_and_qualification(pairs: Pairs) -> Bools:
    """Mark pairs whose person lacks the job family (職種) or every one of the qualifications that the post asks for.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        Staying counts as well: who no longer holds the qualification cannot keep the post.
    """
    family = pairs.named(lambda one: [ANY, one.job_family], lambda post: post.job_families or [ANY])
    qualified = pairs.named(
        lambda one: [ANY, *one.qualifications], lambda post: post.qualifications or [ANY]
    )
    return ~(family & qualified)


def grade(pairs: Pairs) -> Bools:
    """Mark pairs whose person is below or above the grades (級) of the post.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        Both ends belong to the post. Staying counts as well: a promotion beyond the grades of the post is a reason to
        move. People without a grade (0) fit posts without grades only.
    """
    own = pairs.people(lambda one: one.grade)
    low = pairs.posts(lambda post: post.grades[0] if post.grades else -np.inf)
    high = pairs.posts(lambda post: post.grades[1] if post.grades else np.inf)
    outside: Bools = (own < low) | (own > high)
    return outside


def leaves_too_early(pairs: Pairs) -> Bools:
    """Mark pairs that take somebody away before the least years of the present post are over.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        Exactly so many years are enough. A post beside the main one takes nobody away. People whose secondment is over,
        and those whom HR pinned elsewhere, are not held against it.
    """
    problem = pairs.problem
    pinned = {person for person, _ in problem.pins}
    early = pairs.people(lambda one: one.years_in_post) < (
        pairs.present(lambda post: post.min_years or 0.0, 0.0) - _SAME
    )
    free = pairs.people(
        lambda one: one.person in pinned or _term_ended(one, pairs),
        np.bool_,
    )
    beside = pairs.posts(is_beside, np.bool_)
    found: Bools = early & ~free & ~pairs.stay & ~beside
    return found


def stays_too_long(pairs: Pairs) -> Bools:
    """Mark pairs that keep somebody in a post at or beyond its most years.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        Exactly so many years are enough to move on: the next year would be beyond.
    """
    limit = pairs.posts(lambda post: np.inf if post.max_years is None else post.max_years)
    found: Bools = pairs.main & (pairs.people(lambda one: one.years_in_post) >= limit - _SAME)
    return found


def barred_places(pairs: Pairs) -> Bools:
    """Mark posts and departments to which somebody must not go (要配慮). The reason is not known here.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        The present post is meant as well if it is named.
    """
    return pairs.named(lambda one: one.barred, place_names)


def term_over(pairs: Pairs) -> Bools:
    """Mark staying in a post whose term is over on the day of appointment.

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        The last day of the term still belongs to it. Where no last day is known, the longest term of the post counts.
    """
    over = pairs.people(lambda one: _term_ended(one, pairs), np.bool_)
    dated = pairs.people(lambda one: one.term_ends is not None, np.bool_)
    months = pairs.people(lambda one: one.years_in_post * MONTHS)
    longest = pairs.posts(lambda post: post.term_months or np.inf)
    found: Bools = pairs.main & (over | (~dated & (months >= longest - MONTHS * _SAME)))
    return found


def on_leave(pairs: Pairs) -> Bools:
    """Mark every move of people who must stay where they are, as during a leave (休職・育休).

    Parameters
    ----------
    pairs : Pairs
        The pairs.

    Returns
    -------
    ndarray of bool
        All their pairs but the present post.
    """
    found: Bools = ~pairs.people(lambda one: one.movable, np.bool_) & ~pairs.stay
    return found


def _term_ended(person: Candidate, pairs: Pairs) -> bool:
    return person.term_ends is not None and person.term_ends < pairs.problem.appointed_on
