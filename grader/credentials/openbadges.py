"""The one module that knows openbadgeslib: signing, and the fixed parts of Open Badges 3.0.

Signatures are opened here without the library, because it compares dates with the clock of the
machine; `badge verify --on` asks about any day.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from openbadgeslib import ob3
from openbadgeslib.errors import LibOpenBadgesException

from grader.errors import InputError

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ALGORITHM = "EdDSA"


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(data) != text:  # several texts would decode to the same bytes
        raise ValueError(text)
    return data


def public_x(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key.

    Parameters
    ----------
    key : Ed25519PrivateKey
        The private key.

    Returns
    -------
    str
        32 bytes in base64url.
    """
    return _text(key.public_key().public_bytes_raw())


def jwk(x: str) -> dict[str, str]:
    """Write a public key as a JWK.

    Parameters
    ----------
    x : str
        32 bytes in base64url.

    Returns
    -------
    dict
        The JWK.
    """
    return {"crv": "Ed25519", "kty": "OKP", "x": x}


def did_document(did: str, x: str) -> dict[str, Any]:
    """Write the document that a ``did:web`` issuer publishes.

    Parameters
    ----------
    did : str
        The id.
    x : str
        Public key, 32 bytes in base64url.

    Returns
    -------
    dict
        The DID document.
    """
    return ob3.build_did_document(did, [("key-1", jwk(x))])


def sign(payload: dict[str, Any], key: Ed25519PrivateKey) -> str:
    """Sign a payload as a compact VC-JWT; the same payload and key give the same text.

    Parameters
    ----------
    payload : dict
        The credential with its registered claims.
    key : Ed25519PrivateKey
        The issuer's private key.

    Returns
    -------
    str
        Header, payload and signature.
    """
    return ob3.OB3Signer(key, _ALGORITHM).sign_payload(payload)


def opened(token: str, x: str) -> dict[str, Any]:
    """Check a signature and return what was signed.

    Parameters
    ----------
    token : str
        A compact JWT.
    x : str
        Public key of the issuer one trusts; a key named in the token is not believed.

    Returns
    -------
    dict
        The payload.

    Raises
    ------
    InputError
        If this is no such JWT, or this issuer did not sign exactly this text.
    """
    try:
        header, payload, signature = token.split(".")
        Ed25519PublicKey.from_public_bytes(_bytes(x)).verify(
            _bytes(signature), f"{header}.{payload}".encode()
        )
        fields, data = json.loads(_bytes(header)), json.loads(_bytes(payload))
    except InvalidSignature:
        raise InputError(
            "署名が合いません。改ざんされたか、別の鍵で署名されています。",
            "The signature does not match: the text was changed, or signed with another key.",
        ) from None
    except (ValueError, RecursionError):
        raise InputError(
            "署名付きのバッジ（VC-JWT）として読めません。改ざんされたか、別の形式です。",
            "This cannot be read as a signed badge (VC-JWT): it was changed, or is of another form.",
        ) from None
    if fields.get("alg") != _ALGORITHM or not isinstance(data, dict):
        raise InputError("Ed25519の署名ではありません。", "This is not an Ed25519 signature.")
    return data


def token_key(token: str) -> str | None:
    """Return the key that a token claims to be signed with.

    Parameters
    ----------
    token : str
        A compact JWT.

    Returns
    -------
    str or None
        32 bytes in base64url; only a hint which issuer to look for, never a reason to believe it.
    """
    try:
        return str(json.loads(_bytes(token.partition(".")[0]))["jwk"]["x"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def identity_hash(identity: str, salt: str) -> str:
    """Hash an identity with its salt, as Open Badges asks for.

    Parameters
    ----------
    identity : str
        E-mail address or number.
    salt : str
        The salt.

    Returns
    -------
    str
        ``sha256$`` and 64 hexadecimal digits.
    """
    return ob3.IdentityObject.create(identity, salt).identity_hash


def status_list(issuer_id: str, url: str, start: datetime) -> dict[str, Any]:
    """Write a list of revocations on which nothing is revoked.

    Parameters
    ----------
    issuer_id : str
        Id of the issuer.
    url : str
        Where the list is published.
    start : datetime
        From when it holds.

    Returns
    -------
    dict
        The credential, not signed.
    """
    return ob3.build_status_list_credential(issuer_id, url, "revocation", (), issued=start)


def status_bits(encoded: object) -> bytes:
    """Unpack the bits of a list of revocations.

    Parameters
    ----------
    encoded : object
        ``encodedList`` as it stands in the list.

    Returns
    -------
    bytes
        The bits, or nothing if they cannot be unpacked.
    """
    try:
        return ob3.decode_encoded_list(encoded) if isinstance(encoded, str) else b""
    except (ValueError, LibOpenBadgesException):
        return b""


def status_entry(url: str, index: int) -> dict[str, Any]:
    """Point from a badge to its place in the list of revocations.

    Parameters
    ----------
    url : str
        Where the list is published.
    index : int
        The place.

    Returns
    -------
    dict
        A ``credentialStatus``.
    """
    return ob3.status_entry(url, "revocation", index)


def credential(content: dict[str, Any], *, start: datetime, end: datetime | None) -> dict[str, Any]:
    """Complete a credential by what the format prescribes, and check that the library can read it.

    Parameters
    ----------
    content : dict
        Id, name, issuer, subject, evidence and status.
    start : datetime
        From when it is valid.
    end : datetime or None
        Until when, exclusively; None if it does not expire.

    Returns
    -------
    dict
        The credential with its registered JWT claims.
    """
    frame = ob3.OpenBadgeCredential(
        issuer=ob3.Issuer(**{key: content["issuer"][key] for key in ("id", "name")}),
        recipient_id=None,
        achievement=ob3.Achievement("", "", "", ""),
        id=content["id"],
        issuance_date=start,
        expiration_date=end,
    ).to_jwt_payload()
    payload = {**frame, **content}
    ob3.OpenBadgeCredential.from_jwt_payload(payload)
    return payload
