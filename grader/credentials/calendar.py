"""Days in Japan: a badge is valid from the beginning of one to the beginning of another."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))


def begin(day: date) -> datetime:
    """Return the first moment of a day in Japan.

    Parameters
    ----------
    day : date
        The day.

    Returns
    -------
    datetime
        Midnight, with its zone.
    """
    return datetime.combine(day, time(), JAPAN)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month.

    Parameters
    ----------
    day : date
        The day.
    months : int
        Number of months, from 0.

    Returns
    -------
    date
        The later day.

    Examples
    --------
    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
