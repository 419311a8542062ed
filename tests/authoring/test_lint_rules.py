"""Every lint rule of lessons fires on its own broken workspace, and only there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grader.authoring import RULES, lint_curriculum
from grader.text import LANGS

BROKEN = Path(__file__).parents[1] / "workspaces" / "broken"
TODAY = date(2026, 11, 22)
CEILINGS = {"SEC-LOG": 3, "SEC-IAM": 3}


def lint(workspace):
    """Lint the lessons of a workspace on a fixed day."""
    return lint_curriculum(workspace.curriculum, ceilings=CEILINGS, today=TODAY)


def test_the_whole_workspace_has_no_findings(minimal):
    """Before it is broken, the minimal workspace is clean."""
    assert [] == lint(minimal)


def test_every_rule_has_a_broken_workspace():
    """No rule of lessons goes untested."""
    assert [rule.id for rule in RULES] == sorted(p.name for p in BROKEN.glob("L*"))


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_rule_fires_alone_with_file_line_and_remedy(minimal, break_as, rule):
    """One change breaks exactly one rule, found at the file and line counted by hand."""
    fixture = break_as(rule)

    found = lint(minimal)

    assert {rule} == {f.rule.id for f in found}
    assert (minimal.root / fixture["file"], fixture["line"]) == (found[0].path, found[0].line)
    for lang in LANGS:
        assert found[0].message.get(lang)
        assert found[0].rule.remedy.get(lang)
        line = found[0].render(minimal.root, lang)
        assert line.startswith(f"{fixture['file']}:{fixture['line']}: [{rule}] ")
