"""From sittings to sessions: what is one measurement, and what may have changed before the next."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.measurement.attempts import Answer
    from grader.measurement.policy import Policy

_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Session:
    """Answers of one person on one skill that are one measurement.

    Parameters
    ----------
    answers : tuple of Answer
        In order of time; each lesson in one form only.
    drift : float
        SD of what may have changed since the session before, levels; 0 for the first.
    """

    answers: tuple[Answer, ...]
    drift: float = 0.0

    @property
    def last(self) -> date | None:
        """Day of the last sitting; None if nobody noted any."""
        return max((answer.day for answer in self.answers if answer.day), default=None)


def split_sessions(answers: Iterable[Answer], policy: Policy) -> tuple[Session, ...]:
    """Cut the answers of one person on one skill into sessions.

    Parameters
    ----------
    answers : iterable of Answer
        Of one person and one skill, in any order.
    policy : Policy
        How long a session is, and how much may change between two.

    Returns
    -------
    tuple of Session
        In order of time; sittings without a day come last.

    Notes
    -----
    A sitting belongs to the running session if it is of another lesson and came at most `session_days`
    after the sitting before. Else a new session begins. Its drift is √(drift_idle²·years +
    drift_module²): the first part for a pause longer than `session_days`, the second if a lesson comes
    again in another form, with learning in between.
    """
    groups: list[list[Answer]] = []
    pauses: list[float] = []
    last: date | None = None
    for sitting in _sittings(answers):
        pause = idle_drift(last, sitting[0].day, policy)
        if groups and not pause and sitting[0].item.lesson not in _lessons(groups[-1]):
            groups[-1] += sitting
        else:
            groups.append(sitting)
            pauses.append(pause)
        last = sitting[0].day or last
    return tuple(_sessions(groups, pauses, policy))


def _sittings(answers: Iterable[Answer]) -> list[list[Answer]]:
    found: dict[tuple[str, int], list[Answer]] = defaultdict(list)
    for answer in answers:
        found[answer.item.lesson, answer.form].append(answer)
    return sorted(found.values(), key=_order)


def _order(sitting: Sequence[Answer]) -> tuple[bool, date, str, int]:
    one = sitting[0]
    return one.day is None, one.day or date.max, one.item.lesson, one.form


def _lessons(answers: Iterable[Answer]) -> set[str]:
    return {answer.item.lesson for answer in answers}


def _sessions(
    groups: Iterable[Sequence[Answer]], pauses: Iterable[float], policy: Policy
) -> Iterator[Session]:
    seen: set[str] = set()
    for group, pause in zip(groups, pauses, strict=True):
        again = bool(seen & _lessons(group))
        yield Session(tuple(group), math.hypot(pause, policy.drift_module if again else 0.0))
        seen |= _lessons(group)


def idle_drift(last: date | None, day: date | None, policy: Policy) -> float:
    """Return how much a skill may have changed in a pause.

    Parameters
    ----------
    last : date or None
        Day of the last sitting.
    day : date or None
        The later day.
    policy : Policy
        Ageing.

    Returns
    -------
    float
        drift_idle·√years, in levels; 0 up to `session_days`, or if one of the days is not known.

    Examples
    --------
    >>> from grader.measurement.policy import Policy
    >>> round(idle_drift(date(2026, 4, 1), date(2027, 4, 1), Policy()), 2)
    0.35
    """
    days = (day - last).days if last and day else 0
    return policy.drift_idle * math.sqrt(days / _YEAR) if days > policy.session_days else 0.0
