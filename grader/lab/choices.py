"""What an answer cell asks for, place by place: the slots of its literal, and what may stand in each.

A literal such as ``{"M01": None, "who": {"first": None}}`` has the slots ``M01`` and ``who.first``. An
exercise says under ``choices`` what belongs there: ``{"*": ["report", "delete"], "who.*": "text"}``.
The optional form and the linter both read it here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("int", "float", "text", "long", "date")
"""What may be typed where nothing is offered: whole number, number, one line, several lines, ISO date."""

Slot = tuple[str | int, ...]
"""Where a value stands: dict keys and list positions (from 0) from the outside in."""


def slots(literal: Any) -> list[Slot]:
    """List the places of a literal that hold single values.

    Parameters
    ----------
    literal : Any
        Dicts, lists and single values.

    Returns
    -------
    list of tuple
        In the order of the literal; ``[()]`` for a literal that is one value itself.

    Examples
    --------
    >>> slots({"A": None, "rows": [None, None]})
    [('A',), ('rows', 0), ('rows', 1)]
    """
    if isinstance(literal, dict) and literal:
        return [(key, *rest) for key, part in literal.items() for rest in slots(part)]
    if isinstance(literal, list) and literal:
        return [(place, *rest) for place, part in enumerate(literal) for rest in slots(part)]
    return [()]


def offered(slot: Slot, choices: Mapping[str, Any]) -> Any:
    """Return what may stand in a slot.

    Parameters
    ----------
    slot : tuple
        One of `slots`.
    choices : mapping
        From pattern to what is offered. A pattern joins the parts of a slot by dots, and ``*`` is any one
        part; the first that fits counts. The slot of a literal that is one value fits ``*`` alone.

    Returns
    -------
    list or str or None
        The values to choose from, or one of `KINDS`; None if no pattern fits.

    Examples
    --------
    >>> offered(("C1", "due"), {"*.ground": ["none"], "*.due": "date"})
    'date'
    """
    parts = [str(part) for part in slot] or [""]
    for pattern, offer in choices.items():
        wanted = pattern.split(".")
        if len(wanted) == len(parts) and all(
            w in {"*", p} for w, p in zip(wanted, parts, strict=True)
        ):
            return offer
    return None
