"""Components of the NICE Framework, from a sample made by hand in the form in which NIST publishes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.errors import InputError
from grader.findings import has_errors
from grader.standard import lint_standard
from grader.standard.imports import read_nice
from grader.yamlfile import read_yaml

SAMPLE = Path(__file__).parent / "nice-hand-made.json"


def changed(tmp_path, change):
    """Read the sample after a change."""
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "nice.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return read_nice(path)


def test_statements_become_drafts(made):
    """Five statements and areas, each with its original id; lint is silent; no level was added."""
    findings, standard = made(read_nice(SAMPLE))

    assert [] == findings
    assert ["NICE-NFCOM907", "NICE-T9001", "NICE-K9001", "NICE-K9002", "NICE-S9001"] == [
        *standard.skills
    ]
    assert {()} == {skill.levels for skill in standard.skills.values()}
    assert {"draft"} == {skill.status for skill in standard.skills.values()}
    assert ["competency-areas", "tasks", "knowledge", "skills"] == [*standard.domains]


def test_texts_are_marked_as_not_translated(made):
    """The English as published, with single spaces; the Japanese says that there is none."""
    _, standard = made(read_nice(SAMPLE))
    skill = standard.skills["NICE-T9001"]

    assert ("（未訳）Collect the logs of one day", "Collect the logs of one day") == (
        skill.name.ja, skill.name.en
    )  # fmt: skip


def test_roles_ask_for_nothing_and_keep_their_statements(made, tmp_path):
    """Which statements a role has is kept; levels, weights and needs are for a person to decide."""
    _, standard = made(read_nice(SAMPLE))
    document, _ = read_yaml(tmp_path / "made" / "roles" / "imported" / "pd-wrl-902.yaml")

    assert ["dd-wrl-901", "pd-wrl-902"] == [*standard.roles]
    assert {()} == {role.requirements for role in standard.roles.values()}
    assert {"id": "PD-WRL-902", "statements": ["NICE-K9001", "NICE-T9001"]} == document.data[
        "custom"
    ]["nice"]


def test_only_a_draft_may_ask_for_nothing(made, tmp_path):
    """Once a role is active, it must ask for something."""
    made(read_nice(SAMPLE))
    path = tmp_path / "made" / "roles" / "imported" / "pd-wrl-902.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("status: draft", "status: active"),
        encoding="utf-8",
    )

    assert [(path, "X001")] == [(f.path, f.rule.id) for f in lint_standard(tmp_path / "made")]


def test_areas_are_kept_with_their_statements():
    """A statement knows the competency areas in which it lies."""
    skills = {skill["id"]: skill for skill in read_nice(SAMPLE).skills}

    assert ["NF-COM-907"] == skills["NICE-K9001"]["custom"]["nice"]["competency_areas"]
    assert {"nice": {"id": "K9002"}} == skills["NICE-K9002"]["custom"]


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("element_identifier", "K9001", "同じID"),
        ("element_identifier", "12", "識別子"),
        ("element_identifier", None, "識別子"),
        ("text", "", "本文"),
    ],
)
def test_unusable_element_is_named(tmp_path, made, key, value, word):
    """The others are imported."""
    imported = changed(tmp_path, lambda data: data["elements"][6].update({key: value}))

    assert 4 == len(imported.skills)
    assert [True] == [word in problem.what.ja for problem in imported.problems]
    assert not has_errors(made(imported)[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"elements": [1], "relationships": []}',
        '{"elements": [], "relationships": []}',
    ],
)
def test_other_files_are_refused(tmp_path, text):
    """An error of ours that names the file."""
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_nice(path)
    assert "x.json" in caught.value.en
