"""Converters and preprocessors of nbgrader, with three faults mended and the reasons of failures kept."""

from __future__ import annotations

import glob
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbgrader.api import Assignment, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import OverwriteCells, SaveCells
from sqlalchemy import select, update

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Literal:
    """Take names literally where nbgrader reads them as file patterns; keep the first error."""

    failure: BaseException | None = None

    def init_notebooks(self) -> None:
        directory: Any = self.coursedir  # type: ignore[attr-defined]
        folder = self._format_source(directory.assignment_id, directory.student_id)  # type: ignore[attr-defined]
        found = glob.glob(os.path.join(glob.escape(folder), directory.notebook_id + ".ipynb"))  # noqa: PTH118, PTH207  # nbgrader compares these strings
        self.assignments = {folder: found} if found else {}
        if not found:
            raise FileNotFoundError(folder)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._kept():
            super().init_assignment(assignment_id, student_id)  # type: ignore[misc]

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._kept():
            super().convert_single_notebook(notebook_filename)  # type: ignore[misc]

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.failure = self.failure or error
            raise


class KeepCells(SaveCells):  # type: ignore[misc]
    """Record cells without taking away those that somebody is writing marks for.

    As long as nothing is handed in, nbgrader's own `SaveCells` deletes the notebook's rows and makes them anew, even if
    they are the same; what another machine writes between the look and the deletion breaks it or is orphaned.
    """

    def _create_notebook(self, nb: Any) -> None:
        self._keep_others_out()
        notebook = self._same()
        if notebook is None:
            super()._create_notebook(nb)
            return
        notebook.kernelspec = json.dumps(nb.metadata.get("kernelspec", {}))
        for kind, cells in self._new().items():
            save = getattr(self.gradebook, f"update_or_create_{kind}_cell")
            for name, info in cells.items():
                save(name, self.notebook_id, self.assignment_id, **info)
        self.gradebook.db.commit()

    def _keep_others_out(self) -> None:
        """Let nobody hand in for this assignment until the next commit."""
        session = self.gradebook.db
        own = Assignment.id == self.gradebook.find_assignment(self.assignment_id).id
        session.execute(update(Assignment).where(own).values(name=Assignment.name))  # for SQLite
        session.execute(select(Assignment.id).where(own).with_for_update())  # for PostgreSQL

    def _same(self) -> Any:
        """Return the notebook as it is recorded, if it has these cells in this order."""
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            return None
        new = self._new()
        if [cell.name for cell in notebook.source_cells] != list(new["source"]):
            return None
        is_same = all(
            {cell.name for cell in getattr(notebook, f"{kind}_cells")} == set(cells)
            for kind, cells in new.items()
        )
        return notebook if is_same else None

    def _new(self) -> dict[str, dict[str, Any]]:
        return {
            "grade": self.new_grade_cells,
            "solution": self.new_solution_cells,
            "task": self.new_task_cells,
            "source": self.new_source_cells,
        }


class LiteralGenerateAssignment(_Literal, GenerateAssignment):  # type: ignore[misc]
    """`nbgrader generate_assignment`."""

    def start(self) -> None:
        """Convert and record, without deleting rows that stay as they are."""
        self.preprocessors: Any = [
            KeepCells if it is SaveCells else it for it in self.preprocessors
        ]
        super().start()


class RestoreCells(OverwriteCells):  # type: ignore[misc]
    """Put deleted cells with marks back, wherever the cells around them went.

    nbgrader's own `add_missing_cells` looks for the cell before a missing one among answer and grade
    cells only, and gives up on the whole submission when that one is missing too, or is a text.
    """

    def add_missing_grade_cells(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Insert each missing grade cell behind the nearest cell before it that is still there.

        Parameters
        ----------
        nb : NotebookNode
            The submitted notebook; changed in place.
        resources : dict
            Passed on.

        Returns
        -------
        NotebookNode
            The same notebook.
        dict
            The same resources.
        """
        source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        grade_cells = {cell.name: cell for cell in source.grade_cells}
        solutions = {cell.name for cell in source.solution_cells}
        before = -1
        for cell in source.source_cells:
            here = _position(nb, cell.name)
            if here is None and cell.name in grade_cells:
                here = before + 1
                restored = self.missing_cell_transform(
                    cell, grade_cells[cell.name].max_score, is_solution=cell.name in solutions
                )
                nb.cells.insert(here, restored)
            before = before if here is None else here
        return nb, resources


def _position(nb: Any, grade_id: str) -> int | None:
    for number, cell in enumerate(nb.cells):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            return number
    return None
