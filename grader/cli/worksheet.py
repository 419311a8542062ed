"""Commands of the worksheet: written to be filled by hand, and read back."""

from __future__ import annotations

import difflib
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.standard import standard
from grader.text import Text

if TYPE_CHECKING:
    from grader.cli.base import Call
    from grader.standard.worksheet import Change, Worksheet

_CONFIRM = Text(
    "「自治体DX推進のための外部人材スキル標準」の本文を見て埋めた作業表ですか。出典を「確認済み」に変えます",
    "Was this worksheet filled while looking at the document itself? Its source will count as read",
)


@standard.group()
def worksheet() -> None:
    """公式の表を確かめるための作業表（CSV）を扱います。

    The worksheet (CSV) by which the official table is checked, cell by cell.

    \b
    例 / example:
      kakehashi standard worksheet export
    """


@worksheet.command("export")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="あれば置き換える / replace the file if it exists.")
@click.pass_obj
def export_(call: Call, file: Path | None, force: bool) -> None:  # noqa: FBT001  # click passes flags like this
    """作業表を書き出します。分かっている項目は埋まっています。

    Write the worksheet; what is known already is filled in.

    \b
    例 / examples:
      kakehashi standard worksheet export
      kakehashi standard worksheet export 作業表.csv --force
    """
    from grader.errors import InputError
    from grader.schema.store import write_text
    from grader.standard.worksheet import worksheet_text

    folder = call.workspace.standard
    path = file or folder / "worksheets" / "mic-2022.csv"
    if path.exists() and not force:
        raise InputError(
            f"{path}: すでにあります。置き換えるなら --force を付けてください。",
            f"{path}: exists already; add --force to replace it.",
        )
    write_text(path, worksheet_text(folder))
    call.say(f"{path} に書き出しました。", f"Written to {path}.")


@worksheet.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="変更を示すだけ / show the changes only.")
@click.option(
    "--yes", is_flag=True, help="本文を見たことを認める / confirm that the document was held."
)
@click.pass_obj
def import_(call: Call, file: Path, dry_run: bool, yes: bool) -> None:  # noqa: FBT001  # click passes flags like this
    """埋めた作業表を人材像のファイルに取り込みます。

    Take a filled worksheet over into the personas' files. Rows that lack a page or a checker are told and left out.

    \b
    例 / examples:
      kakehashi standard worksheet import 作業表.csv --dry-run
      kakehashi standard worksheet import 作業表.csv
    """
    from grader.standard.worksheet import merge_worksheet, read_personas, read_worksheet

    folder = call.workspace.standard
    started = {
        name: {cell["section"] for cell in document.data.get("cells", ())}
        for name, document in read_personas(folder).items()
    }
    sheet = read_worksheet(file, started=started, today=datetime.now(UTC).astimezone().date())
    _tell_refused(call, file, sheet)
    changes = merge_worksheet(folder, sheet)
    if dry_run:
        for change in changes:
            click.echo(_diff(change, call.workspace.root), nl=False)
    elif changes:
        _write(call, changes, ask=not yes)
    call.say(
        f"{len(sheet.filled)} 行を読み、{len(sheet.refused)} 行を除きました。変更は {len(changes)} ファイルです。",
        f"{len(sheet.filled)} rows read, {len(sheet.refused)} left out, {len(changes)} files changed.",
    )
    sys.exit(int(bool(sheet.refused)))


def _tell_refused(call: Call, file: Path, sheet: Worksheet) -> None:
    for refused in sheet.refused:
        place = Text(
            f"{refused.row} 行目の {refused.column}", f"row {refused.row}, {refused.column}"
        )
        click.echo(f"{file}: {place.get(call.lang)}: {refused.message.get(call.lang)}")


def _diff(change: Change, root: Path) -> str:
    name = change.path.relative_to(root).as_posix()
    before, after = (text.splitlines(keepends=True) for text in (change.before, change.after))
    return "".join(difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"))


def _write(call: Call, changes: tuple[Change, ...], *, ask: bool) -> None:
    from grader.schema.store import write_text

    if ask and any(change.path.name == "sources.yaml" for change in changes):
        click.confirm(_CONFIRM.get(call.lang), abort=True)
    for change in changes:
        write_text(change.path, change.after)
