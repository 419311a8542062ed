"""Commands around trainees: roster, release, lab, submit."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, get_args

import click

from grader.cli.base import Call, main, progress_bar
from grader.text import Lang, Text

if TYPE_CHECKING:
    from grader.exchange import Desk, Handout, Retake, RetakeRules
    from grader.workspace import Workspace

_PRACTICE = "練習用（別のデータ、その場で採点、提出なし） / practice: other data, marked at once, not handed in."


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--dry-run", is_flag=True, help="調べるだけで取り込まない / check only, change nothing."
)
@click.pass_obj
def roster(call: Call, file: Path, dry_run: bool) -> None:  # noqa: FBT001  # click passes flags like this
    """名簿（CSV）を点検して取り込みます。

    Check a roster (CSV) and take it over.

    \b
    例 / examples:
      kakehashi roster 名簿.csv --dry-run
      kakehashi roster 名簿.csv
    """
    from grader.findings import has_errors
    from grader.records.roster import read_roster, write_roster
    from grader.standard import load_standard

    workspace = call.workspace
    read = read_roster(file, roles=set(load_standard(workspace.standard, workspace.overlay).roles))
    for finding in read.findings:
        click.echo(finding.render(Path.cwd(), call.lang))
    target = workspace.records / "roster.csv"
    call.say(
        f"{len(read.persons)} 人を読み、{len(read.findings)} 件の指摘がありました。",
        f"Read {len(read.persons)} people, {len(read.findings)} findings.",
    )
    broken = has_errors(read.findings)
    if broken or dry_run:
        call.say(f"{target} は変えていません。", f"{target} has not been changed.")
        sys.exit(int(broken))
    write_roster(target, read.persons)
    call.say(f"{target} に取り込みました。", f"Taken over into {target}.")


@main.command()
@click.option(
    "--trainee",
    "trainees",
    multiple=True,
    metavar="ID",
    help="受講者 / trainee id (default: everybody in the roster).",
)
@click.option(
    "--lesson",
    "lessons",
    multiple=True,
    metavar="SLUG",
    help="教材 / lesson (default: all active).",
)
@click.option(
    "--edition",
    type=click.Choice(get_args(Lang)),
    help="教材の言語 / edition (default: as in the roster, else ja).",
)
@click.option("--practice", is_flag=True, help=_PRACTICE)
@click.option(
    "--form",
    type=click.IntRange(1, 9),
    default=1,
    show_default=True,
    help="何回目の実施か（2からは別のデータ、--lesson が要ります） / form, for another sitting: other data; needs --lesson.",
)
@click.pass_obj
def release(
    call: Call,
    *,
    trainees: tuple[str, ...],
    lessons: tuple[str, ...],
    edition: Lang | None,
    practice: bool,
    form: int,
) -> None:
    """受講者ごとのデータを付けて、教材を配ります。書きかけの答えは上書きしません。

    Hand out lessons with each trainee's own data. Work already begun is never overwritten.

    \b
    例 / examples:
      kakehashi release --trainee s001
      kakehashi release --lesson security-phishing
      kakehashi release --practice --lesson security-phishing
      kakehashi release --form 2 --trainee s001 --lesson security-phishing
    """
    from grader.exchange import Retake
    from grader.exchange import release as hand_out

    _check_form(form, practice=practice, lessons=lessons, lang=call.lang)
    workspace = call.workspace
    retake = Retake(form, datetime.now(UTC))
    listed = _languages(workspace)
    wanted = trainees or tuple(sorted(listed))
    if not wanted:
        raise click.UsageError(
            Text(
                "--trainee で受講者を指定するか、kakehashi roster で名簿を取り込んでください。",
                "Give --trainee, or take over a roster with kakehashi roster.",
            ).get(call.lang)
        )
    given = []
    with progress_bar(Text("配付", "Handing out"), len(wanted)) as told:
        for trainee in wanted:
            lang = edition or listed.get(trainee, "ja")
            given += hand_out(
                workspace,
                trainee=trainee,
                lang=lang,
                lessons=lessons or None,
                practice=practice,
                retake=retake,
            )
            told(trainee)
    if form > 1:
        _warn(call, given, retake)
    new = sum(handout.new for handout in given)
    then = f"kakehashi lab --trainee {wanted[0]}{' --practice' if practice else ''}"
    call.say(
        f"{len(wanted)} 人に {new} 冊を新しく配りました（{workspace.handouts}）。次は {then} です。",
        f"Handed out {new} lessons to {len(wanted)} trainees ({workspace.handouts}). Next: {then}.",
    )


def _check_form(form: int, *, practice: bool, lessons: tuple[str, ...], lang: Lang) -> None:
    from grader.exchange.labels import NO_PRACTICE

    if form > 1 and practice:
        raise click.UsageError(NO_PRACTICE.get(lang))
    if form > 1 and not lessons:  # nobody wants to give everything again by mistake
        raise click.UsageError(
            Text("--form には --lesson が要ります。", "--form needs --lesson.").get(lang)
        )


def _warn(call: Call, given: list[Handout], retake: Retake) -> None:
    """Say for whom it is too early, or once too often: the form is handed out, but may stay provisional."""
    from grader.exchange import retake_warnings

    rules = _retake_rules(call.workspace.assessments / "measurement.yaml")
    for one in given:
        course = call.workspace.course
        for warning in retake_warnings(course, one.trainee, one.lesson, retake, rules):
            click.echo(warning.get(call.lang), err=True)


def _retake_rules(policy: Path) -> RetakeRules:
    from grader.exchange import RetakeRules
    from grader.measurement import load_policy

    if not policy.is_file():  # nothing is measured here
        return RetakeRules()
    decided = load_policy(policy)
    return RetakeRules(decided.retake_days, decided.sittings_per_half_year)


def _languages(workspace: Workspace) -> dict[str, Lang]:
    from grader.records.roster import read_roster

    file = workspace.records / "roster.csv"
    if not file.is_file():
        return {}
    return {person.person: person.lang for person in read_roster(file).persons}


@main.command()
@click.option("--trainee", required=True, metavar="ID", help="受講者 / trainee id.")
@click.option("--lesson", metavar="SLUG", help="最初に開く教材 / lesson to open first.")
@click.option(
    "--edition",
    type=click.Choice(get_args(Lang)),
    help="教材の言語 / edition (default: as in the roster, else ja).",
)
@click.option("--practice", is_flag=True, help=_PRACTICE)
@click.option(
    "--browser/--no-browser", default=True, help="ブラウザーを開くか / whether to open a browser."
)
@click.pass_obj
def lab(
    call: Call,
    *,
    trainee: str,
    lesson: str | None,
    edition: Lang | None,
    practice: bool,
    browser: bool,
) -> None:
    """配られた教材を JupyterLab で開きます（外部への通信はしません）。

    Open the lessons handed out to a trainee in JupyterLab, without any request to the internet.

    \b
    例 / examples:
      kakehashi lab --trainee s001
      kakehashi lab --trainee s001 --lesson security-phishing --practice
    """
    from grader.exchange import desk
    from grader.exchange import release as hand_out

    workspace = call.workspace
    lang = edition or _languages(workspace).get(trainee, "ja")
    wanted = [lesson] if lesson else None
    given = hand_out(workspace, trainee=trainee, lang=lang, lessons=wanted, practice=practice)
    folder = workspace.handouts / trainee
    first = given[0].first if given else None
    folder.mkdir(parents=True, exist_ok=True)
    seat = desk(folder, lang=lang, notebook=first, browser=browser, workspace=workspace.root)
    sit_down(call, seat, folder)


def sit_down(call: Call, seat: Desk, folder: Path) -> NoReturn:
    """Start JupyterLab, and end with its exit code.

    Parameters
    ----------
    call : Call
        For the language.
    seat : Desk
        How to start it.
    folder : Path
        What it shows.
    """
    call.say(
        f"{folder} を開きます。終わるには Ctrl+C を押してください。",
        f"Opening {folder}. Press Ctrl+C to stop.",
    )
    sys.exit(subprocess.run(seat.command, env=seat.environment, check=False).returncode)  # noqa: S603  # our own interpreter and options


@main.command()
@click.argument(
    "folder", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.pass_obj
def submit(call: Call, folder: Path) -> None:
    """「確かめるノートブック」を提出します。採点されるまでは出し直せます。

    Hand in the assessment notebook of a folder that was handed out. It can be replaced until it is graded.

    \b
    例 / example:
      kakehashi submit records/handouts/s001/security-phishing-ja
    """
    from grader.exchange import submit as hand_in

    done = hand_in(folder.resolve(), course=call.workspace.course, now=datetime.now(UTC))
    receipt = done.receipt
    here = datetime.fromisoformat(receipt.received_at).astimezone()
    when, short = here.isoformat(" ", "seconds"), receipt.submission_sha256[:12]
    call.say(
        f"受け取りました：{receipt.trainee} の {receipt.assignment}（{receipt.attempt}回目の提出）。\n"
        f"受領証：{when}、SHA-256 {short}…",
        f"Received: {receipt.assignment} of {receipt.trainee} (attempt {receipt.attempt}).\n"
        f"Receipt: {when}, SHA-256 {short}…",
    )
    if done.earlier is not None:
        call.say(
            f"前の提出は {done.earlier} に残してあります。",
            f"The earlier submission is kept in {done.earlier}.",
        )
