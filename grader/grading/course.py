"""Grade everything that was handed in for an nbgrader course."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.grading import labels, results
from grader.grading.lock import only_run
from grader.grading.model import GradeReport, Outcome, Progress
from grader.grading.pool import WorkerDied, run_each
from grader.grading.register import read_lessons, register_sources
from grader.grading.results import Fingerprint
from grader.grading.worker import Task, grade, record_cells, record_failure
from grader.standard import load_standard, standard_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.grading.model import CellScore, LessonOf, Submission, SubmissionFilter
    from grader.grading.nbgrader_adapter import Course
    from grader.text import Text
    from grader.workspace import Workspace

    Cells = Mapping[tuple[str, str], tuple[CellScore, ...]]


def grade_course(  # noqa: PLR0913  # one parameter per option of the command; all but one by name
    course: Path,
    *,
    submissions: Sequence[SubmissionFilter] | None = None,
    workers: int = 2,
    workspace: Workspace | None = None,
    progress: Callable[[Progress], None] | None = None,
    timeout: int | None = None,
    force: bool = False,
) -> GradeReport:
    """Grade a course with nbgrader's own converters, several submissions at a time.

    Scores go to the course's ``gradebook.db``, autograded notebooks to ``autograded/``, and one
    ``results.json`` per submission to ``results/``. What was graded before and has not changed is
    skipped; what an interrupted run left half done is graded again.

    Parameters
    ----------
    course : Path
        Root of an nbgrader course: ``source/<assignment>/`` and
        ``submitted/<trainee>/<assignment>/``. Its ``nbgrader_config.py`` is respected.
    submissions : sequence of SubmissionFilter, optional
        Grade what matches any of these; everything if not given.
    workers : int
        Submissions under way at the same time, each in a process of its own.
    workspace : Workspace, optional
        Where the lessons stand that assignments were built from. Without it every assignment is
        graded as plain nbgrader does.
    progress : callable, optional
        Called with a `Progress` at the start and after each submission.
    timeout : int, optional
        Seconds per cell; nbgrader's own setting (30) if not given.
    force : bool
        Grade again what has not changed.

    Returns
    -------
    GradeReport
        One outcome per submission; a submission that cannot be graded is one of them, and never
        stops the others.

    Raises
    ------
    GradingError
        If the folder is not a course, its configuration cannot be executed, its gradebook cannot be
        used, or another run is under way in it.
    StandardError
        If the standard of the workspace breaks its own rules.
    """
    from grader.grading.nbgrader_adapter import open_course  # noqa: PLC0415  # takes seconds

    book = open_course(course)
    wanted = [item for item in book.submissions() if _matches(item, submissions)]
    if not wanted:
        return GradeReport((), (labels.NOTHING_SUBMITTED,))
    tell = _Teller(len(wanted), progress)
    with only_run(book.root), tempfile.TemporaryDirectory(prefix="kakehashi-") as scratch:
        tasks = _tasks(book, wanted, workspace, scratch=Path(scratch), timeout=timeout)
        book.prepare_gradebook(task.submission.trainee for task in tasks)
        cells = book.cells()
        fresh = [] if force else [task for task in tasks if _is_done(book, task, cells)]
        outcomes = [tell(_refreshed(book, task, cells)) for task in fresh]
        stale = [task for task in tasks if task not in fresh]
        names = {task.submission.assignment for task in stale}
        refused = register_sources(book, book.settings(timeout=timeout), names)
        outcomes += [
            tell(_refused(task, refused[task.submission.assignment]))
            for task in stale
            if task.submission.assignment in refused
        ]
        ready = [task for task in stale if task.submission.assignment not in refused]
        outcomes += [tell(outcome) for outcome in _graded(ready, workers=workers)]
    return GradeReport(
        outcomes=tuple(sorted(outcomes, key=lambda item: (item.trainee, item.assignment))),
        warnings=(labels.NO_ISOLATION, *(refused[name] for name in sorted(refused))),
    )


class _Teller:
    """Count outcomes and pass the count on."""

    def __init__(self, total: int, progress: Callable[[Progress], None] | None) -> None:
        self._state = Progress(0, total)
        self._progress = progress
        self._tell()

    def __call__(self, outcome: Outcome) -> Outcome:
        name = f"{outcome.trainee}/{outcome.assignment}"
        self._state = replace(self._state, done=self._state.done + 1, current=name)
        self._tell()
        return outcome

    def _tell(self) -> None:
        if self._progress:
            self._progress(self._state)


def _matches(submission: Submission, filters: Sequence[SubmissionFilter] | None) -> bool:
    return filters is None or any(item.matches(submission) for item in filters)


def _tasks(
    course: Course,
    submissions: Sequence[Submission],
    workspace: Workspace | None,
    *,
    scratch: Path,
    timeout: int | None,
) -> list[Task]:
    lessons = read_lessons(workspace)
    settings = course.settings(timeout=timeout)
    standard = _standard(workspace)
    releases = {
        name: _release(course, name, lessons.get(name), workspace)
        for name in {submission.assignment for submission in submissions}
    }
    return [
        Task(
            course=settings,
            submission=submission,
            fingerprint=Fingerprint(
                results.digest(submission.folder), releases[submission.assignment]
            ),
            lesson=lessons.get(submission.assignment),
            workspace=workspace,
            scratch=scratch / str(number),
            standard=standard,
        )
        for number, submission in enumerate(submissions)
    ]


def _standard(workspace: Workspace | None) -> dict[str, str | None] | None:
    if workspace is None:
        return None
    return standard_stamp(load_standard(workspace.standard, workspace.overlay))


def _release(
    course: Course, assignment: str, lesson: LessonOf | None, workspace: Workspace | None
) -> str:
    world = workspace.curriculum / lesson.slug / "world.py" if lesson and workspace else None
    also = [world] if world and world.is_file() else []
    return results.digest(course.source(assignment), also=also)


def _is_done(course: Course, task: Task, cells: Cells) -> bool:
    """Tell whether a submission was graded to the end and nothing has changed since.

    The result is written last, so it alone says that a run came to its end. It is believed only
    while the gradebook and the autograded notebooks it was made from are there too.
    """
    submission = task.submission
    result = results.read_result(results.result_path(course.root, submission))
    if result is None or result["status"] != "graded":
        return False
    known = {(cell["notebook"], cell["grade_id"]) for cell in result["cells"]}
    there = cells.get((submission.trainee, submission.assignment), ())
    return (
        Fingerprint(result["submission_sha256"], result["release_sha256"]) == task.fingerprint
        and result["lesson"] == (task.lesson.slug if task.lesson else None)
        and known == {(cell.notebook, cell.grade_id) for cell in there}
        and any(course.autograded(submission).glob("*.ipynb"))
    )


def _refreshed(course: Course, task: Task, cells: Cells) -> Outcome:
    """Bring a result up to date with points given by hand since, without running anything."""
    submission = task.submission
    earlier = results.read_result(results.result_path(course.root, submission)) or {}
    task = replace(task, standard=earlier.get("standard"))  # that under which it was graded
    outcome = record_cells(course, task, cells[submission.trainee, submission.assignment])
    return replace(outcome, status="skipped")


def _refused(task: Task, reason: Text) -> Outcome:
    """Report a submission whose assignment cannot be graded; a good result of earlier stays."""
    submission = task.submission
    earlier = results.read_result(results.result_path(task.course.root, submission))
    if earlier is not None and earlier["status"] == "graded":
        return Outcome(submission.trainee, submission.assignment, "failed", error=reason)
    return record_failure(task, reason)


def _graded(tasks: Sequence[Task], *, workers: int) -> Iterator[Outcome]:
    for task, outcome in run_each(grade, tasks, workers=max(1, workers)):
        shutil.rmtree(task.scratch, ignore_errors=True)
        if isinstance(outcome, WorkerDied):
            yield record_failure(task, labels.WORKER_DIED)
        else:
            yield outcome
