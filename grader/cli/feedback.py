"""Command that gives marked work back: feedback."""

from __future__ import annotations

import sys

import click

from grader.cli.base import Call, given_time, main, step_bars


@main.command()
@click.option(
    "--trainee",
    "trainees",
    multiple=True,
    metavar="ID",
    help="受講者 / trainee id (default: everybody with results).",
)
@click.option(
    "--now",
    metavar="TIME",
    help="締め切りと比べる日時 / time held against deadlines, ISO 8601 with a zone (default: now).",
)
@click.pass_obj
def feedback(call: Call, trainees: tuple[str, ...], now: str | None) -> None:
    """採点の結果を、受講者ごとのページにして配ったフォルダーに置きます（feedback.html）。

    Write a page for each graded submission into the trainee's folder: state and points of each exercise, why, what to
    read again. Explanations of exercises with full marks are on it, all others after the deadline.

    \b
    例 / examples:
      kakehashi feedback
      kakehashi feedback --trainee s001 --now 2026-12-25T17:00:00+09:00
    """
    from grader.feedback import give_back
    from grader.feedback.labels import RETURNED

    time = given_time(now, call)
    with step_bars() as told:
        returned = give_back(
            call.workspace,
            now=time,
            trainees=trainees,
            progress=lambda done, total: told(RETURNED, done, total),
        )
    failed = [one for one in returned if one.error is not None]
    for one in failed:
        why = one.error.get(call.lang) if one.error else ""
        click.echo(f"✗ {one.trainee}/{one.assignment}: {why}")
    call.say(
        f"{len(returned) - len(failed)} 件のフィードバックを {call.workspace.handouts} に置きました。",
        f"Wrote {len(returned) - len(failed)} feedback pages into {call.workspace.handouts}.",
    )
    if not returned:
        call.say(
            "採点結果がまだありません。先に kakehashi grade を実行してください。",
            "There are no results yet. Run kakehashi grade first.",
        )
    if failed:
        sys.exit(1)
