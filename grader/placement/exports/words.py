"""The words that stand in the papers: kinds of move, goals, states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.text import Text

if TYPE_CHECKING:
    from grader.placement.problem.model import Goal

KINDS = {
    "stay": Text("留任", "stays"),
    "rotation": Text("転任・配置", "rotation"),
    "secondment": Text("派遣・出向（公的機関）", "secondment to a public body"),
    "private-secondment": Text("派遣（民間）", "secondment to a company"),
    "return": Text("復帰（派遣終了）", "return from secondment"),
    "concurrent": Text("兼務・併任", "concurrent post"),
    "sharing": Text("共同利用", "shared specialist"),
    "side-job": Text("副業の助言", "side-job advice"),
    "new": Text("採用", "new appointment"),
    "unplaced": Text("配置先なし", "without a place"),
}
GOALS = {
    "fill": Text("不足の少なさ", "least shortages"),
    "fit": Text("適合度", "fit"),
    "wishes": Text("本人希望", "wishes"),
    "growth": Text("成長", "growth"),
    "moves": Text("異動の少なさ", "fewest moves"),
    "keep": Text("内示済みの案の維持", "keeping the announced plan"),
}
STRENGTHS = {
    "hard": Text("必ず守る", "hard"),
    "soft": Text("守れなければ不足に計上", "soft, with a named shortage"),
    "off": Text("使わない", "off"),
}
STATUSES = {
    "optimal": Text("最適", "optimal"),
    "within_gap": Text("差が許容内", "within the gap allowed"),
    "time_limit": Text("時間切れ", "time limit"),
}
METHODS = {
    "lp": Text("線形計画（解が整数）", "linear program, integral"),
    "core": Text("絞り込んだ整数計画", "integer program over a core"),
    "mip": Text("整数計画", "integer program"),
}
NEEDS_CHECK = Text("要確認", "to be confirmed")
NOT_NEEDED = Text("不要", "not needed")
MET = Text("充足", "met")
UNMET = Text("不足", "not met")
UNDECIDED = Text("判定保留", "undecided")
NO_EVIDENCE = Text("証拠なし", "no evidence")
YES = Text("はい", "yes")
NO = Text("いいえ", "no")


def goal_name(goal: Goal) -> Text:
    """Return the name of a goal.

    Parameters
    ----------
    goal : Goal
        The goal.

    Returns
    -------
    Text
        Its name; of a mix, its id with the terms and their weights.
    """
    if goal.id in GOALS:
        return GOALS[goal.id]
    terms = [(GOALS.get(term, Text(term, term)), weight) for term, weight in goal.weights.items()]
    ja = "、".join(f"{name.ja}×{weight:g}" for name, weight in terms)
    en = ", ".join(f"{name.en} × {weight:g}" for name, weight in terms)
    return Text(f"{goal.id}（{ja}）", f"{goal.id} ({en})")
