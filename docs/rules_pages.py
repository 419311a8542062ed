"""The page of rules: who may bid, what is pledged, who sees what, and the figures behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from page_parts import MADE, both, cell, table

from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from grader.standard.model import Citation
    from grader.standard.rulings import Rulebook
    from grader.standard.rulings.clause import BidRule
    from grader.standard.rulings.measures import GrantRule, Statistic

    Cited = Callable[[Sequence[Citation]], str]

EFFECTS = {
    "barred": Text("企業が参加できない", "the company is barred"),
    "act_forbidden": Text("本人がしてはならない", "the person may not act"),
}
SUITABILITY = {
    "suitable": Text("向く", "suitable"),
    "hard": Text("難しい", "hard"),
    "conditional": Text("条件による", "on a condition"),
    "unsuitable": Text("向かない", "not suitable"),
}
BODIES = {
    "municipality": Text("市町村", "municipalities"),
    "prefecture": Text("都道府県", "prefectures"),
}


def restrictions_page(rules: Rulebook, cited: Cited) -> str:
    """Return the page of rules as data.

    Parameters
    ----------
    rules : Rulebook
        The rules.
    cited : callable
        Turns citations into Markdown.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        "# 公平性などの規則 / Rules",
        "",
        MADE,
        "規則は要約です。判断の前に原典と自団体の規程を確かめてください。`kakehashi rules` は、事例がどの条項に当たるかを",
        "答えます。原典が決めていない点は推測せず、「要確認」と答えて、確かめることを示します。",
        "",
        "The rules are paraphrases: look at the source and at your own rules before you decide. `kakehashi rules` answers",
        "which clause a case falls under. What a source leaves open is never guessed: the answer is “to be confirmed”, with",
        "the question to settle.",
        "",
        "## 入札制限 / Bid restrictions",
        "",
        *(line for rule in rules.bid_rules.values() for line in _bid_rule(rule, cited)),
        *_pledges(rules, cited),
        *_limits(rules, cited),
        *_coverage(rules, cited),
        "## 財政措置 / Funding",
        "",
        *(line for grant in rules.grants.values() for line in _grant(grant, cited)),
        "## 統計 / Figures",
        "",
        *(line for figures in rules.statistics.values() for line in _statistic(figures, cited)),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _pair(text: Text) -> str:
    return f"{cell(text.ja)}  \n{cell(text.en)}"


def _until(first: date | None, last: date | None) -> str:
    return f"{first or '—'} – {last or '—'}"


def _bid_rule(rule: BidRule, cited: Cited) -> Iterator[str]:
    yield from (f"### {rule.id} {cell(rule.name.ja)} / {cell(rule.name.en)}", "")
    yield from (f"{_pair(rule.consequence)}", "")
    rows = ((f"`{x.id}`", both(x.text), both(EFFECTS[x.effect])) for x in rule.clauses)
    yield from (*table(("条項 / clause", "内容 / text", "効果 / effect"), rows), "")
    if rule.exemption:
        yield "すべて満たせば、適用除外を申請できます。 / An exemption may be applied for if all are met:"
        yield ""
        yield from (f"- ({x.id}) {cell(x.text.ja)}  \n  {cell(x.text.en)}" for x in rule.exemption)
        yield ""
    yield from _open(rule)
    yield from ("この規則について / About this rule:", "")
    yield f"- 文書 / document：{both(rule.document).replace('<br>', ' / ')}"
    yield f"- 有効期間 / valid：{_until(rule.valid_from, rule.valid_until)}"
    if rule.note is not None:
        yield f"- 注 / note：{both(rule.note).replace('<br>', ' / ')}"
    yield from (f"- 出典 / sources：{cited(rule.sources)}", "")


def _open(rule: BidRule) -> Iterator[str]:
    """Yield what the source does not decide, each question once, with its clauses."""
    asked: dict[Text, list[str]] = {}
    for clause in rule.clauses:
        for item in clause.unsettled:
            asked.setdefault(item.question, []).append(clause.id)
    if asked:
        yield from (
            "原典が決めていない点（答えに関わるときは「要確認」）/ Left open by the source:",
            "",
        )
    for question, clauses in asked.items():
        where = f"（{'、'.join(dict.fromkeys(clauses))}）" if len(rule.clauses) > 1 else ""
        yield f"- {cell(question.ja)}{where}  \n  {cell(question.en)}"
    if asked:
        yield ""


def _pledges(rules: Rulebook, cited: Cited) -> Iterator[str]:
    yield from ("## 誓約書 / Pledges", "")
    for form in rules.pledges.values():
        yield from (f"### {cell(form.name.ja)} / {cell(form.name.en)}", "")
        yield from (f"- {both(name).replace('<br>', ' / ')}" for name in form.items.values())
        yield from ("", f"出典 / sources：{cited(form.sources)}", "")


def _limits(rules: Rulebook, cited: Cited) -> Iterator[str]:
    yield from ("## 情報へのアクセス / Access to information", "")
    yield from table(
        ("制限 / limit", "内容 / what it means", "出典 / sources"),
        (
            (both(x.name), both(x.description), cited(x.sources))
            for x in rules.access_limits.values()
        ),
    )
    yield from ("", "## 副業に向くセキュリティ業務 / Security work as a side job", "")
    yield from table(
        ("業務 / work", "向き / suitability", "理由 / reason", "条件 / condition", "出典 / sources"),
        (
            (
                both(x.name), both(SUITABILITY[x.suitability]), both(x.reason),
                both(x.condition) if x.condition else "—", cited(x.sources),
            )
            for x in rules.side_jobs.values()
        ),
    )  # fmt: skip
    yield ""


def _coverage(rules: Rulebook, cited: Cited) -> Iterator[str]:
    yield from ("## 担い手の数 / Coverage", "")
    yield from table(
        ("規則 / rule", "知らせること / what is told", "手立て / remedy", "出典 / sources"),
        (
            (both(x.name), both(x.message), both(x.remedy), cited(x.sources))
            for x in rules.coverage_rules.values()
        ),
    )
    yield ""


def _grant(grant: GrantRule, cited: Cited) -> Iterator[str]:
    bodies = "、".join(both(BODIES[x]).replace("<br>", " / ") for x in grant.bodies)
    yield from (f"### {cell(grant.name.ja)} / {cell(grant.name.en)}", "")
    if grant.expiry_note is not None:
        yield from (f"**{cell(grant.expiry_note.ja)}**  \n**{cell(grant.expiry_note.en)}**", "")
    yield f"- 対象 / for：{bodies}。率 / rate：{grant.rate:g}"
    for item in grant.items:
        cap = (
            "上限なし / no cap" if item.cap_yen is None else f"上限 / cap {item.cap_yen:,} 円 / yen"
        )
        since = f"、{item.since}〜" if item.since else ""
        yield f"- {both(item.name).replace('<br>', ' / ')}：{cap}{since}"
    yield f"- 有効期間 / valid：{_until(grant.valid_from, grant.valid_until)}"
    yield from (f"- 出典 / sources：{cited(grant.sources)}", "")


def _number(value: float) -> str:
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def _statistic(figures: Statistic, cited: Cited) -> Iterator[str]:
    when = f"（{figures.as_of}）" if figures.as_of else ""
    yield from (f"### {cell(figures.name.ja)} / {cell(figures.name.en)}{when}", "")
    rows = (
        (
            both(x.name), _number(x.value),
            f"{x.of:,}" if x.of else "—", f"{x.percent:g} %" if x.percent is not None else "—",
        )
        for x in figures.figures.values()
    )  # fmt: skip
    unit = both(figures.unit).replace("<br>", " / ")
    head = ("", f"値 / value（{unit}）", "母数 / of", "割合 / share")
    yield from (*table(head, rows), "")
    for note, word in (
        (figures.contradiction, "食い違い / contradiction"),
        (figures.note, "注 / note"),
    ):
        if note is not None:
            yield f"- {word}：{both(note).replace('<br>', ' / ')}"
    yield from (f"- 出典 / sources：{cited(figures.sources)}", "")
