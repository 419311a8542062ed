"""Recorded levels: read from what Excel saves, and written so that no row is lost."""

from __future__ import annotations

import csv
import io

import pytest

from grader.errors import InputError
from grader.records.excel import csv_text
from grader.records.recorded_levels import (
    read_recorded,
    write_carried,
    write_unresolved,
)
from grader.standard.versions import Carried, Migration, Recorded

HEADER = "職員番号,氏名,スキル,レベル,標準の版,証拠,記録日"
GOOD = 's001,青葉 花子,SEC-LOG,2,0.1.0,"q1; SEC-LOG.2:q2、q3",2026/4/1'
RECORD = Recorded("s001", "SEC-LOG", 2, "0.1.0", ("q1", "SEC-LOG.2:q2", "q3"), "2026-04-01")


@pytest.fixture
def read(tmp_path):
    """Read rows under HEADER, in an encoding."""

    def called(*rows, header=HEADER, encoding="utf-8-sig"):
        path = tmp_path / "in.csv"
        path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
        return read_recorded(path)

    return called


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_what_excel_saves_is_read(read, encoding):
    """UTF-8 with and without BOM, and cp932; a date with slashes; three pieces of evidence."""
    table = read(GOOD, encoding=encoding)
    assert {2: RECORD} == table.records
    assert () == table.unread


def test_english_headers_in_any_order(read):
    """Columns are found by name; evidence and date may be missing."""
    table = read(
        "0.1.0,1,SEC-LOG,s9", header="standard_version,LEVEL,skill,person_id", encoding="utf-8"
    )
    assert {2: Recorded("s9", "SEC-LOG", 1, "0.1.0")} == table.records


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("s001,x,SEC-LOG,5,0.1.0,,", "レベル"),
        ("s001,x,SEC-LOG,L3,0.1.0,,", "レベル"),
        ("s001,x,SEC-LOG,-1,0.1.0,,", "レベル"),
        ("s001,x,SEC-LOG,,0.1.0,,", "レベル"),
        (",x,SEC-LOG,1,0.1.0,,", "職員番号"),
        ("s001,x,SEC-LOG,1,,,", "標準の版"),
        ("s001,x,SEC-LOG,1,0.1.0,,2026-02-30", "記録日"),
        ("s001,x,SEC-LOG,1,0.1.0,,昨日", "記録日"),
        ("s001,x,SEC-LOG,1", "欄が4個"),
        ('s001,"x,SEC-LOG,1,0.1.0,,', "引用符"),
    ],
)
def test_a_bad_row_is_told_by_line_and_column(read, row, column):
    """The row before and the row after are read all the same."""
    table = read(GOOD, row, GOOD)
    assert [3] == [one.line for one in table.unread]
    assert column in table.unread[0].reason.ja
    assert [2, 4] == sorted(table.records)


def test_every_line_is_there_but_blank_ones(read):
    """A line is a record or unread; blank lines, and empty cells beyond the header, are nothing."""
    table = read(GOOD, "", ",,,,,,", GOOD + ",,", "x")
    assert [2, 5, 6] == sorted(table.rows)
    assert [2, 5] == sorted(table.records)


@pytest.mark.parametrize(
    "header",
    ["", "職員番号,スキル,レベル", "職員番号,スキル,レベル,標準の版,level"],
)
def test_columns_that_are_needed_stand_once(read, header):
    """Without them nothing can be read; the column is named."""
    with pytest.raises(InputError, match=r"in\.csv:1"):
        read("a,b,1,c,d", header=header)


def test_another_encoding_is_refused(tmp_path):
    """UTF-16 is neither of the two."""
    path = tmp_path / "in.csv"
    path.write_bytes(HEADER.encode("utf-16"))
    with pytest.raises(InputError, match="CSV UTF-8"):
        read_recorded(path)


def test_carried_rows_keep_all_other_cells(read, tmp_path):
    """Only skill, level and version change; a merge also joins the evidence; Excel runs no cell."""
    table = read("s001,=1+1,A,3,0.1.0,q1,2026-11-02", "s001,n,B,2,0.1.0,q2,2026-04-01")
    one = Carried(Recorded("s001", "C", 3, "0.2.0", ("q1",), "2026-11-02"), (2,))
    two = Carried(Recorded("s001", "M", 2, "0.2.0", ("q2", "q1"), "2026-04-01"), (3, 2))
    path = tmp_path / "out.csv"
    write_carried(path, table, Migration((one, two), ()))
    expected = [
        HEADER,
        "s001,'=1+1,C,3,0.2.0,q1,2026-11-02",
        "s001,n,M,2,0.2.0,q2; q1,2026-04-01",
    ]
    assert "\ufeff" + "\r\n".join([*expected, ""]) == path.read_bytes().decode("utf-8")


def test_unresolved_rows_come_with_their_reason(read, tmp_path):
    """The cells as they were, then line and reason, also of a row that is no CSV."""
    table = read(GOOD, 's002,"x')
    path = tmp_path / "rest.csv"
    write_unresolved(path, table, table.unread, lang="en")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert ["line", "reason", "before", "after"] == rows[0][7:]
    assert ('s002,"x', "3") == (rows[1][0], rows[1][7])


def test_an_empty_rest_is_only_a_header(read, tmp_path):
    """Nothing unresolved: the file says so, and no older one stays behind."""
    path = tmp_path / "rest.csv"
    write_unresolved(path, read(GOOD), (), lang="ja")
    assert csv_text([[*HEADER.split(","), "元の行", "理由", "変更前", "変更後"]]) == (
        path.read_bytes().decode("utf-8")
    )
