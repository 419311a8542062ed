"""Say of each cell of a rebuilt notebook who wrote it, where it runs, and which names may be taken from it.

What the author wrote is looked at once per notebook (`plan_notebook`), then serves every submission (`code_cells`).
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grader.cells.reading import bound_names, parsed_or_empty
from grader.cells.surface import answer_surface, exports
from grader.grading.job import CodeCell
from grader.grading.score import is_locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.grading.job import CellKind

    Cell = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the author's notebook says about the cells of any submission.

    Parameters
    ----------
    known : mapping of str to CodeCell
        The author's labelled code cells by grade id; index and text of an answer are those of the release.
    free : tuple of str
        Texts of the author's code cells without a label, which a trainee may change and delete.
    libraries : str
        What the author imports in answers and in cells without a label. The judge imports it itself: a library taken
        from the trainee could make any test pass.
    """

    known: Mapping[str, CodeCell]
    free: tuple[str, ...] = ()
    libraries: str = ""


def plan_notebook(released: Mapping[str, Any], sources: Mapping[str, str]) -> Plan:
    """Look at what the author wrote.

    Parameters
    ----------
    released : mapping
        The notebook as it was handed out, in nbformat 4 with nbgrader's metadata.
    sources : mapping of str to str
        By grade id, the author's whole text: with hidden tests, and with the solution where there is one.

    Returns
    -------
    Plan
        Serves every submission of this notebook.
    """
    code = [(n, c) for n, c in enumerate(released["cells"]) if c["cell_type"] == "code"]
    whole = [sources.get(_grade_id(cell), cell["source"]) for _, cell in code]
    kinds = [_kind(cell) for _, cell in code]
    known, before = {}, frozenset[str]()
    for place, (index, cell) in enumerate(code):
        kind, name, shown = kinds[place], _grade_id(cell), cell["source"]
        if kind == "answer":
            surface = answer_surface(_without_imports(shown), _without_imports(whole[place]))
            known[name] = CodeCell(index, kind, shown, name, surface=surface)
        elif kind is not None:
            later = [whole[n] for n in range(place + 1, len(code)) if kinds[n] != "test"]
            visible = exports(shown, later, known=before) if kind == "test" else ""
            is_secret = whole[place] != shown
            known[name] = CodeCell(
                index, kind, whole[place], name, visible=visible, is_secret=is_secret
            )
        before |= bound_names(whole[place])
    theirs = [text for text, kind in zip(whole, kinds, strict=True) if kind in {"answer", None}]
    answers = {name for cell in known.values() for name in cell.surface}
    free = tuple(text for text, kind in zip(whole, kinds, strict=True) if kind is None)
    return Plan(known, free, _libraries(theirs, answers))


def code_cells(plan: Plan, cells: Sequence[Cell]) -> tuple[CodeCell, ...]:
    """Make a submission's cells ready for the engine.

    The text of the author's labelled cells is taken from the plan, whatever the submission says. A cell without a
    label is the author's if it is as it was handed out, else the trainee's, who may then define what the author's
    cells that are gone would have defined.

    Parameters
    ----------
    plan : Plan
        Of the notebook.
    cells : sequence of mapping
        All cells of the rebuilt notebook.

    Returns
    -------
    tuple of CodeCell
        The code cells in order, behind one that imports the author's libraries; its index lies beyond the notebook.
    """
    code = [(n, c) for n, c in enumerate(cells) if c["cell_type"] == "code"]
    texts = Counter(cell["source"] for _, cell in code if _grade_id(cell) not in plan.known)
    untouched, lost = Counter(plan.free) & texts, Counter(plan.free) - texts
    surface = tuple(
        sorted({n for text in lost for n in answer_surface("", _without_imports(text))})
    )
    waiting = dict(plan.known)
    made = [CodeCell(len(cells), "test", plan.libraries)] if plan.libraries else []
    for index, cell in code:
        text, known = cell["source"], waiting.pop(_grade_id(cell), None)
        if known is not None:
            source = text if known.kind == "answer" else known.source
            made.append(replace(known, index=index, source=source))
        elif untouched[text]:
            untouched[text] -= 1
            made.append(CodeCell(index, "locked", text))
        else:
            made.append(CodeCell(index, "answer", text, surface=surface))
    return tuple(made)


def _grade_id(cell: Cell) -> str:
    """Return nbgrader's name of a cell; empty if it has none."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _kind(cell: Cell) -> CellKind | None:
    meta = cell["metadata"].get("nbgrader", {})
    if meta.get("solution"):
        return "answer"
    if meta.get("grade"):
        return "test"
    return "locked" if is_locked(meta) else None


class _NoImports(ast.NodeTransformer):
    """Put `pass` in place of imports."""

    def visit_Import(self, _: ast.Import) -> ast.Pass:  # ast's names
        return ast.Pass()

    def visit_ImportFrom(self, _: ast.ImportFrom) -> ast.Pass:
        return ast.Pass()


def _without_imports(source: str) -> str:
    return ast.unparse(ast.fix_missing_locations(_NoImports().visit(parsed_or_empty(source))))


def _libraries(sources: Iterable[str], answers: set[str]) -> str:
    """Return the imports of some cells, but for names that an answer defines in another way."""
    found = [
        ast.unparse(node)
        for source in sources
        for node in parsed_or_empty(source).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return "\n".join(dict.fromkeys(text for text in found if not bound_names(text) & answers))
