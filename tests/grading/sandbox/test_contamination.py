"""Nothing crosses from one session of a sandbox to the next: one test per channel."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.sandbox

PLANT = """
import tempfile
answer = []
for folder in ('.', os.environ['HOME'], tempfile.gettempdir(), '/tmp', '/dev/shm', '/work', '/dev', '/', '/opt'):
    try:
        with open(os.path.join(folder, 'planted'), 'w') as file:
            file.write('x')
        answer.append(folder)
    except OSError:
        pass
"""
SEE = """
import tempfile
folders = ('.', os.environ['HOME'], tempfile.gettempdir(), '/tmp', '/dev/shm', '/work', '/dev', '/', '/opt')
answer = [folder for folder in folders if os.path.exists(os.path.join(folder, 'planted'))]
"""


def test_files_do_not_cross(sandbox, run):
    """A file in the work folder, home, /tmp or /dev/shm is gone in the next session."""
    planted = run(sandbox, PLANT)["answer"]
    assert "." in planted

    assert {"answer": []} == run(sandbox, SEE)


def test_a_session_starts_in_an_empty_home(sandbox, run):
    """The work folder is home and empty, and of mode 700."""
    text = (
        "answer = [os.getcwd() == os.environ['HOME'], os.listdir(), os.stat('.').st_mode & 0o777]"
    )

    assert {"answer": [True, [], 0o700]} == run(sandbox, text)


DAEMON = """
answer = 'started'
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(300)
    os._exit(0)
"""


def test_a_daemon_does_not_survive(sandbox, run, serving):
    """A process that was forked twice and leads a session of its own ends with the session that made it."""
    before = serving()
    result = run(sandbox, DAEMON)
    deadline = time.monotonic() + 5
    while serving() != before and time.monotonic() < deadline:
        time.sleep(0.05)

    assert ("started" if sandbox.name == "bubblewrap" else None) == result.get("answer")
    assert before == serving()


KILLS = {
    "kill(0)": "os.kill(0, 15)",
    "killpg(0)": "os.killpg(0, 15)",
    "kill(-1)": "os.kill(-1, 9)",
    "kill(parent)": "os.kill(os.getppid() or 1, 15)",
    "kill(2)": "os.kill(2, 9)",
    "tgkill(parent)": "import ctypes; ctypes.CDLL(None).syscall(234, os.getppid(), os.getppid(), 9)",
    "queue(parent)": "import ctypes; ctypes.CDLL(None).syscall(129, os.getppid(), 9, bytes(128))",
    "pidfd": "import signal; signal.pidfd_send_signal(os.pidfd_open(os.getppid() or 1), 9)",
    "owner of a pipe": (
        "import fcntl; r, w = os.pipe(); fcntl.fcntl(r, 10, 9); fcntl.fcntl(r, fcntl.F_SETOWN, os.getppid());"
        "fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC); os.write(w, b'x')"
    ),
}


@pytest.mark.parametrize("text", KILLS.values(), ids=KILLS)
def test_no_signal_leaves_a_session(sandbox, run, serving, text):
    """Neither the zygote nor the process that grades can be signalled, by group, by number or by way of a file."""
    before = serving()
    run(sandbox, "import signal; signal.signal(15, signal.SIG_IGN); " + text)

    assert {"answer": "alive"} == run(sandbox, "answer = 'alive'")
    assert before == serving()


def test_sysv_memory_is_refused(sandbox, run):
    """Shared memory, semaphores and queues of System V cannot be made."""
    text = """
import ctypes
c = ctypes.CDLL(None, use_errno=True)
answer = []
for number in (29, 64, 68):
    answer.append([c.syscall(number, 4242, 4096, 0o1666), ctypes.get_errno()])
"""
    assert {"answer": [[-1, 1]] * 3} == run(sandbox, text)


def test_posix_memory_does_not_cross(sandbox, run):
    """A named piece of shared memory is not there in the next session."""
    make = "from multiprocessing import shared_memory as s; m = s.SharedMemory('plant', True, 64)"
    find = "from multiprocessing import shared_memory as s; s.SharedMemory('plant')"
    run(sandbox, make)

    assert run(sandbox, find)["error"] in {"FileNotFoundError", "PermissionError"}


@pytest.mark.parametrize(
    "made",
    [
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_INET)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "socket.socket(16, 3)",
        "socket.socket(40, 1)",
        "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    ],
)
def test_no_socket_has_an_address(sandbox, run, made):
    """No socket that could reach a network, an abstract name or a path can be made."""
    answer = run(sandbox, f"import socket; {made}")

    assert "PermissionError" == answer["error"]


def test_a_pair_of_sockets_is_fine(sandbox, run):
    """What asyncio needs for itself works, and can be connected to nothing else."""
    text = """
import asyncio, socket
async def main():
    return 'ran'
answer = [asyncio.run(main())]
for attempt in ('connect', 'bind'):
    a, b = socket.socketpair()
    try:
        getattr(a, attempt)('\\0plant')
    except PermissionError:
        answer.append(attempt)
"""
    assert {"answer": ["ran", "connect", "bind"]} == run(sandbox, text)


PATCH = """
import builtins, json, sys, pandas, random
pandas.DataFrame.sum = lambda *a, **k: 'patched'
json.loads = None if False else json.loads
builtins.planted = sys.modules['planted'] = 1
os.environ['PLANTED'] = '1'
sys.path.insert(0, '/planted')
pandas.options.display.max_rows = 3
random.seed(1)
answer = [pandas.DataFrame({'a': [1]}).sum()]
"""
LOOK = """
import builtins, sys, pandas
answer = [
    int(pandas.DataFrame({'a': [1]}).sum()['a']), hasattr(builtins, 'planted'), 'planted' in sys.modules,
    'PLANTED' in os.environ, '/planted' in sys.path, pandas.options.display.max_rows,
]
"""


def test_patched_modules_do_not_cross(sandbox, run):
    """Patched classes, builtins, modules, variables, paths and options are as before in the next session."""
    assert {"answer": ["patched"]} == run(sandbox, PATCH)

    assert {"answer": [1, False, False, False, False, 60]} == run(sandbox, LOOK)


def test_a_dead_session_leaves_the_next_one_alone(sandbox, run, say):
    """A process that ends itself closes its stream, and the next session works."""
    session = sandbox.open()

    assert say(session, "os._exit(3)") is None
    session.close()
    assert {"answer": 1} == run(sandbox, "answer = 1")
