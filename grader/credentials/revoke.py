"""Revoke badges: the ledger keeps them, the list of revocations names their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.credentials.issuer import LEDGER, PROFILE, STATUS, issuer_folders, read_issuer
from grader.credentials.ledger import append, at_the_ledger, read_ledger
from grader.credentials.status import write_status_list
from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from grader.workspace import Workspace

_PREFIX, _ENOUGH = "urn:uuid:", 8


def find_badge(workspace: Workspace, badge: str) -> tuple[Path, Mapping[str, Any]]:
    """Find an issued badge in the ledgers of the present and of retired keys.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    badge : str
        Its id, or the first characters of it, as in the file's name; at least eight.

    Returns
    -------
    Path
        Folder of the issuer that issued it.
    mapping
        Its entry in the ledger.

    Raises
    ------
    InputError
        If no badge, or more than one, has such an id.
    """
    short = badge.removeprefix(_PREFIX)
    found = [
        (folder, entry)
        for folder in issuer_folders(workspace)
        for entry in read_ledger(folder / LEDGER).issued
        if len(short) >= _ENOUGH and entry["id"].startswith(_PREFIX + short)
    ]
    if len(found) != 1:
        raise InputError(
            f"「{badge}」に当たるバッジが台帳に{len(found)}件あります。urn:uuid:… の全体か、ファイル名の最後の8文字を指定してください。",
            f"The ledger has {len(found)} badges “{badge}”; give the whole urn:uuid:…, or the last 8 characters of the file's name.",
        )
    return found[0]


def revoke(folder: Path, badge: str, *, reason: str, on: date, key: Ed25519PrivateKey) -> None:
    """Revoke a badge and sign the list of revocations anew.

    Parameters
    ----------
    folder : Path
        Folder of the issuer that issued it.
    badge : str
        Its whole id. One that is revoked already stays as it is; the list is written all the same, so
        that a crash between the two is mended by doing it again.
    reason : str
        Why; it stays in the ledger and is not published.
    on : date
        Day of the revocation.
    key : Ed25519PrivateKey
        The private key of that issuer.
    """
    path = folder / LEDGER
    with at_the_ledger(path):
        if badge not in read_ledger(path).revoked:
            append(path, {"event": "revoked", "id": badge, "on": on.isoformat(), "reason": reason})
        issuer, places = read_issuer(folder / PROFILE), read_ledger(path).revoked_places
        write_status_list(folder / STATUS, issuer, key, revoked=places, on=on)
