"""What a sandbox and its sessions look like from outside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.sandbox.order import Kind
    from grader.grading.sandbox.streams import Stream


@dataclass(frozen=True, slots=True)
class Spent:
    """What a session cost.

    Parameters
    ----------
    fork : float
        CPU seconds for making and confining the fresh process; 0 where it cannot be told.
    execute : float
        CPU seconds of the fresh process itself and of its own children; 0 where it cannot be told.
    memory_mb : float
        Largest resident size, in MiB; 0 where it cannot be told.
    """

    fork: float = 0.0
    execute: float = 0.0
    memory_mb: float = 0.0


class Session:
    """A fresh, confined process that answers on a stream.

    Parameters
    ----------
    stream : Stream
        To the process.
    finish : callable
        Kills and reaps the process and all that it started, and says what it cost.
    """

    def __init__(self, stream: Stream, finish: Callable[[], Spent]) -> None:
        self.stream = stream
        self._finish = finish
        self._spent: Spent | None = None

    def close(self) -> Spent:
        """End it, whatever it is doing; a second time does nothing.

        Returns
        -------
        Spent
            What it cost.
        """
        if self._spent is None:
            self._spent = self._finish()
            self.stream.close()
        return self._spent


class Sandbox(ABC):
    """Opens one session at a time; a context manager.

    Parameters
    ----------
    name : {'bubblewrap', 'landlock', 'container', 'none'}
        What isolates the sessions, as every record names it.
    """

    def __init__(self, name: Kind) -> None:
        self.name = name

    @abstractmethod
    def open(self) -> Session:
        """Open a session. One that is still open is closed before.

        Returns
        -------
        Session
            A fresh, confined process.

        Raises
        ------
        GradingError
            If none can be made.
        """

    def twin(self) -> Sandbox:
        """Make another one that is as warm, for another process; this one is to open no sessions then.

        Returns
        -------
        Sandbox
            This very one where there is nothing to share.
        """
        return self

    @abstractmethod
    def close(self) -> None:
        """End everything; a second time does nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.close()
