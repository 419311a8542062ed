"""Marks and comments of one submission, in nbgrader's own rows and by nbgrader's own rules."""

from __future__ import annotations

import json
import math
from dataclasses import astuple
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import false, func, or_, update

from grader.errors import GradingError
from grader.grading.gradebook import labels
from grader.grading.gradebook.read import marks_of
from grader.grading.gradebook.tables import (
    comment,
    grade,
    student,
    submitted_assignment,
    submitted_notebook,
)
from grader.grading.gradebook.upsert import put, put_once, upsert
from grader.schema.points import write_point

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from grader.grading.gradebook.graded import Graded, LateRule
    from grader.grading.gradebook.layout import Layout, NotebookLayout
    from grader.grading.gradebook.read import Marks
    from grader.grading.model import NotebookMarks

_IDS = UUID("9f1c7f0e-4c0a-5c0b-8a57-6b616b657368")


def write_marks(
    connection: Connection, item: Graded, layout: Layout, late: LateRule | None
) -> Marks:
    """Write the rows that nbgrader and formgrader read.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes.
    item : Graded
        The submission.
    layout : Layout
        Of its assignment.
    late : callable or None
        As of `record`.

    Returns
    -------
    Marks
        As they stand now.

    Raises
    ------
    GradingError
        If a mark is not a number, or is of a cell that the gradebook does not have.
    """
    _check(item, layout)
    put_once(connection, student, [{"id": item.trainee}])
    write_point("submission")
    submission = _submission(connection, item, layout)
    books = {
        name: _notebook(connection, item, name, (submission.id, known.id))
        for name, known in layout.notebooks.items()
    }
    for name, known in layout.notebooks.items():
        write_point("marks")
        _grades(connection, item, name, known, books[name])
        _comments(connection, item, name, known, books[name])
    marks = marks_of(connection, item.trainee, item.assignment)
    seconds = _late_by(submission.timestamp, layout.due, submission.extension)
    if late is not None and seconds > 0:
        _penalize(connection, item, books, marks, late=late, seconds=seconds)
    return marks


def no_points(trainee: str, points: float, seconds: float) -> float:
    """Take all points of what came late, as nbgrader's penalty method ``zero`` does.

    Parameters
    ----------
    trainee : str
        Whose work; of no account here.
    points : float
        Of the notebook.
    seconds : float
        By how much it was late; of no account here.

    Returns
    -------
    float
        The penalty.
    """
    del trainee, seconds
    return points


def _check(item: Graded, layout: Layout) -> None:
    strange = sorted(set(item.notebooks) - set(layout.notebooks))
    wrong = []
    for name in item.notebooks.keys() & layout.notebooks.keys():
        marks, known = item.notebooks[name], layout.notebooks[name]
        strange += sorted(set(marks.scores) - set(known.graded))
        strange += sorted(set(marks.comments) - set(known.commented))
        wrong += [
            cell
            for cell, score in sorted(marks.scores.items())
            if score is not None and not math.isfinite(score)
        ]
    if strange:
        raise GradingError(*astuple(labels.other_cells(item.assignment, tuple(strange))))
    if wrong:
        # A database would keep "not a number" as "no mark yet".
        raise GradingError(*astuple(labels.no_number(item.assignment, tuple(wrong))))


def _id(*natural: str) -> str:
    """Make an id that is the same whenever the same thing is graded; nbgrader draws its own at random."""
    return uuid5(_IDS, json.dumps(natural)).hex


def _submission(connection: Connection, item: Graded, layout: Layout) -> Any:
    row = {
        "id": _id("submission", item.assignment, item.trainee),
        "assignment_id": layout.id,
        "student_id": item.trainee,
        "timestamp": _utc(item.submitted_at),
    }
    return connection.execute(_submission_row(connection.dialect.name), row).one()


def _notebook(connection: Connection, item: Graded, name: str, ids: tuple[str, str]) -> str:
    row = {
        "id": _id("notebook", item.assignment, item.trainee, name),
        "assignment_id": ids[0],
        "notebook_id": ids[1],
        "flagged": False,
        "late_submission_penalty": None,
    }
    found: str = connection.scalar(_notebook_row(connection.dialect.name), row)
    return found


def _grades(
    connection: Connection, item: Graded, name: str, known: NotebookLayout, book: str
) -> None:
    marks = item.notebooks.get(name)
    rows = [
        {
            "id": _id("grade", item.assignment, item.trainee, name, cell),
            "cell_id": id,
            "notebook_id": book,
            **_score(marks, cell),
        }
        for cell, id in known.graded.items()
    ]
    if rows:
        statement = _grade_row(connection.dialect.name, handed_in=marks is not None)
        connection.execute(statement, rows)


def _score(marks: NotebookMarks | None, cell: str) -> dict[str, Any]:
    if marks is None:  # not handed in: zero points, and nothing for a person to look at
        return {"auto_score": 0.0, "needs_manual_grade": False}
    score = marks.scores.get(cell)
    return {"auto_score": score, "needs_manual_grade": score is None}


def _comments(
    connection: Connection, item: Graded, name: str, known: NotebookLayout, book: str
) -> None:
    marks = item.notebooks.get(name)
    rows = [
        {
            "id": _id("comment", item.assignment, item.trainee, name, cell),
            "cell_id": id,
            "notebook_id": book,
            "auto_comment": marks.comments.get(cell) if marks else None,
        }
        for cell, id in known.commented.items()
    ]
    put(connection, comment, ("cell_id", "notebook_id"), rows)


def _penalize(
    connection: Connection,
    item: Graded,
    books: dict[str, str],
    marks: Marks,
    *,
    late: LateRule,
    seconds: float,
) -> None:
    for name in item.notebooks:
        points = sum(cell.points for cell in marks.cells if cell.notebook == name)
        penalty = late(item.trainee, points, seconds)
        if penalty is not None:
            statement = update(submitted_notebook).where(submitted_notebook.c.id == books[name])
            # nbgrader's bounds: neither below zero nor above the points.
            kept = points if penalty > points else max(penalty, 0)
            connection.execute(statement, {"late_submission_penalty": kept})


def _late_by(handed_in: datetime | None, due: datetime | None, extension: Any) -> float:
    if handed_in is None or due is None:
        return 0.0
    until = due if extension is None else due + extension
    return max(0.0, (handed_in - until).total_seconds())


def _utc(when: datetime | None) -> datetime | None:
    if when is None or when.tzinfo is None:
        return when
    return when.astimezone(UTC).replace(tzinfo=None)


@cache
def _submission_row(dialect: str) -> Any:
    insert = upsert(
        dialect, submitted_assignment, ("id", "assignment_id", "student_id", "timestamp")
    )
    # As in nbgrader: without a time of its own an attempt keeps the time that is there.
    table = submitted_assignment.c
    when = func.coalesce(insert.excluded.timestamp, table.timestamp)
    return insert.on_conflict_do_update(
        index_elements=("assignment_id", "student_id"), set_={"timestamp": when}
    ).returning(table.id, table.timestamp, table.extension)


@cache
def _notebook_row(dialect: str) -> Any:
    names = ("id", "assignment_id", "notebook_id", "flagged", "late_submission_penalty")
    insert = upsert(dialect, submitted_notebook, names)
    return insert.on_conflict_do_update(
        index_elements=("notebook_id", "assignment_id"),
        set_={"late_submission_penalty": None},
    ).returning(submitted_notebook.c.id)


@cache
def _grade_row(dialect: str, *, handed_in: bool) -> Any:
    names = ("id", "cell_id", "notebook_id", "auto_score", "needs_manual_grade")
    insert = upsert(dialect, grade, names)
    new = insert.excluded
    # As in nbgrader: what a person marked before is to be looked at again, unless nothing was handed in.
    again = grade.c.manual_score.is_not(None) if handed_in else false()
    return insert.on_conflict_do_update(
        index_elements=("cell_id", "notebook_id"),
        set_={
            "auto_score": new.auto_score,
            "needs_manual_grade": or_(new.needs_manual_grade, again),
        },
    )
