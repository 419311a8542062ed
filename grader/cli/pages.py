"""Command to read a lesson as a page."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING, get_args

import click

from grader.cli.base import Call, main
from grader.errors import InputError
from grader.text import Lang

if TYPE_CHECKING:
    from pathlib import Path

    from grader.authoring.editions import Kind
    from grader.workspace import Workspace


@main.command()
@click.argument("slug", required=False)
@click.option(
    "--lang",
    "language",
    type=click.Choice(get_args(Lang)),
    help="ページの言語 / language of the page (default: that of the messages).",
)
@click.option(
    "--instructor",
    is_flag=True,
    help="講師用（答えが載っています） / with answers, for instructors.",
)
@click.option(
    "--no-browser", is_flag=True, help="場所を表示するだけ / only print where the page is."
)
@click.pass_obj
def read(
    call: Call, slug: str | None, language: Lang | None, *, instructor: bool, no_browser: bool
) -> None:
    """教材を読むページをブラウザーで開きます（教材を指定しなければ一覧）。

    Open a lesson as a page to read; without a lesson, the list of them all.

    \b
    例 / examples:
      kakehashi read security-phishing
      kakehashi read security-phishing --lang en --instructor
    """
    page = _page(call.workspace, slug, language or call.lang, instructor=instructor)
    # Printed in any case: on a server there is no browser to open.
    click.echo(str(page))
    if not no_browser:
        webbrowser.open(page.as_uri())


def _page(workspace: Workspace, slug: str | None, lang: Lang, *, instructor: bool) -> Path:
    from grader.authoring import load_registers
    from grader.authoring.editions import page_path

    kind: Kind = "instructor" if instructor else "reading"
    page = page_path(workspace, kind, slug, lang)
    names = [entry.slug for entry in load_registers(workspace.curriculum).active]
    if slug is not None and slug not in names:
        raise InputError(
            f"教材「{slug}」はありません。あるのは {'、'.join(names)} です。",
            f"There is no lesson “{slug}”; there are {', '.join(names)}.",
        )
    if not page.is_file():
        raise InputError(
            f"{page} がまだありません。先に kakehashi build を実行してください。",
            f"{page} is not there yet; run kakehashi build first.",
        )
    return page
