"""The roster: Excel's files in, good rows and findings out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.records import HEADERS, RULES, Person, read_roster, write_roster

JA = "職員番号,氏名,ふりがな,所属,職名,目標役割,言語"
HANAKO = Person("s001", "青葉 花子", "あおば はなこ", "情報政策課", "主事", "engineer", "ja")
TARO = Person("s002", "若葉 太郎", "わかば たろう", "市民課", "係長", "", "en")
ROW_1 = "s001,青葉 花子,あおば はなこ,情報政策課,主事,engineer,ja"
ROW_2 = "s002,若葉 太郎,わかば たろう,市民課,係長,,en"


@pytest.fixture
def write(tmp_path):
    """The writer of a roster file."""

    def make(*lines, encoding="utf-8-sig", end="\r\n"):
        path = tmp_path / "roster.csv"
        path.write_bytes((end.join(lines) + end).encode(encoding))
        return path

    return make


def listed(roster):
    """Return rule and line of each finding."""
    return [(finding.rule.id, finding.line) for finding in roster.findings]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_excel_files_are_read_in_every_encoding(write, encoding, end):
    """UTF-8 with and without BOM and cp932, with either line end, give the same two persons."""
    roster = read_roster(write(JA, ROW_1, ROW_2, encoding=encoding, end=end))
    assert (roster.persons, roster.findings) == ((HANAKO, TARO), ())


def test_english_headers_in_any_order_are_read(write):
    """Columns are found by name, in English too, and capital letters do not matter."""
    header = "Lang,target_role,post,department,kana,name,person"
    row = "ja,engineer,主事,情報政策課,あおば はなこ,青葉 花子,s001"
    assert read_roster(write(header, row)).persons == (HANAKO,)


def test_the_optional_columns_may_be_missing(write):
    """Number, name and department are enough; the language is Japanese then."""
    roster = read_roster(write("職員番号,氏名,所属", "s001,青葉 花子,情報政策課"))
    assert roster.persons == (Person("s001", "青葉 花子", "", "情報政策課", "", "", "ja"),)


def test_a_missing_column_is_named_with_its_line(write):
    """Without the column of person ids nothing can be read, and the finding says which is missing."""
    path = write("氏名,所属", "青葉 花子,情報政策課")
    roster = read_roster(path)
    assert roster.persons == ()
    (finding,) = roster.findings
    rendered = finding.render(path.parent, "ja")
    assert rendered.startswith("roster.csv:1: [R001] 列「職員番号」がありません。 → ")


def test_the_second_of_two_rows_with_one_number_is_left_out(write):
    """The first row stays; the second is named with the line of the first, whatever the letter case."""
    roster = read_roster(write(JA, ROW_1, ROW_2, ROW_1.replace("s001", "S001")))
    assert roster.persons == (HANAKO, TARO)
    assert listed(roster) == [("R002", 4)]
    assert "2行目" in roster.findings[0].message.ja


def test_a_role_that_the_standard_does_not_have_is_named(write):
    """With the roles given, an unknown one is a finding; without them nothing is checked."""
    path = write(JA, ROW_1, ROW_2)
    checked = read_roster(path, roles={"producer"})
    assert checked.persons == (TARO,)
    assert listed(checked) == [("R003", 2)]
    assert read_roster(path).persons == (HANAKO, TARO)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",青葉 花子,,情報政策課,,,ja", "R004"),
        ("s003,,,情報政策課,,,ja", "R004"),
        ("s003,青葉 花子,,,,,ja", "R004"),
        ("../s003,青葉 花子,,情報政策課,,,ja", "R005"),
        ("\uff53\uff10\uff10\uff13,青葉 花子,,情報政策課,,,ja", "R005"),
        ("con,青葉 花子,,情報政策課,,,ja", "R005"),
        ("x" * 65 + ",青葉 花子,,情報政策課,,,ja", "R005"),
        ("s003,青葉 花子,,情報政策課,,,fr", "R008"),
        ("s003,青葉 花子", "R007"),
        ("s003,青葉 花子,,情報政策課,,,ja,余分", "R007"),
        ('s003,"青葉 花子,,情報政策課,,,ja', "R007"),
    ],
)
def test_one_bad_row_never_stops_the_others(write, row, rule):
    """The bad row between two good ones is named with its line; the good ones are read."""
    roster = read_roster(write(JA, ROW_1, row, ROW_2))
    assert roster.persons == (HANAKO, TARO)
    assert listed(roster) == [(rule, 3)]


def test_everything_wrong_with_a_row_is_said_at_once(write):
    """A row with three mistakes gives three findings, so that one look mends it."""
    roster = read_roster(write(JA, "a b,,,情報政策課,,wizard,fr"), roles={"engineer"})
    assert [rule for rule, _ in listed(roster)] == ["R004", "R005", "R003", "R008"]


def test_blank_rows_and_spaces_are_overlooked(write):
    """Excel's empty rows, and full-width spaces around a cell, are no mistakes."""
    roster = read_roster(write(JA, ",,,,,,", "", ROW_1.replace("情報政策課", "\u3000情報政策課 ")))
    assert (roster.persons, roster.findings) == ((HANAKO,), ())


def test_an_unknown_column_is_a_warning(write):
    """A column that we do not know is told and not read; the rows are good."""
    roster = read_roster(write(JA + ",内線", ROW_1 + ",1234"))
    assert roster.persons == (HANAKO,)
    assert [(f.rule.id, f.rule.severity) for f in roster.findings] == [("R009", "warning")]


def test_a_column_that_stands_twice_is_an_error(write):
    """With two columns of one name nobody can say which is meant."""
    roster = read_roster(write("職員番号,氏名,所属,name", "s001,青葉 花子,情報政策課,若葉"))
    assert (roster.persons, listed(roster)) == ((), [("R001", 1)])


@pytest.mark.parametrize(
    "data", [b"\xff\xfe" + "職員番号".encode("utf-16-le"), b"\x81\x00\xfd\xff"]
)
def test_an_unreadable_encoding_is_told(tmp_path, data):
    """UTF-16 (Excel's “Unicode text”) and bytes of no encoding are one finding with the remedy."""
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    assert listed(read_roster(path)) == [("R006", 1)]


def test_an_empty_file_says_what_is_missing(tmp_path):
    """No header line: each needed column is named."""
    path = tmp_path / "roster.csv"
    path.write_bytes(b"")
    assert listed(read_roster(path)) == [("R001", 1)] * 3


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_roster_comes_back_as_written(tmp_path, lang):
    """Written and read, the persons are the same, under either headers."""
    path = tmp_path / "roster.csv"
    write_roster(path, [HANAKO, TARO], lang=lang)
    assert read_roster(path).persons == (HANAKO, TARO)


def test_excel_opens_what_we_write(tmp_path):
    """UTF-8 with BOM, CR LF, Japanese headers, formulas neutralised."""
    path = tmp_path / "roster.csv"
    write_roster(path, [Person("s001", "=cmd|' /C calc'!A0", "", "-課", "", "", "ja")])
    lines = path.read_bytes().split(b"\r\n")
    assert lines[0].decode("utf-8-sig") == JA
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert lines[1].decode() == "s001,'=cmd|' /C calc'!A0,,'-課,,,ja"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Cs", "Z"]),
    min_size=1,
    max_size=6,
)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS | st.just("")), max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_words_survive_the_round_trip(tmp_path_factory, rows):
    """Quotes, commas, apostrophes and signs in names and departments come back unchanged."""
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    persons = tuple(
        Person(f"s{n:03}", name, kana, department, "", "", "en")
        for n, (name, department, kana) in enumerate(rows)
    )
    write_roster(path, persons)
    assert read_roster(path).persons == persons


def test_headers_and_rules_are_whole():
    """Every field of a person has its header, and rule ids are R001, R002 … without gaps."""
    assert list(HEADERS) == list(Person.__dataclass_fields__)
    assert [rule.id for rule in RULES] == [f"R{n:03}" for n in range(1, len(RULES) + 1)]
