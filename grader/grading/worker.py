"""What a worker process does with one submission."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from grader.errors import GradingError, KakehashiError
from grader.grading import labels, results
from grader.grading.extract import exercises
from grader.grading.model import Outcome
from grader.lab.session import DATA_VARIABLE
from grader.marking.sheet import CURRICULUM_VARIABLE, TRAINEE_VARIABLE
from grader.schema.store import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.grading.model import CellScore, LessonOf, Submission
    from grader.grading.nbgrader_adapter import Course
    from grader.grading.results import Fingerprint
    from grader.grading.surroundings import CourseSettings
    from grader.text import Text
    from grader.workspace import Workspace

LOG = "grading.log"


@dataclass(frozen=True, slots=True)
class Task:
    """One submission with everything that is needed to grade it.

    Parameters
    ----------
    course : CourseSettings
        The course.
    submission : Submission
        The submission.
    fingerprint : Fingerprint
        Of the submission and its release.
    lesson : LessonOf or None
        The lesson behind the assignment.
    workspace : Workspace or None
        Where the lesson stands.
    scratch : Path
        An own folder for this task, removed by the parent.
    standard : mapping or None
        The skill standard in force; None outside a workspace.
    """

    course: CourseSettings
    submission: Submission
    fingerprint: Fingerprint
    lesson: LessonOf | None
    workspace: Workspace | None
    scratch: Path
    standard: Mapping[str, str | None] | None = None


def grade(task: Task) -> Outcome:
    """Grade one submission and write its `results.json`.

    Parameters
    ----------
    task : Task
        Which one, and how.

    Returns
    -------
    Outcome
        Graded or failed; nothing is raised for what is wrong with a submission.
    """
    path = results.result_path(task.course.root, task.submission)
    # The result of an earlier run must not outlive what it was made from: killed from here on, the
    # submission has no result and the next run starts it again.
    path.unlink(missing_ok=True)
    log = path.with_name(LOG)
    log.unlink(missing_ok=True)
    try:
        course = _course(task.course)
        error = _unusable(course, task.submission)
        text = ""
        if error is None:
            error, text = _attempt(course, task)
        if error is None:
            return record(course, task)
    except Exception as raised:  # noqa: BLE001  # whatever it is, the others must be graded
        error, text = labels.failure(raised), repr(raised)
    write_text(log, text or error.en)
    return record_failure(task, error)


def record(course: Course, task: Task) -> Outcome:
    """Write the result of a submission from the gradebook and the autograded notebooks.

    Parameters
    ----------
    course : Course
        The course.
    task : Task
        A submission that is graded.

    Returns
    -------
    Outcome
        Graded.
    """
    submission = task.submission
    cells = course.cells(submission).get((submission.trainee, submission.assignment), ())
    return record_cells(course, task, cells)


def record_cells(course: Course, task: Task, cells: Sequence[CellScore]) -> Outcome:
    """Write the result of a submission whose gradebook cells are known.

    Parameters
    ----------
    course : Course
        The course.
    task : Task
        A submission that is graded.
    cells : sequence of CellScore
        Its cells.

    Returns
    -------
    Outcome
        Graded.
    """
    submission = task.submission
    names = {cell.notebook for cell in cells}
    missing = tuple(
        sorted(name for name in names if not (submission.folder / f"{name}.ipynb").is_file())
    )
    said = exercises(_autograded(course, submission), cells) if task.lesson else ()
    data = results.graded(_heading(task), cells, said, missing=missing)
    results.write_result(results.result_path(course.root, submission), data)
    return Outcome(
        trainee=submission.trainee,
        assignment=submission.assignment,
        status="graded",
        score=data["score"],
        max_score=data["max_score"],
        by_hand=sum(cell.needs_manual_grade for cell in cells),
        notes=(labels.missing_notebooks(missing),) if missing else (),
    )


def record_failure(task: Task, error: Text) -> Outcome:
    """Write the result of a submission that could not be graded.

    Parameters
    ----------
    task : Task
        The submission.
    error : Text
        Why.

    Returns
    -------
    Outcome
        Failed, without a score.
    """
    submission = task.submission
    path = results.result_path(task.course.root, submission)
    results.write_result(path, results.failed(_heading(task), error))
    return Outcome(submission.trainee, submission.assignment, "failed", error=error)


@cache
def _course(settings: CourseSettings) -> Course:
    from grader.grading.nbgrader_adapter import Course  # noqa: PLC0415  # seconds; once per process

    return Course(settings)


def _submitted_at(submission: Submission) -> str | None:
    from grader.grading.nbgrader_adapter import submitted_at  # noqa: PLC0415

    return submitted_at(submission.folder)


def _heading(task: Task) -> dict[str, Any]:
    try:
        when = _submitted_at(task.submission)
    except ValueError:
        when = None
    return results.heading(
        task.submission, task.lesson, task.fingerprint, submitted_at=when, standard=task.standard
    )


def _unusable(course: Course, submission: Submission) -> Text | None:
    """Say what is wrong with a submission before nbgrader says it less plainly."""
    found = tuple(sorted(path.stem for path in submission.folder.glob("*.ipynb")))
    if not found:
        return labels.NO_NOTEBOOK
    expected = course.notebooks(submission.assignment)
    if expected and not set(expected).intersection(found):
        return labels.unknown_notebooks(expected, found)
    try:
        _submitted_at(submission)
    except ValueError:
        return labels.BAD_TIMESTAMP
    return None


def _attempt(course: Course, task: Task) -> tuple[Text | None, str]:
    with _environment(task):
        attempt = course.autograde(task.submission)
    error = None if attempt.error is None else labels.failure(attempt.error)
    return error, attempt.log


def _autograded(course: Course, submission: Submission) -> Iterator[Any]:
    for path in sorted(course.autograded(submission).glob("*.ipynb")):
        yield json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def _environment(task: Task) -> Iterator[None]:
    """Tell the kernels of a lesson whose data to use; kernels inherit the environment."""
    if task.lesson is None or task.workspace is None:
        yield
        return
    data = task.scratch / "data"
    _write_data(task, data)
    names = {
        DATA_VARIABLE: str(data),
        TRAINEE_VARIABLE: task.submission.trainee,
        CURRICULUM_VARIABLE: str(task.workspace.curriculum),
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _write_data(task: Task, folder: Path) -> None:
    from grader.marking.worlds import write_data  # noqa: PLC0415  # brings pandas; lessons only

    assert task.lesson is not None  # noqa: S101  # the caller asked
    assert task.workspace is not None  # noqa: S101
    lesson = task.lesson
    try:
        write_data(
            task.workspace,
            lesson=lesson.slug,
            trainee=task.submission.trainee,
            lang=lesson.lang,
            out=folder,
        )
    except KakehashiError:
        raise
    except Exception as error:
        raise GradingError(*astuple(labels.data_failed(lesson.slug, error))) from error
