"""Commands that hand the standard, and what was confirmed by it, to other systems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli.base import Call, access_of, main, now, purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.records.grades import Form

    Command = Callable[..., None]


@main.group()
def export() -> None:
    """スキル標準と確認済みのレベルを、ほかのシステムが読む形で書き出します。

    Write the standard, and confirmed levels, in the forms that other systems read.

    \b
    csv      人事・各課（Excel） / HR and divisions, in Excel
    moodle   研修担当（学習管理システム Moodle） / training staff, in Moodle
    case     学習基盤・バッジの担当（識別子） / learning platforms and badges, as identifiers
    jsonld   研究者・他団体のデータ担当 / researchers and data staff elsewhere
    badges   受講者本人・異動先・庁外 / the trainee, the next office, the outside
    grades   成績を要する部署（個人情報） / offices that need grades, as personal data
    evidence 資格・評価・成果物・経歴（個人情報） / other evidence, as personal data

    \b
    例 / example:
      kakehashi export csv --to exports
    """


def _writes(command: Command) -> Command:
    """Add the option that all exports of the standard have."""
    option = click.option(
        "--to",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        help="書き出すフォルダー / folder to write to (default: build/exports).",
    )
    return click.pass_obj(option(command))


@export.command()
@_writes
def csv(call: Call, folder: Path | None) -> None:
    """Excelで開ける表（スキル・レベル・役割）を書き出します。

    Write tables of skills, levels and roles for Excel (UTF-8 with a byte order mark). --lang chooses the
    language of the headers; names and statements stand in both.

    \b
    例 / examples:
      kakehashi export csv
      kakehashi --lang en export csv --to tables
    """
    from grader.standard.exports import csv_files

    _write(call, folder, csv_files(_standard(call), call.lang))


@export.command()
@_writes
def moodle(call: Call, folder: Path | None) -> None:
    """Moodleのコンピテンシーフレームワークを書き出します。

    Write a competency framework for Moodle (Site administration > Competencies > Import competency
    framework). Each level is a competency of its own; moodle_plans.csv lists, role by role, those that a
    learning plan template should hold. --lang chooses the language.

    \b
    例 / examples:
      kakehashi export moodle
      kakehashi --lang en export moodle --to moodle-en
    """
    from grader.standard.exports import moodle_files

    _write(call, folder, moodle_files(_standard(call), call.lang))


@export.command()
@_writes
def case(call: Call, folder: Path | None) -> None:
    """1EdTech CASE 1.1 の形で書き出します（日本語・英語）。

    Write the standard as CASE 1.1 packages, one in Japanese and one in English. Identifiers follow from the
    ids and stay the same in every export.

    \b
    例 / example:
      kakehashi export case --to exports
    """
    from grader.standard.exports import case_files

    _write(call, folder, case_files(_standard(call)))


@export.command()
@_writes
def jsonld(call: Call, folder: Path | None) -> None:
    """リンクトデータ（JSON-LD・SKOS）で書き出します。

    Write the standard as linked data. The context stands inside the file: nothing is fetched to read it.

    \b
    例 / example:
      kakehashi export jsonld --to exports
    """
    from grader.standard.exports import jsonld_files, read_context

    context = read_context(call.workspace.standard / "context.jsonld")
    _write(call, folder, jsonld_files(_standard(call), context))


@export.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx"]),
    default="csv",
    show_default=True,
    help="ファイルの形式 / format of the file.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き出すファイル / file to write.",
)
@click.option("--purpose", required=True, help="何に使うか / what the grades are for; is recorded.")
@click.option(
    "--bom/--no-bom",
    default=True,
    show_default=True,
    help="Excel が UTF-8 と分かる印を付ける / begin CSV with the mark by which Excel knows UTF-8.",
)
@now
@click.pass_obj
def grades(  # one parameter per option
    call: Call, form: Form, out: Path, purpose: str, *, bom: bool, now: str | None
) -> None:
    """成績を表（CSV・Excel）に書き出します。個人情報なので、目的が要り、記録が残ります。

    Write the grades of all submissions as tables: points per submission, points per cell, and a note of who exported
    them, when and for what. As CSV these are three files. No cell of them is run as a formula. Each export is noted
    in the audit first (kakehashi audit show).

    \b
    例 / examples:
      kakehashi export grades --out grades.csv --purpose "研修の修了判定"
      kakehashi export grades --format xlsx --out grades.xlsx --purpose "completion of the course"
    """
    from grader.records.grades import export_grades

    access = access_of(call, purpose, now)
    done = export_grades(call.workspace, out, access=access, form=form, lang=call.lang, bom=bom)
    names = "、".join(str(path) for path in done.files)
    call.say(
        f"{done.rows} 件の成績を {names} に書きました。記録番号は {done.record} です。",
        f"Wrote {done.rows} grades to {names}. The number of the record is {done.record}.",
    )


@export.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き出すファイル / file to write.",
)
@purpose
@now
@click.pass_obj
def evidence(call: Call, *, out: Path, purpose: str, now: str | None) -> None:
    """資格・上司の評価・成果物・経歴を、記入用と同じ表（CSV）に書き出します。個人情報なので、記録が残ります。

    Write the good rows of records/evidence.csv as the same sheet: dates as 2026-04-01, ids of the standard, names and
    rubric beside them. Each export is noted in the audit first (kakehashi audit show).

    \b
    例 / example:
      kakehashi export evidence --out evidence.csv --purpose "異動の検討"
    """
    from grader.records.evidence_sheet import export_evidence

    access = access_of(call, purpose, now)
    rows = export_evidence(call.workspace, _standard(call), out, access=access, lang=call.lang)
    call.say(
        f"{rows} 件の証拠を {out} に書きました。", f"Wrote {rows} pieces of evidence to {out}."
    )


def _standard(call: Call) -> Any:
    from grader.standard import load_standard

    return load_standard(call.workspace.standard, call.workspace.overlay)


def _write(call: Call, folder: Path | None, files: Mapping[str, str]) -> None:
    from grader.schema.store import write_text

    folder = folder or call.workspace.build / "exports"
    for name, text in files.items():
        write_text(folder / name, text)
    call.say(
        f"{folder} に {'、'.join(files)} を書きました。", f"Wrote {', '.join(files)} to {folder}."
    )
