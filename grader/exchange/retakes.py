"""Whether the time has come for another form: a sitting too soon, or one too many, measures practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from grader.exchange import labels
from grader.exchange.intake.receipt import latest
from grader.exchange.submit import course_store
from grader.marking.forms import FORMS, form_name
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.exchange.forms import Retake
    from grader.text import Text

JAPAN = timezone(timedelta(hours=9))
"""Days are counted where the sittings are held."""
HALF_YEAR = 183
"""Days."""


@dataclass(frozen=True, slots=True)
class RetakeRules:
    """When another sitting of a lesson may count as certified.

    Parameters
    ----------
    days : int
        Days to wait after the sitting before.
    most : int
        Most sittings within `HALF_YEAR` days.
    """

    days: int = 14
    most: int = 3


def sitting_days(course: Path, trainee: str, lesson: str) -> dict[int, date]:
    """Tell when somebody sat the forms of a lesson.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    trainee : str
        Person id.
    lesson : str
        Slug of the lesson.

    Returns
    -------
    dict of int to date
        From form to the day in Japan on which the work that counts was received, in either language.

    Raises
    ------
    InputError
        If a receipt is damaged.
    """
    store, days = course_store(course), {}
    for form in FORMS:
        names = (form_name(f"{lesson}-{lang}", form) for lang in LANGS)
        receipts = [latest(store, trainee, name) for name in names]
        received = [datetime.fromisoformat(one.received_at) for one in receipts if one]
        if received:
            days[form] = max(received).astimezone(JAPAN).date()
    return days


def retake_warnings(
    course: Path, trainee: str, lesson: str, retake: Retake, rules: RetakeRules
) -> Iterator[Text]:
    """Say what speaks against handing out another form now.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    trainee : str
        Person id.
    lesson : str
        Slug of the lesson.
    retake : Retake
        The form.
    rules : RetakeRules
        The rules in force.

    Yields
    ------
    Text
        Warnings: measurement, not the exchange, decides what a sitting is worth.

    Raises
    ------
    InputError
        If a receipt is damaged.
    """
    days = sitting_days(course, trainee, lesson)
    others = [day for form, day in days.items() if form != retake.form]
    today, who = retake.now.astimezone(JAPAN).date(), f"{trainee}/{lesson}"
    if retake.form > 1 and retake.form - 1 not in days:
        yield labels.not_yet_sat(who, retake.form - 1)
    last = max(others, default=None)
    if last and today < (earliest := last + timedelta(days=rules.days)):
        yield labels.too_early(who, last, earliest)
    recent = sum(today - day < timedelta(days=HALF_YEAR) for day in others)
    if recent >= rules.most:
        yield labels.too_many(who, recent, HALF_YEAR)
