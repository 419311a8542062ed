"""Small files and small functions: the budgets of STYLE.md."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

import grader

ENGINE = Path(grader.__path__[0])
SOURCES = sorted(ENGINE.rglob("*.py"))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its decorators and docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if ast.get_docstring(node) is None or not is_text:
        return lines
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1)


def _functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(n.name, _length(n)) for n in ast.walk(tree) if isinstance(n, FUNCTION)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_file_and_functions_are_small(path: Path) -> None:
    """A file of the engine has at most 400 lines, and none of its functions over 50."""
    long = [(name, lines) for name, lines in _functions(path) if lines > 50]
    lines_of_file = len(path.read_text(encoding="utf-8").splitlines())

    assert [] == long
    assert lines_of_file <= 400


def test_the_usual_function_is_short() -> None:
    """Half of all functions of the engine have at most ten lines."""
    assert median(lines for path in SOURCES for _, lines in _functions(path)) <= 10
