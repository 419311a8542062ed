"""Small pieces of text made from values."""

from __future__ import annotations

import html
import math
import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.dashboard.aggregate import FLOOR
from grader.dashboard.labels import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grader.dashboard.aggregate import Cell
    from grader.dashboard.beside import Piece
    from grader.dashboard.view import Estimate, RoleFit
    from grader.records.other_evidence import Panel
    from grader.text import Lang

_JA_LINE = 6
_WIDTHS: dict[Lang, tuple[int, int]] = {"ja": (_JA_LINE, 16), "en": (12, 30)}
"""Characters of a line in the head of a column and of a row."""
# Where a Japanese name may be broken: after a run of katakana, or of kanji with its kana.
_JA_PIECE = re.compile(
    r"［[^］]*］|[ァ-ヺー]+[・、]?|[一-鿿々〇]+[ぁ-ゖ]*[・、]?|[ぁ-ゖ]+[・、]?|\S", re.ASCII
)
_NOT_FIRST = frozenset("ァィゥェォッャュョー・、。")


def number(value: float) -> str:
    """Write a level with one decimal.

    Parameters
    ----------
    value : float
        A level or a difference of levels.

    Returns
    -------
    str
        Never ``-0.0``.

    Examples
    --------
    >>> number(-0.01)
    '0.0'
    """
    return f"{round(value, 1) + 0.0:.1f}"


def span(estimate: Estimate) -> str:
    """Write an interval as the levels that it covers, as the report sentence does.

    Parameters
    ----------
    estimate : Estimate
        What is known.

    Returns
    -------
    str
        One level, or the first and last of several. The level shown is among them, also where it is cut to the
        hardest task taken.
    """
    low = min(math.floor(estimate.low), estimate.level)
    high = max(math.floor(estimate.high), estimate.level)
    return f"{low}–{high}" if low < high else str(low)


def percent(share: float) -> str:
    """Write a share as whole per cent, without the sign.

    Parameters
    ----------
    share : float
        Between 0 and 1.

    Returns
    -------
    str
        Between ``0`` and ``100``.

    Examples
    --------
    >>> percent(0.704)
    '70'
    """
    return f"{100 * share:.0f}"


def points(value: float) -> str:
    """Write points without needless zeros.

    Parameters
    ----------
    value : float
        Points.

    Returns
    -------
    str
        At most two decimals.

    Examples
    --------
    >>> points(3.0), points(1.25)
    ('3', '1.25')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def wrap(name: str, lang: Lang, *, is_row: bool = False) -> str:
    """Break the head of a column or row into lines.

    Parameters
    ----------
    name : str
        Name of a skill or department.
    lang : {'ja', 'en'}
        Japanese breaks evenly between characters, English between words.
    is_row : bool
        Whether it is the head of a row, which has more room.

    Returns
    -------
    str
        Lines joined by ``<br>``, which is the line break of plotly.

    Examples
    --------
    >>> wrap("業務量・待ち時間の計測", "ja")
    '業務量・待ち<br>時間の計測'
    >>> wrap("Log analysis and detection", "en")
    'Log analysis<br>and<br>detection'
    """
    column, row = _WIDTHS[lang]
    pieces, space = (_ja_pieces(name), "") if lang == "ja" else (name.split(), " ")
    broken = _filled(pieces, row if is_row else column, space=space)
    return "<br>".join(plain(line) for line in broken)


def plain(text: str) -> str:
    """Make a text inert for plotly, which reads a few tags in its labels.

    Parameters
    ----------
    text : str
        Any text, such as a name from the roster.

    Returns
    -------
    str
        The same with entities, which plotly turns back into characters.

    Examples
    --------
    >>> plain("<b>")
    '&lt;b&gt;'
    """
    return html.escape(text, quote=False)


def _ja_pieces(name: str) -> list[str]:
    return [part for piece in _JA_PIECE.findall(name) for part in _halves(piece)]


def _halves(piece: str) -> list[str]:
    """Cut a run that is too long for one line in the middle, but never before a small kana."""
    if len(piece) <= _JA_LINE + 1:
        return [piece]
    cut = (len(piece) + 1) // 2
    while piece[cut] in _NOT_FIRST and cut < len(piece) - 1:
        cut += 1
    return [*_halves(piece[:cut]), *_halves(piece[cut:])]


def _filled(pieces: Sequence[str], width: int, *, space: str) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + len(space) + len(piece) <= width:
            lines[-1] += space + piece
        else:
            lines.append(piece)
    return lines


def department_name(name: str, lang: Lang) -> str:
    """Return the name of a department, or words for none.

    Parameters
    ----------
    name : str
        As in the roster; may be empty.
    lang : {'ja', 'en'}
        Language of the words for none.

    Returns
    -------
    str
        Never empty.
    """
    return name or say(lang, "no_department")


def fit_words(fit: RoleFit, lang: Lang) -> str:
    """Write the range of a fit in words.

    Parameters
    ----------
    fit : RoleFit
        The fit.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        Low, high and expected fit in per cent.
    """
    low, high = percent(fit.low), percent(fit.high)
    if fit.expected is None:
        return say(lang, "fit_unknown", low=low, high=high)
    expected, measured = percent(fit.expected), percent(fit.measured_share)
    return say(lang, "fit_range", low=low, high=high, expected=expected, measured=measured)


def axis_words(axis: tuple[float | None, float | None, float | None], lang: Lang) -> str:
    """Write an axis in words.

    Parameters
    ----------
    axis : tuple of (float or None, float or None, float or None)
        Low, expected, high.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        Range and expected value in per cent; a dash where the placement has no such axis.
    """
    low, expected, high = axis
    if low is None or high is None:
        return "–"
    said = {"low": percent(low), "high": percent(high)}
    if expected is None:
        return say(lang, "fit_unknown", **said)
    return say(lang, "axis_range", **said, expected=percent(expected))


def cell_text(cell: Cell, index: int, lang: Lang, *, newline: str) -> str:
    """Write one cell of the department × skill table.

    Parameters
    ----------
    cell : Cell
        The cell.
    index : int
        Which of its shares.
    lang : {'ja', 'en'}
        Language of the words.
    newline : str
        What stands between the share and the number of people.

    Returns
    -------
    str
        Share and number, the reason why there is none, or nothing without evidence.
    """
    if cell.hidden:
        return say(lang, "fewer_than_floor" if cell.n < FLOOR else "withheld")
    if not cell.shares:
        return ""
    share = cell.shares[index]
    if share is None:
        return say(lang, "by_people")
    return f"{percent(share)}%{newline}n={cell.n}"


def piece_words(piece: Piece, lang: Lang) -> Markup:
    """Write one piece of other evidence on one line.

    Parameters
    ----------
    piece : Piece
        The evidence.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    markupsafe.Markup
        What it is, its day, and its last day if it has one.
    """
    said = say(
        lang,
        f"piece_{piece.kind}",
        title=html.escape(piece.title.get(lang)),
        level=piece.level,
        day=_day(piece.day),
    )
    said += say(lang, "piece_until", until=_day(piece.until)) if piece.until else ""
    return Markup(said)  # noqa: S704  # the title is escaped, all else is ours


def _day(day: date) -> str:
    """Keep a date on one line."""
    return f"<time>{day.isoformat()}</time>"


def panel_words(panel: Panel, lang: Lang) -> str:
    """Say what supervisors observed together, without an average.

    Parameters
    ----------
    panel : Panel
        What they observed.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        The level or levels, how many raters, and whether they are one or disagree.
    """
    levels = str(panel.low) if panel.low == panel.high else f"{panel.low}–{panel.high}"
    return say(
        lang,
        f"panel_{panel.agreement}",
        levels=levels,
        low=panel.low,
        high=panel.high,
        raters=panel.raters,
    )
