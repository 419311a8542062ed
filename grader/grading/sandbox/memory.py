"""How much memory a session holds: the kernel's limit counts for each process, and a session may have many."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def _family(process: int) -> list[int]:
    """List a process and all below it."""
    found = [process]
    for one in found:  # grows meanwhile
        with suppress(OSError):  # it has ended
            for thread in os.scandir(f"/proc/{one}/task"):
                found += map(int, Path(thread.path, "children").read_text("ascii").split())
    return found


def _resident(process: int) -> int:
    """Pages in memory, those that it shares with others too, in bytes."""
    with suppress(OSError):
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _share(process: int) -> int:
    """Its share of the memory, in bytes: a page of three processes counts a third."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):  # it has ended, or hides
        return _resident(process)


def holds_more(process: int, most_mb: int) -> bool:
    """Tell whether a process and all below it together hold more memory than they may.

    Parameters
    ----------
    process : int
        The first of them.
    most_mb : int
        What they may hold, in MiB.

    Returns
    -------
    bool
        Whether they do. What forked processes share is counted once.
    """
    most, family = most_mb << 20, _family(process)
    # The cheap sum first: it is never the smaller one.
    return sum(map(_resident, family)) > most and sum(map(_share, family)) > most
