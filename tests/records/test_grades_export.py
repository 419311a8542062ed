"""Grades leave the workspace as tables in which no name is a formula or a row, and each export is on record."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import InputError, RecordsError
from grader.records.access_log import Access
from grader.records.excel import cell_text, csv_text
from grader.records.grades import export_grades
from grader.records.xlsx import xlsx_bytes

NOW = datetime.fromisoformat("2026-12-25T17:00:00+09:00")
ACCESS = Access("officer", NOW, "研修の修了判定")
HOSTILE = (
    '=HYPERLINK("https://elsewhere.example/","x")',
    "＝1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\u200b=1+1",
    "\ufeff+1",
    "青葉\r\n=1+1,=2",
    "a\x00b",
    "a\u2028b",
    'quote " and, comma',
    "\ud800",
    "_x003D_1+1",
    "]]></t><f>1+1</f>",
    "'=1",
    "\u202eevil",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "\uff20")

texts = (
    st.sampled_from(HOSTILE)
    | st.text(max_size=6)
    | st.text("=+-@'\"\r\n\t,;＝\u200b\ufeff \u3000a_x0", max_size=6)
)
tables = st.lists(
    st.tuples(texts, st.none() | st.floats(-9, 9) | texts, texts), min_size=1, max_size=5
)


@given(tables, st.booleans())
def test_csv_has_the_same_cells_and_rows(rows, bom):
    """Read again, a CSV has as many rows and lines as were written, the same cells, and no formula among the texts."""
    text = csv_text(rows, bom=bom)
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))

    assert [[cell_text(value) for value in row] for row in rows] == read
    assert len(rows) == len(text.splitlines())
    assert [] == [cell for row in rows for cell in map(_text, row) if cell.startswith(FORMULA)]
    assert bom == text.encode().startswith(b"\xef\xbb\xbf")


def _text(value):
    return cell_text(value) if isinstance(value, str) else ""


@given(tables)
def test_workbook_has_the_same_cells_and_no_formula(rows):
    """Read again by openpyxl, every text is a string, every number a number, and the rows are as many."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes({"点": rows, "b": [["x"]]})))
    sheet = book["点"]

    assert ["点", "b"] == book.sheetnames
    assert len(rows) == sheet.max_row
    for row, cells in zip(rows, sheet.iter_rows(), strict=True):
        for value, cell in zip(row, cells, strict=True):
            assert cell.data_type in {"s", "inlineStr", "n"}
            if isinstance(value, str):
                assert (cell.value or "") == cell_text(value)
            else:
                assert cell.value == (None if value is None else pytest.approx(value))
    book.close()


def test_same_tables_give_the_same_workbook():
    """A workbook holds no time of its making, and no part that could hold a formula or a link."""
    first, second = (xlsx_bytes({"a": [["x", 1.5]]}) for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml")

    assert first == second
    assert b"<f>" not in sheet


@pytest.fixture
def workspace_with(minimal):
    """A workspace with the results of these trainees."""

    def made(*trainees):
        for number, trainee in enumerate(trainees):
            path = minimal.results / f"folder{number}" / "ps1" / "results.json"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(_result(trainee)), encoding="utf-8")
        return minimal

    return made


def _result(trainee):
    cell = {"notebook": "p1", "grade_id": "=q1", "points": 1.5, "max_points": 2}
    return {
        "format_version": 1,
        "assignment": "ps1",
        "lesson": None,
        "lang": None,
        "trainee": trainee,
        "status": "graded",
        "error": None,
        "isolation": "none",
        "submission_sha256": "0" * 64,
        "release_sha256": "0" * 64,
        "submitted_at": "2026-12-01T00:00:00Z",
        "score": 1.5,
        "max_score": 4,
        "missing_notebooks": [],
        "cells": [{**cell, "needs_manual_grade": True}],
        "exercises": [],
    }


def _read(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def test_three_tables_and_one_entry_of_the_audit(workspace_with, tmp_path, audited):
    """Grades, cells and the note are written; the audit says who, when, why, whose, and the sum of each file."""
    workspace = workspace_with("s001", "=1+1\n")
    out = tmp_path / "out" / "grades.csv"
    done = export_grades(workspace, out, access=ACCESS, lang="en")

    head, *rows = _read(out)
    assert ["trainee", "assignment", "score", "max_score", "needs_manual_grade"] == head[:5]
    assert [["s001", "ps1", "1.5", "4", "1"], ["'=1+1", "ps1", "1.5", "4", "1"]] == [
        r[:5] for r in rows
    ]
    cells = _read(out.with_name("grades-cells.csv"))[1]
    assert ["s001", "ps1", "p1", "'=q1", "1.5", "2", "1"] == cells
    about = dict(_read(out.with_name("grades-about.csv")))
    assert {
        "exporter": "officer",
        "purpose": "研修の修了判定",
        "rows of grades": "2",
        "record": done.record,
    } == {key: about[key] for key in ("exporter", "purpose", "rows of grades", "record")}
    (entry,) = audited(workspace.records)
    sums = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in done.files}
    assert (NOW, "officer", f"grades {done.record}", "研修の修了判定") == (
        entry.time, entry.who, entry.what, entry.purpose,
    )  # fmt: skip
    assert (sums, ("=1+1\n", "s001")) == (entry.files, entry.subjects)


def test_workbook_leads_with_the_note(workspace_with, tmp_path, audited):
    """As a workbook the same tables are sheets, the note first; the same time and purpose give the same bytes."""
    openpyxl = pytest.importorskip("openpyxl")
    workspace = workspace_with("s001")
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        export_grades(workspace, path, access=ACCESS, form="xlsx")
    book = openpyxl.load_workbook(paths[0])

    assert ["この表について", "点", "セル"] == book.sheetnames
    assert "officer" == book.worksheets[0]["B1"].value
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert 2 == len(audited(workspace.records))
    book.close()


@pytest.mark.parametrize("purpose", ["", " \n", "\u200b"])
def test_without_a_purpose_nothing_leaves(workspace_with, tmp_path, purpose):
    """An empty purpose is refused; neither file nor audit is written."""
    workspace = workspace_with("s001")
    with pytest.raises(InputError, match="--purpose"):
        export_grades(workspace, tmp_path / "g.csv", access=Access("x", NOW, purpose))

    assert [False, False] == [
        (tmp_path / "g.csv").exists(),
        (workspace.records / "records.db").exists(),
    ]


def test_without_an_audit_nothing_leaves(workspace_with, tmp_path):
    """Where the audit cannot be written, the export is refused."""
    workspace = workspace_with("s001")
    (workspace.records / "records.db").mkdir()
    with pytest.raises(RecordsError, match="records cannot be used"):
        export_grades(workspace, tmp_path / "g.csv", access=ACCESS)

    assert not (tmp_path / "g.csv").exists()


def test_no_purpose_can_forge_an_entry_of_the_audit(workspace_with, tmp_path, audited):
    """Line breaks of every kind in a purpose or an account stay inside their entry; what no database holds is replaced."""
    workspace = workspace_with("s001")
    access = Access("a\nb\udce3", NOW, "x\u2028\r\n{}\0")
    export_grades(workspace, tmp_path / "g.csv", access=access)
    (entry,) = audited(workspace.records)

    assert ("a\nb?", "x\u2028\r\n{}\N{REPLACEMENT CHARACTER}") == (entry.who, entry.purpose)


def test_no_results_are_told(minimal, tmp_path):
    """Without results there is nothing to export, which is said."""
    with pytest.raises(InputError, match="kakehashi grade"):
        export_grades(minimal, tmp_path / "g.csv", access=ACCESS)
