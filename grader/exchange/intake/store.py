"""Keep what was handed in, each content once, under its own SHA-256.

A submission is a manifest: canonical JSON from path to SHA-256 and size. Its own SHA-256 is the submission's id, and it
is kept like any other content. A content is whole when it has its name, however the process ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from grader.schema.points import write_point

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

_OBJECTS = "objects"
_ALONE, _AT_ONCE = 4, 8
"""From how many files on they are put onto the disk at the same time, and how many of them."""


class Store:
    """Contents by their SHA-256, in a folder of ours.

    Parameters
    ----------
    root : Path
        The folder; made when the first content comes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.coming = root / "coming"

    def path(self, digest: str) -> Path:
        """Say where a content stands.

        Parameters
        ----------
        digest : str
            SHA-256, 64 hexadecimal digits.

        Returns
        -------
        Path
            May not exist.
        """
        return self.root / _OBJECTS / digest[:2] / digest[2:]

    def put(self, *contents: bytes) -> None:
        """Keep contents; they are on the disk when this returns.

        Parameters
        ----------
        *contents : bytes
            Many at once are much faster than one by one. A content that stands there already is left alone, unless
            it has been damaged.
        """
        wanted = {hashlib.sha256(data).hexdigest(): data for data in contents}
        there = {digest for digest in wanted if self.is_whole(digest)}
        write_all(
            {self.path(digest): wanted[digest] for digest in wanted if digest not in there},
            coming=self.coming,
        )
        sync(
            {self.path(digest).parent for digest in there}
        )  # who put it there may have been killed

    def get(self, digest: str) -> bytes:
        """Return a content.

        Parameters
        ----------
        digest : str
            Its SHA-256.

        Returns
        -------
        bytes
            The content.

        Raises
        ------
        FileNotFoundError
            If it is not there.
        """
        return self.path(digest).read_bytes()

    def files(self, submission: str) -> dict[str, bytes]:
        """Return a submission.

        Parameters
        ----------
        submission : str
            Its id.

        Returns
        -------
        dict of str to bytes
            Content by relative POSIX path, sorted.

        Raises
        ------
        FileNotFoundError
            If a part of it is not there.
        """
        told = json.loads(self.get(submission))["files"]
        return {path: self.get(told[path]["sha256"]) for path in sorted(told)}

    def verify(self) -> list[str]:
        """Look for damage.

        Returns
        -------
        list of str
            SHA-256 of each content that is not what its name says, sorted.
        """
        return sorted(digest for digest in self._digests() if not self.is_whole(digest))

    def _digests(self) -> Iterator[str]:
        for path in (self.root / _OBJECTS).glob("*/*"):
            yield path.parent.name + path.name

    def is_whole(self, digest: str) -> bool:
        """Tell whether a content is there and undamaged.

        Parameters
        ----------
        digest : str
            Its SHA-256.

        Returns
        -------
        bool
            Whether the bytes have this SHA-256.
        """
        try:
            return hashlib.sha256(self.get(digest)).hexdigest() == digest
        except FileNotFoundError:
            return False


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Describe a submission in the one way there is.

    Parameters
    ----------
    files : mapping of str to bytes
        Content by relative POSIX path.

    Returns
    -------
    bytes
        JSON with sorted keys and without spaces.
    """
    told = {path: describe(data) for path, data in files.items()}
    whole = {"files": told, "format_version": 1}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def describe(data: bytes) -> dict[str, str | int]:
    """Describe one content.

    Parameters
    ----------
    data : bytes
        The content.

    Returns
    -------
    dict
        Its ``sha256`` and its ``size`` in bytes.
    """
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def write_all(files: Mapping[Path, bytes], *, coming: Path) -> None:
    """Write files so that each is whole as soon as it has its name, and all are on the disk when this returns.

    Parameters
    ----------
    files : mapping of Path to bytes
        Content by place; missing folders are made.
    coming : Path
        Folder on the same disk for what is half written; a kill may leave something there, which harms nothing.
    """
    made = {
        above for folder in {coming, *(path.parent for path in files)} for above in _make(folder)
    }
    halves: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            write_point("content")
            half = coming / secrets.token_hex(8)
            halves[half] = path
            with half.open("xb") as stream:
                stream.write(data)
        sync(halves)
        for half, path in halves.items():
            write_point("contents complete")
            os.replace(half, path)  # noqa: PTH105  # the one call that is atomic on Windows and POSIX alike
    except BaseException:
        for half in halves:
            half.unlink(missing_ok=True)
        raise
    write_point("contents named")
    sync({path.parent for path in files} | made)


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; return those in which there is something new."""
    if folder.is_dir():
        return []
    changed = _make(folder.parent)
    folder.mkdir(exist_ok=True)
    return [*changed, folder.parent]


def sync(paths: Collection[Path]) -> None:
    """Put files, and the names in folders, onto the disk.

    Parameters
    ----------
    paths : collection of Path
        Files and folders, in any order.
    """
    if len(paths) < _ALONE:
        for path in paths:
            _sync(path)
        return
    # File systems answer calls that wait at the same time with one write: ten times as fast.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_sync, paths))


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return  # Windows writes names without being asked, and opens no folder as a file
    number = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
