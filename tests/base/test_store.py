"""Files held to their schema, written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from grader.errors import InputError
from grader.schema import store
from grader.schema.store import read_json, schema_findings, write_json, write_text
from grader.yamlfile import parse_yaml

GOOD = {
    "format_version": 1,
    "assignments": [{"assignment": "数-ja", "lesson": "tiny-counts", "lang": "ja"}],
}
WRONG = {"format_version": 1, "assignments": [{"assignment": "x", "lesson": "x", "lang": "fr"}]}


def test_a_finding_of_the_schema_names_place_and_line():
    """X001 stands at the line of the value that does not fit, and names its path."""
    text = "format_version: 1\nname:\n  ja: 町\n  en: 3\n"
    document, _ = parse_yaml(Path("workspace.yaml"), text, first_line=1)
    found = schema_findings(document, "workspace")
    assert [("X001", 4)] == [(finding.rule.id, finding.line) for finding in found]
    assert found[0].message.en.startswith("name.en: ")


def test_an_unknown_key_is_a_finding_at_what_holds_it():
    """Input is strict: a key that the schema does not know is not passed over."""
    text = "format_version: 1\nname:\n  ja: 町\n  en: town\n  fr: ville\n"
    document, _ = parse_yaml(Path("workspace.yaml"), text, first_line=1)
    found = schema_findings(document, "workspace")
    assert [2] == [finding.line for finding in found]
    assert "fr" in found[0].message.ja


def test_a_finding_never_quotes_a_whole_file():
    """A validator quotes the value it refuses; of a long one only the two ends are shown."""
    document, _ = parse_yaml(Path("workspace.yaml"), "- あ\n" * 2000, first_line=1)
    (found,) = schema_findings(document, "workspace")
    assert len(found.message.en) < 300
    assert found.message.en.endswith("is not of type 'object'")


def test_what_is_written_comes_back(tmp_path):
    """Sorted keys, Japanese as it is, one newline at the end; the folder is made."""
    path = tmp_path / "new" / "a.json"
    write_json(path, GOOD, "assignments")
    raw = path.read_bytes().decode("utf-8")
    assert GOOD == read_json(path, "assignments")
    assert ("数-ja" in raw, raw.index("assignments") < raw.index("format_version")) == (True, True)
    assert (True, False) == (raw.endswith("}\n"), "\r" in raw)


@pytest.mark.parametrize("moment", ["fsync", "replace"])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_whole(tmp_path, monkeypatch, moment, error):
    """Whatever stops the writing before the end, the old file is there and nothing else."""
    path = tmp_path / "a.json"
    write_json(path, GOOD, "assignments")
    before = path.read_bytes()

    def stop(*_):
        raise error

    monkeypatch.setattr(store.os, moment, stop)
    with pytest.raises(error):
        write_json(path, {**GOOD, "assignments": []}, "assignments")
    assert (before, [path]) == (path.read_bytes(), list(tmp_path.iterdir()))


@pytest.mark.parametrize("name", ["assignments", "items"])
def test_wrong_data_are_not_written(tmp_path, name):
    """Data that do not fit the schema are refused before a file is touched."""
    with pytest.raises(InputError) as caught:
        write_json(tmp_path / "a.json", WRONG, name)
    assert [] == list(tmp_path.iterdir())
    assert name in caught.value.en


def test_nan_is_not_json(tmp_path):
    """NaN, which Python would write and no other reader knows, is refused on the way out and in."""
    row = {
        "id": "tst-1-q1", "lesson": "tiny-counts", "skill": "SEC-LOG", "level": 2, "categories": 3,
        "points": 3.0, "minutes": 5, "title": {"ja": "題", "en": "t"}, "type": "SET",
    }  # fmt: skip
    path = tmp_path / "a.json"
    data = {"format_version": 1, "items": [row]}
    write_json(path, data, "items")
    with pytest.raises(InputError):
        write_json(path, {**data, "items": [{**row, "points": float("nan")}]}, "items")
    path.write_text(json.dumps(data).replace("3.0", "NaN"), encoding="utf-8")
    with pytest.raises(InputError):
        read_json(path, "items")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b"\xef\xbb\xbf{}", b"[]", b"{}", b"[" * 100_000]
)
def test_an_unusable_file_is_an_error_with_its_name(tmp_path, raw):
    """Broken, half written, wrongly encoded or of another shape: always an InputError."""
    path = tmp_path / "a.json"
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        read_json(path, "assignments")
    assert (True, True) == (str(path) in caught.value.ja, str(path) in caught.value.en)


def test_a_missing_file_points_to_the_stage_before(tmp_path):
    """The remedy of a missing file is the command of the stage before."""
    with pytest.raises(InputError) as caught:
        read_json(tmp_path / "a.json", "assignments")
    assert "run the command of the stage before" in caught.value.en


def test_a_folder_is_not_a_file(tmp_path):
    """What the system refuses to read is an InputError too."""
    with pytest.raises(InputError):
        read_json(tmp_path, "assignments")


def test_an_unknown_schema_is_the_programmers_mistake():
    """A schema that the package does not have raises FileNotFoundError."""
    with pytest.raises(FileNotFoundError):
        store.load_schema("nothing")


if sys.platform != "win32":

    def test_others_may_read_what_the_umask_lets_them(tmp_path):
        """A written file has the rights of any new file here, not those of a private temporary one."""
        before = os.umask(0o027)
        try:
            write_text(tmp_path / "a.txt", "あ")
        finally:
            os.umask(before)
        assert 0o640 == stat.S_IMODE((tmp_path / "a.txt").stat().st_mode)
