"""Check the source notebooks of an assignment that was not built from a lesson, before it is handed out or graded."""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.authoring.testing import labels
from grader.authoring.testing.flaw import Flaw, flaw
from grader.authoring.testing.regions import (
    HIDDEN,
    SOLUTION,
    nbgrader_of,
    solved_source,
    source_of,
    without_region,
)
from grader.authoring.testing.rules import A001, A002, A005
from grader.authoring.testing.setting import setting
from grader.authoring.testing.unsupported import (
    unsupported,
    unsupported_given,
    unsupported_solution,
)
from grader.authoring.testing.weak import weak
from grader.cells.reading import bound_names, free_names, imported_names, parsed
from grader.errors import InputError
from grader.findings import Finding
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.findings import Rule


@dataclass(slots=True)
class _Before:
    """What the cells read so far define."""

    solutions: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    authors: set[str] = field(default_factory=lambda: set(dir(builtins)))
    """Names that the judge knows or may fetch: of answer, locked and test cells."""
    unlocked: set[str] = field(default_factory=set)
    """Names of cells that trainees may change."""
    seen: set[str] = field(default_factory=set)


def check_assignment(notebook: Mapping[str, Any], path: Path) -> list[Finding]:
    """Check one source notebook: that its tests can be judged from outside, and that they say something.

    Parameters
    ----------
    notebook : mapping
        The author's notebook (nbformat 4, nbgrader's metadata), with solutions and hidden tests.
    path : Path
        Its file, for the findings.

    Returns
    -------
    list of Finding
        In the order of the cells: rules A001, A002 and A005, with grade_id and line within the cell.
    """
    language = notebook["metadata"].get("kernelspec", {}).get("language", "python")
    if language != "python":
        text = _filled("language", language=language)
        return [Finding(A005, path, 1, text)]
    before = _Before()
    return [
        Finding(rule, path, one.line, one.text, cell=_name(cell))
        for cell in notebook["cells"]
        for rule, one in _check_cell(cell, before)
    ]


def scored_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cells of a notebook that give points by themselves.

    Parameters
    ----------
    notebook : mapping
        A notebook.

    Returns
    -------
    list of mapping
        Its autograded code cells that give more than zero points.
    """
    return [cell for cell in notebook["cells"] if _is_test(cell) and _points(cell) > 0]


def _is_test(cell: Mapping[str, Any]) -> bool:
    known = nbgrader_of(cell)
    graded = bool(known.get("grade")) and not known.get("solution") and not known.get("task")
    return graded and cell["cell_type"] == "code"


def _points(cell: Mapping[str, Any]) -> float:
    return float(nbgrader_of(cell).get("points", 0) or 0)


def _name(cell: Mapping[str, Any]) -> str:
    return str(nbgrader_of(cell).get("grade_id", "")) or str(cell.get("id", "?"))


def _filled(kind: str, **values: str) -> Text:
    text = labels.FORM[kind]
    return Text(text.ja.format(**values), text.en.format(**values))


def _form(kind: str, line: int = 1, **values: str) -> tuple[Rule, Flaw]:
    text = _filled(kind, **values)
    return A005, Flaw(line, kind, text.ja, text.en)


def _check_cell(cell: Mapping[str, Any], before: _Before) -> Iterator[tuple[Rule, Flaw]]:
    known, source = nbgrader_of(cell), source_of(cell)
    yield from _marks(cell)
    name = known.get("grade_id")
    if name in before.seen:
        yield _form("twice", grade_id=str(name))
    before.seen |= {str(name)} if name else set()
    if cell["cell_type"] != "code":
        return
    if not (known.get("solution") or known.get("grade") or known.get("locked")):
        before.unlocked |= bound_names(source)
        return
    try:
        parsed(source)
    except SyntaxError as error:
        yield _form("syntax", error.lineno or 1, why=error.msg)
        return
    yield from _check_code(cell, before)


def _check_code(cell: Mapping[str, Any], before: _Before) -> Iterator[tuple[Rule, Flaw]]:
    known, source = nbgrader_of(cell), source_of(cell)
    if known.get("solution"):
        found = unsupported_solution(source)
        before.solutions.append(solved_source(cell))
        before.unlocked |= imported_names(source)
        before.authors |= bound_names(source) - imported_names(source)
    else:
        found = _from_unlocked(source, before)
        if _is_test(cell):
            around = setting(before.solutions, before.locked)
            found += unsupported(source, around)
            yield from _weak(cell, set(around.trainee))
        else:
            found += unsupported_given(source)
            before.locked.append(source)
        before.authors |= bound_names(source)
    yield from ((A001, one) for one in found)


def _weak(cell: Mapping[str, Any], trainee: set[str]) -> Iterator[tuple[Rule, Flaw]]:
    if _points(cell) > 0:
        yield from ((A002, one) for one in weak(source_of(cell), trainee=trainee))


def _from_unlocked(source: str, before: _Before) -> list[Flaw]:
    """Find names that the judge will not know: it runs the author's cells only."""
    unknown = free_names(source) - before.authors - bound_names(source)
    return [
        flaw(labels.UNSUPPORTED, "unlocked", name) for name in sorted(unknown & before.unlocked)
    ]


def _marks(cell: Mapping[str, Any]) -> Iterator[tuple[Rule, Flaw]]:
    """Check nbgrader's marks: in pairs, solutions in answer cells, hidden tests in test cells."""
    known = nbgrader_of(cell)
    for mark, key, kind in (
        (SOLUTION, "solution", labels.SOLUTION_CELL),
        (HIDDEN, "grade", labels.TEST_CELL),
    ):
        try:
            _, found = without_region(source_of(cell), mark)
        except InputError as error:
            yield A005, Flaw(1, "region", error.ja, error.en)
            continue
        if found and not known.get(key):
            yield _form("place", mark=mark, ja=kind.ja, en=kind.en)
