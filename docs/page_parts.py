"""What the generated pages share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.text import Text

ROOT = Path(__file__).parents[1]
MADE = "<!-- Made by docs/generate_reference.py; change the program, not this page. -->\n"


def cell(text: str) -> str:
    """Keep text inside one cell of a Markdown table, and as it is written.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    str
        On one line, its marks escaped.
    """
    flat = " ".join(text.split())
    for mark in ("\\", "|", "<", ">", "*", "_", "[", "]", "{", "}", "$"):
        flat = flat.replace(mark, f"\\{mark}")
    return flat


def both(text: Text | Mapping[str, str]) -> str:
    """Return Japanese above English, for one cell.

    Parameters
    ----------
    text : Text or mapping
        The text in both languages.

    Returns
    -------
    str
        Markdown; once only if the two are the same.
    """
    ja, en = (text["ja"], text["en"]) if isinstance(text, dict) else (text.ja, text.en)
    return cell(ja) if ja == en else f"{cell(ja)}<br>{cell(en)}"


def linked(words: str, url: str) -> str:
    """Return words, linked if there is an address.

    Parameters
    ----------
    words : str
        Markdown.
    url : str
        The address; may be empty.

    Returns
    -------
    str
        Markdown.
    """
    return f"[{words}]({url})" if url else words


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Go through the lines of a Markdown table.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : iterable of sequence of str
        Cells, as Markdown.

    Yields
    ------
    str
        One line.
    """
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"
