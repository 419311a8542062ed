"""The sentences about one person in a plan, each of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.plan.words import listed, number, percent
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.placement.plan.model import NextBest, Placed
    from grader.placement.plan.words import Names
    from grader.placement.problem.model import Post

MOVES = {
    "stay": Text("{after}に引き続き配置します。", "Stays in {after}."),
    "rotation": Text("{before}から{after}へ異動します。", "Moves from {before} to {after}."),
    "secondment": Text(
        "{before}から{after}へ派遣します。", "Is seconded from {before} to {after}."
    ),
    "private-secondment": Text(
        "{before}から民間の{after}へ派遣します。",
        "Is seconded from {before} to {after}, a private company.",
    ),
    "return": Text(
        "{before}での派遣を終え、{after}へ戻ります。", "Returns from {before} to {after}."
    ),
    "concurrent": Text(
        "{after}に併任します（週{days}日）。",
        "Also takes on {after}, {days} days a week.",
    ),
    "sharing": Text(
        "共同利用の{after}を担当します（週{days}日）。",
        "Serves the shared post {after}, {days} days a week.",
    ),
    "side-job": Text(
        "副業として{after}を担当します（週{days}日）。",
        "Advises {after} as a side job, {days} days a week.",
    ),
    "new": Text("新たに{after}へ配置します。", "Is newly placed in {after}."),
    "unplaced": Text("この案では配置先が決まっていません。", "This plan has found no place."),
}
"""What happens, by kind of move."""

POINTS = {
    "fit": Text("適合{n}点", "{n} for fit"),
    "wishes": Text("希望{n}点", "{n} for the wish"),
    "growth": Text("成長{n}点", "{n} for growth"),
}
"""Parts of the score in points."""

CHANGES = {
    "fill": (
        Text("不足（重みつき）が{n}増", "weighted shortages grow by {n}"),
        Text("不足（重みつき）が{n}減", "weighted shortages shrink by {n}"),
    ),
    "fit": (
        Text("適合が{n}点減", "fit falls by {n} points"),
        Text("適合が{n}点増", "fit rises by {n} points"),
    ),
    "wishes": (
        Text("希望が{n}点減", "wishes fall by {n} points"),
        Text("希望が{n}点増", "wishes rise by {n} points"),
    ),
    "growth": (
        Text("成長が{n}点減", "growth falls by {n} points"),
        Text("成長が{n}点増", "growth rises by {n} points"),
    ),
    "moves": (Text("異動が{n}件増", "{n} more moves"), Text("異動が{n}件減", "{n} fewer moves")),
    "keep": (
        Text("前の案のままの配置が{n}件減", "{n} fewer placements kept"),
        Text("前の案のままの配置が{n}件増", "{n} more placements kept"),
    ),
}
"""What a change does to each goal: for worse, and for better."""


def move_sentence(placed: Placed, names: Names) -> Text:
    """Say what happens to a person.

    Parameters
    ----------
    placed : Placed
        The person in the plan.
    names : Names
        Names of posts.

    Returns
    -------
    Text
        One sentence.
    """
    after = names.posts.get(placed.after or "")
    values = {
        "before": names.place(placed.before) if placed.before else "",
        "after": names.place(placed.after) if placed.after else "",
        "days": number(after.days_per_week) if after else "",
    }
    words = MOVES[placed.kind]
    if placed.before is None and "{before}" in words.ja:
        words = Text("{after}へ派遣します。", "Is seconded to {after}.")
    return Text(words.ja.format(**values), words.en.format(**values))


def points_sentence(placed: Placed) -> Text | None:
    """Say what the score is made of.

    Parameters
    ----------
    placed : Placed
        The person in the plan.

    Returns
    -------
    Text or None
        One sentence; None without a place.
    """
    known = [(goal, value) for goal, value in placed.points if goal in POINTS]
    if not known:
        return None
    total = number(sum(value for _, value in known))
    told = listed(
        Text(POINTS[goal].ja.format(n=number(value)), POINTS[goal].en.format(n=number(value)))
        for goal, value in known
        if value
    )
    ja, en = (f"（{told.ja}）", f": {told.en}") if told.ja else ("", "")
    return Text(f"得点は{total}点です{ja}。", f"The score is {total} points{en}.")


def fit_sentence(placed: Placed, post: Post | None) -> Text | None:
    """Say how well the person fits, with the interval that the unknown leaves.

    Parameters
    ----------
    placed : Placed
        The person in the plan.
    post : Post or None
        The post after.

    Returns
    -------
    Text or None
        One sentence; None without a place.
    """
    if post is None:
        return None
    if placed.fit_low is None or placed.fit_high is None:
        return Text(
            "このポストには、求めるスキルの定めがありません。",
            "This post asks for no particular skills.",
        )
    low, high = percent(placed.fit_low), percent(placed.fit_high)
    if placed.fit is None:
        return Text(
            f"求めるスキルはまだ測定していません。適合度は{low}から{high}の間で、どこにあるかは分かりません。",
            f"None of the skills asked for has been measured: the fit lies between {low} and {high}, "
            "and nobody knows where.",
        )
    if low == high:
        return Text(
            f"適合度の期待値は{percent(placed.fit)}です。求めるスキルはすべて測定しています。",
            f"The expected fit is {percent(placed.fit)}; all skills asked for have been measured.",
        )
    return Text(
        f"適合度は、測定した範囲の期待値で{percent(placed.fit)}です。"
        f"未測定の部分を含めると、{low}から{high}の間です。",
        f"The expected fit over what was measured is {percent(placed.fit)}; "
        f"with what was not measured it lies between {low} and {high}.",
    )


def must_sentence(placed: Placed, post: Post | None, names: Names) -> Text | None:
    """Say which must-haves are met, not met, or not known.

    Parameters
    ----------
    placed : Placed
        The person in the plan.
    post : Post or None
        The post after.
    names : Names
        Names of skills.

    Returns
    -------
    Text or None
        One sentence; None where the post has no must-haves.
    """
    asked = {*placed.met, *placed.unmet, *placed.unknown}
    needs = post.requires if post else ()
    musts = {need.skill for need in needs if need.need == "must"} & asked
    if not musts:
        return None
    met, unmet, unknown = (
        [names.skill(skill) for skill in group if skill in musts]
        for group in (placed.met, placed.unmet, placed.unknown)
    )
    told = listed(
        Text(f"{ja}{len(skills)}件{_named(skills).ja}", f"{len(skills)} {en}{_named(skills).en}")
        for ja, en, skills in (
            ("満たすもの", "met", met),
            ("満たさないもの", "not met", unmet),
            ("確かめられていないもの", "not known", unknown),
        )
        if skills
    )
    return Text(
        f"必須のスキル{len(musts)}件のうち、{told.ja}です。",
        f"Of {len(musts)} must-have skills: {told.en}.",
    )


def _named(skills: Sequence[Text]) -> Text:
    told = listed(skills)
    return Text(f"（{told.ja}）", f" ({told.en})")


def growth_sentence(placed: Placed, post: Post | None) -> Text | None:
    """Say how much the person is expected to learn.

    Parameters
    ----------
    placed : Placed
        The person in the plan.
    post : Post or None
        The post after.

    Returns
    -------
    Text or None
        One sentence; None where the post develops nothing.
    """
    if post is None or not post.develops:
        return None
    return Text(
        f"この配置で伸びる見込みは、合わせて{number(placed.growth)}レベルです。",
        f"Levels expected to be gained there, in all: {number(placed.growth)}.",
    )


def next_best_sentence(best: NextBest | None, names: Names) -> Text | None:
    """Say which other post would be next, and what it would cost.

    Parameters
    ----------
    best : NextBest or None
        The next best post.
    names : Names
        Names of posts.

    Returns
    -------
    Text or None
        One or two sentences; None where there is no other post.
    """
    if best is None:
        return None
    place = names.place(best.post)
    cost = cost_text(best.cost, exact=best.exact)
    return Text(
        f"ほかに配置できる先で最も良いのは{place}です。そこへ移すと、{cost.ja}。",
        f"The best other post is {place}. Going there instead: {cost.en}.",
    )


def cost_text(cost: Iterable[tuple[str, float]], *, exact: bool) -> Text:
    """Say what a change costs, goal by goal, without a full stop.

    Parameters
    ----------
    cost : iterable of (str, float)
        Loss by goal, in the order of the goals; below 0 is a gain.
    exact : bool
        Whether the losses are exact; else they are lower bounds.

    Returns
    -------
    Text
        The losses that are not 0.
    """
    losses = [(goal, value) for goal, value in cost if number(abs(value)) != "0"]
    if not losses:
        return (
            Text("どの目標も変わりません", "no goal changes")
            if exact
            else Text(
                "計算上の下限では、目標の悪化は見込まれません（正確な値は再計算で確かめられます）",
                "the lower bound shows no goal getting worse (solve again for the exact value)",
            )
        )
    told = listed(_change(goal, value) for goal, value in losses)
    least = Text("", "") if exact else Text("少なくとも", "at least, ")
    return Text(f"{least.ja}{told.ja}となります", f"{least.en}{told.en}")


def _change(goal: str, value: float) -> Text:
    own = (
        Text(f"目標「{goal}」が{{n}}悪化", f"goal {goal} worsens by {{n}}"),
        Text(f"目標「{goal}」が{{n}}改善", f"goal {goal} improves by {{n}}"),
    )
    words = CHANGES.get(goal, own)[value < 0]
    n = number(abs(value))
    return Text(words.ja.format(n=n), words.en.format(n=n))
