"""不足一覧: what the plan could not do, which rules stand in the way, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.exports.table import Column, Table
from grader.placement.plan.words import PRIVATE_RULES
from grader.placement.rules.catalogue import RULES
from grader.text import Text

if TYPE_CHECKING:
    from grader.placement.exports.view import View
    from grader.placement.plan.model import Shortage

_PRIVATE = Text("人事の定め", "a decision of the personnel office")
_NAMES = {rule.code: rule for rule in RULES}


def shortages_table(view: View) -> Table:
    """Return what the plan could not do.

    Parameters
    ----------
    view : View
        The plan with its names.

    Returns
    -------
    Table
        不足一覧; one row that says so where nothing is missing.
    """
    headers = (
        (Text("番号", "no."), 6),
        (Text("発令日", "appointed on"), 15),
        (Text("規則", "rule"), 8),
        (Text("規則名", "name of the rule"), 20),
        (Text("不足の種類", "kind of shortage"), 24),
        (Text("ポスト", "post"), 30),
        (Text("職員", "person"), 22),
        (Text("スキル", "skill"), 22),
        (Text("レベル", "level"), 8),
        (Text("量", "amount"), 8),
        (Text("内容", "what is missing"), 46),
        (Text("妨げている規則", "blocked by"), 34),
        (Text("解消の方法", "remedy"), 46),
    )
    shortages = view.papers.plan.shortages
    none = view.say(Text("不足はありません。", "Nothing is missing."))
    rows = [_row(view, number, one) for number, one in enumerate(shortages, 1)]
    return Table(
        view.say(Text("不足一覧", "shortages")),
        view.say(Text("不足一覧", "What the plan could not do")),
        tuple(Column(view.say(header), width) for header, width in headers),
        rows or [[None] * 10 + [none, None, None]],
        frozen=4,
    )


def _row(view: View, number: int, short: Shortage) -> list[str | float | None]:
    rule = _NAMES.get(short.rule)
    kind = rule.shortage if rule else None
    return [
        number,
        view.written(view.day(short.year)),
        short.rule,
        view.say(rule.name) if rule else "",
        view.say(kind) if kind else "",
        view.labels.get(short.post, short.post),
        view.named(short.person) if short.person in view.people else short.person,
        view.skills([short.skill]) if short.skill else "",
        short.level or None,
        round(short.amount, 2),
        view.say(short.text),
        view.phrases(dict.fromkeys(rule_name(view, code) for code in short.blocked_by)),
        view.say(short.remedy),
    ]


def rule_name(view: View, code: str) -> str:
    """Return code and name of a rule.

    Parameters
    ----------
    view : View
        Knows the language.
    code : str
        Code.

    Returns
    -------
    str
        Such as ``P004 定員``; of rules whose reason is nobody's business, only that there is one.
    """
    if code in PRIVATE_RULES:
        return view.say(_PRIVATE)
    return f"{code} {view.say(_NAMES[code].name)}" if code in _NAMES else code
