"""Heat maps: levels of people, shares of departments."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from grader.dashboard.aggregate import SHOWN_THRESHOLDS
from grader.dashboard.drawing import (
    CIVIDIS,
    INK,
    LEVEL_COLOURS,
    MUTED,
    figure_json,
    hover_text,
    ink_on,
    layout_of,
    rgb,
)
from grader.dashboard.labels import say
from grader.dashboard.view import TOP_LEVEL
from grader.dashboard.words import cell_text, department_name, plain, span, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.dashboard.aggregate import Cell, SkillRow
    from grader.dashboard.view import Book, Estimate, Member
    from grader.text import Lang


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
        values=[[_per_cent(c, index) for c in line] for line in cells],
        texts=[[cell_text(c, index, lang, newline="<br>") for c in line] for line in cells],
        hover=[[f"{plain(head)}<br>{plain(column)}" for column in columns] for head in heads],
        scale=Scale(colours=_smooth(), low=0, high=100, ticks=(0, 25, 50, 75, 100), suffix="%"),
        layout=layout_of(
            height=84 + 44 * len(rows),
            rows=[plain(head) for head in heads],
            columns=[wrap(column, lang) for column in columns],
        )
        | {"shapes": [_divider(len(columns) - 1.5, len(rows))]},
    )
    return figure_json(figure)


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
        values=[[e.level if e and not e.is_thin else None for e in line] for line in found],
        texts=[[_level_text(e) for e in line] for line in found],
        hover=[
            [
                f"{who}<br>{plain(name)}<br>{hover_text(e, book.interval, lang)}"
                for name, e in zip(names, line, strict=True)
            ]
            for who, line in zip(people, found, strict=True)
        ],
        scale=Scale(colours=_stepped(), low=-0.5, high=TOP_LEVEL + 0.5, ticks=range(TOP_LEVEL + 1)),
        layout=layout_of(
            height=84 + 26 * len(members),
            rows=people,
            columns=[wrap(name, lang) for name in names],
        )
        | {"shapes": _borders(members, len(skills))},
    )
    return figure_json(figure)


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
        """Return the colour that plotly gives to a value, for choosing ink that reads on it.

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
        # Of two stops at one place the later one counts from there on.
        below = [stop for stop in self.colours if stop[0] <= place] or [self.colours[0]]
        above = [stop for stop in self.colours if stop[0] > place] or [self.colours[-1]]
        (start, first), (end, second) = below[-1], above[0]
        share = (place - start) / (end - start) if end > start else 0.0
        mixed = (round(a + share * (b - a)) for a, b in zip(rgb(first), rgb(second), strict=True))
        return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _heat_map(
    *,
    values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]],
    hover: Sequence[Sequence[str]],
    scale: Scale,
    layout: dict[str, Any],
) -> go.Figure:
    """Colours from one trace, writing from others: plotly's own choice of ink is often too faint."""
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


def _per_cent(cell: Cell, index: int) -> float | None:
    share = cell.shares[index] if cell.shares else None
    return None if share is None else 100 * share


def _divider(x: float, rows: int) -> dict[str, Any]:
    """Set the total apart from the departments."""
    line = {"color": INK, "width": 1.5}
    return {"type": "line", "x0": x, "x1": x, "y0": -0.5, "y1": rows - 0.5, "line": line}


def _borders(members: Sequence[Member], columns: int) -> list[dict[str, Any]]:
    """Set the departments apart."""
    line = {"color": INK, "width": 1.5}
    return [
        {
            "type": "line",
            "x0": -0.5,
            "x1": columns - 0.5,
            "y0": y - 0.5,
            "y1": y - 0.5,
            "line": line,
        }
        for y, (above, below) in enumerate(pairwise(members), 1)
        if above.department != below.department
    ]


def _level_text(estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    if estimate.is_thin:
        return span(estimate)
    return f"{estimate.level}*" if estimate.provisional else str(estimate.level)


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
