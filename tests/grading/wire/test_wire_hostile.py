"""Whoever writes trees cannot make the reader do anything but refuse."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.wire import WireError, decode, encode
from grader.grading.wire.coder import DEPTH, DIGITS, NODES, SIZE


def handle(*described):
    return described


def _b64(data):
    return base64.b64encode(data).decode()


def _nested(depth):
    tree = 1
    for _ in range(depth):
        tree = [tree, []]
    return tree


MALFORMED = {
    "no tag": {},
    "two tags": {"i": "1", "f": "nan"},
    "unknown tag": {"exec": "1"},
    "tag of a part": {"plain": 1},
    "deep": _nested(DEPTH + 1),
    "deep dicts": json.loads('{"tuple": [' * 200 + "]}" * 200),
    "huge integer": {"i": "f" * (DIGITS + 1)},
    "no number": {"i": "os"},
    "no float": {"f": "1"},
    "no handle": {"h": [True, "object", "x"]},
    "handle of another kind": {"h": [1, "module", "x"]},
    "handle that is short": {"h": [1]},
    "keys without values": {"dict": [[1, 2], [3]]},
    "key that is a list": {"dict": [[[]], [1]]},
    "member that is a list": {"set": [[]]},
    "long range": {"range": [0, 10**12, 1]},
    "range without step": {"range": [0, 1, 0]},
    "module": {"module": "os"},
    "module in a module": {"module": "pandas.io"},
    "function": {"py": "eval"},
    "dunder": {"py": "__import__"},
    "zone as a path": {"zone": "../../etc/passwd"},
    "zone as an absolute path": {"datetime": ["2026-01-01", "/etc/localtime", 0]},
    "date": {"date": "2026-02-30"},
    "large decimal": {"decimal": "1e999999999"},
    "fraction by zero": {"fraction": [1, 0]},
    "base64": {"bytes": "*"},
    "array of objects by buffer": {"nd": ["O", [1], _b64(b"12345678")]},
    "array with fields": {"nd": ["i4,i4", [1], _b64(b"12345678")]},
    "array too short": {"nd": ["<i8", [1000], _b64(b"12345678")]},
    "array of 10**12": {"nd": ["<i8", [10**12], ""]},
    "array of 10**12 by nothing": {"nd": ["<i8", [10**12, 0], ""]},
    "negative shape": {"nd": ["<i8", [-1], _b64(b"12345678")]},
    "shape of floats": {"nd": ["<i8", [1.0], _b64(b"12345678")]},
    "many dimensions": {"nd": ["<i8", [1] * 100, _b64(b"12345678")]},
    "letter that does not exist": {"nd": ["<U1", [1], _b64(b"\xff\xff\xff\x7f")]},
    "truth value of 2": {"nd": ["|b1", [1], _b64(b"\x02")]},
    "type by name": {"dtype": "object,os"},
    "type of python": {"dtype": 1},
    "long index": {"index": ["range", [0, 10**15, 1], None]},
    "codes beyond the categories": {
        "series": [
            ["range", [0, 1, 1], None],
            [
                ["category", ["range", [0, 2, 1], None], False],
                ["|i1", [1], _b64(b"\x05")],
            ],
            None,
        ]
    },
    "column of another length": {
        "df": [
            ["range", [0, 2, 1], None],
            ["range", [0, 1, 1], None],
            [[["numpy", "<i8"], ["<i8", [1], _b64(b"12345678")]]],
        ]
    },
    "column of another type": {
        "series": [
            ["range", [0, 1, 1], None],
            [["numpy", "<f8"], ["<i8", [1], _b64(b"12345678")]],
            None,
        ]
    },
    "texts that are numbers": {
        "series": [["range", [0, 1, 1], None], [["string", "python", False], [1]], None]
    },
    "storage": {"xdtype": ["string", "os", False]},
    "type of a column": {"xdtype": ["sparse", 1]},
    "frequency": {"pd": ["period", 1, "os.system"]},
    "unknown value of pandas": {"pd": ["eval", "1"]},
    "figure": {"fig": [[{"dict": [["type"], ["no such trace"]]}], {"dict": [[], []]}, []]},
    "figure with a template": {"fig": [[], {"dict": [["template"], ["no such template"]]}, []]},
    "figure of nothing": {"fig": 1},
    "handle in a figure": {
        "fig": [
            [{"dict": [["type", "x"], ["bar", {"h": [1, "object", "x"]}]]}],
            {"dict": [[], []]},
            [],
        ]
    },
    "letters of no size": {"nd": ["<U0", [10**7, 10**7], ""]},
    "many types": {"dtype": "i4," * 100},
    "long frequency": {"pd": ["period", 1, "D" * 100]},
    "moments that are objects": {
        "series": [
            ["range", [0, 1, 1], None],
            [["zoned", "us", 0], ["|O", [1], [{"h": [1, "object", "x"]}]]],
            None,
        ]
    },
    "null": {"df": None},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_tree_is_refused(name):
    """Each of these raises the one error, and nothing else happens."""
    with pytest.raises(WireError):
        decode(MALFORMED[name], handle)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                """i f h tuple set dict Counter deque range slice datetime zone decimal np nd dtype df series index pd
            xdtype fig module py complex bytes fraction uuid""".split()  # noqa: SIM905
            ),
            inner,
            max_size=1,
        )
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_tree_gives_a_value_or_the_one_error(tree):
    """Nonsense ends in a value or in `WireError`, whatever its shape."""
    with suppress(WireError):
        decode(tree, handle)


def test_a_value_that_holds_itself_is_too_deep():
    """A list in itself ends at the limit of depth."""
    circle = []
    circle.append(circle)
    with pytest.raises(WireError, match="deep"):
        encode(circle, handle)


@pytest.mark.parametrize(
    "value",
    [[0] * (NODES + 1), [[0]] * NODES, "x" * (SIZE + 1), ["x" * (SIZE // 2)] * 3, np.zeros(SIZE)],
    ids=["members", "lists", "letters", "texts", "bytes"],
)
def test_what_is_too_large_is_not_sent(value):
    """Members, letters and bytes are counted on the way out."""
    with pytest.raises(WireError, match="large"):
        encode(value, handle)


@pytest.mark.parametrize(
    "tree",
    [[0] * (NODES + 1), ["x" * (SIZE // 2)] * 3, {"bytes": "AAAA" * SIZE}],
    ids=["members", "texts", "bytes"],
)
def test_what_is_too_large_is_not_read(tree):
    """The same is counted on the way in, whatever the other side has counted."""
    with pytest.raises(WireError, match="large"):
        decode(tree, handle)


class Spy:
    """Stands for an object of the trainee's, and remembers what is asked of it."""

    asked: list[str] = []  # noqa: RUF012  # shared by all

    def __getattr__(self, name):
        Spy.asked.append(name)
        raise AttributeError(name)

    def __len__(self):
        Spy.asked.append("len")
        return 3

    def __iter__(self):
        Spy.asked.append("iter")
        return iter([1, 2, 3])

    def __getitem__(self, key):
        Spy.asked.append("item")
        return 1


def test_reading_asks_nothing_of_what_stayed_behind():
    """Handles in arrays, tables, indexes and keys are put in place without being looked at."""
    one, three = ["range", [0, 1, 1], None], {"h": [1, "object", "x"]}
    column = [["numpy", "|O"], ["|O", [1], [three]]]
    Spy.asked.clear()
    array, table, series, keyed, listed = decode(
        [
            {"nd": ["|O", [1], [three]]},
            {"df": [one, one, [column]]},
            {"series": [[None, column, None], column, {"h": [1, "callable", "x"]}]},
            {"dict": [[three], [three]]},
            [three, three],
        ],
        lambda *_: Spy(),
    )
    assert [] == Spy.asked
    assert {Spy} == {
        type(array[0]),
        type(table.iloc[0, 0]),
        type(series.iloc[0]),
        *map(type, listed),
    }
    assert [Spy] == list(map(type, keyed))
    assert 1 == len(series.index)


def test_numbers_in_a_frame_belong_to_the_reader():
    """What was read may be changed in place: it shares no memory with what was sent."""
    frame = pd.DataFrame({"a": [1, 2]})
    arrived = decode(encode(frame, handle), handle)
    arrived.loc[0, "a"] = 9
    assert [1, 2] == frame["a"].tolist()
    assert [9, 2] == arrived["a"].tolist()
