"""Tables that a spreadsheet program opens as text, and reads back unchanged."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""What tells Excel on a Japanese Windows that a file is UTF-8."""

LONGEST = 32_767
"""Characters of a cell that Excel can hold."""
# Control characters, line and paragraph separators, halves of surrogate pairs, and what no XML file may hold.
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
# Marks without width, and those that turn the direction of writing: they make a text look like another.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# A cell that begins so is run as a formula; Excel does it for the full-width signs too, and reads ``_x003D_`` in a
# workbook as an equals sign.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "_x")


def neutralise(value: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula.

    Parameters
    ----------
    value : str
        Content of the cell.

    Returns
    -------
    str
        With an apostrophe in front if it begins like a formula; `restore` takes it away again.

    References
    ----------
    .. [1] OWASP, "CSV Injection".

    Examples
    --------
    >>> neutralise("=1+1"), neutralise("青葉 花子")
    ("'=1+1", '青葉 花子')
    """
    return f"'{value}" if value.startswith(_FORMULA) or _is_neutralised(value) else value


def restore(value: str) -> str:
    """Take away the apostrophe that `neutralise` has put in front.

    Parameters
    ----------
    value : str
        Content of a cell as read.

    Returns
    -------
    str
        The content meant.

    Examples
    --------
    >>> restore("'=1+1"), restore("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return value[1:] if _is_neutralised(value) else value


def unseen(value: str, *, lines: bool = False) -> str:
    r"""Return the first characters that `cell_text` would take out of a text.

    Parameters
    ----------
    value : str
        The text.
    lines : bool
        Whether it may have several lines.

    Returns
    -------
    str
        Control characters, halves of surrogate pairs, marks without width or of direction; empty if there are none.

    Examples
    --------
    >>> unseen("青葉\u200b花子") == "\u200b", unseen("青葉 花子"), unseen("1\n2", lines=True)
    (True, '', '')
    """
    text = value.replace("\n", " ") if lines else value
    found = _BREAKING.search(text) or _UNSEEN.search(text)
    return found[0] if found else ""


def cell_text(value: str | float | None) -> str:
    r"""Return the text of one cell: one line, and no formula.

    Parameters
    ----------
    value : str, float or None
        What to write; None becomes an empty cell.

    Returns
    -------
    str
        Of a text, what `neutralise` makes of it when line breaks and control characters have become spaces, and marks
        that are not seen are gone. A number, which no program takes for a formula, stays as it is.

    Examples
    --------
    >>> cell_text("青葉\n=1+1"), cell_text("\u200b=1+1"), cell_text(-1.5)
    ('青葉 =1+1', "'=1+1", '-1.5')
    """
    if not isinstance(value, str):
        return "" if value is None else f"{value:.15g}"
    return neutralise(one_line(value)[: LONGEST - 1])


def one_line(value: str) -> str:
    r"""Return a text as one line that looks like what it is.

    Parameters
    ----------
    value : str
        Any text.

    Returns
    -------
    str
        Line breaks and control characters have become spaces, and marks that are not seen are gone.

    Examples
    --------
    >>> one_line("青葉\n\u200b花子")
    '青葉 花子'
    """
    return _BREAKING.sub(" ", _UNSEEN.sub("", value)).strip()


def csv_text(rows: Iterable[Sequence[str | float | None]], *, bom: bool = True) -> str:
    """Return a table that Excel opens with a double click.

    Parameters
    ----------
    rows : iterable of sequence
        The rows, the header first.
    bom : bool
        Whether it begins with the mark by which Excel knows UTF-8.

    Returns
    -------
    str
        CSV; lines end in CR LF, every row is one line, and no cell is run as a formula.
    """
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(map(cell_text, row) for row in rows)
    return BOM * bom + stream.getvalue()


def _is_neutralised(value: str) -> bool:
    return value.startswith("'") and value[1:].startswith((*_FORMULA, "'"))
