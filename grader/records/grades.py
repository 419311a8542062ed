"""Grades for people outside the program: tables of scores and cells, with a note of who took them and for what."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader.errors import InputError
from grader.records.access_log import log_access, need_purpose
from grader.records.excel import csv_text
from grader.records.xlsx import xlsx_bytes
from grader.schema.store import read_json, write_bytes
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from grader.records.access_log import Access
    from grader.text import Lang
    from grader.workspace import Workspace

    Table = list[list[str | float | None]]

Form = Literal["csv", "xlsx"]

_SHEETS = {
    "about": Text("この表について", "about"),
    "grades": Text("点", "grades"),
    "cells": Text("セル", "cells"),
}
_GRADES = {
    "trainee": Text("受講者", "trainee"),
    "assignment": Text("課題", "assignment"),
    "score": Text("点", "score"),
    "max_score": Text("満点", "max_score"),
    "needs_manual_grade": Text("人の採点を待つセルの数", "needs_manual_grade"),
    "submitted_at": Text("提出日時（UTC）", "submitted_at"),
    "status": Text("状態", "status"),
    "isolation": Text("隔離", "isolation"),
}
_CELLS = {
    "trainee": Text("受講者", "trainee"),
    "assignment": Text("課題", "assignment"),
    "notebook": Text("ノートブック", "notebook"),
    "grade_id": Text("セル", "grade_id"),
    "points": Text("点", "points"),
    "max_points": Text("満点", "max_points"),
    "needs_manual_grade": Text("人の採点を待つ（1＝はい）", "needs_manual_grade (1 = yes)"),
}
_ABOUT = {
    "exporter": Text("書き出した人", "exporter"),
    "time": Text("書き出した日時", "time"),
    "purpose": Text("目的", "purpose"),
    "rows": Text("「点」の行の数", "rows of grades"),
    "record": Text("記録番号", "record"),
    "note": Text("注意", "note"),
}
_NOTE = Text(
    "個人情報です。目的のためだけに使い、終わったら消してください。書き出したことは記録されています。",
    "Personal data. Use them for the purpose only, and delete them afterwards. This export is on record.",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Parameters
    ----------
    files : tuple of Path
        The files.
    rows : int
        Submissions in them.
    record : str
        Number of the export, which stands in the files too.
    """

    files: tuple[Path, ...]
    rows: int
    record: str


def export_grades(  # one value per option of the command
    workspace: Workspace,
    out: Path,
    *,
    access: Access,
    form: Form = "csv",
    lang: Lang = "ja",
    bom: bool = True,
) -> Exported:
    """Write the grades of a workspace, after an entry in its audit.

    Parameters
    ----------
    workspace : Workspace
        Results are read from it.
    out : Path
        The file. As CSV, the cells and the note stand beside it, in ``…-cells.csv`` and ``…-about.csv``.
    access : Access
        Who exports, when and for what.
    form : {'csv', 'xlsx'}
        Format.
    lang : {'ja', 'en'}
        Language of headers and note.
    bom : bool
        Whether CSV files begin with the mark by which Excel knows UTF-8.

    Returns
    -------
    Exported
        What was written.

    Raises
    ------
    InputError
        If no purpose is given, there are no results, or one cannot be read.
    RecordsError
        If the entry cannot be written. No file is written then.
    """
    need_purpose(access)
    results = [
        read_json(path, "results") for path in sorted(workspace.results.glob("*/*/results.json"))
    ]
    if not results:
        raise InputError(
            f"{workspace.results}: 採点結果がありません。先に kakehashi grade を実行してください。",
            f"{workspace.results}: there are no results; run kakehashi grade first.",
        )
    tables = {"grades": _grades(results, lang), "cells": _cells(results, lang)}
    record = _record(access, tables)
    about = {**_said(access), "rows": f"{len(results)}", "record": record, "note": _NOTE.get(lang)}
    note: Table = [[_ABOUT[key].get(lang), value] for key, value in about.items()]
    whole = {"about": note, **tables}
    files = _files(whole, out, form, lang=lang, bom=bom)
    sums = {path.name: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    trainees = {str(result["trainee"]) for result in results}
    log_access(workspace.records, access, what=f"grades {record}", files=sums, subjects=trainees)
    for path, data in files.items():
        write_bytes(path, data)
    return Exported(tuple(files), len(results), record)


def _grades(results: Iterable[Mapping[str, Any]], lang: Lang) -> Table:
    rows: Table = [[name.get(lang) for name in _GRADES.values()]]
    for result in results:
        waiting = sum(cell["needs_manual_grade"] for cell in result["cells"])
        rows.append([{**result, "needs_manual_grade": waiting}[key] for key in _GRADES])
    return rows


def _cells(results: Iterable[Mapping[str, Any]], lang: Lang) -> Table:
    rows: Table = [[name.get(lang) for name in _CELLS.values()]]
    for result in results:
        whose = {key: result[key] for key in ("trainee", "assignment")}
        for cell in result["cells"]:
            known = {**whose, **cell, "needs_manual_grade": int(cell["needs_manual_grade"])}
            rows.append([known[key] for key in _CELLS])
    return rows


def _said(access: Access) -> dict[str, str]:
    return {
        "exporter": access.who,
        "time": access.when.isoformat(timespec="seconds"),
        "purpose": access.purpose,
    }


def _record(access: Access, tables: Mapping[str, Table]) -> str:
    whole = json.dumps([_said(access), tables], sort_keys=True).encode()
    return f"G-{hashlib.sha256(whole).hexdigest()[:12]}"


def _files(
    tables: Mapping[str, Table], out: Path, form: Form, *, lang: Lang, bom: bool
) -> dict[Path, bytes]:
    if form == "xlsx":
        return {out: xlsx_bytes({_SHEETS[key].get(lang): rows for key, rows in tables.items()})}
    places = {
        key: out if key == "grades" else out.with_name(f"{out.stem}-{key}{out.suffix}")
        for key in tables
    }
    return {places[key]: csv_text(rows, bom=bom).encode() for key, rows in tables.items()}
