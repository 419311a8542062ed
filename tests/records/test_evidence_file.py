"""The file of other evidence: Excel's sheets in, good rows and findings out."""

from __future__ import annotations

from datetime import date

import pytest

from grader.records.evidence_file import read_evidence
from grader.records.evidence_sheet import blank_sheet, evidence_sheet
from grader.records.other_evidence import OtherEvidence
from grader.schema.store import write_text

JA = "職員番号,種類,スキル,レベル,名称,日付,有効期限,評価者,根拠"
PASSED = "s001,資格,SEC-LOG,,応用情報技術者試験,令和7年12月19日,,,合格証書"
SEEN = "s001,評価,SEC-LOG,3,,2026-03-31,,若葉 太郎,4月の監査ログの点検"
DOCUMENT = "s002,成果物,SEC-LOG;SEC-IAM,,権限の点検表,R8.2.1,,,共有フォルダー"
GOOD = (
    OtherEvidence("s001", "qualification", ("SEC-LOG",), None, "ipa-ap", date(2025, 12, 19), None, "", "合格証書"),
    OtherEvidence("s001", "observation", ("SEC-LOG",), 3, "", date(2026, 3, 31), None, "s002", "4月の監査ログの点検"),
    OtherEvidence(
        "s002", "document", ("SEC-LOG", "SEC-IAM"), None, "権限の点検表", date(2026, 2, 1), None, "", "共有フォルダー"
    ),
)  # fmt: skip


@pytest.fixture
def read(tmp_path, small_standard, section):
    """The reader of a file of these lines."""

    def make(*lines, encoding="utf-8-sig"):
        path = tmp_path / "evidence.csv"
        path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
        return read_evidence(path, standard=small_standard, people=section)

    return make


def listed(file):
    """Return rule and line of each finding."""
    return [(finding.rule.id, finding.line) for finding in file.findings]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_a_sheet_is_read_in_every_encoding(read, encoding):
    """Dates of both calendars, names of skills and examinations, two skills in a cell: all are read."""
    file = read(JA, PASSED, SEEN, DOCUMENT, encoding=encoding)

    assert () == file.findings
    assert GOOD == file.rows


def test_english_headers_and_kinds_are_read(read):
    """The same pass under English headers in another order, with an English kind and an id."""
    file = read(
        "Date,Person,Kind,Title,Skill,Grounds",
        "2025/12/19,S001,Qualification,ipa-ap,sec-log,合格証書",
    )

    assert GOOD[:1] == file.rows


def test_full_width_digits_are_read(read):
    """A person id, a level and a date typed in full width mean the same."""
    file = read(JA, "\uff53\uff10\uff10\uff11,評価,ログ分析・検知,\uff13,,令和\uff18年\uff13月\uff13\uff11日,,s002,4月の監査ログの点検")  # fmt: skip

    assert GOOD[1:2] == file.rows


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("s009,資格,,,ipa-ap,2026-04-01,,,", "R013"),
        (",資格,,,ipa-ap,2026-04-01,,,", "R013"),
        ("s001,免許,,,ipa-ap,2026-04-01,,,", "R012"),
        ("s001,資格,,,,2026-04-01,,,証書", "R011"),
        ("s001,資格,,,ipa-ap,,,,", "R011"),
        ("s001,評価,SEC-LOG,,,2026-04-01,,s002,見た", "R011"),
        ("s001,評価,SEC-LOG,3,,2026-04-01,,,見た", "R011"),
        ("s001,評価,SEC-LOG,3,,2026-04-01,,s002,", "R011"),
        ("s001,評価,,3,,2026-04-01,,s002,見た", "R011"),
        ("s001,成果物,,,点検表,2026-04-01,,,", "R011"),
        ("s001,評価,SEC-XYZ,3,,2026-04-01,,s002,見た", "R014"),
        ("s001,評価,SEC-LOG;SEC-IAM,3,,2026-04-01,,s002,見た", "R014"),
        ("s001,評価,SEC-LOG,5,,2026-04-01,,s002,見た", "R015"),
        ("s001,評価,SEC-LOG,2.5,,2026-04-01,,s002,見た", "R015"),
        ("s001,評価,SEC-LOG,-1,,2026-04-01,,s002,見た", "R015"),
        ("s001,評価,SEC-NEW,1,,2026-04-01,,s002,見た", "R015"),
        ("s001,資格,SEC-LOG,3,ipa-ap,2026-04-01,,,", "R015"),
        ("s001,資格,,,ipa-ap,8/4/1,,,", "R016"),
        ("s001,資格,,,ipa-sc,2026-04-01,2026-03-31,,", "R016"),
        ("s001,資格,,,ipa-sc,2026-04-01,3年,,", "R016"),
        ("s001,資格,,,そろばん検定,2026-04-01,,,", "R017"),
        ("s001,登録,,,ipa-ap,2026-04-01,,,", "R017"),
        ("s001,資格,,,ipa-ap,2026-04-01,2029-03-31,,", "R017"),
        ('s001,"資格,,,ipa-ap,2026-04-01,,,', "R007"),
        ("s001,資格,,,ipa-ap", "R007"),
    ],
)
def test_one_bad_row_never_stops_the_others(read, row, rule):
    """The bad row between good ones is named with rule and line; the good ones are read."""
    file = read(JA, PASSED, row, SEEN)

    assert GOOD[:2] == file.rows
    assert [(rule, 3)] == listed(file)


@pytest.mark.parametrize(
    "rater",
    ["s001", "S001", "青葉花子", "青葉 花子", "青葉花子(本人)", "s001 青葉花子", "本人", "\uff53\uff10\uff10\uff11"],
)  # fmt: skip
def test_nobody_rates_themself(read, rater):
    """A rater who is the person is refused, however the name is written."""
    assert [("R018", 2)] == listed(read(JA, SEEN.replace("若葉 太郎", rater)))


@pytest.mark.parametrize("rater", ["s002", "若葉太郎", "若葉 太郎 係長", "s002（若葉太郎）"])
def test_one_rater_is_one_however_written(read, rater):
    """A rater of the roster is known by the staff number, so that two writings of a name are not two raters."""
    (row,) = read(JA, SEEN.replace("若葉 太郎", rater)).rows

    assert "s002" == row.rater


def test_a_name_that_two_people_bear_stays_a_name(read):
    """Which 鈴木 一郎 of the two is meant is not guessed."""
    (row,) = read(JA, SEEN.replace("若葉 太郎", "鈴木 一郎")).rows

    assert "鈴木 一郎" == row.rater


def test_a_pass_with_an_end_is_a_registration(read):
    """An examination with a register and a last day is an entry in it; its everyday name will do."""
    (row,) = read(JA, "s001,資格,,,情報処理安全確保支援士,令和6年4月1日,令和9年3月31日,,").rows

    assert ("registration", "ipa-sc", date(2027, 3, 31)) == (row.kind, row.title, row.until)


def test_the_same_evidence_counts_once(read):
    """A row copied twice, or a second level by one rater for one day, is named with the first line."""
    file = read(JA, SEEN, SEEN.replace(",3,,", ",2,,"))

    assert GOOD[1:2] == file.rows
    assert [("R019", 3)] == listed(file)
    assert "2行目" in file.findings[0].message.ja


def test_a_withdrawn_skill_names_what_became_of_it(read):
    """The finding on a skill that was replaced names its successor."""
    (finding,) = read(JA, SEEN.replace("SEC-LOG", "SEC-OLD")).findings

    assert "SEC-LOG" in finding.message.ja
    assert "SEC-LOG" in finding.message.en


def test_a_missing_column_is_named(read):
    """Without the column of dates nothing is read."""
    file = read("職員番号,種類,名称", "s001,資格,ipa-ap")

    assert ((), [("R010", 1)]) == (file.rows, listed(file))


def test_the_empty_sheet_asks_for_what_notebooks_cannot_show(tmp_path, small_standard, section):
    """One row: level 4 of SEC-LOG, for the only person whose role asks for it; unfilled, it is overlooked."""
    path = tmp_path / "sheet.csv"
    text = blank_sheet(small_standard, section, lang="ja")
    write_text(path, text)
    file = read_evidence(path, standard=small_standard, people=section)

    assert ["s001,青葉 花子,評価,SEC-LOG,ログ分析・検知,,,"] == [
        r[:32] for r in text.split("\r\n")[1:-1]
    ]
    assert "4: ログ分析・検知を4の手順でできる" in text
    assert ((), (), 1) == (file.rows, file.findings, file.unfilled)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_exported_sheet_reads_back_the_same(tmp_path, small_standard, section, lang):
    """What is exported is the sheet: read again, it is the same evidence, formulas and all."""
    path = tmp_path / "sheet.csv"
    odd = OtherEvidence("s003", "document", ("SEC-IAM",), None, "=1+1", date(2026, 1, 1))
    write_text(path, evidence_sheet([*GOOD, odd], small_standard, section, lang=lang))
    file = read_evidence(path, standard=small_standard, people=section)

    assert ((*GOOD, odd), ()) == (file.rows, file.findings)
