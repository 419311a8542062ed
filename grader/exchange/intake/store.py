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
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_OBJECTS = "objects"


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

    def put(self, data: bytes) -> str:
        """Keep a content; it is on the disk when this returns.

        Parameters
        ----------
        data : bytes
            The content.

        Returns
        -------
        str
            Its SHA-256. A content that stands there already is left alone, unless it has been damaged.
        """
        digest = hashlib.sha256(data).hexdigest()
        if self.is_whole(digest):
            sync_folder(
                self.path(digest).parent
            )  # whoever put it there may have been killed before
        else:
            write_whole(self.path(digest), data, coming=self.coming)
        return digest

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

    def put_files(self, files: Mapping[str, bytes]) -> str:
        """Keep a submission.

        Parameters
        ----------
        files : mapping of str to bytes
            Content by relative POSIX path.

        Returns
        -------
        str
            The submission's id.
        """
        for data in files.values():
            self.put(data)
        return self.put(manifest(files))

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


def write_whole(path: Path, data: bytes, *, coming: Path) -> None:
    """Write a file so that it is whole and on the disk as soon as it has its name.

    Parameters
    ----------
    path : Path
        The file; its folder is made if it is missing.
    data : bytes
        The content.
    coming : Path
        Folder on the same disk for what is half written; a kill may leave something there, which harms nothing.
    """
    make_folder(coming)
    make_folder(path.parent)
    half = coming / secrets.token_hex(8)
    try:
        with half.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(half, path)  # noqa: PTH105  # the one call that is atomic on Windows and POSIX alike
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each on the disk before the next.

    Parameters
    ----------
    path : Path
        The folder.
    """
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Put the names in a folder onto the disk.

    Parameters
    ----------
    path : Path
        The folder.
    """
    if (
        sys.platform == "win32"
    ):  # Windows writes names without being asked, and opens no folder as a file
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
