"""Read a submission from a ZIP archive: limits are looked at in its directory, and held to while unpacking."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from grader.exchange.intake import labels
from grader.exchange.intake.read import read_plain
from grader.exchange.intake.take import (
    DEFAULT_LIMITS,
    Candidate,
    Handed,
    IntakeLimits,
    RefusedError,
    nothing,
    take,
)

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)
"""What `zipfile` raises at what is not an archive; RuntimeError at an entry that is encrypted after all."""

if TYPE_CHECKING:
    from pathlib import Path

    from grader.text import Text

_ENTRY = b"PK\x01\x02"
"""How every entry of an archive's directory begins."""
_DIRECTORY = 20
"""How many times more of these there may be than entries: files inside may be archives themselves, such as xlsx."""
_ENCRYPTED, _UTF8 = 0x1 | 0x40, 0x800
_RATIO, _SMALL = 200, 1 << 20
"""Text of a notebook packs to a tenth or twentieth; below a MiB the ratio says nothing."""


def read_archive(path: Path, *, limits: IntakeLimits = DEFAULT_LIMITS) -> Handed:
    """Read one submission from a ZIP archive.

    Parameters
    ----------
    path : Path
        The archive, a plain file no larger than all files of a submission may be together.
    limits : IntakeLimits
        How much is taken.

    Returns
    -------
    Handed
        What was taken and what not; nothing inside the archive raises an error, and nothing is written anywhere.
    """
    try:
        data = read_plain(path, limits.total)
        with _opened(data, limits) as archive:
            return take(_candidates(archive, limits), limits)
    except RefusedError as error:
        return nothing(path.name, error.reason)
    except _BROKEN:
        return nothing(path.name, labels.NOT_ZIP)


def _opened(data: bytes, limits: IntakeLimits) -> zipfile.ZipFile:
    # Counted before the directory is read: reading it makes an object of each entry.
    if data.count(_ENTRY) > _DIRECTORY * limits.entries:
        raise RefusedError(labels.TOO_MANY)
    return zipfile.ZipFile(io.BytesIO(data))


def _candidates(archive: zipfile.ZipFile, limits: IntakeLimits) -> list[Candidate]:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise RefusedError(labels.TOO_MANY)
    return [
        Candidate(_name(entry), entry.file_size, partial(_unpacked, archive, entry), _fault(entry))
        for entry in entries
        if not entry.is_dir()
    ]


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name as it was meant: Windows in Japan writes Shift_JIS, and does not say so."""
    name = entry.orig_filename
    if entry.flag_bits & _UTF8:
        return name
    for encoding in ("utf-8", "cp932"):
        try:
            return name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return name


def _fault(entry: zipfile.ZipInfo) -> Text | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        return labels.NOT_PLAIN
    if entry.flag_bits & _ENCRYPTED:
        return labels.ENCRYPTED
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return labels.PACKING  # the others unpack a block at once, however large it becomes
    is_bomb = entry.file_size > max(_SMALL, _RATIO * entry.compress_size)
    return labels.BOMB if is_bomb else None


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(entry) as stream:
            return stream.read(most)
    except _BROKEN as error:
        raise RefusedError(labels.BROKEN) from error
