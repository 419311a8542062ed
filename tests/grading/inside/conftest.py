"""Sessions to ask: real processes, without a sandbox around them."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from grader.grading.wire import decode, encode

# Each session is a fork of a warm process.
collect_ignore_glob = [] if hasattr(os, "fork") else ["test_*.py"]

SERVER = Path(__file__).with_name("warm_server.py")


class Client:
    """The judge's end of one session."""

    def __init__(self, link):
        self.link = link
        self.lines = link.makefile("rb")

    def ask(self, op, **fields):
        """Ask one question; return the first line that answers it."""
        number = self.tell(op, **fields)
        return self.hear(number)

    def tell(self, op, **fields):
        number = secrets.token_hex(8)
        self.link.sendall(json.dumps({"op": op, "id": number, **fields}).encode() + b"\n")
        return number

    def hear(self, number):
        answer = json.loads(self.lines.readline())
        assert number == answer.pop("id")
        return answer

    def start(self, *, seconds=5.0, output_kb=64, files=(), seed=0, env=()):
        limits = {"seconds": seconds, "output_kb": output_kb}
        return self.ask("start", files=dict(files), seed=seed, env=dict(env), limits=limits)

    def run(self, *sources, fetch=(), quiet=False):
        """Run cells; return their answers and the values of the names."""
        cells = [
            {"index": place, "source": source, "quiet": quiet}
            for place, source in enumerate(sources)
        ]
        number = self.tell("run", cells=cells, fetch=list(fetch))
        answers = [self.hear(number) for _ in sources]
        done = self.hear(number)
        assert done.pop("done")
        return answers, {name: self.value(tree) for name, tree in done["values"].items()}

    def cell(self, source):
        """Run one cell; return its answer."""
        return self.run(source)[0][0]

    @staticmethod
    def value(tree):
        """Return the value of a tree; handles as tuples."""
        return decode(tree, lambda *handle: handle)

    def handle(self, name):
        """Return the handle of what a name stands for."""
        return self.ask("get", name=name)["value"]["h"][0]

    def call(self, name, *args, seconds=5.0, **named):
        """Call a function of the trainee's; return the answer."""
        return self.ask(
            "call",
            handle=self.handle(name),
            args=[encode(each, None) for each in args],
            kwargs={key: encode(each, None) for key, each in named.items()},
            seconds=seconds,
        )


@pytest.fixture(scope="session")
def _warm():
    here, there = socket.socketpair()
    with here, there:
        process = subprocess.Popen(
            [sys.executable, SERVER, str(there.fileno())], pass_fds=[there.fileno()]
        )
        there.close()
        here.settimeout(60)
        assert b"warm" == here.recv(16)
        yield here
    process.wait(timeout=30)


@pytest.fixture
def new_session(_warm, tmp_path):
    """Make fresh sessions that have been told nothing."""
    with contextlib.ExitStack() as stack:

        def make():
            here, there = socket.socketpair()
            with there:
                socket.send_fds(_warm, [os.fsencode(tmp_path)], [there.fileno()])
            here.settimeout(30)
            client = Client(stack.enter_context(here))
            stack.enter_context(client.lines)
            return client

        yield make


@pytest.fixture
def unstarted(new_session):
    """A fresh session that has been told nothing."""
    return new_session()


@pytest.fixture
def client(unstarted):
    """A fresh session, started."""
    assert {"ready": True} == unstarted.start()
    return unstarted
