"""異動案一覧: who goes where, with fit, wish, reason and what has to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.exports.posts import LABEL_COLUMN, POSTS
from grader.placement.exports.table import Choices, Column, Table
from grader.placement.exports.words import KINDS, MET, NO_EVIDENCE, UNDECIDED, UNMET
from grader.placement.plan.sentences import cost_text
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.placement.exports.view import View
    from grader.placement.plan.model import NextBest, Placed
    from grader.text import Lang

NUMBER = Text("番号", "no.")
STAFF_NUMBER = Text("職員番号", "staff number")
NAME = Text("氏名", "name")
KANA = Text("ふりがな", "reading")
OLD = Text("旧所属", "old department")
OLD_TITLE = Text("旧職名", "old title")
NEW = Text("新所属", "new department")
NEW_TITLE = Text("新職名", "new title")
KIND = Text("異動区分", "kind of move")
APPOINTED_ON = Text("発令日", "appointed on")
YEARS = Text("在課年数", "years in post")
FIT = Text("適合度", "fit")
SKILLS = Text("充足/不足スキル", "skills met/not met")
WISH = Text("本人希望順位", "rank of the wish")
REASON = Text("理由", "reason")
FLAGS = Text("要確認", "to be confirmed")
NOTE = Text("備考", "remarks")

COLUMNS = (
    *((NUMBER, 5), (STAFF_NUMBER, 10), (NAME, 13), (KANA, 15), (OLD, 22), (OLD_TITLE, 9)),
    *((NEW, 22), (NEW_TITLE, 9), (KIND, 12), (APPOINTED_ON, 15), (YEARS, 7), (FIT, 14)),
    *((SKILLS, 26), (WISH, 10), (REASON, 40), (FLAGS, 20), (NOTE, 22)),
)
"""The 17 columns with their widths; `read_moves` finds them by these headers."""

_TITLE = Text("異動案一覧　{name}　発令日 {day}", "Proposed moves, {name}, appointed on {day}")
_STAYS = Text("留任者一覧　{name}　発令日 {day}", "Staff who stay, {name}, on {day}")
_NEXT = Text("次善：{post}（{cost}）", "Next best: {post} ({cost})")
_CHOOSE = Text(
    "シート「ポスト一覧」にある書き方で入れてください。", "Choose one of the sheet “posts”."
)


def moves_tables(view: View) -> list[Table]:
    """Return the list of moves and, apart from it, of those who stay.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    list of Table
        異動案一覧 and 留任.
    """
    stays = sorted((p for p in view.papers.plan.placed if p.kind == "stay"), key=view.order)
    return [
        _table(view, Text("異動案一覧", "moves"), _TITLE, view.moves()),
        _table(view, Text("留任", "stays"), _STAYS, stays),
    ]


def _table(view: View, name: Text, title: Text, placed: Iterable[Placed]) -> Table:
    plan = view.papers.plan
    return Table(
        view.say(name),
        view.say(title).format(name=plan.name, day=view.written(plan.appointed_on)),
        tuple(Column(view.say(header), width) for header, width in COLUMNS),
        [_row(view, number, one) for number, one in enumerate(placed, 1)],
        frozen=3,
        choices=Choices(
            [header for header, _ in COLUMNS].index(NEW) + 1,
            view.say(POSTS),
            LABEL_COLUMN,
            max(1, len(view.posts)),
            view.say(_CHOOSE),
        ),
    )


def _row(view: View, number: int, placed: Placed) -> list[str | float | None]:
    person = view.people[placed.person]
    return [
        number,
        person.staff_number,
        person.name,
        person.kana,
        view.before(placed),
        person.title,
        view.label(placed.after),
        view.title(placed),
        view.say(KINDS[placed.kind]),
        view.written(view.day(placed.year)),
        _years(view, placed),
        fit_text(placed, view.lang),
        _skills(view, placed),
        _wish(view, placed),
        view.say(placed.reason),
        view.phrases(f"[{flag.rule}] {view.say(flag.text)}" for flag in placed.flags),
        _next_best(view, placed.next_best),
    ]


def _years(view: View, placed: Placed) -> float | None:
    """Years in the present post on the day of the move, where the records say so."""
    person = view.people[placed.person]
    home = view.home(placed)
    known = home is not None and home == person.post
    return round(person.years_in_post + placed.year, 1) if known else None


def fit_text(placed: Placed, lang: Lang) -> str:
    """Write the fit to the new post with its range.

    Parameters
    ----------
    placed : Placed
        Somebody in the plan.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        Such as 62％（40〜85％）; 証拠なし where nothing was measured, empty without a post.
    """
    if placed.after is None:
        return ""
    if placed.fit is None or placed.fit_low is None or placed.fit_high is None:
        return NO_EVIDENCE.get(lang)
    middle, low, high = (round(100 * x) for x in (placed.fit, placed.fit_low, placed.fit_high))
    text = Text(f"{middle}％（{low}〜{high}％）", f"{middle}% ({low}–{high}%)")
    return text.get(lang)


def skill_states(view: View, placed: Placed) -> dict[str, Text]:
    """Return how somebody stands towards each skill that the new post asks for.

    Parameters
    ----------
    view : View
        The plan with its names.
    placed : Placed
        Somebody in the plan.

    Returns
    -------
    dict
        By skill: met, not met, undecided (measured, but not surely enough), or without evidence.
    """
    measured = view.people[placed.person].levels
    return {
        **dict.fromkeys(placed.met, MET),
        **dict.fromkeys(placed.unmet, UNMET),
        **{skill: UNDECIDED if skill in measured else NO_EVIDENCE for skill in placed.unknown},
    }


def _skills(view: View, placed: Placed) -> str:
    states = skill_states(view, placed)
    colon = view.say(Text("：", ": "))
    groups = (
        (word, [skill for skill, state in states.items() if state is word])
        for word in (MET, UNMET, UNDECIDED, NO_EVIDENCE)
    )
    return view.phrases(view.say(word) + colon + view.skills(ids) for word, ids in groups if ids)


def _wish(view: View, placed: Placed) -> str:
    person = view.people[placed.person]
    if person.wants_to_stay and placed.kind == "stay":
        return view.say(Text("留任希望どおり", "stays as wished"))
    if placed.wish:
        return view.say(Text(f"第{placed.wish}希望", f"wish {placed.wish}"))
    if person.wants_to_stay:
        return view.say(Text("留任希望", "wished to stay"))
    if person.wishes:
        return view.say(Text("希望外", "none of the wishes"))
    return view.say(Text("希望なし", "no wish"))


def _next_best(view: View, other: NextBest | None) -> str:
    if other is None:
        return ""
    cost = view.say(cost_text(other.cost, exact=other.exact))
    return view.say(_NEXT).format(post=view.labels[other.post], cost=cost)
