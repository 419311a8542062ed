"""Grade everything that was handed in for an nbgrader course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grader.exchange.forms import is_given
from grader.exchange.labels import not_given
from grader.grading import labels
from grader.grading.arrivals import take_in
from grader.grading.content import Content
from grader.grading.disk import plainly
from grader.grading.job import Limits
from grader.grading.layout import read_layout
from grader.grading.model import GradeReport, Outcome, Progress
from grader.grading.register import read_lessons, register_sources
from grader.grading.run import Run
from grader.grading.sandbox import choose_sandbox
from grader.standard import load_stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from grader.grading.arrivals import Arrival
    from grader.grading.model import Submission, SubmissionFilter
    from grader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Manner:
    """How to grade.

    Parameters
    ----------
    workers : int
        Submissions under way at the same time, each in a process of its own.
    timeout : float or None
        Seconds per cell; what the course says, else 30, if not given.
    force : bool
        Grade again what has not changed.
    trusted : bool
        Run without a sandbox: for an author's own notebooks only. The records say so.
    scheduler : str or None
        Address of a Dask scheduler whose workers grade; processes of this machine if not given.
    clock : callable
        Tells the time, with its zone.
    """

    workers: int = 2
    timeout: float | None = None
    force: bool = False
    trusted: bool = False
    scheduler: str | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@plainly()
def grade_course(
    course: Path,
    *,
    submissions: Sequence[SubmissionFilter] | None = None,
    workspace: Workspace | None = None,
    progress: Callable[[Progress], None] | None = None,
    **manner: object,
) -> GradeReport:
    """Grade a course: trainees' code runs in a sandbox, the author's tests outside it.

    Scores go to nbgrader's gradebook; autograded notebooks and one ``results.json`` per submission are written from
    there. What was graded before and has not changed is skipped; what an interrupted run left is graded.

    Parameters
    ----------
    course : Path
        Root of an nbgrader course: ``source/<assignment>/`` and
        ``submitted/<trainee>/<assignment>/``. Its ``nbgrader_config.py`` is respected.
    submissions : sequence of SubmissionFilter, optional
        Grade what matches any of these; everything if not given.
    workspace : Workspace, optional
        Where the lessons stand that assignments were built from. Without it every assignment is
        graded as one of nbgrader's own.
    progress : callable, optional
        Called with a `Progress` at the start and after each submission.
    **manner : object
        Fields of `Manner`.

    Returns
    -------
    GradeReport
        One outcome per submission; a submission that cannot be graded is one of them, and never
        stops the others.

    Raises
    ------
    GradingError
        If the folder is not a course, its configuration cannot be executed, its gradebook cannot be
        used, there is no sandbox on this machine, or no space is left on its disk.
    StandardError
        If the standard of the workspace breaks its own rules.
    """
    how = Manner(**manner)  # type: ignore[arg-type]  # checked by the dataclass's own signature
    layout = read_layout(course.resolve())
    wanted = [item for item in layout.submissions() if _matches(item, submissions)]
    if not wanted:
        return GradeReport((), (labels.NOTHING_SUBMITTED,))
    # Asked for before anything is done: without isolation nothing is.
    isolation = None if how.scheduler else choose_sandbox(trusted=how.trusted)
    teller = _Teller(len(wanted), progress)
    names = {item.assignment for item in wanted}
    content = Content(read_lessons(workspace), workspace, _standard(workspace))
    registered = register_sources(layout, names, content.lessons)
    refused = registered.refused
    taken = take_in(wanted, layout.root, clock=how.clock)
    arrivals = [_permitted(one, layout.root, content) for one in taken]
    run = Run(layout, content, how=how, limits=_limits(how, layout.seconds), isolation=isolation)
    with run:
        outcomes = [teller(outcome) for outcome in run.outcomes(arrivals, refused)]
    told = sorted(outcomes, key=lambda item: (item.trainee, item.assignment))
    reasons = (refused[name] for name in sorted(refused))
    return GradeReport(tuple(told), (*run.warnings, *registered.warnings, *reasons))


def _permitted(arrival: Arrival, course: Path, content: Content) -> Arrival:
    """Refuse work on a form that was not handed out to whoever it came from."""
    who, name = arrival.submission.trainee, arrival.submission.assignment
    lesson = content.lessons.get(name)
    if lesson is None or lesson.form == 1 or is_given(course, who, name):
        return arrival
    return replace(arrival, refusal=not_given(who, name))


def _standard(workspace: Workspace | None) -> dict[str, str | None] | None:
    return None if workspace is None else load_stamp(workspace.standard, workspace.overlay)


def _limits(how: Manner, seconds: float | None) -> Limits:
    asked = how.timeout or seconds
    if asked is None:
        return Limits()
    return replace(Limits(), seconds=asked, total_seconds=max(10 * asked, Limits().total_seconds))


def _matches(submission: Submission, filters: Sequence[SubmissionFilter] | None) -> bool:
    return filters is None or any(item.matches(submission) for item in filters)


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
