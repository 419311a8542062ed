"""Tables of skills as people save them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import InputError
from grader.findings import has_errors
from grader.standard import load_standard
from grader.standard.exports import csv_files
from grader.standard.imports import read_sheet
from grader.standard.imports.sheet import TAKEN

FOLDER = Path(__file__).parents[3] / "skills_standard"
GOOD = "スキルID,スキル名,レベル1,レベル2\nSEC-LOG,ログ分析,種別を分類できる,条件で抽出できる\n"


def read(tmp_path, text, *, encoding="utf-8", name="aoba"):
    """Save a table in an encoding and read it."""
    path = tmp_path / "skills.csv"
    path.write_bytes(text.encode(encoding))
    return read_sheet(path, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_excel_of_any_age_is_read(tmp_path, encoding):
    """UTF-8 with and without the mark, and what an old Excel saves."""
    imported = read(tmp_path, GOOD, encoding=encoding)

    assert () == imported.problems
    assert [("SEC-LOG", "ログ分析")] == [(s["id"], s["name"]["ja"]) for s in imported.skills]
    assert ["種別を分類できる", "条件で抽出できる"] == [
        level["ja"] for level in imported.skills[0]["levels"]
    ]


def test_headers_in_english_or_full_width(tmp_path):
    """Keys, Japanese names, and digits and brackets of either width."""
    text = "ID,name_ja,スキル名(英語),レベル１\nSEC-LOG,ログ分析,Logs,分類できる\n"
    skill = read(tmp_path, text).skills[0]

    assert {"ja": "ログ分析", "en": "Logs"} == skill["name"]
    assert [{"ja": "分類できる"}] == skill["levels"]


def test_import_is_a_draft_without_claims(tmp_path, made):
    """Lints without an error; nothing is active, official, checked or provable by machine."""
    findings, standard = made(read(tmp_path, GOOD))
    skill = standard.skills["SEC-LOG"]

    assert {"S008"} == {finding.rule.id for finding in findings}  # no English was given
    assert ("draft", "derived", "none", 0) == (
        skill.status, skill.origin, skill.verification, skill.auto_ceiling
    )  # fmt: skip
    assert [("human",), ("human",)] == [level.evidence for level in skill.levels]
    assert ({}, "0.1.0", "aoba") == (standard.roles, standard.version, standard.id)


def test_skill_without_levels_stays_without(tmp_path, made):
    """No level is made up."""
    _, standard = made(read(tmp_path, "スキルID,スキル名\nSEC-LOG,ログ分析\n"))

    assert () == standard.skills["SEC-LOG"].levels


BAD = (
    ("sec-log,名,,", "2行目・スキルID"),
    ("ＳＥＣ-ＬＯＧ,名,,", "2行目・スキルID"),
    (",名,,", "2行目・スキルID"),
    ("SEC-LOG,,,", "2行目・スキル名"),
    ("SEC-LOG,名,分類する,", "2行目・レベル1"),
    ("SEC-LOG,名,,抽出できる", "2行目・レベル1"),
    ("SEC-LOG,名,理解し説明できる,", "2行目・レベル1"),
    (f"SEC-LOG,名,分類できる,{'長' * 80}できる", "2行目・レベル2"),
    ("SEC-LOG,名,,,余り", "2行目・5"),
)


@pytest.mark.parametrize(("row", "where"), BAD)
def test_bad_row_is_named_and_the_others_are_imported(tmp_path, row, where):
    """Row as a spreadsheet counts it, and column by its Japanese name."""
    text = GOOD.splitlines()[0] + f"\n{row}\nSEC-IAM,権限設計,,\n"
    imported = read(tmp_path, text)

    assert ["SEC-IAM"] == [skill["id"] for skill in imported.skills]
    assert [where] == [problem.where.ja for problem in imported.problems]


def test_second_row_of_an_id_is_refused(tmp_path):
    """The first one stays, and the message says where it stands."""
    imported = read(tmp_path, GOOD + "SEC-LOG,別の名,,\n")

    assert [("3行目・スキルID", "ログ分析")] == [
        (imported.problems[0].where.ja, imported.skills[0]["name"]["ja"])
    ]
    assert "行 2" in imported.problems[0].what.ja


def test_two_names_for_a_domain_are_refused(tmp_path):
    """Which of the two is right is for a person to say."""
    text = "id,name_ja,domain,domain_ja\nSEC-A1,甲,security,安全\nSEC-B1,乙,security,保安\n"
    imported = read(tmp_path, text)

    assert ["3行目・分野"] == [problem.where.ja for problem in imported.problems]


def test_unknown_columns_are_kept(tmp_path, made):
    """What we do not understand stays with the skill, under its own header."""
    imported = read(tmp_path, "id,name_ja,備考,\nSEC-LOG,ログ分析,要確認,名無し\n")

    assert {"備考": "要確認", "列4": "名無し"} == imported.skills[0]["custom"]
    assert not has_errors(made(imported)[0])


def test_apostrophe_against_formulas_is_taken_off(tmp_path):
    """The one that `export csv` puts there; others stay."""
    text = "id,name_ja,description_ja\nSEC-LOG,'=記号,'引用\n"
    skill = read(tmp_path, text).skills[0]

    assert ("=記号", "'引用") == (skill["name"]["ja"], skill["description"]["ja"])


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x82\xff\xff", "cp932"),
        ("備考\n甲\n".encode(), "スキルID"),
        (b"", "スキルID"),
        (b'id,name_ja\nSEC-LOG,"x', "CSV"),
        ("id,id,name_ja\nSEC-LOG,x,名\n".encode(), "二度"),
        (b"id,name_ja\n\n,,\n", "行がありません"),
        ("id,name_ja\nbad,名\n".encode(), "2行目"),
    ],
)
def test_unusable_file_is_told_in_one_error(tmp_path, data, word):
    """An error of ours with the name of the file, not a traceback."""
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_sheet(path, "x")
    assert "t.csv" in caught.value.ja
    assert word in caught.value.ja


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_we_export_can_be_imported(tmp_path, made, lang):
    """Export, import, export: ids, names, domains, descriptions and statements are the same."""

    def taken(text):
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        return [[row[key] for key in TAKEN] for row in rows]

    own = load_standard(FOLDER)
    findings, standard = made(read(tmp_path, csv_files(own, lang)["skills.csv"]))

    assert [] == findings
    assert sorted(taken(csv_files(own, "en")["skills.csv"])) == sorted(
        taken(csv_files(standard, "en")["skills.csv"])
    )


TRICKY = st.one_of(
    st.text(min_size=1),
    st.sampled_from(
        [
            "NO",
            "010",
            "1:30",
            "1.10",
            "2026-11-26",
            "３",
            "k： v",
            "null",
            "~",
            "- a",
            "# x",
            "{",
            "<<",
        ]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(name=TRICKY, about=TRICKY, header=TRICKY)
def test_no_text_becomes_something_else(tmp_path, made, name, about, header):
    """Words that YAML would change arrive as text, or the row is refused; lint finds no error."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "name_ja", "description_ja", "x" + header],
                               ["SEC-LOG", "名" + name, about, "値"]])  # fmt: skip
    imported = read(tmp_path, out.getvalue())
    findings, standard = made(imported)

    assert not has_errors(findings)
    assert imported.skills[0]["name"]["ja"] == standard.skills["SEC-LOG"].name.ja
    assert imported.skills[0]["description"]["ja"] == standard.skills["SEC-LOG"].description.ja
