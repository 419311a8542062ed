"""Tests that say nothing: they hold whatever the trainee wrote, or cannot fail."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring.testing import labels
from grader.authoring.testing.flaw import Flaw, flaw
from grader.authoring.testing.setting import dotted
from grader.cells.reading import parsed_or_empty
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_TYPE_CHECKS = frozenset({"callable", "hasattr", "isinstance", "issubclass"})
_WHOLE = frozenset({"all", "any", "bool"})
_SPACES = frozenset({"globals", "locals", "dir", "vars"})
_SWALLOWING = frozenset({"Exception", "BaseException", "AssertionError"})
_SHOWING = frozenset({"print", "display", "help"})
_AUTOTESTS = ("### AUTOTEST", "### HASHED AUTOTEST")
"""Remarks in the place of which nbgrader writes the test itself."""
_TESTING = ("assert", "check", "expect", "fail", "grade", "raises", "test", "verify")
"""How the names of functions begin that are taken to test something."""


def weak(source: str, *, trainee: Collection[str] = ()) -> list[Flaw]:
    """Find what makes a test cell say nothing about the answer.

    Parameters
    ----------
    source : str
        A test cell with its hidden tests.
    trainee : collection of str
        Names that answer cells define.

    Returns
    -------
    list of Flaw
        Asserts that cannot fail, each; and if nothing else is tested, the asserts that hold for wrong answers too.
        Empty for a source that is not Python.
    """
    tree = parsed_or_empty(source)
    if any(mark in source for mark in _AUTOTESTS):
        return []
    if not tree.body:
        return [] if source.strip() and not _only_remarks(source) else [_nothing()]
    sure = [*_tuples(tree), *_swallowed(tree)]
    dead = {one.line for one in sure}
    asserts = [a for a in _asserts(tree) if a.lineno not in dead]
    empty = [a for a in asserts if _is_vacuous(a.test, trainee)]
    if len(empty) < len(asserts) or _tests_otherwise(tree, trainee):
        return sorted(sure)
    if not empty and not sure:
        return [_constant(tree) or _nothing()]
    return sorted([*sure, *(flaw(labels.WEAK, "vacuous", a) for a in empty)])


def weak_scores(source: str, *, answer: str) -> list[Flaw]:
    """Find hidden tests of a lesson that give their points to any answer.

    Parameters
    ----------
    source : str
        Body of a hidden test.
    answer : str
        Name of the answer.

    Returns
    -------
    list of Flaw
        The scores, if none of them looks at a value of the answer; empty if it gives no score at all, of which
        another rule tells.
    """
    nodes = ast.walk(parsed_or_empty(source))
    scores = [n for n in nodes if isinstance(n, ast.Call) and dotted(n.func, {}) == "score"]
    empty = [s for s in scores if not s.args or _is_vacuous(s.args[0], {answer})]
    return [flaw(labels.WEAK, "vacuous", s) for s in empty] if len(empty) == len(scores) else []


def _nothing() -> Flaw:
    return flaw(labels.WEAK, "nothing", "", line=1)


def _only_remarks(source: str) -> bool:
    lines = (line.strip() for line in source.splitlines())
    return all(not line or line.startswith("#") for line in lines)


def _asserts(tree: ast.AST) -> list[ast.Assert]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.Assert) and not _is_raise(n)]


def _is_raise(node: ast.Assert) -> bool:
    """``assert False`` is a way of writing ``raise``."""
    return isinstance(node.test, ast.Constant) and not node.test.value


# ---- asserts that cannot fail ----------------------------------------------------------------------


def _tuples(tree: ast.AST) -> Iterator[Flaw]:
    for node in _asserts(tree):
        if isinstance(node.test, ast.Tuple) and node.test.elts:
            yield flaw(labels.WEAK, "tuple", node)


def _swallowed(tree: ast.AST) -> Iterator[Flaw]:
    for node in ast.walk(tree):
        handler = (
            next(filter(_swallows, node.handlers), None) if isinstance(node, ast.Try) else None
        )
        if isinstance(node, ast.Try) and handler is not None:
            inside = (n for s in node.body for n in ast.walk(s) if isinstance(n, ast.Assert))
            name = f"except {ast.unparse(handler.type)}:" if handler.type else "except:"
            for one in inside:
                yield flaw(labels.WEAK, "swallowed", one).with_words("handler", Text(name, name))


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler takes failed asserts and does nothing about them."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    takes = any(kind is None or dotted(kind, {}) in _SWALLOWING for kind in kinds)
    return takes and all(map(_does_nothing, handler.body))


def _does_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        shows = isinstance(statement.value, ast.Call) and (
            dotted(statement.value.func, {}) in _SHOWING
        )
        return shows or isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Continue)


# ---- asserts that hold for any answer --------------------------------------------------------------


def _is_vacuous(node: ast.expr, trainee: Collection[str]) -> bool:
    """Tell whether a condition says nothing of a value: it is there, it can be called, it has a type."""

    def inner(part: ast.expr) -> bool:
        return _is_vacuous(part, trainee)

    match node:
        case ast.Constant() | ast.Tuple() | ast.List() | ast.Dict() | ast.Lambda():
            return True
        case ast.Name(id=name):
            return name in trainee
        case ast.UnaryOp(op=ast.Not(), operand=part) | ast.NamedExpr(value=part):
            return inner(part)
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(map(inner, parts))
        case ast.BoolOp(values=parts):
            return any(map(inner, parts))
        case ast.Compare():
            return _is_vacuous_comparison(node, trainee)
        case ast.Call():
            return _is_vacuous_call(node, inner)
    return False


def _is_vacuous_call(node: ast.Call, inner: Callable[[ast.expr], bool]) -> bool:
    name = dotted(node.func, {})
    if name in _TYPE_CHECKS:
        return True
    if name not in _WHOLE or len(node.args) != 1:
        return False
    match node.args[0]:
        case ast.GeneratorExp(elt=part) | ast.ListComp(elt=part) | ast.SetComp(elt=part):
            return inner(part)
        case part:
            return inner(part)


def _is_vacuous_comparison(node: ast.Compare, trainee: Collection[str]) -> bool:
    sides = [node.left, *node.comparators]
    # Whoever decides both sides passes whatever is right.
    if all(isinstance(s, ast.Constant) for s in sides) or all(_root(s) in trainee for s in sides):
        return True
    calls = [dotted(side.func, {}) for side in sides if isinstance(side, ast.Call)]
    if "type" in calls or not _SPACES.isdisjoint(calls):
        return True
    different = isinstance(node.ops[0], ast.IsNot | ast.NotEq)
    return different and any(isinstance(s, ast.Constant) and s.value is None for s in sides)


def _root(node: ast.expr) -> str:
    """Return the name from which an expression is reached by attributes, items and calls."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Call(func=inner):
            return _root(inner)
    return ""


# ---- other ways of testing -------------------------------------------------------------------------


def _tests_otherwise(tree: ast.Module, trainee: Collection[str]) -> bool:
    """Tell whether a cell tests by raising, by a function of its own, or by giving points for a part."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Assert) and _is_raise(node)):
            return True
        if isinstance(node, ast.Call) and _is_testing(node, trainee):
            return True
        if isinstance(node, ast.Expr) and _calls_helper(node.value, trainee):
            return True
    return _gives_points(tree, trainee)


def _is_testing(call: ast.Call, trainee: Collection[str]) -> bool:
    last = dotted(call.func, {}).rpartition(".")[2].lstrip("_")
    return last.startswith(_TESTING) and last not in trainee


def _calls_helper(node: ast.expr, trainee: Collection[str]) -> bool:
    """Tell whether a statement calls a function that is neither the trainee's nor built in: it may hold asserts."""
    builtins = _SHOWING | _TYPE_CHECKS | _SPACES | {"len", "list", "str", "repr", "type"}
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id not in {*trainee, *builtins}
    )


def _gives_points(tree: ast.Module, trainee: Collection[str]) -> bool:
    """Tell whether the last expression computes points; a value of the trainee's as it stands does not."""
    match tree.body[-1]:
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Expr(value=ast.Name(id=name) | ast.Call(func=ast.Name(id=name))):
            return name not in {*trainee, *_SHOWING}
        case ast.Expr():
            return True
    return False


def _constant(tree: ast.Module) -> Flaw | None:
    """Tell of points that are given whatever the answer is."""
    match tree.body[-1]:
        case ast.Expr(value=ast.Constant(value=int() | float())) as last:
            return flaw(labels.WEAK, "vacuous", last)
    return None
