"""One `results.json` per submission: digests, building, reading and writing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.grading.labels import bilingual
from grader.grading.model import ExerciseResult
from grader.schema.store import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from grader.grading.model import CellScore, LessonOf, Submission
    from grader.text import Text

FORMAT_VERSION = 1
FOLDER = "results"
SCHEMA = "results"
_NOISE = frozenset({".ipynb_checkpoints", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a result belongs to; when either part changes, the submission is graded anew.

    Parameters
    ----------
    submission : str
        SHA-256 over everything that was handed in.
    release : str
        SHA-256 over the assignment's source (and the lesson's world, if it has one).
    """

    submission: str
    release: str


def digest(folder: Path) -> str:
    """Return one SHA-256 over the names and bytes of all files of a folder.

    Parameters
    ----------
    folder : Path
        The folder; a missing one counts as empty.

    Returns
    -------
    str
        64 hexadecimal digits, independent of dates and of where the folder stands.
    """
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    total = hashlib.sha256()
    for name in sorted(files):
        if files[name].is_file() and not _NOISE.intersection(name.split("/")):
            total.update(f"{len(name.encode())}:{name}".encode())
            total.update(hashlib.sha256(files[name].read_bytes()).digest())
    return total.hexdigest()


def result_path(course: Path, submission: Submission) -> Path:
    """Say where the result of a submission stands.

    Parameters
    ----------
    course : Path
        Root of the nbgrader course.
    submission : Submission
        Which one.

    Returns
    -------
    Path
        ``<course>/results/<trainee>/<assignment>/results.json``.
    """
    return course / FOLDER / submission.trainee / submission.assignment / "results.json"


def read_result(path: Path) -> dict[str, Any] | None:
    """Read a result of an earlier run.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict or None
        None if there is none that can be used; the submission is then graded anew.
    """
    try:
        data: dict[str, Any] = read_json(path, SCHEMA)
    except InputError:
        return None
    return data


def text(data: Mapping[str, Any]) -> str:
    """Write a result as JSON.

    Parameters
    ----------
    data : mapping
        What `graded` or `failed` returned.

    Returns
    -------
    str
        The same for the same data.
    """
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def parse(text: str) -> dict[str, Any]:
    """Read what `text` wrote.

    Parameters
    ----------
    text : str
        JSON of our own.

    Returns
    -------
    dict
        The result.
    """
    data: dict[str, Any] = json.loads(text)
    return data


def refreshed(data: Mapping[str, Any], cells: Sequence[CellScore]) -> str:
    """Bring a result up to date with points given by hand; whatever else it says stays.

    Parameters
    ----------
    data : mapping
        The result.
    cells : sequence of CellScore
        As in the gradebook now.

    Returns
    -------
    str
        The result as JSON.
    """
    said = {exercise["id"]: exercise for exercise in data["exercises"]}
    found = [
        ExerciseResult(**{**said[name], "misconceptions": tuple(said[name]["misconceptions"])})
        for name in sorted(said)
    ]
    return text(
        graded(dict(data), cells, _with_points(found, cells), missing=data["missing_notebooks"])
    )


def _with_points(
    found: Sequence[ExerciseResult], cells: Sequence[CellScore]
) -> list[ExerciseResult]:
    marks = {cell.grade_id.removesuffix("-marks"): cell for cell in cells}
    return [
        replace(one, points=marks[one.id].points, max_points=marks[one.id].max_points)
        if one.id in marks
        else one
        for one in found
    ]


def utc(when: datetime) -> str:
    """Write a time as results have it.

    Parameters
    ----------
    when : datetime
        With its zone.

    Returns
    -------
    str
        ISO 8601 in UTC.
    """
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def graded(
    head: dict[str, Any],
    cells: Sequence[CellScore],
    exercises: Sequence[ExerciseResult],
    *,
    missing: Sequence[str] = (),
) -> dict[str, Any]:
    """Build the result of a submission that was graded.

    Parameters
    ----------
    head : dict
        What `heading` returned.
    cells : sequence of CellScore
        As in the gradebook.
    exercises : sequence of ExerciseResult
        Empty for an assignment that was not built from a lesson.
    missing : sequence of str
        Notebooks that were not handed in.

    Returns
    -------
    dict
        Fits the schema ``results``.
    """
    return {
        **head,
        "status": "graded",
        "error": None,
        "score": sum(cell.points for cell in cells),
        "max_score": sum(cell.max_points for cell in cells),
        "missing_notebooks": sorted(missing),
        "cells": [asdict(cell) for cell in cells],
        "exercises": [
            {**asdict(exercise), "misconceptions": list(exercise.misconceptions)}
            for exercise in exercises
        ],
    }


def failed(head: dict[str, Any], error: Text) -> dict[str, Any]:
    """Build the result of a submission that could not be graded: no score, not a score of zero.

    Parameters
    ----------
    head : dict
        What `heading` returned.
    error : Text
        Why.

    Returns
    -------
    dict
        Fits the schema ``results``.
    """
    return {
        **head,
        "status": "failed",
        "error": bilingual(error),
        "score": None,
        "max_score": None,
        "missing_notebooks": [],
        "cells": [],
        "exercises": [],
    }


def heading(
    submission: Submission,
    lesson: LessonOf | None,
    fingerprint: Fingerprint,
    *,
    submitted_at: str | None,
    isolation: str = "none",
    standard: Mapping[str, str | None] | None = None,
) -> dict[str, Any]:
    """Build the part of a result that does not depend on how grading went.

    Parameters
    ----------
    submission : Submission
        Which one.
    lesson : LessonOf or None
        The lesson behind the assignment.
    fingerprint : Fingerprint
        What was graded.
    submitted_at : str or None
        When it was received, in UTC; nothing here depends on when it was graded.
    isolation : str
        How the submitted code was kept apart.
    standard : mapping or None
        The skill standard in force, as `grader.standard.standard_stamp` tells; None outside a workspace.

    Returns
    -------
    dict
        To be completed by `graded` or `failed`.
    """
    return {
        "format_version": FORMAT_VERSION,
        "assignment": submission.assignment,
        "trainee": submission.trainee,
        "lesson": lesson.slug if lesson else None,
        "lang": lesson.lang if lesson else None,
        "isolation": isolation,
        "submission_sha256": fingerprint.submission,
        "release_sha256": fingerprint.release,
        "standard": standard,
        "submitted_at": submitted_at,
        **({"form": lesson.form} if lesson and lesson.form > 1 else {}),
    }
