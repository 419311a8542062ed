"""Strict YAML: every trap is a finding with its line, and what is meant stays as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.yamlfile import RULES, parse_yaml, read_yaml, walk

HERE = Path("a.yaml")


def _read(text: str, *, first_line: int = 1):
    document, findings = parse_yaml(HERE, text, first_line=first_line)
    return document, [(finding.rule.id, finding.line) for finding in findings]


TRAPS = {
    "NO": "Y004",
    "yes": "Y004",
    "on": "Y004",
    "Off": "Y004",
    "True": "Y004",
    "010": "Y005",
    "1:30": "Y006",
    "2026-04-01": "Y007",
    "2026-4-1 09:00:00": "Y007",
    "1.10": "Y003",
    "３": "Y008",
    "id：x": "Y008",
}


@pytest.mark.parametrize(("text", "rule"), TRAPS.items())
@pytest.mark.parametrize("form", ["a:\n  b:\n    {}", "a:\n  -\n    {}", "a:\n\n  [ {} ]"])
def test_each_trap_is_found_on_its_line_however_deep(form, text, rule):
    """A value that YAML 1.1 would change is a finding on the third line, and stays the text it was."""
    document, found = _read(form.format(text))
    assert [(rule, 3)] == found
    assert text in [value for _, value in walk(document.data)]


@pytest.mark.parametrize("text", TRAPS)
@pytest.mark.parametrize("form", ['a: "{}"', "a: '{}'", "a: |-\n  {}", "a: >-\n  {}", '["{}"]'])
def test_quotes_and_blocks_keep_what_they_hold(form, text):
    """Quoted values and block scalars are text and no finding."""
    document, found = _read(form.format(text))
    assert [] == found
    assert text in [value for _, value in walk(document.data)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("2026-04-01に公表", "2026-04-01に公表"),
        ("市民課：窓口", "市民課：窓口"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("v1.10", "v1.10"),
    ],
)
def test_plain_values_mean_one_thing(text, value):
    """Values that every YAML reader agrees on, or that are plainly text, are no finding."""
    document, found = _read(f"a: {text}")
    assert [] == found
    assert (value, type(value)) == (document.data["a"], type(document.data["a"]))


def test_a_key_that_stands_twice_is_found_where_it_stands_again():
    """The second of two equal keys is the finding, also inside a list and in Japanese."""
    _, found = _read("x:\n  - 名前: a\n    よみ: b\n    名前: c\n")
    assert [("Y002", 4)] == found


def test_lines_of_values_are_remembered():
    """Each key and each list item knows its line; an unknown one falls back on what is around it."""
    document, _ = _read("一:\n  二: [a,\n    b]\n三: c\n", first_line=11)
    lines = [document.line(*at) for at in [(), ("一",), ("一", "二"), ("一", "二", 1), ("三", "x")]]
    assert [11, 11, 12, 13, 14] == lines


def test_findings_of_a_front_matter_count_from_its_place_in_the_file():
    """The first line of the text is a parameter, for errors of syntax too."""
    assert [("Y004", 21)] == _read("a: 1\nb: NO", first_line=20)[1]
    assert [("Y001", 21)] == _read("a: 1\nb: [", first_line=20)[1]


def test_an_alias_stands_for_its_anchor():
    """Anchors and aliases give equal data in both places."""
    document, found = _read("a: &x {b: [1, 2]}\nc: *x\n")
    assert [] == found
    assert {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}} == document.data


@pytest.mark.parametrize("text", ["a: &x\n  b: *x\n", "a: &x\n  - *x\n", "&x\na: [*x]\n"])
def test_an_alias_inside_itself_is_a_finding(text):
    """Data that contain themselves end in one finding and not in endless recursion."""
    document, found = _read(text)
    assert ["Y001"] == [rule for rule, _ in found]
    assert document is not None


def test_the_merge_key_is_refused():
    """YAML 1.2 has no merge key, so readers would differ; a quoted << is a key like any other."""
    document, found = _read('a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\ne: {"<<": 3}\n')
    assert [("Y001", 3)] == found
    assert {"a": {"b": 1}, "c": {"d": 2}, "e": {"<<": 3}} == document.data


def test_a_key_must_be_text():
    """A list as a key is a finding."""
    assert [("Y001", 1)] == _read("? [a, b]\n: c\n")[1]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: [", 2),
        ("a: 1\n b: 2", 2),
        ("a: 1\n\tb: 2", 2),
        ("a: *nowhere", 1),
        ("a: 1\n---\nb: 2", 2),
        ("a: 1\nb: 2\nc: \x08", 3),
        ("[" * 5000, 1),
    ],
)
def test_what_is_not_yaml_is_one_finding(text, line):
    """No document, and one finding of one line that says where reading stopped."""
    document, findings = parse_yaml(HERE, text, first_line=1)
    assert document is None
    assert [("Y001", line)] == [(finding.rule.id, finding.line) for finding in findings]
    assert "\n" not in findings[0].render(Path(), "en")


@pytest.mark.parametrize("raw", [b"", b"# only a comment\n", b"\xef\xbb\xbf"])
def test_an_empty_file_holds_nothing(tmp_path, raw):
    """An empty file is a document without data, on line 1."""
    path = tmp_path / "a.yaml"
    path.write_bytes(raw)
    document, findings = read_yaml(path)
    assert (None, [], 1) == (document.data, findings, document.line("x"))


def test_a_file_from_a_windows_editor_reads_the_same(tmp_path):
    """Byte order mark and CRLF change neither data nor lines."""
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeff名前: あ\r\n番号: 010\r\n".encode())
    document, findings = read_yaml(path)
    assert {"名前": "あ", "番号": "010"} == document.data
    assert [("Y005", 2)] == [(finding.rule.id, finding.line) for finding in findings]


def test_a_shift_jis_file_is_told_apart(tmp_path):
    """A file that is not UTF-8 is one finding that says so."""
    path = tmp_path / "a.yaml"
    path.write_bytes("名前: 市民課".encode("cp932"))
    document, findings = read_yaml(path)
    assert document is None
    assert "UTF-8" in findings[0].message.ja


def test_rules_are_numbered_without_gaps():
    """The ids run from Y001 to Y008."""
    assert [f"Y{n:03}" for n in range(1, 9)] == [rule.id for rule in RULES]
