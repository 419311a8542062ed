"""Get warm once, then serve one notebook in each fresh process."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from grader.grading import wire
from grader.grading.inside.session import Session
from grader.grading.inside.shell import RECORDER, Shell, make_shell, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

PRELOADED = (
    "numpy",
    "pandas",
    "plotly.express",
    "plotly.graph_objects",
    "grader.lab",  # what lessons import; nothing secret lives there
)
WARM_UP = """
import io, numpy, pandas, plotly.express
frame = pandas.read_csv(io.StringIO("a,b,c\\nx,2026-01-01,1\\ny,2026-01-02,2\\n"), parse_dates=["b"])
frame.groupby("a").agg({"c": ["sum", "mean"]}), frame.merge(frame, on="a").sort_values("a").to_dict("records")
frame.assign(d=frame["c"] * 2).pivot_table(index="a", values="c"), frame[frame["c"] > 1].describe()
plotly.express.line(frame, x="a", y="c")
figure = plotly.express.bar(frame, x="a", y="c", labels={"a": "x"})
frame
"""
"""Small and general: what it leaves in memory every trainee can look at."""
_PATIENCE = 3600.0
"""Seconds; then it waits again."""


class _Stream(Protocol):
    """The way to the judge and back; `receive` gives nothing at the end and raises `TimeoutError`."""

    def send(self, data: bytes) -> None: ...

    def receive(self, timeout: float) -> bytes: ...


def prepare() -> None:
    """Load what notebooks use and run each part once; in the process that all others are made from."""
    # The other renderers put plotly itself, four megabytes, into every output; only words and pictures are kept.
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")
    shell = make_shell()
    redirect()
    for name in PRELOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    _load_renderers()
    for source in (WARM_UP, "figure", "%time 1", "1 / 0", "def f(:"):
        shell.run_cell(source)
        RECORDER.begin()
    if "figure" in shell.user_ns:
        names = ("frame", "figure")
        wire.decode(wire.encode([shell.user_ns[name] for name in names], _keep), lambda *_: None)
    shell.reset(new_session=True)
    shell.execution_count = 1
    # A notebook makes little garbage; looking for it touches, and so copies, every page that the processes share.
    gc.collect()
    gc.set_threshold(50_000, 20, 100)


def _load_renderers() -> None:
    """Load what shows figures, but not nbformat, of which plotly wants the version only: it takes a second."""
    known = sys.modules.get("nbformat")
    stand_in = ModuleType("nbformat")
    stand_in.__dict__["__version__"] = "5"
    sys.modules["nbformat"] = known or stand_in
    with suppress(ImportError):
        importlib.import_module("plotly.io._renderers")
    if known is None:
        del sys.modules["nbformat"]


def _keep(value: object) -> list[Any]:
    return [0, wire.kind_of(value), type(value).__name__]


def serve(stream: _Stream) -> None:
    """Answer the judge's questions about one notebook until it closes the stream.

    Parameters
    ----------
    stream : Stream
        To the judge. Standard output and standard error are taken over: it must be neither.
    """
    if not Shell.initialized():
        prepare()
    session, process = Session(Shell.instance()), os.getpid()
    for line in _lines(stream):
        question = json.loads(line)
        for answer in session.answers(question):
            if os.getpid() != process:
                os._exit(0)  # a cell has forked, and only one of the two may go on talking
            stream.send(_line({"id": question["id"], **answer}))


def _lines(stream: _Stream) -> Iterator[bytes]:
    waiting: list[bytes] = []
    while True:
        try:
            chunk = stream.receive(_PATIENCE)
        except TimeoutError:
            continue
        if not chunk:
            return
        waiting.append(chunk)
        if b"\n" in chunk:
            *lines, rest = b"".join(waiting).split(b"\n")
            waiting = [rest]
            yield from lines


def _line(answer: dict[str, Any]) -> bytes:
    try:
        text = json.dumps(answer, default=str)
    except (TypeError, ValueError, RecursionError):  # metadata of a display can hold anything
        text = json.dumps({**answer, "outputs": []}, default=str)
    return text.encode("ascii") + b"\n"
