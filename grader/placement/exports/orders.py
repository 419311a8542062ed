"""辞令案: what is ordered, in the words of the city; one order for all moves of a person on one day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.placement.exports.terms import host_name, last_day
from grader.records.dates import japanese_date
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.exports.view import View
    from grader.placement.plan.model import Placed
    from grader.placement.problem.model import Post

_ENDS = {
    "concurrent": "concurrent-end",
    "secondment": "secondment-end",
    "private-secondment": "secondment-end",
    "sharing": "secondment-end",
}


@dataclass(frozen=True, slots=True)
class Order:
    """One appointment order.

    Parameters
    ----------
    staff_number, name : str
        The person.
    old : str
        Present department; empty for new people.
    old_title : str
        Present 職名.
    day : str
        Day of appointment, as the city writes it.
    articles : tuple of str
        What is ordered, sentence by sentence.
    """

    staff_number: str
    name: str
    old: str
    old_title: str
    day: str
    articles: tuple[str, ...]


def orders(view: View) -> list[Order]:
    """Return the orders of a plan.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    list of Order
        For the first day of appointment, in the order of the list of moves: later years are a forecast. Who stays
        or has no place gets none, unless something ends.
    """
    groups: dict[str, list[Placed]] = defaultdict(list)
    for placed in view.moves():
        if placed.year == 0:
            groups[placed.person].append(placed)
    made = [_order(view, moves) for moves in groups.values()]
    return [order for order in made if order.articles]


def _order(view: View, moves: list[Placed]) -> Order:
    first = moves[0]
    person = view.people[first.person]
    # The main post first; what is kept beside it afterwards.
    in_order = sorted(moves, key=view.is_beside)
    sentences = (sentence for placed in in_order for sentence in _articles(view, placed))
    return Order(
        staff_number=person.staff_number,
        name=person.name,
        old="" if first.kind == "new" else _department_before(view, first),
        old_title="" if first.kind == "new" else person.title,
        day=japanese_date(view.day(first.year), digits=view.papers.wording.digits),
        articles=tuple(dict.fromkeys(sentences)),
    )


def _department_before(view: View, placed: Placed) -> str:
    home = view.home(placed)
    return view.department(home) if home is not None else view.before(placed)


def _articles(view: View, placed: Placed) -> Iterator[str]:
    if view.is_leaving(placed) and placed.before is not None:
        old = view.posts[placed.before]
        if old.kind in _ENDS:
            yield _say(view, placed, _key(old, _ENDS[old.kind]), old)
    if placed.after is None or not view.is_coming(placed):
        return
    new = view.posts[placed.after]
    if placed.kind == "new":
        yield _say(view, placed, "new", new)
    yield from _appointment(view, placed, new)


def _appointment(view: View, placed: Placed, new: Post) -> Iterator[str]:
    title = _title_key(view, placed, new)
    if title:
        yield _say(view, placed, title, new)
    yield _say(view, placed, _new_key(view, placed, new), new)
    end = last_day(view.day(placed.year), new.term_months)
    if end:
        wording = view.papers.wording
        first, last = (
            japanese_date(day, digits=wording.digits) for day in (view.day(placed.year), end)
        )
        yield wording.say("term", **{"from": first, "to": last})


def _title_key(view: View, placed: Placed, new: Post) -> str:
    """Return the sentence for a new 職名; empty where it stays, or goes with the person."""
    person = view.people[placed.person]
    if new.kind != "rotation" or not new.title or new.title == person.title:
        return ""
    higher = new.grades is not None and 0 < person.grade < new.grades[0]
    return "promotion" if higher else "title"


def _new_key(view: View, placed: Placed, new: Post) -> str:
    if new.kind == "rotation":
        if placed.kind == "return":
            return "return"
        home = view.posts.get(view.home(placed) or "")
        return "within" if home and home.department == new.department else "rotation"
    place = view.papers.standard.placements.get(new.placement or "")
    if new.kind == "secondment" and place and place.employer == "host":
        return "transfer"
    return _key(new, new.kind)


def _key(post: Post, key: str) -> str:
    """Return 兼務 for a part of the week in the own organisation, 併任 where the standard names a host."""
    own = post.kind == "concurrent" and post.placement is None
    return key.replace("concurrent", "second") if own else key


def _say(view: View, placed: Placed, key: str, post: Post) -> str:
    department = view.department(post.id)
    values = {
        "department": department,
        "post": post.name.removeprefix(department).strip() or post.name,
        "title": post.title or view.people[placed.person].title or post.name,
        "host": host_name(view, post, "ja"),
    }
    return view.papers.wording.say(key, **values)


def order_book(view: View, made: list[Order]) -> Table:
    """Return the orders as a list.

    Parameters
    ----------
    view : View
        Knows the language.
    made : list of Order
        The orders.

    Returns
    -------
    Table
        辞令簿.
    """
    headers = (
        (Text("番号", "no."), 6),
        (Text("発令日", "appointed on"), 20),
        (Text("職員番号", "staff number"), 11),
        (Text("氏名", "name"), 16),
        (Text("現所属", "present department"), 22),
        (Text("現職名", "present title"), 12),
        (Text("発令事項（案）", "ordered (draft)"), 60),
        (Text("任命権者", "appointing authority"), 24),
    )
    wording = view.papers.wording
    authority = " ".join(filter(None, (wording.authority, wording.authority_name)))
    return Table(
        view.say(Text("辞令簿（案）", "orders (draft)")),
        view.say(Text("辞令簿（案）　{name}", "Appointment orders (draft), {name}")).format(
            name=view.papers.plan.name
        ),
        tuple(Column(view.say(header), width) for header, width in headers),
        [
            [
                *(number, one.day, one.staff_number, one.name, one.old, one.old_title),
                "\u3000".join(one.articles),
                authority,
            ]
            for number, one in enumerate(made, 1)
        ],
        frozen=4,
        paper="A4",
    )
