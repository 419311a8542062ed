"""A list of moves comes back from Excel as people and posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from grader.placement.exports import Move, export_plan, new_pins, read_moves

ROW = 4  # the first row under title, watermark and header


@pytest.fixture(scope="module")
def exported(papers, access, tmp_path_factory):
    """The list of moves."""
    folder = tmp_path_factory.mktemp("papers")
    files = export_plan(papers, folder / "out", access=access, records=folder).files
    return next(path for path in files if path.stem == "異動案一覧")


def _changed(path, to, cells):
    book = load_workbook(path)
    for place, value in cells.items():
        book["異動案一覧"][place] = value
    book.save(to)
    return to


def test_what_was_exported_comes_back(papers, exported):
    """All twelve rows come back with the posts of the plan; nothing is found."""
    moves, findings = read_moves(exported, papers.problem)
    expected = {(p.person, p.after or "") for p in papers.plan.placed}

    assert [] == findings
    assert expected == {(move.person, move.post) for move in moves}


def test_english_lists_come_back_too(papers, access, tmp_path):
    """The same with English headers."""
    files = export_plan(papers, tmp_path, access=access, records=tmp_path, lang="en").files
    moves, findings = read_moves(
        next(path for path in files if path.stem == "moves"), papers.problem
    )

    assert (12, []) == (len(moves), findings)


def test_what_an_officer_changes_is_read(papers, exported, tmp_path):
    """Another post and a remark, written by hand, are read; the row is told."""
    cells = {f"G{ROW}": "市民課 窓口係", f"Q{ROW}": "本人と面談済み"}
    moves, findings = read_moves(_changed(exported, tmp_path / "a.xlsx", cells), papers.problem)
    first = moves[0]

    assert [] == findings
    assert Move("p05", "B3", date(2027, 4, 1), "本人と面談済み", "異動案一覧", ROW) == first
    assert (("p05", "B3"),) == new_pins(moves, papers.plan)


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({f"B{ROW}": 5}, "W004"),  # Excel has made a number of 0005
        ({f"G{ROW}": "市民課"}, "W005"),  # three posts there
        ({f"G{ROW}": "=G5"}, "W005"),  # a formula is not what it shows
        ({f"J{ROW}": "4/1"}, "W007"),
        ({f"B{ROW}": "0008", f"G{ROW}": "総務課 推進員"}, "W006"),
    ],
)
def test_what_cannot_be_read_is_told(papers, exported, tmp_path, cells, rule):
    """A staff number that nobody has, a post that does not exist, a doubled row: told with sheet and row, all others read."""
    moves, findings = read_moves(_changed(exported, tmp_path / "a.xlsx", cells), papers.problem)

    assert 11 == len(moves)
    assert [rule] == [finding.rule.id for finding in findings]
    assert "シート「異動案一覧」" in findings[0].message.ja


def test_a_date_that_excel_has_made_is_a_date(papers, exported, tmp_path):
    """A day that Excel holds as a date of its own is read."""
    cells = {f"J{ROW}": datetime(2027, 4, 1)}  # noqa: DTZ001  # Excel knows no zones
    moves, findings = read_moves(_changed(exported, tmp_path / "a.xlsx", cells), papers.problem)

    assert ([], date(2027, 4, 1)) == (findings, moves[0].day)


def test_a_plan_of_two_years_comes_back(papers, access, tmp_path):
    """Who stays in the second year in the post of the first stands on two rows, and neither is refused nor pinned."""
    later = replace(papers.plan.placed[1], year=1, before="B2", kind="stay")
    plan = replace(papers.plan, years=2, placed=(*papers.plan.placed, later))
    files = export_plan(replace(papers, plan=plan), tmp_path, access=access, records=tmp_path).files
    path = next(path for path in files if path.stem == "異動案一覧")
    moves, findings = read_moves(path, papers.problem)

    assert ([], 13, ()) == (findings, len(moves), new_pins(moves, plan))


def test_another_workbook_is_refused(papers, tmp_path):
    """A workbook without the columns, and a file that is no workbook, are W003."""
    Workbook().save(tmp_path / "empty.xlsx")
    (tmp_path / "text.xlsx").write_text("x", encoding="utf-8")
    found = [
        finding.rule.id
        for name in ("empty.xlsx", "text.xlsx")
        for finding in read_moves(tmp_path / name, papers.problem)[1]
    ]

    assert ["W003", "W003"] == found


def test_a_stray_cell_far_away_is_told(papers, exported, tmp_path):
    """A cell in the last row of Excel does not make us read a million rows."""
    path = _changed(exported, tmp_path / "a.xlsx", {"XFD1048576": "x"})
    moves, findings = read_moves(path, papers.problem)

    assert (1, ["W003"]) == (len(moves), [finding.rule.id for finding in findings])


def test_a_list_without_rows_is_a_list(papers, access, tmp_path):
    """The list of a plan in which nobody is placed has no rows, and is no error."""
    empty = replace(papers, plan=replace(papers.plan, placed=()))
    files = export_plan(empty, tmp_path, access=access, records=tmp_path).files
    path = next(path for path in files if path.stem == "異動案一覧")

    assert ((), []) == read_moves(path, papers.problem)
