"""What a test asks of the trainee's functions, classes and values that does not work from another process."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.authoring.testing import labels
from grader.authoring.testing.flaw import Flaw, flaw
from grader.authoring.testing.setting import dotted
from grader.authoring.testing.view import arguments, calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring.testing.view import View

_INSIDE = frozenset(
    {"types.FunctionType", "types.LambdaType", "types.GeneratorType", "types.MethodType"}
)
_RAISES = frozenset({"raises", "assertRaises", "assert_raises", "assertRaisesRegex"})
_ASKING = frozenset({"str", "repr", "format", "int", "float", "hash", "abs", "bool"})
_COMPARING = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_ONES = frozenset({"NaT", "NA"})
"""Values of pandas of which there is one only, on either side."""


def _flaw(kind: str, node: ast.AST | str, line: int = 0) -> Flaw:
    return flaw(labels.UNSUPPORTED, kind, node, line=line)


def _passed(view: View) -> Iterator[Flaw]:
    for call, _ in calls(view):
        if view.runs_there(call):
            for argument in arguments(call):
                if thing := view.unsendable(argument):
                    yield _flaw("passes", call).with_words("thing", labels.THINGS[thing])


def _classes(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        if name in {"isinstance", "issubclass"} and len(call.args) == 2:  # noqa: PLR2004  # both take two
            value, asked = call.args
            if _names_class(view, asked) or (view.is_trainees(value) and _given(view, asked)):
                yield _flaw("class", call)
    for node in view.nodes:
        if isinstance(node, ast.Compare) and _compares_class(view, node):
            yield _flaw("class", node)
        elif isinstance(node, ast.ClassDef) and any(map(view.is_class, node.bases)):
            yield _flaw("class", f"class {node.name}", node.lineno)
        elif isinstance(node, ast.MatchClass) and view.is_class(node.cls):
            yield _flaw("class", node.cls)


def _named_parts(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _names_class(view: View, node: ast.expr) -> bool:
    return any(view.is_class(part) for part in _named_parts(node))


def _given(view: View, node: ast.expr) -> bool:
    """Tell whether a class is the author's own, of which the sandbox has a copy, or one that stubs do not have."""
    given = view.setting.given
    return any(
        (isinstance(part, ast.Name) and given.get(part.id) == "class")
        or dotted(part, view.origins) in _INSIDE
        for part in _named_parts(node)
    )


def _compares_class(view: View, node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    typed = any(isinstance(s, ast.Call) and dotted(s.func, {}) == "type" for s in sides)
    return typed and any(map(view.is_class, sides))


def _exceptions(view: View) -> Iterator[Flaw]:
    for node in view.nodes:
        if isinstance(node, ast.Try):
            calls = any(isinstance(n, ast.Call) and view.runs_there(n) for n in _within(node.body))
            for handler in node.handlers:
                if handler.type is not None and _odd(view, handler.type, given=calls):
                    yield flaw(labels.UNSUPPORTED, "except", handler.type, line=handler.lineno)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.args[0] if node.args else None
            if node.func.attr in _RAISES and asked and _odd(view, asked, given=True):
                yield _flaw("except", node)


def _odd(view: View, node: ast.expr, *, given: bool) -> bool:
    return _names_class(view, node) or (given and _given(view, node))


def _within(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        yield from ast.walk(statement)


def _inspected(view: View) -> Iterator[Flaw]:
    for call, name in calls(view):
        module = name.split(".")[0]
        if module in {"inspect", "dis", "vars", "dir"} and any(
            view.stays_there(a) or (module in {"inspect", "dis"} and view.is_trainees(a))
            for a in arguments(call)
        ):
            yield _flaw("inspects", call)


def _private(view: View) -> Iterator[Flaw]:
    for node in view.nodes:
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            if view.stays_there(node.value) or (
                view.is_trainees(node.value) and not node.attr.startswith("__")
            ):
                yield _flaw("private", node)
        elif isinstance(node, ast.Call) and dotted(node.func, {}) in {"getattr", "hasattr"}:
            name = node.args[1] if len(node.args) > 1 else None
            inner = isinstance(name, ast.Constant) and str(name.value).startswith("_")
            if inner and view.stays_there(node.args[0]):
                yield _flaw("private", node)


def _operators(view: View) -> Iterator[Flaw]:
    for node in view.nodes:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=others):
                if isinstance(ops[0], _COMPARING) and any(map(view.is_object, [left, *others])):
                    yield _flaw("operator", node)
            case ast.BinOp(left=left, right=right):
                if view.is_object(left) or view.is_object(right):
                    yield _flaw("operator", node)
            case ast.UnaryOp(operand=inner) | ast.FormattedValue(value=inner):
                if view.is_object(inner):
                    yield _flaw("operator", node)
            case ast.Call(func=ast.Name(id=name), args=[first, *_]):
                if name in _ASKING and view.is_object(first):
                    yield _flaw("operator", node)


def _identities(view: View) -> Iterator[Flaw]:
    for node in view.nodes:
        if isinstance(node, ast.Compare) and not _compares_class(view, node):
            sides = [node.left, *node.comparators]
            for number, operator in enumerate(node.ops):
                pair = sides[number : number + 2]
                if isinstance(operator, ast.Is | ast.IsNot) and _same(view, pair):
                    yield _flaw("identity", node)
    for call, name in calls(view):
        if name == "id" and any(map(view.is_trainees, call.args)):
            yield _flaw("identity", call)


def _same(view: View, pair: list[ast.expr]) -> bool:
    single = any(
        isinstance(side, ast.Constant) or (isinstance(side, ast.Attribute) and side.attr in _ONES)
        for side in pair
    )
    return not single and any(map(view.is_trainees, pair))


def _contexts(view: View) -> Iterator[Flaw]:
    for node in view.nodes:
        if isinstance(node, ast.withitem) and view.is_trainees(node.context_expr):
            yield _flaw("context", node.context_expr)


CHECKS = (
    _passed,
    _classes,
    _exceptions,
    _inspected,
    _private,
    _operators,
    _identities,
    _contexts,
)
"""Each takes a view of a test and yields its flaws."""
