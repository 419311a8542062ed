"""A process that lies in any way gets no points for it, takes no more than its time, and harms no other test."""

from __future__ import annotations

import itertools
import json
import time

import pytest

from grader.grading.job import Limits
from grader.grading.judge import channel, labels


def _line(number, **answer):
    return [json.dumps({"id": number, **answer}).encode() + b"\n"]


def _raised(name, **more):
    error = {"class": name, "module": "builtins", "base": name, "text": "x", **more}
    return lambda number: _line(number, error=error)


def _value(tree, **more):
    return lambda number: _line(number, value=tree, **more)


DEEP = "[" * 100_000
CALLS = {
    "deep JSON": lambda n: [f'{{"id": "{n}", "value": {DEEP}'.encode() + b"\n", *_line(n, value=1)],
    "a deep value": lambda n: _line(n, value=json.loads("[" * 800 + "]" * 800)),
    "a line without an end": lambda _: itertools.repeat(b"x" * (1 << 20), 200),
    "endless noise": lambda _: itertools.repeat(b"noise\n" * 1000),
    "noise in JSON": lambda _: itertools.repeat(b'{"id": "0", "value": 42}\n' * 500),
    "SystemExit": _raised("SystemExit"),
    "KeyboardInterrupt": _raised("KeyboardInterrupt"),
    "GeneratorExit": _raised("GeneratorExit"),
    "StopIteration": _raised("StopIteration"),
    "a group of errors": _raised("ExceptionGroup"),
    "no exception": _raised("print"),
    "the judge's own error": _raised("ForeignError", module="grader.lab.guard"),
    "a dunder": _raised("__class__", module="__main__", base="type"),
    "an error that is a number": lambda n: _line(n, error=5),
    "an error of numbers": lambda n: _line(
        n, error={"class": 1, "module": [], "base": {}, "text": 3}
    ),
    "objects in an array": _value({"nd": ["|O", [1], "AAAAAAAAAAA="]}),
    "a huge array": _value({"nd": ["<f8", [10**12], ""]}),
    "a signalling NaN": _value({"decimal": "sNaN"}),
    "a huge integer": _value({"i": "f" * 1_000_000}),
    "a module": _value({"module": "os"}),
    "a built-in": _value({"builtin": "eval"}),
    "two tags": _value({"h": [1, "object", "x"], "i": "1"}),
    "an unknown tag": _value({"exec": "1"}),
    "a handle of texts": _value({"h": ["1", "function", "x"]}),
    "a handle that is short": _value({"h": []}),
    "no value": _line,
    "changes of what was not given": _value(42 + 1, changed={"0": [1], "7": [1], "x": 3}),
    "changes of another type": _value(42, changed={"0": []}),
    "changes that are a list": _value(41, changed=[1, 2]),
    "printed numbers": _value(41, stdout=[1]),
    "somebody else's answer": lambda _: _line("0" * 16, value=42),
    "a list": lambda n: [json.dumps([n, 42]).encode() + b"\n"],
    "no UTF-8": lambda n: [b"\xff\xfe\n", *_line(n, value=41)],
    "half a character": _value("\ud800"),
    "nothing": lambda _: [],
}


@pytest.mark.parametrize("name", CALLS)
def test_lies_about_a_call_give_nothing(lie_about, name):
    """Whatever is answered to a call: no points for that test, all points for the others, and no waiting."""
    lie = CALLS[name]
    began = time.monotonic()
    points, _ = lie_about(lambda q: lie(q["id"]) if q["op"] == "call" else None)
    assert ([1.0, 0.0, 1.0], True) == (points, time.monotonic() - began < 6)


def test_a_lie_that_is_the_truth_is_an_answer(lie_about):
    """A process may answer what it likes; if the answer is right, it is right."""
    points, run = lie_about(lambda _: None)
    assert ([1.0, 1.0, 1.0], ()) == (points, run.stops)


def test_dying_at_a_call_is_survived(lie_about):
    """The other tests are put to a new process."""

    def lie(question):
        if question["op"] == "call":
            raise OSError

    points, run = lie_about(lie)
    assert ([1.0, 0.0, 1.0], (labels.ENDED,)) == (points, tuple(stop.why for stop in run.stops))


RUNS = {
    "never": lambda _: [],
    "done without cells": lambda n: _line(n, done=True, values={"good": 8}),
    "another cell": lambda n: _line(n, cell=99, outputs=[]),
    "a deep line": lambda n: [f'{{"id": "{n}", "cell": {DEEP}'.encode() + b"\n"],
    "values that are a list": lambda n: [
        *_line(n, cell=0, outputs=5, error=[], timeout=1),
        *_line(n, done=True, values=[7]),
    ],
    "bad values": lambda n: [
        *_line(n, cell=0, outputs=[None, {"output_type": []}], error=None),
        *_line(n, done=True, values={"good": {"nd": 1}, "bad": json.loads("[" * 500 + "]" * 500)}),
    ],
    "names that are not surface": lambda n: [
        *_line(n, cell=0),
        *_line(n, done=True, values={"__builtins__": 1, "print": 2, "good": 8}),
    ],
}


@pytest.mark.parametrize("name", RUNS)
def test_lies_about_cells_give_nothing(lie_about, name):
    """Whatever is reported of the cells, the tests of their names fail and the notebook ends in time."""
    lie = RUNS[name]
    began = time.monotonic()
    limits = Limits(seconds=0.1, total_seconds=3.0)
    run = lie_about(lambda q: lie(q["id"]) if q["op"] == "run" else None, limits=limits)
    assert (0.0, 0.0) == (run[0][0], run[0][2])
    assert time.monotonic() - began < 9


def test_noise_is_bounded(monkeypatch, lie_about):
    """What arrives between question and answer is not kept beyond a limit."""
    monkeypatch.setattr(channel, "ANSWER_BYTES", 1 << 16)
    noise = CALLS["endless noise"]
    _, run = lie_about(lambda q: noise(q["id"]) if q["op"] == "call" else None)
    assert (labels.FLOOD,) == tuple(stop.why for stop in run.stops)
