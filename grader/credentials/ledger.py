"""The ledger of badges: one line for each that was issued or revoked, never changed afterwards."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.schema.lock import only_one
from grader.schema.store import check_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from grader.credentials.awards import Award


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was issued and revoked.

    Parameters
    ----------
    issued : tuple of mapping
        Entries ``issued``, oldest first.
    revoked : mapping of str to mapping
        Entry ``revoked`` by the id of the badge.
    """

    issued: tuple[Mapping[str, Any], ...]
    revoked: Mapping[str, Mapping[str, Any]]

    @property
    def revoked_places(self) -> list[int]:
        """Places of the revoked badges in the list of revocations."""
        return [entry["index"] for entry in self.issued if entry["id"] in self.revoked]

    def earlier(self, award: Award, achievement: str) -> Mapping[str, Any] | None:
        """Find the latest badge for the same achievement and evidence.

        Parameters
        ----------
        award : Award
            The confirmed level.
        achievement : str
            Id of the achievement.

        Returns
        -------
        mapping or None
            Its entry; None if there is none.
        """
        text = what_counts(award, achievement)
        same = (
            entry
            for entry in reversed(self.issued)
            if entry["achievement"] == award.code
            and entry["fingerprint"] == fingerprint(text, entry["salt"])
        )
        return next(same, None)


def what_counts(award: Award, achievement: str) -> str:
    """Write down person, achievement and evidence: two badges for the same would be one too many.

    Parameters
    ----------
    award : Award
        The confirmed level.
    achievement : str
        Id of the achievement.

    Returns
    -------
    str
        JSON; to be hashed, not to be kept.
    """
    kept = ("lesson", "exercise", "points", "max_points")
    answers = [[answer[key] for key in kept] for answer in award.estimate["evidence"]]
    return json.dumps([award.person, achievement, answers])


def fingerprint(text: str, salt: str) -> str:
    """Hash what counts, so that the ledger names nobody.

    Parameters
    ----------
    text : str
        What `what_counts` wrote.
    salt : str
        The badge's salt.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def read_ledger(path: Path) -> Ledger:
    """Read the ledger.

    Parameters
    ----------
    path : Path
        The file; nothing was issued if it is not there.

    Returns
    -------
    Ledger
        Its entries. A last line that a crash cut off was never finished and is left out.

    Raises
    ------
    InputError
        If a finished line is no entry.
    """
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    entries = [
        _entry(line, f"{path}:{number}")
        for number, line in enumerate(text.split("\n")[:-1], start=1)
    ]
    return Ledger(
        tuple(entry for entry in entries if entry["event"] == "issued"),
        {entry["id"]: entry for entry in entries if entry["event"] == "revoked"},
    )


def at_the_ledger(path: Path) -> AbstractContextManager[None]:
    """Keep others away from a ledger while it is read and added to: two could issue the same badge.

    Parameters
    ----------
    path : Path
        The ledger.

    Returns
    -------
    context manager
        Entering it raises `InputError` if somebody else is issuing or revoking.
    """
    busy = InputError(
        f"{path}: ほかの人がバッジを発行・取消し中です。終わってからやり直してください。",
        f"{path}: somebody else is issuing or revoking badges; try again when they have ended.",
    )
    return only_one(path.with_name(".lock"), busy)


def append(path: Path, entry: Mapping[str, Any]) -> None:
    """Add an entry; when this returns, it is on the disk.

    Parameters
    ----------
    path : Path
        The ledger.
    entry : mapping
        Fits the schema ``ledger``.

    Raises
    ------
    InputError
        If it does not fit.
    """
    check_json(entry, "ledger", str(path))
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        stream.seek(0)
        whole = stream.read().rpartition(b"\n")
        stream.truncate(len(whole[0]) + len(whole[1]))
        stream.write(line.encode())
        stream.flush()
        os.fsync(stream.fileno())


def _entry(line: str, where: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise InputError(
            f"{where}: 台帳の行がJSONとして読めません（{error}）。控えから戻してください。",
            f"{where}: this line of the ledger is not JSON ({error}); restore it from a copy.",
        ) from error
    check_json(data, "ledger", where)
    entry: Mapping[str, Any] = data
    return entry
