"""A training plan as lines to read on a screen."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from grader.placement.plan.words import Names, listed, number, percent
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.program import Stage
    from grader.placement.training.model import Demand, TrainingRow
    from grader.placement.training.stage import Trained

_GOALS = {"people": Text("足りない人数", "people short"), "minutes": Text("時間（分）", "minutes")}
_STATUS = {
    "optimal": Text("最適", "optimal"),
    "within_gap": Text("許した差の内", "within the gap allowed"),
    "time_limit": Text("時間切れ", "out of time"),
}
_PARTIAL = Text(
    "候補が多いため、見込みの高い人と教材に絞って選びました。もっと短い計画がありうるので、限界値は絞った中での値です。",
    "There was too much to choose from, so the likeliest people and modules were looked at: a shorter plan may exist, and "
    "bounds hold for what was looked at.",
)
_UNKNOWN = Text(
    "レベルの記録がないため、全員を平均的な人とみなした計画です。",
    "No levels are on record: the plan takes everybody for an average person.",
)


def training_lines(made: Trained) -> Iterator[Text]:
    """Read a training plan out.

    Parameters
    ----------
    made : Trained
        The training plan.

    Yields
    ------
    Text
        Sums; each demand; each person with modules and chances; what cannot be met; how good the plan is; what it assumes.
    """
    plan = made.training
    hours = number(plan.minutes / 60)
    yield Text(
        f"■ 育成計画　期限 {plan.terms.by}　対象 {plan.persons}人　合計 {hours}時間",
        f"■ Training by {plan.terms.by}: {plan.persons} people, {hours} hours in all",
    )
    for demand in (*made.demands, *made.unprovable):
        yield _demand(demand, made)
    for person, rows in groupby(plan.rows, key=lambda row: row.person):
        yield from _person(person, list(rows), made)
    for one in plan.missing:
        yield Text(f"△ {one.text.ja}", f"△ {one.text.en}")
    for remedy in dict.fromkeys(one.remedy for one in plan.missing):
        yield Text(f"　　直し方：{remedy.ja}", f"    remedy: {remedy.en}")
    for stage in plan.stages:
        yield _stage(stage)
    if not plan.complete:
        yield _PARTIAL
    if not made.measured:
        yield _UNKNOWN
    yield plan.terms.assumption


def _demand(demand: Demand, made: Trained) -> Text:
    head = Text(
        f"  {demand.id} {demand.name}：{demand.people}人が必要",
        f"  {demand.id} {demand.name}: {demand.people} needed",
    )
    attested = listed(made.standard.skills[skill].name for skill in demand.attested)
    by_people = (
        Text(
            f"（人の評価が要る技能は数えていません：{attested.ja}）",
            f" (skills that a person must attest are not counted: {attested.en})",
        )
        if demand.attested
        else Text("", "")
    )
    if not demand.needs:
        return Text(
            f"{head.ja}。ノートブックで示せる必須の技能がないため、計画に入れていません{by_people.ja}",
            f"{head.en}; no must that notebooks can show, so not planned{by_people.en}",
        )
    already = made.training.already[demand.id]
    return Text(
        f"{head.ja}、すでに見込みのある人 {already}人{by_people.ja}",
        f"{head.en}, likely already: {already}{by_people.en}",
    )


def _person(person: str, rows: list[TrainingRow], made: Trained) -> Iterator[Text]:
    who = Names(made.problem, made.standard).person(person)
    modules = listed(_module(row) for row in rows)
    yield Text(f"・{who.ja}：{modules.ja}", f"- {who.en}: {modules.en}")
    names = {demand.id: demand.name for demand in made.demands}
    for purpose in rows[0].purposes:
        chance = f"{percent(purpose.before)} → {percent(purpose.after)}"
        name = f"{purpose.demand} {names[purpose.demand]}"
        yield Text(f"　　{name}：見込み {chance}", f"    {name}: chance {chance}")


def _module(row: TrainingRow) -> Text:
    hours = number(row.module.minutes / 60)
    return Text(f"「{row.module.title.ja}」（{hours}時間）", f"“{row.module.title.en}” ({hours} h)")


def _stage(stage: Stage) -> Text:
    name, status = _GOALS[stage.goal], _STATUS[stage.status]
    value, bound = number(stage.value), number(stage.bound)
    return Text(
        f"  目標「{name.ja}」 値 {value}／限界 {bound}（{status.ja}）",
        f"  goal {name.en}: value {value}, bound {bound} ({status.en})",
    )
