"""The explanation of an exercise, for those who have solved it and for everybody after the deadline."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.lab import labels
from grader.lab.result import card, show_bundle
from grader.lab.session import PRACTICE, current

if TYPE_CHECKING:
    from grader.lab.session import OpenLesson


def solution(exercise: str) -> None:
    """Show the explanation of an exercise, or say in one sentence when it opens.

    Parameters
    ----------
    exercise : str
        Exercise id.
    """
    show_bundle(explanation(current(), exercise, now=datetime.now(UTC)))


def explanation(lesson: OpenLesson, exercise: str, *, now: datetime) -> dict[str, object]:
    """Return what `solution` shows.

    Parameters
    ----------
    lesson : OpenLesson
        The open lesson; its handout holds the explanations that may be seen here, and the deadline.
    exercise : str
        Exercise id.
    now : datetime
        The time, with a zone.

    Returns
    -------
    dict
        From MIME type to content.

    Raises
    ------
    LabError
        If the lesson has no such exercise.
    """
    part, lang = lesson.exercise(exercise)["part"], lesson.lang
    text = lesson.handout.get("solutions", {}).get(exercise, {}).get(lang)
    deadline = lesson.handout.get("deadline")
    if text is None:
        later = part == "assess" and lesson.handout.get("mode") != PRACTICE
        return _sentence((labels.SOLUTION_LATER if later else labels.NO_SOLUTION).get(lang))
    if exercise in lesson.solved or is_over(deadline, now):
        title = labels.SOLUTION.get(lang)
        return {"text/markdown": f"**{title}**\n\n{text}", "text/plain": f"{title}: {text}"}
    if deadline is None:
        return _sentence(labels.SOLUTION_LOCKED.get(lang))
    return _sentence(labels.SOLUTION_UNTIL.get(lang).format(deadline=shown(deadline)))


def is_over(deadline: str | None, now: datetime) -> bool:
    """Tell whether a deadline has passed.

    Parameters
    ----------
    deadline : str or None
        ISO 8601 with a zone; None never passes.
    now : datetime
        The time, with a zone.

    Returns
    -------
    bool
        True from the second of the deadline on.
    """
    return deadline is not None and now >= datetime.fromisoformat(deadline)


def shown(deadline: str) -> str:
    """Return a deadline for readers.

    Parameters
    ----------
    deadline : str
        ISO 8601 with a zone.

    Returns
    -------
    str
        Date and time in the zone in which it was set.

    Examples
    --------
    >>> shown("2026-12-25T17:00:00+09:00")
    '2026-12-25 17:00'
    """
    return f"{datetime.fromisoformat(deadline):%Y-%m-%d %H:%M}"


def _sentence(text: str) -> dict[str, object]:
    return {"text/plain": text, "text/html": card(text, "", state="not_attempted")}
