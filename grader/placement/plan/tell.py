"""A plan as lines to read on a screen: totals first, then department by department."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.placement.plan.chains import chains
from grader.placement.plan.compare import GAINS, comparison_lines, goal_name
from grader.placement.plan.tell_moves import heading
from grader.placement.plan.words import PRIVATE_RULES, Names, listed, number
from grader.placement.rules.catalogue import RULES
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.placement.plan.compare import Comparison
    from grader.placement.plan.model import Plan, Shortage
    from grader.placement.problem.model import Problem
    from grader.placement.program.model import Stage
    from grader.standard import Standard

_STATUS = {
    "optimal": Text("最適", "optimal"),
    "within_gap": Text("許した差の内", "within the gap allowed"),
    "time_limit": Text("時間切れ", "out of time"),
}
_KINDS = {
    "rotation": Text("転任・配置", "rotation"),
    "secondment": Text("派遣・出向（公的機関）", "secondment to a public body"),
    "private-secondment": Text("派遣（民間）", "secondment to a company"),
    "return": Text("復帰（派遣終了）", "return from secondment"),
    "concurrent": Text("兼務・併任", "concurrent post"),
    "sharing": Text("共同利用", "shared specialist"),
    "side-job": Text("副業の助言", "side-job advice"),
    "new": Text("採用", "new appointment"),
    "stay": Text("留任", "stays"),
    "unplaced": Text("配置先なし", "without a place"),
}
_PERSONNEL = Text("人事の定め", "a decision of the personnel office")
_NAMES = {
    rule.code: _PERSONNEL if rule.code in PRIVATE_RULES else rule.shortage or rule.name
    for rule in RULES
}
_BLOCKERS = {
    rule.code: _PERSONNEL
    if rule.code in PRIVATE_RULES
    else Text(f"{rule.code} {rule.name.ja}", f"{rule.code} {rule.name.en}")
    for rule in RULES
}


def summary_lines(plan: Plan) -> Iterator[Text]:
    """Say how a plan came out, without a word about anybody.

    Parameters
    ----------
    plan : Plan
        The plan.

    Yields
    ------
    Text
        Name and day, moves by kind, goals with bound and gap, shortages by rule.
    """
    moves = sum(one.kind not in ("stay", "unplaced") for one in plan.placed)
    years = (
        Text(f"から{plan.years}年間", f", {plan.years} years") if plan.years > 1 else Text("", "")
    )
    yield Text(
        f"■ 案「{plan.name}」　発令日 {plan.appointed_on}{years.ja}　異動 {moves}件",
        f"■ Plan “{plan.name}”, {plan.appointed_on}{years.en}: {moves} moves",
    )
    kinds = Counter[str](one.kind for one in plan.placed)
    told = listed(
        Text(f"{text.ja} {kinds[kind]}", f"{text.en} {kinds[kind]}")
        for kind, text in _KINDS.items()
        if kinds[kind]
    )
    yield Text(f"  {told.ja}", f"  {told.en}")
    for place, stage in enumerate(plan.stages, 1):
        yield _stage(place, stage)
    if not plan.complete:
        yield Text(
            f"  見た候補の組は {plan.pairs:,} です（許される組のすべてではありません）。限界は、この中での値です。",
            f"  {plan.pairs:,} candidate pairs were looked at, not all that are allowed; bounds hold among these.",
        )
    for code, count in sorted(Counter(short.rule for short in plan.shortages).items()):
        named = _NAMES[code]
        yield Text(f"  不足 {code} {named.ja}：{count}件", f"  shortage {code} {named.en}: {count}")
    if not plan.shortages:
        yield Text("  不足はありません。", "  No shortages.")


def _stage(place: int, stage: Stage) -> Text:
    name, status = goal_name(stage.goal), _STATUS[stage.status]
    sign = -1 if stage.goal in GAINS else 1
    value, bound = number(sign * stage.value), number(sign * stage.bound)
    spared = number(stage.given_up)
    given = Text("", "")
    if spared != "0":
        given = Text(f"後の目標のために{spared}を譲り、", f"{spared} given up for later goals, ")
    return Text(
        f"  目標{place} {name.ja}：{value}（限界 {bound}、{given.ja}差 {stage.gap:.2%}、{status.ja}）",
        f"  goal {place}, {name.en}: {value} (bound {bound}, {given.en}gap {stage.gap:.2%}, {status.en})",
    )


def overview_lines(plan: Plan, problem: Problem, standard: Standard) -> Iterator[Text]:
    """Tell a plan in outline: what was decided by hand, each department in figures, shortages with their remedies.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    standard : Standard
        Names of skills.

    Yields
    ------
    Text
        A line each.
    """
    names = Names(problem, standard)
    for what, pairs in (
        (Text("人事の確定", "Pinned by hand"), problem.pins),
        (Text("人事の除外", "Forbidden by hand"), problem.forbids),
    ):
        for person, post in pairs:
            who = names.person(person)
            yield Text(
                f"● {what.ja}：{who.ja} {names.place(post)}［{post}］",
                f"● {what.en}: {who.en}, {names.place(post)} [{post}]",
            )
    for year in range(plan.years):
        yield from _departments(plan, names, year)
    yield Text(f"■ 不足一覧（{len(plan.shortages)}件）", f"■ Shortages ({len(plan.shortages)})")
    for short in plan.shortages:
        yield from shortage_lines(short)
    flagged = sum(bool(one.flags) for one in plan.placed)
    years = range(plan.years)
    longest = [len(chain.people) for year in years for chain in chains(plan, year=year)]
    yield Text(
        f"■ 要確認のある配置 {flagged}件、玉突き {len(longest)}本（最長 {max(longest, default=0)}人）",
        f"■ {flagged} placements have something to confirm; {len(longest)} chains of moves, the longest of "
        f"{max(longest, default=0)} people",
    )


def _departments(plan: Plan, names: Names, year: int) -> Iterator[Text]:
    counts: dict[str, Counter[str]] = {}
    for one in plan.placed:
        if one.year != year:
            continue
        before, after = names.department(one.before), names.department(one.after)
        if before and before == after:
            counts.setdefault(after, Counter())["stay" if one.kind == "stay" else "within"] += 1
            continue
        for department, way in ((before, "out"), (after, "in")):
            if department:
                counts.setdefault(department, Counter())[way] += 1
    yield heading(plan, year, Text("所属ごとの異動", "Moves by department"))
    for department in sorted(counts):
        n, name = counts[department], names.place(department)
        yield Text(
            f"  {department} {name}：転入 {n['in']}、転出 {n['out']}、所属内 {n['within']}、留任 {n['stay']}",
            f"  {department} {name}: in {n['in']}, out {n['out']}, within {n['within']}, staying {n['stay']}",
        )


def shortage_lines(short: Shortage) -> Iterator[Text]:
    """Tell one shortage, what stands in the way, and what would mend it.

    Parameters
    ----------
    short : Shortage
        The shortage.

    Yields
    ------
    Text
        Two or three lines. Rules about private matters are not named.
    """
    when = (
        Text(f"{short.year + 1}年目 ", f"year {short.year + 1}, ") if short.year else Text("", "")
    )
    yield Text(
        f"△ {short.rule} {when.ja}{short.text.ja}", f"△ {short.rule} {when.en}{short.text.en}"
    )
    if short.blocked_by:
        told = listed(dict.fromkeys(_BLOCKERS[code] for code in short.blocked_by))
        yield Text(f"　　妨げている規則：{told.ja}", f"    in the way: {told.en}")
    yield Text(f"　　直し方：{short.remedy.ja}", f"    remedy: {short.remedy.en}")


def shortages_of(plan: Plan, problem: Problem, department: str) -> tuple[Shortage, ...]:
    """Choose the shortages in the posts of a department.

    Parameters
    ----------
    plan : Plan
        The plan.
    problem : Problem
        The problem that it solves.
    department : str
        Id of the department.

    Returns
    -------
    tuple of Shortage
        In the order of the plan.
    """
    posts = {post.id for post in problem.posts if post.department == department}
    return tuple(short for short in plan.shortages if short.post in posts)


def difference_lines(
    comparison: Comparison, problem: Problem, standard: Standard
) -> Iterator[Text]:
    """Tell a comparison: goals, the shortages that differ, and who is placed differently.

    Parameters
    ----------
    comparison : Comparison
        Plans side by side.
    problem : Problem
        Names of people and posts.
    standard : Standard
        Names of skills.

    Yields
    ------
    Text
        A line each; shortages that all plans have alike are only counted.
    """
    differing = tuple(one for one in comparison.shortages if len(set(one.values)) > 1)
    alike = len(comparison.shortages) - len(differing)
    versus = listed(Text(name, name) for name in comparison.names)
    yield Text(f"■ 比較：{versus.ja}", f"■ Compared: {versus.en}")
    if alike:
        yield Text(
            f"どの案にも同じだけある不足：{alike}件", f"shortages that all plans share: {alike}"
        )
    # What a plan keeps is counted against its own forerunner: these numbers cannot be laid side by side.
    goals = tuple(one for one in comparison.goals if one.what != "keep")
    shown = replace(comparison, goals=goals, shortages=differing)
    yield from comparison_lines(shown, problem, standard)
