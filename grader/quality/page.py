"""The report as a page: one file for each language, offline, without a script."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grader.page import environment
from grader.quality import figures, labels
from grader.quality.intervals import correlation_interval, share_interval
from grader.quality.thresholds import LIMITS, limit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from grader.quality.model import ItemReport, Report, ScaleReport
    from grader.text import Lang

_HERE = Path(__file__).parent / "templates"


def file_name(lang: Lang) -> str:
    """Return the name of the page in a language.

    Parameters
    ----------
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        ``quality-ja.html`` or ``quality-en.html``.
    """
    return f"quality-{lang}.html"


def rendered(report: Report, lang: Lang) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    report : Report
        What it says.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        The whole document; every text is escaped.
    """
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("quality.html.j2")
        .render(
            report=report,
            lang=lang,
            other=file_name("en" if lang == "ja" else "ja"),
            t=partial(labels.say, lang),
            figures=figures.FIGURES,
            limits=LIMITS,
            limit=limit,
            verdicts={verdict: text.get(lang) for verdict, text in figures.VERDICTS.items()},
            reason=partial(figures.reason, lang=lang),
            remedy=partial(figures.remedy, lang=lang),
            lessons=_lessons(report, lang),
            skills=[scale for scale in report.scales if scale.kind == "skill"],
            sure=_sure(report),
            style=Markup(style),  # noqa: S704  # our own file
        )
    )


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return environment(
        _HERE, text=_text, share="{:.0%}".format, missing=missing_levels, number=_number
    )


def _text(value: float, key: str) -> str:
    return figures.shown(key, value)


def _number(value: float) -> str:
    return figures.shown("item_rest", value)


def _lessons(report: Report, lang: Lang) -> Sequence[tuple[str, Sequence[ItemReport]]]:
    titles = {s.id: s.title.get(lang) for s in report.scales if s.kind == "lesson"}
    by_lesson = groupby(report.items, key=lambda one: one.item.lesson)
    return [(titles[slug], list(group)) for slug, group in by_lesson]


def missing_levels(scale: ScaleReport) -> list[str]:
    """Return the levels at which a skill wants tasks.

    Parameters
    ----------
    scale : ScaleReport
        A skill.

    Returns
    -------
    list of str
        Levels in words.
    """
    return [str(row.level) for row in scale.levels if row.verdict == "review"]


def _sure(report: Report) -> Mapping[str, Any]:
    """How little the usual exercise of this class can tell."""
    n = int(median(report_n(one) for one in report.items))
    if not n:
        return {"n": 0, "low": "0%", "high": "100%", "rlow": _number(-1), "rhigh": _number(1)}
    share, r = share_interval(0.5, n), correlation_interval(0.3, n)
    low, high = (format(end, ".0%") for end in share)
    return {"n": n, "low": low, "high": high, "rlow": _number(r[0]), "rhigh": _number(r[1])}


def report_n(one: ItemReport) -> int:
    """Return the answers to an exercise.

    Parameters
    ----------
    one : ItemReport
        The exercise.

    Returns
    -------
    int
        Scored answers.
    """
    return one.figures["facility"].n
