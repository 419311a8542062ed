"""Run a notebook that nbgrader has sanitised: what nbgrader knows of it becomes a job for the engine."""

from __future__ import annotations

import json
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests

from grader.errors import WorkspaceError
from grader.exchange.intake.read import read_folder
from grader.grading.build_job import code_cells, plan_notebook
from grader.grading.job import Limits, NotebookJob
from grader.grading.judge import run_notebook
from grader.grading.layout import CourseLayout
from grader.grading.register import read_lessons
from grader.grading.sandbox import choose_sandbox, start_sandbox
from grader.marking.worlds import seed_of
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.grading.sandbox import Sandbox

_SANDBOXES: weakref.WeakKeyDictionary[Any, Sandbox] = weakref.WeakKeyDictionary()
"""One for each run of nbgrader: starting one costs as much as grading ten notebooks."""


def run_apart(
    nb: Any, names: Mapping[str, str], converter: Any, *, seconds: float, trusted: bool
) -> None:
    """Run one notebook and put its outputs in.

    Parameters
    ----------
    nb : NotebookNode
        Changed in place: outputs, and the kind of isolation in its metadata.
    names : mapping
        What nbgrader calls it: student, assignment, notebook, and the gradebook's URL.
    converter : nbgrader.converters.Autograde
        The run of nbgrader, whose sandbox ends with it.
    seconds : float
        Limit for a cell.
    trusted : bool
        Whether the notebook may run without a sandbox where there is none.

    Raises
    ------
    GradingError
        If there is no sandbox on this machine.
    """
    limits = Limits(seconds=seconds)
    sandbox = _sandbox_of(converter, limits, trusted=trusted)
    run = run_notebook(_job(nb, names, converter, limits), sandbox.open)
    for index, cell in enumerate(nb.cells):
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [nbformat.from_dict(one) for one in run.outputs.get(index, [])]
            if index in run.withheld:
                cell.metadata["kakehashi"] = {"withheld": True}
    nb.metadata["kakehashi"] = {"isolation": sandbox.name}


def _job(nb: Any, names: Mapping[str, str], converter: Any, limits: Limits) -> NotebookJob:
    course = converter.coursedir
    notebook, assignment, trainee = (names[n] for n in ("notebook", "assignment", "student"))
    layout = CourseLayout(Path(course.root), converter.config)
    authors = _read_notebook(layout.source(assignment) / f"{notebook}.ipynb")
    known = _labelled(names["db_url"], notebook, assignment)
    if authors is None:
        # Nothing in a submission may pass for the author's but the cells that the gradebook knows.
        released, texts = _released(known, [known[n] for n in _grade_ids(nb) if n in known])
    else:
        released, texts = _released(known, authors.cells)
    for cell in released.cells:
        ClearHiddenTests(config=converter.config, enforce_metadata=False).preprocess_cell(
            cell, {}, 0
        )
    mine = {name: path.read_bytes() for name, path in layout.source_files(assignment).items()}
    return NotebookJob(
        name=notebook,
        trainee=trainee,
        cells=code_cells(plan_notebook(released, texts), nb.cells),
        files={**_files(course, trainee, assignment), **mine},
        author_files=mine,
        seed=seed_of(assignment, trainee),
        limits=limits,
        **_lesson(Path(course.root), assignment),
    )


def _sandbox_of(converter: Any, limits: Limits, *, trusted: bool) -> Sandbox:
    sandbox = _SANDBOXES.get(converter)
    if sandbox is None:
        sandbox = start_sandbox(choose_sandbox(trusted=trusted), limits)
        _SANDBOXES[converter] = sandbox
        weakref.finalize(converter, sandbox.close)
    return sandbox


def _read_notebook(path: Path) -> Any:
    return nbformat.read(path, 4) if path.is_file() else None


def _labelled(url: str, notebook: str, assignment: str) -> dict[str, Any]:
    """Read from the gradebook which cells the author labelled; only these can be tests."""
    with Gradebook(url) as book:
        known = book.find_notebook(notebook, assignment)
        marks = {cell.name for cell in known.grade_cells}
        answers = {cell.name for cell in known.solution_cells}
        return {
            cell.name: nbformat.v4.new_code_cell(
                cell.source,
                metadata={
                    "nbgrader": {
                        "grade_id": cell.name,
                        "grade": cell.name in marks,
                        "solution": cell.name in answers,
                        "locked": cell.locked,
                    }
                },
            )
            for cell in known.source_cells
            if cell.cell_type == "code"
        }


def _grade_ids(nb: Any) -> dict[str, None]:
    return dict.fromkeys(cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in nb.cells)


def _released(known: Mapping[str, Any], order: Sequence[Any]) -> tuple[Any, dict[str, str]]:
    """Return the released notebook with hidden tests still in, and the author's texts by grade id.

    The gradebook keeps the cells but neither their order, nor solutions, nor cells without a label: for these there
    is the source notebook. Without it nothing but the stub says which names an answer may define.
    """
    cells, texts = [], {}
    for cell in order:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        mine = known.get(name)
        if mine is None:
            cells.append(nbformat.from_dict({**cell, "metadata": {}}))
        else:
            texts[name] = (cell if mine.metadata.nbgrader.solution else mine).source
            cells.append(nbformat.from_dict(mine))
    return nbformat.v4.new_notebook(cells=cells), texts


def _files(course: Any, trainee: str, assignment: str) -> dict[str, bytes]:
    """Read the trainee's plain files."""
    folder = Path(course.format_path(course.submitted_directory, trainee, assignment))
    files = read_folder(folder.parent, folder.name).files
    return {name: data for name, data in files.items() if not name.endswith(".ipynb")}


def _lesson(course: Path, assignment: str) -> dict[str, Any]:
    """Return the parts of the job that concern the lesson behind an assignment, if there is one."""
    try:
        workspace = find_workspace(course)
    except WorkspaceError:
        return {}
    lesson = (
        read_lessons(workspace).get(assignment) if course.resolve() == workspace.course else None
    )
    if lesson is None:
        return {}
    texts = (workspace.build / "lessons" / f"{lesson.slug}.json").read_text(encoding="utf-8")
    return {
        "lesson": lesson.slug,
        "lang": lesson.lang,
        "form": lesson.form,
        "curriculum": str(workspace.curriculum),
        "handout": json.loads(texts),
    }
