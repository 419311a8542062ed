"""Read what stands in an answer cell, whatever it is: nothing here raises."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from numbers import Real
from typing import Any


def as_set(value: object) -> set[Any] | None:
    """Return what was chosen; None for what is no collection of ids (a dict of truth values is none)."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        return None
    try:
        return set(value)
    except TypeError:
        return None


def as_number(value: object) -> float | None:
    """Return a finite number, of Python or of numpy; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def as_list(value: object) -> list[Any]:
    """Return what stands in an order: list, tuple, array or column."""
    if isinstance(value, str | bytes | Mapping | AbstractSet) or not isinstance(value, Collection):
        return []
    try:
        return list(value)
    except TypeError:  # an array of no dimension calls itself iterable
        return []


def same(one: object, other: object) -> bool:
    """Compare with whatever an answer may be; a whole array is never the same as one value."""
    try:
        return bool(one == other)
    except (TypeError, ValueError):
        return False
