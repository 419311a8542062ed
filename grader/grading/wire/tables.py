"""Values of pandas: tables, series, and the single values in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from grader.grading.wire.arrays import array_tree, read_array
from grader.grading.wire.columns import (
    INDEXES,
    TYPE_TREES,
    column_tree,
    column_type_tree,
    frequency,
    index_tree,
    read_column,
    read_column_type,
    read_index,
)
from grader.grading.wire.plain import read_zone, zone

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.wire.coder import Decoder, Decoders, Encoder, Encoders, Tree


def _frame(encoder: Encoder, value: pd.DataFrame) -> Tree:
    columns = [column_tree(encoder, value.iloc[:, i].array) for i in range(value.shape[1])]
    return {"df": [index_tree(encoder, value.index), index_tree(encoder, value.columns), columns]}


def _read_frame(decoder: Decoder, content: Any) -> pd.DataFrame:
    index, columns = (read_index(decoder, part) for part in content[:2])
    series = [_series_of(read_column(decoder, part), index) for part in content[2]]
    frame = pd.DataFrame(dict(enumerate(series)), index=index)
    frame.columns = columns
    return frame


def _series_of(values: Any, index: Any) -> Any:
    # Without the type pandas would guess one for objects.
    return pd.Series(values, index=index, dtype=values.dtype, copy=False)


def _series(encoder: Encoder, value: Any) -> Tree:
    return {
        "series": [
            index_tree(encoder, value.index),
            column_tree(encoder, value.array),
            encoder.tree(value.name),
        ]
    }


def _read_series(decoder: Decoder, content: Any) -> Any:
    index, values, name = content
    series = _series_of(read_column(decoder, values), read_index(decoder, index))
    series.name = decoder.value(name)  # `rename` would call what can be called
    return series


def _timestamp(encoder: Encoder, value: pd.Timestamp) -> Tree:
    moment = array_tree(encoder, np.asarray(value.asm8))
    return {"pd": ["timestamp", moment, zone(value.tzinfo)]}


def _read_timestamp(decoder: Decoder, moment: Any, where: Any) -> Any:
    naive = pd.Timestamp(read_array(decoder, moment, "M")[()])
    if where is None:
        return naive
    return naive.tz_localize("UTC").tz_convert(cast("Any", read_zone(where)))


def _read_interval(decoder: Decoder, left: Any, right: Any, closed: Any) -> Any:
    return pd.Interval(decoder.value(left), decoder.value(right), closed)


_VALUES: dict[str, Callable[..., Any]] = {
    "timestamp": _read_timestamp,
    "timedelta": lambda decoder, span: pd.Timedelta(read_array(decoder, span, "m")[()]),
    "period": lambda _, ordinal, freq: pd.Period(ordinal=ordinal, freq=frequency(freq)),
    "interval": _read_interval,
    "NaT": lambda _: pd.NaT,
    "NA": lambda _: pd.NA,
}


def _read_value(decoder: Decoder, content: Any) -> Any:
    name, *details = content
    return _VALUES[name](decoder, *details)


ENCODERS: Encoders = {
    pd.DataFrame: _frame,
    pd.Series: _series,
    **dict.fromkeys(
        (*INDEXES, pd.RangeIndex, pd.MultiIndex),
        lambda encoder, value: {"index": index_tree(encoder, value)},
    ),
    **dict.fromkeys(
        TYPE_TREES,
        lambda encoder, value: {"xdtype": column_type_tree(encoder, value)},
    ),
    pd.Timestamp: _timestamp,
    pd.Timedelta: lambda encoder, value: {
        "pd": ["timedelta", array_tree(encoder, np.asarray(value.asm8))]
    },
    pd.Period: lambda _, value: {"pd": ["period", value.ordinal, value.freqstr]},
    pd.Interval: lambda encoder, value: {
        "pd": ["interval", encoder.tree(value.left), encoder.tree(value.right), value.closed]
    },
    type(pd.NaT): lambda _encoder, _value: {"pd": ["NaT"]},
    type(pd.NA): lambda _encoder, _value: {"pd": ["NA"]},
}
DECODERS: Decoders = {
    "df": _read_frame,
    "series": _read_series,
    "index": read_index,
    "xdtype": read_column_type,
    "pd": _read_value,
}
