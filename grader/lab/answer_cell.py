"""The text of an answer cell that calls a form, and the same text with the answer written in."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from grader.lab.literals import assignment, written

if TYPE_CHECKING:
    from collections.abc import Iterator


def calls_form(source: str, exercise: str) -> bool:
    """Tell whether a cell calls the form of an exercise.

    Parameters
    ----------
    source : str
        Text of a cell.
    exercise : str
        Exercise id.

    Returns
    -------
    bool
        False too if the text is not plain Python.
    """
    return bool(list(_calls(source, exercise)))


def _calls(source: str, exercise: str) -> Iterator[ast.Expr]:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return
    for statement in body:
        if isinstance(statement, ast.Expr) and ast.unparse(statement) == f"form({exercise!r})":
            yield statement


def rewritten(source: str, exercise: str, name: str, value: Any) -> str:
    """Write an answer into a cell, and turn the call of the form into a remark again.

    Parameters
    ----------
    source : str
        Text of the cell; if it is not plain Python, a new text is made.
    exercise : str
        Exercise id.
    name : str
        Name of the answer.
    value : Any
        The answer.

    Returns
    -------
    str
        Text of the cell; remarks around the answer are kept.
    """
    calls = list(_calls(source, exercise))
    old = assignment(source, name) if calls else None
    if old is None or any(call.lineno == old.lineno for call in calls):
        found = [source.splitlines()[call.lineno - 1] for call in calls]
        head = found[0] if found else f'form("{exercise}")'
        return f"{_remark(head)}\n{written(name, value)}"
    lines = _replaced(source, old, written(name, value)).splitlines()
    for call in calls:
        # The answer may have become longer or shorter above it.
        late = call.lineno > old.lineno
        at = call.lineno - 1 + (len(lines) - len(source.splitlines()) if late else 0)
        lines[at] = _remark(lines[at])
    return "\n".join(lines)


def _remark(line: str) -> str:
    # No space after the sign: who removes it must not be left with an indented first line.
    return f"#{line.strip()}"


def _replaced(source: str, node: ast.stmt, text: str) -> str:
    """Put a text in the place of a statement; the columns of the parser count bytes."""
    lines = source.splitlines()
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = lines[first].encode()[: node.col_offset].decode()
    after = lines[last].encode()[node.end_col_offset :].decode()
    return "\n".join([*lines[:first], *f"{before}{text}{after}".splitlines(), *lines[last + 1 :]])
