"""Sandboxes that execute what a test says, on each isolation that a submission may meet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.grading.job import Limits
from grader.grading.sandbox import Server, start_sandbox
from grader.grading.sandbox.probe import why_not

HERE = Path(__file__).parent
COLD, WARM = Server("exec_server", HERE), Server("exec_server_pandas", HERE)
LIMITS = Limits(memory_mb=2048, processes=32, disk_mb=8, total_seconds=60)


def tell(session, text, *, seconds=20.0):
    """Let a session execute a text; return what it answered, None if it ended."""
    session.stream.send(json.dumps(text).encode() + b"\n")
    line = b""
    while not line.endswith(b"\n"):
        chunk = session.stream.receive(seconds)
        if not chunk:
            return None
        line += chunk
    return json.loads(line)


def in_session(sandbox, text):
    """Let a fresh session execute a text, and end it."""
    session = sandbox.open()
    try:
        return tell(session, text)
    finally:
        session.close()


def processes():
    """Numbers of all processes that serve tests: a fork keeps its parent's command line."""
    found = set()
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and b"exec_server" in (path / "cmdline").read_bytes():
                found.add(int(path.name))
        except OSError:
            continue
    return found


def start(kind, limits=LIMITS, server=COLD):
    """Start a sandbox of one kind, or skip."""
    if kind != "none" and (reason := why_not(kind)):
        pytest.skip(f"{kind}: {reason}")
    return start_sandbox(kind, limits, server=server)


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def sandbox(request):
    """Return a running sandbox; the tests of one module share it, as the notebooks of a class do."""
    with start(request.param, server=WARM) as running:
        yield running


@pytest.fixture(scope="session")
def starting():
    """Return `start`."""
    return start


@pytest.fixture(scope="session")
def run():
    """Return `in_session`."""
    return in_session


@pytest.fixture(scope="session")
def say():
    """Return `tell`."""
    return tell


@pytest.fixture(scope="session")
def serving():
    """Return `processes`."""
    return processes
