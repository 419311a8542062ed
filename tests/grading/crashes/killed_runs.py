"""A warm process that grades courses in forks of itself, which it kills; run as a script, told by lines of JSON.

What a killed run leaves becomes its children, so that it knows when nothing is left.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from shutil import copytree, disk_usage
from subprocess import DEVNULL
from types import SimpleNamespace

from grader.errors import KakehashiError
from grader.grading import crew, foreman, grade_course, worker
from grader.grading.sandbox import Server
from grader.schema import points

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds in which everything that belonged to a killed run must have ended, on a busy machine."""
LONGEST = 300.0
SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of Linux."""


class Fork:
    """A foreman that is a fork of this process, in which all is imported: starting 200 Pythons takes longer than to grade."""

    def __init__(self, command: list[str], *, pass_fds: list[int], env: dict, **_streams: int):
        self._pid = os.fork()
        if self._pid == 0:
            try:
                points.listener = None
                sys.argv = command[2:]
                tempfile.tempdir = env["TMPDIR"]
                _keep_only(*pass_fds)
                foreman.main()
            finally:
                os._exit(0)

    def terminate(self) -> None:
        os.kill(self._pid, signal.SIGTERM)

    def wait(self) -> None:
        os.waitpid(self._pid, 0)


def _keep_only(control: int) -> None:
    """Close what a new Python would not have, such as the other end of the line to it."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nothing, stream)
    os.closerange(3, control)
    os.closerange(control + 1, os.sysconf("SC_OPEN_MAX"))


def grade(course: str, kill_at: int) -> int:
    """Grade a course in this process; kill its whole group at some write point, counted from 1."""
    left = count(1)

    def listener(_name: str) -> None:
        if next(left) == kill_at:
            os.killpg(0, signal.SIGKILL)

    points.listener = listener
    try:
        report = grade_course(Path(course), clock=lambda: NOW)
    except KakehashiError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for outcome in report.having("failed"):
        sys.stderr.write(f"{outcome}\n")
    return 1 if report.having("failed") else 0


def run(
    course: str, kill_at: int = 0, kill_after: float = LONGEST, leave: int | None = None
) -> dict:
    """Grade in a fork, with so many KiB free on the disk, and wait until nothing of it is left."""
    ballast = Path(course).parent / "ballast"
    if leave is not None:
        with ballast.open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, disk_usage(course).free - leave * 1024)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        try:
            code = grade(course, kill_at)
            sys.stderr.flush()
            os._exit(code)
        except BaseException:  # noqa: BLE001  # a fork must not go on
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(3)
    timer = threading.Timer(kill_after, os.kill, (os.getpid(), signal.SIGALRM))
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(pid, signal.SIGKILL))
    timer.start()
    _, status = os.waitpid(pid, 0)
    timer.cancel()
    timer.join()
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    ballast.unlink(missing_ok=True)
    left = _left()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "code": os.waitstatus_to_exitcode(status),
        "left": left,
        "cpu": used.ru_utime + used.ru_stime,
    }


def _left() -> list[str]:
    """Wait for all that still runs; return the command lines of what does not end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.005)
        except ChildProcessError:
            return []
    told = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [Path(f"/proc/{pid}/cmdline").read_bytes().decode() for pid in told.split()]


def warm() -> None:
    """Get ready to start runs quickly."""
    for name in ("grader.grading.gradebook", "grader.grading.run", *worker._LIBRARIES):
        importlib.import_module(name)
    worker.choose_sandbox()  # it tries once whether isolation works
    crew.subprocess = SimpleNamespace(Popen=Fork, DEVNULL=DEVNULL)
    light = Server("light_server", Path(__file__).parent)
    worker.start_sandbox = partial(worker.start_sandbox, server=light)


def main() -> None:
    """Serve until standard input ends."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    warm()
    for line in sys.stdin:
        told = json.loads(line)
        answer = copytree(*told["copy"]) if "copy" in told else run(**told)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
