"""`kakehashi records`: a look before anything is written, sheets in and out, one person, and the roster."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import openpyxl
import pytest

from grader.errors import RecordsError
from grader.records import read_roster
from grader.records.access_log import Access
from grader.records.sheets.office import apply, look

SHEETS = {
    "所属": "所属コード,所属名,適用開始日\nD1,情報政策課,R2.4.1\nD2,市民課,R2.4.1\n",
    "ポスト": "ポスト番号,ポスト名,所属コード,区分,定員,適用開始日\nP1,主査,D1,庁内,1,R2.4.1\nP2,主事,D2,庁内,2,R2.4.1\n",
    "職員": "職員番号,氏名,ふりがな,旧姓,任用区分,職名,適用開始日\n"
    "000123,若葉 花子,わかば はなこ,青葉 花子,正規,主査,R2.4.1\n000456,森 一,もり はじめ,,再任用,主事,R2.4.1\n",
    "発令": "職員番号,ポスト番号,発令区分,適用開始日\n000123,P1,本務,R2.4.1\n000456,P2,本務,R2.4.1\n",
    "配慮": "職員番号,配置しない先（ポスト番号か所属コード）,適用開始日\n000456,D1,R2.4.1\n",
}
WHY = ("--purpose", "定期異動")
NOW = ("--now", "2026-03-10T09:00:00+09:00")


@pytest.fixture
def folder(tmp_path):
    """A folder of sheets as Excel on Windows saves them."""
    place = tmp_path / "表"
    place.mkdir()
    for name, text in SHEETS.items():
        (place / f"{name}.csv").write_text(text, encoding="cp932")
    return place


@pytest.fixture
def recorded(run, minimal, folder):
    """The small office, recorded."""
    done = run("records", "import", folder, "--apply", *WHY, *NOW)
    assert 0 == done.exit_code, done.output
    return minimal


def _audit(workspace):
    with sqlite3.connect(workspace.records / "records.db") as database:
        return database.execute("SELECT what, purpose FROM audit ORDER BY number").fetchall()


def test_without_apply_nothing_is_written(run, minimal, folder):
    """A look tells what would change, by sheet and by row, and writes nothing."""
    done = run("records", "import", folder)
    again = run("--lang", "en", "records", "import", folder)

    assert 0 == done.exit_code, done.output
    assert "職員: 新規 2、変更 0、終了 0、変更なし 0" in done.output
    assert "新規: 職員 000123 若葉 花子（2020-04-01..）" in done.output
    assert "people: 2 new, 0 changed" in again.output
    assert [] == _audit(minimal)


def test_an_import_is_recorded_once(run, recorded, folder):
    """What was applied is unchanged the next time; of that, the audit holds the look at a sensitive sheet only."""
    again = run("records", "import", folder, "--apply", *WHY)

    assert "職員: 新規 0、変更 0、終了 0、変更なし 2" in again.output
    assert "0 件の変更" in again.output
    assert [
        ("records: import of sheets", "定期異動"),
        ("records: look at an import", "定期異動"),
    ] == _audit(recorded)


def test_nothing_is_written_over_a_second_writer(minimal, folder, run, tmp_path):
    """Between a look and writing another process imports: what was looked at is refused, and the other's import stays."""
    assert 0 == run("records", "import", folder, "--apply", *WHY).exit_code
    mine, others = tmp_path / "発令.csv", tmp_path / "所属.csv"
    mine.write_text(SHEETS["発令"].replace("P2,本務", "P2,兼務"), encoding="utf-8")
    others.write_text(SHEETS["所属"].replace("市民課", "市民窓口課"), encoding="utf-8")
    access = Access("jinji", datetime(2026, 3, 10, tzinfo=UTC), "定期異動")
    read = look(minimal.records, mine, {}, access=access)
    command = [sys.executable, "-m", "grader.cli", "--workspace", str(minimal.root)]
    command += ["records", "import", str(others), "--apply", *WHY]
    subprocess.run(command, check=True, capture_output=True)

    with pytest.raises(RecordsError, match="Somebody else"):
        apply(minimal.records, read, access=access)
    again = look(minimal.records, mine, {}, access=access)
    assert 1 == apply(minimal.records, again, access=access)
    assert "変更なし 2" in run("records", "import", others).output


def test_an_error_anywhere_writes_nothing_at_all(run, minimal, folder):
    """One bad cell is told with sheet, row, column and remedy, the command ends with 1, and nothing is recorded."""
    path = folder / "発令.csv"
    path.write_text(SHEETS["発令"] + "000999,P1,兼務,R8.4.31\n", encoding="cp932")
    done = run("records", "import", folder, "--apply", *WHY)

    assert 1 == done.exit_code
    assert (
        "発令.csv:4: [R037] 「適用開始日」（D列）の「R8.4.31」は日付として読めません。 → "
        in done.output
    )
    assert "[R040] 職員番号「000999」の人はいません。" in done.output
    assert [] == _audit(minimal)


def test_apply_needs_a_purpose(run, minimal, folder):
    """Without a purpose nothing is written."""
    assert 1 == run("records", "import", folder, "--apply").exit_code
    assert not (minimal.records / "records.db").exists()


def test_a_change_shows_old_and_new_and_is_noted(run, recorded, tmp_path):
    """Old values are shown only after an entry in the audit; those of sensitive sheets not at all."""
    people, barred = tmp_path / "職員.csv", tmp_path / "配慮.csv"
    people.write_text(SHEETS["職員"].replace("主査", "係長"), encoding="utf-8")
    barred.write_text(
        SHEETS["配慮"].replace("日\n", "日,適用終了日\n").replace("R2.4.1\n", "R2.4.1,R8.3.31\n"),
        encoding="utf-8",
    )
    changed, ended = run("records", "import", people), run("records", "import", barred)

    assert "変更: 職員 000123 若葉 花子（2020-04-01..）職名 主査 → 係長" in changed.output
    assert "終了: 配慮" in ended.output
    assert "適用終了日 （空欄） → 2026-03-31" in ended.output
    assert "D1" not in ended.output.split("→")[1]
    assert [("records: look at an import", "取り込みの下見 / dry run")] * 2 == _audit(recorded)[1:]


@pytest.mark.usefixtures("recorded")
def test_a_slip_is_taken_back(run, tmp_path):
    """A row that ends on the day before it begins is an error; with --withdraw it takes its record back."""
    path = tmp_path / "発令.csv"
    path.write_text(
        "職員番号,ポスト番号,発令区分,適用開始日,適用終了日\n000456,P2,本務,R2.4.1,R2.3.31\n",
        encoding="utf-8",
    )
    wrong = run("records", "import", path)
    done = run("records", "import", path, "--withdraw", "--apply", *WHY)
    left = run("records", "show", "000456", *WHY)

    assert 1 == wrong.exit_code
    assert "[R044]" in wrong.output
    assert "取消: 発令 000456 P2" in done.output
    assert "[発令]" not in left.output


@pytest.mark.usefixtures("recorded")
def test_what_is_exported_comes_back_unchanged(run, tmp_path):
    """A workbook of everything, in English, read back changes nothing."""
    path = tmp_path / "記録.xlsx"
    out = run("--lang", "en", "records", "export", "--to", path, "--include-sensitive", *WHY)
    back = run("--lang", "en", "records", "import", path)
    book = openpyxl.load_workbook(path)

    assert 0 == out.exit_code, out.output
    assert "people: 0 new, 0 changed, 0 ended, 2 unchanged" in back.output
    assert ["000123", "000456"] == [row[1].value for row in book["people"].iter_rows(min_row=2)]
    assert "restrictions" in book.sheetnames


@pytest.mark.usefixtures("recorded")
def test_sensitive_sheets_are_asked_for(run, tmp_path):
    """Sensitive sheets leave only on request, and one that is named without it is wrong use."""
    place = tmp_path / "csv"
    done = run("records", "export", "--to", place, "--encoding", "cp932", *WHY)
    named = run("records", "export", "--to", place, "--sheet", "配慮", *WHY)
    some = run(
        "records", "export", "--to", tmp_path / "x", "--sheet", "people", "--on", "2026-04-01", *WHY
    )

    assert 0 == done.exit_code, done.output
    assert not (place / "配慮.csv").exists()
    assert "若葉 花子" in (place / "職員.csv").read_text(encoding="cp932")
    assert 2 == named.exit_code
    assert ["職員.csv"] == [path.name for path in (tmp_path / "x").iterdir()], some.output


def test_a_person_is_found_by_a_former_name(run, recorded):
    """The name before marriage leads to the person, with everything that is not sensitive; the look is noted."""
    done = run("records", "show", "青葉花子", *WHY)
    barred = run("records", "show", "456", *WHY), run("records", "show", "000456", *WHY)
    all_of_it = run("records", "show", "000456", "--include-sensitive", *WHY)

    assert done.output.startswith("受講者番号 p")
    assert "2020-04-01.. 職員番号: 000123、氏名: 若葉 花子" in done.output
    assert "[発令]" in done.output
    assert [1, 0] == [one.exit_code for one in barred]
    assert "配慮" not in barred[1].output
    assert "[配慮]" in all_of_it.output
    assert ("records: a look", "定期異動") == _audit(recorded)[-1]


@pytest.mark.usefixtures("recorded")
def test_what_was_known_before_stays(run, tmp_path):
    """After a change, the day before still knows the old title."""
    path = tmp_path / "職員.csv"
    path.write_text(SHEETS["職員"].replace("主査", "係長"), encoding="utf-8")
    run("records", "import", path, "--apply", *WHY, "--now", "2026-03-20T09:00:00+09:00")
    look = ("records", "show", "000123", *WHY)
    before = run(*look, "--known-at", "2026-03-15T09:00:00+09:00")

    assert "職名: 主査" in before.output
    assert "職名: 係長" in run(*look).output


def test_the_roster_comes_from_the_records(run, recorded):
    """The roster has the people of the day by department, under their ids; who would fall out of it is told first."""
    done = run("records", "roster", "--on", "2026-04-01", *WHY)
    path = recorded.records / "roster.csv"
    first, second = read_roster(path).persons
    refused = run("records", "roster", "--on", "2019-04-01", *WHY)

    assert 0 == done.exit_code, done.output
    assert ("若葉 花子", "情報政策課", "主査") == (first.name, first.department, first.post)
    assert "市民課" == second.department
    assert first.person.startswith("p")
    assert 1 == refused.exit_code
    assert "--force" in refused.output
    assert 2 == len(read_roster(path).persons)


def test_a_template_takes_the_people_of_a_roster(run, minimal, tmp_path):
    """An existing roster stands in the sheet of people, ids kept; what it does not tell is asked for."""
    minimal.records.mkdir(exist_ok=True)
    roster, path = minimal.records / "roster.csv", tmp_path / "x.xlsx"
    roster.write_text("職員番号,氏名,所属,職名\ns001,青葉 花子,市民課,主事\n", encoding="utf-8")
    done = run("records", "template", "--to", path, "--from-roster", roster)
    refused = run("records", "template", "--to", path)
    row = next(openpyxl.load_workbook(path)["職員"].iter_rows(min_row=2, values_only=True))
    asked = run("records", "import", path)

    assert 0 == done.exit_code, done.output
    assert 1 == refused.exit_code
    assert ("s001", "s001", "青葉 花子", "主事") == (row[0], row[1], row[2], row[6])
    assert 1 == asked.exit_code
    assert "「任用区分」（F列）が空欄です" in asked.output
