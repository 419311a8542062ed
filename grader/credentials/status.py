"""The list of revocations: a signed Bitstring Status List, one bit for each badge."""

from __future__ import annotations

import base64
import gzip
from datetime import date, datetime
from typing import TYPE_CHECKING

from grader.credentials import openbadges
from grader.credentials.calendar import JAPAN, begin
from grader.errors import InputError
from grader.schema.store import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from grader.credentials.issuer import Issuer

# The smallest list that the W3C allows: one badge hides among 131,072.
SIZE = 131_072
PURPOSE = "revocation"


def write_status_list(
    path: Path,
    issuer: Issuer,
    key: Ed25519PrivateKey,
    *,
    revoked: Iterable[int],
    on: date,
) -> None:
    """Sign the list of revocations and write it.

    Parameters
    ----------
    path : Path
        The file; it is replaced.
    issuer : Issuer
        Who signs.
    key : Ed25519PrivateKey
        The issuer's private key.
    revoked : iterable of int
        Places of the revoked badges, 0 to `SIZE` − 1.
    on : date
        Day of the list.
    """
    start = begin(on)
    payload = openbadges.status_list(issuer.id, issuer.status_url, start)
    payload["credentialSubject"]["encodedList"] = encode(revoked)
    payload |= {"iss": issuer.id, "jti": issuer.status_url, "nbf": int(start.timestamp())}
    write_text(path, openbadges.sign(payload, key) + "\n")


def encode(places: Iterable[int]) -> str:
    """Encode the places of revoked badges; the same places give the same text.

    Parameters
    ----------
    places : iterable of int
        Places, 0 to `SIZE` − 1.

    Returns
    -------
    str
        ``u`` and the base64url of the compressed bits, the first bit being the highest of its byte.
    """
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> (place % 8)
    # openbadgeslib's own encoder writes the time of day into the gzip header.
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def is_revoked(token: str, issuer: Issuer, place: int) -> tuple[bool, date]:
    """Look a badge up in a list of revocations.

    Parameters
    ----------
    token : str
        The signed list.
    issuer : Issuer
        Who must have signed it.
    place : int
        Place of the badge.

    Returns
    -------
    bool
        Whether it is revoked.
    date
        Day of the list, in Japan.

    Raises
    ------
    InputError
        If it is not this issuer's list, or the place is not on it.
    """
    data = openbadges.opened(token, issuer.key)
    subject = data.get("credentialSubject")
    if not isinstance(subject, dict):
        subject = {}
    said = (data.get("id"), data.get("issuer"), subject.get("statusPurpose"))
    right = said == (issuer.status_url, issuer.id, PURPOSE) and isinstance(data.get("nbf"), int)
    bits = openbadges.status_bits(subject.get("encodedList")) if right else b""
    if not 0 <= place < 8 * len(bits):
        raise InputError(
            "発行者の取消しの一覧ではないか、このバッジが載る場所がありません。",
            "This is not the issuer's list of revocations, or it has no place for this badge.",
        )
    day = datetime.fromtimestamp(data["nbf"], JAPAN).date()
    return bool(bits[place // 8] & (0x80 >> (place % 8))), day
