"""Workbooks of a plan: what stands in them, how they print, and that nothing in them is a formula."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from grader.errors import InputError, KakehashiError
from grader.placement.exports import export_plan
from grader.placement.exports.contrast import contrast_table
from grader.placement.exports.development import development_table
from grader.placement.exports.moves import moves_tables
from grader.placement.exports.secondments import secondments_table
from grader.placement.exports.shortages import shortages_table
from grader.placement.exports.stamp import stamp
from grader.placement.exports.table import Column, Table
from grader.placement.exports.terms import last_day
from grader.placement.exports.view import make_view, post_labels
from grader.placement.exports.words import goal_name
from grader.placement.exports.workbook import HEADER_ROW, Marks, workbook_bytes
from grader.placement.problem.model import Goal
from grader.records.audit import entries
from grader.records.database.open import open_records

HEADERS = [
    "番号",
    "職員番号",
    "氏名",
    "ふりがな",
    "旧所属",
    "旧職名",
    "新所属",
    "新職名",
    "異動区分",
    "発令日",
    "在課年数",
    "適合度",
    "充足/不足スキル",
    "本人希望順位",
    "理由",
    "要確認",
    "備考",
]
HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-1", "@SUM(1)", "\t=1", "＝1", "_x003D_1", "\u200b=1")


@pytest.fixture(scope="module")
def exported(papers, access, tmp_path_factory):
    """All papers, with the log beside them."""
    folder = tmp_path_factory.mktemp("papers")
    return export_plan(papers, folder / "out", access=access, records=folder)


@pytest.fixture(scope="module")
def books(exported):
    """Workbooks by name."""
    return {path.stem: load_workbook(path) for path in exported.files if path.suffix == ".xlsx"}


def _rows(sheet):
    return [list(row) for row in sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)]


def _found(sheet, column, value):
    """Rows that have a value in a column, as a mapping by header."""
    headers = [cell.value for cell in sheet[HEADER_ROW]]
    rows = [dict(zip(headers, row, strict=True)) for row in _rows(sheet)]
    return [row for row in rows if row[column] == value]


def test_an_export_has_five_papers(exported):
    """An export writes the plan, orders as PDF and as a book, the register of secondments and the development plan."""
    names = [
        "派遣・出向管理台帳.xlsx",
        "異動案一覧.xlsx",
        "育成計画.xlsx",
        "辞令案.pdf",
        "辞令簿.xlsx",
    ]

    assert names == [path.name for path in exported.files]


def test_the_list_of_moves_has_its_seventeen_columns(books):
    """The list of moves has the 17 columns of the research note, in order, and its sheets theirs."""
    book = books["異動案一覧"]
    sheets = [
        *("異動案一覧", "留任", "新旧対照", "ポスト一覧", "不足一覧", "玉突き"),
        "前提条件・採点根拠",
    ]

    assert sheets == book.sheetnames
    assert HEADERS == [cell.value for cell in book["異動案一覧"][HEADER_ROW]]


def test_everybody_stands_once(books):
    """Eleven of twelve people are in the list of moves, the one who stays in the other."""
    book = books["異動案一覧"]

    assert list(range(1, 12)) == [row[0] for row in _rows(book["異動案一覧"])]
    assert ["0001"] == [row[1] for row in _rows(book["留任"])]


def test_a_row_says_what_is_known_and_what_is_not(books):
    """A row has leading zeros, a date of the Japanese calendar, the range of the fit, unknown skills apart, wish and next best."""
    row = _found(books["異動案一覧"]["異動案一覧"], "氏名", "若草 一郎")[0]
    expected = {
        "職員番号": "0002",
        "旧所属": "総務課 庶務係",
        "新所属": "情報政策課 ネットワーク担当",
        "異動区分": "転任・配置",
        "発令日": "令和9年4月1日",
        "在課年数": 3.5,
        "適合度": "62％（40〜85％）",
        "充足/不足スキル": "不足：ネットワークの基礎\u3000証拠なし：認証と権限",
        "本人希望順位": "第1希望",
    }

    assert expected == {name: row[name] for name in expected}
    # The words of the losses are those of the plan.
    assert row["備考"].startswith("次善：市民課 窓口係（少なくとも")
    assert "12.3" in row["備考"]


def test_what_is_undecided_is_not_without_evidence(papers):
    """A skill that was measured, but not surely enough, is 判定保留; 証拠なし is only what was never measured."""
    placed = replace(papers.plan.placed[1], unmet=(), unknown=("NET-BASE", "SEC-IAM"))
    plan = replace(papers.plan, placed=(placed,))
    row = moves_tables(make_view(replace(papers, plan=plan), "ja"))[0].rows[0]

    assert "判定保留：ネットワークの基礎\u3000証拠なし：認証と権限" == row[12]


def test_a_mix_of_goals_shows_its_terms():
    """A goal that a city has mixed is written with its terms and weights."""
    name = goal_name(Goal("score", {"fit": 1.0, "wishes": 0.5}))

    assert ("score（適合度×1、本人希望×0.5）", "score (fit × 1, wishes × 0.5)") == (
        name.ja,
        name.en,
    )


def test_what_was_not_measured_has_no_number(books):
    """Without evidence the fit is 証拠なし, not 0; without a place it is empty."""
    sheet = books["異動案一覧"]["異動案一覧"]

    assert "証拠なし" == _found(sheet, "氏名", "梅田 四郎")[0]["適合度"]
    assert _found(sheet, "氏名", "蓮見 十和")[0]["適合度"] is None


@pytest.mark.parametrize("name", ["異動案一覧", "辞令簿", "派遣・出向管理台帳", "育成計画"])
def test_sheets_are_ready_to_print(books, name):
    """Every sheet is landscape, one page wide, repeats its header, freezes and filters it, and says to take care."""
    paper = {"辞令簿": 9}.get(name, 8)  # A4, A3 by ECMA-376, 18.3.1.63
    for sheet in books[name]:
        setup = sheet.page_setup
        seen = (setup.paperSize, setup.orientation, setup.fitToWidth, setup.fitToHeight)

        assert (paper, "landscape", 1, 0) == seen
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "$1:$3" == sheet.print_title_rows
        assert sheet.freeze_panes.endswith("4")
        assert sheet.auto_filter.ref.startswith("A3:")
        assert "取扱注意" == sheet.oddFooter.left.text
        assert "&P / &N" == sheet.oddFooter.center.text
        assert [] == list(sheet.merged_cells.ranges)


def test_every_sheet_says_who_took_it_out(books, access):
    """Exporter, time and purpose stand in a line of each sheet and in its header, where & begins no code."""
    for book in books.values():
        for sheet in book:
            assert stamp(access, "ja") == sheet["A2"].value
            assert "jinji01" in sheet.oddHeader.right.text
            assert "検討 ＆ 説明" in sheet.oddHeader.right.text


def test_a_long_purpose_does_not_break_the_header(access):
    """Excel refuses headers of more than 255 characters: ours stay below, whatever the purpose."""
    line = stamp(replace(access, purpose="目的" * 500), "ja")
    data = workbook_bytes([Table("a", "a", (Column("a", 5),), [])], Marks(line, "注", access.when))

    assert len(load_workbook(io.BytesIO(data))["a"].oddHeader.right.text) < 250


@settings(max_examples=30)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20)), min_size=1, max_size=5))
def test_no_text_becomes_a_formula(texts):
    """Whatever a name holds, its cell is a text in text format."""
    marks = Marks(f"出力者：{texts[0]}", "注", datetime(2027, 3, 10, tzinfo=UTC))
    table = Table("a", texts[0], (Column(texts[0], 5),), [[text] for text in texts])
    sheet = load_workbook(io.BytesIO(workbook_bytes([table], marks)))["a"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {"@"} >= {cell.number_format for cell in cells}
    assert {"s"} >= {cell.data_type for cell in cells}
    assert not any(str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)


def test_hostile_names_go_through_the_whole_export(papers, access, tmp_path):
    """A person called =HYPERLINK(…) stands as text in every workbook."""
    people = tuple(
        replace(one, name=HOSTILE[number % len(HOSTILE)], staff_number=f"={number}")
        for number, one in enumerate(papers.problem.people)
    )
    hostile = replace(papers, problem=replace(papers.problem, people=people))
    exported = export_plan(hostile, tmp_path / "out", access=access, records=tmp_path)
    books = [load_workbook(path) for path in exported.files if path.suffix == ".xlsx"]
    kinds = {cell.data_type for book in books for sheet in book for row in sheet for cell in row}

    assert {"s", "n"} == kinds  # empty cells count as numbers


def test_the_same_export_has_the_same_bytes(papers, access, exported, tmp_path):
    """Two exports at the same time are the same files; the clock is not in them."""
    again = export_plan(papers, tmp_path / "out", access=access, records=tmp_path)

    assert [a.read_bytes() for a in exported.files] == [b.read_bytes() for b in again.files]
    with zipfile.ZipFile(exported.files[0]) as file:
        assert b"2027-03-10T00:30:00Z" in file.read("docProps/core.xml")
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in file.infolist()}


def test_old_and_new_holders_by_department(books):
    """The department of citizens loses two people, gets three, and the successors stand beside those who leave."""
    rows = _found(books["異動案一覧"]["新旧対照"], "所属", "市民課")
    counts = [rows[0][name] for name in ("転出（人）", "転入（人）", "差引")]

    assert [2, 3, 1] == counts
    assert ("杉本 三枝（0004）", "双葉 次郎（0003）") == (rows[1]["旧任者"], rows[1]["新任者"])
    assert "新規" == rows[2]["転入元"]


def test_who_retires_leaves_too(papers):
    """Somebody who leaves the organisation stands among the leavers of the post."""
    people = list(papers.problem.people)
    people[0] = replace(people[0], leaves=True)
    plan = replace(papers.plan, placed=papers.plan.placed[1:])
    view = make_view(
        replace(papers, problem=replace(papers.problem, people=tuple(people)), plan=plan), "ja"
    )
    leavers = [(row[3], row[4]) for row in contrast_table(view).rows]

    assert ("青葉 花子（0001）", "退職など") in leavers


def test_chains_follow_the_posts(books):
    """Each takes the seat of the one below, as counted by hand; a move that nobody follows is no chain."""
    rows = _rows(books["異動案一覧"]["玉突き"])
    chain = ["菊池 九", "梅田 四郎", "若草 一郎", "双葉 次郎", "杉本 三枝"]
    circle = ["竹内 五月", "松原 六花"]

    assert chain == [row[4].split("（")[0] for row in rows if row[1] == 2]
    assert circle == [row[4].split("（")[0] for row in rows if row[2] == "輪"]
    assert ["", *chain[:-1]] == [(row[7] or "").split("（")[0] for row in rows if row[1] == 2]
    assert not [row for row in rows if row[4].startswith("椿")]


def test_shortages_name_their_rules(books):
    """A shortage has code and name of its rule, the amount, what blocks, and the remedy; none is said in words."""
    row = _rows(books["異動案一覧"]["不足一覧"])[0]

    assert ["P008", "技能を持つ人数", "技能を持つ人の不足"] == row[2:5]
    assert [2, 1, "P004 定員\u3000P010 ひとり情シス"] == [row[8], row[9], row[11]]


def test_a_plan_without_shortages_says_so(papers):
    """An empty list of shortages is a sentence, not an empty sheet."""
    view = make_view(replace(papers, plan=replace(papers.plan, shortages=())), "en")

    assert "Nothing is missing." in shortages_table(view).rows[0]


def test_assumptions_hold_value_bound_and_gap(books):
    """The sheet of assumptions has each goal with value, bound, gap, status and tolerance, and what one needs to run it again."""
    sheet = books["異動案一覧"]["前提条件・採点根拠"]
    goal = _found(sheet, "区分", "目標2")[0]
    run = {row["項目"]: row["値"] for row in _found(sheet, "区分", "計算の再現")}
    # 100 · (1240 − 1234) / 1234, by hand
    expected = ["適合度", -1234, -1240, 0.4862, "差が許容内", "整数計画", 1]

    assert expected == list(goal.values())[1:]
    assert ("ab" * 32, 1, 96, "いいえ") == (
        run["入力のSHA-256"],
        run["乱数の種"],
        run["調べた組（件）"],
        run["許されるすべての組を調べた"],
    )
    assert 28 == len(_found(sheet, "区分", "規則"))


def test_the_register_marks_what_is_to_be_settled(books):
    """The register says who pays and until when, and marks what is still open: pledge, agreement, the home's consent."""
    row = _found(books["派遣・出向管理台帳"]["派遣・出向"], "氏名", "竹内 五月")[0]
    expected = {
        "受入先": "国の機関",
        "制度": "行政実務研修員",
        "身分": "自団体に在籍",
        "給与などの負担": "自団体",
        "年間の費用（円）": 500_000,
        "終了日": "令和11年3月31日",
        "戻り先": "要確認",
        "後任": "松原 六花（0007）",
        "本人の同意": "あり",
        "所属団体の同意": "要確認",
        "誓約書": "要確認",
        "協定": "要確認",
    }

    assert expected == {name: row[name] for name in expected}


def test_the_register_knows_who_keeps_the_own_post(books):
    """Who is lent for two days a week keeps the post; who comes from outside has none to return to; who returns is listed."""
    sheet = books["派遣・出向管理台帳"]["派遣・出向"]
    shared, outside, back = (
        _found(sheet, "氏名", name)[0] for name in ("椿 八重", "外山 十一", "松原 六花")
    )

    assert ("情報政策課 ネットワーク担当", "本務を継続") == (shared["戻り先"], shared["後任"])
    assert ("不要", "不要") == (outside["戻り先"], outside["後任"])
    assert "令和9年3月31日" == back["終了日"]


def test_development_lists_gaps_and_modules(papers):
    """The development plan has the gaps with the probability of the level, what the post develops, and modules if given."""
    given = replace(papers, modules={("p02", "NET-BASE"): ("網の基礎", "網の演習")})
    rows = [
        [None if cell == "" else cell for cell in row]
        for row in development_table(make_view(given, "ja")).rows
    ]

    assert ["必須", 2, 60, "不足", None, "網の基礎、網の演習"] == rows[0][5:]
    assert ["重要", 2, None, "証拠なし", None, None] == rows[1][5:]
    assert [None, None, None, "配置先で伸ばす", 3, None] == rows[2][5:]


def test_an_export_leaves_an_entry(exported, access):
    """The log names who, what for, and the SHA-256 of each file."""
    engine = open_records(exported.files[0].parent.parent)
    with engine.connect() as connection:
        entry = list(entries(connection))[-1]
    engine.dispose()
    sums = {path.name: sha256(path.read_bytes()).hexdigest() for path in exported.files}

    assert ("jinji01", access.purpose, "plan 案1") == (entry.who, entry.purpose, entry.what)
    assert sums == dict(entry.files)
    assert 12 == len(entry.subjects)


def test_without_a_log_there_is_no_export(papers, access, tmp_path):
    """If the log cannot be written, no file is."""
    (tmp_path / "records").write_text("no folder", encoding="utf-8")
    with pytest.raises(KakehashiError):
        export_plan(papers, tmp_path / "out", access=access, records=tmp_path / "records")

    assert not (tmp_path / "out").exists()


def test_plan_and_problem_belong_together(papers):
    """A plan that names somebody whom its input does not know is refused."""
    people = papers.problem.people[1:]
    with pytest.raises(InputError) as refused:
        make_view(replace(papers, problem=replace(papers.problem, people=people)), "ja")

    assert "p01" in refused.value.ja


def test_posts_of_one_name_carry_their_ids(papers):
    """Two posts that would be written alike are told apart by their ids."""
    posts = (replace(papers.problem.posts[0], id="B0"), *papers.problem.posts)
    labels = post_labels(replace(papers.problem, posts=posts))

    assert ["総務課 庶務係［B0］", "総務課 庶務係［B1］"] == [labels["B0"], labels["B1"]]


def test_years_move_the_day_and_the_years_in_post(papers):
    """In the second year of a plan the day is a year later, and so are the years of who has stayed."""
    later = tuple(replace(one, year=1) for one in papers.plan.placed)
    view = make_view(
        replace(papers, plan=replace(papers.plan, years=2, placed=papers.plan.placed + later)), "ja"
    )
    rows = [row for row in moves_tables(view)[0].rows if row[2] == "若草 一郎"]

    assert [("令和9年4月1日", 3.5), ("令和10年4月1日", 4.5)] == [(r[9], r[10]) for r in rows]


def test_years_after_the_first_repeat_nothing(papers):
    """Of a plan of two years the register and the development plan list what goes on once, and what ends then."""
    later = (
        replace(papers.plan.placed[5], year=1, before="B4", kind="stay"),  # goes on
        replace(papers.plan.placed[3], year=1, before="B5", after="B3", kind="return"),
    )
    plan = replace(papers.plan, years=2, placed=papers.plan.placed + later)
    view = make_view(replace(papers, plan=plan), "ja")
    away = [(row[2], row[12]) for row in secondments_table(view).rows]
    lacking = [row[1] for row in development_table(view).rows]

    assert 1 == sum(name == "竹内 五月" for name, _ in away)
    assert ("杉本 三枝", "令和10年3月31日") == away[-1]
    assert 1 == lacking.count("竹内 五月")


@pytest.mark.parametrize(
    ("first", "months", "expected"),
    [
        ("2027-04-01", 24, "2029-03-31"),
        ("2027-12-01", 1, "2027-12-31"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
    ],
)
def test_a_term_ends_by_the_civil_code(first, months, expected):
    """A term ends the day before the day that answers to its first, or with the month that has no such day (article 143)."""
    day = date.fromisoformat

    assert day(expected) == last_day(day(first), months)
