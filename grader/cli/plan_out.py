"""`kakehashi plan`: papers of a plan, and the proof that it can be made again."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.base import Call, account, given_time, step_bars
from grader.cli.plan import plan
from grader.cli.plan_common import now, opened, purpose


@plan.command()
@click.argument("name")
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="出力先のフォルダー / folder to write to.",
)
@click.option(
    "--font",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="PDF に埋め込む TrueType フォント / TrueType font to embed in the PDF.",
)
@purpose
@now
@click.pass_obj
def export(
    call: Call, /, name: str, folder: Path, font: Path | None, purpose: str, now: str | None
) -> None:
    """異動案一覧・新旧対照・不足一覧・辞令案・派遣台帳・育成計画を書き出します。記録が残ります。

    Write the papers of a plan: list of moves with the assumptions behind them, draft orders (PDF and Excel), the register of
    secondments, development plans. Every page bears who took it out, when and for what.

    \b
    例 / example:
      kakehashi plan export 案1 --to 様式 --purpose "市長協議"
    """
    from grader.placement.exports import Papers, export_plan, read_wording
    from grader.placement.training.stage import training_modules
    from grader.records.access_log import Access

    made, problem, standard = opened(call, name)
    modules = training_modules(call.workspace, made, call.lang)
    if modules is None:
        call.say(
            f"育成計画は、置き換わる前の案「{name}」のものなので、教材の欄に使いません。kakehashi plan training {name} でやり直してください。",
            f"The training plan is that of a “{name}” since replaced, so it does not fill the column of modules. "
            f"Run kakehashi plan training {name} again.",
            err=True,
        )
    wording = read_wording(call.workspace.assessments)
    papers = Papers(problem, made, standard, wording=wording, modules=modules or {})
    written = export_plan(
        papers,
        folder,
        access=Access(account(), given_time(now, call), purpose),
        records=call.workspace.records,
        lang=call.lang,
        font=font,
    )
    for path in written.files:
        click.echo(path)
    for finding in written.findings:
        click.echo(finding.render(call.workspace.root, call.lang), err=True)
    sys.exit(1 if written.findings else 0)


@plan.command()
@click.argument("name")
@click.pass_obj
def reproduce(call: Call, name: str) -> None:
    """案を、保存した入力からもう一度作り、同じになるかを確かめます。

    Make a plan again from its stored input, and say whether it comes out the same. For audits.

    \b
    例 / example:
      kakehashi plan reproduce 案1
    """
    from grader.placement.plan.reproduce import reproduce as again

    with step_bars() as told:
        same = again(call.workspace, name, progress=told)
    if same:
        call.say(f"案「{name}」は同じ内容で再現できました。", f"Plan “{name}” came out the same.")
        return
    call.say(
        f"案「{name}」は同じになりませんでした。プログラムかソルバーの版が違うか、時間切れで終えた案です。",
        f"Plan “{name}” came out differently: another version of program or solver, or a plan cut off by time.",
    )
    sys.exit(1)
