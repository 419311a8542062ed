"""The fields of a form: one for each empty slot of a literal, with what may be entered there.

Everything that stands in a form is text, as typed or chosen; ``""`` is an empty slot. So a form that is filled in,
an answer that was typed, and the author's own answer can be compared without a screen.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast

from grader.errors import LessonError
from grader.lab.choices import KINDS, offered, slots
from grader.lab.literals import parsed, place, put, same, value_at, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.lab.literals import Path

Kind = Literal["choice", "int", "float", "text", "long", "date"]
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_MINUS = str.maketrans("−–ー", "---")


@dataclass(frozen=True, slots=True)
class Field:
    """One empty slot of a literal.

    Parameters
    ----------
    path : tuple
        Where it stands, as in `grader.lab.choices`; empty if the whole literal is one slot.
    kind : {'choice', 'int', 'float', 'text', 'long', 'date'}
        What is asked for.
    values : tuple
        What is offered; empty unless the kind is ``choice``.
    """

    path: Path
    kind: Kind
    values: tuple[Any, ...] = ()

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


def fields(literal: Any, choices: Mapping[str, Sequence[Any] | str]) -> list[Field]:
    """Return the fields of a stub, with what is offered in each.

    Parameters
    ----------
    literal : Any
        The literal of the stub.
    choices : mapping
        What the exercise offers; see `grader.lab.choices`.

    Returns
    -------
    list of Field
        In the order of the literal. What the stub gives already has no field.

    Raises
    ------
    LessonError
        If a slot is not covered, or what is offered cannot be told apart.
    """
    return [
        _field(path, offered(path, choices), place(literal, path) or "*")
        for path in slots(literal)
        if value_at(literal, path) is None or value_at(literal, path) is ...
    ]


def _field(path: Path, offer: Sequence[Any] | str | None, name: str) -> Field:
    if isinstance(offer, str) and offer in KINDS:
        return Field(path, cast("Kind", offer))
    if isinstance(offer, str) or not offer:
        raise LessonError(
            f"choices に「{name}」の答え方がありません。",
            f"choices do not say how to ask for “{name}”.",
        )
    values = tuple(offer)
    if len({shown(value).strip() for value in values} - {""}) < len(values):
        raise LessonError(
            f"choices の「{name}」に、見分けのつかない値があります。",
            f"choices offer values for “{name}” that look the same.",
        )
    return Field(path, "choice", values)


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
    for field in fields(literal, choices):
        wanted = value_at(answer, field.path)
        try:
            values[field.path] = field.read(field.entry(wanted))
        except ValueError:
            where = place(literal, field.path) or name
            raise LessonError(
                f"フォームの「{where}」では {wanted!r} と答えられません。",
                f"The form cannot answer {wanted!r} at “{where}”.",
            ) from None
    filled = put(literal, values)
    if not same(filled, answer):
        raise LessonError(
            f"フォームの答え {filled!r} が {answer!r} と違います。",
            f"The form gives {filled!r}, not {answer!r}.",
        )
    return written(name, filled)
