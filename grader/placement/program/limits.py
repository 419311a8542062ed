"""How long and how exactly a program is solved."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

_EARLY = 0.75


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how exactly a program is solved.

    Parameters
    ----------
    seconds : float
        Seconds for the whole program.
    gap : float
        Relative gap at which a goal is good enough, 0 or more.
    threads : int
        Threads; part of what makes a run repeatable.
    seed : int
        Seed of the solver.
    """

    seconds: float = 60.0
    gap: float = 1e-4
    threads: int = 2
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Clock:
    """The limits, and when the time is over.

    Parameters
    ----------
    limits : Limits
        The limits.
    end : float
        End, on the monotonic clock.
    """

    limits: Limits
    end: float

    @classmethod
    def started(cls, limits: Limits) -> Clock:
        """Start the clock now.

        Parameters
        ----------
        limits : Limits
            The limits.

        Returns
        -------
        Clock
            It ends after their seconds.
        """
        return cls(limits, monotonic() + limits.seconds)

    @property
    def is_late(self) -> bool:
        """Whether a quarter of the seconds is over."""
        return self.left() < _EARLY * self.limits.seconds

    def left(self, share: float = 1.0) -> float:
        """Return the seconds left, or a share of them; never quite 0.

        Parameters
        ----------
        share : float, default 1
            Share of the seconds, 0 to 1.

        Returns
        -------
        float
            Seconds.
        """
        return max(0.01, share * (self.end - monotonic()))
