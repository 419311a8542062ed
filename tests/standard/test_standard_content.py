"""The repository's own standard: what it holds, and what it must not claim."""

from __future__ import annotations

import csv
import re
from graphlib import TopologicalSorter
from pathlib import Path
from urllib.parse import urlparse

import pytest

from grader.authoring import active_lessons
from grader.standard import lint_standard, load_standard
from grader.workspace import find_workspace

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "skills_standard"
CATALOGUE = """
STR-POLICY STR-PLAN STR-CHANGE PRJ-CONCEPT PRJ-SCHED PRJ-COST PRJ-RISK SVC-USER SVC-DESIGN SVC-UIUX
SVC-PROTO SVC-WORDS BPR-ASIS BPR-MEASURE BPR-TOBE BPR-FACIL DAT-TABLE DAT-ANALYZE DAT-EBPM CLD-BASIC
CLD-COST CLD-ARCH CLD-GUARD CLD-MIGRATE NET-BASIC SEC-POLICY SEC-IAM SEC-LOG SEC-INCIDENT
SEC-PRIVACY ENG-AUTOM ENG-DEV PRO-SPEC PRO-COI PRO-EVAL GOV-BUDGET GOV-WORK GOV-LAW HUM-LEAD
HUM-COMM HUM-OWN HUM-LEARN
"""
# 国の政策動向, 全体方針立案, 企画構想, スケジュール管理, コスト管理, 業務改革, サービス設計, UI・UX, RPA・ローコード
DERIVED = """
STR-POLICY STR-PLAN PRJ-CONCEPT PRJ-SCHED PRJ-COST BPR-TOBE SVC-DESIGN SVC-UIUX ENG-AUTOM
"""
ROLES = (
    "producer", "project-manager", "service-designer", "engineer", "dx-leader", "one-person-it",
)  # fmt: skip
# The levels decided for the six roles, in the order of ROLES; * is a must, 0 is no requirement.
DECIDED = """
STR-PLAN 4* 2 2 1 2 2
PRJ-SCHED 2 4* 2 2 2 2
PRJ-COST 3 3* 1 2 1 2
BPR-ASIS 2 2 3* 1 3* 2
BPR-TOBE 3 2 4* 1 2 2
SVC-USER 2 1 4* 1 2 1
SVC-UIUX 1 1 3 2 1 1
DAT-ANALYZE 3 2 3 2 2 2
CLD-BASIC 2 2 1 3* 1 3*
CLD-GUARD 1 1 0 3 0 2
SEC-POLICY 3* 2* 2* 3* 2* 3*
SEC-INCIDENT 2 1 1 3 1 3*
PRO-COI 3* 3* 2* 2* 1 1
GOV-WORK 2* 2 2 1 3 3
GOV-BUDGET 2 2 1 1 2 2
HUM-LEAD 4 3 2 1 2 1
HUM-COMM 4* 4* 3* 2 3* 2
"""
# Skills that can be measured already and fit the role's focus, added so that evidence counts.
ADDED = {
    ("project-manager", "CLD-COST"): 2,
    ("service-designer", "BPR-MEASURE"): 3,
    ("engineer", "SEC-IAM"): 3,
    ("engineer", "SEC-LOG"): 3,
    ("engineer", "CLD-COST"): 2,
    ("dx-leader", "BPR-MEASURE"): 2,
    ("one-person-it", "SEC-IAM"): 2,
    ("one-person-it", "SEC-LOG"): 2,
    ("producer", "SVC-WORDS"): 1,
    ("service-designer", "SVC-WORDS"): 2,
    ("dx-leader", "SVC-WORDS"): 1,
    ("producer", "SEC-PRIVACY"): 1,
    ("project-manager", "SEC-PRIVACY"): 1,
    ("service-designer", "SEC-PRIVACY"): 1,
    ("engineer", "SEC-PRIVACY"): 1,
    ("dx-leader", "SEC-PRIVACY"): 1,
    ("one-person-it", "SEC-PRIVACY"): 2,
    ("engineer", "ENG-DEV"): 2,
    ("dx-leader", "ENG-DEV"): 1,
    ("one-person-it", "ENG-DEV"): 1,
}
# Later, so that every skill of the catalogue is asked for where it is used; never as a new must.
ADDED_LATER = {
    "producer": "STR-POLICY 3 STR-CHANGE 3 PRJ-CONCEPT 2 PRJ-RISK 2 DAT-EBPM 3 CLD-MIGRATE 1 PRO-EVAL 2"
    " GOV-LAW 2",
    "project-manager": "STR-POLICY 1 PRJ-CONCEPT 3 PRJ-RISK 3 DAT-TABLE 1 CLD-MIGRATE 2 PRO-SPEC 3"
    " PRO-EVAL 3 GOV-LAW 1 HUM-OWN 2",
    "service-designer": "STR-CHANGE 1 SVC-DESIGN 3 SVC-PROTO 3 BPR-FACIL 3 DAT-TABLE 2 DAT-EBPM 1"
    " ENG-AUTOM 1",
    "engineer": "PRJ-RISK 2 DAT-TABLE 2 CLD-ARCH 3 CLD-MIGRATE 2 NET-BASIC 3 ENG-AUTOM 3 PRO-SPEC 2"
    " HUM-LEARN 2",
    "dx-leader": "STR-POLICY 1 STR-CHANGE 1 PRJ-CONCEPT 1 SVC-DESIGN 1 BPR-FACIL 2 DAT-TABLE 2"
    " DAT-EBPM 1 ENG-AUTOM 2 GOV-LAW 1 HUM-LEARN 2",
    "one-person-it": "STR-POLICY 2 PRJ-RISK 2 DAT-TABLE 1 CLD-ARCH 1 CLD-MIGRATE 2 NET-BASIC 2"
    " ENG-AUTOM 1 PRO-SPEC 2 PRO-EVAL 1 GOV-LAW 1 HUM-OWN 2 HUM-LEARN 2",
    "general-staff": "SVC-USER 1 SVC-WORDS 1 BPR-ASIS 1 DAT-TABLE 1 ENG-AUTOM 1 CLD-BASIC 1 SEC-POLICY 1"
    " SEC-PRIVACY 1 SEC-INCIDENT 1 GOV-WORK 1 GOV-LAW 1 HUM-COMM 1 HUM-LEARN 1",
}
PROVISIONAL = """
CLD.RESP CLD.IAM CLD.NET CLD.DATA CLD.AUDIT CLD.COST SEC.POL SEC.PII SEC.ID SEC.LOG SEC.IR SEC.SUP
BPR.MAP BPR.MEAS BPR.MINE BPR.QUEUE BPR.DESIGN BPR.ADOPT SVD.RES SVD.JOUR SVD.WORDS SVD.FORM
SVD.A11Y SVD.KPI DAT.CLEAN DAT.SUM DAT.VIS DAT.UNC PRJ.COST PRJ.RISK PRJ.PROC ETH.BID ETH.CONF
ETH.FAIR
"""


@pytest.fixture(scope="module")
def standard():
    """The repository's own standard, loaded once."""
    return load_standard(FOLDER)


def _skills(standard):
    return list(standard.skills.values())


def test_standard_lints_clean():
    """The repository's own standard has neither errors nor warnings."""
    assert [] == lint_standard(FOLDER)


def test_there_are_42_skills(standard):
    """The catalogue holds exactly the 42 agreed ids."""
    expected = CATALOGUE.split()
    assert 42 == len(expected)
    assert sorted(expected) == sorted(standard.skills)


def test_every_skill_is_active_with_four_statements(standard):
    """All 42 skills are active and say what one can do at levels 1 to 4."""
    found = {
        skill.id: (skill.status, [x.level for x in skill.levels]) for skill in _skills(standard)
    }
    assert dict.fromkeys(CATALOGUE.split(), ("active", [1, 2, 3, 4])) == found


def test_the_levels_of_a_skill_differ(standard):
    """No two statements of the standard are equal, in either language."""
    for lang in ("ja", "en"):
        statements = [level.statement.get(lang) for s in _skills(standard) for level in s.levels]
        assert len(statements) == len(set(statements))


def test_the_ladder_climbs(standard):
    """Level 2 rests on something given, level 3 no longer does, and level 4 sets, designs or reviews."""
    for skill in _skills(standard):
        second, third, fourth = (level.statement.ja for level in skill.levels[1:])
        assert re.search("与えられた|に沿って|用意された", second)
        assert not re.search("与えられた|に沿って|用意された", third)
        assert re.search("定め|策定|設計|レビュー", fourth)


def test_automatic_evidence_reaches_exactly_the_ceiling(standard):
    """Levels up to a skill's ceiling list automatic evidence, and no level above it does."""
    for skill in _skills(standard):
        automatic = [level.level for level in skill.levels if "auto" in level.evidence]
        assert list(range(1, skill.auto_ceiling + 1)) == automatic


def test_people_assess_human_skills(standard):
    """A human skill is shown by machine at level 1 at most, and by a person from level 2 on."""
    for skill in (skill for skill in _skills(standard) if skill.kind == "human"):
        assert skill.auto_ceiling <= 1
        assert all("human" in level.evidence for level in skill.levels[1:])


def test_what_one_needs_first_has_an_order(standard):
    """Prerequisites name other skills, at level 3 at most, and never lead back to where one began."""
    needs = {skill.id: {need.skill for need in skill.prerequisites} for skill in _skills(standard)}
    assert set().union(*needs.values()) <= set(needs)
    assert {need.level for skill in _skills(standard) for need in skill.prerequisites} <= {1, 2, 3}
    TopologicalSorter(needs).prepare()  # raises CycleError for a circle


def test_what_no_exercise_proves_is_said(standard):
    """The uncovered levels are those that claim automatic evidence, without those assessed in a lesson."""
    lessons, _ = active_lessons(find_workspace(ROOT))
    proven = {pair for x in lessons for exercise in x.assessed for pair in exercise.skills.items()}
    claimed = {
        (s.id, level.level)
        for s in _skills(standard)
        for level in s.levels
        if "auto" in level.evidence
    }
    said = [(skill.id, gap.level) for skill in _skills(standard) for gap in skill.not_covered]
    assert sorted(claimed - proven) == sorted(said)


def test_cited_lines_exist(standard):
    """Every cited line lies within the transcript of its source."""
    for skill in _skills(standard):
        for citation in skill.sources:
            lines = [int(number) for number in re.findall(r"\d+", citation.lines or "")]
            last = standard.sources[citation.ref].transcript_lines or 0
            assert sorted(lines) == lines
            assert all(1 <= line <= last for line in lines)


def test_evidence_kinds_are_explained(standard):
    """Every kind of evidence a level names is described in the scale."""
    named = {
        kind for s in standard.skills.values() for level in s.levels for kind in level.evidence
    }
    assert named <= set(standard.scale.evidence_kinds)
    assert ["auto", "human", "document", "qualification", "placement"] == list(
        standard.scale.evidence_kinds
    )


def test_scale_runs_from_zero_to_four(standard):
    """The scale has five levels, and having no evidence is a state beside them."""
    assert [0, 1, 2, 3, 4] == [level.level for level in standard.scale.levels]
    assert standard.scale.unassessed.name.ja == "未評価"


def test_there_are_seven_roles(standard):
    """Seven working profiles are offered: the six of the table and general staff."""
    assert sorted([*ROLES, "general-staff"]) == sorted(standard.roles)


def test_every_layer_of_staff_has_a_role(standard):
    """Each of the three layers is described once and used; their names are recalled and say so."""
    assert ["specialist", "dx-leader", "general"] == list(standard.layers)
    assert set(standard.layers) == {role.layer for role in standard.roles.values()}
    assert {"recalled"} == {layer.verification for layer in standard.layers.values()}


def test_every_skill_is_asked_for(standard):
    """No skill of the catalogue is without a role that asks for it."""
    asked = {need.skill for role in standard.roles.values() for need in role.requirements}
    assert set(standard.skills) == asked


def test_roles_ask_what_was_decided(standard):
    """Levels and musts are those of the decided table and of the two lists of additions, nothing else."""
    expected = {(role, skill): (level, False) for (role, skill), level in ADDED.items()}
    for role, row in ADDED_LATER.items():
        words = row.split()
        expected |= {
            (role, skill): (int(level), False)
            for skill, level in zip(words[::2], words[1::2], strict=True)
        }
    for row in DECIDED.strip().splitlines():
        skill, *cells = row.split()
        for role, cell in zip(ROLES, cells, strict=True):
            if cell != "0":
                expected[role, skill] = (int(cell.rstrip("*")), cell.endswith("*"))
    found = {
        (role.id, need.skill): (need.level, need.need == "must")
        for role in standard.roles.values()
        for need in role.requirements
    }
    assert expected == found


def test_weights_follow_need(standard):
    """A must weighs 3, a should 2, a nice 1."""
    weights = {
        (need.need, need.weight) for role in standard.roles.values() for need in role.requirements
    }
    assert {("must", 3.0), ("should", 2.0), ("nice", 1.0)} == weights


def test_bid_rules_are_a_must_for_external_people_only(standard):
    """Judging conflicts of interest is a must where people come from outside."""
    musts = {
        (role.id, need.applies_to)
        for role in standard.roles.values()
        for need in role.requirements
        if need.skill == "PRO-COI" and need.need == "must"
    }
    external = ("producer", "project-manager", "service-designer", "engineer")
    assert {(role, ("external",)) for role in external} == musts


def test_official_personas_stand_apart(standard):
    """The Ministry's four personas are never among the profiles by which people are measured."""
    expected = {"producer", "project-manager", "service-designer", "engineer"}
    assert {f"mic-2022:{name}" for name in expected} == set(standard.personas)
    assert not set(standard.personas) & set(standard.roles)


def test_personas_say_what_is_missing(standard):
    """What nobody here has seen of the official table is listed as pending, with a disclaimer."""
    parts = ("technical_skills", "human_skills", "experience", "qualifications")
    for persona in standard.personas.values():
        assert parts == persona.pending
        assert persona.verification == "secondary"
        assert "公式データではない" in persona.disclaimer.ja


def test_nothing_but_personas_claims_to_be_official(standard):
    """No skill is official; nine follow a main skill of the Ministry's personas, from secondary sources."""
    stated = {skill.id: (skill.origin, skill.verification) for skill in _skills(standard)}
    expected = dict.fromkeys(CATALOGUE.split(), ("project", "none"))
    expected |= dict.fromkeys(DERIVED.split(), ("derived", "secondary"))
    assert expected == stated
    for skill in DERIVED.split():
        assert "dxhakusho-3599" in {citation.ref for citation in standard.skills[skill].sources}
    assert "非公式" in standard.title.ja
    assert "unofficial" in standard.disclaimer.en


def test_every_name_and_statement_is_bilingual(standard):
    """English differs from Japanese everywhere, so no text is a copied placeholder."""
    texts = [skill.name for skill in standard.skills.values()]
    texts += [skill.description for skill in standard.skills.values()]
    texts += [level.statement for s in standard.skills.values() for level in s.levels]
    assert all(text.en.isascii() and text.ja != text.en for text in texts)


def test_names_are_distinct(standard):
    """Two skills are never shown under the same name."""
    for lang in ("ja", "en"):
        names = [skill.name.get(lang) for skill in standard.skills.values()]
        assert len(names) == len(set(names))


def test_sources_are_public(standard):
    """An address of a source is a public web address; nobody's disk is cited."""
    for source in standard.sources.values():
        if source.url is not None:
            assert urlparse(source.url).scheme == "https"
            assert "." in urlparse(source.url).netloc


def test_crosswalk_covers_the_lesson_catalogue(standard):
    """Each of the catalogue's 34 provisional ids leads to a skill of ours."""
    assert sorted(PROVISIONAL.split()) == sorted(
        {match.subject for match in standard.crosswalks if match.scheme == "provisional"}
    )


def test_crosswalk_labels_are_current(standard):
    """The names beside the ids in the table are those of the skills."""
    path = FOLDER / "crosswalks" / "curriculum-provisional.sssom.tsv"
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t"):
        skill = standard.skills[row["object_id"].removeprefix("jdx:")]
        assert skill.name.ja == row["object_label"]
