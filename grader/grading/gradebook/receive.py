"""Record what came in, before it is graded."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grader.grading.gradebook import labels
from grader.grading.gradebook.jobs import JOB_COLUMNS, Job, happened, job_of, stamp
from grader.grading.gradebook.open import one_at_a_time, writing
from grader.grading.gradebook.tables import assignment, job, occurrence, submitted_assignment
from grader.grading.gradebook.upsert import put, put_once
from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from grader.grading.gradebook.jobs import Incoming
    from grader.text import Text


def receive(
    engine: Engine, incoming: Sequence[Incoming], *, again: bool = False
) -> tuple[Job, ...]:
    """Record what came in, before it is graded.

    What was graded is left alone if nothing about it has changed and the gradebook still has its marks. An attempt
    that nobody has graded yet is refused when a newer one comes in.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    incoming : sequence of Incoming
        Submissions; of one trainee and assignment the older first.
    again : bool
        Grade again what was graded or refused before.

    Returns
    -------
    tuple of Job
        One per submission, in order.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    with writing(engine) as connection:
        one_at_a_time(connection)
        desk = _Desk(connection, {item.assignment for item in incoming})
        for item in incoming:
            desk.take(item, again=again)
        write_point("receive")
        desk.save(connection)
        return tuple(desk.jobs[item.key] for item in incoming)


class _Desk:
    """What is known of some assignments while submissions come in."""

    def __init__(self, connection: Connection, assignments: set[str]) -> None:
        query = select(*JOB_COLUMNS).where(job.c.assignment.in_(assignments))
        # Locked in the order in which `record` locks them.
        order = query.order_by(job.c.trainee, job.c.assignment, job.c.turn).with_for_update()
        self.jobs = {row.key: job_of(row) for row in connection.execute(order)}
        self._of: dict[tuple[str, str], dict[str, Job]] = {}
        for item in self.jobs.values():
            self._of.setdefault((item.trainee, item.assignment), {})[item.key] = item
        self._marked = {tuple(row) for row in connection.execute(_MARKED)} if self.jobs else set()
        self._changed: dict[str, Job] = {}
        self._events: list[dict[str, Any]] = []

    def take(self, item: Incoming, *, again: bool) -> None:
        """Find out what is to be done with a submission."""
        turns = self._of.get((item.trainee, item.assignment), {}).values()
        latest = max(turns, key=lambda one: one.turn, default=None)
        if latest is None or latest.key != item.key:
            self._next_turn(item, latest)
        elif self._to_repeat(latest, again=again):
            self._change(replace(latest, state="received"))

    def save(self, connection: Connection) -> None:
        """Write what has changed."""
        fields = [
            dict(zip(Job.__dataclass_fields__, astuple(item), strict=True))
            for item in self._changed.values()
        ]
        put(connection, job, ("key",), fields)
        put_once(connection, occurrence, self._events)

    def _to_repeat(self, latest: Job, *, again: bool) -> bool:
        # A submission may have been removed from the gradebook with nbgrader's own tools.
        lost = latest.state == "graded" and (latest.trainee, latest.assignment) not in self._marked
        return lost or (again and latest.state in ("graded", "refused"))

    def _next_turn(self, item: Incoming, latest: Job | None) -> None:
        if item.accepted:
            self._supersede(item)
        old = self.jobs.get(item.key)
        new = Job(
            item.key,
            item.trainee,
            item.assignment,
            item.attempt or _attempt(item, latest),
            latest.turn + 1 if latest else 1,
            item.submission_sha256,
            item.release_sha256,
            item.environment_sha256,
            "received",
            reason_ja=None,
            reason_en=None,
            lease_owner=None,
            lease_until=None,
            received_at=stamp(item.received_at),
            isolation=None,
            graded_turn=old.graded_turn if old else None,
        )
        self._change(new)
        self._events.append(happened("received", new, new.received_at))

    def _supersede(self, item: Incoming) -> None:
        reason = labels.SUPERSEDED
        for old in tuple(self._of.get((item.trainee, item.assignment), {}).values()):
            if old.key != item.key and old.state in ("received", "running"):
                self._change(_refused(old, reason))
                self._events.append(happened("refused", old, stamp(item.received_at)))

    def _change(self, new: Job) -> None:
        self.jobs[new.key] = self._changed[new.key] = new
        self._of.setdefault((new.trainee, new.assignment), {})[new.key] = new


_MARKED = select(submitted_assignment.c.student_id, assignment.c.name).join(
    assignment, submitted_assignment.c.assignment_id == assignment.c.id
)


def _attempt(item: Incoming, latest: Job | None) -> int:
    if latest is None:
        return 1
    return latest.attempt + (latest.submission_sha256 != item.submission_sha256)


def _refused(old: Job, reason: Text) -> Job:
    return replace(
        old,
        state="refused",
        reason_ja=reason.ja,
        reason_en=reason.en,
        lease_owner=None,
        lease_until=None,
    )
