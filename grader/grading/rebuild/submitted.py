"""Read the cells of a submitted notebook, whatever it holds: nothing but their type, their mark and their text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.grading.rebuild import labels

if TYPE_CHECKING:
    from grader.text import Text

_MOST_CELLS, _LONGEST = 1000, 200_000
_TYPES = frozenset({"code", "markdown", "raw"})
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """One cell as it was handed in.

    Parameters
    ----------
    grade_id : str or None
        nbgrader's name of the cell, as claimed.
    cell_type : {'code', 'markdown', 'raw'}
        Its type.
    source : str
        Its text, with line feeds only.
    has_pictures : bool
        Whether something was pasted into it.
    """

    grade_id: str | None
    cell_type: str
    source: str
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class SubmittedNotebook:
    """A notebook as it was handed in.

    Parameters
    ----------
    cells : tuple of SubmittedCell
        In order.
    unreadable : int
        How many others there were: without a text, of an unknown type, or too long.
    """

    cells: tuple[SubmittedCell, ...]
    unreadable: int


def read_submitted(raw: bytes) -> SubmittedNotebook | Text:
    """Read a submitted notebook.

    Of a key that stands twice in the JSON the last one counts, as in every reader of notebooks. What Python writes
    besides JSON (``NaN``) may stand in outputs, which are not looked at.

    Parameters
    ----------
    raw : bytes
        The file; its size has been checked.

    Returns
    -------
    SubmittedNotebook or Text
        The cells, or why the notebook cannot be taken.
    """
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return labels.NOT_JSON
    reason = _why_not(told)
    if reason is not None:
        return reason
    cells = [_cell(cell) for cell in told["cells"]]
    readable = tuple(cell for cell in cells if cell is not None)
    return SubmittedNotebook(readable, len(cells) - len(readable))


def text_of(source: Any) -> str | None:
    """Return the text of a cell.

    Parameters
    ----------
    source : Any
        A string or a list of strings, if the notebook is sound.

    Returns
    -------
    str or None
        None if it is neither. Line ends are line feeds; half characters, which no file can hold, are replaced.
    """
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", source).replace("\r\n", "\n")


def grade_id_of(cell: Any) -> str | None:
    """Return nbgrader's name of a cell.

    Parameters
    ----------
    cell : Any
        A cell, if the notebook is sound.

    Returns
    -------
    str or None
        None if it has none.
    """
    for key in ("metadata", "nbgrader", "grade_id"):
        cell = cell.get(key) if isinstance(cell, dict) else None
    return cell if isinstance(cell, str) else None


def _why_not(told: Any) -> Text | None:
    version = told.get("nbformat") if isinstance(told, dict) else None
    if type(version) is not int:
        return labels.NOT_JSON
    if version != 4:  # noqa: PLR2004  # the format since 2014
        return labels.OLD if version in {1, 2, 3} else labels.UNKNOWN_FORMAT
    cells = told.get("cells")
    if not isinstance(cells, list):
        return labels.NOT_JSON
    return labels.TOO_MANY_CELLS if len(cells) > _MOST_CELLS else None


def _cell(cell: Any) -> SubmittedCell | None:
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if not isinstance(kind, str) or kind not in _TYPES:
        return None
    source = text_of(cell.get("source"))
    if source is None or len(source) > _LONGEST:
        return None
    return SubmittedCell(grade_id_of(cell), kind, source, bool(cell.get("attachments")))
