"""The dot plot of one person: level, interval and requirement of each skill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from grader.dashboard.drawing import (
    BLUE,
    INTERVAL,
    MUTED,
    ORANGE,
    figure_json,
    hover_text,
    layout_of,
)
from grader.dashboard.labels import say
from grader.dashboard.view import TOP_LEVEL
from grader.dashboard.words import plain, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.dashboard.view import Estimate, Part
    from grader.text import Lang

WHITE = "#ffffff"

_LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def dot_plot(
    rows: Sequence[tuple[str, Estimate | None, Part | None]], *, interval: int, lang: Lang
) -> str:
    """Draw level, interval and requirement of one person's skills.

    Parameters
    ----------
    rows : sequence of (str, Estimate or None, Part or None)
        Skill name, what is known of it, what the target role asks for; from top to bottom.
    interval : int
        Probability inside the intervals, in per cent.
    lang : {'ja', 'en'}
        Language of the labels.

    Returns
    -------
    str
        The figure as JSON.
    """
    known = [(y, e) for y, (_, e, _) in enumerate(rows) if e]
    shown = [(y, e) for y, e in known if not e.is_thin]
    firm = [(y, e) for y, e in shown if not e.provisional]
    provisional = [(y, e) for y, e in shown if e.provisional]
    names = [plain(name) for name, _, _ in rows]
    hover = [
        f"{name}<br>{hover_text(row[1], interval, lang)}"
        for name, row in zip(names, rows, strict=True)
    ]
    traces = [
        _intervals(known, say(lang, "legend_interval", share=interval)),
        _requirements(rows, say(lang, "legend_required"), by_people=False),
        _requirements(rows, say(lang, "legend_attested"), by_people=True),
        _dots(firm, hover, say(lang, "legend_level"), fill=BLUE),
        _dots(provisional, hover, say(lang, "legend_provisional"), fill=WHITE),
    ]
    missing = [_missing(y, lang) for y, (_, e, _) in enumerate(rows) if e is None]
    layout = _layout(
        [wrap(name, lang, is_row=True) for name, _, _ in rows], say(lang, "axis_level")
    )
    return figure_json(go.Figure(traces, {**layout, "annotations": missing}))


def _layout(names: Sequence[str], title: str) -> dict[str, Any]:
    levels = [str(level) for level in range(TOP_LEVEL + 1)]
    layout = layout_of(height=116 + 40 * len(names), rows=names, columns=levels)
    layout["xaxis"] |= {
        "range": [-0.1, TOP_LEVEL + 0.1],
        "showgrid": True,
        "side": "bottom",
        "title": {"text": title},
    }
    layout["yaxis"] |= {"showgrid": True}
    return layout | {"legend": _LEGEND, "plot_bgcolor": WHITE, "showlegend": True}


def _intervals(known: Sequence[tuple[int, Estimate]], name: str) -> go.Scatter:
    """One trace of separate strokes: None breaks the line between two skills."""
    x: list[float | None] = []
    y: list[int | None] = []
    for row, e in known:
        x += [round(e.low, 3), round(e.high, 3), None]
        y += [row, row, None]
    line = {"color": INTERVAL, "width": 7}
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name, hoverinfo="skip", legendrank=3)


def _dots(
    known: Sequence[tuple[int, Estimate]], hover: Sequence[str], name: str, *, fill: str
) -> go.Scatter:
    return go.Scatter(
        x=[round(e.eap, 3) for _, e in known],
        y=[row for row, _ in known],
        mode="markers",
        marker={"size": 13, "color": fill, "line": {"color": BLUE, "width": 3}},
        name=name,
        legendrank=2 if fill == WHITE else 1,
        customdata=[hover[row] for row, _ in known],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _requirements(
    rows: Sequence[tuple[str, Estimate | None, Part | None]], name: str, *, by_people: bool
) -> go.Scatter:
    """Requirements that notebooks can show are strokes, those that people attest are diamonds."""
    asked = [
        (y, part.required)
        for y, (_, _, part) in enumerate(rows)
        if part and part.by_people == by_people
    ]
    stroke = {"size": 20, "symbol": "line-ns", "line": {"color": ORANGE, "width": 4}}
    diamond = {"size": 12, "symbol": "diamond-open", "color": ORANGE, "line": {"width": 2}}
    return go.Scatter(
        x=[level for _, level in asked],
        y=[row for row, _ in asked],
        mode="markers",
        marker=diamond if by_people else stroke,
        name=name,
        legendrank=5 if by_people else 4,
        cliponaxis=False,
        hovertemplate=f"{name} %{{x}}<extra></extra>",
    )


def _missing(row: int, lang: Lang) -> dict[str, Any]:
    return {
        "x": 0.03,
        "y": row,
        "text": say(lang, "no_evidence"),
        "showarrow": False,
        "xanchor": "left",
        "bgcolor": "rgba(255, 255, 255, 0.6)",  # a requirement behind it shows through
        "font": {"color": MUTED, "size": 12},
    }
