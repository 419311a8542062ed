"""Commands that make a standard of what others publish or keep in a table."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, main

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.standard.imports import Imported

    Command = Callable[..., None]

_BESIDE = ("scale.yaml", "context.jsonld")


@main.group("import")
def import_() -> None:
    """ほかの標準や表から、スキル標準の下書きを作ります。

    Make a draft of a skill standard from another framework or a table. Levels are never made up.

    \b
    例 / example:
      kakehashi import csv skills.csv --to my_standard --dry-run
    """


def _makes(default: str) -> Callable[[Command], Command]:
    """Return what adds the arguments that all imports have."""
    parts: tuple[Callable[[Command], Command], ...] = (
        click.option("--force", is_flag=True, help="あるファイルを置き換える / replace files."),
        click.option("--dry-run", is_flag=True, help="何も書かない / write nothing."),
        click.option(
            "--today",
            type=click.DateTime(["%Y-%m-%d"]),
            help="取り込んだ日 / day of the import (default: today).",
        ),
        click.option(
            "--id",
            "name",
            default=default,
            show_default=True,
            callback=_id,
            help="新しい標準のID / id of the new standard.",
        ),
        click.option(
            "--to",
            "folder",
            required=True,
            type=click.Path(path_type=Path, file_okay=False),
            help="新しい標準のフォルダー / folder of the new standard.",
        ),
        click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
        click.pass_obj,
    )
    return lambda command: reduce(lambda inner, part: part(inner), parts, command)


def _id(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9-]*", value):
        raise click.BadParameter(
            "半角の小文字・数字・ハイフン / lower-case letters, digits, hyphens"
        )
    return value


@import_.command()
@_makes("nice")
def nice(call: Call, file: Path, *, name: str, **options: Any) -> None:
    """米国NICEフレームワークの構成要素（NISTのJSON）を取り込みます。

    Import the components of the NICE Framework from the JSON that NIST publishes. NICE has no levels, so
    skills and roles arrive as drafts without any.

    \b
    例 / example:
      kakehashi import nice v2-2-0_nf_components.json --to nice_standard
    """
    from grader.standard.imports import read_nice

    _make(call, read_nice(file, name), **options)


@import_.command()
@_makes("imported")
def csv(call: Call, file: Path, *, name: str, **options: Any) -> None:
    """スキルの表（CSV）を取り込みます。1行に1スキル、見出しは「スキルID」「スキル名」が必須です。

    Import a table of skills (CSV, UTF-8 or cp932), one skill a row. Needed columns: id, name_ja (スキルID,
    スキル名). Optional: domain, domain_ja, domain_en, kind, name_en, description_ja, description_en,
    level1_ja … level4_ja, level1_en … level4_en, or their Japanese names as in the skills.csv that
    `kakehashi export csv` writes. Rows that cannot be used are listed; the others are imported.

    \b
    例 / examples:
      kakehashi import csv skills.csv --to my_standard --dry-run
      kakehashi import csv skills.csv --to my_standard --id aoba
    """
    from grader.standard.imports import read_sheet

    _make(call, read_sheet(file, name), **options)


def _make(
    call: Call,
    imported: Imported,
    *,
    folder: Path,
    today: datetime | None,
    dry_run: bool,
    force: bool,
) -> None:
    from grader.standard.imports import standard_files

    beside = {
        path.name: path.read_text(encoding="utf-8")
        for path in (call.workspace.standard / name for name in _BESIDE)
        if path.is_file()
    }
    date = (today or datetime.now(UTC).astimezone()).date().isoformat()
    files = standard_files(imported, date=date, beside=beside)
    for problem in imported.problems:
        click.echo(f"{problem.where.get(call.lang)}: {problem.what.get(call.lang)}")
    skills, roles, left = (len(x) for x in (imported.skills, imported.roles, imported.problems))
    call.say(
        f"スキル {skills} 件、役割 {roles} 件、取り込めないもの {left} 件。",
        f"{skills} skills, {roles} roles, {left} not imported.",
    )
    if dry_run:
        call.say("何も書いていません（--dry-run）。", "Nothing was written (--dry-run).")
    errors = 0 if dry_run else _written(call, folder, files, force=force)
    if imported.problems or errors:
        sys.exit(1)


def _written(call: Call, folder: Path, files: Mapping[str, str], *, force: bool) -> int:
    """Write the files and check them; return the number of errors. Missing English is only counted."""
    from grader.errors import InputError
    from grader.schema.store import write_text
    from grader.standard import lint_standard

    there = sorted(name for name in files if (folder / name).exists())
    if there and not force:
        raise InputError(
            f"{folder / there[0]}: すでにあります。別のフォルダーを選ぶか、--force を付けてください。",
            f"{folder / there[0]}: is there already. Choose another folder or add --force.",
        )
    for name, text in files.items():
        write_text(folder / name, text)
    findings = lint_standard(folder)
    errors = [finding for finding in findings if finding.severity == "error"]
    for finding in errors:
        click.echo(finding.render(folder, call.lang))
    call.say(
        f"{folder} に書きました（誤り {len(errors)} 件、注意 {len(findings) - len(errors)} 件）。",
        f"Wrote {folder} ({len(errors)} errors, {len(findings) - len(errors)} warnings).",
    )
    return len(errors)
