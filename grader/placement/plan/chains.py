"""Chains of moves (玉突き): who takes the seat that another leaves."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.placement.plan.model import Plan
    from grader.placement.plan.words import Names

    Move = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chain:
    """People each of whom takes the seat that the next one leaves.

    Parameters
    ----------
    people : tuple of str
        Person ids, two or more: the first moves into the seat of the second, and so on.
    posts : tuple of str
        The post that each of them moves to; empty for nowhere.
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
        (placed.person, placed.after or ""): placed.before
        for placed in plan.placed
        if placed.year == year and placed.before != placed.after
    }
    follows = _follows(moves)
    starts = sorted(moves.keys() - set(follows.values()))
    walks = [(_walk(start, follows), False) for start in starts]
    seen = {move for walk, _ in walks for move in walk}
    for move in sorted(moves.keys() - seen):
        if move not in seen:
            walks.append((_walk(move, follows), True))
            seen.update(walks[-1][0])
    return tuple(
        Chain(tuple(person for person, _ in walk), tuple(post for _, post in walk), circle)
        for walk, circle in walks
        if len(walk) > 1
    )


def chain_text(chain: Chain, names: Names) -> Text:
    """Tell a chain in one line.

    Parameters
    ----------
    chain : Chain
        The chain.
    names : Names
        Names of people and posts.

    Returns
    -------
    Text
        Each person with the post moved to, in order.
    """
    steps = [
        (names.person(person), names.place(post))
        for person, post in zip(chain.people, chain.posts, strict=True)
    ]
    count = len(steps)
    return Text(
        f"玉突き（{'循環、' if chain.circle else ''}{count}人）："
        + "、".join(f"{who.ja}→{place or '–'}" for who, place in steps),
        f"{'circle' if chain.circle else 'chain'} of {count}: "
        + ", ".join(f"{who.en} → {place or '–'}" for who, place in steps),
    )


def _follows(moves: Mapping[Move, str | None]) -> dict[Move, Move]:
    """By move: the move that makes its seat free."""
    leavers: defaultdict[str | None, deque[Move]] = defaultdict(deque)
    for move in sorted(moves):
        leavers[moves[move]].append(move)
    follows = {}
    for person, post in sorted(moves):
        if post and leavers[post]:
            follows[person, post] = leavers[post].popleft()
    return follows


def _walk(start: Move, follows: Mapping[Move, Move]) -> tuple[Move, ...]:
    walk = [start]
    while (then := follows.get(walk[-1])) is not None and then != start:
        walk.append(then)
    return tuple(walk)
