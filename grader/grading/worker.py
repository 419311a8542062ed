"""What a grader does with one submission: rebuild it, run it, read the marks. No file and no database is touched."""

from __future__ import annotations

import hashlib
import importlib
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from grader.errors import KakehashiError
from grader.exchange.intake import Refusal
from grader.grading import labels, score
from grader.grading.assigned import unpack
from grader.grading.build_job import code_cells
from grader.grading.extract import listen
from grader.grading.job import Limits, NotebookJob
from grader.grading.model import NotebookMarks
from grader.grading.rebuild import rebuild
from grader.grading.sandbox import choose_sandbox, start_sandbox
from grader.grading.spare import spare
from grader.grading.task import Made, Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.grading.assigned import Assigned, AssignedNotebook
    from grader.grading.job import NotebookRun
    from grader.grading.material import Material
    from grader.grading.rebuild import Rebuilt
    from grader.grading.sandbox import Kind, Sandbox

_SHOWN = frozenset(
    {"text/plain", "text/html", "image/png", "application/vnd.kakehashi.result+json"}
)
"""Kinds of displays that are kept in autograded notebooks: those that formgrader and feedback can show."""


_LIBRARIES = ("pandas", "plotly.express", "grader.grading.judge", "grader.marking.sheet")


class Grader:
    """Grades one submission after the other in one sandbox.

    Parameters
    ----------
    sandbox : Sandbox
        Where trainees' code runs.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def __call__(self, task: Task) -> Made:
        """Grade one submission.

        Parameters
        ----------
        task : Task
            The submission.

        Returns
        -------
        Made
            Nothing is raised for what is wrong with a submission or its assignment.
        """
        try:
            return self._grade(task)
        except Exception as error:  # noqa: BLE001  # whatever it is, the others must be graded
            return Made(self.sandbox.name, error=labels.failure(error))

    def _grade(self, task: Task) -> Made:
        begun = time.process_time()
        assigned = unpack(task.material)
        rebuilt = {}
        for name in sorted(assigned.notebooks):
            raw = task.files.get(f"{name}.ipynb")
            if raw is None:
                continue
            notebook = assigned.notebooks[name]
            made = rebuild(raw, notebook.released, hidden=notebook.hidden, name=f"{name}.ipynb")
            if isinstance(made, Refusal):
                return Made(self.sandbox.name, error=labels.refused(made))
            rebuilt[name] = made
        runs = {name: self._run(task, assigned, name, made) for name, made in rebuilt.items()}
        graded = {
            name: marks(task, assigned.notebooks[name], rebuilt[name], run)
            for name, run in runs.items()
        }
        said = listen(made.notebook for made in rebuilt.values()) if assigned.lesson else {}
        usage = tuple(run.usage for run in runs.values())
        spent = time.process_time() - begun - sum(each.judge for each in usage)
        return Made(
            self.sandbox.name,
            notebooks=graded,
            said=said,
            notes=tuple(note for made in rebuilt.values() for note in made.notes),
            stops=tuple(_stops(rebuilt, runs)),
            usage=usage,
            own=max(0.0, spent),
        )

    def _run(self, task: Task, assigned: Assigned, name: str, made: Rebuilt) -> NotebookRun:
        from grader.grading.judge import run_notebook  # noqa: PLC0415  # brings pandas

        theirs = {path: data for path, data in task.files.items() if not path.endswith(".ipynb")}
        cells, reads_data = code_cells(assigned.notebooks[name].plan, made.cells), True
        if assigned.lesson is not None:
            cells, reads_data = spare(cells)
        job = NotebookJob(
            name=name,
            trainee=task.trainee,
            cells=cells,
            reads_data=reads_data,
            files={**theirs, **assigned.files},
            seed=_seed(task, name),
            lesson=assigned.lesson,
            lang=assigned.lang,
            curriculum=None if assigned.curriculum is None else str(assigned.curriculum),
            handout=assigned.handout,
            form=assigned.form,
            limits=task.limits,
            author_files=assigned.files,
        )
        return run_notebook(job, self.sandbox.open)


def marks(task: Task, notebook: AssignedNotebook, made: Rebuilt, run: NotebookRun) -> NotebookMarks:
    """Put outputs into a rebuilt notebook and read its marks.

    Parameters
    ----------
    task : Task
        The submission.
    notebook : AssignedNotebook
        What the author made.
    made : Rebuilt
        The submission's cells; outputs are put in.
    run : NotebookRun
        What came of them.

    Returns
    -------
    NotebookMarks
        Points and comments by nbgrader's rules, and the notebook.

    Raises
    ------
    GradingError
        If a test returns what cannot be its points.
    """
    scores, comments = {}, {}
    for index, cell in enumerate(made.cells):
        if cell["cell_type"] == "code":
            cell["outputs"] = [_kept(output) for output in run.outputs.get(index, [])]
            cell["execution_count"] = None
            if index in run.withheld:
                cell["metadata"]["kakehashi"] = {"withheld": True}
        known = cell["metadata"].get("nbgrader", {})
        name = known.get("grade_id")
        if name in notebook.checksums:
            known["checksum"] = notebook.checksums[name]
        if known.get("grade"):
            scores[name] = score.auto_score(cell, ignore=task.ignored_stderr)
        if known.get("solution") or known.get("task"):
            comments[name] = score.auto_comment(cell)
    text = json.dumps(made.notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return NotebookMarks(scores, comments, f"{text}\n".encode())


def _kept(output: Mapping[str, Any]) -> dict[str, Any]:
    if "data" not in output:
        return dict(output)
    return {
        **output,
        "data": {kind: data for kind, data in output["data"].items() if kind in _SHOWN},
    }


def _seed(task: Task, name: str) -> int:
    told = f"{task.assignment}\0{name}\0{task.trainee}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4], "big")


def _stops(rebuilt: Mapping[str, Rebuilt], runs: Mapping[str, NotebookRun]) -> Iterator[str]:
    for name, run in runs.items():
        for stop in run.stops:
            cells = rebuilt[name].cells
            known = (
                cells[stop.index]["metadata"].get("nbgrader", {}) if stop.index < len(cells) else {}
            )
            yield f"{name}#{known.get('grade_id', stop.index)}: {stop.why.en}"


class Workshop:
    """A place that is warm: everything is imported, the sandbox is running.

    Parameters
    ----------
    kind : {'bubblewrap', 'landlock', 'container', 'none'}
        How submitted code is kept apart.
    limits : Limits
        How much each notebook may use.
    materials : sequence of Material
        Assignments that are going to be graded: what all their submissions share is made once.

    Raises
    ------
    GradingError
        If the sandbox cannot be started.
    """

    def __init__(self, kind: Kind, limits: Limits, materials: Sequence[Material] = ()) -> None:
        self._sandbox = start_sandbox(kind, limits, meanwhile=lambda: _warm_up(materials))

    def __call__(self) -> Grader:
        """Make a grader, in the process that will be it."""
        return Grader(self._sandbox.twin())

    def close(self) -> None:
        """End the sandbox."""
        self._sandbox.close()


def _warm_up(materials: Sequence[Material]) -> None:
    """Import what every grader would import, and make the worlds that every submission meets."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    worlds, shelf = (importlib.import_module(f"grader.marking.{n}") for n in ("worlds", "shelf"))
    for material in materials:
        assigned = unpack(material)
        if assigned.lesson is None:
            continue
        with suppress(KakehashiError):  # whoever needs them is told
            for seed in worlds.fresh_seeds(assigned.lesson):
                world = worlds.make_world(assigned.curriculum, assigned.lesson, seed)
                shelf.WorldShelf(world, {}).files()  # pandas imports more at first use


def warm(limits: Limits) -> Workshop:
    """Make a workshop on whatever machine this is, with the isolation that works there.

    Parameters
    ----------
    limits : Limits
        How much each notebook may use.

    Returns
    -------
    Workshop
        Ready.

    Raises
    ------
    GradingError
        If no isolation works there.
    """
    return Workshop(choose_sandbox(), limits)
