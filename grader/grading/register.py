"""Record the assignments of a course in its gradebook, when they are new or have changed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from grader.errors import GradingError
from grader.grading import labels, refusals, results
from grader.grading.disk import is_full
from grader.grading.gradebook import registering
from grader.grading.gradebook.tables import THEIRS
from grader.grading.lock import only_run
from grader.grading.model import LessonOf
from grader.grading.pool import WorkerDied, run_each
from grader.marking.forms import FORMS, form_name
from grader.schema.store import read_json, write_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from grader.grading.layout import CourseLayout
    from grader.text import Text
    from grader.workspace import Workspace

ASSIGNMENTS = "assignments.json"
COMPILED = ".assignments"
FORMAT_VERSION = 1
_PATIENCE = 300.0
"""Seconds for which another run that records assignments is waited for: making tests may start a kernel."""


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of recording assignments.

    Parameters
    ----------
    refused : dict of str to Text
        From each assignment that cannot be graded to the reason.
    warnings : tuple of Text
        What is weak in tests that were recorded now.
    """

    refused: dict[str, Text] = field(default_factory=dict)
    warnings: tuple[Text, ...] = ()


def read_lessons(workspace: Workspace | None) -> dict[str, LessonOf]:
    """Read which assignments were built from which lessons.

    Parameters
    ----------
    workspace : Workspace or None
        Where lessons were built, if anywhere.

    Returns
    -------
    dict
        From assignment to lesson, with those that are further forms of what was built; empty if nothing was built.
    """
    path = None if workspace is None else workspace.build / ASSIGNMENTS
    if path is None or not path.is_file():
        return {}
    rows = read_json(path, "assignments")["assignments"]
    return {
        form_name(row["assignment"], form): LessonOf(row["lesson"], row["lang"], form)
        for row in rows
        for form in FORMS
    }


def compiled_of(layout: CourseLayout, assignment: str) -> Mapping[str, Any]:
    """Read what is known of an assignment since it was recorded.

    Parameters
    ----------
    layout : CourseLayout
        The course.
    assignment : str
        Its name.

    Returns
    -------
    mapping
        By notebook, as `grader.grading.nbgrader_adapter.compiled` found out; empty if it is not recorded.
    """
    told = _read(_path(layout, assignment))
    return {} if told is None else told["notebooks"]


def register_sources(
    layout: CourseLayout, assignments: Iterable[str], lessons: Collection[str] = ()
) -> Registered:
    """Bring the gradebook up to date with the source of assignments.

    An assignment whose tests cannot be judged from outside the trainee's process is refused before anybody's work is
    run. nbgrader does the rest, in a process of its own: making the tests of a source may start a kernel, and nbgrader
    does not clean up after it.

    Parameters
    ----------
    layout : CourseLayout
        The course.
    assignments : iterable of str
        Those about to be graded.
    lessons : collection of str
        Those that were built from lessons, which are checked when they are built.

    Returns
    -------
    Registered
        What cannot be graded, and why.

    Raises
    ------
    GradingError
        If the gradebook cannot be made or used, or another run is doing the same.
    """
    names = sorted(assignments)
    if not any(_is_stale(layout, name) for name in names):
        return Registered()
    # The folder has one lock and the database another: machines that share one need not share both.
    with only_run(layout.root, patience=_PATIENCE), registering(layout.gradebook_url):
        _discard_begun(layout.gradebook_file)
        stale = [name for name in names if _is_stale(layout, name)]
        refused, warnings = _checked(layout, [name for name in stale if name not in lessons])
        sound = [name for name in stale if name not in refused]
        return Registered(refused | _register(layout, sound), warnings)


def _discard_begun(file: Path | None) -> None:
    """Remove a gradebook that lacks tables and holds no row, as a full disk leaves it: nbgrader would not complete it."""
    if file is None or not file.is_file():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(file)) as book:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {row[0] for row in book.execute(query)}
        if tables.issuperset(THEIRS.tables):
            return
        if any(book.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in tables):  # noqa: S608  # names of its own
            return
        for path in (file, *file.parent.glob(f"{file.name}-*")):
            path.unlink(missing_ok=True)


def _register(layout: CourseLayout, names: list[str]) -> dict[str, Text]:
    ((_, made),) = run_each(record, [(layout.root, names)], workers=1)
    if isinstance(made, WorkerDied):
        return {name: labels.not_registrable(name, labels.WORKER_DIED) for name in names}
    if isinstance(made, Exception):
        raise made
    for name, (reason, notebooks) in made.items():
        if reason is None:
            _write(layout, name, notebooks)
    return {name: reason for name, (reason, _) in made.items() if reason is not None}


def _checked(
    layout: CourseLayout, names: Iterable[str]
) -> tuple[dict[str, Text], tuple[Text, ...]]:
    """Look at tests without running them: what forbids grading, and what is only weak."""
    # Brings half of nbformat, which a run that only grades does without.
    from grader.authoring.testing import check_sources  # noqa: PLC0415
    from grader.authoring.testing.rules import A001, A004, A005  # noqa: PLC0415

    refused, warnings = {}, []
    for name in names:
        folder = layout.source(name)
        findings = check_sources(sorted(folder.glob("*.ipynb")))
        bad = [one for one in findings if one.rule in (A001, A005) and one.path.suffix == ".ipynb"]
        if bad:
            told = [refusals.finding(one, layout.root) for one in bad]
            refused[name] = refusals.not_testable(name, folder, told)
        warnings += [
            refusals.finding(one, layout.root)
            for one in findings
            if one.rule is not A004 and one not in bad
        ]
    return refused, tuple(warnings)


def record(task: tuple[Path, list[str]]) -> Any:
    """Record assignments in the gradebook; runs in a process of its own.

    Parameters
    ----------
    task : tuple
        Root of the course and names of assignments.

    Returns
    -------
    dict or GradingError
        For each assignment why it cannot be recorded, if it cannot, and what is known of it otherwise; or why
        the gradebook cannot be used.
    """
    from grader.grading.nbgrader_adapter import open_course  # noqa: PLC0415  # takes a second

    root, names = task
    try:
        course = open_course(root)
        course.prepare_gradebook()
        return {name: _recorded(course, name) for name in names}
    except GradingError as error:
        return error


def _recorded(course: Any, name: str) -> tuple[Text | None, dict[str, Any]]:
    if not any(course.source(name).glob("*.ipynb")):
        return labels.not_registered(name), {}
    error, notebooks = course.register(name)
    if error is None:
        return None, notebooks
    if is_full(error):
        raise GradingError(*astuple(labels.DISK_FULL))
    if "there are submissions associated with it" in str(error):
        return labels.cells_changed(name), {}
    return labels.not_registrable(name, refusals.not_recorded(error)), {}


def _has_gradebook(layout: CourseLayout) -> bool:
    file = layout.gradebook_file
    return file is None or file.is_file()


def _gradebook(layout: CourseLayout) -> str:
    """Name the gradebook, without a password; a course may be moved with the one inside it."""
    url = make_url(layout.gradebook_url)
    return url.render_as_string(hide_password=True).replace(str(layout.root), ".")


def _is_stale(layout: CourseLayout, name: str) -> bool:
    told = _read(_path(layout, name))
    if told is None or told.get("gradebook") != _gradebook(layout) or not _has_gradebook(layout):
        return True
    return bool(told["source_sha256"] != results.digest(layout.source(name)))


def _path(layout: CourseLayout, name: str) -> Path:
    return layout.root / results.FOLDER / COMPILED / f"{name}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_known = isinstance(told, dict) and told.get("format_version") == FORMAT_VERSION
    return told if is_known else None


def _write(layout: CourseLayout, name: str, notebooks: Mapping[str, Any]) -> None:
    told = {
        "format_version": FORMAT_VERSION,
        "gradebook": _gradebook(layout),
        "source_sha256": results.digest(layout.source(name)),
        "notebooks": notebooks,
    }
    write_text(_path(layout, name), json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
