"""One test as the static checks see it: which of its expressions belong to the trainee, and which cannot be sent."""

from __future__ import annotations

import ast
import builtins
import importlib
from typing import TYPE_CHECKING

from grader.authoring.testing.setting import Kind, dotted, imports, made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring.testing.setting import Setting

_ITERATORS = frozenset({"map", "filter", "zip", "enumerate", "iter", "reversed"})
_FILES = frozenset({"open", "io.open", "io.StringIO", "io.BytesIO"})
_OBJECTS = frozenset(
    {
        "functools.partial",
        "pathlib.Path",
        "re.compile",
        "numpy.random.RandomState",
        "numpy.random.default_rng",
        "random.Random",
        "sqlite3.connect",
        "threading.Lock",
    }
)
BY_NAME = frozenset(
    """
    abs all any bin callable chr divmod enumerate filter format hex isinstance issubclass len map max min oct ord pow
    repr reversed round sorted sum zip
    bool bytearray bytes complex dict float frozenset int list object range set slice str tuple type
    """.split()  # noqa: SIM905  # one word, one name
)
"""Python's own functions and types that `grader.grading.wire` sends by their name, besides the exceptions."""
_LOOKED_INTO = frozenset({"math", "numpy", "operator", "statistics"})
"""Libraries of whose names we may ask whether they are functions; importing them does nothing else."""


class View:
    """A parsed test with what can be said of its names.

    Parameters
    ----------
    tree : ast.Module
        The test.
    setting : Setting
        What stands around it.
    """

    def __init__(self, tree: ast.Module, setting: Setting) -> None:
        self.tree = tree
        self.setting = setting
        self.nodes = list(ast.walk(tree))
        self.origins = {**setting.origins, **dict(imports(tree))}
        self.kinds: dict[str, Kind] = dict(setting.trainee)
        """The trainee's names, and names of the test that hold something of the trainee's."""
        self.own: dict[str, str] = {}
        """Names of the test that hold what cannot be sent, and what that is."""
        self.bound = _bound(self.nodes) | set(setting.given)
        self._define()
        self._follow()

    def _define(self) -> None:
        kinds = {"function": "function", "class": "class"}
        self.own |= {n: kinds[k] for n, k in self.setting.given.items() if k in kinds}
        for node in self.nodes:
            if isinstance(node, ast.ClassDef):
                self.own[node.name] = "class"
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                makes = any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))
                self.own[node.name] = "generator function" if makes else "function"

    def _follow(self) -> None:
        """Go through the assignments until nothing new is learned: a loop may use what is set below it."""
        pairs = list(self._assignments())
        before = -1
        while before != (before := len(self.kinds) + len(self.own)):
            for target, value in pairs:
                if self.is_trainees(value):
                    self.kinds.setdefault(target, self._kind(value))
                elif target not in self.kinds and (what := self.unsendable(value)):
                    self.own.setdefault(target, what)

    def _assignments(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self.nodes:
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        yield from _pairs(target, value)
                case ast.NamedExpr(target=target, value=value):
                    yield from _pairs(target, value)
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    yield from _pairs(target, value)
                case (
                    ast.For(target=target, iter=value)
                    | ast.comprehension(target=target, iter=value)
                ):
                    for one in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                        yield from _pairs(target, one)
                case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                    yield from _pairs(target, value)

    def _kind(self, value: ast.expr) -> Kind:
        return made(value, self.kinds, self.origins)

    def is_trainees(self, node: ast.expr) -> bool:
        """Tell whether a value comes from the trainee's code as it is.

        Parameters
        ----------
        node : ast.expr
            An expression of the test.

        Returns
        -------
        bool
            True for a name of the trainee's, its attributes and items, and what its functions return; False for what
            the test computes from these.
        """
        match node:
            case ast.Name(id=name):
                return name in self.kinds
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
                return self.is_trainees(inner)
            case ast.Call(func=func):
                return self.is_trainees(func)
            case ast.Await(value=inner) | ast.NamedExpr(value=inner):
                return self.is_trainees(inner)
            case ast.IfExp(body=one, orelse=other):
                return self.is_trainees(one) or self.is_trainees(other)
        return False

    def is_object(self, node: ast.expr) -> bool:
        """Tell whether a value is an object of one of the trainee's classes.

        Parameters
        ----------
        node : ast.expr
            An expression of the test.

        Returns
        -------
        bool
            True if it certainly is.
        """
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id) == "object"
        return isinstance(node, ast.Call) and self.is_class(node.func)

    def is_class(self, node: ast.expr) -> bool:
        """Tell whether an expression is one of the trainee's classes.

        Parameters
        ----------
        node : ast.expr
            An expression of the test.

        Returns
        -------
        bool
            True if it certainly is.
        """
        return isinstance(node, ast.Name) and self.kinds.get(node.id) == "class"

    def stays_there(self, node: ast.expr) -> bool:
        """Tell whether a value is a function, class or object that never leaves the trainee's process.

        Parameters
        ----------
        node : ast.expr
            An expression of the test.

        Returns
        -------
        bool
            False for data, of which the test gets a copy.
        """
        function = isinstance(node, ast.Name) and self.kinds.get(node.id) == "function"
        return function or self.is_class(node) or self.is_object(node)

    def runs_there(self, call: ast.Call) -> bool:
        """Tell whether a call runs code in the trainee's process.

        Parameters
        ----------
        call : ast.Call
            A call in the test.

        Returns
        -------
        bool
            False for methods of data, of which the test has a copy.
        """
        if isinstance(call.func, ast.Attribute):
            return self.stays_there(call.func.value)
        return self.is_trainees(call.func)

    def last_trainee_line(self) -> int:
        """Return the last line on which something of the trainee's is used.

        Returns
        -------
        int
            From 1; 0 if there is none.
        """
        names = (n for n in self.nodes if isinstance(n, ast.Name) and n.id in self.kinds)
        return max((name.lineno for name in names), default=0)

    def unsendable(self, node: ast.expr) -> str | None:
        """Say what a value is that cannot be handed to the trainee's code.

        Parameters
        ----------
        node : ast.expr
            An argument.

        Returns
        -------
        str or None
            A key of `grader.authoring.testing.labels.THINGS`; None for data, and for what is not known.
        """
        match node:
            case ast.Lambda():
                return "function"
            case ast.GeneratorExp():
                return "generator"
            case ast.Name() | ast.Attribute():
                return self._named(node)
            case ast.Call():
                return self._returned(node)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                return self._first(parts)
            case ast.Dict(values=parts):
                return self._first(parts)
            case ast.Starred(value=inner) | ast.ListComp(elt=inner):
                return self.unsendable(inner)
        return None

    def _first(self, parts: list[ast.expr]) -> str | None:
        return next((what for part in parts if (what := self.unsendable(part))), None)

    def _named(self, node: ast.Name | ast.Attribute) -> str | None:
        if self.is_trainees(node):
            return None
        if isinstance(node, ast.Name) and node.id in self.own:
            return self.own[node.id].removeprefix("generator ")
        name = dotted(node, self.origins)
        # A variable may be called like something built in, such as input.
        if name.split(".")[0] in self.bound or name in BY_NAME:
            return None
        found = _looked_up(name)
        if isinstance(found, type):
            return None if issubclass(found, BaseException) else "class"
        return "function" if callable(found) else None

    def _returned(self, call: ast.Call) -> str | None:
        name = dotted(call.func, self.origins)
        made_by = self.own.get(name)
        if made_by == "class" or name in _OBJECTS or name.startswith("unittest.mock."):
            return "object"
        if name in _FILES:
            return "file"
        if made_by == "generator function" or name in _ITERATORS or name.startswith("itertools."):
            return "generator"
        return None


def _bound(nodes: list[ast.AST]) -> set[str]:
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return stored | {n.arg for n in nodes if isinstance(n, ast.arg)}


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        same = isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts)
        values = value.elts if same and isinstance(value, ast.Tuple | ast.List) else None
        for number, part in enumerate(target.elts):
            yield from _pairs(part, values[number] if values else value)


def _looked_up(name: str) -> object:
    """Return a built-in, or a name of a library that may be looked into; None for anything else."""
    first, *rest = name.split(".")
    if first in _LOOKED_INTO and rest:
        found: object = importlib.import_module(first)
    else:
        found, rest = builtins, [first, *rest]
    for part in rest:
        found = getattr(found, part, None)
    return found


def calls(view: View) -> Iterator[tuple[ast.Call, str]]:
    """Go through the calls of a test.

    Parameters
    ----------
    view : View
        The test.

    Yields
    ------
    tuple of ast.Call and str
        The call, and the dotted name of what is called; empty if it has no name.
    """
    for node in view.nodes:
        if isinstance(node, ast.Call):
            yield node, dotted(node.func, view.origins)


def arguments(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call.

    Parameters
    ----------
    call : ast.Call
        The call.

    Returns
    -------
    list of ast.expr
        Those by position, then those by name.
    """
    return [*call.args, *(keyword.value for keyword in call.keywords)]
