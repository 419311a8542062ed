"""Small nbgrader courses, made by hand."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from pathlib import Path

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def nbgrader_cell(grade_id: str, source: str, *, points: float | None = None, text: bool = False):
    """An answer cell, or a locked marks cell if it has points."""
    make = new_markdown_cell if text else new_code_cell
    meta: dict[str, Any] = {
        "grade_id": grade_id,
        "schema_version": 3,
        "grade": points is not None,
        "locked": points is not None and not text,
        "solution": points is None or text,
        "task": False,
    }
    if points is not None:
        meta["points"] = points
    return make(source, metadata={"nbgrader": meta})


def save_notebook(path: Path, *cells) -> None:
    """Write a notebook with a Python kernel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # the default is drawn at random
    nbformat.write(notebook, path)


def read_grades(course: Path) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Read every grade straight from the database, without our code or nbgrader's."""
    book = sqlite3.connect(course / "gradebook.db")
    rows = book.execute(
        "SELECT sa.student_id, a.name, n.name, c.name, g.auto_score, g.manual_score,"
        "       g.extra_credit, g.needs_manual_grade "
        "FROM grade g JOIN base_cell c ON g.cell_id = c.id "
        "JOIN submitted_notebook sn ON g.notebook_id = sn.id "
        "JOIN notebook n ON sn.notebook_id = n.id "
        "JOIN submitted_assignment sa ON sn.assignment_id = sa.id "
        "JOIN assignment a ON sa.assignment_id = a.id"
    ).fetchall()
    book.close()
    return {row[:4]: row[4:] for row in rows}


def read_comments(course: Path) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """Read every comment straight from the database."""
    book = sqlite3.connect(course / "gradebook.db")
    rows = book.execute(
        "SELECT sa.student_id, a.name, n.name, b.name, c.auto_comment, c.manual_comment "
        "FROM comment c JOIN base_cell b ON c.cell_id = b.id "
        "JOIN submitted_notebook sn ON c.notebook_id = sn.id "
        "JOIN notebook n ON sn.notebook_id = n.id "
        "JOIN submitted_assignment sa ON sn.assignment_id = sa.id "
        "JOIN assignment a ON sa.assignment_id = a.id"
    ).fetchall()
    book.close()
    return {row[:4]: row[4:] for row in rows}


@pytest.fixture(scope="session")
def cell():
    """Return the maker of nbgrader cells."""
    return nbgrader_cell


@pytest.fixture(scope="session")
def save():
    """Return the writer of notebooks."""
    return save_notebook


@pytest.fixture(scope="session")
def grades():
    """Return the reader of the gradebook."""
    return read_grades


@pytest.fixture(scope="session")
def comments():
    """Return the reader of comments."""
    return read_comments
