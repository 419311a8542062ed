"""Rules of the standard that a small change of the minimal workspace breaks, each alone.

``tests/workspaces/broken/<RULE>/change.yaml`` names the file and line where the rule must fire, the day and the
proven levels if the rule asks for them, and the changes: replace one text by another, create a file, or release
the standard (lock).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grader.standard import RULES, lint_standard
from grader.text import LANGS
from grader.workspace import find_workspace

BROKEN = Path(__file__).parents[1] / "workspaces" / "broken"
CHANGED = [rule for rule in RULES if (BROKEN / rule.id / "change.yaml").is_file()]


@pytest.mark.parametrize("rule", CHANGED, ids=lambda rule: rule.id)
def test_rule_fires_alone_at_its_line(rule, minimal, break_as):
    """The change breaks exactly one rule, at the file and line that it names, and the remedy is told."""
    fixture = break_as(rule.id)
    day, proven = fixture.get("today"), fixture.get("proven")
    findings = lint_standard(
        minimal.standard,
        overlay=find_workspace(minimal.root).overlay,  # the change may have created one
        today=date.fromisoformat(day) if day else None,
        proven=None if proven is None else [tuple(pair) for pair in proven],
    )

    found = [(f.rule.id, f.path.relative_to(minimal.root).as_posix(), f.line) for f in findings]
    assert [(rule.id, fixture["file"], fixture["line"])] == found
    for lang in LANGS:
        assert findings[0].render(minimal.root, lang).endswith(rule.remedy.get(lang))
