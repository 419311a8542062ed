"""Periods by the calendar, as the Japanese Civil Code counts them (arts. 140, 143): whole days, ends included."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[date, date]  # first and last day, both included
ONE_DAY = timedelta(days=1)


def period_end(first: date, years: int) -> date:
    """Return the last day of a period of whole years.

    Parameters
    ----------
    first : date
        First day of the period.
    years : int
        Length, at least 1.

    Returns
    -------
    date
        The day before the same date so many years later. Where that date does not exist, the last day of
        the month.

    Examples
    --------
    >>> period_end(date(2010, 4, 1), 10)
    datetime.date(2020, 3, 31)
    >>> period_end(date(2020, 2, 29), 2)
    datetime.date(2022, 2, 28)
    """
    if first.year + years > date.max.year:
        return date.max
    try:
        same = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        same = date(first.year + years, 3, 1)
    return same - ONE_DAY


def within_years_after(last: date, day: date, years: int) -> bool:
    """Tell whether a day lies in the years that follow an ending.

    Parameters
    ----------
    last : date
        Last day of what ended; the period begins on the next day.
    day : date
        The day in question.
    years : int
        Length of the period, 0 or more.

    Returns
    -------
    bool
        True up to and including the last day of the period.
    """
    return day <= (period_end(last + ONE_DAY, years) if years else last)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or follow each other without a day between.

    Parameters
    ----------
    spans : iterable of (date, date)
        Spans in any order.

    Returns
    -------
    list of (date, date)
        Runs without a break, in order.
    """
    runs: list[Span] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1] + ONE_DAY:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    return runs


def one_run_lasts(runs: Sequence[Span], years: int) -> bool:
    """Tell whether a run without a break is long enough.

    Parameters
    ----------
    runs : sequence of (date, date)
        From `merged`.
    years : int
        Length asked for.

    Returns
    -------
    bool
        True from exactly so many years on.
    """
    return any(last >= period_end(first, years) for first, last in runs)


def broken_runs_last(runs: Sequence[Span], years: int) -> bool:
    """Tell whether several runs are long enough when added up.

    Parameters
    ----------
    runs : sequence of (date, date)
        From `merged`. A single run is left to `one_run_lasts`.
    years : int
        Length asked for.

    Returns
    -------
    bool
        True from as many days on as so many years have at least (365, and one for each four years): whole
        years always add up, wherever they lie among leap years.
    """
    days = sum((last - first).days + 1 for first, last in runs)
    return len(runs) > 1 and days >= 365 * years + years // 4
