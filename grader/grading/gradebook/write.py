"""Write what was graded: marks, result, evidence, state and event of a submission in one transaction."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import OperationalError

from grader.grading import labels as sentences
from grader.grading.gradebook.graded import Recorded
from grader.grading.gradebook.jobs import JOB_COLUMNS, happened, job_of, stamp, that_counts, turns
from grader.grading.gradebook.layout import read_layout
from grader.grading.gradebook.marks import write_marks
from grader.grading.gradebook.open import unusable, writing
from grader.grading.gradebook.read import marks_of
from grader.grading.gradebook.tables import content, job, occurrence, result
from grader.grading.gradebook.upsert import put, put_once
from grader.schema.database import transaction
from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from grader.grading.gradebook.graded import Graded, LateRule, Refused, Results
    from grader.grading.gradebook.jobs import Job
    from grader.grading.gradebook.layout import Layout
    from grader.grading.gradebook.read import Marks

_PACKING = (
    1  # zlib's level: the higher ones cost as much CPU as all the rest of a submission's rows
)
_TRIES = 3


def record(
    engine: Engine, graded: Sequence[Graded], *, now: datetime, late: LateRule | None = None
) -> tuple[Recorded, ...]:
    """Write graded submissions, all of a submission or nothing of it.

    Points, extra points and comments given by hand are never touched. As in nbgrader, a cell that a person has
    marked before is to be looked at again.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    graded : sequence of Graded
        At best some twenty: they share a transaction. One that cannot be written does not keep the others out.
    now : datetime
        The time, with its zone, for the events.
    late : callable, optional
        From trainee, points and seconds late to the penalty, or None for no penalty; asked for each notebook of a
        submission that came late. nbgrader's own rule is `no_points`, its default none.

    Returns
    -------
    tuple of Recorded
        In the order of `graded`.

    Raises
    ------
    GradingError
        If the gradebook cannot be written at all, its disk being full for one. What the transactions before wrote
        stays; the jobs go on from their states.
    """
    # Everybody locks in this order: two graders that write at once cannot wait for each other.
    ordered = sorted(graded, key=lambda item: (item.trainee, item.assignment))
    done: Sequence[Recorded] | None = None
    if len(ordered) > 1:
        try:
            done = _together(engine, ordered, now, late)
        except Exception:  # noqa: BLE001  # whatever it is, the others are written
            done = None
    done = done or [_alone(engine, item, now, late) for item in ordered]
    by_key = {item.key: item for item in done}
    return tuple(by_key[item.key] for item in graded)


def refuse(engine: Engine, refused: Sequence[Refused], *, now: datetime) -> tuple[Recorded, ...]:
    """Write that submissions cannot be graded, and why.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    refused : sequence of Refused
        The submissions.
    now : datetime
        The time, with its zone, for the events.

    Returns
    -------
    tuple of Recorded
        ``written`` or ``lost``, in order.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    with writing(engine) as connection:
        return tuple(_refuse(connection, item, stamp(now)) for item in refused)


def refresh(engine: Engine, results: Mapping[str, Results], *, now: datetime) -> int:
    """Bring results up to date with points given by hand since they were made; nothing is graded.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    results : mapping of str to callable
        Makes the text of ``results.json`` from the cells, by key of the job that counts.
    now : datetime
        The time, with its zone, for the events.

    Returns
    -------
    int
        How many results were not up to date.

    Raises
    ------
    GradingError
        If the gradebook cannot be written.
    """
    with writing(engine) as connection:
        query = select(job.c.key, job.c.trainee, job.c.assignment).where(job.c.key.in_(results))
        found = connection.execute(query.order_by(job.c.trainee, job.c.assignment)).all()
        return sum(_refresh(connection, row, results[row.key], stamp(now)) for row in found)


def _together(
    engine: Engine, items: Sequence[Graded], now: datetime, late: LateRule | None
) -> list[Recorded]:
    layouts: dict[str, Layout] = {}
    with transaction(engine) as connection:
        return [_record(connection, item, layouts, late=late, at=stamp(now)) for item in items]


def _alone(engine: Engine, item: Graded, now: datetime, late: LateRule | None) -> Recorded:
    for left in reversed(range(_TRIES)):
        try:
            return _together(engine, [item], now, late)[0]
        except OperationalError as error:
            if not (left and _may_go_better(error)):
                raise unusable(error) from error
        except Exception as error:  # noqa: BLE001  # of this submission only
            return Recorded(item.key, "failed", error=sentences.failure(error))
    raise AssertionError


def _may_go_better(error: OperationalError) -> bool:
    """Tell PostgreSQL's deadlocks and serialization failures from what stays as it is."""
    return getattr(error.orig, "sqlstate", None) in ("40001", "40P01")


def _record(
    connection: Connection,
    item: Graded,
    layouts: dict[str, Layout],
    *,
    late: LateRule | None,
    at: str,
) -> Recorded:
    before = turns(connection, item.trainee, item.assignment)
    mine = next((one for one in before if one.key == item.key), None)
    if mine is not None and mine.state == "graded":
        marks = marks_of(connection, item.trainee, item.assignment)
        return Recorded(item.key, "unchanged", marks.cells)
    if mine is None or not _held(mine, item.owner):
        return Recorded(item.key, "lost")
    if item.assignment not in layouts:
        layouts[item.assignment] = read_layout(connection, item.assignment)
    marks = write_marks(connection, item, layouts[item.assignment], late)
    _notice(connection, before, mine, marks, at)
    _write_result(connection, item, mine, marks)
    ended = {"state": "graded", "isolation": item.isolation, "graded_turn": mine.turn}
    _end(connection, mine, at, _kind(before, mine), **ended)
    return Recorded(item.key, "written", marks.cells)


def _held(mine: Job, owner: str) -> bool:
    return mine.state == "running" and mine.lease_owner == owner


def _kind(before: Sequence[Job], mine: Job) -> str:
    """Say whether the same work was graded before, against another release or in another environment."""
    same = mine.submission_sha256
    others = (one for one in before if one.key != mine.key and one.graded_turn)
    return "regraded" if any(one.submission_sha256 == same for one in others) else "graded"


def _notice(
    connection: Connection, before: Sequence[Job], mine: Job, marks: Marks, at: str
) -> None:
    """Note that a person has given points since the last result that counted."""
    last = that_counts(before)
    known = connection.scalar(_BY_HAND, {"key": last.key}) if last else ""
    if known != marks.by_hand:
        number = connection.scalar(_OVERRIDDEN, {"key": mine.key}) or 0
        put_once(connection, occurrence, [happened("overridden", mine, at, number + 1)])


def _write_result(connection: Connection, item: Graded, mine: Job, marks: Marks) -> None:
    packed = {}
    names = {}
    for name, notebook in sorted(item.notebooks.items()):
        notebook.autograded.decode()  # what could not be published later is not recorded
        names[name] = hashlib.sha256(notebook.autograded).hexdigest()
        packed[names[name]] = zlib.compress(notebook.autograded, _PACKING)
    rows = [{"sha256": digest, "packed": data} for digest, data in packed.items()]
    put_once(connection, content, rows)
    evidence = {
        **item.evidence,
        "submission_sha256": mine.submission_sha256,
        "release_sha256": mine.release_sha256,
        "environment_sha256": mine.environment_sha256,
        "isolation": item.isolation,
    }
    write_point("result")
    _put_result(
        connection,
        job_key=mine.key,
        results=item.results(marks.cells),
        notebooks=_canonical(names),
        evidence=_canonical(evidence),
        usage=_canonical(item.usage),
        by_hand=marks.by_hand,
    )


def _put_result(connection: Connection, **row: str) -> None:
    put(connection, result, ("job_key",), [row])


def _end(connection: Connection, mine: Job, at: str, kind: str, **values: Any) -> None:
    write_point("state")
    done: dict[str, Any] = {
        "reason_ja": None,
        "reason_en": None,
        "lease_owner": None,
        "lease_until": None,
        "isolation": mine.isolation,
        "graded_turn": mine.graded_turn,
        **values,
    }
    connection.execute(_ENDED, {"this": mine.key, **done})
    put_once(connection, occurrence, [happened(kind, mine, at)])


def _refuse(connection: Connection, item: Refused, at: str) -> Recorded:
    row = connection.execute(_JOB, {"key": item.key}).one_or_none()
    mine = None if row is None else job_of(row)
    if mine is None or not _held(mine, item.owner):
        return Recorded(item.key, "lost")
    # If it was graded before, its marks are in the gradebook, and their result stays with them.
    if mine.graded_turn is None:
        empty = dict.fromkeys(("notebooks", "evidence", "usage"), "{}")
        _put_result(connection, job_key=item.key, results=item.results, by_hand="", **empty)
    reasons = {"reason_ja": item.reason.ja, "reason_en": item.reason.en}
    _end(connection, mine, at, "refused", state="refused", **reasons)
    return Recorded(item.key, "written")


def _refresh(connection: Connection, row: Any, make: Results, at: str) -> bool:
    before = turns(connection, row.trainee, row.assignment)
    counts = that_counts(before)
    if counts is None or counts.key != row.key:
        return False  # another result counts by now
    marks = marks_of(connection, row.trainee, row.assignment)
    _notice(connection, before, counts, marks, at)
    text = make(marks.cells)
    stale = (result.c.results != text) | (result.c.by_hand != marks.by_hand)
    write_point("refresh")
    changed = update(result).where(result.c.job_key == row.key, stale)
    return bool(connection.execute(changed.values(results=text, by_hand=marks.by_hand)).rowcount)


def _canonical(data: Mapping[str, Any]) -> str:
    return json.dumps(dict(data), ensure_ascii=False, sort_keys=True, allow_nan=False)


_JOB = select(*JOB_COLUMNS).where(job.c.key == bindparam("key")).with_for_update()
_ENDED = (
    update(job)
    .where(job.c.key == bindparam("this"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "state",
                "isolation",
                "graded_turn",
                "reason_ja",
                "reason_en",
                "lease_owner",
                "lease_until",
            )
        }
    )
)
_BY_HAND = select(result.c.by_hand).where(result.c.job_key == bindparam("key"))
_OVERRIDDEN = (
    select(func.count())
    .select_from(occurrence)
    .where(occurrence.c.job_key == bindparam("key"), occurrence.c.kind == "overridden")
)
