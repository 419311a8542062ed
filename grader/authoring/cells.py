"""Notebook cells with nbgrader's metadata (schema version 3)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.authoring import labels

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from grader.text import Lang


class Names:
    """Numbers cells of the same kind, so that grade ids are unique and the same in both editions."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def __call__(self, kind: str) -> str:
        """Return the next grade id of a kind."""
        self.seen[kind] += 1
        return kind if self.seen[kind] == 1 else f"{kind}-{self.seen[kind]}"


def lock(cells: list[NotebookNode]) -> None:
    """Keep a slip of the hand from deleting an exercise or changing its text, as nbgrader does.

    Parameters
    ----------
    cells : list of NotebookNode
        Changed in place.
    """
    for cell in cells:
        known = cell.metadata.get("nbgrader", {})
        if known.get("locked") or known.get("solution"):
            cell.metadata["deletable"] = False
        if known.get("locked"):
            cell.metadata["editable"] = False


def text_cell(name: str, source: str) -> NotebookNode:
    """Make a locked text cell.

    Parameters
    ----------
    name : str
        Its grade id and cell id.
    source : str
        Markdown.

    Returns
    -------
    NotebookNode
        The cell.
    """
    metadata = {"nbgrader": _nbgrader(name, locked=True)}
    cell: NotebookNode = new_markdown_cell(source, id=name, metadata=metadata)
    return cell


def code_cell(
    name: str,
    source: str,
    *,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
    folded: bool = False,
) -> NotebookNode:
    """Make a code cell with nbgrader's metadata.

    Parameters
    ----------
    name : str
        Its grade id and cell id.
    source : str
        Python.
    locked : bool
        Whether grading puts the author's text back.
    solution : bool
        Whether the trainee answers here.
    points : float, optional
        Points that it gives; None if it gives none.
    folded : bool
        Whether JupyterLab shows its first line only.

    Returns
    -------
    NotebookNode
        The cell.
    """
    metadata: dict[str, Any] = {
        "nbgrader": _nbgrader(name, locked=locked, solution=solution, points=points)
    }
    if folded:
        metadata["jupyter"] = {"source_hidden": True}
    cell: NotebookNode = new_code_cell(source, id=name, metadata=metadata)
    return cell


def help_cell(exercise: str, lang: Lang, *, explained: bool) -> NotebookNode:
    """Make the cell of an exercise that gives hints, one at a time.

    Parameters
    ----------
    exercise : str
        Exercise id.
    lang : {'ja', 'en'}
        Language of the edition.
    explained : bool
        Whether it also opens the explanation.

    Returns
    -------
    NotebookNode
        A cell of comments; the trainee takes a ``#`` away.
    """
    # No space after the sign: who takes it away must not be left with an indented first line.
    lines = [f'#hint("{exercise}")   # {labels.HINT_LINE.get(lang)}']
    if explained:
        lines.append(f'#solution("{exercise}")   # {labels.SOLUTION_LINE.get(lang)}')
    cell: NotebookNode = new_code_cell("\n".join(lines), id=f"{exercise}-hint")
    return cell


def _nbgrader(
    name: str, *, locked: bool, solution: bool = False, points: float | None = None
) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points is not None,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    if points is not None:
        cell["points"] = points
    return cell
