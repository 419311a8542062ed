"""Stop what does not end: a time limit around a trainee's code, without a second process."""

from __future__ import annotations

import _thread
import math
import signal
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SECONDS: ContextVar[float] = ContextVar("seconds", default=10.0)
"""How long a trainee's code may run in one check or one marking; nbgrader gives a cell 30 seconds."""


_HELD: ContextVar[bool] = ContextVar("held", default=False)
_END: ContextVar[float] = ContextVar("end", default=math.inf)
"""When the innermost limit in force will ring, on the monotonic clock."""


class TooSlowError(BaseException):
    """The time is over. No `Exception`, so that a loop which ignores every error ends as well."""


_AGAIN = 0.2
"""Seconds until the next interrupt, if the last one was swallowed."""


class _Clock:
    """A timer that interrupts the main thread, as Ctrl+C does, until it is stopped.

    Once is not enough: what is raised while Python collects garbage, in a finalizer or a callback, is reported
    and dropped, and the loop would go on for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._lock = threading.Lock()
        self.stopped = self._over = False
        self._before = signal.getsignal(signal.SIGINT)
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def start(self) -> None:
        signal.signal(signal.SIGINT, self._interrupted)
        self._timer.start()

    def stop(self) -> None:
        with self._lock:
            self.stopped = True
        self._timer.cancel()
        # This delivers an interrupt that is still under way, to `_interrupted`, before it changes hands.
        signal.signal(signal.SIGINT, self._before)

    def _ring(self) -> None:
        while True:
            with self._lock:
                if self.stopped:
                    return
                self._over = True
                _thread.interrupt_main()
            if self._timer.finished.wait(_AGAIN):
                return

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self._over:
            if not (self.stopped or _HELD.get()):
                raise TooSlowError
        elif callable(self._before):  # somebody pressed Ctrl+C
            self._before(number, frame)


@contextmanager
def unhurried() -> Iterator[None]:
    """Let no limit ring in this block; one that is due rings soon after it.

    Yields
    ------
    None
        While something is put in order that must not be left half done.
    """
    token = _HELD.set(True)
    try:
        yield
    finally:
        _HELD.reset(token)


def seconds_left() -> float:
    """Return how long the code that is running may still run.

    Returns
    -------
    float
        Seconds until the first of the limits in force rings; infinite outside of `time_limit`.
    """
    return _END.get() - time.monotonic()


@contextmanager
def time_limit(seconds: float | None = None) -> Iterator[None]:
    """Raise `TooSlowError` in this block when its time is over.

    Outside the main thread nothing is limited: only there can Python interrupt running code. A single call
    into a library that never returns is not interrupted either.

    Parameters
    ----------
    seconds : float, optional
        How long the block may take; `SECONDS` if not given.

    Yields
    ------
    None
        While the time runs.

    Raises
    ------
    TooSlowError
        If the block takes longer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    given = SECONDS.get() if seconds is None else seconds
    clock = _Clock(given)
    token = _END.set(min(_END.get(), time.monotonic() + given))
    clock.start()
    try:
        try:
            yield
        finally:
            clock.stopped = True
    finally:
        clock.stop()  # also when the bell rang at the very end of the block
        _END.reset(token)
