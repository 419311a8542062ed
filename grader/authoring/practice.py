"""The practice notebook: the assessment notebook on other data, with marks at once instead of marks later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat

from grader.authoring import labels
from grader.authoring.cells import code_cell, help_cell, lock
from grader.authoring.notebooks import opening, release_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from grader.authoring.lesson import Exercise
    from grader.authoring.notebooks import Edition

_IMPORT = "from grader.marking import mark\n"


def practice_notebook(edition: Edition) -> NotebookNode:
    """Make the assessment notebook for practice.

    Parameters
    ----------
    edition : Edition
        Lesson and language.

    Returns
    -------
    NotebookNode
        The released notebook with another opening, explanations beside the hints, and a cell that marks at once
        where the hidden test would be. It holds no hidden test either.
    """
    notebook = release_notebook(edition, "assess")
    cells = {cell.id: cell for cell in notebook.cells}
    cells["opening-assess"].source = opening(edition, "assess", labels.OPENING["practice"])
    cells["setup-assess"].source = _IMPORT + cells["setup-assess"].source
    for exercise in edition.lesson.assessed:
        explained = bool(exercise.find("solution"))
        # Marks first: what they say decides whether one needs a hint, and opens the explanation.
        cells[f"{exercise.id}-hint"] = _mark_now(edition, exercise)
        cells[f"{exercise.id}-marks"] = help_cell(exercise.id, edition.lang, explained=explained)
    notebook.cells = list(cells.values())
    nbformat.validate(notebook)
    return notebook


def _mark_now(edition: Edition, exercise: Exercise) -> NotebookNode:
    line = labels.MARK_LINE.get(edition.lang)
    cell = code_cell(f"{exercise.id}-mark", f'mark("{exercise.id}")   # {line}', locked=True)
    lock([cell])
    return cell
