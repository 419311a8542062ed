"""What the generated pages share."""

from __future__ import annotations

from pathlib import Path

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
