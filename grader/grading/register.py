"""Record the assignments of a course in its gradebook, when they are new or have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.grading import labels, results
from grader.grading.model import LessonOf
from grader.schema.store import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grader.grading.nbgrader_adapter import Attempt, Course
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


def register_sources(course: Course, assignments: Iterable[str]) -> dict[str, Text]:
    """Bring the gradebook up to date with the source of assignments.

    Parameters
    ----------
    course : Course
        The course.
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
    for name in sorted(assignments):
        source = course.source(name)
        in_gradebook = bool(course.notebooks(name))
        if not any(source.glob("*.ipynb")):
            if not in_gradebook:
                refused[name] = labels.not_registered(name)
            continue
        digest = results.digest(source)
        if in_gradebook and known.get(name) == digest:
            continue
        attempt = course.register(name)
        if attempt.error is not None:
            refused[name] = _reason(name, attempt)
            continue
        known[name] = digest
        _write(path, known)
    return refused


def _reason(name: str, attempt: Attempt) -> Text:
    assert attempt.error is not None  # noqa: S101  # the caller asked
    message = str(attempt.error)
    if "there are submissions associated with it" in message:
        return labels.cells_changed(name)
    return labels.not_registrable(name, labels.failure(attempt.error))


def _read(path: Path) -> dict[str, str]:
    try:
        data: dict[str, Any] = read_json(path, "registered")
    except InputError:
        return {}
    return dict(data["assignments"])


def _write(path: Path, known: dict[str, str]) -> None:
    write_json(path, {"format_version": 1, "assignments": known}, "registered")
