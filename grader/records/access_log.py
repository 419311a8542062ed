"""Who took personal data out of a workspace, when, and for what."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "access-log.jsonl"


@dataclass(frozen=True, slots=True)
class Access:
    """One reading of personal data.

    Parameters
    ----------
    who : str
        Account of the person.
    when : datetime
        With a zone.
    purpose : str
        What the data are for.
    """

    who: str
    when: datetime
    purpose: str


def log_access(records: Path, access: Access, *, what: str, files: Mapping[str, str]) -> None:
    """Add a line to the log of a workspace; to be called before the data are handed over.

    Parameters
    ----------
    records : Path
        Folder of people's records.
    access : Access
        Who, when and for what.
    what : str
        Which data, such as ``grades``.
    files : mapping of str to str
        SHA-256 by name of each file handed over.

    Raises
    ------
    InputError
        If the line cannot be written: the data must not be handed over then.
    """
    entry = {
        "when": access.when.isoformat(),
        "who": access.who,
        "what": what,
        "purpose": access.purpose,
        "files": dict(sorted(files.items())),
    }
    # ASCII only: no character of a name can begin a line of its own.
    line = json.dumps(entry, sort_keys=True).encode() + b"\n"
    path = records / FILE_NAME
    try:
        records.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as log:
            log.write(line)
            os.fsync(log.fileno())
    except OSError as error:
        raise InputError(
            f"{path}: 記録を書けないため、個人情報を出すのをやめました（{error.strerror}）。置き場所と権限を確かめてください。",
            f"{path}: no personal data were handed over, as this log cannot be written ({error.strerror}). Look at place and rights.",
        ) from error
