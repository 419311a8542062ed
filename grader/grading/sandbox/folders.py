"""Work folders on the disk, for sandboxes that cannot mount one: made, measured, removed."""

from __future__ import annotations

import math
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from grader.grading.owner import has_ended, own_name

_OWNED, _BETWEEN = "kakehashi-run-", "~"
BLOCK = 512
"""Bytes in a unit of ``st_blocks``."""

LEAST = 32
"""Blocks that any file counts as: thousands of empty ones take time to remove."""


def make_folder(inside: Path | None = None) -> Path:
    """Make a folder that only this account can enter.

    Parameters
    ----------
    inside : Path, optional
        Where; by default the system's place for temporary files, where runs that were killed have left theirs.

    Returns
    -------
    Path
        The folder, without symbolic links.
    """
    prefix = "kakehashi-sandbox-" if inside else _prefix()
    return Path(tempfile.mkdtemp(prefix=prefix, dir=inside)).resolve()


def own_folder() -> TemporaryDirectory[str]:
    """Make a folder for temporary files of this process.

    Returns
    -------
    TemporaryDirectory
        The folder. If this process is killed, the next run removes it.
    """
    return TemporaryDirectory(prefix=_prefix(), ignore_cleanup_errors=True)


def _prefix() -> str:
    """Remove the folders of processes that are no more; return how ours begin."""
    for other in Path(tempfile.gettempdir()).glob(f"{_OWNED}*"):
        owner = other.name.removeprefix(_OWNED).replace(_BETWEEN, "/")
        with suppress(OSError):
            # Somebody else may have given that name to a link.
            if has_ended(owner) and other.lstat().st_uid == os.geteuid():
                remove_folder(other)
    return f"{_OWNED}{own_name().replace('/', _BETWEEN)}{_BETWEEN}"


def _unlinked(process: int) -> int:
    """Blocks of files that a process holds open after deleting them."""
    blocks = 0
    for entry in os.scandir(f"/proc/{process}/fd"):
        with suppress(FileNotFoundError):
            status = entry.stat()
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                blocks += status.st_blocks
    return blocks


def _listed(folder: Path) -> int:
    """Blocks of everything in a folder."""
    blocks, waiting = 0, [str(folder)]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            with suppress(FileNotFoundError):
                status = entry.stat(follow_symlinks=False)
                blocks += max(status.st_blocks, LEAST)
                if stat.S_ISDIR(status.st_mode):
                    waiting.append(entry.path)
    return blocks


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
        MiB; infinity if it hides something: files that may not be listed, or lie too deep to have a path.
    """
    try:
        return (_unlinked(process) + _listed(folder)) * BLOCK / 2**20
    except FileNotFoundError:  # removed meanwhile; the next look finds the rest
        return 0.0
    except OSError:
        return math.inf


def remove_folder(folder: Path) -> None:
    """Remove a folder whatever is in it: no access rights, ten thousand folders in each other.

    Nobody else writes there any more. Subfolders are moved up before they are emptied, so that no path grows long.

    Parameters
    ----------
    folder : Path
        The folder; nothing happens if it is not there.
    """
    if not folder.exists():
        return
    waiting, number = [folder], 0
    while waiting:
        current = waiting.pop()
        current.chmod(stat.S_IRWXU)
        for entry in list(os.scandir(current)):
            if entry.is_dir(follow_symlinks=False):
                os.chmod(entry.path, stat.S_IRWXU)  # noqa: PTH101 - a folder cannot be moved without
                number += 1
                moved = folder.with_name(f"{folder.name}-gone-{number}")
                os.rename(entry.path, moved)  # noqa: PTH104 - ten thousand times
                waiting.append(moved)
            else:
                os.unlink(entry.path)  # noqa: PTH108 - as above
        current.rmdir()
