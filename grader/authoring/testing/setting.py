"""What stands around a test: the names of the trainee by what they are, those of the author, and the imports."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from grader.cells.reading import (
    bound_names,
    free_names,
    imported_names,
    parsed_or_empty,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Kind = Literal["function", "class", "object", "value"]

CLASS_MAKERS = frozenset(
    {
        "collections.namedtuple",
        "dataclasses.make_dataclass",
        "enum.Enum",
        "enum.IntEnum",
        "typing.NamedTuple",
    }
)
_RANDOM = frozenset({"random", "default_rng", "shuffle", "randint", "sample"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a test cell finds when it begins.

    Parameters
    ----------
    trainee : mapping of str to str
        Names that answer cells define, and what the author's solution makes them: ``function``, ``class``,
        ``object`` (of one of these classes) or ``value``.
    given : mapping of str to str
        The same for the author's locked cells, which run on both sides.
    origins : mapping of str to str
        What an imported name stands for, such as ``numpy.random`` for ``rnd``.
    needed : frozenset of str
        Names that the author's solutions look up in the notebook.
    random : bool
        Whether the solutions use random numbers.
    """

    trainee: Mapping[str, Kind]
    given: Mapping[str, Kind] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    random: bool = False


def setting(solutions: Sequence[str], locked: Sequence[str] = ()) -> Setting:
    """Read what stands around a test out of the author's cells.

    Parameters
    ----------
    solutions : sequence of str
        The author's answer cells before the test, with their solutions.
    locked : sequence of str
        The author's locked cells before the test.

    Returns
    -------
    Setting
        Names that a solution only imports count as libraries, not as the trainee's.
    """
    origins = {
        name: origin
        for source in (*locked, *solutions)
        for name, origin in imports(parsed_or_empty(source))
    }
    used = set().union(*(_words(source) for source in solutions))
    return Setting(
        trainee=_kinds(solutions, origins),
        given=_kinds(locked, origins),
        origins=origins,
        needed=frozenset().union(*map(free_names, solutions)),
        random=bool(used & _RANDOM),
    )


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Find what a piece of code imports.

    Parameters
    ----------
    tree : ast.AST
        The code.

    Yields
    ------
    tuple of str and str
        The name bound, and the dotted name for which it stands.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield (
                    (one.asname or one.name.split(".")[0]),
                    (one.name if one.asname else one.name.split(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def dotted(node: ast.expr, origins: Mapping[str, str]) -> str:
    """Write out what a name or attribute stands for.

    Parameters
    ----------
    node : ast.expr
        An expression.
    origins : mapping of str to str
        Imported names.

    Returns
    -------
    str
        ``numpy.random.seed`` for ``np.random.seed``; empty if it is neither name nor attribute.
    """
    if isinstance(node, ast.Name):
        return origins.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, origins)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _kinds(sources: Iterable[str], origins: Mapping[str, str]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for source in sources:
        names = {n for n in bound_names(source) if not n.startswith("__")}
        found |= dict.fromkeys(names - imported_names(source), "value")
        for statement in parsed_or_empty(source).body:
            found |= dict(_defined(statement, found, origins))
    return found


def _defined(
    statement: ast.stmt, known: Mapping[str, Kind], origins: Mapping[str, str]
) -> Iterator[tuple[str, Kind]]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield statement.name, "function"
    elif isinstance(statement, ast.ClassDef):
        yield statement.name, "class"
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, made(statement.value, known, origins)


def made(value: ast.expr, known: Mapping[str, Kind], origins: Mapping[str, str]) -> Kind:
    """Say what an expression makes, as far as can be told without running it.

    Parameters
    ----------
    value : ast.expr
        The right side of an assignment.
    known : mapping of str to str
        Names known so far, by what they are.
    origins : mapping of str to str
        Imported names.

    Returns
    -------
    str
        One of the kinds; ``value`` if nothing else is known.
    """
    if isinstance(value, ast.Lambda):
        return "function"
    if isinstance(value, ast.Name):
        return known.get(value.id, "value")
    if isinstance(value, ast.Call):
        if dotted(value.func, origins) in CLASS_MAKERS:
            return "class"
        if isinstance(value.func, ast.Name) and known.get(value.func.id) == "class":
            return "object"
    return "value"


def _words(source: str) -> set[str]:
    tree = ast.walk(parsed_or_empty(source))
    return {
        node.id if isinstance(node, ast.Name) else node.attr
        for node in tree
        if isinstance(node, ast.Name | ast.Attribute)
    }
