"""Issue badges for confirmed levels."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from grader.credentials import openbadges, words
from grader.credentials.awards import Refusal, find_awards
from grader.credentials.badge import Particulars, achievement_urn, compose
from grader.credentials.issuer import LEDGER, PROFILE, credentials_folder, read_issuer
from grader.credentials.ledger import (
    append,
    at_the_ledger,
    fingerprint,
    read_ledger,
    what_counts,
)
from grader.credentials.recipients import normalised
from grader.credentials.status import SIZE
from grader.credentials.work import read_work
from grader.measurement import estimates_path
from grader.records.access_log import log_access
from grader.schema.store import check_json, read_json, write_text
from grader.standard import load_standard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from grader.credentials.awards import Award
    from grader.credentials.issuer import Issuer
    from grader.credentials.ledger import Ledger
    from grader.credentials.work import Work
    from grader.records.access_log import Access
    from grader.standard import Standard
    from grader.text import Text
    from grader.workspace import Workspace

State = Literal["issued", "planned", "already", "refused"]


@dataclass(frozen=True, slots=True)
class Order:
    """Which badges are asked for.

    Parameters
    ----------
    issued : date
        First day on which they are valid.
    access : Access
        Who issues them, or looks whether they can be issued, when and for what.
    persons, skills : sequence of str
        Whose and which; all if empty.
    identities : mapping of str to str, optional
        Identity by person id; the person ids themselves if not given.
    reissue : bool
        Whether to issue anew what was revoked.
    """

    issued: date
    access: Access
    persons: Sequence[str] = ()
    skills: Sequence[str] = ()
    identities: Mapping[str, str] | None = None
    reissue: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one person and skill.

    Parameters
    ----------
    person : str
        Person id.
    code : str
        Skill and level, such as ``SEC-LOG.3``; only the skill, or nothing, if refused.
    state : {'issued', 'planned', 'already', 'refused'}
        What was done.
    path : Path or None
        The file, if one was written.
    reason : Text or None
        Why not.
    """

    person: str
    code: str
    state: State
    path: Path | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every badge of one run needs."""

    workspace: Workspace
    order: Order
    draw: Callable[[int], bytes]
    folder: Path
    issuer: Issuer
    standard: Standard
    estimates: Mapping[str, Any]
    ledger: Ledger
    taken: set[int]
    key: Ed25519PrivateKey | None
    to: Path | None


def issue(
    workspace: Workspace,
    order: Order,
    *,
    to: Path | None = None,
    key: Ed25519PrivateKey | None = None,
    draw: Callable[[int], bytes] = secrets.token_bytes,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Outcome]:
    """Issue a badge for each confirmed level, once, after an entry in the audit.

    Parameters
    ----------
    workspace : Workspace
        Reads the standard, ``records/estimates.json``, results, the issuer's profile and the ledger.
    order : Order
        Which badges are asked for.
    to : Path, optional
        Folder for the files ``<person>/<skill>-<level>-<id>.jwt``. A badge that was issued before is
        written there again, the same to the byte.
    key : Ed25519PrivateKey, optional
        The issuer's private key. Without `to` and `key` nothing is written.
    draw : callable
        Returns as many random bytes as asked for; ids, salts and places come from it.
    progress : callable
        Told how many are done, of how many.

    Returns
    -------
    list of Outcome
        By person and skill; a refusal never stops the others.

    Raises
    ------
    InputError
        If no purpose is given, there are no usable estimates or no issuer, or somebody else is issuing or revoking.
    RecordsError
        If the entry cannot be written. No badge is issued then.
    StandardError
        If the standard breaks its own rules.
    """
    path = credentials_folder(workspace) / LEDGER
    with at_the_ledger(path) if key else nullcontext():
        desk = _desk(workspace, order, draw, key=key, to=to)
        decisions = find_awards(
            desk.standard, desk.estimates, persons=order.persons, skills=order.skills
        )
        _note(desk, [one.person for one in decisions])
        outcomes = []
        for done, decision in enumerate(decisions, start=1):
            outcomes.append(_settle(decision, desk))
            progress(done, len(decisions))
    return outcomes


def _desk(
    workspace: Workspace,
    order: Order,
    draw: Callable[[int], bytes],
    *,
    key: Ed25519PrivateKey | None,
    to: Path | None,
) -> _Desk:
    folder = credentials_folder(workspace)
    ledger = read_ledger(folder / LEDGER)
    return _Desk(
        workspace,
        order,
        draw,
        folder,
        issuer=read_issuer(folder / PROFILE),
        standard=load_standard(workspace.standard, workspace.overlay),
        estimates=read_json(estimates_path(workspace), "estimates"),
        ledger=ledger,
        taken={entry["index"] for entry in ledger.issued},
        key=key,
        to=to,
    )


def _note(desk: _Desk, persons: Sequence[str]) -> None:
    """Leave an entry; it needs no sums of the files, for the ledger keeps each badge itself."""
    what = "badges" if desk.key else "badges: dry run"
    log_access(desk.workspace.records, desk.order.access, what=what, files={}, subjects=persons)


def _settle(decision: Award | Refusal, desk: _Desk) -> Outcome:
    if isinstance(decision, Refusal):
        return Outcome(decision.person, decision.skill, "refused", reason=decision.reason)
    return _issue_one(decision, desk)


def _issue_one(award: Award, desk: _Desk) -> Outcome:
    work = read_work(desk.workspace.results, award)
    until = work.valid_until(award.skill.validity_months, desk.order.issued)
    if until and until <= desk.order.issued:
        return Outcome(award.person, award.code, "refused", reason=words.too_old(until))
    earlier = desk.ledger.earlier(award, achievement_urn(award, desk.standard))
    revoked = desk.ledger.revoked.get(earlier["id"]) if earlier else None
    if earlier and not revoked:
        return Outcome(award.person, award.code, "already", path=_write(award, earlier, desk))
    if revoked and not desk.order.reissue:
        return Outcome(award.person, award.code, "refused", reason=words.was_revoked(revoked))
    identities = desk.order.identities
    identity = award.person if identities is None else identities.get(award.person)
    if identity is None:
        return Outcome(award.person, award.code, "refused", reason=words.NO_IDENTITY)
    if desk.key is None:
        return Outcome(award.person, award.code, "planned")
    particulars = _particulars(desk, normalised(identity), work)
    entry = _entry(award, desk, desk.key, particulars)
    append(desk.folder / LEDGER, entry)  # before the file: what is out there stands in the ledger
    return Outcome(award.person, award.code, "issued", path=_write(award, entry, desk))


def _particulars(desk: _Desk, identity: str, work: Work) -> Particulars:
    index = _place(desk.draw)
    while index in desk.taken:  # two badges in one place would be revoked together
        index = _place(desk.draw)
    desk.taken.add(index)
    return Particulars(
        id=UUID(bytes=desk.draw(16), version=4).urn,
        index=index,
        salt=desk.draw(16).hex(),
        identity=identity,
        issued=desk.order.issued,
        work=work,
    )


def _place(draw: Callable[[int], bytes]) -> int:
    return int.from_bytes(draw(4), "big") % SIZE


def _entry(
    award: Award, desk: _Desk, key: Ed25519PrivateKey, particulars: Particulars
) -> dict[str, Any]:
    payload = compose(
        award,
        standard=desk.standard,
        issuer=desk.issuer,
        policy=desk.estimates["policy"],
        particulars=particulars,
    )
    check_json(payload, "badge", f"{award.person} {award.code}")
    text = what_counts(award, achievement_urn(award, desk.standard))
    return {
        "event": "issued",
        "id": particulars.id,
        "on": particulars.issued.isoformat(),
        "achievement": award.code,
        "index": particulars.index,
        "salt": particulars.salt,
        "fingerprint": fingerprint(text, particulars.salt),
        "token": openbadges.sign(payload, key),
    }


def _write(award: Award, entry: Mapping[str, Any], desk: _Desk) -> Path | None:
    if desk.to is None:
        return None
    # The folder tells HR whom to give the file to; the file itself names nobody.
    short = entry["id"].removeprefix("urn:uuid:")[:8]
    name = f"{award.skill.id}-{award.level}-{short}.jwt"
    path = desk.to / award.person / name
    write_text(path, entry["token"] + "\n")
    return path
