"""Converters and preprocessors of nbgrader, with two faults mended and the reasons of failures kept."""

from __future__ import annotations

import glob
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import OverwriteCells

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


class LiteralGenerateAssignment(_Literal, GenerateAssignment):  # type: ignore[misc]
    """`nbgrader generate_assignment`."""


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
