"""A small office with its records and a plan, made once; each test works on a copy."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.records.access_log import Access
from grader.records.database import Change, open_records, record
from grader.records.database.levels_sheet import LEVELS
from grader.records.sheets.catalogue import SHEETS
from grader.workspace import find_workspace

MINIMAL = Path(__file__).parents[2] / "workspaces" / "minimal"
OLD, DAY = date(2020, 4, 1), date(2027, 4, 1)
STAFF = {  # person: name, post, since
    "p1": ("若葉 花子", "d1-1", date(2024, 4, 1)),
    "p2": ("森 一", "d1-1", date(2024, 4, 1)),
    "p3": ("沢 健", "d2-1", OLD),
    "p4": ("林 花", "d2-1", OLD),
    "p5": ("浜 葉", "d2-1", date(2025, 4, 1)),
    "p6": ("浜 葉", "d2-1", date(2025, 4, 1)),
    "p7": ("谷 学", "d3-1", date(2024, 4, 1)),
    "p8": ("峰 進", "d3-1", date(2026, 4, 1)),
}
POSTS = {
    "d1-1": {"name": "情報係", "department": "d1", "seats": 3.0, "mandatory": 2.0},
    "d2-1": {
        "name": "窓口係",
        "department": "d2",
        "seats": 4.0,
        "mandatory": 3.0,
        "max_years": 5.0,
    },
    "d3-1": {
        "name": "庶務係",
        "department": "d3",
        "seats": 3.0,
        "mandatory": 2.0,
        "min_years": 3.0,
    },
}
WHY = ("--purpose", "定期異動", "--now", "2026-12-01T09:00:00+09:00")
MAKE = ("--on", "2027-04-01", "--known-at", "2026-12-01T00:00:00+00:00")


def _rows():
    """Three departments of one post each; p3 and p4 are over the most years, p3 wishes for d1-1, p4 may not go there."""
    for id_, name in (("d1", "情報課"), ("d2", "市民課"), ("d3", "総務課")):
        yield "departments", {"department": id_, "name": name}, OLD
    for post, values in POSTS.items():
        yield "posts", {"post": post, "kind": "rotation", **values}, OLD
    yield "post_skills", {"post": "d1-1", "skill": "SEC-IAM", "level": 2, "people": 1}, OLD
    for number, (person, (name, post, since)) in enumerate(STAFF.items(), 101):
        yield "people", _person(person, number, name), OLD
        yield "appointments", {"person": person, "post": post, "holds": "main"}, since
    yield "people", _person("p9", 109, "新 芽"), DAY
    yield "wishes", {"person": "p3", "rank": 1, "target": "d1-1"}, date(2026, 12, 1)
    yield "restrictions", {"person": "p4", "target": "d1"}, OLD
    chances = {f"p_level_{k}": p for k, p in enumerate((1.0, 0.95, 0.2, 0.0), 1)}
    known = {"person": "p1", "skill": "SEC-IAM", **chances, "hardest": 3, "estimates": "0" * 64}
    yield LEVELS.id, known, date(2026, 9, 1)


def _person(person, number, name):
    return {
        "person": person,
        "staff_number": f"000{number}",
        "name": name,
        "employment": "regular",
    }


def _change(sheet, values, since):
    fields = (SHEETS.get(sheet) or LEVELS).fields
    empty = {field.name: () if field.kind == "list" else None for field in fields}
    return Change(sheet, empty | values, since)


def _called(root, *args):
    return CliRunner().invoke(main, ["--workspace", str(root), *map(str, args)])


@pytest.fixture(scope="module")
def _office(tmp_path_factory):
    root = Path(shutil.copytree(MINIMAL, tmp_path_factory.mktemp("office") / "office"))
    policy = root / "assessments" / "planning.yaml"
    text = policy.read_text(encoding="utf-8").replace("{value: null,", '{value: "2026-10-01",')
    text = text.replace("{id: fill}, {id: moves}", "{id: fill}, {id: wishes}, {id: moves}")
    policy.write_text(text, encoding="utf-8")
    engine = open_records(root / "records")
    access = Access("jinji", datetime(2026, 11, 1, tzinfo=UTC), "記録")
    record(engine, [_change(*row) for row in _rows()], access=access, what="records")
    engine.dispose()
    made = _called(root, "plan", "make", "案1", *MAKE, *WHY)
    assert 0 == made.exit_code, made.output
    return root, made


@pytest.fixture
def made(_office):
    """What `plan make` has printed."""
    return _office[1]


@pytest.fixture
def office(_office, tmp_path):
    """A copy of the office, with 案1 in it."""
    return find_workspace(Path(shutil.copytree(_office[0], tmp_path / "office")))


@pytest.fixture
def plan(office):
    """Call ``kakehashi plan …`` in the office."""

    def called(*args, lang="ja"):
        return _called(office.root, "--lang", lang, "plan", *args)

    return called


@pytest.fixture
def audit(office):
    """Read what, purpose and subjects of the last entries of the audit."""

    def entries(last):
        with sqlite3.connect(office.records / "records.db") as database:
            rows = database.execute(
                "SELECT what, purpose, subjects FROM audit ORDER BY number DESC LIMIT ?", [last]
            ).fetchall()
        return [(what, purpose, json.loads(subjects)) for what, purpose, subjects in rows[::-1]]

    return entries


@pytest.fixture
def paper(plan, tmp_path):
    """The list of moves of 案1, written out."""
    plan("export", "案1", "--to", tmp_path, *WHY)
    return tmp_path / "異動案一覧.xlsx"


@pytest.fixture
def edit(paper):
    """Send somebody, by staff number, elsewhere in that list."""

    def edited(number, place):
        book = openpyxl.load_workbook(paper)
        sheet = book.worksheets[0]
        head = next(row for row in sheet.iter_rows() if "職員番号" in [cell.value for cell in row])
        where = {cell.value: cell.column for cell in head}
        row = next(
            cells[0].row
            for cells in sheet.iter_rows(min_row=head[0].row + 1)
            if cells[where["職員番号"] - 1].value == number
        )
        sheet.cell(row, where["新所属"]).value = place
        book.save(paper)

    return edited
