"""The stage: files in, one file out, the same bytes every time."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import InputError
from grader.measurement import bank_document, measure_workspace, run
from grader.schema.store import read_json, write_json
from grader.standard import load_standard, overlay_template, standard_stamp
from grader.text import Text
from grader.workspace import Workspace

POLICY_FILE = Path(__file__).parents[2] / "assessments" / "measurement.yaml"
STANDARD = Path(__file__).parents[1] / "workspaces" / "minimal" / "skills_standard"


@pytest.fixture
def workspace(tmp_path, bank):
    """A workspace with a policy and a bank, and nothing graded yet."""
    parts = {n: tmp_path / n for n in ("standard", "curriculum", "assessments", "build", "records")}
    parts["standard"] = STANDARD
    parts["assessments"].mkdir()
    shutil.copyfile(POLICY_FILE, parts["assessments"] / "measurement.yaml")
    write_json(parts["build"] / "items.json", bank_document(bank), "items")
    return Workspace(root=tmp_path, name=Text("試験", "Test"), **parts)


def test_it_writes_estimates_and_again_the_same_bytes(workspace, result, exercise, save_result):
    """One graded result gives one person; a second run leaves the file byte for byte as it was."""
    save_result(workspace.results, result("s001", [exercise("sec-3-q2", 3.0)]))
    path = run(workspace)
    first = path.read_bytes()
    assert run(workspace).read_bytes() == first
    assert path == workspace.records / "estimates.json"
    assert [p["person"] for p in read_json(path, "estimates")["persons"]] == ["s001"]


def test_what_was_left_out_stands_in_the_file(workspace, result, exercise, save_result):
    """A broken result is listed under problems, by its place in the workspace, and stops nothing."""
    save_result(workspace.results, result("s001", [exercise("sec-3-q2", 3.0)]))
    save_result(workspace.results, result("s002", [])).write_text("{", encoding="utf-8")
    document = read_json(run(workspace), "estimates")
    assert [p["person"] for p in document["persons"]] == ["s001"]
    listed = [(p["rule"], p["severity"], p["file"]) for p in document["problems"]]
    assert listed == [("E001", "error", "records/course/results/s002/phishing-ja/results.json")]
    assert [finding.rule.id for finding in measure_workspace(workspace).findings] == ["E001"]


def test_without_a_bank_there_are_no_estimates(workspace):
    """A course that was not built is an error that says so."""
    (workspace.build / "items.json").unlink()
    with pytest.raises(InputError):
        run(workspace)


def test_estimates_name_the_standard(workspace, tmp_path):
    """Version and overlay that were in force stand in the file."""
    assert {"version": "0.1.0", "overlay_sha256": None} == read_json(run(workspace), "estimates")[
        "standard"
    ]
    path = tmp_path / "overlay.yaml"
    path.write_text(overlay_template("990019", Text("市", "City"), "0.1.0"), encoding="utf-8")
    stamp = standard_stamp(load_standard(workspace.standard, path))
    document = read_json(run(replace(workspace, overlay=path)), "estimates")
    assert stamp == document["standard"]
