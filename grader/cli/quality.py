"""Command for instructors: which exercises to look at, and how sure levels are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, main, step_bars
from grader.text import Text

if TYPE_CHECKING:
    from grader.quality import Format

_FORMATS: tuple[Format, ...] = ("html", "xlsx")


def _formats(_: click.Context, option: click.Parameter, given: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in given.split(","))
    for part in wanted:
        if part not in _FORMATS:
            raise click.BadParameter(
                f"html か xlsx を書いてください / give html or xlsx: {part!r}", param=option
            )
    return wanted


@main.command()
@click.option("--lesson", metavar="SLUG", help="この教材だけ / only this lesson.")
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="書き出すフォルダー / folder to write to (default: records/quality).",
)
@click.option(
    "--groups",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="群に分ける CSV（職員番号と、年代などの列） / CSV with person and columns of groups.",
)
@click.option(
    "--format",
    "formats",
    default=",".join(_FORMATS),
    show_default=True,
    callback=_formats,
    help="書き出すもの / what to write.",
)
@click.pass_obj
def quality(call: Call, /, **options: Any) -> None:
    """設問と測定の質を点検した報告を書きます（講師用。受講者の名前は載りません）。

    Write a report for instructors on exercises and measurement: what to mend, where tasks are missing,
    how sure levels are. It names no trainee. With few answers it says so instead of judging.

    \b
    例 / examples:
      kakehashi quality
      kakehashi quality --lesson security-phishing
      kakehashi quality --groups age.csv --to report --format xlsx
    """
    from grader.quality import run

    label = Text("設問の点検", "Looking at skills")
    with step_bars() as told:
        written = run(
            call.workspace, progress=lambda done, total: told(label, done, total), **options
        )
    for path in written:
        click.echo(str(path))
    call.say(
        "「最初に見るところ」から読んでください。",
        "Begin with “What to look at first”.",
    )
