"""玉突き: who follows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.placement.plan.chains import chains
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View
    from grader.placement.plan.chains import Chain

_CIRCLE = Text("輪", "circle")
_OPEN = Text("列", "chain")
_NOBODY = Text("（後任なし）", "(no successor)")


def successors(view: View, year: int) -> dict[tuple[str, str], str]:
    """Return who takes over the posts that are left in a year.

    Parameters
    ----------
    view : View
        The plan with its names.
    year : int
        Year of the plan, from 0.

    Returns
    -------
    dict
        Person id by the leaver's person id and the post left.
    """
    return {
        (leaver, post): follower
        for chain in chains(view.papers.plan, year=year)
        for leaver, post, follower in _seats(chain)
    }


def _seats(chain: Chain) -> Iterator[tuple[str, str, str]]:
    """Who leaves, which post, and who takes it."""
    leavers = (*chain.people[1:], chain.people[0]) if chain.circle else chain.people[1:]
    yield from zip(leavers, chain.posts, chain.people, strict=False)


def chains_table(view: View) -> Table:
    """Return the chains in which one person follows another.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        玉突き: chain by chain; each person takes the seat that the one below leaves, and in a circle the last one
        that of the first.
    """
    headers = (
        (Text("発令日", "appointed on"), 15),
        (Text("連鎖", "chain"), 7),
        (Text("形", "form"), 8),
        (Text("順", "step"), 6),
        (Text("氏名", "name"), 24),
        (Text("旧ポスト", "old post"), 34),
        (Text("新ポスト", "new post"), 34),
        (Text("旧ポストの後任", "successor in the old post"), 24),
    )
    return Table(
        view.say(Text("玉突き", "chains")),
        view.say(Text("玉突き（だれの後にだれが入るか）", "Chains: who follows whom")),
        tuple(Column(view.say(header), width) for header, width in headers),
        [row for year in range(view.papers.plan.years) for row in _rows(view, year)],
        frozen=5,
    )


def _rows(view: View, year: int) -> Iterator[list[str | float | None]]:
    day = view.written(view.day(year))
    after = successors(view, year)
    moves = {
        (p.person, p.after or ""): p
        for p in view.papers.plan.placed
        if p.year == year and p.before != p.after
    }
    for number, chain in enumerate(chains(view.papers.plan, year=year), 1):
        form = view.say(_CIRCLE if chain.circle else _OPEN)
        for step, key in enumerate(zip(chain.people, chain.posts, strict=True), 1):
            move = moves[key]
            left = move.before
            follower = after.get((move.person, left)) if left else None
            nobody = view.say(_NOBODY) if left else ""
            yield [
                *(day, number, form, step, view.named(move.person)),
                *(view.label(left), view.label(move.after)),
                view.named(follower) if follower else nobody,
            ]
