"""Notebooks made of a few lines, a warm server of cells, and a server that lies."""

from __future__ import annotations

import json
import os
import socket
import threading
from types import SimpleNamespace

import pytest

from grader.grading.job import CodeCell, Limits, NotebookJob
from grader.grading.judge import run_notebook
from grader.grading.sandbox import SocketStream, Spent, start_sandbox


def _job(cells, **more):
    made = []
    for index, (kind, source, *surface) in enumerate(cells):
        names = tuple(surface[0].split()) if surface else ()
        visible = surface[1] if len(surface) > 1 else ""
        made.append(CodeCell(index, kind, source, surface=names, visible=visible))
    limits = more.pop("limits", Limits(seconds=5.0, total_seconds=60.0))
    return NotebookJob("nb", "s001", tuple(made), limits=limits, **more)


def _points(outputs):
    """Mark a test cell as nbgrader does, with one point for a full answer."""
    for output in outputs:
        if output["output_type"] == "error" or output.get("name") == "stderr":
            return 0.0
        if output["output_type"] == "execute_result":
            return float(output["data"]["text/plain"])
    return 1.0


@pytest.fixture(scope="session")
def warm_box():
    """The real server of cells, without confinement."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    with start_sandbox("none", Limits()) as box:
        yield box


@pytest.fixture
def run_cells(warm_box):
    """Run a notebook of (kind, source, surface, visible); return what came of it, with the points of each cell."""

    def run(*cells, **more):
        result = run_notebook(_job(cells, **more), warm_box.open)
        points = [_points(result.outputs.get(index, ())) for index in range(len(cells))]
        return SimpleNamespace(run=result, outputs=result.outputs, points=points)

    return run


class Liar:
    """A sandbox whose process keeps the protocol until it is asked what it wants to lie about.

    Parameters
    ----------
    lie : callable
        Given a question; returns chunks of bytes to send, None to answer honestly.
    """

    def __init__(self, lie):
        self.lie = lie
        self.opened = 0

    def open(self):
        ours, theirs = socket.socketpair()
        self.opened += 1
        thread = threading.Thread(target=self._serve, args=(theirs,), daemon=True)
        thread.start()
        stream = SocketStream(ours)

        def close():
            stream.close()
            thread.join(5)
            return Spent()

        return SimpleNamespace(stream=stream, close=close)

    def _serve(self, link):
        try:
            with link, link.makefile("rb") as lines:
                for line in lines:
                    question = json.loads(line)
                    told = self.lie(question)
                    for chunk in self._honest(question) if told is None else told:
                        link.sendall(chunk)
        except OSError:
            pass

    def _honest(self, question):
        number = question["id"]
        if question["op"] == "start":
            answers = [{"ready": True}]
        elif question["op"] == "run":
            answers = [
                {"cell": c["index"], "outputs": [], "error": None, "timeout": False}
                for c in question["cells"]
            ]
            known = {"good": 7, "bad": {"h": [1, "function", "function"]}}
            values = {name: known[name] for name in question["fetch"] if name in known}
            answers.append({"done": True, "values": values})
        elif question["op"] == "get":
            answers = [{"value": {"h": [1, "function", "function"]}}]
        else:
            answers = [{"value": 42, "changed": {}, "stdout": ""}]
        return [json.dumps({"id": number, **answer}).encode() + b"\n" for answer in answers]


@pytest.fixture
def lie_about():
    """Run three tests against a process that lies; return the points of the tests, and the run."""

    def run(lie, *, limits=None):
        cells = [
            ("answer", "good = 7\ndef bad(n): return 42", "good bad"),
            ("test", "assert good == 7"),
            ("test", "assert bad(1) == 42"),
            ("test", "assert good == 7"),
        ]
        liar = Liar(lie)
        limits = limits or Limits(seconds=0.3, total_seconds=20.0)
        result = run_notebook(_job(cells, limits=limits), liar.open)
        return [_points(result.outputs.get(index, ())) for index in (1, 2, 3)], result

    return run


@pytest.fixture
def job_of():
    """Return the maker of jobs."""
    return _job
