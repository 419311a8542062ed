"""Who took personal data out of a workspace, when, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.records.dates import japanese_date
from grader.records.excel import cell_text, one_line
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from grader.text import Lang

_TAKEN_OUT = Text(
    "出力者：{who}　出力日時：{when}　目的：{purpose}", "exported by {who} on {when} for: {purpose}"
)


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


def need_purpose(access: Access) -> None:
    """Refuse to go on without a purpose.

    Parameters
    ----------
    access : Access
        Who, when and for what.

    Raises
    ------
    InputError
        If the purpose is empty.
    """
    if not cell_text(access.purpose):
        raise InputError(
            "目的が空です。--purpose に、個人情報を何に使うのかを書いてください。",
            "The purpose is empty; say with --purpose what the personal data are for.",
        )


def taken_out(access: Access, lang: Lang) -> str:
    """Say who takes personal data out, when and for what, as papers and pages bear it.

    Parameters
    ----------
    access : Access
        Who, when and for what.
    lang : {'ja', 'en'}
        Language.

    Returns
    -------
    str
        One line.
    """
    day = japanese_date(access.when.date()) if lang == "ja" else access.when.date().isoformat()
    return _TAKEN_OUT.get(lang).format(
        who=one_line(access.who),
        when=f"{day} {access.when:%H:%M} (UTC{access.when:%z})",
        purpose=one_line(access.purpose),
    )


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
    InputError
        If the purpose is empty.
    RecordsError
        If the entry cannot be written: the data must not be handed over then.
    """
    need_purpose(access)
    # A command that reads nobody's data does without the database.
    from grader.records.audit import append  # noqa: PLC0415
    from grader.records.database.open import open_records, writing  # noqa: PLC0415

    engine = open_records(records)
    try:
        with writing(engine) as connection:
            append(connection, access, what=what, subjects=subjects, files=files)
    finally:
        engine.dispose()
