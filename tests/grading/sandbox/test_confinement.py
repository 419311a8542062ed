"""What a session cannot do to the machine it runs on."""

from __future__ import annotations

import os
import platform
import sys
import sysconfig
from pathlib import Path

import pytest

import grader
from grader.grading.sandbox.folders import make_folder, remove_folder
from grader.grading.sandbox.seccomp import ENOSYS, NEVER
from grader.grading.sandbox.syscalls import AFTER_THE_LIST, machine, numbers

pytestmark = pytest.mark.sandbox

on_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of x86_64")


def test_it_is_nobody_special(sandbox, run):
    """Code runs as an ordinary user without capabilities, new privileges or an unfiltered system call."""
    text = """
import ctypes, struct
c = ctypes.CDLL(None)
data = ctypes.create_string_buffer(24)
c.capget(struct.pack('=II', 0x20080522, 0), data)
answer = [os.getuid() == 0, os.geteuid() == 0, any(data.raw), c.prctl(39, 0, 0, 0, 0), c.prctl(21, 0, 0, 0, 0)]
"""
    assert {"answer": [False, False, False, 1, 2]} == run(sandbox, text)


def test_what_was_refused_for_good_stays_refused(sandbox, run):
    """Every system call on the list of those that no lesson needs fails with "not permitted"."""
    wanted = numbers(NEVER, machine())
    text = f"""
import ctypes
c = ctypes.CDLL(None, use_errno=True)
answer = []
for number in {wanted}:
    if c.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
        answer.append(number)
"""
    assert {"answer": []} == run(sandbox, text)


def test_unknown_calls_do_not_exist(sandbox, run):
    """A system call that is younger than the list, and clone3, are answered with "no such call"."""
    text = f"""
import ctypes
c = ctypes.CDLL(None, use_errno=True)
answer = []
for number in (435, {AFTER_THE_LIST}, {AFTER_THE_LIST} + 10):
    c.syscall(number, 0, 0, 0, 0, 0, 0)
    answer.append(ctypes.get_errno())
"""
    assert {"answer": [ENOSYS & 0xFFFF] * 3} == run(sandbox, text)


@on_x86
@pytest.mark.parametrize("flag", [0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000])
def test_no_new_namespace(sandbox, run, flag):
    """A clone with a flag for a new namespace is not permitted."""
    text = f"""
import ctypes
c = ctypes.CDLL(None, use_errno=True)
answer = [c.syscall(56, {flag} | 17, 0, 0, 0, 0), ctypes.get_errno()]
"""
    assert {"answer": [-1, 1]} == run(sandbox, text)


@on_x86
def test_the_other_calling_convention_is_fatal(sandbox, say):
    """A call by an x32 number ends the process."""
    session = sandbox.open()
    try:
        text = "import ctypes; ctypes.CDLL(None).syscall(0x40000000 + 39)"
        assert say(session, text) is None
    finally:
        session.close()


def test_keys_cannot_be_typed_into_a_terminal(sandbox, run):
    """TIOCSTI is not permitted, whatever it is called on."""
    assert 1 == run(sandbox, "import fcntl; fcntl.ioctl(0, 0x5412, b'x')")["errno"]


@pytest.fixture
def secret():
    """Yield a file of this machine that everybody may read."""
    folder = make_folder()
    folder.chmod(0o755)
    path = folder / "secret"
    path.write_text("hidden tests", encoding="utf-8")
    path.chmod(0o666)
    yield path
    remove_folder(folder)


def test_files_of_the_machine_stay_shut(sandbox, run, secret):
    """A file that everybody on the machine may read and write is neither read, listed, emptied nor written."""
    text = f"""
answer = []
for attempt in (
    lambda: open({str(secret)!r}).read(), lambda: open({str(secret)!r}, 'a'), lambda: os.listdir({str(secret.parent)!r}),
    lambda: os.open({str(secret)!r}, os.O_RDONLY | os.O_TRUNC), lambda: os.truncate({str(secret)!r}, 0),
    lambda: os.unlink({str(secret)!r}), lambda: os.link({str(secret)!r}, 'mine'), lambda: os.rename({str(secret)!r}, 'mine'),
):
    try:
        answer.append(repr(attempt()))
    except OSError:
        pass
try:
    os.chmod({str(secret)!r}, 0)
    os.utime({str(secret)!r}, (0, 0))
except OSError:
    pass
"""
    before = secret.stat()

    assert {"answer": []} == run(sandbox, text)
    assert "hidden tests" == secret.read_text(encoding="utf-8")
    assert (before.st_mode, before.st_mtime) == (secret.stat().st_mode, secret.stat().st_mtime)


PLACES = [
    "/etc/passwd",
    "/etc/hostname",
    "/root",
    "/home",
    "/var",
    "/proc/1/environ",
    "/sys/kernel",
    str(Path(grader.__path__[0]).parent / "pyproject.toml"),
    str(Path(grader.__path__[0]).parent / "curriculum"),
]


@pytest.mark.parametrize("place", PLACES)
def test_places_of_the_machine_are_not_there(sandbox, run, place):
    """Accounts, homes, other processes and what lies beside this package cannot be opened or listed."""
    text = f"answer = os.listdir({place!r}) if os.path.isdir({place!r}) else open({place!r}).read()"
    result = run(sandbox, text)
    own_environment = place == "/proc/1/environ" and "HOME=/work" in result.get("answer", "")
    empty_way = {"/root": [".pyenv"]}.get(place)  # to the interpreter, when it is somebody's own

    assert "error" in result or own_environment or empty_way == result["answer"]


def test_the_environment_is_cleared(sandbox, run):
    """No variable of the process that grades is seen."""
    text = "answer = sorted(name for name in os.environ if name.startswith(('KAKEHASHI', 'PYTEST', 'USER', 'SSH')))"

    assert {"answer": []} == run(sandbox, text)


@pytest.mark.parametrize("name", ["stdlib", "purelib"])
def test_python_itself_is_read_only(sandbox, run, name):
    """Nothing is written into the interpreter's folders or this package, from which later sessions would import."""
    text = f"""
import sysconfig, grader
answer = []
for folder in (sysconfig.get_path({name!r}), grader.__path__[0]):
    try:
        open(os.path.join(folder, 'planted.py'), 'w')
    except OSError as error:
        answer.append(error.errno)
"""
    result = run(sandbox, text)["answer"]

    assert 2 == len(result)
    assert not Path(sysconfig.get_path(name), "planted.py").exists()


def test_memory_is_limited(sandbox, run):
    """More memory than allowed is a MemoryError in the cell, not a dead machine."""
    assert "MemoryError" == run(sandbox, "held = bytearray(3 << 30)")["error"]


def test_a_file_is_limited(sandbox, run):
    """A file larger than allowed cannot be written."""
    result = run(sandbox, "import signal; open('big', 'wb').write(bytes(64 << 20))")

    assert result["text"].endswith(("File too large", "No space left on device"))


def test_processes_are_limited(sandbox, run):
    """Not more than the allowed processes run at once; where they cannot be counted, none can be started."""
    text = """
import time
answer = 0
try:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        answer += 1
except OSError as error:
    answer = [answer, error.errno]
"""
    count, number = run(sandbox, text)["answer"]

    assert (11 if sandbox.name == "bubblewrap" else 1) == number
    assert count < 32


def test_threads_work_and_are_limited(sandbox, run):
    """A few threads run; a thousand do not."""
    text = """
import threading
few = [threading.Thread(target=print) for _ in range(4)]
[thread.start() or thread.join() for thread in few]
stop = threading.Event()
threading.stack_size(1 << 16)
answer = 0
try:
    for _ in range(1000):
        threading.Thread(target=stop.wait, daemon=True).start()
        answer += 1
except RuntimeError:
    pass
stop.set()
"""
    assert run(sandbox, text)["answer"] < 100


def test_open_files_are_limited(sandbox, run):
    """Not more than 256 files are open at once, and at the start only the stream and /dev/null are."""
    text = """
def is_open(number):
    try:
        return bool(os.fstat(number))
    except OSError:
        return False
answer = [[number for number in range(1024) if is_open(number)]]
try:
    while True:
        os.open('/dev/null', os.O_RDONLY)
except OSError as error:
    answer.append(error.errno)
"""
    assert {"answer": [[0, 1, 2, 3], 24]} == run(sandbox, text)


FILL = """
import time
for number in range(100):
    with open(f'part{number}', 'wb') as file:
        file.write(bytes(4 << 20))
for _ in range(100):
    time.sleep(.1)
answer = 'unlimited'
"""
UNLINKED = """
import time
held = []
for number in range(50):
    held.append(open('part', 'wb'))
    held[-1].write(bytes(4 << 20))
    held[-1].flush()
    os.unlink('part')
for _ in range(100):
    time.sleep(.1)
answer = 'unlimited'
"""


@pytest.mark.parametrize("text", [FILL, UNLINKED], ids=["many", "unlinked"])
def test_the_disk_is_not_filled(sandbox, run, text):
    """Many files, also deleted ones that are still open, end with "no space" or with the session."""
    result = run(sandbox, text)

    assert result is None or "OSError" == result["error"]


def test_the_probe_names_the_sandbox(sandbox):
    """A sandbox says what it is, for the record."""
    assert sandbox.name in {"bubblewrap", "landlock"}
    assert os.name == "posix"
    assert sys.platform == "linux"
