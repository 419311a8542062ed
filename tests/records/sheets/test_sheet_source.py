"""Workbooks and CSV files as HR offices have them, and as nobody should take them."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date

import openpyxl
import pytest

from grader.records.sheets import source
from grader.records.sheets.reading import read_sheets
from grader.records.sheets.source import Odd, read_source
from grader.records.sheets.workbook import template_bytes, workbook_bytes
from grader.records.sheets.writing import StaffNumbers

HEADER = ["職員番号", "氏名", "任用区分", "級", "採用日", "適用開始日"]
START = date(2026, 4, 1)


@pytest.fixture
def book(tmp_path):
    """Save a workbook of one sheet, 職員, that a function fills in; return its path."""

    def made(fill):
        workbook = openpyxl.Workbook()
        tab = workbook.active
        tab.title = "職員"
        tab.append(HEADER)
        fill(tab)
        path = tmp_path / "職員名簿.xlsx"
        workbook.save(path)
        return path

    return made


def _ids(done):
    return [(one.rule.id, one.cell, one.line) for one in done.findings]


def _read(path, words):
    return read_sheets(path, words=words, current={}, new_id=lambda: "n1")


def test_what_excel_shows_is_read(book, words):
    """Dates of Excel, numbers, and a number that is shown with its leading zeros are what is seen."""

    def fill(tab):
        tab.append([1234, "青葉 花子", "正規", 3, date(2020, 4, 1), START])
        tab["A2"].number_format = "000000"

    done = _read(book(fill), words)

    assert () == done.findings
    assert ("001234", 3, date(2020, 4, 1)) == tuple(
        done.changes[0].values[name] for name in ("staff_number", "grade", "hired_on")
    )
    assert START == done.changes[0].valid_from


def test_lost_zeros_are_told_once_for_the_column(book, words):
    """Staff numbers that Excel has made numbers of are one finding, with the first of them and their count."""

    def fill(tab):
        for number in (123, 456):
            tab.append([number, "青葉 花子", "正規", 3, None, START])

    done = _read(book(fill), words)

    assert [("R039", "職員", 2)] == _ids(done)
    assert (
        "（A列）の「123」は、文字ではなく数値か日付です（この列に2セル）"
        in done.findings[0].message.ja
    )


@pytest.mark.parametrize(
    ("fill", "found"),
    [
        (lambda tab: tab.append(["1", "=A1", "正規", 3, None, START]), ("R032", "職員", 2)),
        (lambda tab: tab.append(["1", "#N/A", "正規", 3, None, START]), ("R032", "職員", 2)),
        (lambda tab: tab.merge_cells("B2:B3"), ("R033", "職員", 2)),
        (lambda tab: setattr(tab.parent.create_sheet("発令"), "sheet_state", "hidden"), ("R034", "発令", 1)),
        (lambda tab: tab.parent.create_sheet("メモ"), ("R030", "メモ", 1)),
        (lambda tab: tab.parent.create_sheet("people").append(HEADER), ("R031", "people", 1)),
        (lambda tab: tab.append(["1", "森 一", "正規", 3, None, START, "?"]), ("R007", "職員", 2)),
    ],
    ids=["formula", "error", "merged", "hidden", "unknown", "twice", "beyond the header"],
)  # fmt: skip
def test_what_is_told_of_a_workbook(book, words, fill, found):
    """Formulas, error values, merged cells, hidden, unknown and doubled sheets are told with sheet and row."""
    assert [found] == _ids(_read(book(fill), words))


def test_a_formula_is_shown_and_not_run(book):
    """The finding can quote the formula: what a program made of it is not looked at."""
    path = book(lambda tab: tab.append(["1", '=HYPERLINK("http://x")']))

    assert Odd('=HYPERLINK("http://x")') == read_source(path).tables[0].rows[1][1][1]


def test_a_far_cell_costs_nothing(book, words):
    """A cell in the last row of Excel, or one in its last column, is read in its place and fills no memory."""

    def fill(tab):
        tab.cell(1_048_576, 1, "1")
        tab.cell(1, 16_384, "遠い列")

    assert ("R009", "職員", 1) in _ids(_read(book(fill), words))


@pytest.mark.parametrize("damage", ["no zip", "half", "no workbook", "bomb"])
def test_a_broken_workbook_is_one_finding(tmp_path, words, damage, monkeypatch):
    """What is no workbook, half of one, or too large when unpacked is told, never a traceback."""
    path = tmp_path / "x.xlsx"
    whole = template_bytes("ja")
    path.write_bytes({"no zip": b"PK", "half": whole[: len(whole) // 2]}.get(damage, whole))
    if damage == "no workbook":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("a.txt", "a")
    if damage == "bomb":
        monkeypatch.setattr(source, "_LARGEST", 1000)

    assert [("R029", None, 1)] == _ids(_read(path, words))


def test_an_old_workbook_is_refused(tmp_path, words):
    """A file that is neither .xlsx nor .csv is an error, not silence."""
    path = tmp_path / "職員.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0")

    assert [("R029", None, 1)] == _ids(_read(path, words))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("name", ["職員", "people", "Ｐｅｏｐｌｅ"])
def test_csv_by_name_and_encoding(tmp_path, words, encoding, name):
    """One CSV file is read by its name, in UTF-8 with and without BOM, and in cp932."""
    path = tmp_path / f"{name}.csv"
    path.write_text(
        "職員番号,氏名,任用区分,適用開始日\r\n001,髙﨑 花子,正規,R8.4.1\r\n", encoding=encoding
    )
    done = _read(path, words)

    assert [] == _ids(done)
    assert "髙﨑 花子" == done.changes[0].values["name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('職員番号,氏名\r\n001,"青葉\r\n002,若葉\r\n', ("R007", 2)),
        ("\ufffe職員番号".encode("utf-16"), ("R006", 1)),
    ],
)
def test_csv_that_cannot_be_read(tmp_path, words, text, found):
    """A quote left open is told on the line where it begins; so is UTF-16."""
    path = tmp_path / "職員.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())

    assert found in [(one.rule.id, one.line) for one in _read(path, words).findings]


def test_remarks_keep_their_lines(tmp_path):
    """A remark of several lines is one cell of one row, in CSV as in Excel; rows are counted by lines."""
    path = tmp_path / "所属長意見.csv"
    path.write_text(
        '職員番号,記入者の職員番号,意見,適用開始日\r\n"1","2","1行目\r\n2行目",2026-04-01\r\n3,4,x,2026-04-01\r\n',
        encoding="utf-8",
    )
    (table,) = read_source(path).tables

    assert [1, 2, 4] == [line for line, _ in table.rows]
    assert "1行目\n2行目" == table.rows[1][1][2]


def test_a_folder_tells_of_strange_files(tmp_path, words):
    """A file in the folder that is no table is told, and does not stop the others."""
    shutil.copyfile(__file__, tmp_path / "memo.txt")
    (tmp_path / "所属.csv").write_text(
        "所属コード,所属名,適用開始日\nD1,市民課,R8.4.1\n", encoding="cp932"
    )
    done = _read(tmp_path, words)

    assert ["R030"] == [one.rule.id for one in done.findings]
    assert ["departments"] == [one.sheet for one in done.changes]


def test_a_template_is_read_without_a_finding(tmp_path, words):
    """The template's headers are those that are read; its sheet of explanations is passed over."""
    for lang in ("ja", "en"):
        path = tmp_path / f"{lang}.xlsx"
        path.write_bytes(template_bytes(lang))
        done = _read(path, words)

        assert ((), ()) == (done.findings, done.changes)


def test_progress_is_told_by_sheet(tmp_path):
    """Reading tells after each sheet how far it is."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        workbook_bytes({"people": [], "posts": []}, numbers=StaffNumbers(()), lang="ja")
    )
    told = []
    read_source(path, step=lambda _, done, total: told.append((done, total)))

    assert [(1, 2), (2, 2)] == told
