"""Record the assignments of a course in its gradebook, when they are new or have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.grading import labels, results
from grader.grading.model import LessonOf
from grader.grading.pool import WorkerDied, run_each
from grader.schema.store import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.grading.nbgrader_adapter import Course
    from grader.grading.surroundings import CourseSettings
    from grader.text import Text
    from grader.workspace import Workspace

ASSIGNMENTS = "assignments.json"
REGISTERED = "registered.json"


def read_lessons(workspace: Workspace | None) -> dict[str, LessonOf]:
    """Read which assignments were built from which lessons.

    Parameters
    ----------
    workspace : Workspace or None
        Where lessons were built, if anywhere.

    Returns
    -------
    dict
        From assignment to lesson; empty if nothing was built.
    """
    path = None if workspace is None else workspace.build / ASSIGNMENTS
    if path is None or not path.is_file():
        return {}
    rows = read_json(path, "assignments")["assignments"]
    return {row["assignment"]: LessonOf(row["lesson"], row["lang"]) for row in rows}


def register_sources(
    course: Course, settings: CourseSettings, assignments: Iterable[str]
) -> dict[str, Text]:
    """Bring the gradebook up to date with the source of assignments.

    Parameters
    ----------
    course : Course
        The course.
    settings : CourseSettings
        The same for another process: making the tests of a source may start a kernel, and nbgrader
        does not clean up after it.
    assignments : iterable of str
        Those about to be graded.

    Returns
    -------
    dict
        From each assignment that cannot be graded to the reason.
    """
    path = course.root / results.FOLDER / REGISTERED
    known = _read(path)
    refused: dict[str, Text] = {}
    stale = []
    for name in sorted(assignments):
        in_gradebook = bool(course.notebooks(name))
        if any(course.source(name).glob("*.ipynb")):
            if not in_gradebook or known.get(name) != results.digest(course.source(name)):
                stale.append((settings, name))
        elif not in_gradebook:
            refused[name] = labels.not_registered(name)
    for (_, name), reason in run_each(register, stale, workers=1):
        if reason is None:
            known[name] = results.digest(course.source(name))
            _write(path, known)
        elif isinstance(reason, WorkerDied):
            refused[name] = labels.not_registrable(name, labels.WORKER_DIED)
        else:
            refused[name] = reason
    return refused


def register(task: tuple[CourseSettings, str]) -> Text | None:
    """Record one assignment's source in the gradebook; runs in a worker process.

    Parameters
    ----------
    task : tuple
        The course and the name of the assignment.

    Returns
    -------
    Text or None
        Why it cannot be recorded, if it cannot.
    """
    from grader.grading.nbgrader_adapter import Course  # noqa: PLC0415  # takes seconds

    settings, name = task
    error = Course(settings).register(name).error
    if error is None:
        return None
    if "there are submissions associated with it" in str(error):
        return labels.cells_changed(name)
    return labels.not_registrable(name, labels.failure(error))


def _read(path: Path) -> dict[str, str]:
    try:
        data: dict[str, Any] = read_json(path, "registered")
    except InputError:
        return {}
    return dict(data["assignments"])


def _write(path: Path, known: dict[str, str]) -> None:
    write_json(path, {"format_version": 1, "assignments": known}, "registered")
