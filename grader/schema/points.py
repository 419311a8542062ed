"""Where a run may be cut off: called before and after everything that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

listener: Callable[[str], None] | None = None
"""Called with the name of each write point. For tests that end a run there; nobody else sets it."""


def write_point(name: str) -> None:
    """Say that something is about to be written, or has just been.

    Parameters
    ----------
    name : str
        What: ``commit``, ``file`` …
    """
    if listener is not None:
        listener(name)
