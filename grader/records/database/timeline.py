"""What is known of one record over time: periods that do not overlap, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from grader.records.database.model import Value

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Values that hold from one day to another.

    Parameters
    ----------
    values : tuple of Value
        In the order of the sheet's fields.
    first : date
        First day.
    last : date or None
        Last day, included; None: until further notice.
    """

    values: tuple[Value, ...]
    first: date
    last: date | None

    @property
    def empty(self) -> bool:
        """Whether there is no day in it."""
        return self.last is not None and self.last < self.first


def state(known: tuple[Period, ...], new: Period, *, ends: bool = False) -> tuple[Period, ...]:
    """Say something about a record of which something is known already.

    Parameters
    ----------
    known : tuple of Period
        What is known, in order, without overlaps.
    new : Period
        What is stated.
    ends : bool
        Only give another end to the record that is stated again; if there is none, nothing changes.

    Returns
    -------
    tuple of Period
        What is known then, in order, without overlaps; the same object if it was known already.

    Notes
    -----
    On the days stated the new values hold; on all other days nothing changes. With one exception: a record that is stated
    again with its own values and first day is that record, and now ends on the last day stated, sooner or later than before.
    """
    same = next((one for one in known if one.first == new.first and one.values == new.values), None)
    if same == new or (same is None and (ends or _covered(known, new))):
        return known
    rest = [piece for one in known if one is not same for piece in _outside(one, new)]
    return tuple(sorted(rest if new.empty else [*rest, new], key=_first))


def _covered(known: tuple[Period, ...], new: Period) -> bool:
    """Tell whether each day stated has these values already."""
    if new.empty:
        return True
    day: date | None = new.first  # the first day that is not known to have them
    for one in known:
        if day is not None and one.values == new.values and _on(one, day):
            day = None if one.last is None else _next(one.last)
            if day is None or (new.last is not None and day > new.last):
                return True
    return False


def _on(one: Period, day: date) -> bool:
    return one.first <= day and (one.last is None or day <= one.last)


def _outside(one: Period, new: Period) -> Iterator[Period]:
    """Cut the days of another period out of one."""
    if new.empty or not _overlap(one, new):
        yield one
        return
    if one.first < new.first:
        yield Period(one.values, one.first, new.first - _DAY)
    if new.last is not None and (one.last is None or new.last < one.last):
        yield Period(one.values, new.last + _DAY, one.last)


def _overlap(one: Period, other: Period) -> bool:
    return (one.last is None or other.first <= one.last) and (
        other.last is None or one.first <= other.last
    )


def _next(day: date) -> date | None:
    try:
        return day + _DAY
    except OverflowError:
        return None


def _first(one: Period) -> date:
    return one.first
