"""The empty slots of a literal: what a form offers for each, and the literal that comes out of it.

Everything that stands in a form is text, as typed or chosen; ``""`` is an empty slot. So a form that is filled in,
an answer that was typed, and the author's own answer can be compared without a screen.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from grader.errors import LessonError
from grader.lab.literals import empty_paths, parsed, put, same, value_at, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.lab.literals import Path

Kind = Literal["choice", "int", "float", "text", "long", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_MINUS = str.maketrans("−–ー", "---")


@dataclass(frozen=True, slots=True)
class Slot:
    """One empty place of a literal.

    Parameters
    ----------
    path : tuple
        Where it stands; empty if the whole literal is one slot.
    kind : {'choice', 'int', 'float', 'text', 'long', 'date'}
        What is asked for.
    values : tuple
        What is offered; empty unless the kind is ``choice``.
    """

    path: Path
    kind: Kind
    values: tuple[Any, ...] = ()

    @property
    def name(self) -> str:
        """Its path as an author writes it."""
        return ".".join(map(str, self.path))

    def read(self, entry: str) -> Any:
        """Return the value of an entry.

        Parameters
        ----------
        entry : str
            As typed or chosen.

        Returns
        -------
        Any
            A text, number or truth value; None for an empty entry.

        Raises
        ------
        ValueError
            If the entry is no number or date, or is not offered.
        """
        if not entry.strip():
            return None
        if self.kind == "choice":
            return _chosen(entry, self.values)
        if self.kind in {"int", "float"}:
            return _number(entry, whole=self.kind == "int")
        return date.fromisoformat(entry).isoformat() if self.kind == "date" else entry

    def entry(self, value: Any) -> str:
        """Return the entry that stands for a value.

        Parameters
        ----------
        value : Any
            Value of the slot; None if it is empty.

        Returns
        -------
        str
            What one would type or choose.

        Raises
        ------
        ValueError
            If no entry gives this value.
        """
        if value is None or value is ...:
            return ""
        try:
            found = self.read(shown(value))
        except ValueError:
            found = None
        if not same(found, value):
            raise ValueError(shown(value))
        return shown(value)


def shown(value: Any) -> str:
    """Return a value as a form shows it.

    Parameters
    ----------
    value : Any
        A text, number or truth value.

    Returns
    -------
    str
        A text as it is, anything else as Python writes it.
    """
    return value if isinstance(value, str) else repr(value)


def _chosen(entry: str, values: tuple[Any, ...]) -> Any:
    for value in values:
        if shown(value) == entry:
            return value
    raise ValueError(entry)


def _number(entry: str, *, whole: bool) -> float:
    """Read a number, full-width digits and thousands separators included."""
    text = unicodedata.normalize("NFKC", entry).strip().replace(",", "").translate(_MINUS)
    if _WHOLE.fullmatch(text):
        return int(text)
    if whole or not _DECIMAL.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(entry)
    return float(text)


def matches(pattern: str, path: Path) -> bool:
    """Tell whether a key of ``choices`` means a place.

    Parameters
    ----------
    pattern : str
        Keys and positions joined by dots; ``*`` stands for any one of them, and alone for a whole scalar.
    path : tuple
        The place.

    Returns
    -------
    bool
        True if it does.
    """
    if not path:
        return pattern in {"", "*"}
    return re.fullmatch(pattern_of(path), pattern) is not None


def pattern_of(path: Path) -> str:
    """Return the regular expression of all keys of ``choices`` that mean a place.

    Parameters
    ----------
    path : tuple
        The place.

    Returns
    -------
    str
        A regular expression; keys may themselves hold dots.
    """
    return r"\.".join(rf"(?:{re.escape(str(part))}|\*)" for part in path)


def slots(literal: Any, choices: Mapping[str, Sequence[Any] | str]) -> list[Slot]:
    """Return the slots of a stub, with what is offered for each.

    Parameters
    ----------
    literal : Any
        The literal of the stub.
    choices : mapping
        From slot path, with ``*`` for any one part, to the allowed values or the name of a kind.

    Returns
    -------
    list of Slot
        In the order of the literal.

    Raises
    ------
    LessonError
        If a slot is not covered, or what is offered cannot be told apart.
    """
    return [_slot(path, choices) for path in empty_paths(literal)]


def _slot(path: Path, choices: Mapping[str, Sequence[Any] | str]) -> Slot:
    offered = next((what for key, what in choices.items() if matches(key, path)), None)
    name = ".".join(map(str, path)) or "*"
    if isinstance(offered, str) and offered in KINDS and offered != "choice":
        return Slot(path, offered)
    if isinstance(offered, str) or not offered:
        raise LessonError(
            f"choices に「{name}」の答え方がありません。",
            f"choices do not say how to ask for “{name}”.",
        )
    values = tuple(offered)
    if len({shown(value).strip() for value in values} - {""}) < len(values):
        raise LessonError(
            f"choices の「{name}」に、見分けのつかない値があります。",
            f"choices offer values for “{name}” that look the same.",
        )
    return Slot(path, "choice", values)


def fill(stub: str, choices: Mapping[str, Sequence[Any] | str], answer: Any) -> str:
    """Fill in a form with an answer, and return the cell that it writes.

    Parameters
    ----------
    stub : str
        The answer cell as handed out.
    choices : mapping
        What the form offers.
    answer : Any
        The answer wanted.

    Returns
    -------
    str
        Python source; its literal is exactly the answer.

    Raises
    ------
    LessonError
        If the form cannot give this answer.
    """
    name, literal = parsed(stub)
    values = {}
    for slot in slots(literal, choices):
        wanted = value_at(answer, slot.path)
        try:
            values[slot.path] = slot.read(slot.entry(wanted))
        except ValueError:
            raise LessonError(
                f"フォームの「{slot.name}」では {wanted!r} と答えられません。",
                f"The form cannot answer {wanted!r} at “{slot.name}”.",
            ) from None
    filled = put(literal, values)
    if not same(filled, answer):
        raise LessonError(
            f"フォームの答え {filled!r} が {answer!r} と違います。",
            f"The form gives {filled!r}, not {answer!r}.",
        )
    return written(name, filled)
