"""Do many tasks in processes; a process that dies takes nobody else with it.

`concurrent.futures` gives up on a whole pool when one of its processes dies, and does not say whose
fault it was. Here at most as many tasks as processes are under way, so only these are under
suspicion: each of them is tried again alone, and the one that kills its process a second time is
reported. All others are done in a fresh pool.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from types import FrameType

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class WorkerDied:
    """The process that worked on a task ended without an answer, twice."""


def run_each(
    function: Callable[[T], R], tasks: Sequence[T], *, workers: int
) -> Iterator[tuple[T, R | WorkerDied]]:
    """Call a function on every task in worker processes.

    Parameters
    ----------
    function : callable
        A module-level function; it should return errors rather than raise them.
    tasks : sequence
        Picklable arguments.
    workers : int
        Number of processes, at least 1.

    Yields
    ------
    tuple
        Each task and its result, in the order in which they are finished.

    Raises
    ------
    Exception
        Whatever `function` raised; the rest is then not done.
    """
    pending = deque(tasks)
    while pending:
        suspects = yield from _until_death(function, pending, workers=workers)
        for task in suspects:
            again = yield from _until_death(function, deque([task]), workers=1)
            if again:
                yield task, WorkerDied()


def _until_death(
    function: Callable[[T], R], pending: deque[T], *, workers: int
) -> Generator[tuple[T, R], None, list[T]]:
    """Work until nothing is pending or a process dies; return what was under way then."""
    in_flight: dict[Future[R], T] = {}
    with _pool(min(workers, len(pending))) as pool:
        while pending or in_flight:
            try:
                while pending and len(in_flight) < workers:
                    in_flight[pool.submit(function, pending[0])] = pending[0]
                    pending.popleft()
            except BrokenProcessPool:
                return [task for future, task in in_flight.items() if not _finished(future)]
            done, _ = wait(in_flight, return_when=FIRST_COMPLETED)
            for future in done:
                if _finished(future):
                    yield in_flight.pop(future), future.result()
            if any(not _finished(future) for future in done):
                wait(in_flight)  # a broken pool settles all its futures
                yield from (
                    (task, future.result())
                    for future, task in in_flight.items()
                    if _finished(future)
                )
                return [task for future, task in in_flight.items() if not _finished(future)]
    return []


def _finished(future: Future[R]) -> bool:
    """Tell a task that was done (or raised) from one whose process died."""
    return future.done() and not isinstance(future.exception(), BrokenProcessPool)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    # `spawn`, because fork copies locks and threads (zmq, SQLite) in whatever state they are in.
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    )
    try:
        yield pool
    except BaseException:
        # Ctrl-C, or the caller lost interest: do not wait for long notebooks. What is cut off here
        # has no results.json and is therefore graded anew next time.
        for process in list(pool._processes.values()):  # noqa: SLF001  # terminate_workers() is 3.14
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)


def _begin() -> None:
    """Live no longer than the parent, leave Ctrl-C to it, keep chatter of kernels off its screen."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    # jsonschema builds a grammar for international addresses when it is imported, which is half of
    # the start of a worker; no schema here asks for them, and jsonschema can do without.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    signal.signal(signal.SIGINT, _pass)  # SIG_IGN would be inherited by the kernels
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)


def _follow_parent() -> None:
    # An orphan would go on grading beside the run that is started after the parent was killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _pass(_number: int, _frame: FrameType | None) -> None:
    pass
