"""The command of somebody who writes nbgrader assignments without lessons: check."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.base import Call, main
from grader.text import Text

_COUNTS = Text(
    "ノートブック {notebooks} 冊、{errors} 件の誤り、{warnings} 件の注意",
    "{notebooks} notebooks, {errors} errors, {warnings} warnings",
)


@main.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="PATH...",
)
@click.option(
    "--run",
    is_flag=True,
    help="実際に採点して確かめる / grade the solution, what is handed out and the wrong answers too.",
)
@click.option(
    "--trusted",
    is_flag=True,
    help="--run を隔離せずに行う。自分で書いたノートブックだけに / run without a sandbox: your own notebooks only.",
)
@click.pass_obj
def check(call: Call, /, paths: tuple[Path, ...], *, run: bool, trusted: bool) -> None:
    """ふつうの nbgrader の課題（source/ のノートブック）のテストを点検します。

    Check the tests of plain nbgrader assignments: a source notebook, the folder of an assignment, or a course.
    Without --run nothing is run. Told are what cannot be tested from outside the trainee's process (A001), tests that hold for
    wrong answers too (A002), and cells that are not well formed (A005); as file#grade_id:line within the cell.

    誤答の見本を wrong/<解答のセルの grade_id>-<名前>.py に置けます。中身は、そのセルに書かれる誤った答えです。
    Known wrong answers may stand beside the notebooks as wrong/<grade_id of the answer cell>-<name>.py: what a trainee
    would write into that cell. Every test should be failed by one of them.

    --run は、作者の解答が満点になること（A006）、配ったままでは0点になること（A007）、どのテストにも落ちる誤答があること
    （A003）を、提出物と同じ仕組みで採点して確かめます。
    With --run the solution must earn full points (A006), what is handed out nothing (A007), and each test must be failed
    by a wrong answer (A003), all graded as trainees' work is.

    wrong/ を配らないために、nbgrader_config.py に c.CourseDirectory.ignore.append("wrong") を書いてください（kakehashi の
    設定には入っています）。
    So that wrong/ is not handed out, write c.CourseDirectory.ignore.append("wrong") into nbgrader_config.py (ours
    has it already).

    \b
    例 / examples:
      kakehashi check source/ps1/problem1.ipynb
      kakehashi check path/to/course
      kakehashi check --run source/ps1
    """
    from grader.authoring.testing import check_sources, source_notebooks
    from grader.findings import has_errors

    notebooks = source_notebooks(paths)
    findings = check_sources(notebooks)
    if run and not has_errors(findings):
        from grader.grading.prove import prove_sources

        findings += prove_sources(notebooks, trusted=trusted)
    for finding in findings:
        click.echo(finding.render(Path.cwd(), call.lang))
    errors = sum(f.severity == "error" for f in findings)
    click.echo(
        _COUNTS.get(call.lang).format(
            notebooks=len(notebooks), errors=errors, warnings=len(findings) - errors
        )
    )
    if errors:
        sys.exit(1)
