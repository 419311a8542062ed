"""The blueprint against a bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.measurement import check_blueprint

TEXT = """\
format_version: 1
minutes_max: 40
cells:
  - {skill: SEC-IAM, level: 1, items: 1, lessons: [phishing]}
  - {skill: SEC-IAM, level: 2, items: 2, lessons: [phishing, logs]}
  - {skill: SEC-IAM, level: 3, items: 1, lessons: [phishing]}
  - {skill: SEC-LOG, level: 2, items: 1, lessons: [logs]}
"""


@pytest.fixture
def blueprint(tmp_path):
    """A blueprint that the small bank satisfies."""
    path = tmp_path / "blueprint.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def listed(findings):
    """Return rule and line of each finding."""
    return [(finding.rule.id, finding.line) for finding in findings]


def test_a_bank_that_proves_what_is_planned(blueprint, bank):
    """Enough exercises for each cell, none unplanned, short enough: no finding."""
    assert check_blueprint(blueprint, bank) == []


def test_too_few_exercises_are_named_with_their_line(blueprint, bank):
    """Without one of the two level-2 tasks the cell on line 5 falls short."""
    assert listed(check_blueprint(blueprint, [one for one in bank if one.id != "sec-4-q1"])) == [
        ("B001", 5)
    ]


def test_an_unplanned_exercise_is_named(blueprint, bank, item):
    """A level nobody planned is a finding with the exercise's id."""
    (finding,) = check_blueprint(blueprint, [*bank, item("sec-3-q9", level=4)])
    assert finding.rule.id == "B002"
    assert "sec-3-q9" in finding.message.en


def test_a_notebook_that_takes_too_long_is_named(blueprint, bank, item):
    """Eight minutes each: six tasks in one notebook are over 40 minutes."""
    many = [*bank, *(item(f"more-{n}", level=2) for n in range(3))]
    assert listed(check_blueprint(blueprint, many)) == [("B003", 2)]


def test_an_unusable_blueprint_is_told(blueprint, bank):
    """A misspelt key is a schema finding, not a crash."""
    blueprint.write_text(TEXT.replace("minutes_max", "minutes"), encoding="utf-8")
    assert {finding.rule.id for finding in check_blueprint(blueprint, bank)} == {"X001"}


@pytest.mark.checkout
def test_the_blueprint_of_this_workspace_can_be_read():
    """assessments/blueprint.yaml fits its schema; an empty bank falls short everywhere."""
    path = Path(__file__).parents[2] / "assessments" / "blueprint.yaml"
    assert {finding.rule.id for finding in check_blueprint(path, [])} == {"B001"}
