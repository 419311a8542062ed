"""What travels arrives as it was, with its exact type; what has no form of its own is left where it is."""

from __future__ import annotations

import collections
import datetime as dt
import json
import math
import os
import pathlib
import statistics
import sys
import uuid
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pandas.testing import assert_frame_equal, assert_index_equal, assert_series_equal

from grader.grading.wire import decode, encode, kind_of


def travelled(value):
    """Return a value that has been there; handles as tuples."""

    def keep(left):
        return [7, kind_of(left), type(left).__name__]

    return decode(json.loads(json.dumps(encode(value, keep))), lambda *handle: handle)


def same(one, other):
    """Tell whether two values are equal in type and content, nan included, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float | complex | np.inexact):
        return repr(one) == repr(other)
    if isinstance(one, np.ndarray):
        alike = one.dtype == other.dtype and one.shape == other.shape
        return alike and same(one.tolist(), other.tolist())
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple | collections.deque):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


ZONES = st.one_of(
    st.none(),
    st.sampled_from([ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin"), dt.UTC]),
    st.builds(lambda m: dt.timezone(dt.timedelta(minutes=m)), st.integers(-1439, 1439)),
)
HASHABLE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(max_size=20),
    st.just(...),
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.times(timezones=st.none()),
    st.timedeltas(),
    st.decimals(allow_nan=False),
    st.fractions(),
    st.uuids(),
    st.builds(range, st.integers(-99, 99), st.integers(-99, 99), st.sampled_from([1, -3])),
)
ARRAYS = hnp.arrays(
    st.one_of(
        hnp.scalar_dtypes().filter(lambda kind: kind.itemsize),
        hnp.unicode_string_dtypes(min_len=1),
        hnp.byte_string_dtypes(min_len=1),
    ),
    hnp.array_shapes(min_dims=0, min_side=0),
)
VALUES = st.recursive(
    st.one_of(HASHABLE, ARRAYS, hnp.from_dtype(np.dtype("float32"))),
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.lists(inner, max_size=3).map(collections.deque),
        st.dictionaries(HASHABLE, inner),
        st.dictionaries(st.text(), inner).map(collections.OrderedDict),
    ),
    max_leaves=15,
)


@given(VALUES)
def test_nested_values_arrive_with_their_exact_types(value):
    """Whatever is nested in whatever, the same comes out: 1 is not 1.0 or True, -0.0 is not 0.0."""
    assert same(value, travelled(value))


@given(st.frozensets(st.integers() | st.text()))
def test_sets_arrive_as_sets(members):
    """A set stays a set, a frozen one a frozen one."""
    assert members == travelled(members)
    assert set(members) == travelled(set(members))
    assert frozenset is type(travelled(members))


@pytest.mark.parametrize(
    "value",
    [
        2**70,
        -(2**5000),
        math.nan,
        -0.0,
        Decimal("sNaN"),
        Decimal("1.10"),
        bytearray(b"x"),
        slice(1, None),
        collections.Counter("みみず"),
        collections.defaultdict(list, {"a": [1]}),
        collections.deque([1, 2], maxlen=2),
        pathlib.PurePosixPath("data/表.csv"),
        uuid.UUID(int=5),
        Fraction(1, 3),
        dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
        dt.time(9, 30, tzinfo=dt.UTC),
        np.float64(1.0),
        np.int8(-3),
        np.bool_(1),
        np.str_("福祉課"),
        np.datetime64("2026-04-01", "D"),
        np.timedelta64(90, "m"),
        np.dtype("float32"),
        pd.Timestamp("2026-04-01 09:00", tz="Asia/Tokyo"),
        pd.Timestamp("2026-10-25 00:30", tz="UTC").tz_convert("Europe/Berlin"),
        pd.Timestamp("2026-04-01").as_unit("s"),
        pd.Timedelta("1h"),
        pd.Period("2026-04", "M"),
        pd.Interval(0, 1, closed="left"),
        pd.CategoricalDtype(["a", "b"], ordered=True),
        pd.StringDtype(),
    ],
    ids=repr,
)
def test_single_values_arrive_as_they_were(value):
    """Type, value, fold, unit and zone are those of before."""
    arrived = travelled(value)
    assert type(value) is type(arrived)
    assert repr(value) == repr(arrived)


def test_there_is_one_missing_value_of_each_kind():
    """The missing values of pandas, and an ellipsis, arrive as themselves."""
    sent = [pd.NA, pd.NaT, ..., None]
    assert list(map(id, sent)) == list(map(id, travelled(sent)))


FRAMES = {
    "empty": pd.DataFrame(),
    "rows without columns": pd.DataFrame(index=[1, 2]),
    "columns without rows": pd.DataFrame({"a": pd.Series([], dtype="int32"), "b": []}),
    "Japanese": pd.DataFrame({"部署": ["福祉課", None, "市民課"], "人数": [1, 2, 3]}),
    "duplicate names": pd.DataFrame([[1, 2.5], [3, 4]], columns=["x", "x"]),
    "names that are no texts": pd.DataFrame({0: [1], 1.5: [2], None: [3], (1, "a"): [4]}),
    "objects": pd.DataFrame({"o": pd.Series([1, "a", None, [1, 2], 2.5], dtype=object)}),
    "texts as objects": pd.DataFrame({"o": pd.Series(["a", "b"], dtype=object)}),
    "nullable": pd.DataFrame(
        {
            "i": pd.array([1, None, 3], dtype="Int64"),
            "u": pd.array([1, None, 3], dtype="UInt8"),
            "f": pd.array([1.5, None, 3], dtype="Float32"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "s": pd.array(["x", None, "z"], dtype="string"),
        }
    ),
    "categories": pd.DataFrame({"c": pd.Categorical(["b", None, "b"], ["a", "b"], ordered=True)}),
    "moments": pd.DataFrame(
        {
            "t": pd.to_datetime(["2026-04-01", None]),
            "z": pd.to_datetime(["2026-10-25 00:30", None], utc=True).tz_convert("Europe/Berlin"),
            "d": pd.to_timedelta([1, None], unit="h"),
            "p": pd.PeriodIndex(["2026-04", None], freq="M"),
        }
    ),
    "classes": pd.DataFrame({"k": pd.cut([1, 5, 9], [0, 2, 6])}),
    "index with a name and a step": pd.DataFrame(
        {"a": [1, 2]}, index=pd.date_range("2026-04-01", periods=2, freq="MS", name="月")
    ),
    "zoned index": pd.DataFrame(
        {"a": [1, 2]}, index=pd.date_range("2026-04-01", periods=2, freq="h", tz="Asia/Tokyo")
    ),
    "index of levels": pd.DataFrame({"k": [*"aba"], "n": [1, 1, 2], "v": [1.0, 2, 3]})
    .set_index(["k", "n"])
    .sort_index(),
    "columns of levels": pd.DataFrame({"k": [*"aba"], "v": [1, 2, 3]})
    .groupby("k")
    .agg({"v": ["sum", "mean"]}),
    "classes as index": pd.DataFrame({"v": [1, 2]}, index=pd.cut([1, 5], [0, 2, 6])),
    "small numbers": pd.DataFrame({"a": np.array([1, 2], "int8"), "b": np.array([1, 2], "f4")}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_tables_arrive_with_types_names_and_index(name):
    """Nothing about a table changes on the way."""
    frame = FRAMES[name]
    arrived = travelled(frame)
    assert_frame_equal(frame, arrived, check_freq=True)
    assert type(frame.index) is type(arrived.index)
    assert type(frame.columns) is type(arrived.columns)
    assert frame.columns.dtype == arrived.columns.dtype


TEXTS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"])))


@given(
    st.lists(st.tuples(TEXTS, st.floats(), st.integers(-(2**63), 2**63 - 1), st.booleans())),
    st.lists(st.sampled_from(["部署", "x", "", "y"]), min_size=4, max_size=4),
)
def test_any_table_arrives_as_it_was(rows, names):
    """Texts, numbers and truth values in tables of any length, under names that may repeat."""
    kinds = zip(range(4), ["str", "float64", "int64", "bool"], strict=True)
    frame = pd.DataFrame({n: pd.Series([row[n] for row in rows], dtype=kind) for n, kind in kinds})
    frame.columns = names
    assert_frame_equal(frame, travelled(frame))


@given(st.lists(st.floats() | st.text() | st.none() | st.integers()), st.text() | st.none())
def test_any_series_arrives_as_it_was(values, name):
    """A series of objects keeps each object's type, its own name and its type."""
    series = pd.Series(values, name=name, dtype=object)
    arrived = travelled(series)
    assert_series_equal(series, arrived)
    assert same(series.tolist(), arrived.tolist())


@pytest.mark.parametrize(
    "index",
    [
        pd.RangeIndex(2, 20, 3, name="n"),
        pd.Index(["あ", "い"], dtype=object),
        pd.Index([1.5, None]),
        pd.Index([True, False]),
        pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["k", None]),
        pd.CategoricalIndex(["a", "b"]),
        pd.timedelta_range("1h", periods=3),
    ],
    ids=lambda index: type(index).__name__,
)
def test_indexes_arrive_as_their_own_kind(index):
    """An index by itself keeps its kind, type and names."""
    assert_index_equal(index, travelled(index), exact=True)


def test_a_figure_arrives_with_its_arrays_and_its_template():
    """What a test reads of a figure is there: traces, arrays, titles, the template."""
    frame = pd.DataFrame({"部署": ["福祉課", "市民課"], "分": [1.5, 2.0]})
    figure = px.bar(frame, x="部署", y="分", title="待ち時間", color="部署")
    figure.add_hline(y=1)
    arrived = travelled(figure)

    assert type(arrived) is go.Figure
    assert figure == arrived
    assert [1.5] == arrived.data[0].y.tolist()
    assert "福祉課" == arrived.data[0].name
    assert figure.layout.template == arrived.layout.template
    assert type(arrived.data[0]) is go.Bar
    with pytest.raises(ValueError):
        arrived.update_layout(no_such_property=1)


def test_a_figure_names_the_usual_template():
    """The template that both sides know is not sent."""
    assert 1000 > len(json.dumps(encode(go.Figure(go.Bar(y=[1])), None)))
    own = go.Figure(go.Bar(y=[1]), layout={"template": "plotly_dark"})
    assert own == travelled(own)


class Exactly1(float):
    """A number that claims to equal anything."""

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Table(pd.DataFrame):
    """A table with manners of its own."""


POINT = collections.namedtuple("Point", "x y")  # noqa: PYI024


@pytest.mark.parametrize(
    ("value", "kind", "name"),
    [
        (Exactly1(1), "object", "Exactly1"),
        (Table({"a": [1]}), "object", "Table"),
        (pd.DataFrame({"a": pd.arrays.SparseArray([0, 1])}), "object", "DataFrame"),
        (np.array([1]).view(np.recarray), "object", "recarray"),
        (np.zeros(2, [("a", "i4")]), "object", "ndarray"),
        (POINT(1, 2), "object", "Point"),
        (lambda: 1, "function", "function"),
        (Exactly1, "callable", "type"),
        (exec, "callable", "builtin_function_or_method"),
        (open, "callable", "builtin_function_or_method"),
        (globals, "callable", "builtin_function_or_method"),
        ([].append, "callable", "builtin_function_or_method"),
        (os, "object", "module"),
        (range(10**12), "object", "range"),
        (Decimal("1e999999"), "object", "Decimal"),
        (pathlib.PosixPath("x") if os.name == "posix" else object(), "object", None),
        (iter([1]), "object", "list_iterator"),
        (pd.DataFrame({"a": [1]}).groupby("a"), "object", "DataFrameGroupBy"),
    ],
    ids=lambda value: str(value).split(" at 0x")[0][:30],
)
def test_what_has_no_form_stays_where_it_is(value, kind, name):
    """Own classes, files, programs and what could act in the judge's place travel as handles only."""
    number, what, called = travelled([value])[0]
    assert (7, kind) == (number, what)
    assert name in {called, None}


@pytest.mark.parametrize(
    "value", [math, statistics, json, pd, np, px, go, int, len, sum, ValueError]
)
def test_a_few_modules_and_functions_travel_by_name(value):
    """What both sides have by the same name is the very same object."""
    assert value is travelled(value)


def test_a_module_that_takes_a_name_is_not_the_module():
    """A module travels by name only if it is what stands under that name."""
    double = type(sys)("math")
    assert (7, "object", "module") == travelled(double)


def test_a_large_table_is_a_few_buffers():
    """Columns of numbers are not walked through: the tree of 80,000 cells has a few dozen parts."""
    frame = pd.DataFrame({f"c{n}": np.arange(10_000) / 7 for n in range(8)})
    assert 200 > json.dumps(encode(frame, None)).count(",")
    assert_frame_equal(frame, travelled(frame))
