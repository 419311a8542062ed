"""Work folders on the disk, for sandboxes that cannot mount one: made, measured, removed."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

BLOCK = 512
"""Bytes in a unit of ``st_blocks``."""


def make_folder(inside: Path | None = None) -> Path:
    """Make a folder that only this account can enter.

    Parameters
    ----------
    inside : Path, optional
        Where; the system's place for temporary files by default.

    Returns
    -------
    Path
        The folder, without symbolic links.
    """
    return Path(tempfile.mkdtemp(prefix="kakehashi-", dir=inside)).resolve()


def _unlinked(process: int) -> list[os.stat_result]:
    """Files that a process holds open after deleting them."""
    found = []
    try:
        for entry in os.scandir(f"/proc/{process}/fd"):
            status = entry.stat()
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                found.append(status)
    except OSError:  # it ended meanwhile, or closed the file
        return found
    return found


def space_used(folder: Path, process: int) -> float:
    """Measure what a session keeps on the disk.

    Parameters
    ----------
    folder : Path
        Its work folder.
    process : int
        Its process.

    Returns
    -------
    float
        MiB; infinity if a folder in it cannot be listed, or lies too deep to have a path.
    """
    blocks = sum(status.st_blocks for status in _unlinked(process))
    waiting = [str(folder)]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except FileNotFoundError:
            continue
        except OSError:
            return float("inf")
        for entry in entries:
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            blocks += status.st_blocks
            if stat.S_ISDIR(status.st_mode):
                waiting.append(entry.path)
    return blocks * BLOCK / 2**20


def remove_folder(folder: Path) -> None:
    """Remove a folder whatever is in it: no access rights, ten thousand folders in each other.

    Nobody else writes there any more. Subfolders are moved up before they are emptied, so that no path grows long.

    Parameters
    ----------
    folder : Path
        The folder; nothing happens if it is not there.
    """
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except (OSError, RecursionError):
        _remove_stubborn(folder)


def _remove_stubborn(folder: Path) -> None:
    folder.chmod(0o700)
    waiting, number = [folder], 0
    while waiting:
        current = waiting.pop()
        for entry in list(os.scandir(current)):
            path = Path(entry.path)
            if not entry.is_dir(follow_symlinks=False):
                path.unlink()
                continue
            path.chmod(0o700)
            number += 1
            moved = folder.with_name(f"{folder.name}-gone-{number}")
            waiting.append(path.rename(moved))
        current.rmdir()
