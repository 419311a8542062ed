"""The issuer of badges: a key pair, and a profile that says whose it is."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from grader.credentials import openbadges
from grader.credentials.status import write_status_list
from grader.errors import InputError
from grader.schema.store import read_json, write_json, write_text
from grader.text import Text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grader.workspace import Workspace

KEY, PROFILE, STATUS, LEDGER = "private-key.pem", "issuer.json", "status.jwt", "ledger.jsonl"
_ID = re.compile(r"(did:web:[A-Za-z0-9._%:-]+|https://[^\s/]+(/\S*)?)\Z")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, and the key by which one knows it.

    Parameters
    ----------
    id : str
        ``did:web:…`` or an ``https://`` address.
    name : Text
        Name of the municipality.
    key : str
        Public Ed25519 key: 32 bytes in base64url, the ``x`` of a JWK.
    status_url : str
        Where the list of revocations is, or would be, published.
    """

    id: str
    name: Text
    key: str
    status_url: str


def credentials_folder(workspace: Workspace) -> Path:
    """Return where key, profile, ledger and list of revocations stand.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        ``records/credentials``.
    """
    return workspace.records / "credentials"


def issuer_folders(workspace: Workspace) -> list[Path]:
    """List the folder of the present key and those of retired ones.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    list of Path
        The present one first; folders without a profile are left out.
    """
    now = credentials_folder(workspace)
    folders = [now, *sorted(now.glob("retired-*"))]
    return [folder for folder in folders if (folder / PROFILE).is_file()]


def read_issuer(path: Path) -> Issuer:
    """Read an issuer's profile.

    Parameters
    ----------
    path : Path
        An ``issuer.json``.

    Returns
    -------
    Issuer
        The issuer.

    Raises
    ------
    InputError
        If it is missing or is no such profile.
    """
    if not path.is_file():
        raise InputError(
            f"{path}: 発行者の情報がありません。先に kakehashi badge key で鍵を作るか、"
            "--issuer で発行者の issuer.json を指定してください。",
            f"{path}: there is no issuer; make a key with kakehashi badge key first, or give the "
            "issuer's issuer.json with --issuer.",
        )
    data = read_json(path, "issuer")
    return Issuer(data["id"], Text(**data["name"]), data["public_key"]["x"], data["status_list"])


def status_address(issuer_id: str) -> str:
    """Derive where the list of revocations would be published.

    Parameters
    ----------
    issuer_id : str
        Id of the issuer.

    Returns
    -------
    str
        ``status.jwt`` beside what the id names.

    Examples
    --------
    >>> status_address("did:web:city.example:badges")
    'https://city.example/badges/status.jwt'
    >>> status_address("https://city.example/badges/issuer.json")
    'https://city.example/badges/status.jwt'
    """
    if issuer_id.startswith("did:web:"):
        places = issuer_id.removeprefix("did:web:").split(":")
        return urljoin(f"https://{'/'.join(map(unquote, places))}/", STATUS)
    return urljoin(issuer_id, STATUS)


def make_key(
    folder: Path,
    *,
    issuer_id: str,
    name: Text,
    created: date,
    passphrase: str | None = None,
    force: bool = False,
) -> Issuer:
    """Make a key pair, the profile that belongs to it, and an empty list of revocations.

    Parameters
    ----------
    folder : Path
        Where they are written. For a ``did:web`` id a ``did.json`` to publish is added.
    issuer_id : str
        ``did:web:…`` or an ``https://`` address; it is not looked up.
    name : Text
        Name of the municipality.
    created : date
        Day on which the list of revocations begins.
    passphrase : str, optional
        Encrypts the private key.
    force : bool
        Whether a key that is there may be retired: it moves, with its ledger, to ``retired-…``.

    Returns
    -------
    Issuer
        The new issuer.

    Raises
    ------
    InputError
        If the id is neither, or there is a key already and `force` is not set.
    """
    if not _ID.match(issuer_id):
        raise InputError(
            f"発行者のID「{issuer_id}」は使えません。did:web:city.example か https:// で始まるアドレスにしてください。",
            f"The issuer id “{issuer_id}” cannot be used; give did:web:city.example or an https:// address.",
        )
    _make_room(folder, force=force)
    private = Ed25519PrivateKey.generate()
    issuer = Issuer(issuer_id, name, openbadges.public_x(private), status_address(issuer_id))
    _write_private(folder / KEY, private, passphrase)
    if issuer_id.startswith("did:web:"):
        document = openbadges.did_document(issuer_id, issuer.key)
        write_text(folder / "did.json", json.dumps(document, indent=1, sort_keys=True) + "\n")
    write_status_list(folder / STATUS, issuer, private, revoked=(), on=created)
    _write_profile(folder / PROFILE, issuer)  # last: a folder with a profile is whole
    return issuer


def read_private_key(folder: Path, passphrase: str | None = None) -> Ed25519PrivateKey:
    """Read the private key.

    Parameters
    ----------
    folder : Path
        Folder of the issuer.
    passphrase : str, optional
        Opens an encrypted key.

    Returns
    -------
    Ed25519PrivateKey
        The key.

    Raises
    ------
    InputError
        If there is no key, the passphrase is missing or wrong, or the key is not that of the profile.
    """
    path = folder / KEY
    issuer = read_issuer(folder / PROFILE)
    try:
        password = passphrase.encode() if passphrase and is_encrypted(folder) else None
        key = serialization.load_pem_private_key(path.read_bytes(), password)
    except (OSError, TypeError, ValueError) as error:
        raise InputError(
            f"{path}: 秘密鍵を開けません（{error}）。置き場所とパスフレーズを確かめてください。",
            f"{path}: the private key cannot be opened ({error}); look at its place and the passphrase.",
        ) from None
    if not isinstance(key, Ed25519PrivateKey) or openbadges.public_x(key) != issuer.key:
        raise InputError(
            f"{path}: {PROFILE} の鍵ではありません。組になっている二つのファイルを置いてください。",
            f"{path}: this is not the key of {PROFILE}; put the two files of one pair there.",
        )
    return key


def is_encrypted(folder: Path) -> bool:
    """Tell whether the private key asks for a passphrase.

    Parameters
    ----------
    folder : Path
        Folder of the issuer.

    Returns
    -------
    bool
        False too if there is no key.
    """
    path = folder / KEY
    return path.is_file() and b"ENCRYPTED" in path.read_bytes().partition(b"\n")[0]


def _make_room(folder: Path, *, force: bool) -> None:
    """Move a pair that is there out of the way, or refuse."""
    if not (folder / KEY).exists() and not (folder / PROFILE).exists():
        return
    if not force:
        raise InputError(
            f"{folder}: 発行者の鍵がもうあります。新しい鍵に替えるときは --force を付けてください（今の鍵と台帳は retired-… に残ります）。",
            f"{folder}: there is a key already; to replace it add --force (the present key and ledger stay in retired-…).",
        )
    number = 1 + len(list(folder.glob("retired-*")))
    retired = folder / f"retired-{number:03}"
    retired.mkdir()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            path.rename(retired / path.name)


def _write_private(path: Path, key: Ed25519PrivateKey, passphrase: str | None) -> None:
    encryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not write_text: nobody but the owner may read the file, not even for a moment.
    with open(path, "xb", opener=_private) as stream:  # Path.open takes no opener
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_profile(path: Path, issuer: Issuer) -> None:
    data = {
        "format_version": 1,
        "id": issuer.id,
        "name": {"ja": issuer.name.ja, "en": issuer.name.en},
        "public_key": openbadges.jwk(issuer.key),
        "status_list": issuer.status_url,
    }
    write_json(path, data, "issuer")
