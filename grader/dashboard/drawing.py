"""What all charts share: colours, layout, named axes, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.dashboard.labels import say
from grader.dashboard.words import span

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from grader.dashboard.view import Estimate
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


def rgb(colour: str) -> tuple[int, ...]:
    """Take a colour apart.

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.

    Returns
    -------
    tuple of int
        Red, green, blue from 0 to 255.

    Examples
    --------
    >>> rgb("#ff8000")
    (255, 128, 0)
    """
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


# Black and white contrast alike with a colour of this luminance (WCAG 2.2): 1.05/(x+.05) = (x+.05)/.05.
_EVEN_LUMINANCE = 0.179


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
    W3C, Web Content Accessibility Guidelines (WCAG) 2.2, "contrast ratio".

    Examples
    --------
    >>> ink_on("#00224e"), ink_on("#fee838")
    ('#ffffff', '#000000')
    """
    # Close enough to WCAG's piecewise curve to choose between black and white.
    red, green, blue = ((channel / 255) ** 2.2 for channel in rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > _EVEN_LUMINANCE else "#ffffff"


def hover_text(e: Estimate | None, interval: int, lang: Lang) -> str:
    """Say what is known of one level.

    Parameters
    ----------
    e : Estimate or None
        None without evidence.
    interval : int
        Probability inside the interval, in per cent.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        Lines joined by ``<br>``.
    """
    if e is None:
        return say(lang, "no_evidence")
    told = f"{say(lang, 'interval', share=interval)} {span(e)}"
    if e.is_thin:
        return f"{say(lang, 'insufficient')}<br>{told}"
    text = f"{say(lang, 'level_n', level=e.level)}<br>{told}"
    return f"{text}<br>{say(lang, 'provisional')}" if e.provisional else text


def layout_of(*, height: int, rows: Sequence[str], columns: Sequence[str]) -> dict[str, Any]:
    """Return the layout that every chart begins with.

    It is finished before plotly sees it: each later change of a figure costs as much as making it.

    Parameters
    ----------
    height : int
        In px; the width is that of the page.
    rows, columns : sequence of str
        Names of places 0, 1, 2, …; rows from top to bottom. The axes themselves are numbers, since
        plotly would take a department called "2024" for one.

    Returns
    -------
    dict
        Values for a plotly layout.
    """
    n, m = len(columns), len(rows)
    xaxis = {"tickvals": list(range(n)), "ticktext": list(columns), "range": [-0.5, n - 0.5]}
    yaxis = {"tickvals": list(range(m)), "ticktext": list(rows), "range": [m - 0.5, -0.5]}
    return {
        "template": "none",
        "autosize": True,
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 6},
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": EMPTY,
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 13}},
        "xaxis": {**_AXIS, **xaxis, "side": "top"},
        "yaxis": {**_AXIS, **yaxis},
    }


_AXIS = {
    "fixedrange": True,
    "showgrid": False,
    "gridcolor": GRID,
    "zeroline": False,
    "automargin": True,
    "ticks": "",
    "tickfont": {"size": 13},
    "tickangle": 0,
}


def figure_json(figure: go.Figure) -> str:
    """Write a figure down.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        Plain lists only: plotly packs arrays into binary.

    Returns
    -------
    str
        JSON with sorted keys.
    """
    return json.dumps(figure.to_plotly_json(), ensure_ascii=False, sort_keys=True, allow_nan=False)
