"""Read the source of a cell as Python: what IPython adds to the language, the names it binds and those it loads."""

from __future__ import annotations

import ast
import re
import symtable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELL = "get_ipython"
"""What magics and ``!`` commands become a call of."""
_HARMLESS = re.compile(
    r"^%config\b.*$|^%(?:matplotlib|load_ext|reload_ext|autoreload|precision)\b[^\n(=]*$|^%%?time[ \t]*$",
    re.MULTILINE,
)


def without_harmless_magics(source: str) -> str:
    """Leave out the magics that only set how things look: the judge skips them.

    Parameters
    ----------
    source : str
        A code cell.

    Returns
    -------
    str
        The same with an empty line in the place of each.

    Examples
    --------
    >>> without_harmless_magics("%matplotlib inline")
    ''
    """
    return _HARMLESS.sub("", source)


def plain_python(source: str) -> str:
    """Turn magics and shell commands of IPython into calls, and leave everything else as it is.

    Parameters
    ----------
    source : str
        A code cell.

    Returns
    -------
    str
        Calls of ``get_ipython()`` in the place of magics, each on the line of its magic; harmless ones are left out.
    """
    source = without_harmless_magics(source)
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        from IPython.core.inputtransformer2 import TransformerManager  # noqa: PLC0415  # only for magics

        # IPython drops empty lines at the top; line numbers must not move.
        empty = len(source) - len(source.lstrip("\n"))
        return "\n" * empty + str(TransformerManager().transform_cell(source))
    return source


def parsed(source: str) -> ast.Module:
    """Parse a code cell.

    Parameters
    ----------
    source : str
        Python, as IPython takes it.

    Returns
    -------
    ast.Module
        Its tree; a magic is a call of ``get_ipython()``.

    Raises
    ------
    SyntaxError
        If it is not Python, even with IPython's additions.
    """
    try:
        return ast.parse(plain_python(source))
    except ValueError as error:  # a NUL character
        raise SyntaxError(str(error)) from error


def parsed_or_empty(source: str) -> ast.Module:
    """Parse a code cell; one that is not Python is told of elsewhere and has no statements.

    Parameters
    ----------
    source : str
        Python, as IPython takes it.

    Returns
    -------
    ast.Module
        Its tree, without statements if the source cannot be parsed.
    """
    try:
        return parsed(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def bound_names(source: str) -> frozenset[str]:
    """Return the names that a cell binds (or deletes) at its top level, by whatever statement.

    Parameters
    ----------
    source : str
        A code cell.

    Returns
    -------
    frozenset of str
        Assignments, definitions, imports, loops, ``with``, ``except``, walrus, patterns, and what functions declare
        ``global``. Empty if the source is not Python.
    """
    found = set()
    for number, table in enumerate(_tables(source)):
        for name in table.get_symbols():
            outermost = number == 0 and (name.is_assigned() or name.is_imported())
            if outermost or (name.is_declared_global() and name.is_assigned()):
                found.add(name.get_name())
    return frozenset(found)


def imported_names(source: str) -> frozenset[str]:
    """Return the names that a cell imports at its top level.

    Parameters
    ----------
    source : str
        A code cell.

    Returns
    -------
    frozenset of str
        Empty if the source is not Python.
    """
    outermost = next(_tables(source), None)
    symbols = outermost.get_symbols() if outermost else []
    return frozenset(name.get_name() for name in symbols if name.is_imported())


def free_names(source: str) -> frozenset[str]:
    """Return the names that a cell looks up in the notebook, at its top level or inside its functions.

    Parameters
    ----------
    source : str
        A code cell.

    Returns
    -------
    frozenset of str
        With the built-in ones; without parameters and other local names. Empty if the source is not Python.
    """
    return frozenset(
        name.get_name()
        for table in _tables(source)
        for name in table.get_symbols()
        if name.is_referenced() and (name.is_global() or table.get_type() == "module")
    )


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    """Yield the table of the whole cell, then those of everything inside."""
    try:
        open_ = [symtable.symtable(plain_python(source), "cell", "exec")]
    except (SyntaxError, ValueError):
        return
    while open_:
        table = open_.pop()
        yield table
        open_ += table.get_children()
