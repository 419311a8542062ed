"""Charts as plotly figures; the only file that imports plotly.

Every builder is a function from the records of the pages to the JSON of a figure. Values are plain
lists and rounded, so that the same records give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from grader.dashboard.aggregate import SHOWN_THRESHOLDS
from grader.dashboard.labels import say
from grader.dashboard.view import TOP_LEVEL
from grader.dashboard.words import (
    cell_text,
    department_name,
    level_number,
    plain,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.dashboard.aggregate import SkillRow
    from grader.dashboard.view import Book, Estimate, Member, Part
    from grader.text import Lang

INK = "#1f2933"
MUTED = "#52606d"
GRID = "#e4e7eb"
EMPTY = "#f5f7fa"
BLUE = "#1f5fa8"
INTERVAL = "#8fb4dc"
ORANGE = "#b85c00"
# Cividis (Nunez, Anderton, Renslow 2018) in ten steps: even to every kind of colour vision.
CIVIDIS = (
    "#00224e",
    "#123570",
    "#3b496c",
    "#575d6d",
    "#707173",
    "#8a8678",
    "#a59c74",
    "#c3b369",
    "#e1cc55",
    "#fee838",
)
# Five of them for levels 0 to 4, chosen so that black or white reads on each at 4.5:1 or better.
LEVEL_COLOURS = tuple(CIVIDIS[step] for step in (0, 2, 4, 7, 9))
FONT = (
    "'Noto Sans CJK JP', 'Noto Sans JP', 'BIZ UDPGothic', 'Yu Gothic UI', 'Hiragino Sans', Meiryo, "
    "sans-serif"
)


def share_heat_map(book: Book, rows: Sequence[SkillRow], *, level: int, lang: Lang) -> str:
    """Draw the share of people at a level by skill and department.

    Parameters
    ----------
    book : Book
        Everything shown.
    rows : sequence of SkillRow
        The table, small groups already hidden.
    level : int
        Threshold: 1, 2 or 3.
    lang : {'ja', 'en'}
        Language of the labels.

    Returns
    -------
    str
        The figure as JSON.
    """
    index = SHOWN_THRESHOLDS.index(level)
    columns = [*(department_name(d, lang) for d in book.departments), say(lang, "whole_office")]
    heads = [book.names.skill(row.skill).get(lang) for row in rows]
    cells = [[*row.cells, row.total] for row in rows]
    figure = _heat_map(
        values=[[100 * c.shares[index] if c.shares else None for c in line] for line in cells],
        texts=[[cell_text(c, index, lang, newline="<br>") for c in line] for line in cells],
        hover=[
            [f"{plain(head)}<br>{plain(column)}" for column in columns] for head in heads
        ],
        scale=Scale(colours=_smooth(), low=0, high=100, ticks=(0, 25, 50, 75, 100), suffix="%"),
        row_height=44,
    )
    _name_axes(figure, rows=[plain(head) for head in heads], columns=[wrap(c, lang) for c in columns])
    figure.update_layout(shapes=[_divider(len(columns) - 1.5, len(rows))])
    return _json(figure)


def level_heat_map(
    book: Book, members: Sequence[Member], *, skills: Sequence[str], lang: Lang
) -> str:
    """Draw the levels of up to sixty people.

    Parameters
    ----------
    book : Book
        Everything shown.
    members : sequence of Member
        The people, in the order to show.
    skills : sequence of str
        The columns.
    lang : {'ja', 'en'}
        Language of the labels.

    Returns
    -------
    str
        The figure as JSON.
    """
    found = [[member.skills.get(skill) for skill in skills] for member in members]
    names = [book.names.skill(skill).get(lang) for skill in skills]
    # Two people may bear the same name; the number tells them apart.
    people = [plain(f"{member.name}　{member.id}") for member in members]
    figure = _heat_map(
        values=[[e.level if e else None for e in line] for line in found],
        texts=[[_level_text(e) for e in line] for line in found],
        hover=[
            [f"{who}<br>{plain(name)}<br>{_hover(e, book.interval, lang)}" for name, e in zip(names, line, strict=True)]
            for who, line in zip(people, found, strict=True)
        ],
        scale=Scale(colours=_stepped(), low=-0.5, high=TOP_LEVEL + 0.5, ticks=range(TOP_LEVEL + 1)),
        row_height=26,
    )
    figure.update_layout(shapes=_borders(members, len(skills)))
    _name_axes(figure, rows=people, columns=[wrap(name, lang) for name in names])
    return _json(figure)


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
    firm = [(y, e) for y, e in known if not e.provisional]
    thin = [(y, e) for y, e in known if e.provisional]
    names = [plain(name) for name, _, _ in rows]
    hover = [f"{name}<br>{_hover(row[1], interval, lang)}" for name, row in zip(names, rows, strict=True)]
    figure = go.Figure(
        [
            _intervals(known, say(lang, "legend_interval", share=interval)),
            _requirements(rows, say(lang, "legend_required")),
            _dots(firm, hover, say(lang, "legend_level"), fill=BLUE),
            _dots(thin, hover, say(lang, "legend_provisional"), fill="#ffffff"),
        ],
        _layout(height=116 + 34 * len(rows)),
    )
    _name_axes(figure, rows=names, columns=list(map(str, range(TOP_LEVEL + 1))))
    figure.update_layout(
        annotations=[_missing(y, lang) for y, (_, e, _) in enumerate(rows) if e is None],
        legend=_LEGEND,
        plot_bgcolor="#ffffff",
        showlegend=True,
    )
    figure.update_xaxes(
        range=[-0.1, TOP_LEVEL + 0.1], showgrid=True, side="bottom", title_text=say(lang, "axis_level")
    )
    figure.update_yaxes(showgrid=True)
    return _json(figure)


def _intervals(known: Sequence[tuple[int, Estimate]], name: str) -> go.Scatter:
    """One trace of separate strokes: None breaks the line between two skills."""
    x: list[float | None] = []
    y: list[int | None] = []
    for row, e in known:
        x += [_clip(e.low), _clip(e.high), None]
        y += [row, row, None]
    line = {"color": INTERVAL, "width": 7}
    return go.Scatter(x=x, y=y, mode="lines", line=line, name=name, hoverinfo="skip", legendrank=3)


def _dots(
    known: Sequence[tuple[int, Estimate]], hover: Sequence[str], name: str, *, fill: str
) -> go.Scatter:
    return go.Scatter(
        # A trace without any point would lose its entry in the legend.
        x=[_clip(e.eap) for _, e in known] or [None],
        y=[row for row, _ in known] or [None],
        mode="markers",
        marker={"size": 13, "color": fill, "line": {"color": BLUE, "width": 3}},
        name=name,
        legendrank=2 if fill == "#ffffff" else 1,
        customdata=[hover[row] for row, _ in known] or [None],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _requirements(
    rows: Sequence[tuple[str, Estimate | None, Part | None]], name: str
) -> go.Scatter:
    asked = [(y, part.required) for y, (_, _, part) in enumerate(rows) if part]
    return go.Scatter(
        x=[level for _, level in asked] or [None],
        y=[row for row, _ in asked] or [None],
        mode="markers",
        marker={"size": 20, "symbol": "line-ns", "line": {"color": ORANGE, "width": 4}},
        name=name,
        legendrank=4,
        hovertemplate=f"{name} %{{x}}<extra></extra>",
    )


def _missing(row: int, lang: Lang) -> dict[str, Any]:
    return {
        "x": 0.03,
        "y": row,
        "text": say(lang, "no_evidence"),
        "showarrow": False,
        "xanchor": "left",
        "bgcolor": "#ffffff",
        "font": {"color": MUTED, "size": 12},
    }


@dataclass(frozen=True, slots=True)
class Scale:
    """How values become colours.

    Parameters
    ----------
    colours : tuple of (float, str)
        Colour at each share of the way from low to high.
    low, high : float
        Ends of the scale.
    ticks : sequence of int
        Values named beside the colours.
    suffix : str
        Unit.
    """

    colours: tuple[tuple[float, str], ...]
    low: float
    high: float
    ticks: Sequence[int]
    suffix: str = ""

    def colour(self, value: float) -> str:
        """Return the colour of the nearest step, for choosing ink that reads on it.

        Parameters
        ----------
        value : float
            A value of the map.

        Returns
        -------
        str
            As ``#rrggbb``.
        """
        place = (value - self.low) / (self.high - self.low)
        return min(self.colours, key=lambda stop: abs(stop[0] - place))[1]


def ink_on(colour: str) -> str:
    """Choose black or white, whichever reads better on a colour.

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.

    Returns
    -------
    str
        As ``#rrggbb``.

    References
    ----------
    WCAG 2.2, relative luminance: black and white contrast alike at a luminance of 0.179.

    Examples
    --------
    >>> ink_on("#00224e"), ink_on("#fee838")
    ('#ffffff', '#000000')
    """
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def _heat_map(
    *,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    scale: Scale,
    row_height: int,
) -> go.Figure:
    """Colours from one trace, writing from others: plotly's own choice of ink is often too faint."""
    layout = _layout(height=84 + row_height * len(values))
    trace = go.Heatmap(
        z=[[None if v is None else round(v, 1) for v in line] for line in values],
        text=texts,
        customdata=hover,
        colorscale=scale.colours,
        zmin=scale.low,
        zmax=scale.high,
        colorbar=_bar(scale),
        hovertemplate=_HOVER[scale.suffix],
        hoverongaps=False,
        xgap=2,
        ygap=2,
    )
    return go.Figure([trace, *_writing(values, texts, scale)], layout)


# A level's hover text stands in customdata; a share's is what the cell itself says.
_HOVER = {
    "": "%{customdata}<extra></extra>",
    "%": "%{customdata}<br>%{text}<extra></extra>",
}


def _writing(
    values: Sequence[Sequence[float | None]], texts: Sequence[Sequence[str]], scale: Scale
) -> Iterator[go.Scatter]:
    inks: dict[str, list[tuple[int, int, str]]] = {MUTED: [], "#000000": [], "#ffffff": []}
    for y, line in enumerate(values):
        for x, value in enumerate(line):
            ink = MUTED if value is None else ink_on(scale.colour(value))
            inks[ink].append((x, y, texts[y][x]))
    for ink, written in sorted(inks.items()):
        cells = [cell for cell in written if cell[2]]
        if cells:
            yield go.Scatter(
                x=[x for x, _, _ in cells],
                y=[y for _, y, _ in cells],
                text=[text for _, _, text in cells],
                mode="text",
                textfont={"color": ink, "size": 11 if ink == MUTED else 13},
                hoverinfo="skip",
                showlegend=False,
            )


def _name_axes(figure: go.Figure, *, rows: Sequence[str], columns: Sequence[str]) -> None:
    """Axes are numbers with names: plotly would read a department called "2024" as a number."""
    n, m = len(columns), len(rows)
    figure.update_xaxes(tickvals=list(range(n)), ticktext=list(columns), range=[-0.5, n - 0.5])
    figure.update_yaxes(tickvals=list(range(m)), ticktext=list(rows), range=[m - 0.5, -0.5])


def _divider(x: float, rows: int) -> dict[str, Any]:
    """Set the total apart from the departments."""
    line = {"color": INK, "width": 1.5}
    return {"type": "line", "x0": x, "x1": x, "y0": -0.5, "y1": rows - 0.5, "line": line}


def _borders(members: Sequence[Member], columns: int) -> list[dict[str, Any]]:
    """Set the departments apart."""
    line = {"color": INK, "width": 1.5}
    return [
        {"type": "line", "x0": -0.5, "x1": columns - 0.5, "y0": y - 0.5, "y1": y - 0.5, "line": line}
        for y, (above, below) in enumerate(pairwise(members), 1)
        if above.department != below.department
    ]


def _level_text(estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    return f"{estimate.level}*" if estimate.provisional else str(estimate.level)


def _hover(e: Estimate | None, interval: int, lang: Lang) -> str:
    if e is None:
        return say(lang, "no_evidence")
    span = f"{level_number(e.low)}–{level_number(e.high)}"
    text = f"{say(lang, 'level_n', level=e.level)}<br>{say(lang, 'interval', share=interval)} {span}"
    return f"{text}<br>{say(lang, 'provisional')}" if e.provisional else text


def _clip(level: float) -> float:
    return round(min(max(level, 0.0), float(TOP_LEVEL)), 3)


def _smooth() -> tuple[tuple[float, str], ...]:
    last = len(CIVIDIS) - 1
    return tuple((round(step / last, 4), colour) for step, colour in enumerate(CIVIDIS))


def _stepped() -> tuple[tuple[float, str], ...]:
    n = len(LEVEL_COLOURS)
    return tuple(
        (edge / n, colour) for i, colour in enumerate(LEVEL_COLOURS) for edge in (i, i + 1)
    )


def _bar(scale: Scale) -> dict[str, Any]:
    return {
        "tickvals": list(scale.ticks),
        "ticksuffix": scale.suffix,
        "thickness": 10,
        "outlinewidth": 0,
        "len": 1,
        "x": 1.01,
        "xpad": 0,
    }


_LEGEND = {
    "orientation": "h",
    "x": 0,
    "y": 1,
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}


def _layout(*, height: int) -> dict[str, Any]:
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "gridcolor": GRID,
        "zeroline": False,
        "automargin": True,
        "ticks": "",
        "tickfont": {"size": 13},
        "tickangle": 0,
    }
    return {
        "template": "none",
        "autosize": True,
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 6},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": EMPTY,
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
        "xaxis": {**axis, "side": "top"},
        "yaxis": axis,
    }


def _json(figure: go.Figure) -> str:
    return json.dumps(figure.to_plotly_json(), ensure_ascii=False, sort_keys=True, allow_nan=False)
