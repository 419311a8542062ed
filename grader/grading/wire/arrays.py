"""Values of numpy: numbers keep their type, arrays travel as one buffer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.grading.wire.coder import LENGTH
from grader.grading.wire.errors import NotPlainError, WireError

if TYPE_CHECKING:
    from grader.grading.wire.coder import Decoder, Decoders, Encoder, Encoders, Tree

_KINDS = "biufcmMUS"
SPELLING = 64
"""Letters in the name of a type or a frequency; looking at longer ones would take time."""
_LAST_LETTER = 0x10FFFF
_OBJECT = "|O"


def array_tree(encoder: Encoder, value: Any) -> Tree:
    """Return the tree of an array.

    Parameters
    ----------
    encoder : Encoder
        The walk.
    value : numpy.ndarray
        Of any shape.

    Returns
    -------
    Tree
        Type, shape, and a buffer; the members one by one for objects.

    Raises
    ------
    NotPlainError
        If it has fields, or members of another kind.
    """
    shape = list(value.shape)
    if value.dtype.kind == "O":
        return [_OBJECT, shape, encoder.trees(value.ravel().tolist())]
    return [_spelling(value.dtype), shape, encoder.buffer(value.tobytes())]


def read_array(decoder: Decoder, tree: Tree, kinds: str = f"{_KINDS}O") -> Any:
    """Return an array.

    Parameters
    ----------
    decoder : Decoder
        The walk.
    tree : Tree
        As `array_tree` makes it.
    kinds : str
        What its type may be, in numpy's letters.

    Returns
    -------
    numpy.ndarray
        The array, writable.

    Raises
    ------
    WireError
        If the parts do not fit together.
    """
    spelling, shape, content = tree
    if any(type(side) is not int or not 0 <= side <= LENGTH for side in shape):
        raise WireError("shape")
    if dtype(spelling).kind not in kinds:
        raise WireError("dtype")
    if spelling == _OBJECT:
        flat = _objects(decoder.values(content))
    else:
        flat = _from_buffer(spelling, decoder.bytes(content), math.prod(shape))
    return flat.reshape(shape)


def dtype(spelling: Any) -> Any:
    """Return a type of numpy's numbers, dates or texts.

    Parameters
    ----------
    spelling : str
        As ``dtype.str`` gives it.

    Returns
    -------
    numpy.dtype
        The type.

    Raises
    ------
    WireError
        If it has fields or is of another kind.
    """
    if type(spelling) is not str or len(spelling) > SPELLING:
        raise WireError("dtype")
    found = np.dtype(spelling)
    if found.kind not in f"{_KINDS}O" or not found.itemsize or found.fields or found.subdtype:
        raise WireError("dtype")
    return found


def _spelling(kind: Any) -> str:
    if kind.kind not in _KINDS or not kind.itemsize:
        raise NotPlainError
    return str(kind.str)


def _objects(members: list[Any]) -> Any:
    """Put members into an array one by one: numpy would ask each whether it is an array itself."""
    flat = np.empty(len(members), dtype=object)
    for place, member in enumerate(members):
        flat[place] = member
    return flat


def _from_buffer(spelling: Any, data: bytes, length: int) -> Any:
    kind = dtype(spelling)
    if kind.kind == "O" or len(data) != length * kind.itemsize:
        raise WireError("buffer")
    flat = np.frombuffer(data, kind).copy() if data else np.empty(length, kind)
    if kind.kind == "U" and flat.size:
        _check(np.frombuffer(data, f"{kind.str[0]}u4"), _LAST_LETTER)
    if kind.kind == "b" and flat.size:
        _check(flat.view("u1"), 1)
    return flat


def _check(numbers: Any, highest: int) -> None:
    """Refuse letters that do not exist and truth values that are neither: numpy would not look."""
    if numbers.max() > highest:
        raise WireError("buffer")


def _scalar(encoder: Encoder, value: Any) -> Tree:
    if type(value) is np.str_:
        return {"np": ["str", encoder.tree(str(value))]}
    if type(value) is np.bytes_:
        return {"np": ["bytes", encoder.buffer(bytes(value))]}
    return {"np": [_spelling(value.dtype), encoder.buffer(value.tobytes())]}


def _read_scalar(decoder: Decoder, content: Any) -> Any:
    spelling, data = content
    if spelling == "str":
        return np.str_(decoder.value(data))
    if spelling == "bytes":
        return np.bytes_(decoder.bytes(data))
    return _from_buffer(spelling, decoder.bytes(data), 1)[0]


_SCALARS = {np.dtype(code).type for code in "?bBhHiIlLqQefdgFDGmMUS"}
_DTYPES = {type(np.dtype(code)) for code in "?bBhHiIlLqQefdgFDGmMUSO"}

ENCODERS: Encoders = {
    **dict.fromkeys(_SCALARS, _scalar),
    **dict.fromkeys(
        _DTYPES,
        lambda _, value: {"dtype": _OBJECT if value.kind == "O" else _spelling(value)},
    ),
    np.ndarray: lambda encoder, value: {"nd": array_tree(encoder, value)},
}
DECODERS: Decoders = {
    "np": _read_scalar,
    "nd": read_array,
    "dtype": lambda _, content: dtype(content),
}
