"""The warm process: it imports everything once, and forks a fresh, confined process per session.

Commands are single bytes on a socket, answers are lines of JSON; one session at a time.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from grader.grading.sandbox.confine import REPORT, STREAM, confine, keep_files, leave_root
from grader.grading.sandbox.folders import make_folder, remove_folder, space_used
from grader.grading.sandbox.linux import PR_SET_CHILD_SUBREAPER, PR_SET_DUMPABLE, prctl
from grader.grading.sandbox.memory import holds_more
from grader.grading.sandbox.namespaces import fork_apart
from grader.grading.sandbox.order import Order, read_order
from grader.grading.sandbox.streams import SocketStream

if TYPE_CHECKING:
    from types import ModuleType

OPEN, CLOSE, TWIN = b"o", b"c", b"t"
LOOK = 0.2
"""Seconds between two looks at what a session keeps in memory and on the disk."""

LINUX = sys.platform == "linux"


@dataclass(slots=True)
class Running:
    """One session, seen from the zygote.

    Parameters
    ----------
    pid : int
        Its process.
    folder : Path or None
        Its work folder on the disk.
    fork : float
        CPU seconds of the zygote for making it.
    confine : float
        CPU seconds of the process until it was confined.
    """

    pid: int
    folder: Path | None
    fork: float
    confine: float = 0.0


def _confined(order: Order, folder: Path | None, ids: tuple[int, int]) -> dict[str, Any]:
    try:
        confine(order, str(folder or ""), ids)
    except BaseException as error:  # noqa: BLE001 - the zygote must hear of it
        return {"error": f"{type(error).__name__}: {error}"}
    return {"confine": time.process_time()}


def _run(
    order: Order,
    server: ModuleType,
    files: tuple[int, int],
    *,
    folder: Path | None,
    ids: tuple[int, int],
) -> NoReturn:
    """Be the fresh process. Whatever happens, it never returns into the zygote's loop."""
    try:
        keep_files(*files)
        report = _confined(order, folder, ids)
        os.write(REPORT, json.dumps(report).encode())
        os.close(REPORT)
        if "error" not in report:
            server.serve(SocketStream(socket.socket(fileno=STREAM)))
    finally:
        os._exit(0)


def _read_all(number: int) -> bytes:
    with os.fdopen(number, "rb") as source:
        return source.read()


def _fork(order: Order) -> int:
    return fork_apart() if order.kind == "bubblewrap" else os.fork()


def _start(order: Order, server: ModuleType, stream: int) -> tuple[Running, dict[str, Any]]:
    """Make a session; return it and what it says about itself."""
    before = time.process_time()
    folder = make_folder(Path(order.root)) if order.root else None
    ours, theirs = os.pipe()
    ids = os.getuid(), os.getgid()
    pid = _fork(order)
    if pid == 0:
        _run(order, server, (stream, theirs), folder=folder, ids=ids)
    running = Running(pid, folder, time.process_time() - before)
    os.close(theirs)
    report = json.loads(_read_all(ours) or b'{"error": "it died"}')
    running.confine = report.get("confine", 0.0)
    return running, report


def _children() -> list[int]:
    try:
        text = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # it leads a group, unless it died before that
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _reap_rest() -> None:
    """Kill what the session left: orphans become children of the zygote."""
    while left := _children():
        for pid in left:
            _kill(pid)
            os.waitpid(pid, 0)


def _end(running: Running) -> dict[str, float]:
    """End a session; return what it cost."""
    _kill(running.pid)
    _, _, usage = os.wait4(running.pid, 0)
    _reap_rest()
    if running.folder:
        remove_folder(running.folder)
    mega = 2**10 if LINUX else 2**20  # kilobytes on Linux, bytes on macOS
    return {
        "fork": running.fork + running.confine,
        "execute": max(usage.ru_utime + usage.ru_stime - running.confine, 0.0),
        "memory_mb": usage.ru_maxrss / mega,
    }


def _watch(order: Order, running: Running) -> None:
    """Kill a session that fills memory or disk: no limit of the kernel counts all its processes or files together."""
    folder, limits = running.folder, order.limits
    if holds_more(running.pid, limits.memory_mb) or (
        folder and space_used(folder, running.pid) > limits.disk_mb
    ):
        _kill(running.pid)


class Zygote:
    """The loop.

    Parameters
    ----------
    order : Order
        How to serve.
    server : module
        What serves a session.
    control : socket
        To the outer side.
    """

    def __init__(self, order: Order, server: ModuleType, control: socket.socket) -> None:
        self._order, self._server, self._control = order, server, control
        self._running: Running | None = None

    def say(self, **answer: object) -> None:
        """Answer the outer side.

        Parameters
        ----------
        **answer : object
            What JSON can hold.
        """
        self._control.sendall(json.dumps(answer).encode() + b"\n")

    def loop(self) -> None:
        """Serve until the outer side is gone."""
        self.say(ready=True)
        while command := self._next():
            if command[0] == CLOSE:
                self.say(**self._close())
            elif command[0] == TWIN:
                self._twin(command[1][0])
            else:
                self._open(command[1][0])
        self._close()

    def _next(self) -> tuple[bytes, list[int]] | None:
        watched = self._running is not None and self._order.kind != "none"
        self._control.settimeout(LOOK if watched else None)
        while True:
            try:
                command, files, _, _ = socket.recv_fds(self._control, 1, 1)
            except TimeoutError:
                if self._running:
                    _watch(self._order, self._running)
                continue
            except ConnectionError:
                return None
            return (command, files) if command else None

    def _open(self, stream: int) -> None:
        self._close()
        try:
            self._running, report = _start(self._order, self._server, stream)
        except OSError as error:
            report = {"error": str(error)}
        os.close(stream)
        if "error" in report:
            self._close()
        self.say(**report)

    def _twin(self, control: int) -> None:
        """Fork a second zygote, which need not import anything; this one serves no sessions of its own then."""
        if os.fork() == 0:
            self._control.close()
            _stand_apart()
            with socket.socket(fileno=control) as line:
                Zygote(self._order, self._server, line).loop()
            os._exit(0)
        os.close(control)
        with suppress(ChildProcessError):  # those that have ended since
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _close(self) -> dict[str, float]:
        running, self._running = self._running, None
        return _end(running) if running else {}


def _stand_apart() -> None:
    if LINUX:
        prctl(PR_SET_DUMPABLE, 0, what="dumpable")  # its memory stays shut for its children
        prctl(PR_SET_CHILD_SUBREAPER, 1, what="child_subreaper")


def main() -> None:
    """Become the zygote that the order on the command line asks for."""
    order = read_order(sys.argv[1])
    if order.kind != "none":
        leave_root()
        os.scandir(sys.base_prefix).close()  # or the first import fails, and says something else
    server = importlib.import_module(order.module)
    server.prepare()
    gc.collect()
    gc.freeze()
    _stand_apart()
    with socket.socket(fileno=order.control) as control:
        Zygote(order, server, control).loop()
    if order.root:  # the outer side may have been killed
        remove_folder(Path(order.root).parent)


if __name__ == "__main__":
    main()
