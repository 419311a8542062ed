"""A table as a page shows it: texts in full and on the left, numbers on the right, nothing cut."""

from __future__ import annotations

import html
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

# On one base line: letters of two scripts in one row have different heights.
_SPACE = "padding:.3em .8em;vertical-align:baseline;line-height:1.6;"
_TEXT = _SPACE + "text-align:left;white-space:pre-line;max-width:32em"
_NUMBER = _SPACE + "text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap"
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-−+]?[¥$]?\d[\d,]*(\.\d+)?\s?[%％]?")
DASH = "—"
_DECIMALS = 4


def table_html(frame: pd.DataFrame) -> str:
    """Write a table as HTML; every value is escaped.

    Parameters
    ----------
    frame : pandas.DataFrame
        All of it is written. Row numbers that a filter left over are not; an index with words in it is.

    Returns
    -------
    str
        An HTML fragment. Number cells have the class ``number``.
    """
    columns = [list(frame[name]) for name in frame.columns] if frame.columns.is_unique else []
    columns = columns or [list(frame.iloc[:, place]) for place in range(frame.shape[1])]
    heads = [str(name) for name in frame.columns]
    if not _is_numbered(frame):
        columns, heads = (
            [list(frame.index), *columns],
            ["" if frame.index.name is None else str(frame.index.name), *heads],
        )
    numeric = [_is_numeric(column) for column in columns]
    head = "".join(
        _cell("th", html.escape(h), right) for h, right in zip(heads, numeric, strict=True)
    )
    body = "".join(
        f"<tr>{''.join(_cell('td', v, r) for v, r in zip(row, numeric, strict=True))}</tr>\n"
        for row in zip(*map(_written, columns), strict=True)
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>"


def _is_numbered(frame: pd.DataFrame) -> bool:
    from pandas.api.types import is_integer_dtype  # noqa: PLC0415  # whoever has a frame has pandas

    return frame.index.name is None and is_integer_dtype(frame.index)


def _is_missing(value: object) -> bool:
    nothing = value is None or (isinstance(value, float) and math.isnan(value))
    return nothing or type(value).__name__ in {"NAType", "NaTType"}


def _is_numeric(column: Iterable[Any]) -> bool:
    """Tell whether a column is to be read as numbers, also where an author has put in thousands separators."""
    there = [value for value in column if not _is_missing(value)]
    written = [v if isinstance(v, str) else "0" if _is_number(v) else "" for v in there]
    return bool(there) and all(_LOOKS_LIKE_A_NUMBER.fullmatch(text) for text in written)


def _is_number(value: object) -> bool:
    return (
        hasattr(value, "__float__")
        and not isinstance(value, bool)
        and type(value).__name__ != "bool"
    )


def _written(column: list[Any]) -> list[str]:
    """Write the values of a column; its decimals stand below each other."""
    floats = [value for value in column if isinstance(value, float) and not _is_missing(value)]
    # Four decimals are enough to read; zeros that no value of the column needs say nothing.
    needed = [f"{value:.{_DECIMALS}f}".rstrip("0").partition(".")[2] for value in floats]
    places = max(map(len, needed), default=0)
    return [_value(value, places) for value in column]


def _value(value: Any, places: int) -> str:
    if _is_missing(value):
        return DASH
    return f"{value:.{places}f}" if isinstance(value, float) else html.escape(str(value))


def _cell(tag: str, content: str, right: bool) -> str:  # noqa: FBT001  # one call site, in a loop
    marks = f'class="number" style="{_NUMBER}"' if right else f'style="{_TEXT}"'
    return f"<{tag} {marks}>{content}</{tag}>"
