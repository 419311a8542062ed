"""Interrupt what does not end."""

from __future__ import annotations

import signal
import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_AGAIN = 0.2
"""Seconds until the next interrupt: the last one may have been swallowed, by a loop or by a finalizer."""


class Clock:
    """Raises `KeyboardInterrupt`, as Jupyter does, in what takes too long; again and again until it ends."""

    def __init__(self) -> None:
        self.rang = False

    def run(self, work: Callable[[], T], seconds: float) -> T:
        """Do something that must end.

        Parameters
        ----------
        work : callable
            Without arguments.
        seconds : float
            How long it may take; without effect where there is no such timer (Windows).

        Returns
        -------
        T
            What it returns.

        Raises
        ------
        KeyboardInterrupt
            If it takes longer.
        """
        began = time.monotonic()
        try:
            try:
                _set(seconds)
                return work()
            finally:
                _set(0)
        finally:
            _set(0)  # the bell may have rung at the very end
            self.rang = time.monotonic() - began >= seconds


def _set(seconds: float) -> None:
    if sys.platform != "win32":
        # Its own frame would show in the trainee's traceback if the handler were Python.
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN if seconds else 0)
