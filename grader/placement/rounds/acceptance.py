"""Deferred acceptance: people propose, posts keep those who come first.

For rounds in which staff apply for posts (公募制) and for first placements, beside the plan that HR makes: nothing in it
asks for coverage or successors, and in exchange nobody can gain by wishing for anything but what they want.

References
----------
D. Gale and L. S. Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69 (1962)
9–15: the algorithm; the outcome is stable and the best stable one for each person.
L. E. Dubins and D. A. Freedman, "Machiavelli and the Gale–Shapley algorithm", American Mathematical Monthly 88 (1981)
485–494: no person gains by naming other wishes.
A. E. Roth, "On the allocation of residents to rural hospitals", Econometrica 54 (1986) 425–427: the same people are placed
in every stable outcome, and a post that is not full holds the same people in all of them.
"""

from __future__ import annotations

from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

import numpy as np

from grader.errors import InputError
from grader.placement.rounds.model import Answer, Outcome
from grader.placement.rounds.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.placement.rounds.model import Round

Place = tuple[float, int]
"""Points and minus the number drawn: the larger comes first."""


def deferred_acceptance(round_: Round) -> Outcome:
    """Place people by deferred acceptance.

    Parameters
    ----------
    round_ : Round
        Wishes, seats, points.

    Returns
    -------
    Outcome
        The stable outcome that is best for each person, with a reason for each.

    Raises
    ------
    InputError
        If somebody wishes for a post that is not in the round or for the same twice, or points are no numbers.

    Notes
    -----
    One lottery serves all posts: it breaks ties of points only, and its numbers are drawn from the seed and the sorted
    person ids, so that neither the order of the input nor the wishes can change them. Each person asks for the next wish
    until a post keeps them; a post keeps the best who have asked so far. The order in which people ask does not matter.
    """
    _check(round_)
    lots = lottery(round_.wishes, round_.seed)
    held: dict[str, list[tuple[Place, str]]] = {post: [] for post in round_.vacancies}
    asking = {person: iter(wishes) for person, wishes in round_.wishes.items()}
    waiting = sorted(round_.wishes, reverse=True)
    while waiting:
        person = waiting.pop()
        for post in asking[person]:
            vacancy = round_.vacancies[post]
            if person not in vacancy.points or not vacancy.seats:
                continue
            asked = (place(round_, lots, person, post), person)
            if len(held[post]) < vacancy.seats:
                heappush(held[post], asked)
            elif (last := heappushpop(held[post], asked)) is asked:
                continue
            else:
                waiting.append(last[1])
            break
    return _outcome(round_, lots, held)


def lottery(persons: Mapping[str, object], seed: int) -> dict[str, int]:
    """Draw a number for each person.

    Parameters
    ----------
    persons : mapping
        By person id.
    seed : int
        Seed.

    Returns
    -------
    dict
        Numbers from 1, each once.
    """
    order = np.random.default_rng(seed).permutation(len(persons))
    return {person: int(lot) + 1 for person, lot in zip(sorted(persons), order, strict=True)}


def place(round_: Round, lots: Mapping[str, int], person: str, post: str) -> Place:
    """Return where a person stands in the order of a post.

    Parameters
    ----------
    round_ : Round
        The round.
    lots : mapping of str to int
        Numbers drawn.
    person, post : str
        Somebody whom the post may take.

    Returns
    -------
    tuple of (float, int)
        Points, and minus the number drawn; the larger comes first.
    """
    return (round_.vacancies[post].points[person], -lots[person])


def blocking_pairs(round_: Round, matching: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Find the pairs who would both rather have each other than what a matching gives them.

    Parameters
    ----------
    round_ : Round
        Wishes, seats, points.
    matching : mapping of str to (str or None)
        Person to post; must not seat more than there are seats.

    Returns
    -------
    list of (str, str)
        Person and post, sorted; a matching is stable if there is none. A person who holds a post that was not wished for,
        or for which the conditions are not fulfilled, blocks it as well.
    """
    lots = lottery(round_.wishes, round_.seed)
    held: dict[str, list[Place]] = {post: [] for post in round_.vacancies}
    found = []
    for person, post in matching.items():
        if post is None:
            continue
        if post in round_.wishes[person] and person in round_.vacancies[post].points:
            held[post].append(place(round_, lots, person, post))
        else:
            found.append((person, post))
    last = {post: min(places, default=None) for post, places in held.items()}
    for person, wishes in round_.wishes.items():
        own = matching.get(person)
        for post in wishes[: wishes.index(own)] if own in wishes else wishes:
            vacancy = round_.vacancies[post]
            if person not in vacancy.points or not vacancy.seats:
                continue
            free = len(held[post]) < vacancy.seats
            lowest = last[post]
            if free or (lowest is not None and place(round_, lots, person, post) > lowest):
                found.append((person, post))
    return sorted(found)


def _outcome(
    round_: Round, lots: Mapping[str, int], held: Mapping[str, list[tuple[Place, str]]]
) -> Outcome:
    given = {person: post for post, people in held.items() for _, person in people}
    full = {
        post: min(people)[0]
        for post, people in held.items()
        if people and len(people) == round_.vacancies[post].seats
    }
    answers = {}
    for person, wishes in sorted(round_.wishes.items()):
        post = given.get(person)
        rank = wishes.index(post) + 1 if post else 0
        why = reason(round_, person, rank, full=full)
        answers[person] = Answer(person, post, rank, lots[person], why)
    free = {post: round_.vacancies[post].seats - len(held[post]) for post in sorted(held)}
    return Outcome(answers, {post: seats for post, seats in free.items() if seats}, round_.seed)


def _check(round_: Round) -> None:
    for person, wishes in round_.wishes.items():
        unknown = [post for post in wishes if post not in round_.vacancies]
        if unknown or len(set(wishes)) < len(wishes):
            raise InputError(
                f"{person}: 希望先（{'、'.join(wishes)}）に、募集していないポスト、または重複があります。募集の一覧と照らして直してください。",
                f"{person}: the wishes ({', '.join(wishes)}) name a post twice or one that is not open. Correct them by the list of vacancies.",
            )
    for post, vacancy in round_.vacancies.items():
        if vacancy.seats < 0 or not np.isfinite(list(vacancy.points.values())).all():
            raise InputError(
                f"{post}: 定員は0以上、点数は数でなければなりません。",
                f"{post}: seats must be 0 or more, and points must be numbers.",
            )
