"""A plan as lines to read on a screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.chains import chain_text, chains
from grader.placement.plan.compare import goal_name
from grader.placement.plan.posts import explain_post, post_views
from grader.placement.plan.words import Names, number
from grader.placement.rules.catalogue import RULES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.plan.model import Placed, Plan, Shortage
    from grader.placement.problem.model import Problem
    from grader.placement.program.model import Stage
    from grader.standard import Standard

_STATUS = {
    "optimal": Text("最適", "optimal"),
    "within_gap": Text("許した差の内", "within the gap allowed"),
    "time_limit": Text("時間切れ。差は下のとおり", "out of time; the gap is true"),
}
_RULES = {rule.code: rule for rule in RULES}


def summary_lines(plan: Plan) -> Iterator[Text]:
    """Say how a plan came out, without a word about anybody.

    Parameters
    ----------
    plan : Plan
        The plan.

    Yields
    ------
    Text
        Name and day, moves, goals with bound and gap, shortages by rule.
    """
    moves = sum(one.kind not in ("stay", "unplaced") for one in plan.placed)
    yield Text(
        f"■ 案「{plan.name}」 発令日 {plan.appointed_on}（{plan.years}年）　異動 {moves}件",
        f"■ Plan “{plan.name}”, {plan.appointed_on} ({plan.years} years): {moves} moves",
    )
    for stage in plan.stages:
        yield _stage(stage)
    if not plan.complete:
        yield Text(
            f"  見た候補の組は {plan.pairs:,} です。限界値は、この中での値です。",
            f"  {plan.pairs:,} candidate pairs were looked at; bounds hold among these.",
        )
    for code, count in sorted(Counter(short.rule for short in plan.shortages).items()):
        named = _RULES[code].shortage or _RULES[code].name
        yield Text(f"  不足 {code} {named.ja}：{count}件", f"  shortage {code} {named.en}: {count}")


def _stage(stage: Stage) -> Text:
    name = goal_name(stage.goal)
    value, bound = number(stage.value), number(stage.bound)
    status = _STATUS[stage.status]
    return Text(
        f"  目標「{name.ja}」 値 {value}／限界 {bound}（差 {stage.gap:.2%}、{status.ja}）",
        f"  goal {name.en}: value {value}, bound {bound} (gap {stage.gap:.2%}, {status.en})",
    )


def plan_lines(
    plan: Plan, problem: Problem, standard: Standard, *, whole: bool = False
) -> Iterator[Text]:
    """Read a plan out.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    whole : bool
        Whether those who stay are told as well.

    Yields
    ------
    Text
        Moves with reasons, chains of moves, shortages with what stands in the way.
    """
    names = Names(problem, standard)
    for placed in plan.placed:
        if whole or placed.kind != "stay":
            yield from _placed(placed, plan, names)
    for chain in chains(plan):
        told = chain_text(chain, names)
        yield Text(f"○ 玉突き：{told.ja}", f"○ chain: {told.en}")
    for short in plan.shortages:
        yield from _short(short)


def _placed(placed: Placed, plan: Plan, names: Names) -> Iterator[Text]:
    who = names.person(placed.person)
    year = f"{plan.appointed_on.year + placed.year}　" if plan.years > 1 else ""
    yield Text(f"・{year}{who.ja}：{placed.reason.ja}", f"- {year}{who.en}: {placed.reason.en}")
    for flag in placed.flags:
        yield Text(f"　　要確認：{flag.text.ja}", f"    to be confirmed: {flag.text.en}")


def _short(short: Shortage) -> Iterator[Text]:
    yield Text(f"△ {short.rule} {short.text.ja}", f"△ {short.rule} {short.text.en}")
    if short.blocked_by:
        ja = "、".join(f"{code} {_RULES[code].name.ja}" for code in short.blocked_by)
        en = ", ".join(f"{code} {_RULES[code].name.en}" for code in short.blocked_by)
        yield Text(f"　　妨げている規則：{ja}", f"    in the way: {en}")
    yield Text(f"　　直し方：{short.remedy.ja}", f"    remedy: {short.remedy.en}")


def post_lines(plan: Plan, problem: Problem, standard: Standard, post: str) -> tuple[Text, ...]:
    """Tell everything about one post, year by year.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.
    post : str
        Id of the post.

    Returns
    -------
    tuple of Text
        Whole sentences.

    Raises
    ------
    InputError
        If there is no such post.
    """
    views = [
        view
        for year in range(plan.years)
        for view in post_views(plan, problem, year=year)
        if view.post == post
    ]
    if not views:
        raise InputError(
            f"ポスト「{post}」はこの案にありません。ポスト番号を確かめてください。",
            f"There is no post “{post}” in this plan. Check its number.",
        )
    return tuple(line for view in views for line in explain_post(view, problem, standard))
