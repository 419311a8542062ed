"""Who took personal data out of a workspace, when, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Access:
    """One reading or writing of personal data.

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


def log_access(
    records: Path,
    access: Access,
    *,
    what: str,
    files: Mapping[str, str],
    subjects: Iterable[str] = (),
) -> None:
    """Append an entry to the audit of a workspace; to be called before the data are handed over.

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
    subjects : iterable of str
        Ids of the people whose data they are.

    Raises
    ------
    RecordsError
        If the entry cannot be written: the data must not be handed over then.
    """
    # A command that reads nobody's data does without the database.
    from grader.records.audit import append  # noqa: PLC0415
    from grader.records.database.open import open_records, writing  # noqa: PLC0415

    engine = open_records(records)
    try:
        with writing(engine) as connection:
            append(connection, access, what=what, subjects=subjects, files=files)
    finally:
        engine.dispose()
