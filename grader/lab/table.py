"""Tables on the page: Japanese text that can be read, numbers that can be compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from grader.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from grader.text import Lang

# On one base line: letters of two scripts in one row have different heights.
_STYLE = (
    "padding:.3em .8em;white-space:pre-line;vertical-align:baseline;line-height:1.6;max-width:32em"
)


def table_bundle(what: Any, *, rows: int, lang: Lang) -> dict[str, object]:
    """Return the MIME bundle of a table.

    Parameters
    ----------
    what : pandas.DataFrame, list of dict, or dict
        What to show.
    rows : int
        At most so many rows.
    lang : {'ja', 'en'}
        Language of the remark on rows left out.

    Returns
    -------
    dict
        From MIME type to content.
    """
    import pandas as pd  # noqa: PLC0415  # a notebook that shows nothing need not pay for it

    frame = what if isinstance(what, pd.DataFrame) else pd.DataFrame(_records(what))
    head = frame.head(rows)
    left = len(frame) - len(head)
    note = Text(f"（ほか {left} 行）", f"({left} more rows)").get(lang) if left else ""
    # Row numbers that a filter left over say nothing to a reader.
    numbered = frame.index.name is None and pd.api.types.is_integer_dtype(frame.index)
    with pd.option_context("display.max_colwidth", None):
        page = head.to_html(
            index=not numbered,
            border=0,
            na_rep="—",
            formatters={name: _cell for name in head.columns if _is_text(head[name])},
        )
    numbers = [pd.api.types.is_numeric_dtype(kind) and kind != "bool" for kind in head.dtypes]
    sides = ["right" if number else "left" for number in numbers]
    styled = _styled(page, sides if numbered else ["left", *sides])
    return {"text/html": styled + note, "text/plain": f"{head.to_string()}\n{note}"}


def _styled(page: str, sides: list[str]) -> str:
    """Give each cell of pandas' HTML its side; pandas writes one cell to a line, and escapes what stands in it."""
    lines, place = [], 0
    for line in page.split("\n"):
        tag = line.strip()[:4]
        if tag in {"<td>", "<th>"}:
            style = f'{tag[:-1]} style="{_STYLE};text-align:{sides[place % len(sides)]}">'
            lines.append(line.replace(tag, style, 1))
            place += 1
        else:
            place = 0 if tag.startswith("<tr") else place
            lines.append(line)
    return "\n".join(lines)


def _records(what: Any) -> list[dict[str, Any]]:
    if isinstance(what, dict):
        return [
            {"": key, **value} if isinstance(value, dict) else {"": key, " ": value}
            for key, value in what.items()
        ]
    return list(what)


def _is_text(column: pd.Series[Any]) -> bool:
    return any(isinstance(value, str) for value in column)


def _cell(value: object) -> str:
    """Return a value as it is: pandas would write a line break as a backslash and an n."""
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "—" if missing else str(value)
