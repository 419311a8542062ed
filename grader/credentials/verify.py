"""Verify a badge without a network: signature, form, dates, recipient, revocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from grader.credentials import openbadges
from grader.credentials.calendar import begin
from grader.credentials.issuer import (
    PROFILE,
    credentials_folder,
    issuer_folders,
    read_issuer,
)
from grader.credentials.recipients import normalised
from grader.credentials.status import is_revoked
from grader.errors import InputError
from grader.schema.store import check_json
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from grader.credentials.issuer import Issuer
    from grader.workspace import Workspace

State = Literal["ok", "failed", "not_checked"]


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a badge, and its answer.

    Parameters
    ----------
    state : {'ok', 'failed', 'not_checked'}
        The answer; what could not be looked at is not fine.
    text : Text
        The answer in words.
    """

    state: State
    text: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything found out about a badge.

    Parameters
    ----------
    checks : tuple of Check
        In the order in which they were made; after a failed signature there are no others.
    payload : mapping or None
        The credential, if the signature and the form are right.
    """

    checks: tuple[Check, ...]
    payload: Mapping[str, Any] | None

    @property
    def valid(self) -> bool:
        """Whether nothing failed, and revocation was looked at; the recipient is checked on demand."""
        return self.payload is not None and all(check.state == "ok" for check in self.checks)


def find_issuer(workspace: Workspace, token: str) -> Path:
    """Find the folder of our own issuer whose key a badge names.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    token : str
        The badge.

    Returns
    -------
    Path
        The folder; that of the present key if none fits.
    """
    claimed = openbadges.token_key(token)
    folders = issuer_folders(workspace)
    mine = (folder for folder in folders if read_issuer(folder / PROFILE).key == claimed)
    return next(mine, credentials_folder(workspace))


def verify(
    token: str,
    issuer: Issuer,
    *,
    on: date,
    identity: str | None = None,
    status_list: str | None = None,
) -> Verdict:
    """Verify a badge.

    Parameters
    ----------
    token : str
        The badge, a compact VC-JWT.
    issuer : Issuer
        The issuer one trusts.
    on : date
        Day that the dates are held against.
    identity : str, optional
        E-mail address or number that the badge should be for.
    status_list : str, optional
        The issuer's signed list of revocations.

    Returns
    -------
    Verdict
        All answers. Without a list of revocations a badge is not called valid.
    """
    try:
        payload = openbadges.opened(token, issuer.key)
        check_json(payload, "badge", "badge")
        _check_claims(payload, issuer)
    except InputError as error:
        return Verdict((Check("failed", Text(error.ja, error.en)),), None)
    signed = Text(
        f"署名と形式：正しい（発行者 {issuer.id}）",
        f"Signature and form: right (issuer {issuer.id})",
    )
    checks = [Check("ok", signed), *_dates(payload, on)]
    if identity is not None:
        checks.append(_recipient(payload, identity))
    checks.append(_revocation(payload, issuer, status_list))
    return Verdict(tuple(checks), payload)


def _check_claims(payload: Mapping[str, Any], issuer: Issuer) -> None:
    """Refuse a token whose claims say something else than the credential in it."""
    pairs = (
        ("iss", payload["iss"], issuer.id),
        ("issuer", payload["issuer"]["id"], issuer.id),
        (
            "credentialStatus",
            payload["credentialStatus"]["statusListCredential"],
            issuer.status_url,
        ),
        ("jti", payload["jti"], payload["id"]),
        ("nbf", payload["nbf"], _seconds(payload["validFrom"])),
        ("exp", payload.get("exp"), _seconds(payload.get("validUntil"))),
    )
    for name, said, right in pairs:
        if said != right:
            raise InputError(
                f"{name} の値「{said}」が「{right}」と食い違います。",
                f"{name} says “{said}”, not “{right}”.",
            )


def _seconds(time: str | None) -> int | None:
    return None if time is None else int(datetime.fromisoformat(time).timestamp())


def _dates(payload: Mapping[str, Any], on: date) -> Iterator[Check]:
    now = begin(on).timestamp()
    if now < payload["nbf"]:
        yield Check(
            "failed", Text(f"期限：{on} にはまだ有効でない", f"Dates: not yet valid on {on}")
        )
    elif "exp" in payload and now >= payload["exp"]:
        yield Check("failed", Text(f"期限：{on} には切れている", f"Dates: expired on {on}"))
    else:
        yield Check("ok", Text(f"期限：{on} に有効", f"Dates: valid on {on}"))


def _recipient(payload: Mapping[str, Any], identity: str) -> Check:
    (recipient,) = payload["credentialSubject"]["identifier"]
    hashed = openbadges.identity_hash(normalised(identity), recipient["salt"])
    if hashed == recipient["identityHash"]:
        return Check("ok", Text("宛先：一致", "Recipient: matches"))
    return Check("failed", Text("宛先：一致しない", "Recipient: does not match"))


def _revocation(payload: Mapping[str, Any], issuer: Issuer, status_list: str | None) -> Check:
    status = payload["credentialStatus"]
    if status_list is None:
        url = status["statusListCredential"]
        return Check(
            "not_checked",
            Text(
                f"取消し：未確認。発行者から {url} を受け取り、--status-list で指定してください",
                f"Revocation: not checked; get {url} from the issuer and give it with --status-list",
            ),
        )
    try:
        revoked, since = is_revoked(status_list, issuer, int(status["statusListIndex"]))
    except InputError as error:
        return Check("failed", Text(f"取消し：{error.ja}", f"Revocation: {error.en}"))
    if revoked:
        return Check("failed", Text("取消し：取り消されている", "Revocation: revoked"))
    return Check(
        "ok",
        Text(
            f"取消し：{since} の一覧では取り消されていない",
            f"Revocation: not revoked in the list of {since}",
        ),
    )
