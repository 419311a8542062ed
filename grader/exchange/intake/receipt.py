"""Receipts: what was received from whom, when, by our own clock."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.exchange.intake import labels
from grader.exchange.intake.names import printable, why_not
from grader.exchange.intake.store import Store, describe, manifest, write_all
from grader.exchange.intake.take import Handed, Refusal
from grader.schema.lock import only_one
from grader.schema.store import check_json, read_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

SCHEMA = "receipt"
_FOLDER = "receipts"
_PENDING = ".pending"
_TOGETHER = 50
"""Works whose locks are held at once: each is an open file."""


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


@dataclass(frozen=True, slots=True)
class Work:
    """What one trainee handed in for one assignment.

    Parameters
    ----------
    trainee, assignment : str
        Whose work, for what; names that `read_folder` takes.
    handed : Handed
        What was taken of it.
    """

    trainee: str
    assignment: str
    handed: Handed


def receive(
    work: Work,
    store: Store,
    *,
    now: datetime,
    deliver: Callable[[Receipt], object] | None = None,
) -> Receipt | None:
    """Keep a submission and write its receipt; both are on the disk when this returns.

    The bytes of the latest attempt received again are that attempt: the same receipt, and no further one. (The bytes
    of an earlier attempt are a new one, because the latest counts.)

    Parameters
    ----------
    work : Work
        What was handed in.
    store : Store
        Where it is kept, with the receipts.
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
        If another process is receiving the same trainee's work for the same assignment, a receipt is damaged, or
        a name is not taken.
    """
    if not work.handed.files:
        return None
    pending = _folder(store, work.trainee, work.assignment) / _PENDING
    with _only_receiver(store, work.trainee, work.assignment):
        if deliver is not None:
            write_all({pending: b""}, coming=store.coming)
        before = latest(store, work.trainee, work.assignment)
        receipt = _next(work, before, now)
        _keep([(work, before, receipt)], store)
        if deliver is not None:
            deliver(receipt)
            pending.unlink()
    return receipt


def receive_all(works: Sequence[Work], store: Store, *, now: datetime) -> list[Receipt | Refusal]:
    """Receive the work of a class, which is much faster together than one by one.

    Parameters
    ----------
    works : sequence of Work
        What was handed in, one for each trainee and assignment.
    store : Store
        Where it is kept, with the receipts.
    now : datetime
        Time of receipt, with a time zone.

    Returns
    -------
    list of Receipt or Refusal
        As `receive` would give it, for each work; what it would raise is a refusal, and stops no other.
    """
    received: list[Receipt | Refusal] = []
    for start in range(0, len(works), _TOGETHER):
        received += _receive_some(works[start : start + _TOGETHER], store, now)
    return received


def _receive_some(works: Sequence[Work], store: Store, now: datetime) -> list[Receipt | Refusal]:
    results: list[Receipt | Refusal] = []
    new: list[tuple[Work, Receipt | None, Receipt]] = []
    with ExitStack() as locks:
        for work in works:
            if not work.handed.files:
                results.append(Refusal(printable(work.trainee), labels.NOTHING))
                continue
            try:
                locks.enter_context(_only_receiver(store, work.trainee, work.assignment))
                before = latest(store, work.trainee, work.assignment)
            except InputError as error:
                results.append(Refusal(printable(work.trainee), Text(error.ja, error.en)))
                continue
            receipt = _next(work, before, now)
            new.append((work, before, receipt))
            results.append(receipt)
        _keep(new, store)
    return results


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
        For which it was called. What another process is receiving at this moment is left to that process, and what
        has a damaged receipt to `receive`, which tells of it.
    """
    settled = []
    for pending in sorted((store.root / _FOLDER).glob(f"*/*/{_PENDING}")):
        trainee, assignment = pending.parts[-3:-1]
        with suppress(InputError), _only_receiver(store, trainee, assignment):
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


def _next(work: Work, before: Receipt | None, now: datetime) -> Receipt:
    """Return the receipt for a work: that of before if the bytes are the same."""
    files = work.handed.files
    submission = hashlib.sha256(manifest(files)).hexdigest()
    if before is not None and before.submission_sha256 == submission:
        return before
    return Receipt(
        trainee=work.trainee,
        assignment=work.assignment,
        attempt=1 if before is None else before.attempt + 1,
        received_at=_utc(now),
        submission_sha256=submission,
        files=tuple(_file(path, data) for path, data in sorted(files.items())),
        refusals=work.handed.refusals,
    )


def _keep(new: Sequence[tuple[Work, Receipt | None, Receipt]], store: Store) -> None:
    """Put works, and then their receipts, onto the disk, as far as they are not there."""
    contents: list[bytes] = []
    for work, before, receipt in new:
        if receipt is not before or not _is_undamaged(receipt, store):
            contents += [*work.handed.files.values(), manifest(work.handed.files)]
    store.put(*contents)
    receipts = dict(_written(receipt, store) for _, before, receipt in new if receipt is not before)
    write_all(receipts, coming=store.coming)


def _is_undamaged(receipt: Receipt, store: Store) -> bool:
    digests = [receipt.submission_sha256, *(file.sha256 for file in receipt.files)]
    return all(store.is_whole(digest) for digest in digests)


def _folder(store: Store, trainee: str, assignment: str) -> Path:
    for name in (trainee, assignment):
        reason = why_not(name)
        if reason is not None:
            shown = printable(name)
            raise InputError(f"{shown}: {reason.ja}", f"{shown}: {reason.en}")
    return store.root / _FOLDER / trainee / assignment


def _utc(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _file(path: str, data: bytes) -> ReceivedFile:
    told = describe(data)
    return ReceivedFile(path, str(told["sha256"]), int(told["size"]))


def _written(receipt: Receipt, store: Store) -> tuple[Path, bytes]:
    data = {"format_version": 1, **asdict(receipt)}
    for many in ("files", "refusals"):
        data[many] = list(data[many])
    path = _folder(store, receipt.trainee, receipt.assignment) / f"{receipt.attempt:03d}.json"
    check_json(data, SCHEMA, str(path))
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return path, text.encode()


def _read(path: Path) -> Receipt:
    data: dict[str, Any] = read_json(path, SCHEMA)
    del data["format_version"]
    data["files"] = tuple(ReceivedFile(**file) for file in data["files"])
    data["refusals"] = tuple(
        Refusal(refusal["file"], Text(**refusal["reason"])) for refusal in data["refusals"]
    )
    return Receipt(**data)


def _only_receiver(store: Store, trainee: str, assignment: str) -> AbstractContextManager[None]:
    busy = InputError(
        f"{trainee} の {assignment} は、いま別の処理が受け取っています。少し待って、もう一度提出してください。",
        f"Another process is receiving {assignment} of {trainee}; wait a moment and submit again.",
    )
    return only_one(_folder(store, trainee, assignment) / ".lock", busy)
