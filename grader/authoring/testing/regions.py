"""The notebooks that follow from an author's source: as it is handed out, and with the author's own solutions."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from grader.authoring.testing import labels
from grader.errors import InputError
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
"""What nbgrader puts in the place of a solution where a course does not say otherwise."""

SOLUTION = "SOLUTION"
HIDDEN = "HIDDEN TESTS"


def nbgrader_of(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what nbgrader says of a cell.

    Parameters
    ----------
    cell : mapping
        A cell of a notebook.

    Returns
    -------
    mapping
        Empty for a cell of which nbgrader knows nothing.
    """
    said: Mapping[str, Any] = cell.get("metadata", {}).get("nbgrader", {})
    return said


def source_of(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell.

    Parameters
    ----------
    cell : mapping
        A cell, as nbformat holds it in memory or in a file.

    Returns
    -------
    str
        Its source; lists of lines are joined.
    """
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def without_region(source: str, mark: str, stub: str | None = None) -> tuple[str, bool]:
    """Take out what stands between two marks, as nbgrader does.

    Parameters
    ----------
    source : str
        Text of a cell.
    mark : str
        ``SOLUTION`` or ``HIDDEN TESTS``: the lines that hold ``BEGIN`` and ``END`` with it are the marks.
    stub : str, optional
        What to put in its place, indented as the first mark is.

    Returns
    -------
    str
        What is left.
    bool
        Whether there was anything to take out.

    Raises
    ------
    InputError
        If a region begins inside another one, or does not end.
    """
    kept: list[str] = []
    inside = found = False
    for line in source.split("\n"):
        if f"BEGIN {mark}" in line:
            if inside:
                raise _bad_region(mark)
            inside = found = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [] if stub is None else [indent + one for one in stub.split("\n")]
        elif f"END {mark}" in line:
            inside = False
        elif not inside:
            kept.append(line)
    if inside:
        raise _bad_region(mark)
    return "\n".join(kept), found


def _bad_region(mark: str) -> InputError:
    return InputError(*(labels.FORM["region"].get(lang).format(mark=mark) for lang in LANGS))


def visible_source(source: str) -> str:
    """Return what a trainee sees of a test cell.

    Parameters
    ----------
    source : str
        The author's test cell.

    Returns
    -------
    str
        Without its hidden tests.

    Raises
    ------
    InputError
        If the marks do not come in pairs.
    """
    return without_region(source, HIDDEN)[0]


def handed_out_source(
    cell: Mapping[str, Any], *, code_stub: str = CODE_STUB, text_stub: str = TEXT_STUB
) -> str:
    """Return the text of a cell as it is handed out.

    Parameters
    ----------
    cell : mapping
        A cell of the author's source notebook.
    code_stub, text_stub : str
        What stands in the place of solutions.

    Returns
    -------
    str
        A solution cell without marks is all solution.

    Raises
    ------
    InputError
        If the marks do not come in pairs.
    """
    stub = code_stub if cell["cell_type"] == "code" else text_stub
    text, replaced = without_region(source_of(cell), SOLUTION, stub)
    if nbgrader_of(cell).get("solution", False) and not replaced:
        text = stub
    return visible_source(text)


def solved_source(cell: Mapping[str, Any]) -> str:
    """Return the text of a cell with the author's solution, as a trainee would have written it.

    Parameters
    ----------
    cell : mapping
        A cell of the author's source notebook.

    Returns
    -------
    str
        Its text without the lines that mark the solution; hidden tests stay.
    """
    marks = (f"BEGIN {SOLUTION}", f"END {SOLUTION}")
    lines = source_of(cell).split("\n")
    return "\n".join(line for line in lines if not any(mark in line for mark in marks))


def released(
    notebook: Mapping[str, Any], *, code_stub: str = CODE_STUB, text_stub: str = TEXT_STUB
) -> dict[str, Any]:
    """Make the notebook that is handed out.

    Parameters
    ----------
    notebook : mapping
        The author's source notebook.
    code_stub, text_stub : str
        What stands in the place of solutions: ``ClearSolutions.code_stub`` and ``text_stub`` of the course.

    Returns
    -------
    dict
        A copy without solutions and hidden tests: the same cells that nbgrader's ``ClearSolutions`` and
        ``ClearHiddenTests`` leave.

    Raises
    ------
    InputError
        If marks do not come in pairs.
    """
    made = _copied(notebook)
    for cell in made["cells"]:
        cell["source"] = handed_out_source(cell, code_stub=code_stub, text_stub=text_stub)
    return made


def solved(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Make the notebook with the author's own solutions and all tests.

    Parameters
    ----------
    notebook : mapping
        The author's source notebook.

    Returns
    -------
    dict
        A copy without the marks of solutions.
    """
    made = _copied(notebook)
    for cell in made["cells"]:
        cell["source"] = solved_source(cell)
    return made


def _copied(notebook: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(dict(notebook))
    made["metadata"].pop("celltoolbar", None)  # as nbgrader does: it hides cells in old Jupyter
    return made
