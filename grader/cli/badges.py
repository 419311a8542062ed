"""Commands for badges: export badges; badge key, verify, revoke."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, access_of, main, now, purpose, step_bars
from grader.cli.exports import export
from grader.errors import WorkspaceError
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from grader.credentials import Outcome

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_PASSPHRASE = "KAKEHASHI_BADGE_PASSPHRASE"  # noqa: S105  # the name of a variable, not a secret
_DAY = click.DateTime(["%Y-%m-%d"])


@export.command("badges")
@click.option(
    "--trainee",
    "trainees",
    multiple=True,
    metavar="ID",
    help="受講者 / trainee id (default: everybody measured).",
)
@click.option(
    "--skill",
    "skills",
    multiple=True,
    metavar="ID",
    help="スキル / skill id (default: all measured).",
)
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="バッジを書くフォルダー / folder for the badges.",
)
@click.option("--issued", type=_DAY, help="発行日 / day of issue (default: today).")
@click.option(
    "--identity",
    metavar="TEXT",
    help="宛先のメールアドレスか番号（受講者が1人のとき） / whom it is for, with one --trainee (default: the trainee id).",
)
@click.option(
    "--identities",
    type=_FILE,
    help="宛先の一覧（CSV：職員番号、宛先） / CSV with the columns person and identity.",
)
@click.option(
    "--reissue", is_flag=True, help="取り消したバッジも改めて発行 / issue revoked badges anew."
)
@click.option("--dry-run", is_flag=True, help="調べるだけで書かない / check only, write nothing.")
@purpose
@now
@click.pass_obj
def export_badges(
    call: Call,
    /,
    trainees: Sequence[str],
    skills: Sequence[str],
    to: Path,
    issued: datetime | None,
    *,
    dry_run: bool,
    **options: Any,
) -> None:
    """確認済みのレベルを、署名付きのオープンバッジ（Open Badges 3.0）にします。個人情報なので、目的が要り、記録が残ります。

    Issue signed Open Badges 3.0 for confirmed levels. Read by the person, later employers, other
    offices. A badge names its recipient only by a salted hash, and says that notebooks are
    unsupervised, provisional evidence. What was issued before is not issued twice. Also with --dry-run the look at people's
    levels is noted in the audit first (kakehashi audit show).

    \b
    例 / examples:
      kakehashi export badges --to badges --dry-run --purpose "修了バッジの準備"
      kakehashi export badges --trainee s001 --skill SEC-LOG --to badges --issued 2026-11-26 --purpose "本人の申請"
      kakehashi export badges --to badges --identities 宛先.csv --purpose "修了バッジの発行"
    """
    from grader.credentials import Order, credentials_folder, issue

    order = Order(
        issued=_day(issued),
        access=access_of(call, options["purpose"], options["now"]),
        persons=trainees,
        skills=skills,
        identities=_identities(call, trainees, options["identity"], options["identities"]),
        reissue=bool(options["reissue"]),
    )
    workspace = call.workspace
    folder = credentials_folder(workspace)
    secret = None if dry_run else _private_key(call, folder)
    label = Text("発行", "Issuing")
    with step_bars() as told:
        outcomes = issue(
            workspace,
            order,
            to=None if dry_run else to,
            key=secret,
            progress=lambda done, total: told(label, done, total),
        )
    _tell(call, outcomes)


def _identities(
    call: Call, trainees: Sequence[str], identity: object, file: object
) -> dict[str, str] | None:
    from grader.credentials import read_identities

    if isinstance(identity, str):
        if len(trainees) != 1 or file is not None:
            raise click.UsageError(
                Text(
                    "--identity は --trainee を1人だけ指定したときに使えます。複数なら --identities を使ってください。",
                    "--identity goes with exactly one --trainee; for several use --identities.",
                ).get(call.lang)
            )
        return {trainees[0]: identity}
    return read_identities(file) if isinstance(file, Path) else None


_SIGNS = {"issued": "✓", "planned": "+", "already": "=", "refused": "✗"}


def _tell(call: Call, outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        about = " ".join(filter(None, (_SIGNS[one.state], one.person, one.code)))
        said = one.reason.get(call.lang) if one.reason else str(one.path or "")
        click.echo(f"{about}: {said}" if said else about)
    counts = [sum(one.state == state for one in outcomes) for state in _SIGNS]
    call.say(
        "発行 {} 件、発行の予定 {} 件、発行済み {} 件、発行しない {} 件。".format(*counts),
        "{} issued, {} to be issued, {} issued before, {} refused.".format(*counts),
    )
    if counts[-1]:
        sys.exit(1)


@main.group()
def badge() -> None:
    """バッジの鍵・検証・取消し（発行は kakehashi export badges）。

    Keys, verification and revocation of badges; kakehashi export badges issues them.

    \b
    例 / example:
      kakehashi badge --help
    """


@badge.command()
@click.option(
    "--id",
    "issuer_id",
    required=True,
    help="発行者のID / id of the issuer: did:web:… or https://…; it is not looked up.",
)
@click.option("--name-ja", required=True, help="自治体の名称 / name in Japanese.")
@click.option("--name-en", required=True, help="英語の名称 / name in English.")
@click.option(
    "--passphrase",
    is_flag=True,
    help=f"秘密鍵をパスフレーズで守る / ask for a passphrase (or read {_PASSPHRASE}).",
)
@click.option(
    "--force", is_flag=True, help="今の鍵を retired-… に移して替える / retire the present key."
)
@click.pass_obj
def key(
    call: Call, issuer_id: str, name_ja: str, name_en: str, *, passphrase: bool, force: bool
) -> None:
    """バッジに署名する鍵の組と、発行者の情報を作ります（通信しません）。

    Make the key pair that signs badges, and the issuer's profile. Nothing is sent anywhere. Keep
    private-key.pem secret and copied; give issuer.json to whoever verifies.

    \b
    例 / example:
      kakehashi badge key --id did:web:city.example --name-ja 青葉野市 --name-en "Aobano City" --passphrase
    """
    from grader.credentials import credentials_folder, make_key

    folder = credentials_folder(call.workspace)
    secret = _passphrase(call, new=True) if passphrase else None
    issuer = make_key(
        folder,
        issuer_id=issuer_id,
        name=Text(name_ja, name_en),
        created=_day(None),
        passphrase=secret,
        force=force,
    )
    call.say(
        f"{folder} に鍵を作りました。\n"
        "  private-key.pem  秘密鍵。人に渡さず、控えを金庫などに置いてください。失うと、取消しができません。\n"
        "  issuer.json      発行者の情報と公開鍵。バッジを検証する人に渡します。\n"
        f"  status.jwt       取消しの一覧。{issuer.status_url} で公開するか、issuer.json と一緒に渡します。",
        f"Made a key in {folder}.\n"
        "  private-key.pem  the private key: give it to nobody, keep a copy in a safe. Without it nothing can be revoked.\n"
        "  issuer.json      issuer and public key: for whoever verifies badges.\n"
        f"  status.jwt       the list of revocations: publish it at {issuer.status_url}, or give it along with issuer.json.",
    )


@badge.command()
@click.argument("file", type=_FILE)
@click.option(
    "--identity",
    metavar="TEXT",
    help="この人のものか / whether it is for this e-mail address or number.",
)
@click.option("--issuer", type=_FILE, help="発行者の issuer.json (default: our own).")
@click.option(
    "--status-list", type=_FILE, help="取消しの一覧 / list of revocations (default: our own)."
)
@click.option(
    "--on", type=_DAY, help="この日に有効か / day to hold dates against (default: today)."
)
@click.pass_obj
def verify(
    call: Call,
    file: Path,
    identity: str | None,
    issuer: Path | None,
    status_list: Path | None,
    on: datetime | None,
) -> None:
    """バッジを、通信せずに検証します（署名・期限・取消し・宛先）。

    Verify a badge without a network: signature, dates, revocation, recipient. Exit code 1 if
    anything is wrong, or if there is no list of revocations to look at.

    \b
    例 / examples:
      kakehashi badge verify badges/s001/SEC-LOG-3-1f2e3d4c.jwt
      kakehashi badge verify badge.jwt --issuer issuer.json --status-list status.jwt --identity hanako@city.example
    """
    from grader.credentials import read_issuer, verify

    token = _read(file)
    if issuer is None:
        folder = _own_issuer(call, token)
        issuer, own = folder / "issuer.json", folder / "status.jwt"
        status_list = status_list or (own if own.is_file() else None)
    verdict = verify(
        token,
        read_issuer(issuer),
        on=_day(on),
        identity=identity,
        status_list=_read(status_list) if status_list else None,
    )
    if verdict.payload:
        subject = verdict.payload["credentialSubject"]["achievement"]
        click.echo(f"{subject['name']}\n  {subject['description']}\n  {verdict.payload['id']}")
    for check in verdict.checks:
        sign = {"ok": "✓", "failed": "✗", "not_checked": "－"}[check.state]
        click.echo(f"{sign} {check.text.get(call.lang)}")
    if identity is None:
        call.say(
            "－ 宛先：確かめていない。誰のバッジかは --identity で確かめてください。",
            "－ Recipient: not checked. Give --identity to see whose badge it is.",
        )
    if verdict.valid:
        call.say("有効なバッジです。", "The badge is valid.")
        return
    call.say("有効なバッジと確認できません。", "The badge cannot be confirmed as valid.")
    sys.exit(1)


@badge.command()
@click.argument("badge_id", metavar="ID")
@click.option("--reason", required=True, help="理由。台帳に残る / why; kept in the ledger.")
@click.option("--on", type=_DAY, help="取消しの日 / day of revocation (default: today).")
@click.option("--yes", is_flag=True, help="実際に取り消す / really revoke.")
@click.pass_obj
def revoke(call: Call, badge_id: str, reason: str, on: datetime | None, *, yes: bool) -> None:
    """バッジを取り消します。--yes がなければ、何が取り消されるかを示すだけです。

    Revoke a badge. Without --yes this only says what would be revoked. ID is the whole urn:uuid:…,
    or the eight characters at the end of the file's name.

    \b
    例 / examples:
      kakehashi badge revoke 1f2e3d4c --reason 誤発行
      kakehashi badge revoke 1f2e3d4c --reason 誤発行 --yes
    """
    from grader.credentials import find_badge, revoke

    folder, entry = find_badge(call.workspace, badge_id)
    click.echo(f"{entry['id']} {entry['achievement']} {entry['on']}")
    if not yes:
        call.say(
            "まだ取り消していません。取り消すには --yes を付けてください。",
            "Not revoked yet; add --yes to revoke it.",
        )
        return
    revoke(folder, entry["id"], reason=reason, on=_day(on), key=_private_key(call, folder))
    call.say(
        f"取り消しました。{folder / 'status.jwt'} を公開し直すか、検証する人に渡してください。",
        f"Revoked. Publish {folder / 'status.jwt'} again, or give it to those who verify.",
    )


def _day(given: datetime | None) -> date:
    return given.date() if given else datetime.now().astimezone().date()


def _own_issuer(call: Call, token: str) -> Path:
    from grader.credentials import find_issuer

    try:
        return find_issuer(call.workspace, token)
    except WorkspaceError:
        raise click.UsageError(
            Text(
                "発行者の issuer.json を --issuer で指定してください。",
                "Give the issuer's issuer.json with --issuer.",
            ).get(call.lang)
        ) from None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace").strip()


def _private_key(call: Call, folder: Path) -> Ed25519PrivateKey:
    from grader.credentials import is_encrypted, read_private_key

    secret = _passphrase(call, new=False) if is_encrypted(folder) else None
    return read_private_key(folder, secret)


def _passphrase(call: Call, *, new: bool) -> str:
    known = os.environ.get(_PASSPHRASE)
    if known:
        return known
    label = Text("鍵のパスフレーズ", "Passphrase of the key").get(call.lang)
    return str(click.prompt(label, hide_input=True, confirmation_prompt=new))
