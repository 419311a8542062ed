"""Crosswalk tables as people save them."""

from __future__ import annotations

import pytest

from grader.standard.crosswalk import read_crosswalk
from grader.standard.frameworks import Match

HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
ROW = "provisional:SEC.LOG\tskos:closeMatch\tjdx:SEC-LOG\tsemapv:ManualMappingCuration\t0.9\n"


def read(tmp_path, text, *, encoding="utf-8"):
    """Save a table in an encoding and read it."""
    path = tmp_path / "t.sssom.tsv"
    path.write_text(text, encoding=encoding)
    return read_crosswalk(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_row_is_read_with_its_line(tmp_path, encoding):
    """Comment lines count as lines; prefixes are taken off; a byte order mark does no harm."""
    table, findings = read(tmp_path, "# note\n" + HEADER + ROW, encoding=encoding)
    assert [] == findings
    expected = Match(
        "provisional", "SEC.LOG", "skos:closeMatch", "SEC-LOG", 0.9,
        justification="semapv:ManualMappingCuration",
    )  # fmt: skip
    assert [(3, expected)] == [(row.line, row.match) for row in table.rows]


def test_table_in_shift_jis_is_told_so(tmp_path):
    """A table saved by an old spreadsheet is a finding, not a crash."""
    table, findings = read(tmp_path, "# 対応表\n" + HEADER + ROW, encoding="cp932")
    assert () == table.rows
    assert ["S024"] == [finding.rule.id for finding in findings]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("skos:closeMatch", "skos:sameAs"),
        ("0.9", "1.1"),
        ("0.9", "nan"),
        ("0.9", ""),
        ("jdx:SEC-LOG", " "),
    ],
)
def test_unusable_row_is_a_finding(tmp_path, old, new):
    """A row with an unknown predicate, an impossible confidence or an empty cell is not used."""
    table, findings = read(tmp_path, HEADER + ROW.replace(old, new))
    assert () == table.rows
    assert [("S024", 2)] == [(finding.rule.id, finding.line) for finding in findings]


def test_missing_column_is_a_finding(tmp_path):
    """A table without confidence says nothing that could be relied on."""
    short = [line.rpartition("\t")[0] + "\n" for line in (HEADER, ROW)]
    _, findings = read(tmp_path, "".join(short))
    assert "confidence" in findings[0].message.en


def test_header_is_read_as_yaml(tmp_path):
    """The comment lines are YAML; where they are prose, the table has no header and still its rows."""
    table, _ = read(tmp_path, '# mapping_set_id: "urn:x"\n# curie_map:\n#   a: "urn:a:"\n' + HEADER)
    assert {"mapping_set_id": "urn:x", "curie_map": {"a": "urn:a:"}} == table.header
    table, _ = read(tmp_path, "# note\n" + HEADER + ROW)
    assert {} == table.header
    assert 1 == len(table.rows)


@pytest.mark.parametrize(
    ("old", "new"),
    [("provisional:SEC.LOG", "sssom:NoTermFound"), ("jdx:SEC-LOG", "sssom:NoTermFound")],
)
def test_no_counterpart_is_no_match(tmp_path, old, new):
    """A row without a counterpart is kept with its reason, and matches nothing."""
    header = HEADER.replace("\n", "\tcomment\n")
    row = ROW.replace(old, new)
    table, findings = read(tmp_path, header + row.replace("\n", "\tnothing like it\n"))
    assert [] == findings
    assert [None] == [row.match for row in table.rows]
    _, findings = read(tmp_path, header + row.replace("\n", "\t\n"))
    assert "comment" in findings[0].message.en
