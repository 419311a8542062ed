"""A round as lines to read on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.plan.words import Names
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.rounds.stage import Held, Order

_ORDER = {
    "fit": Text("適合の点数", "points for fit"),
    "growth": Text("成長の点数", "points for growth"),
}
_RANKS = Text(
    "希望の順位は、今回募集したポストの中での順位です。課への希望は、その課の募集ポストへの希望として扱いました。",
    "Wishes are numbered among the posts of this round. A wish for a section counts as one for its open posts.",
)
_STABLE = Text(
    "結果は安定です。今の結果より互いを望む人とポストの組はありません（全組を確かめました）。"
    "希望を偽っても得をしない方法（受入保留方式）で決めました。",
    "The outcome is stable: no person and post would both rather have each other (all pairs were checked). It was found "
    "by deferred acceptance, in which nobody gains by naming other wishes than their own.",
)


def round_lines(held: Held, order: Order) -> Iterator[Text]:
    """Read a round out.

    Parameters
    ----------
    held : Held
        The round.
    order : {'fit', 'growth'}
        Whose points decided.

    Yields
    ------
    Text
        Numbers and how ties were broken; each person with the reason; seats that stayed empty; that it is stable.
    """
    outcome, names = held.outcome, Names(held.problem, held.standard)
    placed = sum(answer.post is not None for answer in outcome.answers.values())
    seats = sum(vacancy.seats for vacancy in held.round.vacancies.values())
    people, by = len(outcome.answers), _ORDER[order]
    yield Text(
        f"■ 公募　ポスト {len(held.round.vacancies)}（{seats}席）　応募 {people}人　決定 {placed}人",
        f"■ Round: {len(held.round.vacancies)} posts ({seats} seats), {people} people, {placed} placed",
    )
    yield Text(
        f"  順番は{by.ja}の高い順、同点は抽選（乱数の種 {outcome.seed}）",
        f"  In order of {by.en}; ties by lottery (seed {outcome.seed})",
    )
    for person, answer in outcome.answers.items():
        who = names.person(person)
        lot = Text(f"（抽選番号 {answer.lot}）", f" (lot {answer.lot})")
        yield Text(
            f"・{who.ja}：{answer.reason.ja}{lot.ja}", f"- {who.en}: {answer.reason.en}{lot.en}"
        )
    for post, empty in outcome.unfilled.items():
        place = f"{post} {names.place(post)}"
        yield Text(
            f"△ {place}：{empty}席が埋まりませんでした。", f"△ {place}: seats left empty: {empty}."
        )
    yield _RANKS
    yield _STABLE
