"""What is found wrong in a cell."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 60
"""Characters of code that a sentence quotes at most."""


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """Something wrong at one line of a cell.

    Parameters
    ----------
    line : int
        Line in the cell, from 1.
    kind : str
        Key of the sentence in `grader.authoring.testing.labels`.
    ja, en : str
        The sentence: what, and what to do.
    """

    line: int
    kind: str
    ja: str
    en: str

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.ja, self.en)


def flaw(words: Mapping[str, Text], kind: str, node: ast.AST | str, *, line: int = 0) -> Flaw:
    """Write down a flaw.

    Parameters
    ----------
    words : mapping of str to Text
        The sentences.
    kind : str
        Which of them.
    node : ast.AST or str
        The code to quote.
    line : int
        Line in the cell; that of the node if 0.

    Returns
    -------
    Flaw
        With the code shortened to one line.
    """
    code = " ".join((node if isinstance(node, str) else ast.unparse(node)).split())
    code = code if len(code) <= _SHOWN else f"{code[: _SHOWN - 1]}…"
    text = words[kind]
    # Not by format(): other braces of the sentence are filled in by whoever knows more.
    ja, en = (text.get(lang).replace("{code}", code) for lang in LANGS)
    return Flaw(line or getattr(node, "lineno", 1), kind, ja, en)
