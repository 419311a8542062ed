"""新旧対照 by department, and 玉突き: who follows whom."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View
    from grader.placement.plan.model import Placed

_LEAVES = Text("退職など", "leaves the organisation")
_NEW = Text("新規", "new")
_SUM = Text("（計）", "(sum)")
_NOBODY = Text("（後任なし）", "(no successor)")

Person = tuple[str, str]
"""Name with staff number, and where the person goes to or comes from."""


def contrast_table(view: View) -> Table:
    """Return who leaves and who comes, department by department.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        新旧対照: of each department that changes a row with the counts, then its posts.
    """
    headers = (
        (Text("発令日", "appointed on"), 15),
        (Text("所属", "department"), 22),
        (Text("ポスト", "post"), 30),
        (Text("旧任者", "leaves"), 24),
        (Text("転出先", "goes to"), 30),
        (Text("新任者", "comes"), 24),
        (Text("転入元", "comes from"), 30),
        (Text("転出（人）", "leavers"), 9),
        (Text("転入（人）", "comers"), 9),
        (Text("差引", "difference"), 9),
    )
    return Table(
        view.say(Text("新旧対照", "old and new")),
        view.say(Text("新旧対照（所属別）", "Old and new holders, by department")),
        tuple(Column(view.say(header), width) for header, width in headers),
        [row for year in range(view.papers.plan.years) for row in _departments(view, year)],
        frozen=3,
    )


def _departments(view: View, year: int) -> Iterator[list[str | float | None]]:
    day = view.written(view.day(year))
    changes: dict[str, list[tuple[str, list[Person], list[Person]]]] = {}
    for post in sorted(view.papers.problem.posts, key=lambda one: (one.department, one.id)):
        leavers, comers = _leavers(view, post.id, year), _comers(view, post.id, year)
        if leavers or comers:
            changes.setdefault(view.department(post.id), []).append((post.id, leavers, comers))
    for department, posts in changes.items():
        out = sum(len(leavers) for _, leavers, _ in posts)
        come = sum(len(comers) for _, _, comers in posts)
        yield [day, department, view.say(_SUM), "", "", "", "", out, come, come - out]
        for ident, leavers, comers in posts:
            for old, new in zip_longest(leavers, comers, fillvalue=("", "")):
                yield [day, department, view.labels[ident], *old, *new, None, None, None]


def _named(view: View, person: str) -> str:
    one = view.people[person]
    return f"{one.name}（{one.staff_number}）"


def _leavers(view: View, post: str, year: int) -> list[Person]:
    gone = [
        (_named(view, p.person), view.label(p.after))
        for p in view.papers.plan.placed
        if p.year == year and p.before == post and view.is_leaving(p)
    ]
    retired = [
        (_named(view, one.person), view.say(_LEAVES))
        for one in view.papers.problem.people
        if one.leaves and one.post == post and year == 0
    ]
    return gone + retired


def _comers(view: View, post: str, year: int) -> list[Person]:
    return [
        (_named(view, p.person), view.before(p) or view.say(_NEW))
        for p in view.papers.plan.placed
        if p.year == year and p.after == post and view.is_coming(p)
    ]


def chains_table(view: View) -> Table:
    """Return the chains in which one person follows another.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        玉突き: chain by chain from the person whom nobody frees a place for; a ring begins with its first person.

    Notes
    -----
    Where several leave a post and several come, they are paired in the order of the list of moves.
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
        [row for year in range(view.papers.plan.years) for row in _chains(view, year)],
        frozen=3,
    )


def _chains(view: View, year: int) -> Iterator[list[str | float | None]]:
    movers = [p for p in view.moves() if p.year == year]
    follows = _followers(view, movers)
    led = set(follows.values())
    day = view.written(view.day(year))
    everyone = range(len(movers))
    left = dict.fromkeys([n for n in everyone if n not in led] + list(everyone), True)
    number = 0
    while left:
        number += 1
        at: int | None = next(iter(left))
        step = 0
        while at is not None and left.pop(at, False):
            step += 1
            mover, after = movers[at], follows.get(at)
            yield [day, number, step, *_ends(view, mover), _successor(view, mover, after, movers)]
            at = after


def _followers(view: View, movers: list[Placed]) -> dict[int, int]:
    """By mover: who takes over the post that is left."""
    comers: dict[str, list[int]] = {}
    for number, one in enumerate(movers):
        if one.after is not None and view.is_coming(one):
            comers.setdefault(one.after, []).append(number)
    return {
        number: comers[one.before].pop(0)
        for number, one in enumerate(movers)
        if one.before is not None and view.is_leaving(one) and comers.get(one.before)
    }


def _ends(view: View, mover: Placed) -> tuple[str, str, str]:
    return _named(view, mover.person), view.before(mover), view.label(mover.after)


def _successor(view: View, mover: Placed, after: int | None, movers: list[Placed]) -> str:
    if after is not None:
        return _named(view, movers[after].person)
    return view.say(_NOBODY) if view.is_leaving(mover) else ""
