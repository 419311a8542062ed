"""Check files and folders of source notebooks: what `kakehashi check` does, and registering an assignment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.authoring.testing import labels
from grader.authoring.testing.assignment import check_assignment, scored_cells
from grader.authoring.testing.proof import answer_cells, read_wrong_answers
from grader.authoring.testing.rules import A004, A005
from grader.cells import WRONG
from grader.errors import InputError
from grader.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def source_notebooks(paths: Iterable[Path]) -> list[Path]:
    """Find the source notebooks that are meant by some paths.

    Parameters
    ----------
    paths : iterable of Path
        Notebooks, folders of assignments, or a course.

    Returns
    -------
    list of Path
        Sorted, each once; of a course only what stands under ``source``.

    Raises
    ------
    InputError
        If one of the paths holds no notebook.
    """
    found: set[Path] = set()
    for path in paths:
        folder = path / "source" if (path / "source").is_dir() else path
        inside = [path] if path.is_file() else folder.rglob("*.ipynb")
        notebooks = {one for one in inside if ".ipynb_checkpoints" not in one.parts}
        if not notebooks:
            raise InputError(
                f"{path}: ノートブック（.ipynb）がありません。ノートブックか、課題のフォルダーを指定してください。",
                f"{path}: there is no notebook (.ipynb). Name a notebook or the folder of an assignment.",
            )
        found |= notebooks
    return sorted(found)


def check_sources(notebooks: Iterable[Path]) -> list[Finding]:
    """Check source notebooks, and the wrong answers beside them, without running anything.

    Parameters
    ----------
    notebooks : iterable of Path
        Source notebooks with solutions and hidden tests.

    Returns
    -------
    list of Finding
        By notebook, in the order of its cells; then those about wrong answers, by folder.
    """
    wanted = list(notebooks)
    findings = [finding for path in wanted for finding in _check(path)]
    for folder in sorted({path.parent for path in wanted}):
        known = [read for path in sorted(folder.glob("*.ipynb")) if (read := read_notebook(path))]
        names = {name for notebook in known for name in answer_cells(notebook)}
        findings += read_wrong_answers(folder, names)[1]
    return findings


def read_notebook(path: Path) -> dict[str, Any] | None:
    """Read a source notebook.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict or None
        nbformat 4; None if the file is no such notebook.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        whole = isinstance(notebook["metadata"], dict) and all(
            isinstance(cell["metadata"], dict) and cell["cell_type"] for cell in notebook["cells"]
        )
    except (ValueError, KeyError, TypeError):
        return None
    return notebook if whole else None


def _check(path: Path) -> list[Finding]:
    notebook = read_notebook(path)
    if notebook is None:
        return [Finding(A005, path, 1, labels.FORM["notebook"])]
    findings = check_assignment(notebook, path)
    if scored_cells(notebook) and not (path.parent / WRONG).is_dir():
        findings.append(Finding(A004, path, 1, labels.PROOF["no_wrongs"]))
    return findings
