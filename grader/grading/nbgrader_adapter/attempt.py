"""How a conversion by nbgrader went."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one conversion by nbgrader went.

    Parameters
    ----------
    error : BaseException or None
        The first thing that went wrong.
    log : str
        What nbgrader logged.
    """

    error: BaseException | None
    log: str
