"""Who is grading what, and until when nobody else may."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select, update

from grader.grading.gradebook.jobs import JOB_COLUMNS, job_of, stamp
from grader.grading.gradebook.open import writing
from grader.grading.gradebook.tables import job
from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Engine

    from grader.grading.gradebook.jobs import Job


def claim(
    engine: Engine,
    n: int,
    *,
    now: datetime,
    owner: str,
    seconds: float,
    keys: Iterable[str] | None = None,
) -> tuple[Job, ...]:
    """Take jobs that nobody is grading, or whose grader has not been heard of in time.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    n : int
        At most so many.
    now : datetime
        The time, with its zone.
    owner : str
        Name of the grader; no other run may ever have the same.
    seconds : float
        How long nobody else may take them; `renew` makes it longer.
    keys : iterable of str, optional
        Only these jobs.

    Returns
    -------
    tuple of Job
        Those taken, in the order in which they came in; empty when there is nothing to do.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    waiting = or_(
        job.c.state == "received",
        and_(job.c.state == "running", job.c.lease_until <= stamp(now)),
    )
    query = select(job.c.key).where(waiting).order_by(job.c.id).limit(n)
    if keys is not None:
        query = query.where(job.c.key.in_(list(keys)))
    with writing(engine) as connection:
        found = connection.scalars(query.with_for_update(skip_locked=True)).all()
        lease = {"lease_owner": owner, "lease_until": stamp(now + timedelta(seconds=seconds))}
        taken = update(job).where(job.c.key.in_(found)).values(state="running", **lease)
        write_point("claim")
        connection.execute(taken)
        mine = select(*JOB_COLUMNS).where(job.c.key.in_(found)).order_by(job.c.id)
        return tuple(job_of(row) for row in connection.execute(mine))


def renew(engine: Engine, keys: Iterable[str], *, owner: str, until: datetime) -> int:
    """Keep jobs for longer.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    keys : iterable of str
        Which jobs.
    owner : str
        As given to `claim`.
    until : datetime
        Until when nobody else may take them, with its time zone.

    Returns
    -------
    int
        How many of them are still the owner's.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    return _mine(engine, keys, owner, lease_until=stamp(until))


def give_back(engine: Engine, keys: Iterable[str], *, owner: str) -> int:
    """Give jobs back ungraded, for others or for the next run.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    keys : iterable of str
        Which jobs.
    owner : str
        As given to `claim`.

    Returns
    -------
    int
        How many of them were still the owner's.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    return _mine(engine, keys, owner, state="received", lease_owner=None, lease_until=None)


def _mine(engine: Engine, keys: Iterable[str], owner: str, **values: Any) -> int:
    mine = and_(job.c.key.in_(list(keys)), job.c.state == "running", job.c.lease_owner == owner)
    with writing(engine) as connection:
        return connection.execute(update(job).where(mine).values(**values)).rowcount
