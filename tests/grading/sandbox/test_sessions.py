"""Sandboxes and sessions from outside: what they cost, how they end, what is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from grader.grading.job import Limits
from grader.grading.sandbox import SocketStream
from grader.grading.sandbox.container import PipedSandbox
from grader.grading.sandbox.folders import make_folder

pytestmark = pytest.mark.sandbox


def wait_for(condition, seconds=10.0):
    """Wait until something is true; return whether it became so."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


@pytest.fixture(params=["bubblewrap", "landlock", "none"])
def own(request, starting):
    """Yield a sandbox that this test may break."""
    with starting(request.param, Limits(disk_mb=8, total_seconds=60)) as running:
        yield running


def test_a_session_says_what_it_cost(own, say):
    """Closing returns CPU seconds and memory, and the same again the second time."""
    session = own.open()
    say(session, "sum(range(10**6))")
    spent = session.close()

    assert spent == session.close()
    assert 0 < spent.fork < 1
    assert 0 < spent.execute < 5
    assert 10 < spent.memory_mb < 1000


def test_closing_ends_what_does_not_end(own, say):
    """A session that ignores everything is closed at once."""
    session = own.open()
    with pytest.raises(TimeoutError):
        say(
            session,
            "import signal; [signal.signal(n, 1) for n in (1, 2, 15)]\nwhile True: pass",
            seconds=0.3,
        )
    before = time.monotonic()
    session.close()

    assert time.monotonic() - before < 2


def test_opening_closes_the_session_before(own, say):
    """One session at a time: the one before is ended when the next is opened."""
    first = own.open()
    second = own.open()

    assert b"" == first.stream.receive(5)
    assert {"answer": 2} == say(second, "answer = 2")
    second.close()


MANY = """
import time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(b'x') * (200 << 20)
        time.sleep(60)
        os._exit(0)
for _ in range(100):
    time.sleep(.1)
answer = 'unlimited'
"""


@pytest.mark.parametrize("kind", ["bubblewrap", "landlock"])
def test_processes_share_one_limit_of_memory(kind, starting, run):
    """Each of many processes stays below the limit: together they end the session, or none can be started."""
    with starting(kind, Limits(memory_mb=600)) as running:
        result = run(running, MANY)

    assert result is None or "PermissionError" == result["error"]


def test_forks_that_hold_little_are_not_ended(starting, run, servers):
    """What forked processes share with the warm one is counted once, not for each of them."""
    text = """
import time
started = []
for _ in range(24):
    pid = os.fork()
    if pid == 0:
        time.sleep(1)
        os._exit(0)
    started.append(pid)
answer = [os.waitpid(pid, 0)[1] for pid in started]
"""
    with starting("bubblewrap", Limits(memory_mb=1000), servers.warm) as running:
        result = run(running, text)

    assert {"answer": [0] * 24} == result


def test_a_flood_waits_outside_of_us(own, say):
    """What a session sends and nobody reads is not kept by us; it blocks, and closing works."""
    session = own.open()
    session.stream.send(b'"while True: stream.send(bytes(1 << 20))"\n')

    assert len(session.stream.receive(5)) <= 2**16
    session.close()
    assert {"answer": 1} == say(own.open(), "answer = 1")


def test_a_deaf_session_is_given_up(own):
    """A session that takes nothing cannot hold up the sender for ever."""
    session = own.open()
    stream = SocketStream(session.stream._socket, patience=0.3)
    stream.send(b'"import time; time.sleep(60)"\n')
    with pytest.raises(TimeoutError):
        stream.send(bytes(8 << 20))
    session.close()


def test_a_killed_zygote_is_replaced(own, run, serving):
    """When the warm process is killed, during a session too, the next session has a new one."""
    session = own.open()
    for pid in serving():
        with suppress(ProcessLookupError):  # it died with the one before
            os.kill(pid, signal.SIGKILL)
    assert b"" == session.stream.receive(5)
    session.close()

    assert {"answer": 1} == run(own, "answer = 1")


def test_nothing_is_left(own, say, serving):
    """After closing, none of our processes runs and no folder of ours is left."""
    assert serving()
    home = own._handle._home
    say(own.open(), "open('file', 'w').write('x')")
    own.close()
    own.close()

    assert wait_for(lambda: not serving())
    assert home is None or not home.exists()


STARTER = """
import sys, time
from pathlib import Path
from grader.grading.job import Limits
from grader.grading.sandbox import Server, start_sandbox
sandbox = start_sandbox(sys.argv[1], Limits(), server=Server(sys.argv[2], Path(sys.argv[3])))
session = sandbox.open()
session.stream.send(b'"while True: pass"\\n')
print("open", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["bubblewrap", "landlock", "none"])
def test_nothing_outlives_the_process_that_grades(kind, starting, serving, servers):
    """When the grading process is killed, its sandbox and the code in it end too."""
    starting(kind).close()
    command = [sys.executable, "-c", STARTER, kind, servers.cold.module, str(servers.cold.folder)]
    folder = make_folder()
    folder.chmod(0o1777)  # as /tmp is
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TMPDIR": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=variables) as process:
        assert b"open" == process.stdout.readline().strip()
        zygotes = serving() - {process.pid}
        assert zygotes
        process.kill()

    assert wait_for(lambda: not serving())
    assert [] == list(folder.iterdir())
    folder.rmdir()


@pytest.fixture
def landlocked(starting):
    """Yield a sandbox without namespaces."""
    with starting("landlock", Limits(disk_mb=8, total_seconds=60)) as running:
        yield running


def test_a_stubborn_folder_is_removed(landlocked, run):
    """Folders without access rights and folders nested beyond the longest path are gone after the session."""
    text = """
os.mkdir('shut', 0)
for _ in range(900):
    os.mkdir('deep')
    os.chdir('deep')
"""
    run(landlocked, text)  # killed, if the zygote happens to look for what it hides
    work = Path(landlocked._handle._home, "work")

    assert [] == list(work.iterdir())


ALONE = {
    "fork": ("os.fork()", "PermissionError"),
    "subprocess": ("import subprocess; subprocess.run(['true'])", "PermissionError"),
    "parent's limits": (
        "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
        "PermissionError",
    ),
    "parent's priority": ("os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)", "PermissionError"),
    "parent's processor": ("os.sched_setaffinity(os.getppid(), {0})", "PermissionError"),
    "parent's files": ("os.listdir(f'/proc/{os.getppid()}/fd')", "PermissionError"),
    "inotify": (
        "import ctypes; c = ctypes.CDLL(None, use_errno=True)\nif c.inotify_init() < 0: raise OSError(ctypes.get_errno(), '')",
        "PermissionError",
    ),
    "outliving": (
        "import ctypes; c = ctypes.CDLL(None, use_errno=True)\nif c.prctl(1, 0, 0, 0, 0) < 0: raise OSError(ctypes.get_errno(), '')",
        "PermissionError",
    ),
}


@pytest.mark.parametrize(("text", "error"), ALONE.values(), ids=ALONE)
def test_without_namespaces_a_process_is_alone(landlocked, run, text, error):
    """Where processes share their numbers, a session starts none and touches none but itself."""
    assert error == run(landlocked, text)["error"]


def test_copying_files_still_works(landlocked, run):
    """A lesson may copy its own files, though access rights cannot be changed."""
    text = """
import shutil, signal
open('a', 'w').write('x')
shutil.copy2('a', 'b')
os.kill(os.getpid(), 0)
answer = open('b').read()
"""
    assert {"answer": "x"} == run(landlocked, text)


def test_without_isolation_nothing_survives_either(starting, run, serving):
    """Processes that trusted code left behind become children of the zygote, and end with the session."""
    text = """
import time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid()
        time.sleep(300)
    os._exit(0)
"""
    with starting("none") as sandbox:
        before = serving()
        run(sandbox, text)
        assert before == serving()


def test_trusted_code_runs_with_everything(starting, run):
    """Without isolation the author's own notebooks may start processes and read files."""
    with starting("none") as sandbox:
        text = "import subprocess; answer = [subprocess.run(['true']).returncode, os.path.exists('/etc/passwd')]"

        assert "none" == sandbox.name
        assert {"answer": [0, True]} == run(sandbox, text)


def test_a_plain_process_serves_where_nothing_can_be_forked(run, say, serving, servers):
    """On pipes, as on Windows, sessions open, answer, and end with their process."""
    with PipedSandbox("none", Limits(), servers.cold) as sandbox:
        assert {"answer": 1} == run(sandbox, "print('noise'); answer = 1")
        session = sandbox.open()
        with pytest.raises(TimeoutError):
            say(session, "while True: pass", seconds=0.3)
    assert not serving()
