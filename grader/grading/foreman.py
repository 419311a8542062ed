"""The process that forks graders: started by `grader.grading.crew`, never by hand."""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import KakehashiError
from grader.grading.crew import receive, send
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.crew import Trade

TASKS_EACH = 64
"""After so many tasks a grader gives way to a fresh fork: what an author's tests leave behind goes with it."""


def main() -> None:
    """Serve a crew until it closes its end."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C is for the coordinator, which then closes its end
    trade, _ = receive(control)
    try:
        module, _, name = trade.warm.partition(":")
        make = getattr(importlib.import_module(module), name)(*trade.arguments)
    except KakehashiError as error:
        send(control, Text(error.ja, error.en))
        return
    send(control, None)
    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page
    graders: set[int] = set()
    while True:
        message, (descriptor,), *_ = _next(control)
        graders -= {pid for pid in graders if os.waitpid(pid, os.WNOHANG)[0]}
        if not message:
            break
        pid = os.fork()
        if pid == 0:
            control.close()
            _work(socket.socket(fileno=descriptor), make, trade)
        graders.add(pid)
        os.close(descriptor)
    for pid in graders:  # one by one: the sandbox is a child too
        os.waitpid(pid, 0)
    if hasattr(make, "close"):
        make.close()


def _next(control: socket.socket) -> Any:
    message, descriptors, *rest = socket.recv_fds(control, 1, 1)
    return message, descriptors or [-1], *rest


def _work(channel: socket.socket, make: Callable[[], Callable[[Any], Any]], trade: Trade) -> None:
    try:
        do = make()
        _limit_memory(trade.memory_mb)
        for number in range(1, TASKS_EACH + 1):
            task, _ = receive(channel)
            _limit_time(trade.cpu_seconds)
            send(channel, do(task), last=number == TASKS_EACH)
    except (EOFError, ConnectionError):
        pass
    finally:
        channel.close()
        os._exit(0)


def _limit_memory(more: int | None) -> None:
    statm = Path("/proc/self/statm")
    if more is not None and statm.exists():
        size = int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size + more * 2**20, hard))


def _limit_time(more: int | None) -> None:
    """Let the system end this process (SIGXCPU) once it has computed for so long from now on."""
    if more is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + more, hard))


if __name__ == "__main__":
    main()
