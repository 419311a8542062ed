"""What tables of pandas are made of: columns, one buffer each where they can be, and indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from grader.grading.wire.arrays import SPELLING, array_tree, dtype, read_array
from grader.grading.wire.coder import LENGTH
from grader.grading.wire.errors import NotPlainError, WireError
from grader.grading.wire.plain import read_zone, zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.wire.coder import Decoder, Encoder, Tree

_MASKED: dict[str, Any] = {
    f"{sign}Int{bits}": pd.arrays.IntegerArray for sign in ("", "U") for bits in (8, 16, 32, 64)
}
_MASKED |= {f"Float{bits}": pd.arrays.FloatingArray for bits in (32, 64)}
_MASKED |= {"boolean": pd.arrays.BooleanArray}


# ---- types of columns ------------------------------------------------------------------------------


def _string(_: Encoder, value: pd.StringDtype) -> Tree:
    return ["string", value.storage, value.na_value is pd.NA]


def _category(encoder: Encoder, value: pd.CategoricalDtype) -> Tree:
    if value.categories is None:
        raise NotPlainError
    return ["category", index_tree(encoder, value.categories), bool(value.ordered)]


TYPE_TREES: dict[type, Callable[[Encoder, Any], Tree]] = {
    pd.StringDtype: _string,
    pd.CategoricalDtype: _category,
    pd.DatetimeTZDtype: lambda _, value: ["zoned", value.unit, zone(value.tz)],
    pd.PeriodDtype: lambda _, value: ["period", value.name[len("period[") : -1]],
    pd.IntervalDtype: lambda encoder, value: [
        "interval",
        column_type_tree(encoder, value.subtype),
        value.closed,
    ],
}
TYPE_TREES |= {
    type(pd.api.types.pandas_dtype(name)): lambda _, value: ["masked", value.name]
    for name in _MASKED
}


def column_type_tree(encoder: Encoder, value: Any) -> Tree:
    """Return the tree of a column's type.

    Parameters
    ----------
    encoder : Encoder
        The walk.
    value : dtype
        Of numpy or pandas.

    Returns
    -------
    Tree
        Its name and details.

    Raises
    ------
    NotPlainError
        If it is of another library.
    """
    if isinstance(value, np.dtype):
        return ["numpy", value.str]
    found = TYPE_TREES.get(type(value))
    if found is None:
        raise NotPlainError
    return found(encoder, value)


def _read_string(_: Decoder, storage: Any, has_na: Any) -> Any:
    if storage not in {"python", "pyarrow"}:
        raise WireError("storage")
    return pd.StringDtype(storage, na_value=pd.NA if has_na else np.nan)


def _read_masked(_: Decoder, name: Any) -> Any:
    if name not in _MASKED:
        raise WireError("dtype")
    return pd.api.types.pandas_dtype(name)


_TYPES: dict[str, Callable[..., Any]] = {
    "numpy": lambda _, spelling: dtype(spelling),
    "string": _read_string,
    "masked": _read_masked,
    "category": lambda decoder, categories, ordered: pd.CategoricalDtype(
        read_index(decoder, categories), ordered=bool(ordered)
    ),
    "zoned": lambda _, unit, where: pd.DatetimeTZDtype(unit, cast("Any", read_zone(where))),
    "period": lambda _, freq: pd.PeriodDtype(frequency(freq)),
    "interval": lambda decoder, part, closed: pd.IntervalDtype(
        read_column_type(decoder, part), closed
    ),
}


def read_column_type(decoder: Decoder, tree: Tree) -> Any:
    """Return the type of a column.

    Parameters
    ----------
    decoder : Decoder
        The walk.
    tree : Tree
        As `column_type_tree` makes it.

    Returns
    -------
    dtype
        Of numpy or pandas.
    """
    name, *details = tree
    return _TYPES[name](decoder, *details)


# ---- columns ---------------------------------------------------------------------------------------


def column_tree(encoder: Encoder, values: Any) -> Tree:
    """Return the tree of a column's values.

    Parameters
    ----------
    encoder : Encoder
        The walk.
    values : numpy.ndarray or pandas.api.extensions.ExtensionArray
        What ``.array`` or ``.to_numpy()`` gives.

    Returns
    -------
    Tree
        Type and content.
    """
    if type(values) is pd.arrays.NumpyExtensionArray:
        values = values.to_numpy()
    kind = column_type_tree(encoder, values.dtype)
    encoder.descend()  # categories of categories of …
    try:
        return [kind, _CONTENT[kind[0]](encoder, values)]
    finally:
        encoder.depth += 1


def _strings(encoder: Encoder, values: Any) -> Tree:
    return encoder.trees(values.to_numpy(dtype=object, na_value=None).tolist())


def _masked(encoder: Encoder, values: Any) -> Tree:
    numbers = values.to_numpy(dtype=values.dtype.numpy_dtype, na_value=values.dtype.type(0))
    return [array_tree(encoder, numbers), array_tree(encoder, np.asarray(values.isna()))]


def _moments(encoder: Encoder, values: Any) -> Tree:
    # The dates of numpy know no zones; inside, a moment is counted in UTC anyway.
    return array_tree(encoder, values.tz_convert(None).to_numpy())


_CONTENT: dict[str, Callable[[Encoder, Any], Tree]] = {
    "numpy": lambda encoder, values: array_tree(encoder, np.asarray(values)),
    "string": _strings,
    "masked": _masked,
    "category": lambda encoder, values: array_tree(encoder, values.codes),
    "zoned": _moments,
    "period": lambda encoder, values: array_tree(encoder, values.asi8),
    "interval": lambda encoder, values: [
        index_tree(encoder, values.left),
        index_tree(encoder, values.right),
    ],
}


def read_column(decoder: Decoder, tree: Tree) -> Any:
    """Return the values of a column.

    Parameters
    ----------
    decoder : Decoder
        The walk.
    tree : Tree
        As `column_tree` makes it.

    Returns
    -------
    numpy.ndarray or pandas.api.extensions.ExtensionArray
        The values.

    Raises
    ------
    WireError
        If the content is not of the type.
    """
    decoder.descend()
    try:
        (name, *details), content = tree
        kind = _TYPES[name](decoder, *details)
        return _READERS[name](decoder, kind, content)
    finally:
        decoder.depth += 1


def _read_numbers(decoder: Decoder, kind: Any, content: Any) -> Any:
    values = read_array(decoder, content)
    if values.dtype != kind or values.ndim != 1:
        raise WireError("column")
    return values


def _read_strings(decoder: Decoder, kind: Any, content: Any) -> Any:
    texts = decoder.values(content)
    if not set(map(type, texts)) <= {str, type(None)}:
        raise WireError("no texts")
    return pd.array(cast("Any", texts), dtype=kind)


def _read_masked_values(decoder: Decoder, kind: Any, content: Any) -> Any:
    numbers, gaps = read_array(decoder, content[0]), read_array(decoder, content[1], "b")
    if numbers.dtype != kind.numpy_dtype:
        raise WireError("column")
    return _MASKED[kind.name](numbers, gaps)


def _read_moments(decoder: Decoder, kind: Any, content: Any) -> Any:
    values = pd.DatetimeIndex(read_array(decoder, content, "M")).tz_localize("UTC")
    return cast("Any", values.tz_convert(kind.tz).array)


def _read_intervals(decoder: Decoder, kind: Any, content: Any) -> Any:
    left, right = (read_index(decoder, part) for part in content)
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=kind.closed)


_READERS: dict[str, Callable[[Decoder, Any, Any], Any]] = {
    "numpy": _read_numbers,
    "string": _read_strings,
    "masked": _read_masked_values,
    "category": lambda decoder, kind, content: pd.Categorical.from_codes(
        read_array(decoder, content, "i"), dtype=kind
    ),
    "zoned": _read_moments,
    "period": lambda decoder, kind, content: (
        cast("Any", pd.PeriodIndex)
        .from_ordinals(read_array(decoder, content, "i"), freq=kind.freq)
        .array
    ),
    "interval": _read_intervals,
}


# ---- indexes ---------------------------------------------------------------------------------------


def index_tree(encoder: Encoder, value: Any) -> Tree:
    """Return the tree of an index.

    Parameters
    ----------
    encoder : Encoder
        The walk.
    value : pandas.Index
        One of pandas' own kinds.

    Returns
    -------
    Tree
        Kind, content, name.

    Raises
    ------
    NotPlainError
        If it is of another kind, or too long to be walked along.
    """
    if type(value) is pd.RangeIndex:
        if len(value) > LENGTH:
            raise NotPlainError
        limits = [value.start, value.stop, value.step]
        return ["range", limits, encoder.tree(value.name)]
    if type(value) is pd.MultiIndex:
        levels = [index_tree(encoder, level) for level in value.levels]
        codes = [array_tree(encoder, np.asarray(code)) for code in value.codes]
        return ["multi", [levels, codes], encoder.trees(value.names)]
    if type(value) not in INDEXES:
        raise NotPlainError
    return [_frequency(value), column_tree(encoder, value.array), encoder.tree(value.name)]


def _frequency(value: Any) -> str | None:
    freq = getattr(value, "freq", None)
    if type(value) not in {pd.DatetimeIndex, pd.TimedeltaIndex} or freq is None:
        return None
    # A frequency with holidays of its own cannot be spelled; the index stays whole without it.
    return (
        f"every {freq.freqstr}" if pd.tseries.frequencies.to_offset(freq.freqstr) == freq else None
    )


def read_index(decoder: Decoder, tree: Tree) -> Any:
    """Return an index.

    Parameters
    ----------
    decoder : Decoder
        The walk.
    tree : Tree
        As `index_tree` makes it.

    Returns
    -------
    pandas.Index
        The index, of the same kind.
    """
    kind, content, name = tree
    if kind == "range":
        return _read_range_index(decoder, content, name)
    if kind == "multi":
        return _read_multi_index(decoder, content, name)
    values = read_column(decoder, content)
    index = pd.Index(values, dtype=values.dtype, name=decoder.value(name))
    if kind is not None:
        cast("Any", index).freq = pd.tseries.frequencies.to_offset(
            frequency(kind.removeprefix("every "))
        )
    return index


def _read_range_index(decoder: Decoder, limits: Any, name: Any) -> Any:
    start, stop, step = decoder.values(limits)
    index = pd.RangeIndex(start, stop, step, name=decoder.value(name))
    if len(index) > LENGTH:
        raise WireError("too large")
    return index


def _read_multi_index(decoder: Decoder, content: Any, names: Any) -> Any:
    levels, codes = content
    return pd.MultiIndex(
        levels=[read_index(decoder, level) for level in levels],
        codes=[read_array(decoder, code, "i") for code in codes],
        names=decoder.values(names),
    )


def frequency(text: Any) -> str:
    """Return the spelling of a frequency.

    Parameters
    ----------
    text : Any
        What should be one.

    Returns
    -------
    str
        The same.

    Raises
    ------
    WireError
        If it is no text, or a long one.
    """
    if type(text) is not str or len(text) > SPELLING:
        raise WireError("frequency")
    return text


INDEXES = {pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.PeriodIndex}
INDEXES |= {pd.CategoricalIndex, pd.IntervalIndex}
