"""Receipts: what was received from whom, when, by our own clock."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.exchange.intake.store import Store, describe, manifest, write_whole
from grader.exchange.intake.take import Handed, Refusal
from grader.schema.lock import only_one
from grader.schema.store import check_json, read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCHEMA = "receipt"
_FOLDER = "receipts"
_LOCK, _PENDING = ".lock", ".pending"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file of a submission.

    Parameters
    ----------
    path : str
        Relative POSIX path.
    sha256 : str
        Of its content.
    size : int
        In bytes.
    """

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received.

    Parameters
    ----------
    trainee, assignment : str
        Whose work, for what.
    attempt : int
        Which one of this trainee for this assignment, from 1; the latest counts.
    received_at : str
        When, in UTC, as ISO 8601 with microseconds.
    submission_sha256 : str
        Id of the content: SHA-256 of its manifest.
    files : tuple of ReceivedFile
        What was taken, sorted by path.
    refusals : tuple of Refusal
        What was not taken.
    """

    trainee: str
    assignment: str
    attempt: int
    received_at: str
    submission_sha256: str
    files: tuple[ReceivedFile, ...]
    refusals: tuple[Refusal, ...] = ()


def receive(
    handed: Handed,
    store: Store,
    *,
    trainee: str,
    assignment: str,
    now: datetime,
    deliver: Callable[[Receipt], object] | None = None,
) -> Receipt | None:
    """Keep a submission and write its receipt; both are on the disk when this returns.

    The bytes of the latest attempt received again are that attempt: the same receipt, and no further one. (The bytes
    of an earlier attempt are a new one, because the latest counts.)

    Parameters
    ----------
    handed : Handed
        What was taken.
    store : Store
        Where it is kept, with the receipts.
    trainee, assignment : str
        Whose work, for what; names that `read_folder` takes.
    now : datetime
        Time of receipt, with a time zone.
    deliver : callable, optional
        Called with the receipt when it is on the disk; may be called for one receipt more than once. If the process
        ends before it has returned, `settle_receipts` calls it again.

    Returns
    -------
    Receipt or None
        None if nothing was taken: there is nothing to receive then.

    Raises
    ------
    InputError
        If another process is receiving the same trainee's work for the same assignment, or a receipt is damaged.
    """
    if not handed.files:
        return None
    folder = _folder(store, trainee, assignment)
    with only_one(folder / _LOCK, _busy(trainee, assignment)):
        if deliver is not None:
            write_whole(folder / _PENDING, b"", coming=store.coming)
        receipt = _kept(handed, store, trainee, assignment, now=now)
        if deliver is not None:
            deliver(receipt)
            (folder / _PENDING).unlink()
    return receipt


def settle_receipts(store: Store, deliver: Callable[[Receipt], object]) -> list[Receipt]:
    """Deliver what was received by a process that ended before it was delivered.

    Parameters
    ----------
    store : Store
        Where receipts are kept.
    deliver : callable
        Called with each such receipt; it may have been delivered already.

    Returns
    -------
    list of Receipt
        For which it was called. What another process is receiving at this moment is left to that process.

    Raises
    ------
    InputError
        If a receipt is damaged.
    """
    settled = []
    for pending in sorted((store.root / _FOLDER).glob(f"*/*/{_PENDING}")):
        trainee, assignment = pending.parts[-3:-1]
        with suppress(_BusyError), only_one(pending.with_name(_LOCK), _busy(trainee, assignment)):
            receipt = latest(store, trainee, assignment)
            if receipt is not None:
                deliver(receipt)
                settled.append(receipt)
            pending.unlink(missing_ok=True)
    return settled


def latest(store: Store, trainee: str, assignment: str) -> Receipt | None:
    """Return the receipt that counts.

    Parameters
    ----------
    store : Store
        Where receipts are kept.
    trainee, assignment : str
        Whose work, for what.

    Returns
    -------
    Receipt or None
        None if nothing has been received.

    Raises
    ------
    InputError
        If the receipt is damaged.
    """
    folder = _folder(store, trainee, assignment)
    newest = max(folder.glob("*.json"), key=lambda path: int(path.stem), default=None)
    return None if newest is None else _read(newest)


def _kept(handed: Handed, store: Store, trainee: str, assignment: str, *, now: datetime) -> Receipt:
    before = latest(store, trainee, assignment)
    submission = hashlib.sha256(manifest(handed.files)).hexdigest()
    same = before if before is not None and before.submission_sha256 == submission else None
    if same is None or not _is_undamaged(same, store):
        store.put_files(handed.files)
    if same is not None:
        return same
    receipt = Receipt(
        trainee=trainee,
        assignment=assignment,
        attempt=1 if before is None else before.attempt + 1,
        received_at=_utc(now),
        submission_sha256=submission,
        files=tuple(_file(path, data) for path, data in sorted(handed.files.items())),
        refusals=handed.refusals,
    )
    _write(receipt, store)
    return receipt


def _is_undamaged(receipt: Receipt, store: Store) -> bool:
    digests = [receipt.submission_sha256, *(file.sha256 for file in receipt.files)]
    return all(store.is_whole(digest) for digest in digests)


def _folder(store: Store, trainee: str, assignment: str) -> Path:
    return store.root / _FOLDER / trainee / assignment


def _utc(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _file(path: str, data: bytes) -> ReceivedFile:
    told = describe(data)
    return ReceivedFile(path, str(told["sha256"]), int(told["size"]))


def _write(receipt: Receipt, store: Store) -> None:
    data = {"format_version": 1, **asdict(receipt)}
    for many in ("files", "refusals"):
        data[many] = list(data[many])
    path = _folder(store, receipt.trainee, receipt.assignment) / f"{receipt.attempt:03d}.json"
    check_json(data, SCHEMA, str(path))
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(path, text.encode(), coming=store.coming)


def _read(path: Path) -> Receipt:
    data: dict[str, Any] = read_json(path, SCHEMA)
    del data["format_version"]
    data["files"] = tuple(ReceivedFile(**file) for file in data["files"])
    data["refusals"] = tuple(
        Refusal(refusal["file"], Text(**refusal["reason"])) for refusal in data["refusals"]
    )
    return Receipt(**data)


class _BusyError(InputError):
    """Another process is receiving the same work."""


def _busy(trainee: str, assignment: str) -> _BusyError:
    return _BusyError(
        f"{trainee} の {assignment} は、いま別の処理が受け取っています。少し待って、もう一度提出してください。",
        f"Another process is receiving {assignment} of {trainee}; wait a moment and submit again.",
    )
