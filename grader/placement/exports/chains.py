"""玉突き: who follows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.placement.exports.view import View
    from grader.placement.plan.model import Placed

_NOBODY = Text("（後任なし）", "(no successor)")


def successors(view: View, year: int) -> dict[tuple[str, str | None], Placed]:
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
        By person and post left. Where several leave a post and several come, they are paired in the order of the
        list of moves.
    """
    movers = [p for p in view.moves() if p.year == year]
    comers: dict[str, list[Placed]] = {}
    for one in movers:
        if one.after is not None and view.is_coming(one):
            comers.setdefault(one.after, []).append(one)
    return {
        (one.person, one.before): comers[one.before].pop(0)
        for one in movers
        if one.before is not None and view.is_leaving(one) and comers.get(one.before)
    }


def chains_table(view: View) -> Table:
    """Return the chains in which one person follows another.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        玉突き: chain by chain from the person who goes where nobody made room; a ring begins with the first of its
        people in the list of moves. A move that nobody follows is no chain.
    """
    headers = (
        (Text("発令日", "appointed on"), 15),
        (Text("連鎖", "chain"), 7),
        (Text("順", "step"), 6),
        (Text("氏名", "name"), 24),
        (Text("旧ポスト", "old post"), 34),
        (Text("新ポスト", "new post"), 34),
        (Text("空いた旧ポストの後任", "successor in the old post"), 24),
    )
    return Table(
        view.say(Text("玉突き", "chains")),
        view.say(Text("玉突き（だれの後にだれが入るか）", "Chains: who follows whom")),
        tuple(Column(view.say(header), width) for header, width in headers),
        [row for year in range(view.papers.plan.years) for row in _rows(view, year)],
        frozen=3,
    )


def _rows(view: View, year: int) -> Iterator[list[str | float | None]]:
    follows = successors(view, year)
    chains = (chain for chain in _chains(view, year, follows) if len(chain) > 1)
    for number, chain in enumerate(chains, 1):
        for step, one in enumerate(chain, 1):
            yield [
                *(view.written(view.day(year)), number, step, view.named(one.person)),
                *(view.before(one), view.label(one.after), _successor(view, one, follows)),
            ]


def _chains(
    view: View, year: int, follows: Mapping[tuple[str, str | None], Placed]
) -> Iterator[list[Placed]]:
    movers = [p for p in view.moves() if p.year == year]
    led = {_key(one) for one in follows.values()}
    heads = [one for one in movers if _key(one) not in led]
    seen = set()
    for head in [*heads, *movers]:  # after the heads only rings are left
        chain: list[Placed] = []
        at: Placed | None = head
        while at is not None and _key(at) not in seen:
            seen.add(_key(at))
            chain.append(at)
            at = follows.get((at.person, at.before)) if view.is_leaving(at) else None
        yield chain


def _key(one: Placed) -> tuple[str, str | None]:
    return one.person, one.after


def _successor(view: View, one: Placed, follows: Mapping[tuple[str, str | None], Placed]) -> str:
    if not view.is_leaving(one):
        return ""
    after = follows.get((one.person, one.before))
    return view.named(after.person) if after else view.say(_NOBODY)
