"""Literals: what an answer cell holds, where its empty places are, and how it is written."""

from __future__ import annotations

import ast
import pprint
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[Any, ...]
"""Keys of dicts and positions in lists (from 0) from the outside in, as in `grader.lab.choices`."""

WIDTH = 96
"""Width of the lines of a written literal."""


def parsed(source: str, name: str | None = None) -> tuple[str, Any]:
    """Read the literal of an answer cell.

    Parameters
    ----------
    source : str
        The cell.
    name : str, optional
        Name of the answer; any if not given.

    Returns
    -------
    str
        Name of the answer.
    Any
        Its value.

    Raises
    ------
    ValueError
        If the cell assigns no literal to the name.
    """
    statement = assignment(source, name)
    if statement is None or statement.value is None:
        raise ValueError(source)
    return target(statement), ast.literal_eval(statement.value)


def assignment(source: str, name: str | None = None) -> ast.Assign | ast.AnnAssign | None:
    """Find the statement of a cell that gives the answer.

    Parameters
    ----------
    source : str
        The cell.
    name : str, optional
        Name of the answer; any if not given.

    Returns
    -------
    ast.Assign or ast.AnnAssign or None
        The last one with this name, which is the one that counts; None if there is none.

    Raises
    ------
    ValueError
        If the cell is not Python.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise ValueError(source) from error
    found = [
        statement
        for statement in body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and name in {None, target(statement)}
    ]
    return found[-1] if found else None


def target(statement: ast.Assign | ast.AnnAssign) -> str:
    """Return the name that a statement assigns.

    Parameters
    ----------
    statement : ast.Assign or ast.AnnAssign
        The statement.

    Returns
    -------
    str
        Its first target.
    """
    return ast.unparse(
        statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    )


def written(name: str, value: Any) -> str:
    """Write an answer as a trainee would type it.

    Parameters
    ----------
    name : str
        Name of the answer.
    value : Any
        A literal.

    Returns
    -------
    str
        Python source; dicts keep their order.
    """
    return f"{name} = {pprint.pformat(value, width=WIDTH, sort_dicts=False)}"


def parts(literal: Any) -> list[tuple[Any, Any]]:
    """Return what a literal is made of.

    Parameters
    ----------
    literal : Any
        Any literal.

    Returns
    -------
    list of tuple
        Key and value, or position and value; nothing for a scalar.
    """
    if isinstance(literal, dict):
        return list(literal.items())
    return list(enumerate(literal)) if isinstance(literal, list) else []


def place(literal: Any, path: Path) -> str:
    """Name a place for a reader.

    Parameters
    ----------
    literal : Any
        The literal.
    path : tuple
        The place.

    Returns
    -------
    str
        Keys and positions joined by dots; positions count from 1, as in what a check says is missing.
    """
    names = []
    for key in path:
        names.append(label(literal, key))
        literal = dict(parts(literal)).get(key)
    return ".".join(names)


def label(literal: Any, key: Any) -> str:
    """Name one part of a literal for a reader.

    Parameters
    ----------
    literal : Any
        A dict or list.
    key : Any
        Key of the dict, or position in the list from 0.

    Returns
    -------
    str
        The key, or the position from 1.
    """
    return str(key + 1) if isinstance(literal, list) else str(key)


def value_at(literal: Any, path: Path) -> Any:
    """Return what stands at a place.

    Parameters
    ----------
    literal : Any
        Any literal.
    path : tuple
        The place.

    Returns
    -------
    Any
        The value; None if there is no such place.
    """
    for key in path:
        literal = dict(parts(literal)).get(key)
    return literal


def put(literal: Any, values: Mapping[Path, Any], at: Path = ()) -> Any:
    """Put values into the places of a literal.

    Parameters
    ----------
    literal : Any
        Where to put them; stays as it is.
    values : mapping
        From path to value.
    at : tuple
        Where ``literal`` stands itself.

    Returns
    -------
    Any
        A new literal of the same form.
    """
    if at in values:
        return values[at]
    if isinstance(literal, dict):
        return {key: put(part, values, (*at, key)) for key, part in literal.items()}
    if isinstance(literal, list):
        return [put(part, values, (*at, n)) for n, part in enumerate(literal)]
    return literal


def same(one: Any, other: Any) -> bool:
    """Tell whether two literals are equal in type and value; 1, 1.0 and True are three answers.

    Parameters
    ----------
    one, other : Any
        Two literals.

    Returns
    -------
    bool
        True if they are; the order of the keys of a dict does not count.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
