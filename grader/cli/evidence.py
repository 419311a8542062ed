"""The command about evidence that no notebook gives: a sheet to fill in, and a look at what was filled in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, access_of, main, now
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from grader.records.evidence_file import EvidenceFile
    from grader.records.other_evidence import OtherEvidence
    from grader.standard.model import Standard

_STATES = {
    "not_yet": Text("日付がまだ来ていません", "its date has not come yet"),
    "expiring": Text("{until} に期限が切れます", "expires on {until}"),
    "expired": Text("{until} に期限が切れました", "expired on {until}"),
    "to_confirm": Text(
        "古いので、今も有効か確かめてください", "is old; confirm that it still holds"
    ),
}
_RATERS = {
    "one_rater": Text("評価者が一人だけです", "one rater only"),
    "disagree": Text(
        "評価者の間で{apart}レベル離れています（{low}と{high}）。平均せず、評価者どうしで確かめてください",
        "raters are {apart} levels apart ({low} and {high}); do not average, let them talk",
    ),
}


@main.command()
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="記入用の表を書き出す / write a sheet to fill in.",
)
@click.option("--force", is_flag=True, help="あれば置き換える / replace the sheet if it exists.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="期限を見る日 / day on which to look (default: today).",
)
@click.option(
    "--purpose",
    default="",
    help="何に使うか。--template のほかは必須 / what it is for; is recorded, and needed without --template.",
)
@now
@click.pass_obj
def evidence(
    call: Call, /, template: Path | None, purpose: str, now: str | None, **options: Any
) -> None:
    """資格・上司の評価・成果物・経歴（records/evidence.csv）を点検します。個人情報なので、目的が要り、記録が残ります。

    Check records/evidence.csv: qualifications, supervisors' observations, documents and past postings. Told are rows
    that cannot be read, with line, column and remedy; then what expires within 90 days or has expired, skills with one
    rater only, and raters who are more than one level apart. Nothing is changed. These never enter a measured level. The
    look is noted in the audit first (kakehashi audit show).

    \b
    例 / examples:
      kakehashi evidence --template 記入用.csv
      kakehashi evidence --purpose "証拠の点検"
      kakehashi evidence --on 2027-04-01 --purpose "定期異動の検討"
    """
    from grader.records.access_log import log_access, need_purpose
    from grader.records.evidence_sheet import read_workspace_evidence
    from grader.standard import load_standard

    standard = load_standard(call.workspace.standard, call.workspace.overlay)
    if template is not None:
        _write_template(call, standard, template, force=options["force"])
        return
    access = access_of(call, purpose, now)
    need_purpose(access)
    day = (options["on"] or access.when.astimezone()).date()
    read = read_workspace_evidence(call.workspace, standard)
    told = [*_ends(read, standard, day), *_raters(read, standard, day)]
    shown = {row.person for row, _ in told}
    if shown:
        what = "other evidence: a look"
        log_access(call.workspace.records, access, what=what, files={}, subjects=shown)
    for finding in read.findings:
        click.echo(finding.render(call.workspace.root, call.lang))
    for _, said in told:
        click.echo(said.get(call.lang))
    call.say(
        f"{len(read.rows)} 件の証拠を読みました。誤りと注意は {len(read.findings)} 件、未記入の行は {read.unfilled} 行です。",
        f"{len(read.rows)} pieces of evidence read, {len(read.findings)} findings, {read.unfilled} rows not filled in.",
    )
    if any(finding.severity == "error" for finding in read.findings):
        sys.exit(1)


def _write_template(call: Call, standard: Standard, path: Path, *, force: bool) -> None:
    from grader.errors import InputError
    from grader.records import read_roster
    from grader.records.evidence_sheet import blank_sheet
    from grader.schema.store import write_text

    if path.exists() and not force:
        raise InputError(
            f"{path}: すでにあります。置き換えるなら --force を付けてください。",
            f"{path}: exists already; give --force to replace it.",
        )
    roster = call.workspace.records / "roster.csv"
    people = read_roster(roster).persons if roster.is_file() else ()
    text = blank_sheet(standard, people, lang=call.lang)
    write_text(path, text)
    rows = text.count("\r\n") - 1
    call.say(
        f"{path} に書きました（{rows} 行）。埋めたら {call.workspace.records / 'evidence.csv'} に置き、"
        'kakehashi evidence --purpose "…" で確かめてください。',
        f"Wrote {path} ({rows} rows). Fill it in, put it at {call.workspace.records / 'evidence.csv'}, and run "
        'kakehashi evidence --purpose "…".',
    )


def _ends(
    read: EvidenceFile, standard: Standard, day: date
) -> Iterator[tuple[OtherEvidence, Text]]:
    """Say what has expired, is about to, or should be confirmed."""
    from grader.records.other_evidence import state_on, usual_months

    for row in read.rows:
        states = {
            state_on(row, day, months=usual_months(row, standard, skill))
            for skill in row.skills or ("",)
        }
        for state in sorted(states - {"valid"}):
            said = _STATES[state]
            ends = Text(said.ja.format(until=row.until), said.en.format(until=row.until))
            yield row, _about(row, ends)


def _raters(
    read: EvidenceFile, standard: Standard, day: date
) -> Iterator[tuple[OtherEvidence, Text]]:
    """Say where observations are one person's word, or contradict each other."""
    from grader.records.other_evidence import in_force, panel

    seen: dict[tuple[str, str], list[OtherEvidence]] = {}
    for row in read.rows:
        if row.kind == "observation":
            seen.setdefault((row.person, row.skills[0]), []).append(row)
    for rows in seen.values():
        found = panel(in_force(rows, standard, rows[0].skills[0], day))
        if found is not None and found.agreement in _RATERS:
            said = _RATERS[found.agreement]
            values = {"low": found.low, "high": found.high, "apart": found.high - found.low}
            apart = Text(said.ja.format(**values), said.en.format(**values))
            yield rows[0], _about(rows[0], apart, whole=False)


def _about(row: OtherEvidence, said: Text, *, whole: bool = True) -> Text:
    from grader.records.evidence_file import KIND_NAMES

    kind = KIND_NAMES[row.kind]
    rest = [*row.skills, *([row.title, row.day.isoformat()] if whole else [])]
    what = " ".join(part for part in rest if part)
    return Text(
        f"{row.person}: {kind.ja} {what}: {said.ja}。",
        f"{row.person}: {kind.en} {what}: {said.en}.",
    )
