"""`kakehashi records`: sheets of people and posts in and out, and a look at one person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import (
    Call,
    access_of,
    given_time,
    main,
    now,
    purpose,
    say_database,
    step_bars,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from grader.records.sheets.reading import Read
    from grader.records.sheets.words import Words

    Command = Callable[..., None]

_LISTED = 100

_on = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="この日に当てはまるもの / what holds on this day (default: every period).",
)
_known_at = click.option(
    "--known-at",
    metavar="TIME",
    help="この時点で分かっていたもの / as it was known at this time, ISO 8601 with a zone.",
)
_sensitive = click.option(
    "--include-sensitive",
    is_flag=True,
    help="配慮・所属長意見・関係・雇用兼業も / sensitive sheets, too.",
)


@main.group()
def records() -> None:
    """職員・ポスト・発令などの記録を、Excel や CSV の表で出し入れします。

    The records of people, posts and appointments: sheets in Excel or CSV, in and out. Everything is dated; what was known
    before stays readable.

    \b
    例 / examples:
      kakehashi records template --to 記入用.xlsx
      kakehashi records import 記入用.xlsx
      kakehashi records import 記入用.xlsx --apply --purpose "令和9年度の人事異動"
    """


@records.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--apply", "write", is_flag=True, help="書き込む / write it; without this, only look."
)
@click.option(
    "--purpose",
    default="",
    help="何のためか。--apply には必須 / what for; is recorded, and needed with --apply.",
)
@click.option(
    "--withdraw",
    is_flag=True,
    help="適用終了日が適用開始日の前日の行は、その記録を取り消す / rows that end on the day before they begin take their"
    " record back.",
)
@click.option("--all", "whole", is_flag=True, help="変更を全部示す / list every change.")
@now
@click.pass_obj
def import_(
    call: Call, /, file: Path, *, write: bool, purpose: str, now: str | None, **options: bool
) -> None:
    """表（Excel ブック、CSV、CSV のフォルダー）を読み、何が変わるかを示します。--apply で書き込みます。

    Read a workbook, a CSV file named after its sheet, or a folder of them. Told are the changes (new, changed, ended) and
    each problem with sheet, row, column and remedy. Nothing is written without --apply, and nothing at all while there is
    an error. Rows that are not mentioned stay as they are; a record ends by its last day.

    \b
    例 / examples:
      kakehashi records import 異動.xlsx
      kakehashi records import csv/ --all
      kakehashi records import 異動.xlsx --apply --purpose "令和9年4月の定期異動"
    """
    from dataclasses import replace

    from grader.errors import InputError
    from grader.findings import has_errors
    from grader.records.access_log import need_purpose
    from grader.records.sheets.office import apply, look

    access = access_of(call, purpose, now)
    if write:
        need_purpose(access)
    told = access if purpose else replace(access, purpose="取り込みの下見 / dry run")
    with step_bars() as step:
        read = look(
            call.workspace.records,
            file,
            _words(call),
            access=told,
            withdraw=options["withdraw"],
            step=step,
        )
    _tell(call, read, whole=options["whole"])
    say_database(call)
    if has_errors(read.findings):
        call.say(
            "誤りがあるため、何も書き込みません。", "Nothing is written while there are errors."
        )
        sys.exit(1)
    if not read.differences:
        raise InputError(
            f"{file}: 読める行がありませんでした。", f"{file}: there was no row to read."
        )
    if not write:
        call.say(
            "まだ何も書き込んでいません。よければ --apply --purpose を付けて、もう一度実行してください。",
            "Nothing is written yet; run it again with --apply --purpose if this is right.",
        )
        return
    done = apply(call.workspace.records, read, access=access)
    call.say(f"{done} 件の変更を書き込みました。", f"{done} changes written.")


@records.command("export")
@click.option(
    "--to",
    "out",
    required=True,
    type=click.Path(path_type=Path),
    help="Excel ブック（.xlsx）か、CSV を置くフォルダー / a workbook (.xlsx), or a folder for CSV.",
)
@click.option(
    "--sheet", "chosen", multiple=True, help="表の名前かID（いくつでも） / name or id of a sheet."
)
@click.option(
    "--encoding",
    type=click.Choice(["utf-8", "cp932"]),
    default="utf-8",
    show_default=True,
    help="CSV の文字コード / encoding of CSV.",
)
@_on
@_known_at
@_sensitive
@purpose
@now
@click.pass_obj
def export_(
    call: Call, /, *, out: Path, chosen: tuple[str, ...], purpose: str, **options: Any
) -> None:
    """記録を、取り込みと同じ見出しの表に書き出します。個人情報なので、目的が要り、監査に残ります。

    Write the records as sheets with the headers of the import: read back, they change nothing. No cell is run as a
    formula. Each export is noted in the audit first. Sensitive sheets need --include-sensitive.

    \b
    例 / examples:
      kakehashi records export --to 記録.xlsx --purpose "人事異動の準備"
      kakehashi records export --to csv/ --sheet 職員 --sheet 発令 --encoding cp932 --purpose "人事異動の準備"
      kakehashi --lang en records export --to records.xlsx --on 2027-04-01 --purpose "rotation"
    """
    from grader.records.sheets.office import export

    if out.suffix.lower() == ".csv":
        raise click.BadParameter(
            "CSV はフォルダーに書き出します / CSV files go to a folder", param_hint="--to"
        )
    sheets = _sheets(chosen, sensitive=options["include_sensitive"])
    with step_bars() as step:
        done = export(
            call.workspace.records,
            out,
            sheets=sheets,
            access=access_of(call, purpose, options["now"]),
            lang=call.lang,
            encoding=options["encoding"],
            on=_day(options["on"]),
            known_at=_time(call, options["known_at"]),
            step=step,
        )
    for path, size in done.items():
        call.say(f"{path} に {size} 件を書きました。", f"Wrote {size} records to {path}.")


@records.command()
@click.option(
    "--to",
    "out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き出すブック（.xlsx） / workbook to write.",
)
@click.option(
    "--from-roster",
    "roster",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="この名簿の人を「職員」に入れる / put the people of this roster into its sheet of people.",
)
@click.option("--force", is_flag=True, help="あれば置き換える / replace the file if it exists.")
@click.pass_obj
def template(call: Call, *, out: Path, roster: Path | None, force: bool) -> None:
    """記入用のブックを書き出します。見出し・選択肢・列の説明が入っています。

    Write a workbook to fill in: each sheet with its headers and lists of choices, and a sheet that explains every column.
    With --from-roster, the people of a roster stand in it; what a roster does not tell (kind of employment, first day) is
    left to be filled in.

    \b
    例 / examples:
      kakehashi records template --to 記入用.xlsx
      kakehashi records template --to 記入用.xlsx --from-roster records/roster.csv
    """
    from grader.errors import InputError
    from grader.records import read_roster
    from grader.records.sheets.workbook import template_bytes
    from grader.schema.store import write_bytes

    if out.exists() and not force:
        raise InputError(
            f"{out}: すでにあります。置き換えるなら --force を付けてください。",
            f"{out}: exists already; give --force to replace it.",
        )
    read = read_roster(roster) if roster else None
    for finding in read.findings if read else ():
        click.echo(finding.render(call.workspace.root, call.lang))
    write_bytes(out, template_bytes(call.lang, read.persons if read else ()))
    call.say(
        f"{out} に書きました。埋めたら kakehashi records import {out} で確かめてください。",
        f"Wrote {out}. Fill it in, and look at it with kakehashi records import {out}.",
    )


@records.command()
@click.argument("person")
@_on
@_known_at
@_sensitive
@purpose
@now
@click.pass_obj
def show(call: Call, /, person: str, *, purpose: str, **options: Any) -> None:
    """一人の記録を、期間とともに示します。職員番号・受講者番号・氏名・旧姓で探せます。閲覧は監査に残ります。

    Show what is recorded of one person, found by staff number, id, name or former name. The look is noted in the audit.

    \b
    例 / examples:
      kakehashi records show 001234 --purpose "異動の面談"
      kakehashi records show 青葉花子 --known-at 2027-03-10T00:00:00+09:00 --purpose "異動の経緯の確認"
    """
    from grader.records.sheets.office import look_up

    found = look_up(
        call.workspace.records,
        person,
        access=access_of(call, purpose, options["now"]),
        on=_day(options["on"]),
        known_at=_time(call, options["known_at"]),
        sensitive=options["include_sensitive"],
    )
    for text in found:
        click.echo(text.get(call.lang))
    if not found:
        call.say(f"「{person}」の記録はありません。", f"Nothing is recorded of “{person}”.")
        sys.exit(1)


@records.command()
@click.option(
    "--to",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き出す名簿 / file to write (default: records/roster.csv).",
)
@click.option(
    "--force",
    is_flag=True,
    help="今の名簿にいて記録にいない人が消えてもよい / let people go who are not in the records.",
)
@_on
@purpose
@now
@click.pass_obj
def roster(call: Call, /, *, out: Path | None, purpose: str, **options: Any) -> None:
    """記録から名簿（records/roster.csv）を作り直します。研修の側はこれまでどおり使えます。

    Write the roster of those who take part from the records, as they hold on a day: the trainees' side stays as it was.
    People are named in it by their pseudonymous ids.

    \b
    例 / example:
      kakehashi records roster --on 2027-04-01 --purpose "研修の受講者の更新"
    """
    from grader.records.sheets.participants import write_roster_of

    access = access_of(call, purpose, options["now"])
    folder = call.workspace.records
    path = out or folder / "roster.csv"
    day = _day(options["on"]) or access.when.astimezone().date()
    force: bool = options["force"]
    size = write_roster_of(folder, path, day, access=access, lang=call.lang, force=force)
    call.say(f"{path} に {size} 人を書きました。", f"Wrote {size} people to {path}.")


def _tell(call: Call, read: Read, *, whole: bool) -> None:
    from grader.records.sheets.told import counts, difference_text

    for finding in read.findings:
        click.echo(finding.render(Path.cwd(), call.lang))
    changed = [one for one in read.differences if one.kind != "unchanged"]
    for one in changed if whole else changed[:_LISTED]:
        click.echo(difference_text(one).get(call.lang))
    if len(changed) > _LISTED and not whole:
        rest = len(changed) - _LISTED
        call.say(f"ほか {rest} 件（--all で全部）", f"and {rest} more (--all lists them)")
    for text in counts(read.differences):
        click.echo(text.get(call.lang))


def _words(call: Call) -> Words:
    from grader.records.sheets.words import standard_words
    from grader.standard import load_rulebook, load_standard

    place = call.workspace
    return standard_words(
        load_standard(place.standard, place.overlay), load_rulebook(place.standard, place.overlay)
    )


def _sheets(chosen: tuple[str, ...], *, sensitive: bool) -> list[str]:
    """Ids of the sheets named; all that may be seen if none is named."""
    from grader.records.sheets.catalogue import SHEETS
    from grader.records.sheets.source import sheet_named

    named = [(name, sheet_named(name)) for name in chosen]
    for name, sheet in named:
        if sheet is None:
            known = "、".join(one.name.ja for one in SHEETS.values())
            raise click.BadParameter(
                f"「{name}」という表はありません / no such sheet ({known})", param_hint="--sheet"
            )
        if sheet.sensitive and not sensitive:
            raise click.BadParameter(
                f"「{name}」には --include-sensitive が要ります / needs --include-sensitive",
                param_hint="--sheet",
            )
    ids = [sheet.id for _, sheet in named if sheet]
    return ids or [one.id for one in SHEETS.values() if sensitive or not one.sensitive]


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _time(call: Call, given: str | None) -> datetime | None:
    return given_time(given, call) if given else None
