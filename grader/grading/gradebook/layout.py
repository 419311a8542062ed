"""What the gradebook knows of an assignment: its notebooks and the cells that get marks or comments."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from grader.errors import GradingError
from grader.grading.gradebook import labels
from grader.grading.gradebook.tables import assignment, base_cell, notebook

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NotebookLayout:
    """One notebook of an assignment.

    Parameters
    ----------
    id : str
        nbgrader's id of it.
    graded, commented : dict of str to str
        nbgrader's id of each cell that gets marks, and of each that gets comments, by grade_id.
    """

    id: str
    graded: dict[str, str] = field(default_factory=dict)
    commented: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """An assignment.

    Parameters
    ----------
    id, name : str
        nbgrader's id of it, and its name.
    due : datetime or None
        In UTC, without a time zone.
    notebooks : dict of str to NotebookLayout
        By name without ``.ipynb``.
    """

    id: str
    name: str
    due: datetime | None
    notebooks: dict[str, NotebookLayout]


def read_layout(connection: Connection, name: str) -> Layout:
    """Read what the gradebook knows of an assignment.

    Parameters
    ----------
    connection : Connection
        The transaction.
    name : str
        Name of the assignment.

    Returns
    -------
    Layout
        All of it.

    Raises
    ------
    GradingError
        If the gradebook does not know the assignment.
    """
    head = connection.execute(_HEAD, {"assignment": name}).one_or_none()
    if head is None:
        raise GradingError(*astuple(labels.unknown_assignment(name)))
    books = {
        row.name: NotebookLayout(row.id) for row in connection.execute(_BOOKS, {"id": head.id})
    }
    for book, cell, id, kind in connection.execute(_CELLS, {"id": head.id}):
        # A text that a person marks is two rows of the same name; a task is one that counts as both.
        if kind in ("GradeCell", "TaskCell"):
            books[book].graded[cell] = id
        if kind in ("SolutionCell", "TaskCell"):
            books[book].commented[cell] = id
    return Layout(head.id, name, head.duedate, books)


_HEAD = select(assignment.c.id, assignment.c.duedate).where(
    assignment.c.name == bindparam("assignment")
)
_BOOKS = (
    select(notebook.c.name, notebook.c.id)
    .where(notebook.c.assignment_id == bindparam("id"))
    .order_by(notebook.c.name)
)
_CELLS = (
    select(notebook.c.name, base_cell.c.name, base_cell.c.id, base_cell.c.type)
    .join(notebook, base_cell.c.notebook_id == notebook.c.id)
    .where(notebook.c.assignment_id == bindparam("id"))
    .order_by(notebook.c.name, base_cell.c.name, base_cell.c.type)
)
