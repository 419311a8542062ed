"""Tables for Excel, read by Python's csv and by pandas."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.standard.exports import csv_files
from grader.standard.exports.spreadsheet import FORMULA, harmless, table


def rows(text):
    """Read a table with Python's csv."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_tables_have_one_row_for_each_thing(small):
    """3 skills, 3 + 0 + 2 levels, 3 requirements: counted by hand."""
    files = csv_files(small)

    assert ["skills.csv", "levels.csv", "roles.csv", "placements.csv", "README.txt"] == list(files)
    assert [3, 5, 3] == [len(rows(files[name])) for name in list(files)[:3]]


def test_excel_finds_a_byte_order_mark_and_its_own_line_ends(small):
    """Without the mark Excel reads UTF-8 as cp932; lines end with CRLF, and only so."""
    for text in csv_files(small).values():
        assert b"\xef\xbb\xbf" == text.encode("utf-8")[:3]
        assert text.count("\n") == text.count("\r\n")


def test_skill_row_in_both_languages(small):
    """Headers and codes in the language asked for; names and statements in both."""
    ja = rows(csv_files(small)["skills.csv"])[0]
    en = rows(csv_files(small, "en")["skills.csv"])[0]

    assert list(ja.values())[6:8] == [en["name_ja"], en["name_en"]]
    assert ("技術", "technical") == (ja["種類"], en["kind"])
    assert ("SEC-LOGを3できる", "Can do SEC-LOG 3") == (ja["レベル3"], ja["レベル3（英語）"])
    assert ("", "DAT-TABLE.2") == (ja["レベル4"], ja["前提スキル"])
    assert "小さな標準（非公式） 0.2.0" == ja["標準と版"]


def test_role_row(small):
    """Level, need, weight and whom it concerns."""
    row = rows(csv_files(small)["roles.csv"])[1]

    assert ["1", "任意", "1.5", "外部"] == [
        row[k] for k in ("要求レベル", "必要度", "重み", "対象")
    ]


def test_readme_says_that_it_is_unofficial(small):
    """Title, version, licence and disclaimer in both languages."""
    text = csv_files(small)["README.txt"]

    for words in ("（非公式） 0.2.0", "(unofficial) 0.2.0", "CC-BY-4.0", "試験用", "For tests"):
        assert words in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_pandas_reads_what_the_standard_holds(own, lang, tmp_path):
    """Another reader, on the file as it lies on the disk, finds the same ids and statements."""
    files = csv_files(own, lang)
    path = tmp_path / "levels.csv"
    path.write_bytes(files["levels.csv"].encode("utf-8"))
    frame = pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    expected = [
        (s.id, str(x.level), x.statement.ja, x.statement.en)
        for s in own.skills.values()
        for x in s.levels
    ]

    assert expected == list(frame.iloc[:, [0, 3, 5, 6]].itertuples(index=False, name=None))


@given(st.text())
def test_no_cell_is_computed(text):
    """Whatever the text, the cell starts no formula and still holds all of it."""
    cell = harmless(text)

    assert not cell.startswith(FORMULA)
    assert text == (cell if cell == text else cell[1:])


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1", "@x", "\t=1", "＝1", "=cmd|' /C calc'!A0"])
def test_formulas_get_an_apostrophe(text):
    """The list of OWASP's page on CSV injection."""
    assert "'" + text == harmless(text)


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_survives_the_table(cells):
    """Commas, quotes and line breaks come back as they were."""
    columns = {f"c{n}": f"列{n}" for n in range(len(cells))}
    text = table(columns, [dict(zip(columns, cells, strict=True))], "en")
    header, row = csv.reader(io.StringIO(text[1:], newline=""))

    assert [*columns] == header
    assert [harmless(cell) for cell in cells] == row


def test_same_standard_same_bytes(own):
    """Nothing depends on the clock or on the order of a set."""
    assert csv_files(own) == csv_files(own)


def test_placements_say_what_they_ask_and_what_they_teach(own):
    """One row for each skill that a placement requires or develops, with its term and its gates."""
    found = rows(csv_files(own)["placements.csv"])
    places = own.placements.values()

    assert sum(len(p.requires) + len(p.develops) for p in places) == len(found)
    asked = [r for r in found if r["派遣先ID"] == "da-gss" and r["求める・育てる"] == "求める"]
    gss = own.placements["da-gss"]
    assert [(n.skill, str(n.level)) for n in gss.requires] == [
        (r["スキルID"], r["レベル"]) for r in asked
    ]
    assert {("24", "pledges.digital-agency")} <= {
        (r["期間（月）"], gate) for r in asked for gate in r["関門"].split()
    }
