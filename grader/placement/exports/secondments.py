"""派遣・出向管理台帳: who is away, on what terms, and what is still to be settled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from grader.placement.exports.chains import successors
from grader.placement.exports.table import Column, Table
from grader.placement.exports.terms import host_name, last_day
from grader.placement.exports.words import KINDS, NEEDS_CHECK, NOT_NEEDED
from grader.records.sheets.catalogue import PAYERS
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.placement.exports.view import View
    from grader.placement.plan.model import Placed
    from grader.placement.problem.model import Candidate, Post
    from grader.standard import Placement

    Follows = Mapping[tuple[str, str], str]

_AWAY = ("secondment", "private-secondment", "sharing", "side-job")
_EMPLOYERS = {
    "home": Text("自団体に在籍", "stays with the home organisation"),
    "host": Text("受入先の職員になる", "becomes staff of the host"),
    "none": Text("雇用なし（謝金・業務委託）", "no employment (fee or contract)"),
}
_PAYERS = dict(PAYERS)
_GIVEN = Text("あり", "given")
_NOBODY = Text("なし（要確認）", "nobody (to be confirmed)")
_KEPT = Text("本務を継続", "main post kept")

HEADERS = (
    *((Text("番号", "no."), 6), (Text("職員番号", "staff number"), 10)),
    *((Text("氏名", "name"), 14), (Text("区分", "kind"), 18), (Text("受入先", "host"), 22)),
    *((Text("業務", "work"), 26), (Text("制度", "scheme"), 20), (Text("身分", "status"), 18)),
    *((Text("給与などの負担", "payer"), 10), (Text("年間の費用（円）", "yen a year"), 12)),
    *((Text("週の日数", "days a week"), 8), (Text("開始日", "from"), 15)),
    *((Text("終了日", "to"), 15), (Text("元の所属", "home post"), 24)),
    *((Text("戻り先", "return post"), 24), (Text("後任", "backfill"), 16)),
    *((Text("本人の同意", "consent"), 10), (Text("所属団体の同意", "consent of the home"), 10)),
    *((Text("誓約書", "pledge"), 12), (Text("協定", "agreement"), 10)),
    *((Text("持ち帰ること", "brought back"), 30), (Text("要確認", "to be confirmed"), 28)),
)


def secondments_table(view: View) -> Table:
    """Return everybody who is away from the home organisation, or lent for a part of the week.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        派遣・出向管理台帳; also those whose secondment goes on or ends.
    """
    placed = [p for p in view.papers.plan.placed if _is_listed(view, p)]
    follows = [successors(view, year) for year in range(view.papers.plan.years)]
    return Table(
        view.say(Text("派遣・出向", "secondments")),
        view.say(Text("派遣・出向管理台帳　{name}", "Register of secondments, {name}")).format(
            name=view.papers.plan.name
        ),
        tuple(Column(view.say(header), width) for header, width in HEADERS),
        [
            _row(view, number, p, follows[p.year])
            for number, p in enumerate(sorted(placed, key=view.order), 1)
        ],
        frozen=3,
    )


def _is_listed(view: View, placed: Placed) -> bool:
    if placed.year > 0 and not view.is_coming(placed):
        return False  # it goes on; the row of its first year says until when
    posts = (post for post in (placed.before, placed.after) if post is not None)
    return any(view.posts[post].kind in _AWAY for post in posts)


def _row(view: View, number: int, placed: Placed, follows: Follows) -> list[str | float | None]:
    person = view.people[placed.person]
    return [
        number,
        person.staff_number,
        person.name,
        view.say(KINDS[placed.kind]),
        *_terms(view, placed),
        *_home(view, placed, follows),
        *_papers(view, placed),
        view.phrases(view.say(flag.text) for flag in placed.flags),
    ]


def _away(view: View, placed: Placed) -> Post:
    """Return the post away from home: the new one, or of those who come back the old one."""
    names = [post for post in (placed.after, placed.before) if post is not None]
    return next(view.posts[name] for name in names if view.posts[name].kind in _AWAY)


def _terms(view: View, placed: Placed) -> list[str | float | None]:
    post = _away(view, placed)
    place = _placement(view, post)
    check = view.say(NEEDS_CHECK)
    employer = place.employer if place else None
    return [
        host_name(view, post, view.lang),
        view.say(place.name) if place else post.name,
        view.say(place.scheme) if place and place.scheme else check,
        view.say(_EMPLOYERS[employer]) if employer else check,
        view.say(_PAYERS[post.payer]),
        post.yearly_cost,
        post.days_per_week,
    ]


def _placement(view: View, post: Post) -> Placement | None:
    return view.papers.standard.placements.get(post.placement or "")


def _home(view: View, placed: Placed, follows: Follows) -> list[str | float | None]:
    """First and last day, home post, return post, backfill."""
    person, day = view.people[placed.person], view.day(placed.year)
    check = view.say(NEEDS_CHECK)
    if not view.is_coming(placed) or placed.kind == "return":  # it began before this plan
        day_before = day - timedelta(days=1)
        end = person.term_ends or (day_before if placed.kind == "return" else None)
        back = placed.after if placed.kind == "return" else person.return_post
        return ["", view.written(end) if end else check, "", view.label(back) or check, ""]
    end = last_day(day, _away(view, placed).term_months)
    kept = view.is_beside(placed)
    return [
        view.written(day),
        view.written(end) if end else check,
        view.before(placed),
        *_way_back(view, person, kept=kept),
        view.say(_KEPT) if kept and person.post else _backfill(view, placed, follows),
    ]


def _way_back(view: View, person: Candidate, *, kept: bool) -> Iterator[str]:
    if person.post is None:
        yield view.say(NOT_NEEDED)
    else:
        back = person.return_post or (person.post if kept else None)
        yield view.label(back) or view.say(NEEDS_CHECK)


def _backfill(view: View, placed: Placed, follows: Follows) -> str:
    if placed.before is None:
        return view.say(NOT_NEEDED)
    follower = follows.get((placed.person, placed.before))
    return view.named(follower) if follower else view.say(_NOBODY)


def _papers(view: View, placed: Placed) -> list[str]:
    """Consent of the person and of the home organisation, pledge, agreement, what is brought back."""
    post, person = _away(view, placed), view.people[placed.person]
    place = _placement(view, post)
    duty = view.say(place.return_duty) if place and place.return_duty else ""
    if placed.kind == "return":
        return ["", "", "", "", duty]
    gates = {*post.gates, *(place.gates if place else ())}
    check, none = view.say(NEEDS_CHECK), view.say(NOT_NEEDED)
    agreed = {post.id, post.placement} & person.consents
    lent = post.kind in ("secondment", "private-secondment", "sharing")
    return [
        view.say(_GIVEN) if agreed else check,
        check if "consent.home" in gates else none,
        _pledges(view, person, gates),
        check if lent or any(gate.startswith("agreement.") for gate in gates) else none,
        duty,
    ]


def _pledges(view: View, person: Candidate, gates: set[str]) -> str:
    asked = {gate.removeprefix("pledges.") for gate in gates if gate.startswith("pledges.")}
    if not asked:
        return view.say(NOT_NEEDED)
    return view.say(_GIVEN if asked <= person.pledges else NEEDS_CHECK)
