"""Chains of moves (玉突き): who takes the seat that another leaves."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.placement.plan.model import Placed, Plan

BESIDE = frozenset({"concurrent", "sharing", "side-job"})
"""Kinds of placement that leave the main post as it is."""


@dataclass(frozen=True, slots=True)
class Chain:
    """People each of whom takes the seat that the next one leaves.

    Parameters
    ----------
    people : tuple of str
        Person ids, two or more: the first moves into the seat of the second, and so on.
    posts : tuple of str
        The post that each of them moves to.
    circle : bool
        Whether the last one takes the seat of the first.
    """

    people: tuple[str, ...]
    posts: tuple[str, ...]
    circle: bool


def chains(plan: Plan, *, year: int = 0) -> tuple[Chain, ...]:
    """Find the chains and circles of moves in a plan.

    Parameters
    ----------
    plan : Plan
        The plan.
    year : int
        Year of the plan, from 0.

    Returns
    -------
    tuple of Chain
        Circles last; both by their first person. Each move is in one chain at most; a move that takes nobody's seat
        and whose own seat nobody takes is in none.

    Notes
    -----
    Where several people come to a post and several leave it, the one with the lowest id takes the seat of the leaver
    with the lowest id: seats of one post are alike.
    """
    moves = {
        placed.person: placed
        for placed in plan.placed
        if placed.year == year and placed.kind not in BESIDE and placed.before != placed.after
    }
    follows = _follows(moves)
    starts = sorted(moves.keys() - set(follows.values()))
    walks = [(_walk(start, follows), False) for start in starts]
    seen = {person for people, _ in walks for person in people}
    for person in sorted(moves.keys() - seen):
        if person not in seen:
            walks.append((_walk(person, follows), True))
            seen.update(walks[-1][0])
    return tuple(
        Chain(people, tuple(moves[person].after or "" for person in people), circle)
        for people, circle in walks
        if len(people) > 1
    )


def _follows(moves: Mapping[str, Placed]) -> dict[str, str]:
    """By person: whose seat he or she takes."""
    leavers: defaultdict[str | None, deque[str]] = defaultdict(deque)
    for person in sorted(moves):
        leavers[moves[person].before].append(person)
    follows = {}
    for person in sorted(moves):
        post = moves[person].after
        if post is not None and leavers[post]:
            follows[person] = leavers[post].popleft()
    return follows


def _walk(start: str, follows: Mapping[str, str]) -> tuple[str, ...]:
    people = [start]
    while (then := follows.get(people[-1])) is not None and then != start:
        people.append(then)
    return tuple(people)
