"""Whom a badge is for: a staff e-mail address or number, which leaves this computer as a salted hash only."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.records import HEADERS, restore
from grader.text import Text

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"person": HEADERS["person"], "identity": Text("宛先", "identity")}


def normalised(identity: str) -> str:
    """Write an identity as it is hashed.

    Parameters
    ----------
    identity : str
        As somebody typed it.

    Returns
    -------
    str
        Without blanks around it and full-width letters; an e-mail address in lower case.

    Examples
    --------
    >>> normalised(" Hanako@City.Example ")
    'hanako@city.example'
    """
    text = unicodedata.normalize("NFKC", identity).strip()
    return text.lower() if "@" in text else text


def identity_type(identity: str) -> str:
    """Name the kind of an identity in the words of Open Badges.

    Parameters
    ----------
    identity : str
        The identity.

    Returns
    -------
    str
        ``emailAddress`` or ``identifier``.
    """
    return "emailAddress" if "@" in identity else "identifier"


def read_identities(path: Path) -> dict[str, str]:
    """Read who has which identity.

    Parameters
    ----------
    path : Path
        CSV in UTF-8 (with or without BOM) or cp932, with the columns 職員番号 (person) and 宛先 (identity).

    Returns
    -------
    dict of str to str
        Identity by person id.

    Raises
    ------
    InputError
        If it cannot be read, a column is missing, a cell is empty or a person stands there twice.
    """
    rows = csv.reader(io.StringIO(_decoded(path), newline=""))
    header = [cell.strip().lower() for cell in next(rows, [])]
    places = [
        next((header.index(name) for name in (text.ja, text.en) if name in header), None)
        for text in COLUMNS.values()
    ]
    person, identity = places
    if person is None or identity is None:
        raise InputError(
            f"{path}: 見出しに「職員番号」と「宛先」の二つの列を置いてください。",
            f"{path}: the header must have the two columns “person” and “identity”.",
        )
    found: dict[str, str] = {}
    for row in filter(any, rows):
        cells = [restore(row[at].strip()) if at < len(row) else "" for at in (person, identity)]
        if not all(cells) or cells[0] in found:
            raise InputError(
                f"{path}:{rows.line_num}: 空欄があるか、同じ職員番号が二度あります。",
                f"{path}:{rows.line_num}: a cell is empty, or the person stands there twice.",
            )
        found[cells[0]] = normalised(cells[1])
    return found


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        f"{path}: UTF-8でもcp932でもありません。Excelの「CSV UTF-8」で保存し直してください。",
        f"{path}: this is neither UTF-8 nor cp932; save it again from Excel as “CSV UTF-8”.",
    )
