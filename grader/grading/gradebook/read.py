"""Read the gradebook: marks as nbgrader counts them, and the result that stands for each submission."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select, tuple_

from grader.grading.gradebook.open import reading
from grader.grading.gradebook.tables import (
    assignment,
    base_cell,
    grade,
    grade_cells,
    job,
    notebook,
    result,
    student,
    submitted_assignment,
    submitted_notebook,
    task_cells,
)
from grader.grading.model import CellScore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine

    from grader.grading.model import Submission


@dataclass(frozen=True, slots=True)
class Standing:
    """The result that counts for one trainee and assignment.

    Parameters
    ----------
    trainee, assignment : str
        Whose, and for what.
    key : str
        Of the job that made it.
    state : {'graded', 'refused'}
        ``refused`` only while no attempt has been graded.
    results : str
        Text of ``results.json``.
    notebooks : mapping of str to str
        SHA-256 of each autograded notebook, by name without ``.ipynb``.
    """

    trainee: str
    assignment: str
    key: str
    state: str
    results: str
    notebooks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one submission as they stand in the gradebook.

    Parameters
    ----------
    cells : tuple of CellScore
        Sorted by notebook and id.
    by_hand : str
        SHA-256 over the points that people gave; empty while there are none.
    """

    cells: tuple[CellScore, ...]
    by_hand: str


def cells(
    engine: Engine, submission: Submission | None = None
) -> Mapping[tuple[str, str], tuple[CellScore, ...]]:
    """Read graded cells, with points given by hand in place of the engine's.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    submission : Submission, optional
        Only this one; all of them if not given.

    Returns
    -------
    mapping
        From (trainee, assignment) to its cells, sorted by notebook and id.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    with reading(engine) as connection:
        if submission is None:
            rows = connection.execute(_CELLS).all()
        else:
            named = {"trainee": submission.trainee, "assignment": submission.assignment}
            rows = connection.execute(_CELLS_OF, named).all()
    found: dict[tuple[str, str], list[CellScore]] = {}
    for row in rows:
        found.setdefault((row[0], row[1]), []).append(CellScore(*row[2:7]))
    return {key: _sorted(some) for key, some in found.items()}


def marks_of(connection: Connection, trainee: str, assignment: str) -> Marks:
    """Read the marks of one submission inside a transaction.

    Parameters
    ----------
    connection : Connection
        The transaction.
    trainee, assignment : str
        Which submission.

    Returns
    -------
    Marks
        Without cells if the gradebook has none.
    """
    named = {"trainee": trainee, "assignment": assignment}
    rows = connection.execute(_CELLS_OF, named).all()
    by_hand = sorted([*row[2:4], *row[7:]] for row in rows if row[7:] != (None, None))
    return Marks(
        _sorted([CellScore(*row[2:7]) for row in rows]),
        hashlib.sha256(json.dumps(by_hand).encode()).hexdigest() if by_hand else "",
    )


def standing(engine: Engine, only: Iterable[tuple[str, str]] | None = None) -> tuple[Standing, ...]:
    """Read the result that counts of each submission: that of the last turn in which one was graded.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    only : iterable of tuple of str, optional
        Pairs of trainee and assignment; all of them if not given.

    Returns
    -------
    tuple of Standing
        Sorted by trainee and assignment.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    query = _RESULTS
    if only is not None:
        query = query.where(tuple_(job.c.trainee, job.c.assignment).in_(list(only)))
    with reading(engine) as connection:
        last = {(row.trainee, row.assignment): row for row in connection.execute(query)}
    return tuple(
        Standing(*last[pair][:5], notebooks=json.loads(last[pair].notebooks))
        for pair in sorted(last)
    )


def trainees(engine: Engine) -> frozenset[str]:
    """Read whom the gradebook knows.

    Parameters
    ----------
    engine : Engine
        The gradebook.

    Returns
    -------
    frozenset of str
        nbgrader's ids of students.

    Raises
    ------
    GradingError
        If the gradebook cannot be read.
    """
    with reading(engine) as connection:
        return frozenset(connection.scalars(select(student.c.id)))


def _sorted(some: Sequence[CellScore]) -> tuple[CellScore, ...]:
    return tuple(sorted(some, key=lambda cell: (cell.notebook, cell.grade_id)))


def _cells() -> Any:
    extra = func.coalesce(grade.c.extra_credit, 0.0)
    points = case(
        (grade.c.manual_score.is_not(None), grade.c.manual_score + extra),
        (grade.c.auto_score.is_not(None), grade.c.auto_score + extra),
        else_=0.0,
    )
    return (
        select(
            submitted_assignment.c.student_id,
            assignment.c.name,
            notebook.c.name,
            base_cell.c.name,
            points,
            func.coalesce(grade_cells.c.max_score, task_cells.c.max_score, 0.0),
            grade.c.needs_manual_grade,
            grade.c.manual_score,
            grade.c.extra_credit,
        )
        .select_from(submitted_assignment)
        .join(assignment, submitted_assignment.c.assignment_id == assignment.c.id)
        .join(submitted_notebook, submitted_notebook.c.assignment_id == submitted_assignment.c.id)
        .join(notebook, submitted_notebook.c.notebook_id == notebook.c.id)
        .join(grade, grade.c.notebook_id == submitted_notebook.c.id)
        .join(base_cell, grade.c.cell_id == base_cell.c.id)
        .outerjoin(grade_cells, grade_cells.c.id == base_cell.c.id)
        .outerjoin(task_cells, task_cells.c.id == base_cell.c.id)
    )


_CELLS = _cells()
_CELLS_OF = _CELLS.where(
    submitted_assignment.c.student_id == bindparam("trainee"),
    assignment.c.name == bindparam("assignment"),
)
# In this order the last row of each trainee and assignment is the one that counts.
_RESULTS = (
    select(
        job.c.trainee,
        job.c.assignment,
        job.c.key,
        case((job.c.graded_turn.is_not(None), "graded"), else_="refused").label("state"),
        result.c.results,
        result.c.notebooks,
    )
    .join(result, result.c.job_key == job.c.key)
    .order_by(
        job.c.trainee,
        job.c.assignment,
        job.c.graded_turn.is_not(None),
        func.coalesce(job.c.graded_turn, job.c.turn),
    )
)
