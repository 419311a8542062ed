"""Commands from submissions to pages: grade, measure, fit, dashboard, demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, access_of, main, now, purpose, step_bars
from grader.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from grader.demo import DemoResult
    from grader.grading import GradeReport, Outcome


@main.command()
@click.argument(
    "course", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@click.option(
    "--trainee", default="*", show_default=True, help="受講者の型 / pattern of trainee ids."
)
@click.option(
    "--assignment", default="*", show_default=True, help="課題の型 / pattern of assignments."
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1),
    help="同時に採点する数 / processes.",
)
@click.option("--timeout", type=click.IntRange(1), help="1セルの秒数の上限 / seconds per cell.")
@click.option(
    "--force", is_flag=True, help="採点済みもやり直す / grade again what has been graded."
)
@click.option(
    "--trusted",
    is_flag=True,
    help="隔離せずに実行する。自分で書いたノートブックだけに / run without a sandbox: an author's own notebooks only.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Dask のスケジューラーに採点を任せる / let the workers of a Dask scheduler grade.",
)
@click.pass_obj
def grade(
    call: Call, /, course: Path | None, trainee: str, assignment: str, **options: Any
) -> None:
    """提出物を採点します。提出されたコードは隔離して実行し、1つが壊れていても、ほかは採点されます。点は表示しません。

    Grade submissions: trainees' code runs in a sandbox, tests outside it. One bad notebook never stops the rest, and
    a run that was cut off goes on where it was. COURSE is the root of an nbgrader course (default: the one of the
    workspace); marks go to its gradebook. No points are printed: kakehashi export grades hands them out, with an entry in
    the audit.

    \b
    例 / examples:
      kakehashi grade
      kakehashi grade --trainee 's00*' --workers 4
      kakehashi grade path/to/nbgrader/course
      kakehashi grade --scheduler tcp://10.0.0.1:8786
    """
    from grader.grading import SubmissionFilter, grade_course, sync_course

    workspace = None if course is not None else call.workspace
    if workspace is not None:
        sync_course(workspace)
    filters = [SubmissionFilter(trainee, assignment)]
    with step_bars() as told:
        label = Text("採点", "Grading")
        report = grade_course(
            course or call.workspace.course,
            submissions=filters,
            workspace=workspace,
            progress=lambda p: told(label, p.done, p.total),
            **options,
        )
    _tell_grading(call, report)
    if workspace is not None and report.outcomes and not report.having("failed"):
        call.say("次は kakehashi measure です。", "Next: kakehashi measure.")


def _tell_grading(call: Call, report: GradeReport) -> None:
    for warning in report.warnings:
        click.echo(warning.get(call.lang), err=True)
    for outcome in report.outcomes:
        for line in _told(outcome, call.lang):
            click.echo(line)
    counts = [len(report.having(status)) for status in ("graded", "skipped", "failed")]
    call.say(
        "採点 {} 件、採点済みで変更なし {} 件、採点できず {} 件。".format(*counts),
        "{} graded, {} unchanged since, {} failed.".format(*counts),
    )
    if counts[2]:
        sys.exit(1)


def _told(outcome: Outcome, lang: Lang) -> Iterator[str]:
    name = f"{outcome.trainee}/{outcome.assignment}"
    if outcome.error is not None:
        yield f"✗ {name}: {outcome.error.get(lang)}"
    elif outcome.status == "graded" and outcome.by_hand:
        said = Text(
            f"手で採点するセル {outcome.by_hand}", f"{outcome.by_hand} cells to mark by hand"
        )
        yield f"  {name}: {said.get(lang)}"
    for note in outcome.notes:
        yield f"  {name}: {note.get(lang)}"


@main.command()
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="いつの時点のレベルか。既定は最後の結果の日 / day of the levels; by default that of the last result.",
)
@click.pass_obj
def measure(call: Call, as_of: datetime | None) -> None:
    """採点結果から、レベルとその不確かさを推定します。

    Estimate levels, with their uncertainty, from the graded results. What was measured long before
    the day of the levels is less sure. Sittings that somebody watched are read from records/sittings.csv.

    \b
    例 / examples:
      kakehashi measure
      kakehashi measure --as-of 2027-04-01
    """
    from grader.findings import has_errors
    from grader.measurement import run
    from grader.records.sittings import workspace_sittings
    from grader.schema import read_json

    workspace = call.workspace
    sittings = workspace_sittings(workspace)
    for finding in sittings.findings:
        click.echo(finding.render(workspace.root, call.lang))
    call.say("採点結果からレベルを推定しています…", "Estimating levels from the results…", err=True)
    day = as_of.date() if as_of else None
    path = run(workspace, supervised=sittings.supervised, as_of=day)
    document = read_json(path, "estimates")
    for problem in document["problems"]:
        click.echo(
            f"{problem['file']}: [{problem['rule']}] {problem['message'][call.lang]} → {problem['remedy'][call.lang]}"
        )
    call.say(
        f"{len(document['persons'])} 人の推定を {path} に書きました。次は kakehashi fit です。",
        f"Wrote estimates of {len(document['persons'])} people to {path}. Next: kakehashi fit.",
    )
    wrong = any(problem["severity"] == "error" for problem in document["problems"])
    if wrong or has_errors(sittings.findings):
        sys.exit(1)


@main.command()
@click.option(
    "--team",
    metavar="ROLE",
    help="チームで見る役割か派遣先。何も書き換えない / role or placement to hold a team against; writes nothing.",
)
@click.option(
    "--members", metavar="IDS", help="チームの職員番号（,区切り） / person ids, with commas."
)
@click.option("--department", help="チームにする所属 / department that is the team.")
@click.option(
    "--context",
    metavar="ID",
    help="団体の条件によるレベル / levels for a kind of municipality, e.g. it-0-1.",
)
@click.option(
    "--purpose",
    default="",
    help="何に使うか。--team には必須 / what it is for; is recorded, and needed with --team.",
)
@now
@click.pass_obj
def fit(call: Call, /, team: str | None, **options: str | None) -> None:
    """レベルを役割の要件と比べます（不足と適合）。--team は、チームとして足りるか、一人に頼っていないかを見ます。

    Compare levels with what roles require: gaps and fit. With --team, see whether a team has what a
    role needs, and where it depends on one person. No member is named, but a small team tells much of each: the look is
    noted in the audit (kakehashi audit show).

    \b
    例 / examples:
      kakehashi fit
      kakehashi fit --team one-person-it --department 情報政策課 --purpose "後任の検討"
      kakehashi fit --team dx-leader --members s001,s002,s003 --context it-0-1 --purpose "体制の検討"
    """
    from grader.placement import run

    if team:
        _team(call, team, **options)
        return
    if any(options.values()):
        raise click.UsageError(
            "--members・--department・--context・--purpose・--now には --team が要ります / need --team"
        )
    workspace = call.workspace
    call.say("レベルを役割の要件と比べています…", "Holding levels against the roles…", err=True)
    path = run(workspace)
    call.say(
        f'{path} に書きました。次は kakehashi dashboard --purpose "…" です。',
        f'Wrote {path}. Next: kakehashi dashboard --purpose "…".',
    )


def _team(call: Call, goal: str, /, purpose: str | None, now: str | None, **options: Any) -> None:
    from grader.cli.team import team_lines
    from grader.placement import run_team
    from grader.records.access_log import log_access

    access = access_of(call, purpose or "", now)
    members = options.pop("members") or ""
    named = [name.strip() for name in members.split(",") if name.strip()]
    view = run_team(call.workspace, goal, members=named, **options)
    what = f"fit --team {goal}"
    log_access(call.workspace.records, access, what=what, files={}, subjects=view.people)
    for line in team_lines(view, call.lang):
        click.echo(line)


@main.command()
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="ページの日付。資格の期限もこの日で見る / day of the pages, also for what expires (default: today).",
)
@purpose
@now
@click.pass_obj
def dashboard(call: Call, *, as_of: datetime | None, purpose: str, now: str | None) -> None:
    """人事が見るページを作ります（外部への通信なし、日本語と英語）。個人情報なので、目的が要り、記録が残ります。

    Write the pages for HR: offline, in Japanese and English. They show results of single people: who takes them out, when
    and for what stands on every page, and is noted in the audit first (kakehashi audit show).

    \b
    例 / examples:
      kakehashi dashboard --purpose "研修計画の検討"
      kakehashi dashboard --as-of 2027-04-01 --purpose "定期異動の検討"
    """
    from grader.dashboard import run

    access = access_of(call, purpose, now)
    day = (as_of or access.when.astimezone()).date().isoformat()
    label = Text("ページ作成", "Writing pages")
    with step_bars() as told:
        page = run(
            call.workspace,
            access=access,
            as_of=day,
            progress=lambda done, total: told(label, done, total),
        )
    call.say(
        f"{page} をブラウザーで開いてください。",
        f"Open {page} in a browser.",
    )


@main.command()
@click.option(
    "--trainees",
    default=15,
    show_default=True,
    type=click.IntRange(1, 720),
    help="受講者の数 / size of the class.",
)
@click.option(
    "--seed",
    default=2026,
    show_default=True,
    help="乱数の種 / seed: the same seed gives the same bytes.",
)
@click.option(
    "--workers",
    default=3,  # while one kernel starts, two work
    show_default=True,
    type=click.IntRange(1),
    help="同時に採点する数 / processes.",
)
@click.pass_obj
def demo(call: Call, trainees: int, seed: int, workers: int) -> None:
    """架空の受講者と市で、最初から異動案まで動かします。実際の記録には触れません。

    Run the whole chain on a synthetic class and city, down to a placement plan. Real records are never touched. build/demo is
    a workspace that other commands can open.

    \b
    例 / examples:
      kakehashi demo
      kakehashi --lang en demo --trainees 6
      kakehashi --workspace build/demo plan list
    """
    from grader.demo import run_demo

    with step_bars() as told:
        result = run_demo(
            call.workspace,
            trainees=trainees,
            seed=seed,
            workers=workers,
            report=told,
            lang=call.lang,
        )
    for outcome in result.report.having("failed"):
        for line in _told(outcome, call.lang):
            click.echo(line)
    _tell_demo(call, result)
    if result.report.having("failed"):
        sys.exit(1)


def _tell_demo(call: Call, result: DemoResult) -> None:
    from grader.demo import PLAN

    share = result.covered / result.estimates if result.estimates else 0.0
    index, records = result.page, result.workspace.records
    opened = f"kakehashi --workspace {_short(result.workspace.root)}"
    call.say(
        f"\n90%区間が本当のレベルを含んだのは {result.estimates} 件中 {result.covered} 件（{share:.0%}）でした。\n"
        f"異動案「{PLAN}」は、受講者のレベルと、過年度の受講を模した職員のレベル（計算で作ったもの）から作りました。\n\n"
        f"見るところ\n  人事のページ      {index}\n  異動案の様式      {result.papers}\n"
        f"  採点結果          {records / 'course' / 'results'}\n  配ったノートブック {records / 'handouts'}\n\n"
        "次に打つコマンド\n"
        f"  {opened} plan show {PLAN} --purpose 試し\n"
        "      異動案を読む。一人の理由は --person n002、一つのポストは --post d03-101 を付ける\n"
        f"  {opened} plan forbid {PLAN} n002 h01-103 --as 案2 --purpose 試し\n"
        "      その派遣をしない案を作って比べる\n"
        "  kakehashi build && kakehashi lab --trainee s001   受講者として教材を開く\n"
        "  kakehashi read                                    教材をブラウザーで読む\n"
        "  kakehashi --help                                  すべてのコマンド",
        f"\nThe 90 % interval holds the true level in {result.covered} of {result.estimates} cases ({share:.0%}).\n"
        f"Plan “{PLAN}” was made from the levels of the class, and from levels of staff whose earlier years of training are "
        "simulated.\n\n"
        f"Where to look\n  pages for HR       {index}\n  papers of the plan {result.papers}\n"
        f"  results            {records / 'course' / 'results'}\n  notebooks given    {records / 'handouts'}\n\n"
        "What to type next\n"
        f"  {opened} plan show {PLAN} --purpose trial\n"
        "      read the plan; with --person n002 the reasons for one person, with --post d03-101 those for one post\n"
        f"  {opened} plan forbid {PLAN} n002 h01-103 --as 案2 --purpose trial\n"
        "      make a plan without that secondment, and compare\n"
        "  kakehashi build && kakehashi lab --trainee s001   open the lessons as a trainee\n"
        "  kakehashi read                                    read the lessons in a browser\n"
        "  kakehashi --help                                  all commands",
    )


def _short(path: Path) -> str:
    """Return the path from here if that is below."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
