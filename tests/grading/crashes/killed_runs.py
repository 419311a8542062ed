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
import threading
import time
import traceback
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import copytree, disk_usage

from grader.errors import KakehashiError
from grader.grading import grade_course
from grader.schema import points

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds in which everything that belonged to a killed run must have ended, on a busy machine."""
LONGEST = 300.0
SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of Linux."""


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


def main() -> None:
    """Serve until standard input ends."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    for name in ("gradebook", "run", "worker"):
        importlib.import_module(f"grader.grading.{name}")
    for line in sys.stdin:
        told = json.loads(line)
        answer = copytree(*told["copy"]) if "copy" in told else run(**told)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
