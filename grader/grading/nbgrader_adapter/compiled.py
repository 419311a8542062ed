"""What grading needs to know about an assignment, taken from nbgrader once, when the assignment is recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def compiled(book: Any, assignment: str, *, release: Path, source: Path) -> dict[str, Any]:
    """Read the notebooks of an assignment as nbgrader has just recorded and released them.

    Parameters
    ----------
    book : nbgrader.api.Gradebook
        Open gradebook.
    assignment : str
        Its name.
    release : Path
        Folder of the notebooks that nbgrader made for trainees.
    source : Path
        Folder of the author's notebooks.

    Returns
    -------
    dict
        For each notebook: ``released`` (as handed out), and for each of nbgrader's cells by grade id the text that is
        put in place when it is graded (with hidden tests), its checksum, and the author's solution if it asks for one.
    """
    return {
        notebook.name: {
            "released": json.loads((release / f"{notebook.name}.ipynb").read_text("utf-8")),
            "cells": _cells(notebook, source / f"{notebook.name}.ipynb"),
        }
        for notebook in book.find_assignment(assignment).notebooks
    }


def _cells(notebook: Any, source: Path) -> dict[str, dict[str, Any]]:
    answers = _answers(json.loads(source.read_text("utf-8")))
    return {
        cell.name: {
            "source": cell.source,
            "checksum": cell.checksum,
            "locked": bool(cell.locked),
            "solution": answers.get(cell.name),
        }
        for cell in notebook.source_cells
    }


def _answers(notebook: dict[str, Any]) -> dict[str, str]:
    """Return the author's answers by grade id."""
    found = {}
    for cell in notebook["cells"]:
        known = cell["metadata"].get("nbgrader", {})
        if known.get("solution"):
            text = cell["source"]
            found[known["grade_id"]] = text if isinstance(text, str) else "".join(text)
    return found
