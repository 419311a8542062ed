"""Jobs: what came in, who is grading it, and what became of it.

One job is one submission of one trainee, graded against one release in one environment; its key is the digest of
all five. `received` → `running` (with a lease) → `graded` or `refused`. Jobs of one trainee and assignment take
turns: the one that was graded in the last of them is the one that counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, select

from grader.grading.gradebook.open import reading
from grader.grading.gradebook.tables import job

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Row

State = Literal["received", "running", "graded", "refused"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A submission that is to be graded.

    Parameters
    ----------
    trainee, assignment : str
        Whose work, and for what.
    submission_sha256, release_sha256, environment_sha256 : str
        What was handed in, what it is held against, and with what; 64 hexadecimal digits each.
    received_at : datetime
        When it came in, with its time zone.
    attempt : int or None
        Number of the attempt, from 1; counted here if not given.
    accepted : bool
        False if it is going to be refused: it does not take the place of earlier attempts then.
    """

    trainee: str
    assignment: str
    submission_sha256: str
    release_sha256: str
    environment_sha256: str
    received_at: datetime
    attempt: int | None = None
    accepted: bool = True

    @property
    def key(self) -> str:
        """SHA-256 over everything but time and number."""
        parts = (self.trainee, self.assignment, *self._digests)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def _digests(self) -> tuple[str, str, str]:
        return self.submission_sha256, self.release_sha256, self.environment_sha256


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the job table.

    Parameters
    ----------
    key : str
        What it is known by.
    trainee, assignment : str
        Whose work, and for what.
    attempt : int
        Number of the attempt, from 1.
    turn : int
        Counts up with each submission, release or environment that takes the place of the one before.
    submission_sha256, release_sha256, environment_sha256 : str
        What the key is made of.
    state : {'received', 'running', 'graded', 'refused'}
        How far it is.
    reason_ja, reason_en : str or None
        Why it was refused.
    lease_owner, lease_until : str or None
        Who is grading it, and until when nobody else may.
    received_at : str
        When it came in, in UTC.
    isolation : str or None
        How the submitted code was kept apart; None until it is graded.
    graded_turn : int or None
        The turn in which it was last graded; kept while it is graded again.
    """

    key: str
    trainee: str
    assignment: str
    attempt: int
    turn: int
    submission_sha256: str
    release_sha256: str
    environment_sha256: str
    state: State
    reason_ja: str | None
    reason_en: str | None
    lease_owner: str | None
    lease_until: str | None
    received_at: str
    isolation: str | None
    graded_turn: int | None = None


JOB_COLUMNS = tuple(job.c[name] for name in Job.__dataclass_fields__)
"""In the order of `Job`."""


def stamp(when: datetime) -> str:
    """Write a time so that times sort as texts.

    Parameters
    ----------
    when : datetime
        With its time zone; without one it is taken for local time.

    Returns
    -------
    str
        ISO 8601 in UTC, to the microsecond.
    """
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def happened(kind: str, about: Job, at: str, number: int = 1) -> dict[str, Any]:
    """Make a row of the event table; the same event makes the same key.

    Parameters
    ----------
    kind : {'received', 'graded', 'regraded', 'refused', 'overridden'}
        What happened.
    about : Job
        To which job; how often depends on its turn.
    at : str
        When, as `stamp` writes it.
    number : int
        Which of several such events in one turn.

    Returns
    -------
    dict
        To be inserted.
    """
    # Grading and grading again are one event: whichever came first in this turn.
    slot = {"regraded": "graded"}.get(kind, kind)
    key = f"{about.key}/{about.turn}/{slot}/{number}"
    return {"key": key, "kind": kind, "job_key": about.key, "at": at}


def job_of(row: Row[Any]) -> Job:
    """Take a job out of a row.

    Parameters
    ----------
    row : Row
        With `JOB_COLUMNS`.

    Returns
    -------
    Job
        The job.
    """
    values: tuple[Any, ...] = tuple(row)
    return Job(*values)


def jobs(engine: Engine, keys: Iterable[str] | None = None) -> dict[str, Job]:
    """Look at jobs.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    keys : iterable of str, optional
        Which; all if not given.

    Returns
    -------
    dict of str to Job
        By key, in the order in which they first came in.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    query = select(*JOB_COLUMNS).order_by(job.c.id)
    if keys is not None:
        query = query.where(job.c.key.in_(list(keys)))
    with reading(engine) as connection:
        return {row.key: job_of(row) for row in connection.execute(query)}


def turns(connection: Connection, trainee: str, assignment: str) -> list[Job]:
    """Look at all jobs of one trainee and assignment, and keep others from changing them.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes.
    trainee, assignment : str
        Which.

    Returns
    -------
    list of Job
        In turn.
    """
    named = {"trainee": trainee, "assignment": assignment}
    return [job_of(row) for row in connection.execute(_TURNS, named)]


def that_counts(some: Iterable[Job]) -> Job | None:
    """Find the job whose marks are in the gradebook.

    Parameters
    ----------
    some : iterable of Job
        Of one trainee and assignment.

    Returns
    -------
    Job or None
        The one that was graded in the last turn; it may be waiting to be graded again.
    """
    return max((one for one in some if one.graded_turn), key=_graded_turn, default=None)


def _graded_turn(one: Job) -> int:
    return one.graded_turn or 0


_TURNS = (
    select(*JOB_COLUMNS)
    .where(job.c.trainee == bindparam("trainee"), job.c.assignment == bindparam("assignment"))
    .order_by(job.c.turn)
    .with_for_update()
)
