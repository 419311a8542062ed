"""新旧対照: department by department, who leaves and who comes."""

from __future__ import annotations

from collections import defaultdict
from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View

_LEAVES = Text("退職など", "leaves the organisation")
_NEW = Text("新規", "new")
_SUM = Text("（計）", "(sum)")

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
    leavers, comers = _leavers(view, year), _comers(view, year)
    changes: dict[str, list[str]] = {}
    for post in sorted(view.papers.problem.posts, key=lambda one: (one.department, one.id)):
        if post.id in leavers or post.id in comers:
            changes.setdefault(view.department(post.id), []).append(post.id)
    for department, posts in changes.items():
        out = sum(len(leavers[ident]) for ident in posts)
        come = sum(len(comers[ident]) for ident in posts)
        yield [day, department, view.say(_SUM), "", "", "", "", out, come, come - out]
        for ident in posts:
            for old, new in zip_longest(leavers[ident], comers[ident], fillvalue=("", "")):
                yield [day, department, view.labels[ident], *old, *new, None, None, None]


def _leavers(view: View, year: int) -> defaultdict[str, list[Person]]:
    leavers: defaultdict[str, list[Person]] = defaultdict(list)
    for p in view.papers.plan.placed:
        if p.year == year and p.before is not None and view.is_leaving(p):
            leavers[p.before].append((view.named(p.person), view.label(p.after)))
    for one in view.papers.problem.people if year == 0 else ():
        if one.leaves and one.post is not None:
            leavers[one.post].append((view.named(one.person), view.say(_LEAVES)))
    return leavers


def _comers(view: View, year: int) -> defaultdict[str, list[Person]]:
    comers: defaultdict[str, list[Person]] = defaultdict(list)
    for p in view.papers.plan.placed:
        if p.year == year and p.after is not None and view.is_coming(p):
            comers[p.after].append((view.named(p.person), view.before(p) or view.say(_NEW)))
    return comers
