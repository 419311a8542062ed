"""What an examination that somebody holds amounts to on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from grader.standard.placement_model import Qualification, State

Standing = Literal["not_yet", "passed", "registered", "lapsed", "to_confirm"]
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has shown of a qualification.

    Parameters
    ----------
    state : {'passed', 'registered'}
        Whether the examination was passed, or the person is on the register as well.
    since : date
        Day of passing or of (the last renewal of) the registration.
    until : date or None
        Last day of the registration as its certificate says; None if it was not shown.
    """

    state: State
    since: date
    until: date | None = None


def qualification_state(qualification: Qualification, held: Held, on: date) -> Standing:
    """Say what a qualification amounts to on a day.

    Parameters
    ----------
    qualification : Qualification
        The examination.
    held : Held
        What the person has shown.
    on : date
        The day.

    Returns
    -------
    {'not_yet', 'passed', 'registered', 'lapsed', 'to_confirm'}
        A pass stays a pass, also after the examination has ended or a registration has lapsed. A
        registration is `lapsed` only after the day on its certificate. Without that day it is
        `to_confirm` once the usual time of renewal is over, or at once if that time is not known.

    Raises
    ------
    InputError
        If the qualification has no such state: nobody registers for an examination that is only passed.
    """
    if held.state not in qualification.states:
        raise InputError(
            f"{qualification.id}: 「{held.state}」という状態はありません。{qualification.states} から選んでください。",
            f"{qualification.id}: there is no state “{held.state}”. Choose one of {qualification.states}.",
        )
    if on < held.since:
        return "not_yet"
    if held.state == "passed":
        return "passed"
    if held.until is not None:
        return "lapsed" if on > held.until else "registered"
    due = qualification.renewal.months if qualification.renewal else 0
    return "registered" if whole_months(held.since, on) < due else "to_confirm"


def whole_months(start: date, end: date) -> int:
    """Count the months that are over between two days.

    Parameters
    ----------
    start, end : date
        From when, until when.

    Returns
    -------
    int
        Whole months: one is over on the same day of the next month; negative if `end` comes first.

    Examples
    --------
    >>> from datetime import date
    >>> (
    ...     whole_months(date(2026, 1, 31), date(2026, 2, 28)),
    ...     whole_months(date(2026, 1, 31), date(2026, 3, 1)),
    ... )
    (0, 1)
    """
    months = (end.year - start.year) * _YEAR + end.month - start.month
    return months - (end.day < start.day)
