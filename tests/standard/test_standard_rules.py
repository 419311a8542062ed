"""Every lint rule of the standard fires on its own small broken workspace, and only there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.schema.store import X001
from grader.standard import RULES, lint_standard
from grader.text import LANGS
from grader.workspace import find_workspace
from grader.yamlfile import RULES as YAML_RULES

if TYPE_CHECKING:
    from grader.findings import Finding

WORKSPACES = Path(__file__).parents[1] / "workspaces"
# The other rules of the standard are broken by a change of the minimal workspace: see test_standard_changes.
ALL_RULES = {
    rule.id: rule
    for rule in (*RULES, *YAML_RULES, X001)
    if not (WORKSPACES / "broken" / rule.id / "change.yaml").is_file()
}

SKILLS = "skills_standard/skills/security.yaml"
ROLE = "skills_standard/roles/jdx/engineer.yaml"
ABOUT = "skills_standard/standard.yaml"
CROSSWALK = "skills_standard/crosswalks/other.sssom.tsv"

# Rule -> where the fixture breaks it; the lines were counted in the files.
BROKEN = {
    "S001": (ROLE, 16),
    "S002": (SKILLS, 35),
    "S003": (SKILLS, 35),
    "S004": (SKILLS, 22),
    "S005": (SKILLS, 17),
    "S006": (SKILLS, 20),
    "S007": (SKILLS, 17),
    "S008": (SKILLS, 26),
    "S009": (SKILLS, 26),
    "S010": (SKILLS, 21),
    "S011": (SKILLS, 27),
    "S012": (SKILLS, 9),
    "S013": (SKILLS, 14),
    "S014": (ROLE, 14),
    "S015": (ROLE, 13),
    "S016": (CROSSWALK, 17),
    "S017": (SKILLS, 3),
    "S018": (SKILLS, 5),
    "S019": (SKILLS, 23),
    "S020": (SKILLS, 31),
    "S021": (ROLE, 16),
    "S022": ("skills_standard/sources.yaml", 1),
    "S023": (ROLE, 11),
    "S024": (CROSSWALK, 17),
    "S025": ("skills_standard/roles/jdx/technician.yaml", 2),
    "X001": (SKILLS, 3),
    "Y001": (ABOUT, 4),
    "Y002": (SKILLS, 7),
    "Y003": (ABOUT, 12),
    "Y004": (ABOUT, 12),
    "Y005": (ABOUT, 12),
    "Y006": (ABOUT, 12),
    "Y007": (ABOUT, 12),
    "Y008": (ABOUT, 12),
}


def findings_of(rule: str) -> list[Finding]:
    """Lint the standard of one broken workspace."""
    return lint_standard(find_workspace(WORKSPACES / "broken" / rule).standard)


def test_every_rule_has_a_broken_workspace():
    """No rule goes untested: each S, X and Y rule stands in the table above."""
    assert sorted(ALL_RULES) == sorted(BROKEN)


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_rule_fires_alone_with_file_line_and_remedy(rule):
    """The fixture breaks exactly one rule, at the expected file and line."""
    root = WORKSPACES / "broken" / rule
    path, line = BROKEN[rule]
    found = [(f.rule.id, f.path.relative_to(root).as_posix(), f.line) for f in findings_of(rule)]
    assert [(rule, path, line)] == found


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_finding_names_rule_and_remedy_in_both_languages(rule):
    """What is printed holds place, rule id and a remedy, in Japanese and in English."""
    (finding,) = findings_of(rule)
    path, line = BROKEN[rule]
    for lang in LANGS:
        shown = finding.render(WORKSPACES / "broken" / rule, lang)
        assert shown.startswith(f"{path}:{line}: [{rule}] ")
        assert finding.rule.remedy.get(lang)
        assert shown.endswith(finding.rule.remedy.get(lang))


def test_minimal_workspace_is_clean():
    """The fixtures are built from a workspace in which no rule fires."""
    assert [] == lint_standard(find_workspace(WORKSPACES / "minimal").standard)


def test_rule_ids_are_unique():
    """An id names one rule."""
    ids = [rule.id for rule in RULES]
    assert sorted(set(ids)) == ids


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_speaks_both_languages(rule):
    """Title and remedy are written in Japanese and in English."""
    for text in (rule.title, rule.remedy):
        assert not text.ja.isascii()
        assert text.en
        assert text.ja != text.en


def test_misshapen_file_stops_comparisons(tmp_path):
    """While a file is misshapen, one mistake is not repeated by the rules that compare files."""
    text = (WORKSPACES / "broken" / "X001" / SKILLS).read_text(encoding="utf-8")
    folder = tmp_path / "skills_standard"
    _copy(WORKSPACES / "broken" / "S001" / "skills_standard", folder)
    (folder / "skills" / "security.yaml").write_text(text, encoding="utf-8")
    assert ["X001"] == [finding.rule.id for finding in lint_standard(folder)]


def test_empty_folder_names_each_missing_file(tmp_path):
    """An empty folder is told what a standard consists of."""
    names = [finding.path.name for finding in lint_standard(tmp_path)]
    expected = ["domains.yaml", "roles", "scale.yaml", "skills", "sources.yaml", "standard.yaml"]
    assert expected == names


def test_file_in_shift_jis_is_told_so(tmp_path):
    """A YAML file that an old editor saved as Shift_JIS is a finding at its first line."""
    folder = tmp_path / "skills_standard"
    _copy(WORKSPACES / "minimal" / "skills_standard", folder)
    path = folder / "domains.yaml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="cp932")
    assert [("Y001", 1)] == [(f.rule.id, f.line) for f in lint_standard(folder)]


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
