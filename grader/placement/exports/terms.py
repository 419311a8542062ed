"""Where a post is, and how long one stays there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.placement.exports.view import View
    from grader.placement.problem.model import Post
    from grader.text import Lang


def host_name(view: View, post: Post, lang: Lang) -> str:
    """Return who receives the person.

    Parameters
    ----------
    view : View
        The plan with its names.
    post : Post
        The post.
    lang : {'ja', 'en'}
        Language of the standard's name.

    Returns
    -------
    str
        The company, else the host that the standard names, else the department.
    """
    place = view.papers.standard.placements.get(post.placement or "")
    return post.host or (place.host.get(lang) if place else view.department(post.id))


def last_day(first: date, months: int | None) -> date | None:
    """Return the last day of a term.

    Parameters
    ----------
    first : date
        First day.
    months : int or None
        Length in months; None without an end.

    Returns
    -------
    date or None
        The day before the one on which the months are over (Civil Code, article 143); None without an end.

    Examples
    --------
    >>> last_day(date(2027, 4, 1), 24).isoformat()
    '2029-03-31'
    """
    if months is None:
        return None
    year, month = divmod(first.month - 1 + months, 12)
    try:
        return date(first.year + year, month + 1, first.day) - timedelta(days=1)
    except ValueError:  # the month has no such day: its last day
        after = first.month + months
        return date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
