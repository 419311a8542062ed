"""What has been handed in: each submission is read safely, kept with a receipt, and told apart by its content."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.exchange.intake import Refusal, read_folder
from grader.exchange.intake.receipt import Work, receive_all
from grader.exchange.intake.store import manifest
from grader.exchange.submit import course_store, settle
from grader.grading import labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from grader.exchange.intake.receipt import Receipt
    from grader.grading.model import Submission
    from grader.text import Text

_TOGETHER = 32
"""Submissions that are in memory at the same time."""
_TRIES, _PAUSE = 50, 0.2
"""How often, and how many seconds apart, another run that receives the same work is waited for."""
_NOTHING = hashlib.sha256(manifest({})).hexdigest()
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One submission as it was taken in; its content is in the course's store.

    Parameters
    ----------
    submission : Submission
        Where it stands.
    notebooks : tuple of str
        Those that were taken, without ``.ipynb``; sorted.
    sha256 : str
        Over all that was taken.
    received_at : datetime
        By our own clock, when these bytes were first seen.
    notes : tuple of Text
        What was not taken, and why.
    refusal : Text or None
        Why it cannot be graded at all.
    """

    submission: Submission
    notebooks: tuple[str, ...]
    sha256: str
    received_at: datetime
    notes: tuple[Text, ...] = ()
    refusal: Text | None = None


def take_in(
    submissions: Sequence[Submission], course: Path, *, clock: Callable[[], datetime]
) -> Iterator[Arrival]:
    """Read submissions, and keep with a receipt what is not known already.

    Parameters
    ----------
    submissions : sequence of Submission
        Which ones.
    course : Path
        Root of the course.
    clock : callable
        Tells the time, with its zone.

    Yields
    ------
    Arrival
        One for each; nothing that a trainee did raises an error.
    """
    settle(course)
    for start in range(0, len(submissions), _TOGETHER):
        some = submissions[start : start + _TOGETHER]
        works = [_read(submission, course) for submission in some]
        received = _received(works, course, clock)
        yield from map(_arrival, some, works, received)


def _read(submission: Submission, course: Path) -> Work:
    parts = submission.folder.relative_to(course).parts
    # The first folder is ours; the names below it were made by others.
    handed = read_folder(course / parts[0], *parts[1:])
    return Work(submission.trainee, submission.assignment, handed)


def _received(
    works: Sequence[Work], course: Path, clock: Callable[[], datetime]
) -> list[Receipt | Refusal]:
    """Receive submissions; what another run is receiving at this moment is waited for."""
    store = course_store(course)
    received = receive_all(works, store, now=clock())
    for _ in range(_TRIES):
        busy = [n for n, one in enumerate(received) if _is_busy(works[n], one)]
        if not busy:
            break
        time.sleep(_PAUSE)
        again = receive_all([works[n] for n in busy], store, now=clock())
        for n, one in zip(busy, again, strict=True):
            received[n] = one
    return received


def _is_busy(work: Work, received: Receipt | Refusal) -> bool:
    return bool(work.handed.files) and isinstance(received, Refusal)


def _arrival(submission: Submission, work: Work, received: Receipt | Refusal) -> Arrival:
    names = [name for name in work.handed.files if name.endswith(".ipynb") and "/" not in name]
    notebooks = tuple(sorted(name.removesuffix(".ipynb") for name in names))
    notes = tuple(labels.refused(refusal) for refusal in work.handed.refusals)
    reason = None if notebooks else notes[0] if notes else labels.NO_NOTEBOOK
    if isinstance(received, Refusal):
        reason = reason or labels.refused(received)
        return Arrival(submission, (), _NOTHING, _NEVER, notes, reason)
    when = datetime.fromisoformat(received.received_at)
    return Arrival(submission, notebooks, received.submission_sha256, when, notes, reason)
