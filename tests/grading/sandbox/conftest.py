"""Sandboxes that execute what a test says, on each isolation that a submission may meet."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from grader.grading.job import Limits
from grader.grading.sandbox import Server, start_sandbox
from grader.grading.sandbox.probe import why_not

HERE = Path(__file__).parent
OWN = (
    f"exec_server_{os.getpid()}_"  # tests that run beside these in another process have other names
)
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


class Servers(NamedTuple):
    """What runs inside: one that starts quickly, and one with a library that a trainee could patch."""

    cold: Server
    warm: Server


@pytest.fixture(scope="session")
def servers():
    """Yield the servers under names that no other process's tests use."""
    with TemporaryDirectory(dir="/tmp") as name:  # any other place would show the way to it inside
        folder = Path(name)
        folder.chmod(0o755)  # inside, root is not root
        shutil.copy(HERE / "exec_server.py", folder / f"{OWN}cold.py")
        warm = f"import pandas as pd\nfrom {OWN}cold import prepare, serve\n"
        (folder / f"{OWN}warm.py").write_text(warm, encoding="utf-8")
        yield Servers(Server(f"{OWN}cold", folder), Server(f"{OWN}warm", folder))


def processes():
    """Numbers of all processes that serve these tests: a fork keeps its parent's command line."""
    found = set()
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and OWN.encode() in (path / "cmdline").read_bytes():
                found.add(int(path.name))
        except OSError:
            continue
    return found


@pytest.fixture(scope="session")
def starting(servers):
    """Return a function that starts a sandbox of one kind, or skips."""

    def start(kind, limits=LIMITS, server=servers.cold):
        if kind != "none" and (reason := why_not(kind)):
            pytest.skip(f"{kind}: {reason}")
        return start_sandbox(kind, limits, server=server)

    return start


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def sandbox(request, starting, servers):
    """Return a running sandbox; the tests of one module share it, as the notebooks of a class do."""
    with starting(request.param, server=servers.warm) as running:
        yield running


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
