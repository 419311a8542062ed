"""Which names cross between the author's cells and the trainee's: what answers may define, what tests look up."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.cells.reading import (
    bound_names,
    free_names,
    imported_names,
    parsed_or_empty,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_LOOKED_UP = frozenset({"check", "marks"})
"""Decorators of `grader.lab` and `grader.marking` that look up the answer by the name of the first parameter."""

WRONG = "wrong"
"""Folder of the wrong answers, beside the source notebooks; never handed out."""


def answer_surface(released_source: str, solution_source: str) -> tuple[str, ...]:
    r"""Return the names that an answer cell may define: those of the author's own solution and of what is handed out.

    Parameters
    ----------
    released_source : str
        The cell as trainees get it.
    solution_source : str
        The cell with the author's solution.

    Returns
    -------
    tuple of str
        Sorted names bound at top level, except names of the form ``__x__`` and what is imported: a test that calculates
        with ``np`` must do so with the library, not with whatever a submission gives that name to.

    Examples
    --------
    >>> answer_surface(
    ...     "def area(r):\n    ...", "import math\ndef area(r):\n    return math.pi * r * r"
    ... )
    ('area',)
    """
    names = bound_names(released_source) | bound_names(solution_source)
    names -= imported_names(released_source) | imported_names(solution_source)
    return tuple(sorted(name for name in names if not name.startswith("__")))


def loaded_names(source: str) -> frozenset[str]:
    """Return the names that a cell may look up in the notebook.

    Parameters
    ----------
    source : str
        A code cell; magics of IPython are tolerated.

    Returns
    -------
    frozenset of str
        Free names, and the first parameter of a function that ``check`` or ``marks`` decorates: that is the name of
        the answer. Empty if the source is not Python.
    """
    answers = {
        statement.args.args[0].arg
        for statement in parsed_or_empty(source).body
        if isinstance(statement, ast.FunctionDef) and statement.args.args and _looks_up(statement)
    }
    return free_names(source) | answers


def _looks_up(function: ast.FunctionDef) -> bool:
    called = [one.func for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(name, ast.Name) and name.id in _LOOKED_UP for name in called)


def exports(
    test_visible_source: str, later_sources: Iterable[str], *, known: Collection[str] = ()
) -> str:
    r"""Return what of a test cell must run beside the trainee's code too, because later cells of the author need it.

    Parameters
    ----------
    test_visible_source : str
        The test cell without its hidden tests: nothing else may leave the judge.
    later_sources : iterable of str
        The author's solutions and locked cells that come after it.
    known : collection of str
        Names that cells before it define; a test that only sets them aside for a moment exports nothing.

    Returns
    -------
    str
        The top-level statements that bind a name which a later source loads, with the statements that these need
        themselves, in order. Usually empty.

    Examples
    --------
    >>> exports("import math\nassert f(1) == 1", ["def g():\n    return math.pi"])
    'import math'
    """
    statements = [ast.unparse(one) for one in parsed_or_empty(test_visible_source).body]
    wanted: set[str] = set().union(*map(free_names, later_sources)) - set(known)
    chosen: set[int] = set()
    while found := {
        number
        for number, statement in enumerate(statements)
        if number not in chosen and bound_names(statement) & wanted
    }:
        chosen |= found
        wanted |= set().union(*(free_names(statements[number]) for number in found)) - set(known)
    return "\n".join(statements[number] for number in sorted(chosen))
