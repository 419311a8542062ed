"""The two directions: `encode` makes a tree of a value, `decode` a value of a tree."""

from __future__ import annotations

import base64
import binascii
import importlib
import math
import sys
from types import FunctionType
from typing import TYPE_CHECKING, Any

from grader.grading.wire.errors import NotPlainError, WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Tree = Any
"""None, bool, int, float, str, list of trees, or a dict with one tag."""

DEPTH = 32
"""Containers in containers. Python's JSON reader stops at about 1,000 brackets; a level here is at most four."""
NODES = 500_000
"""Single values in one tree; a table's numbers do not count, they travel as one buffer."""
SIZE = 16 << 20
"""Letters of text and bytes of buffers in one tree: a table of 200,000 rows and 8 numbers fits."""
DIGITS = 100_000
"""Hexadecimal digits of an integer."""
LENGTH = 10_000_000
"""Members of a range, or places along one side of an array: walking along it must end."""

_JSON_INT = 1 << 63
_PLAIN = frozenset({str, bool, type(None)})
_SCALARS = _PLAIN | {int, float}
_KINDS = ("callable", "object", "function")

Encoders = dict[type, "Callable[[Encoder, Any], Tree]"]
Decoders = dict[str, "Callable[[Decoder, Any], Any]"]
ENCODERS: Encoders = {}
DECODERS: Decoders = {}

# A value of a library can only be here if the library is; what knows its types is then loaded, and not before.
_waiting = {"numpy": "arrays", "pandas": "tables", "plotly.graph_objects": "figures"}
_PART_OF_TAG = {
    **dict.fromkeys(("np", "nd", "dtype"), "arrays"),
    **dict.fromkeys(("df", "series", "index", "pd", "xdtype"), "tables"),
    "fig": "figures",
}


def encode(value: object, keep: Callable[[object], list[Any]]) -> Tree:
    """Return the tree of a value.

    Parameters
    ----------
    value : object
        What is to travel.
    keep : callable
        Given what has no tag; returns its handle: number, kind (``callable``, ``object`` or ``function``), type name.

    Returns
    -------
    Tree
        Ready for `json.dumps`.

    Raises
    ------
    WireError
        If the value is too deep (or holds itself) or too large.
    """
    return Encoder(keep).tree(value)


def decode(tree: Tree, stub: Callable[[int, str, str], object]) -> Any:
    """Return the value of a tree.

    Parameters
    ----------
    tree : Tree
        From `json.loads`; nothing about it is trusted.
    stub : callable
        Given number, kind and type name of a handle; returns what stands for it.

    Returns
    -------
    Any
        The value, with exact types.

    Raises
    ------
    WireError
        If the tree is malformed, too deep or too large.
    """
    try:
        return Decoder(stub).value(tree)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"malformed: {type(error).__name__}") from error


class _Meter:
    """Counts what a tree uses up."""

    __slots__ = ("depth", "nodes", "size")

    def __init__(self) -> None:
        self.depth, self.nodes, self.size = DEPTH, NODES, SIZE

    def count(self, *, nodes: int = 0, size: int = 0) -> None:
        """Use up nodes and letters or bytes."""
        self.nodes -= nodes
        self.size -= size
        if self.nodes < 0 or self.size < 0:
            raise WireError("too large")

    def descend(self) -> None:
        """Go one container deeper; the caller comes up again."""
        self.depth -= 1
        if self.depth < 0:
            raise WireError("too deep")

    def count_scalars(self, values: list[Any], kinds: set[type]) -> None:
        """Use up what members without members of their own take."""
        self.count(nodes=len(values))
        if str in kinds:
            self.count(size=sum(len(v) for v in values if type(v) is str))


class Encoder(_Meter):
    """One walk through a value.

    Parameters
    ----------
    keep : callable
        As for `encode`.
    """

    __slots__ = ("keep",)

    def __init__(self, keep: Callable[[object], list[Any]]) -> None:
        super().__init__()
        self.keep = keep

    def tree(self, value: Any) -> Tree:
        """Return the tree of one value.

        Parameters
        ----------
        value : Any
            The value.

        Returns
        -------
        Tree
            Its tree.
        """
        self.count(nodes=1)
        found = ENCODERS.get(type(value)) or _late(type(value))
        if found is None:
            return {"h": self.keep(value)}
        self.descend()
        try:
            return found(self, value)
        except NotPlainError:
            return {"h": self.keep(value)}
        finally:
            self.depth += 1

    def trees(self, values: Iterable[Any]) -> list[Tree]:
        """Return the trees of several values.

        Parameters
        ----------
        values : iterable
            The values.

        Returns
        -------
        list of Tree
            Their trees.
        """
        members = list(values)
        kinds = set(map(type, members))
        if kinds <= _PLAIN or (kinds <= _SCALARS and all(map(_is_json, members))):
            self.count_scalars(members, kinds)
            return members
        return [self.tree(member) for member in members]

    def buffer(self, data: bytes) -> str:
        """Return bytes as text.

        Parameters
        ----------
        data : bytes
            Any.

        Returns
        -------
        str
            Base64.
        """
        self.count(size=len(data))
        return binascii.b2a_base64(data, newline=False).decode("ascii")


class Decoder(_Meter):
    """One walk through a tree.

    Parameters
    ----------
    stub : callable
        As for `decode`.
    """

    __slots__ = ("stub",)

    def __init__(self, stub: Callable[[int, str, str], object]) -> None:
        super().__init__()
        self.stub = stub

    def value(self, tree: Tree) -> Any:
        """Return the value of one tree.

        Parameters
        ----------
        tree : Tree
            The tree.

        Returns
        -------
        Any
            Its value.
        """
        self.count(nodes=1, size=len(tree) if type(tree) is str else 0)
        if type(tree) in _SCALARS:
            return tree
        self.descend()
        try:
            return self.values(tree) if type(tree) is list else self._tagged(tree)
        finally:
            self.depth += 1

    def values(self, trees: Any) -> list[Any]:
        """Return the values of several trees.

        Parameters
        ----------
        trees : list of Tree
            The trees.

        Returns
        -------
        list
            Their values.

        Raises
        ------
        WireError
            If it is no list.
        """
        if type(trees) is not list:
            raise WireError("no list")
        kinds = set(map(type, trees))
        if kinds <= _SCALARS:
            self.count_scalars(trees, kinds)
            return trees
        return [self.value(tree) for tree in trees]

    def bytes(self, text: Any) -> bytes:
        """Return the bytes of a buffer.

        Parameters
        ----------
        text : str
            Base64.

        Returns
        -------
        bytes
            The bytes.
        """
        data = base64.b64decode(text, validate=True)
        self.count(size=len(data))
        return data

    def _tagged(self, tree: Any) -> Any:
        if type(tree) is not dict or len(tree) != 1:
            raise WireError("no tag")
        ((tag, content),) = tree.items()
        if tag not in DECODERS and tag in _PART_OF_TAG:
            load(_PART_OF_TAG[tag])
        return DECODERS[tag](self, content)


def load(part: str) -> None:
    """Load what knows some types: ``plain``, ``arrays``, ``tables`` or ``figures``.

    Parameters
    ----------
    part : str
        Name of a module beside this one.
    """
    module = importlib.import_module(f"grader.grading.wire.{part}")
    ENCODERS.update(module.ENCODERS)
    DECODERS.update(module.DECODERS)


def _late(kind: type) -> Callable[[Encoder, Any], Tree] | None:
    """Look again, after loading what knows the types of libraries that have been imported since."""
    for library in [name for name in _waiting if name in sys.modules]:
        load(_waiting.pop(library))
    return ENCODERS.get(kind)


def _is_json(value: Any) -> bool:
    kind = type(value)
    if kind is float:
        return math.isfinite(value)
    return kind is not int or -_JSON_INT <= value < _JSON_INT


def _integer(encoder: Encoder, value: int) -> Tree:
    if _is_json(value):
        return value
    digits = f"{value:x}"
    if len(digits) > DIGITS:
        raise WireError("too large")
    encoder.count(size=len(digits))
    return {"i": digits}


def _text(encoder: Encoder, value: str) -> Tree:
    encoder.count(size=len(value))
    return value


def _read_integer(decoder: Decoder, digits: str) -> int:
    decoder.count(size=len(digits))
    if len(digits) > DIGITS:
        raise WireError("too large")
    return int(digits, 16)


def _read_float(_: Decoder, name: str) -> float:
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[name]


def _read_handle(decoder: Decoder, content: list[Any]) -> object:
    number, kind, name = content
    if type(number) is not int or kind not in _KINDS or type(name) is not str:
        raise WireError("no handle")
    return decoder.stub(number, kind, name[:80])


def kind_of(value: object) -> str:
    """Return the kind of what stays where it is.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    str
        ``function`` for a plain Python function, ``callable`` for what else can be called, else ``object``.
    """
    if type(value) is FunctionType:
        return "function"
    return "callable" if callable(value) else "object"


_BASIC: Encoders = {
    type(None): lambda _, value: value,
    bool: lambda _, value: value,
    int: _integer,
    float: lambda _, value: value if math.isfinite(value) else {"f": str(value)},
    str: _text,
    list: lambda encoder, value: encoder.trees(value),
}
ENCODERS.update(_BASIC)
DECODERS.update({"i": _read_integer, "f": _read_float, "h": _read_handle})
