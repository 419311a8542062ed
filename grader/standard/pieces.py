"""Pieces that stand in many files: texts in two languages, and places in sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.standard.model import Citation
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def text_of(data: Mapping[str, str]) -> Text:
    """Return a text in two languages.

    Parameters
    ----------
    data : mapping
        With ``ja``, and ``en`` if it has been translated.

    Returns
    -------
    Text
        Without English (of which S008 has warned) the Japanese stands for both.
    """
    return Text(data["ja"], data.get("en", data["ja"]))


def texts_of(data: Iterable[Mapping[str, str]]) -> tuple[Text, ...]:
    """Return several texts.

    Parameters
    ----------
    data : iterable of mapping
        As for `text_of`.

    Returns
    -------
    tuple of Text
        In the same order.
    """
    return tuple(text_of(item) for item in data)


def maybe_text(data: Mapping[str, str] | None) -> Text | None:
    """Return a text where there is one.

    Parameters
    ----------
    data : mapping or None
        As for `text_of`; None if the entry says nothing.

    Returns
    -------
    Text or None
        The text.
    """
    return None if data is None else text_of(data)


def citations_of(entry: Mapping[str, Any]) -> tuple[Citation, ...]:
    """Return the places in sources that an entry cites.

    Parameters
    ----------
    entry : mapping
        An entry, with a list ``sources`` or without.

    Returns
    -------
    tuple of Citation
        In the order of the file.
    """
    return tuple(Citation(**item) for item in entry.get("sources", ()))
