"""Spare the sandbox what nobody there can notice: setup that only draws, tables that no answer reads.

A lesson's locked cells run on both sides, in the judge for the tests and in the sandbox for the answers. Most answers are
written-out values, or functions that are given all they need. For them the setup in the sandbox is idle, and it costs more
than everything else there. What is left out is decided from the text of the trainee's own cells; where these reach for
names in a way that a reader cannot follow, nothing is left out.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.cells.reading import bound_names, free_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.grading.job import CodeCell

_REACHING = frozenset(
    [
        "__builtins__",
        "__import__",
        "breakpoint",
        "compile",
        "delattr",
        "dir",
        "eval",
        "exec",
        "get_ipython",
        "getattr",
        "globals",
        "input",
        "locals",
        "open",
        "setattr",
        "vars",
        "In",
        "Out",
        "_",
        "__",
        "___",
    ]
)
"""Names through which a cell can come at others that it does not mention."""
_SHOWING = frozenset({"lesson.show", "lesson.chart", "print", "display"})
"""Calls that change nothing but the page."""
_OPENS = "open_lesson"


def spare(cells: Sequence[CodeCell]) -> tuple[tuple[CodeCell, ...], bool]:
    """Leave out of the sandbox what the answers cannot notice.

    Parameters
    ----------
    cells : sequence of CodeCell
        A lesson's notebook.

    Returns
    -------
    tuple of CodeCell
        The same cells; of locked ones it is said what of them runs in the sandbox.
    bool
        Whether anything there can read the lesson's data.
    """
    wanted = _wanted(cell.source for cell in cells if cell.kind == "answer")
    if wanted is None:
        return tuple(cells), True
    wanted |= frozenset().union(*(free_names(cell.visible) for cell in cells if cell.visible))
    locked = tuple(cell.source for cell in cells if cell.kind == "locked")
    bound = frozenset().union(*map(bound_names, locked)) if locked else frozenset()
    left = iter(_left(locked, wanted & bound))
    made = tuple(
        replace(cell, inside=next(left)) if cell.kind == "locked" else cell for cell in cells
    )
    return made, bool(wanted & bound)


def _wanted(sources: Iterable[str]) -> frozenset[str] | None:
    """Return the names that the trainee's cells take from elsewhere; None if that cannot be told."""
    names: set[str] = set()
    for source in sources:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        if any(
            isinstance(node, ast.Import | ast.ImportFrom | ast.Attribute) for node in ast.walk(tree)
        ) and not _is_plain(tree):
            return None
        names |= free_names(source)
    return None if names & _REACHING else frozenset(names)


def _is_plain(tree: ast.AST) -> bool:
    """Tell whether a cell imports nothing that knows other modules, and looks into nobody's insides."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.startswith("__"):
            return False
        if isinstance(node, ast.ImportFrom) and (node.level or node.module not in _HARMLESS):
            return False
        if isinstance(node, ast.Import) and any(name.name not in _HARMLESS for name in node.names):
            return False
    return True


_HARMLESS = frozenset(
    [
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "fractions",
        "functools",
        "itertools",
        "json",
        "math",
        "re",
        "statistics",
        "string",
        "typing",
    ]
)


@lru_cache(maxsize=256)
def _left(sources: tuple[str, ...], wanted: frozenset[str]) -> tuple[str, ...]:
    """Return what of each locked cell has to run, for the sake of some names."""
    needed = set(wanted)
    bodies = [ast.parse(source).body for source in sources]
    while True:
        before = len(needed)
        kept = [[node for node in body if _is_needed(node, needed)] for body in bodies]
        if len(needed) == before:  # a function may look up what is bound only after it
            return tuple(ast.unparse(ast.Module(body, [])) for body in kept)


def _is_needed(node: ast.stmt, needed: set[str]) -> bool:
    """Decide about one statement; what it needs itself is then needed too."""
    text = ast.unparse(node)
    if _OPENS not in text and _is_idle(node, text, needed):
        return False
    needed |= free_names(text)
    return True


def _is_idle(node: ast.stmt, text: str, needed: set[str]) -> bool:
    if isinstance(node, ast.Expr):
        if not isinstance(node.value, ast.Call):
            return True
        called = ast.unparse(node.value.func)
        return called in _SHOWING or free_names(text).isdisjoint(needed)
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.Import | ast.ImportFrom):
        simple = not isinstance(node, ast.Assign) or all(map(_is_names, node.targets))
        return simple and bound_names(text).isdisjoint(needed)
    return False


def _is_names(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(map(_is_names, target.elts))
    return isinstance(target, ast.Name)
