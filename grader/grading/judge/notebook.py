"""Run one notebook: the submission's cells in the sandbox, the author's here, in the order of the notebook."""

from __future__ import annotations

from operator import attrgetter
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any

from grader.grading.job import NotebookRun, Stop, Usage
from grader.grading.judge import labels, outputs
from grader.grading.judge.author import STOPPED, defined_in, names_in, run_cell
from grader.grading.judge.channel import Step, told
from grader.grading.judge.namespace import Names
from grader.grading.judge.place import place
from grader.grading.judge.trainee import Trainee
from grader.lab.guard import ForeignError
from grader.lab.mishap import note
from grader.lab.session import LabError, current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.grading.job import CodeCell, NotebookJob
    from grader.grading.judge.trainee import Heard
    from grader.grading.sandbox import Session
    from grader.text import Text


def run_notebook(job: NotebookJob, open_session: Callable[[], Session]) -> NotebookRun:
    """Run and test one notebook.

    Parameters
    ----------
    job : NotebookJob
        The notebook.
    open_session : callable
        Opens a fresh, confined process; called again if that process ends before its time.

    Returns
    -------
    NotebookRun
        What each cell showed, what had to be stopped, and what it cost. Whatever a submission does, there is one.

    Raises
    ------
    LessonError
        If the lesson's world cannot be made.
    GradingError
        If no process can be opened.
    """
    began, cpu = monotonic(), process_time()
    with place(job) as files:
        trainee = Trainee(job, open_session, files=files)
        try:
            run = _Run(job, trainee)
            for cell in job.cells:
                run.go_on(cell)
            run.finish()
        finally:
            trainee.close()
    bill = trainee.bill
    usage = Usage(
        fork=bill.fork,
        execute=bill.execute,
        judge=process_time() - cpu,
        wall=monotonic() - began,
        memory_mb=bill.memory_mb,
        trips=bill.trips,
    )
    stops = tuple(sorted(trainee.stops, key=attrgetter("index")))
    return NotebookRun(run.outputs, stops, usage, frozenset(run.withheld))


class _Run:
    """A notebook that is being run; cells of the sandbox wait until somebody needs what they do."""

    def __init__(self, job: NotebookJob, trainee: Trainee) -> None:
        self._job, self._trainee = job, trainee
        self._names = Names(trainee)
        self._waiting: list[CodeCell] = []
        self._reach: dict[str, frozenset[str]] = {}
        self.outputs: dict[int, list[dict[str, Any]]] = {}
        self.withheld: set[int] = set()

    def go_on(self, cell: CodeCell) -> None:
        """Run the next cell, or let it wait."""
        if cell.kind == "answer":
            self._waiting.append(cell)
            return
        used = self._used(cell.source)
        is_test = cell.kind == "test"
        due = any(answer.kind == "answer" for answer in self._waiting) and is_test
        coming = {name for answer in self._waiting for name in answer.surface}
        about_answers = not used.isdisjoint(self._names.surface | coming)
        if due or about_answers:
            self._catch_up(used)
            self._trainee.revive()
        self._trainee.index = cell.index
        self._trainee.is_tested = is_test and cell.is_secret
        if self._trainee.knows and about_answers and not is_test:
            self.withheld.add(cell.index)
        # What a cell draws of the author's own data everybody has seen; drawing it again costs as much as the tests.
        self.outputs[cell.index] = run_cell(
            cell.source,
            self._names,
            is_test=is_test,
            drawings=about_answers,
            limits=self._job.limits,
        )
        if self._trainee.failure is not None:
            raise self._trainee.failure
        if not is_test or cell.visible:
            self._waiting.append(cell)

    def finish(self) -> None:
        """Run the answers that nobody asked for; their outputs are shown."""
        if any(cell.kind == "answer" for cell in self._waiting):
            self._catch_up(())

    def _used(self, source: str) -> frozenset[str]:
        """Return the names that a cell may use, also through the author's functions that it calls."""
        found = names_in(source)
        found = found.union(*(self._reach[name] for name in found & self._reach.keys()))
        self._reach.update(dict.fromkeys(defined_in(source), found))
        return found

    def _catch_up(self, used: Iterable[str]) -> None:
        cells, self._waiting = self._waiting, []
        for cell in cells:
            self._names.answered(cell.surface)
            self._trainee.pardon(cell.surface)
        wanted = self._names.wanted(used, anew=bool(cells))
        if not cells and not wanted:
            return
        self._trainee.is_tested = False
        if self._trainee.knows:
            self.withheld.update(cell.index for cell in cells if cell.kind == "answer")
        steps = [step for cell in cells if (step := _step(cell)).source or not step.quiet]
        heard = self._trainee.run(steps, wanted)
        if heard.values is not None:
            self._names.fetched(wanted, heard.values)
        for cell in cells:
            if cell.kind == "answer":
                self.outputs[cell.index] = self._shown(cell, heard)

    def _shown(self, cell: CodeCell, heard: Heard) -> list[dict[str, Any]]:
        why = heard.stopped.get(cell.index)
        if why is not None:
            self._note(cell, ForeignError(why))
            return [_stopped(why)]
        report = heard.reports[cell.index]
        shown = outputs.clean(report.get("outputs"), most=self._job.limits.output_kb << 10)
        if report.get("timeout") is True:
            why = told(labels.CELL_TOO_LONG, seconds=self._job.limits.seconds)
            self._trainee.stops.append(Stop(cell.index, why))
            self._note(cell, ForeignError(why))
            return [*shown, _stopped(why)]
        error = report.get("error")
        self._note(cell, None if error is None else self._trainee.rebuilt(error))
        return shown

    def _note(self, cell: CodeCell, error: BaseException | None) -> None:
        """Tell the open lesson how an answer cell ended, as its hook does in a kernel."""
        try:
            lesson = current()
        except LabError:
            return
        note(lesson, cell.source, error)


def _step(cell: CodeCell) -> Step:
    inside = cell.source if cell.inside is None else cell.inside
    source = cell.visible if cell.kind == "test" else inside
    return Step(cell.index, source, quiet=cell.kind != "answer")


def _stopped(why: Text) -> dict[str, Any]:
    return outputs.error(STOPPED, f"{why.ja} / {why.en}")
