"""Commands about versions of the standard: lock, delta, migrate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from grader.cli.standard import standard
from grader.text import Text

if TYPE_CHECKING:
    from grader.cli.base import Call
    from grader.records.recorded_levels import RecordedLevels
    from grader.standard.files import Files
    from grader.standard.versions import Lock, Migration, Release, Unresolved
    from grader.text import Lang
    from grader.workspace import Workspace

WORKING = "working"
_FILE = click.Path(path_type=Path, dir_okay=False)


@standard.command()
@click.option(
    "--wording",
    "reworded",
    multiple=True,
    metavar="SKILL.LEVEL",
    help="意味を変えずに言い換えたレベル / level reworded without change of meaning (such as SEC-LOG.3).",
)
@click.option(
    "--reason", help="意味が同じである理由 / why the meaning is the same (with --wording)."
)
@click.option(
    "--again",
    is_flag=True,
    help="まだ使われていない今の版を作り直す / make the present version anew; nobody may use it yet.",
)
@click.pass_obj
def lock(call: Call, reworded: tuple[str, ...], reason: str | None, *, again: bool) -> None:
    """今の内容を一つの版として公開し、意味が黙って変わらないようにロックします。

    Make a release of the content as it is, and lock it so that no meaning changes in silence. It writes
    releases/<version>.json and standard.lock.json, and refuses a version number too small for what changed.

    \b
    例 / examples:
      kakehashi standard lock
      kakehashi standard lock --wording SEC-LOG.3 --reason "語順だけを直した"
    """
    from grader.standard import load_standard
    from grader.standard.versions import cut, write_cut

    if bool(reworded) != bool(reason):
        raise click.UsageError(
            Text(
                "--wording と --reason は一緒に使います。", "--wording and --reason go together."
            ).get(call.lang)
        )
    directory = call.workspace.standard
    load_standard(directory)  # a release has no errors
    made = cut(_files(directory), reworded=dict.fromkeys(reworded, reason or ""), again=again)
    write_cut(directory, made)
    call.say(
        f"版 {made.release.version} をロックしました（前の版からの変更 {len(made.changes)} 件）。",
        f"Locked version {made.release.version} ({len(made.changes)} changes since the one before).",
    )


@standard.command()
@click.argument("old", metavar="VERSION")
@click.argument("new", default=WORKING, metavar="VERSION")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "json"]),
    default="md",
    show_default=True,
    help="形式 / form.",
)
@click.option("--out", type=_FILE, help="書き出すファイル / file to write (default: print).")
@click.pass_obj
def delta(
    call: Call, old: str, new: str, form: Literal["md", "csv", "json"], out: Path | None
) -> None:
    """二つの版の違いと、影響する役割・教材を示します（working は今の内容）。

    Show what changed between two versions, and the roles and lessons concerned (working: the content as it is).

    \b
    例 / examples:
      kakehashi standard delta 0.1.0
      kakehashi standard delta 0.1.0 0.2.0 --format csv --out 変更点.csv
    """
    from grader.records.excel import csv_text
    from grader.schema.store import write_text
    from grader.standard.versions import (
        compare,
        delta_data,
        delta_page,
        delta_rows,
        read_tombstones,
        users_of,
        with_successors,
    )

    workspace = call.workspace
    files = _files(workspace.standard)
    locked = _lock(workspace.standard)
    releases = _release(files, locked, old), _release(files, locked, new)
    changes = with_successors(compare(*releases, locked.wordings), read_tombstones(files))
    lessons = _lessons(workspace)
    users = [users_of(change, releases, lessons) for change in changes]
    if form == "md":
        text = delta_page(old, new, changes, users, lang=call.lang)
    elif form == "csv":
        text = csv_text(delta_rows(changes, users, lang=call.lang))
    else:
        data = delta_data(old, new, changes, users)
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if out is None:
        click.echo(text.removeprefix("\ufeff"), nl=False)
    else:
        write_text(out, text)
        call.say(f"{out} に書きました。", f"Wrote {out}.")


@standard.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--from", "first", required=True, metavar="VERSION", help="記録した版 / version of the records."
)
@click.option(
    "--to", "last", metavar="VERSION", help="移す先の版 / version to reach (default: the newest)."
)
@click.option("--out", type=_FILE, help="移した記録のファイル / file for what was carried.")
@click.option(
    "--unresolved",
    type=_FILE,
    help="移せなかった行のファイル / file for what was not (default: beside --out).",
)
@click.option("--dry-run", is_flag=True, help="調べるだけで書かない / check only, write nothing.")
@click.pass_obj
def migrate(  # noqa: PLR0913  # one argument for each option
    call: Call,
    *,
    file: Path,
    first: str,
    last: str | None,
    out: Path | None,
    unresolved: Path | None,
    dry_run: bool,
) -> None:
    """記録されたレベル（CSV）を新しい版に移します。移せない行は、理由とともに別のファイルに残します。

    Move recorded levels (CSV) to a newer version. What cannot be carried is kept in another file with the reason.
    Without --out nothing is written. Old records stay valid under their own version; the input is never changed.

    \b
    例 / examples:
      kakehashi standard migrate レベル.csv --from 0.1.0
      kakehashi standard migrate レベル.csv --from 0.1.0 --to 0.2.0 --out 新レベル.csv
    """
    from grader.records.recorded_levels import read_recorded, write_carried, write_unresolved

    rest = unresolved or (out and out.with_name(f"{out.stem}.unresolved.csv"))
    _refuse_same(call, file, out, rest)
    table = read_recorded(file)
    moved = _migrated(call.workspace.standard, table, first, last)
    lost = sorted([*table.unread, *moved.unresolved], key=lambda one: one.line)
    for one in lost:
        click.echo(f"{file}:{one.line}: {one.reason.get(call.lang)}{_sentences(one, call.lang)}")
    if rest and not dry_run:
        write_unresolved(rest, table, lost, lang=call.lang)
    if out and not dry_run:
        write_carried(out, table, moved)
    open_lines = len({one.line for one in lost})
    call.say(
        f"{len(table.rows)} 行のうち {len(table.rows) - open_lines} 行を移し、{open_lines} 行は確認が要ります。",
        f"Carried {len(table.rows) - open_lines} of {len(table.rows)} rows; {open_lines} need a look.",
    )
    if lost:
        sys.exit(1)


def _files(directory: Path) -> Files:
    from grader.errors import StandardError
    from grader.standard.files import read_files

    files, _, whole = read_files(directory)
    if not whole:
        raise StandardError(
            f"{directory}: スキル標準に誤りがあります。kakehashi lint で確かめてください。",
            f"{directory}: the skill standard has errors; see kakehashi lint.",
        )
    return files


def _lock(directory: Path) -> Lock:
    from grader.errors import StandardError
    from grader.standard.versions import read_lock

    locked = read_lock(directory)
    if locked is None:
        raise StandardError(
            f"{directory}: 公開した版がまだありません。kakehashi standard lock を実行してください。",
            f"{directory}: nothing has been released yet; run kakehashi standard lock.",
        )
    return locked


def _release(files: Files, locked: Lock, version: str) -> Release:
    from grader.standard.versions import read_release, working_release

    if version == WORKING:
        return working_release(files)
    return read_release(files.one("standard").path.parent, locked, version)


def _lessons(workspace: Workspace) -> dict[tuple[str, int], set[str]]:
    """Lessons that prove a level, by skill and level."""
    from grader.authoring import active_lessons

    proving: dict[tuple[str, int], set[str]] = {}
    if workspace.curriculum.is_dir():
        for lesson in active_lessons(workspace)[0]:
            for exercise in lesson.exercises:
                proving.setdefault((exercise.skill, exercise.level), set()).add(lesson.slug)
    return proving


def _migrated(directory: Path, table: RecordedLevels, first: str, last: str | None) -> Migration:
    from grader.standard.versions import migrate as move
    from grader.standard.versions import parse_version, read_release, read_tombstones

    files, locked = _files(directory), _lock(directory)
    order = sorted(locked.releases, key=parse_version)
    for version in (first, last or order[-1]):
        read_release(directory, locked, version)  # says so if there is none
    begin, end = parse_version(first), parse_version(last or order[-1])
    path = [read_release(directory, locked, v) for v in order if begin <= parse_version(v) <= end]
    return move(
        table.records, path=path, tombstones=read_tombstones(files), wordings=locked.wordings
    )


def _refuse_same(call: Call, file: Path, *targets: Path | None) -> None:
    places = [path.resolve() for path in (file, *targets) if path]
    if len(set(places)) < len(places):
        raise click.UsageError(
            Text(
                "入力と出力には別々のファイルを指定してください。",
                "Name different files for input and outputs.",
            ).get(call.lang)
        )


def _sentences(one: Unresolved, lang: Lang) -> str:
    old, new = one.old.get(lang), one.new.get(lang)
    return f"\n  − {old}\n  + {new}" if old or new else ""
