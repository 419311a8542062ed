"""Graders that are warm from the start: one process imports everything once and forks as many as are wanted.

The foreman is a process of its own, because forking a process with threads or open databases copies locks in whatever
state they are in. A grader that dies takes nobody with it: its place is filled by another fork, its task is tried once
more alone with a fresh one, and only the task that kills twice is reported.
"""

from __future__ import annotations

import os
import pickle
import selectors
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.pool import WorkerDied
from grader.grading.sandbox.folders import own_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_HEAD = struct.Struct(">Q?")


def send(channel: socket.socket, message: Any, *, last: bool = False) -> None:
    """Send one message between trusted processes.

    Parameters
    ----------
    channel : socket.socket
        Connected stream.
    message : Any
        Picklable; never anything that came out of a sandbox other than text and numbers.
    last : bool
        Whether the sender ends after it.
    """
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    channel.sendall(_HEAD.pack(len(body), last) + body)


def receive(channel: socket.socket) -> tuple[Any, bool]:
    """Wait for one message.

    Parameters
    ----------
    channel : socket.socket
        Connected stream.

    Returns
    -------
    Any
        The message.
    bool
        Whether the sender has ended after it.

    Raises
    ------
    EOFError
        If the other side ended before the message was whole.
    """
    size, last = _HEAD.unpack(_exactly(channel, _HEAD.size))
    return pickle.loads(_exactly(channel, size)), last  # noqa: S301  # our own process at the other end


def _exactly(channel: socket.socket, size: int) -> bytearray:
    data, at = bytearray(size), 0
    while at < size:
        try:
            count = channel.recv_into(memoryview(data)[at:])
        except ConnectionError:
            count = 0
        if not count:
            raise EOFError
        at += count
    return data


@dataclass(frozen=True, slots=True)
class Trade:
    """What a crew can do.

    Parameters
    ----------
    warm : str
        ``module:name`` of a function that the foreman calls once; it returns a function that is called in each grader
        and returns what does one task.
    arguments : tuple
        For `warm`; picklable.
    cpu_seconds : int, optional
        CPU time after which a task that has not come back is ended with its grader: a computation without end inside a
        library cannot be interrupted in any other way. No limit if not given.
    memory_mb : int, optional
        Address space, in MiB, by which a grader may grow beyond the foreman's. No limit if not given.
    """

    warm: str
    arguments: tuple[Any, ...] = ()
    cpu_seconds: int | None = None
    memory_mb: int | None = None


class Crew:
    """A foreman and the graders that it forks; a context manager.

    Parameters
    ----------
    trade : Trade
        What they do.

    Raises
    ------
    GradingError
        If the foreman cannot get ready.
    """

    def __init__(self, trade: Trade) -> None:
        self._folder = own_folder()
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-m", "grader.grading.foreman", str(theirs.fileno())]
        with theirs:
            self._foreman = subprocess.Popen(  # noqa: S603  # our own module
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "TMPDIR": self._folder.name},
            )
        try:
            send(self._control, trade)
            problem, _ = receive(self._control)
        except (EOFError, ConnectionError):
            problem = labels.WORKER_DIED
        if problem is not None:
            self.close()
            raise GradingError(problem.ja, problem.en)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *reason: object) -> None:
        self.close(at_once=kind is not None)

    def hire(self) -> socket.socket:
        """Let the foreman fork one more grader.

        Returns
        -------
        socket.socket
            Leads to it; closing it lets the grader end.

        Raises
        ------
        EOFError
            If the foreman is no more.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise EOFError from None
        return ours

    def close(self, *, at_once: bool = False) -> None:
        """Let the foreman end, and wait until it and all graders have; idempotent.

        Parameters
        ----------
        at_once : bool
            Whether to end it whatever it is doing; graders end as soon as they see that nobody listens.
        """
        self._control.close()
        if at_once:
            self._foreman.terminate()
        self._foreman.wait()
        self._folder.cleanup()

    def run(self, tasks: Iterable[T], *, workers: int) -> Iterator[tuple[T, Any | WorkerDied]]:
        """Have every task done.

        Parameters
        ----------
        tasks : iterable
            Picklable; asked for the next one only when a grader is free.
        workers : int
            Graders at the same time, at least 1.

        Yields
        ------
        tuple
            Each task and its result, in the order in which they are finished.

        Raises
        ------
        EOFError
            If the foreman is no more.
        """
        shift = _Shift(self, iter(tasks))
        try:
            for _ in range(workers):
                shift.occupy(None)
            while shift.busy:
                yield from shift.finished()
        finally:
            shift.dismiss()


class _Shift:
    """Who works on what at the moment."""

    def __init__(self, crew: Crew, tasks: Iterator[Any]) -> None:
        self.crew, self.tasks = crew, tasks
        self.busy: dict[socket.socket, Any] = {}
        self.again: list[Any] = []
        self.suspects: list[Any] = []
        self.selector = selectors.DefaultSelector()

    def occupy(self, grader: socket.socket | None) -> None:
        """Give the next task to a grader, or to a new one; without a task he is let go."""
        task = self.again.pop() if self.again else next(self.tasks, None)
        if task is None:
            if grader is not None:
                grader.close()
            return
        grader = grader or self.crew.hire()
        self.busy[grader] = task
        self.selector.register(grader, selectors.EVENT_READ)
        with suppress(ConnectionError):  # it is dead, which the next look will find out
            send(grader, task)

    def finished(self) -> Iterator[tuple[Any, Any]]:
        """Wait until somebody is done; give him the next task before his result is looked at."""
        for key, _ in self.selector.select():
            grader: Any = key.fileobj
            task = self.busy.pop(grader)
            self.selector.unregister(grader)
            try:
                result, last = receive(grader)
            except EOFError:
                result, last = self._died(task), True
            if last:
                grader.close()
            self.occupy(None if last else grader)
            if result is not None:
                yield task, result

    def _died(self, task: Any) -> WorkerDied | None:
        """Put a task back for one more try; report it if that was the second."""
        if any(task is suspect for suspect in self.suspects):
            return WorkerDied()
        self.suspects.append(task)
        self.again.append(task)
        return None

    def dismiss(self) -> None:
        """Let everybody go."""
        self.selector.close()
        for grader in self.busy:
            grader.close()
