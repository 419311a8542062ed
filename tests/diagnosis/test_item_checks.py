"""Every lint rule of items fires on its own broken workspace, and only there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grader.authoring import load_registers
from grader.cli.content import _rules
from grader.diagnosis import RULES, lint_items
from grader.standard import load_standard
from grader.text import LANGS

BROKEN = Path(__file__).parents[1] / "workspaces" / "broken"


def lint(workspace):
    """Lint the items of a workspace on a fixed day."""
    skills = load_standard(workspace.standard, None).skills.values()
    return lint_items(
        workspace.assessments / "items",
        ceilings={skill.id: skill.auto_ceiling for skill in skills},
        registers=load_registers(workspace.curriculum),
        today=date(2026, 11, 26),
    )


def test_the_whole_bank_has_no_findings(minimal):
    """Before it is broken, the bank of the minimal workspace is clean."""
    assert [] == lint(minimal)


def test_every_item_rule_has_a_broken_workspace_and_is_explained():
    """No rule of items goes untested, and `kakehashi lint --explain` knows them all."""
    names = [rule.id for rule in RULES]

    assert names == sorted(path.name for path in BROKEN.glob("I*"))
    assert [] == [name for name in names if name not in _rules()]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_item_rule_fires_alone_with_file_line_and_remedy(minimal, break_as, rule):
    """One change breaks exactly one rule, found at the file and line counted by hand."""
    fixture = break_as(rule)

    found = lint(minimal)

    assert {rule} == {finding.rule.id for finding in found}
    assert (minimal.root / fixture["file"], fixture["line"]) == (found[0].path, found[0].line)
    for lang in LANGS:
        line = found[0].render(minimal.root, lang)
        assert line.startswith(f"{fixture['file']}:{fixture['line']}: [{rule}] ")
        assert found[0].rule.remedy.get(lang)


def test_a_file_that_breaks_its_schema_is_told_and_left_out(minimal):
    """A level of 4 is a schema finding with its line; the other file is still checked."""
    path = minimal.assessments / "items" / "SEC-LOG.yaml"
    path.write_text(path.read_text("utf-8").replace("level: 3", "level: 4", 1), "utf-8")

    assert [("X001", path, 68)] == [(f.rule.id, f.path, f.line) for f in lint(minimal)]


def test_a_workspace_without_items_has_no_findings(minimal):
    """The diagnostic is an offer: no folder of items is no mistake."""
    for path in (minimal.assessments / "items").glob("*"):
        path.unlink()

    assert [] == lint(minimal)
