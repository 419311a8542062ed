"""A chain of entries: each holds the authentication code of the one before, and a code over all that it holds.

Notes
-----
The code of an entry is HMAC-SHA-256 over its canonical JSON. Whoever has the database but not the key can neither
change an entry nor remove one from the middle unnoticed; that the end was cut off shows against an anchor kept elsewhere.

References
----------
H. Krawczyk, M. Bellare, R. Canetti (1997): HMAC: Keyed-Hashing for Message Authentication. RFC 2104.

B. Schneier, J. Kelsey (1999): Secure Audit Logs to Support Computer Forensics. ACM TISSEC 2(2), 159–176.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from grader.errors import RecordsError
from grader.records.audit import labels
from grader.records.audit.key import read_key
from grader.records.audit.model import Anchor, Entry, Verdict
from grader.records.audit.table import audit
from grader.records.columns import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from grader.records.access_log import Access
    from grader.text import Text

BEGINNING = "0" * 64
"""What stands before the first entry."""

KEY = "kakehashi_audit_key"
"""Execution option of an engine: path of the key's file."""

EARLIER = "access-log.jsonl"
"""Log of earlier versions. It stays as it is; the first entry seals it with its SHA-256."""

_SEALED = ("number", "time", "who", "what", "purpose", "subjects", "files", "previous")
_TICK = timedelta(microseconds=1)


def next_time(connection: Connection, when: datetime) -> datetime:
    """Give the time of the next entry.

    Parameters
    ----------
    connection : Connection
        Inside a transaction that writes.
    when : datetime
        What the clock says, with its zone.

    Returns
    -------
    datetime
        The same; if the last entry is as late or later, one microsecond after that one. So times never repeat and never
        run backwards, even where a clock does.

    Raises
    ------
    ValueError
        If the time has no zone.
    """
    stamp(when)  # refuses a time without a zone
    last = last_row(connection)
    return when if last is None else max(when, datetime.fromisoformat(last["time"]) + _TICK)


def append(
    connection: Connection,
    access: Access,
    *,
    what: str,
    subjects: Iterable[str] = (),
    files: Mapping[str, str] | None = None,
) -> None:
    """Append an entry.

    Parameters
    ----------
    connection : Connection
        Inside the transaction that does what the entry is about; no other may write at the same time.
    access : Access
        Who, when and for what; the time may become later, see `next_time`.
    what : str
        What is read or changed.
    subjects : iterable of str
        Pseudonymous ids of the people concerned.
    files : mapping of str to str, optional
        SHA-256 by name.

    Raises
    ------
    RecordsError
        If the key is missing or does not fit the last entry. The transaction must not be committed then.
    """
    last = last_row(connection)
    key = _key(connection, make=last is None)
    if last is None:
        last = _seal(connection, key, access)
    elif last["mac"] != _mac(key, last):
        said = labels.broken(last["number"])
        raise RecordsError(said.ja, said.en)
    _write(connection, key, last, access, what=what, subjects=subjects, files=files)


def _seal(connection: Connection, key: bytes, access: Access) -> Mapping[str, Any] | None:
    """Begin with the log of earlier versions, if there is one; a moment before the entry that is to be written."""
    path = _key_file(connection)
    log = path and path.with_name(EARLIER)
    if log is None or not log.is_file():
        return None
    files = {EARLIER: hashlib.sha256(log.read_bytes()).hexdigest()}
    before = replace(access, when=access.when - _TICK)
    return _write(connection, key, None, before, what=EARLIER, files=files)


def _write(  # noqa: PLR0913  # the parts of an entry
    connection: Connection,
    key: bytes,
    last: Mapping[str, Any] | None,
    access: Access,
    *,
    what: str,
    subjects: Iterable[str] = (),
    files: Mapping[str, str] | None = None,
) -> Mapping[str, Any]:
    row = {
        "number": last["number"] + 1 if last else 1,
        "time": stamp(next_time(connection, access.when)),
        "who": plain(access.who),
        "what": plain(what),
        "purpose": plain(access.purpose),
        "subjects": json.dumps(sorted(set(subjects))),
        "files": json.dumps(dict(files or {}), sort_keys=True),
        "previous": last["mac"] if last else BEGINNING,
    }
    row["mac"] = _mac(key, row)
    connection.execute(insert(audit), row)
    return row


def plain(text: str) -> str:
    """Take out what no database stores.

    Parameters
    ----------
    text : str
        Such as the name of an account, as the system gave it.

    Returns
    -------
    str
        With replacements for bytes that are no UTF-8, and for NUL.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def _mac(key: bytes, row: Mapping[str, Any]) -> str:
    sealed = [str(row[name]) for name in _SEALED]
    return hmac.new(key, json.dumps(sealed).encode(), hashlib.sha256).hexdigest()


def last_row(connection: Connection) -> Mapping[str, Any] | None:
    """Look at the last entry.

    Parameters
    ----------
    connection : Connection
        To read from.

    Returns
    -------
    mapping or None
        Its columns; None if there is no entry yet.
    """
    query = select(audit).order_by(audit.c.number.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _key(connection: Connection, *, make: bool) -> bytes:
    return read_key(_key_file(connection), make=make)


def _key_file(connection: Connection) -> Path | None:
    path = connection.get_execution_options().get(KEY)
    return None if path is None else Path(path)


def entries(connection: Connection) -> Iterator[Entry]:
    """Go through the audit.

    Parameters
    ----------
    connection : Connection
        To read from.

    Yields
    ------
    Entry
        From the first on, as they stand there; `verify` says whether they are genuine.

    Raises
    ------
    RecordsError
        If an entry was changed so that it cannot even be read.
    """
    for row in connection.execute(select(audit).order_by(audit.c.number)).mappings():
        try:
            yield _entry(row)
        except ValueError:
            said = labels.CHANGED
            raise RecordsError(
                f"{row['number']}: {said.ja}", f"{row['number']}: {said.en}"
            ) from None


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        number=row["number"],
        time=datetime.fromisoformat(row["time"]).astimezone(UTC),
        who=row["who"],
        what=row["what"],
        purpose=row["purpose"],
        subjects=tuple(json.loads(row["subjects"])),
        files=dict(json.loads(row["files"])),
        previous=row["previous"],
        mac=row["mac"],
    )


def verify(connection: Connection, anchor: Anchor | None = None) -> Verdict:
    """Go through the chain to the first entry that does not fit.

    Parameters
    ----------
    connection : Connection
        To read from.
    anchor : Anchor, optional
        What was kept elsewhere. Without one, nobody can see that entries at the end are gone.

    Returns
    -------
    Verdict
        How far it fits.

    Raises
    ------
    RecordsError
        If there are entries, and the key is missing.
    """
    fits, previous, key = 0, BEGINNING, b""
    for row in connection.execute(select(audit).order_by(audit.c.number)).mappings():
        key = key or _key(connection, make=False)
        reason = _reason(row, fits + 1, previous, key) or _against(row, anchor)
        if reason:
            number = fits + 1 if reason is labels.MISSING else row["number"]
            return Verdict(fits, number, reason)
        fits, previous = row["number"], row["mac"]
    if anchor and fits < anchor.number:
        return Verdict(fits, fits + 1, labels.CUT_OFF)
    return Verdict(fits)


def _reason(row: Mapping[Any, Any], number: int, previous: str, key: bytes) -> Text | None:
    if row["number"] != number:
        return labels.MISSING
    if row["mac"] != _mac(key, row):
        return labels.CHANGED
    return labels.UNLINKED if row["previous"] != previous else None


def _against(row: Mapping[Any, Any], anchor: Anchor | None) -> Text | None:
    if anchor is None or row["number"] != anchor.number or row["mac"] == anchor.mac:
        return None
    return labels.OTHER
