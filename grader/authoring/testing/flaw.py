"""What is found wrong in a cell."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.text import Text

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

    def with_words(self, gap: str, words: Text) -> Flaw:
        """Fill a gap of the sentence.

        Parameters
        ----------
        gap : str
            What stands in braces there.
        words : Text
            What to put in its place.

        Returns
        -------
        Flaw
            The same with the words.
        """
        # Not by format(): the code that the sentence quotes has braces of its own.
        ja, en = self.ja.replace(f"{{{gap}}}", words.ja), self.en.replace(f"{{{gap}}}", words.en)
        return Flaw(self.line, self.kind, ja, en)


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
    found = Flaw(line or getattr(node, "lineno", 1), kind, words[kind].ja, words[kind].en)
    return found.with_words("code", Text(code, code))
