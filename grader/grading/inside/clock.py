"""Interrupt what does not end."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

T = TypeVar("T")

_AGAIN = 0.2
"""Seconds until the next interrupt: the last one may have been swallowed, by a loop or by a finalizer."""


class Clock:
    """Raises `KeyboardInterrupt`, as Jupyter does, in what takes too long; again and again until it ends."""

    def __init__(self) -> None:
        self.rang = self._running = False

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
        self.rang = False
        try:
            try:
                self._set(seconds)
                return work()
            finally:
                self._running = False
        finally:
            self._set(0)  # also when the bell rang at the very end

    def _set(self, seconds: float) -> None:
        self._running = seconds > 0
        if sys.platform != "win32":
            if self._running:
                signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN if self._running else 0)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if self._running:
            self.rang = True
            raise KeyboardInterrupt
