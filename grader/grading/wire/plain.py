"""Python's own types: numbers, containers, dates, and what travels by name."""

from __future__ import annotations

import collections
import datetime as dt
import re
import uuid
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath
from types import BuiltinFunctionType, ModuleType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from grader.grading.wire.coder import DIGITS, LENGTH
from grader.grading.wire.errors import NotPlainError, WireError
from grader.grading.wire.names import BUILTINS, builtin_name, module, module_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.grading.wire.coder import Decoder, Decoders, Encoder, Encoders, Tree

_ZONE = re.compile(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*")
_MICROSECOND = dt.timedelta(microseconds=1)


def _container(tag: str) -> Callable[[Encoder, Any], Tree]:
    return lambda encoder, value: {tag: encoder.trees(value)}


def _pairs(encoder: Encoder, value: dict[Any, Any]) -> list[Tree]:
    return [encoder.trees(value), encoder.trees(value.values())]


def _read_pairs(decoder: Decoder, content: Any) -> Iterable[tuple[Any, Any]]:
    keys, values = content
    return zip(decoder.values(keys), decoder.values(values), strict=True)


def _filled(into: Any, decoder: Decoder, content: Any) -> Any:
    # Step by step, so that a time limit can stop it: keys may be chosen to collide.
    for key, value in _read_pairs(decoder, content):
        into[key] = value
    return into


def _read_set(decoder: Decoder, content: Any) -> set[Any]:
    members: set[Any] = set()
    for value in decoder.values(content):
        members.add(value)
    return members


def _defaultdict(encoder: Encoder, value: collections.defaultdict[Any, Any]) -> Tree:
    return {"defaultdict": [encoder.tree(value.default_factory), *_pairs(encoder, value)]}


def _read_defaultdict(decoder: Decoder, content: Any) -> Any:
    factory, *pairs = content
    return _filled(collections.defaultdict(decoder.value(factory)), decoder, pairs)


def _deque(encoder: Encoder, value: collections.deque[Any]) -> Tree:
    return {"deque": [value.maxlen, encoder.trees(value)]}


def _read_deque(decoder: Decoder, content: Any) -> collections.deque[Any]:
    length, members = content
    return collections.deque(decoder.values(members), length)


def _range(encoder: Encoder, value: range) -> Tree:
    return {"range": encoder.trees(_walkable(value))}


def _walkable(value: range) -> tuple[int, int, int]:
    if value.stop - value.start > LENGTH * value.step > 0 or (
        value.start - value.stop > LENGTH * -value.step > 0
    ):
        raise NotPlainError
    return value.start, value.stop, value.step


def _read_range(decoder: Decoder, content: Any) -> range:
    value = range(*decoder.values(content))
    _walkable(value)
    return value


def zone(value: Any) -> Tree:
    """Return the tree of a time zone.

    Parameters
    ----------
    value : tzinfo or None
        A fixed distance from UTC, or a zone with a name.

    Returns
    -------
    Tree
        None, microseconds, or the name.

    Raises
    ------
    NotPlainError
        If it is of another make.
    """
    if value is None:
        return None
    if type(value) is dt.timezone:
        return value.utcoffset(None) // _MICROSECOND
    if type(value) is ZoneInfo and value.key is not None:
        return value.key
    raise NotPlainError


def read_zone(tree: Tree) -> dt.tzinfo | None:
    """Return a time zone.

    Parameters
    ----------
    tree : Tree
        As `zone` makes it.

    Returns
    -------
    tzinfo or None
        The zone.

    Raises
    ------
    WireError
        If the name is none of a zone.
    """
    if tree is None:
        return None
    if type(tree) is int:
        return dt.timezone(dt.timedelta(microseconds=tree))
    if not _ZONE.fullmatch(tree):
        raise WireError("zone")
    return ZoneInfo(tree)


def _moment(kind: str) -> Callable[[Encoder, Any], Tree]:
    def tree(_: Encoder, value: Any) -> Tree:
        naive = value.replace(tzinfo=None).isoformat()
        return {kind: [naive, zone(value.tzinfo), value.fold]}

    return tree


def _read_moment(kind: Any) -> Callable[[Decoder, Any], Any]:
    def value(_: Decoder, content: Any) -> Any:
        naive, where, fold = content
        return kind.fromisoformat(naive).replace(tzinfo=read_zone(where), fold=fold)

    return value


def _decimal(_: Encoder, value: Decimal) -> Tree:
    if not _is_handy(value):
        raise NotPlainError
    return {"decimal": str(value)}


def _is_handy(value: Decimal) -> bool:
    """Tell whether calculating with it ends: 1e999999999 as an integer would fill any memory."""
    return not value.is_finite() or (
        abs(value.adjusted()) <= DIGITS and len(value.as_tuple().digits) <= DIGITS
    )


def _read_decimal(decoder: Decoder, text: str) -> Decimal:
    decoder.count(size=len(text))
    value = Decimal(text)
    if not _is_handy(value):
        raise WireError("too large")
    return value


def _by_name(_: Encoder, value: object) -> Tree:
    return {"py": builtin_name(value)}


ENCODERS: Encoders = {
    complex: lambda encoder, value: {"complex": encoder.trees((value.real, value.imag))},
    bytes: lambda encoder, value: {"bytes": encoder.buffer(value)},
    bytearray: lambda encoder, value: {"bytearray": encoder.buffer(bytes(value))},
    tuple: _container("tuple"),
    set: _container("set"),
    frozenset: _container("frozenset"),
    dict: lambda encoder, value: {"dict": _pairs(encoder, value)},
    collections.Counter: lambda encoder, value: {"Counter": _pairs(encoder, value)},
    collections.OrderedDict: lambda encoder, value: {"OrderedDict": _pairs(encoder, value)},
    collections.defaultdict: _defaultdict,
    collections.deque: _deque,
    range: _range,
    slice: lambda encoder, value: {"slice": encoder.trees((value.start, value.stop, value.step))},
    type(...): lambda _encoder, _value: {"...": None},
    dt.datetime: _moment("datetime"),
    dt.time: _moment("time"),
    dt.date: lambda _, value: {"date": value.isoformat()},
    dt.timedelta: lambda _, value: {"timedelta": [value.days, value.seconds, value.microseconds]},
    dt.timezone: lambda _, value: {"zone": zone(value)},
    ZoneInfo: lambda _, value: {"zone": zone(value)},
    Decimal: _decimal,
    Fraction: lambda encoder, value: {
        "fraction": encoder.trees((value.numerator, value.denominator))
    },
    uuid.UUID: lambda _, value: {"uuid": value.hex},
    # A path that can open files is a handle: it must open the trainee's files, not the judge's.
    PurePosixPath: lambda encoder, value: {"posixpath": encoder.tree(str(value))},
    PureWindowsPath: lambda encoder, value: {"windowspath": encoder.tree(str(value))},
    ModuleType: lambda _, value: {"module": module_name(value)},
    type: _by_name,
    BuiltinFunctionType: _by_name,
}

DECODERS: Decoders = {
    "complex": lambda decoder, content: complex(*decoder.values(content)),
    "bytes": lambda decoder, content: decoder.bytes(content),
    "bytearray": lambda decoder, content: bytearray(decoder.bytes(content)),
    "tuple": lambda decoder, content: tuple(decoder.values(content)),
    "set": _read_set,
    "frozenset": lambda decoder, content: frozenset(_read_set(decoder, content)),
    "dict": lambda decoder, content: _filled({}, decoder, content),
    "Counter": lambda decoder, content: _filled(collections.Counter(), decoder, content),
    "OrderedDict": lambda decoder, content: _filled(collections.OrderedDict(), decoder, content),
    "defaultdict": _read_defaultdict,
    "deque": _read_deque,
    "range": _read_range,
    "slice": lambda decoder, content: slice(*decoder.values(content)),
    "...": lambda _decoder, _content: ...,
    "datetime": _read_moment(dt.datetime),
    "time": _read_moment(dt.time),
    "date": lambda _, content: dt.date.fromisoformat(content),
    "timedelta": lambda _, content: dt.timedelta(*content),
    "zone": lambda _, content: read_zone(content),
    "decimal": _read_decimal,
    "fraction": lambda decoder, content: Fraction(*decoder.values(content)),
    "uuid": lambda _, content: uuid.UUID(hex=content),
    "posixpath": lambda decoder, content: PurePosixPath(decoder.value(content)),
    "windowspath": lambda decoder, content: PureWindowsPath(decoder.value(content)),
    "module": lambda _, content: module(content),
    "py": lambda _, content: BUILTINS[content],
}
