"""The command that lets answers speak about the items: calibrate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from grader.cli.base import Call, main, step_bars
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.measurement import Calibration, ExpertError, Policy, Proposal
    from grader.text import Lang

_ORIGINS = {
    "expert": Text("申告レベル", "declared level"),
    "common_slope": Text("回答（識別力は共通）", "answers, common slope"),
    "own_slope": Text("回答（識別力も個別）", "answers, own slope"),
}


@main.command()
@click.option(
    "--write",
    is_flag=True,
    help="新しい版として書き込む / publish as a new version (default: only show).",
)
@click.option("--version", metavar="NAME", help="新しい版の名前 / name of the new version.")
@click.option(
    "--sign-off",
    metavar="NAME",
    help="大きな変化を確かめた人 / who looked at the large moves and decides.",
)
@click.option(
    "--date",
    "given_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="決めた日 / day of the decision (default: today).",
)
@click.pass_obj
def calibrate(
    call: Call, *, write: bool, version: str | None, sign_off: str | None, given_on: datetime | None
) -> None:
    """受講者の回答から課題の難しさを推定し、設問バンクがどう変わるかを示します。

    Estimate the items from first attempts and show what would change in the bank. Nothing is written without
    --write. Items with few answers keep their declared level; the policy says how many are few. Levels that
    were published keep the version that they were made with.

    \b
    例 / examples:
      kakehashi calibrate
      kakehashi calibrate --write --version 2026-12 --sign-off "青葉 花子"
    """
    from grader.measurement import bank_path, bank_record, calibrate_workspace, publish_bank

    if write != bool(version and sign_off) or bool(version) != bool(sign_off):
        raise click.UsageError(
            Text(
                "--write には --version と --sign-off が要ります。",
                "--write, --version and --sign-off go together.",
            ).get(call.lang)
        )
    label = Text("推定", "Estimating")
    with step_bars() as told:
        found, policy = calibrate_workspace(
            call.workspace, progress=lambda done, total: told(label, done, total)
        )
    for line in calibration_lines(found, policy, call.lang):
        click.echo(line)
    if not (version and sign_off):
        call.say(
            "何も書いていません。書き込むには --write --version NAME --sign-off NAME を付けてください。",
            "Nothing was written; add --write --version NAME --sign-off NAME to publish.",
        )
        return
    day = given_on or datetime.now(UTC) + timedelta(hours=9)
    record = bank_record(
        found, policy=policy, version=version, given_on=day.date(), sign_off=sign_off
    )
    path = bank_path(call.workspace)
    kept = publish_bank(path, record)
    call.say(
        f"{path} を版「{version}」にしました（控え {kept}）。次は kakehashi measure です。",
        f"{path} is now version “{version}” (copy: {kept}). Next: kakehashi measure.",
    )


def calibration_lines(found: Calibration, policy: Policy, lang: Lang) -> Iterator[str]:
    """Say what a calibration would change.

    Parameters
    ----------
    found : Calibration
        What is proposed.
    policy : Policy
        Says which moves are large.
    lang : {'ja', 'en'}
        Language of the lines.

    Yields
    ------
    str
        A heading, a line per item, what needs a look, and what the answers say about the authors.
    """
    yield Text(
        "設問\t回答数\t難しさ（ロジット）\t識別力\t根拠",
        "item\tanswers\tdifficulty (logits)\tslope\trests on",
    ).get(lang)
    for proposal in found.proposals:
        yield _line(proposal, lang)
    large = [proposal.item.id for proposal in found.large_moves(policy)]
    if large:
        names = "、".join(large) if lang == "ja" else ", ".join(large)
        yield Text(
            f"{policy.largest_move:g} ロジットを超えて動く設問があります。課題に欠陥がないかを確かめてください：{names}",
            f"These move by more than {policy.largest_move:g} logits; see whether something is wrong with "
            f"the task: {names}",
        ).get(lang)
    yield _about_experts(found.experts, policy).get(lang)


def _line(proposal: Proposal, lang: Lang) -> str:
    before, after = proposal.before, proposal.after
    words = (proposal.reason or _ORIGINS[after.origin]).get(lang)
    changed = before != after
    difficulty = f"{before.difficulty:.2f}"
    difficulty += f" → {after.difficulty:.2f} ({proposal.moved:+.2f})" if changed else ""
    slope = f"{before.slope:.2f}" + (f" → {after.slope:.2f}" if changed else "")
    return f"{proposal.item.id}\t{proposal.answers}\t{difficulty}\t{slope}\t{words}"


def _about_experts(found: ExpertError | None, policy: Policy) -> Text:
    if found is None:
        return Text(
            "作問者の見立てを確かめるには、回答の足りる課題がまだ少なすぎます。",
            "There are too few items with enough answers to tell how well the authors judged.",
        )
    (low, high), (least, most) = found.width_interval, found.sd_interval
    share = policy.interval
    return Text(
        f"課題{found.items}問で見た作問者の見立て：レベルの幅は実際には {found.width:.2f}"
        f"（{share:.0%}区間 {low:.2f}～{high:.2f}、方針 {policy.width:g}）、誤差の標準偏差は {found.sd:.2f}"
        f"（{least:.2f}～{most:.2f}、方針 {policy.sd_expert:g}）ロジットです。",
        f"How the authors judged, by {found.items} items: a level is really {found.width:.2f} wide "
        f"({share:.0%} interval {low:.2f} to {high:.2f}; policy {policy.width:g}), and the SD of their error "
        f"is {found.sd:.2f} ({least:.2f} to {most:.2f}; policy {policy.sd_expert:g}) logits.",
    )
