"""The report as a workbook: the same figures, to be sorted and filtered."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.quality import figures
from grader.quality.thresholds import LIMITS, limit
from grader.records.xlsx import xlsx_bytes
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.quality.model import Figure, Place, Report

    Row = list[str | float | None]

_HEADERS: dict[str, Row] = {
    "first": [
        "順 / rank", "教材 / lesson", "設問 / exercise", "理由", "すること", "reason", "what to do",
        "問題文 / text", "判定のコード / test",
    ],
    "figures": [
        "教材 / lesson", "設問 / exercise", "題", "title", "スキル / skill", "レベル / level",
        "数字 / figure", "値 / value", "95 % 下 / low", "95 % 上 / high", "件数 / n", "判定 / verdict",
        "理由", "すること", "reason", "what to do", "問題文 / text", "判定のコード / test",
    ],
    "scales": [
        "種類 / kind", "ID", "名前", "name", "人数 / people", "設問数 / tasks", "数字 / figure",
        "値 / value", "95 % 下 / low", "95 % 上 / high", "判定 / verdict", "理由", "すること", "reason",
        "what to do",
    ],
    "levels": [
        "スキル / skill", "名前", "name", "レベル / level", "設問数 / tasks",
        "標準誤差（設問） / SE from tasks", "人数 / people", "標準誤差（人） / SE of people",
        "判定 / verdict",
    ],
    "beliefs": [
        "教材 / lesson", "設問 / exercise", "ID", "思い違い", "misconception", "件数 / count",
        "回答 / answers", "読み直す所 / read again", "判定のコード / test",
    ],
    "pairs": ["設問 / exercise", "設問 / exercise", "平均の組との差 / above the mean pair"],
    "dif": [
        "群の分け方 / grouping", "教材 / lesson", "設問 / exercise", "比べる群 / reference",
        "比べられる群 / focal", "大きさ / size", "単位 / unit", "分類 / ETS class", "大きい確率 / probably large", "判定 / verdict",
    ],
    "aside": ["規則 / rule", "意味", "meaning", "件数 / count", "すること", "what to do"],
    "limits": ["基準 / limit", "値 / value", "意味", "meaning", "出典", "source"],
}  # fmt: skip
_NAMES = {
    "first": "最初に first",
    "figures": "設問 items",
    "scales": "教材とスキル scales",
    "levels": "レベル levels",
    "beliefs": "思い違い misconceptions",
    "pairs": "依存 pairs",
    "dif": "公平さ DIF",
    "aside": "数えない set aside",
    "limits": "基準 limits",
}
_APART = {
    "good": Text("単独で示す", "show apart"),
    "review": Text("まとめる", "merge"),
}


def workbook(report: Report) -> bytes:
    """Return the report as an Excel workbook.

    Parameters
    ----------
    report : Report
        What it says.

    Returns
    -------
    bytes
        One sheet per table, in both languages; texts and numbers only, never a formula.
    """
    rows: dict[str, Iterable[Row]] = {
        "first": _first(report),
        "figures": _figures(report),
        "scales": _scales(report),
        "levels": _levels(report),
        "beliefs": _beliefs(report),
        "pairs": ([p.first.id, p.second.id, _cell(p.excess)] for p in report.pairs),
        "dif": _dif(report),
        "aside": (
            [one.rule, *_both(one.title), one.count, *_both(one.remedy)] for one in report.set_aside
        ),
        "limits": (
            [name, one.value, *_both(one.meaning), *_both(one.source)]
            for name, one in LIMITS.items()
        ),
    }
    sheets = {_NAMES[key]: [_HEADERS[key], *table] for key, table in rows.items()}
    return xlsx_bytes(sheets)


def _cell(value: float) -> float | None:
    """An empty cell where the answers do not determine a figure."""
    return round(value, 4) if math.isfinite(value) else None


def _both(text: Text) -> tuple[str, str]:
    return text.ja, text.en


def _joined(text: Text) -> str:
    return f"{text.ja} / {text.en}"


def _said(figure: Figure, place: Place | None) -> Iterator[str]:
    for lang in LANGS:
        review = figure.verdict == "review"
        yield figures.reason(figure, lang) if review else ""
        yield figures.remedy(figure, place, lang) if review else ""


def _numbers(figure: Figure) -> Row:
    name = _joined(figures.FIGURES[figure.key].name)
    return [name, _cell(figure.value), _cell(figure.low), _cell(figure.high)]


def _verdict(figure: Figure) -> str:
    text = figures.VERDICTS[figure.verdict]
    return _joined(_APART.get(figure.verdict, text) if figure.key == "prmse" else text)


def _first(report: Report) -> Iterable[Row]:
    for rank, one in enumerate(report.worst, start=1):
        for figure in one.problems:
            said = _said(figure, one.place)
            yield [rank, one.item.lesson, one.item.id, *said, one.place.text, one.place.check]


def _figures(report: Report) -> Iterable[Row]:
    for one in report.items:
        item = one.item
        head: Row = [item.lesson, item.id, *_both(item.title), item.skill, item.level]
        for figure in one.figures.values():
            said = _said(figure, one.place)
            tail: Row = [figure.n, _verdict(figure), *said, one.place.text, one.place.check]
            yield [*head, *_numbers(figure), *tail]


def _scales(report: Report) -> Iterable[Row]:
    for scale in report.scales:
        head: Row = [scale.kind, scale.id, *_both(scale.title), scale.persons, scale.items]
        for figure in scale.figures.values():
            yield [*head, *_numbers(figure), _verdict(figure), *_said(figure, None)]


def _levels(report: Report) -> Iterable[Row]:
    fewer = int(limit("small_cell"))
    small = f"{fewer}人未満 / fewer than {fewer}"
    for scale in report.scales:
        for row in scale.levels:
            word = "足りない / missing" if row.verdict == "review" else ""
            word = word or ("足りている / enough" if row.judged else "対象外 / not judged")
            persons = small if row.persons is None else row.persons
            numbers: Row = [row.level, row.tasks, _cell(row.planned), persons, _cell(row.seen)]
            yield [scale.id, *_both(scale.title), *numbers, word]


def _beliefs(report: Report) -> Iterable[Row]:
    for one in report.items:
        for belief in one.beliefs:
            head = [one.item.lesson, one.item.id, belief.id, *_both(belief.belief)]
            yield [*head, belief.count, belief.of, belief.remedy, one.place.check]


def _dif(report: Report) -> Iterable[Row]:
    for grouping in report.groupings:
        if len(grouping.sizes) < 2:  # noqa: PLR2004  # nothing to compare
            least = int(limit("answers_group"))
            few = f"件数が足りない（{least}人以上の群が二つ要る） / too few (two groups of {least} needed)"
            yield [_joined(grouping.variable), few]
        for row in grouping.rows:
            head = [_joined(row.variable), row.item.lesson, row.item.id]
            size: Row = [_cell(row.size), row.unit, row.ets, _cell(row.p_large)]
            verdict = _joined(figures.VERDICTS[row.verdict])
            yield [*head, row.reference, row.focal, *size, verdict]
