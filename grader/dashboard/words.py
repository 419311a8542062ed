"""Small pieces of text made from values."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from grader.dashboard.aggregate import FLOOR
from grader.dashboard.labels import say
from grader.dashboard.view import TOP_LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.dashboard.aggregate import Cell
    from grader.dashboard.view import Estimate, RoleFit
    from grader.text import Lang

_JA_LINE = 6
_EN_LINE = 12
# Where a Japanese name may be broken: after a run of katakana, or of kanji with its kana.
_JA_PIECE = re.compile(
    r"[ァ-ヺー]+[・、]?|[一-鿿々〇]+[ぁ-ゖ]*[・、]?|[ぁ-ゖ]+[・、]?|\S", re.ASCII
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


def level_number(value: float) -> str:
    """Write a place on the level scale, cut to the levels that exist.

    Parameters
    ----------
    value : float
        Level coordinate; the model lets it leave 0..4, where no level is defined.

    Returns
    -------
    str
        Between ``0.0`` and ``4.0``.

    Examples
    --------
    >>> level_number(-0.7), level_number(2.04)
    ('0.0', '2.0')
    """
    return number(min(max(value, 0.0), float(TOP_LEVEL)))


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


def wrap(name: str, lang: Lang) -> str:
    """Break a column head into lines.

    Parameters
    ----------
    name : str
        Name of a skill or department.
    lang : {'ja', 'en'}
        Japanese breaks evenly between characters, English between words.

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
    lines = _ja_lines(name) if lang == "ja" else _en_lines(name)
    return "<br>".join(plain(line) for line in lines)


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


def _ja_lines(name: str) -> list[str]:
    pieces = [part for piece in _JA_PIECE.findall(name) for part in _halves(piece)]
    return _filled(pieces, _JA_LINE, space="")


def _halves(piece: str) -> list[str]:
    """Cut a run that is too long for one line in the middle, but never before a small kana."""
    if len(piece) <= _JA_LINE + 1:
        return [piece]
    cut = (len(piece) + 1) // 2
    while piece[cut] in _NOT_FIRST and cut < len(piece) - 1:
        cut += 1
    return [*_halves(piece[:cut]), *_halves(piece[cut:])]


def _en_lines(name: str) -> list[str]:
    return _filled(name.split(), _EN_LINE, space=" ")


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


def skill_sentence(name: str, estimate: Estimate, lang: Lang, *, interval: int) -> str:
    """Say in one sentence what is known of a skill.

    Parameters
    ----------
    name : str
        Name of the skill.
    estimate : Estimate
        What is known.
    lang : {'ja', 'en'}
        Language.
    interval : int
        Probability inside the interval, in per cent.

    Returns
    -------
    str
        Level, interval, amount of evidence, and whether it is provisional.
    """
    sentence = say(
        lang,
        "skill_sentence",
        skill=name,
        share=interval,
        level=estimate.level,
        low=level_number(estimate.low),
        high=level_number(estimate.high),
        items=estimate.n_items,
        notebooks=estimate.n_notebooks,
    )
    return sentence + say(lang, "sentence_provisional") if estimate.provisional else sentence
