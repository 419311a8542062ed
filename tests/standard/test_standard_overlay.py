"""A municipality's overlay: what it may change, what it may not, and how it is told apart."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import StandardError
from grader.findings import has_errors
from grader.standard import (
    BidCase,
    Tie,
    is_municipality_code,
    lint_standard,
    load_rulebook,
    load_standard,
    overlay_changes,
    overlay_template,
    role_in_context,
    standard_stamp,
)
from grader.standard.files import read_files
from grader.standard.overlay import merge
from grader.standard.overlay_checks import overlay_findings
from grader.text import Text
from grader.yamlfile import YamlDocument

ROOT = Path(__file__).parents[2]
STANDARD = ROOT / "skills_standard"
MINIMAL = ROOT / "tests" / "workspaces" / "minimal" / "skills_standard"
AOBANO = Path(__file__).parent / "overlays" / "aobano.yaml"
EMPTY = {
    "format_version": 1,
    "id": "x-990019",
    "municipality": {"code": "990019", "name": {"ja": "青葉野市", "en": "Aobano City"}},
    "base": {"version": "0.1.0"},
}
SKILL = {
    "id": "X-990019-SNOW",
    "uuid": "ac33177f-cafc-535c-8eb8-0a39bca37496",  # uuid5(NAMESPACE_URL, "urn:test:skill:X-990019-SNOW")
    "domain": "security",
    "kind": "government",
    "name": {"ja": "除雪", "en": "Snow"},
    "description": {"ja": "試験用のスキル", "en": "A skill for tests"},
    "origin": "project",
    "verification": "none",
    "since": "0.1.0",
    "status": "draft",
    "auto_ceiling": 2,
    "sources": [],
    "levels": [
        {
            "level": 1,
            "statement": {"ja": "除雪を説明できる", "en": "Can explain snow clearance"},
            "evidence": ["auto"],
        }
    ],
}


@pytest.fixture
def said(tmp_path):
    """Write an overlay for the minimal standard; return (rule, key of its line) of each finding."""

    def findings_of(**parts):
        path = tmp_path / "overlay.yaml"
        text = yaml.safe_dump({**EMPTY, **parts}, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        lines = text.splitlines()
        found = lint_standard(MINIMAL, overlay=path)
        assert {path} >= {finding.path for finding in found}
        return [(f.rule.id, lines[f.line - 1].strip(" -")) for f in found]

    return findings_of


def engineer(*requirements):
    """Return the change of one role."""
    return [{"id": "engineer", "requirements": list(requirements)}]


# ---- merging ---------------------------------------------------------------------------------------


def test_example_is_clean():
    """No rule fires on the example of Aobano."""
    assert [] == lint_standard(STANDARD, overlay=AOBANO)


def test_example_changes_what_it_says_and_nothing_else():
    """Two requirements, one addition, an own skill, domain, source and role; the rest is ours, unchanged."""
    ours, theirs = load_standard(STANDARD), load_standard(STANDARD, AOBANO)

    def needs(standard, role):
        return {need.skill: need for need in standard.roles[role].requirements}

    engineer = needs(ours, "engineer")
    del engineer["STR-PLAN"]
    engineer["SEC-LOG"] = replace(engineer["SEC-LOG"], weight=3.0, need="must")
    assert engineer == needs(theirs, "engineer")
    assert {"X-990019-SNOW"} == needs(theirs, "one-person-it").keys() - needs(ours, "one-person-it")
    changed = {"engineer", "one-person-it"}
    assert [ours.roles[r] for r in ours.roles if r not in changed] == [
        theirs.roles[r] for r in ours.roles if r not in changed
    ]
    added = {
        "skills": {"X-990019-SNOW"},
        "domains": {"x-990019-snow"},
        "sources": {"x-990019-snow-plan"},
        "roles": {"x-990019-snow-desk"},
    }
    for kind, ids in added.items():
        before, after = getattr(ours, kind), getattr(theirs, kind)
        assert ids == after.keys() - before.keys()
        if kind != "roles":
            assert before == {key: after[key] for key in before}


def test_version_and_stamp_tell_the_overlay():
    """The version ends in twelve digits of the hash; the stamp holds all 64; without an overlay there is none."""
    ours, theirs = load_standard(STANDARD), load_standard(STANDARD, AOBANO)
    assert ("aobano", "990019", "青葉野市") == (
        theirs.overlay.id,
        theirs.overlay.code,
        theirs.overlay.municipality.ja,
    )
    assert f"{ours.version}+overlay.{theirs.overlay.sha256[:12]}" == theirs.version
    assert {"version": ours.version, "overlay_sha256": None} == standard_stamp(ours)
    assert {"version": theirs.version, "overlay_sha256": theirs.overlay.sha256} == standard_stamp(
        theirs
    )


def test_empty_overlay_is_the_standard_but_for_its_name(tmp_path):
    """An overlay that says nothing leaves everything as it is, except version and overlay."""
    path = tmp_path / "overlay.yaml"
    path.write_text(yaml.safe_dump(EMPTY, allow_unicode=True), encoding="utf-8")
    ours, theirs = load_standard(MINIMAL), load_standard(MINIMAL, path)
    assert ours == replace(theirs, version=ours.version, overlay=None)
    assert ours.version != theirs.version


def test_changes_are_told_in_order():
    """By role, what its context changes and then what it changes itself, as `kakehashi standard overlay` shows."""
    told = [
        (c.role, c.skill, c.ours and c.ours["need"], c.yours and c.yours["need"], c.lowers)
        for c in overlay_changes(STANDARD, AOBANO)
    ]
    assert [
        ("engineer", "SEC-LOG", "should", "must", False),
        ("engineer", "STR-PLAN", "nice", None, True),
        ("one-person-it", "NET-BASIC", "should", "should", False),
        ("one-person-it", "SEC-LOG", "should", "should", False),
        ("one-person-it", "X-990019-SNOW", None, "should", False),
    ] == told


def shuffled(data, order):
    """The same data with the keys of every mapping in another order."""
    if isinstance(data, dict):
        keys = list(data)
        order.shuffle(keys)
        return {key: shuffled(data[key], order) for key in keys}
    return [shuffled(item, order) for item in data] if isinstance(data, list) else data


@pytest.fixture(scope="module")
def hash_of_aobano():
    """Return the hash of the overlay as it stands in its file."""
    return load_standard(STANDARD, AOBANO).overlay.sha256


@settings(max_examples=10)  # each loads the standard twice
@given(st.integers(0, 2**32), st.booleans())
def test_hash_is_of_the_content(hash_of_aobano, seed, flow):
    """Order of keys, comments and style of YAML do not change the hash; one letter of the content does."""
    data = yaml.safe_load(AOBANO.read_text(encoding="utf-8"))
    again = shuffled(data, random.Random(seed))  # noqa: S311  # hypothesis chose the seed
    other = {**again, "id": "aobana"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "other-name.yaml"
        for content, same in ((again, True), (other, False)):
            text = json.dumps(content) if flow else yaml.safe_dump(content, sort_keys=False)
            path.write_text(f"# 注 {seed}\n{text}", encoding="utf-8")
            assert same == (hash_of_aobano == load_standard(STANDARD, path).overlay.sha256)


# ---- the kind of municipality ----------------------------------------------------------------------


def in_context(tmp_path, *contexts, **more):
    """Load the own standard with an overlay that names contexts."""
    path = tmp_path / "overlay.yaml"
    data = {**EMPTY, "base": {"version": "0.2.0"}, "contexts": list(contexts), **more}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert [] == [f for f in lint_standard(STANDARD, overlay=path) if f.severity == "error"]
    return load_standard(STANDARD, path)


def level_of(standard, role, skill):
    """Level that a role asks for."""
    (need,) = [x for x in standard.roles[role].requirements if x.skill == skill]
    return need.level


def test_roles_ask_for_the_levels_of_the_context(tmp_path):
    """A one-person IT section in a city of 50,000 to 200,000 needs more of networks; other roles stay."""
    plain, merged = load_standard(STANDARD), in_context(tmp_path, "pop-50k-200k")

    assert (2, 3) == tuple(level_of(x, "one-person-it", "NET-BASIC") for x in (plain, merged))
    for role in ("one-person-it", "producer", "engineer"):
        assert merged.roles[role] == role_in_context(plain.roles[role], "pop-50k-200k")


def test_the_overlay_has_the_last_word_over_its_context(tmp_path):
    """What the municipality asks for itself counts, whatever the context says."""
    need = {"skill": "NET-BASIC", "level": 4}
    roles = [{"id": "one-person-it", "requirements": [need]}]

    assert 4 == level_of(
        in_context(tmp_path, "pop-50k-200k", roles=roles), "one-person-it", "NET-BASIC"
    )


def test_one_context_of_each_kind(tmp_path):
    """A municipality has one population: a second context of the kind is O010 at its line."""
    path = tmp_path / "overlay.yaml"
    data = {
        **EMPTY,
        "base": {"version": "0.2.0"},
        "contexts": ["pop-under-50k", "it-0-1", "pop-50k-200k"],
    }
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    assert ["O010"] == [finding.rule.id for finding in lint_standard(STANDARD, overlay=path)]


# ---- own rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "expected"), [("2026-07-01", "barred"), ("2025-07-01", "not_barred")]
)
def test_an_own_bid_restriction_is_asked_like_ours(left, expected):
    """Aobano bars employers of five years for one year; the last day was three or fifteen months ago."""
    tie = Tie("employment", "Company B", date(2018, 4, 1), date.fromisoformat(left))
    case = BidCase("Company B", on=date(2026, 10, 1), acts=("advise",), method="bid", ties=(tie,))
    rules = load_rulebook(STANDARD, AOBANO)

    ruling = rules.bid("x-990019-advisers", case)
    assert expected == ruling.verdict
    assert "x-990019-advisers" not in load_rulebook(STANDARD).bid_rules


# ---- what is protected -----------------------------------------------------------------------------

FILES = read_files(STANDARD)[0]
ROLES = {entry.data["id"]: entry.data for entry in FILES.entries("roles")}
RANK = {"nice": 0, "should": 1, "must": 2}
BOTH = ["external", "internal"]
REQUIREMENT = st.fixed_dictionaries(
    {"skill": st.sampled_from(["SEC-POLICY", "SEC-INCIDENT", "PRO-COI", "CLD-BASIC", "SEC-LOG"])},
    optional={
        "level": st.integers(1, 4),
        "weight": st.sampled_from([1, 2, 3, 4]),
        "need": st.sampled_from(sorted(RANK)),
        "applies_to": st.sampled_from([BOTH, BOTH[:1], BOTH[1:]]),
        "remove": st.just(True),  # noqa: FBT003  # a value of the file
        "reason": st.just({"ja": "都合により", "en": "For our convenience"}),
    },
)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from(sorted(ROLES)),
            "requirements": st.lists(REQUIREMENT, min_size=1, max_size=4),
        }
    ),
    max_size=3,
)


def asked(data):
    """Requirements of a role by skill, as numbers; each is greater where more is asked for."""
    return {
        need["skill"]: (
            need["level"],
            need["weight"],
            RANK[need["need"]],
            *(origin in need.get("applies_to", BOTH) for origin in BOTH),
        )
        for need in data["requirements"]
    }


CONTEXTS = st.lists(st.sampled_from(sorted(FILES.ids("contexts"))), max_size=2, unique=True)


@settings(max_examples=150)
@given(CHANGES, CONTEXTS)
def test_no_overlay_weakens_a_must_on_security_or_fairness(changes, contexts):
    """Whatever an overlay without errors says, each SEC or PRO-COI must asks for at least as much as before."""
    data = {**EMPTY, "roles": changes, "contexts": contexts}
    overlay = YamlDocument(Path("overlay.yaml"), data, {})
    if has_errors(overlay_findings(FILES, overlay)):
        return
    for entry in merge(FILES, overlay).entries("roles"):
        before, after = asked(ROLES[entry.data["id"]]), asked(entry.data)
        for skill, strength in before.items():
            if strength[2] == RANK["must"] and (skill.startswith("SEC-") or skill == "PRO-COI"):
                assert all(a >= b for a, b in zip(after[skill], strength, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        {"level": 1},
        {"weight": 2.5},
        {"need": "should"},
        {"applies_to": ["internal"]},
        {"remove": True},
        {"level": 1, "weight": 9},
    ],
)
def test_protected_must_cannot_be_weakened(said, change):
    """Lowering level, weight or need, leaving people out, removing: each is O005, even with a reason and a gain."""
    change = {"skill": "SEC-LOG", **change, "reason": {"ja": "都合により"}}
    assert [("O005", "skill: SEC-LOG")] == said(roles=engineer(change))


@pytest.mark.parametrize("change", [{"weight": 4}, {"level": 2, "weight": 3.5}])
def test_protected_must_can_be_raised(said, change):
    """Asking for more needs no reason."""
    assert [] == said(roles=engineer({"skill": "SEC-LOG", **change}))


@pytest.mark.parametrize(
    "change", [{"need": "nice"}, {"remove": True}, {"applies_to": ["internal"]}]
)
def test_what_is_no_must_can_be_lowered_with_a_reason(said, change):
    """A SEC skill that ours only calls important may be lowered; without a reason it is O006."""
    change = {"skill": "SEC-IAM", **change}
    assert [("O006", "skill: SEC-IAM")] == said(roles=engineer(change))
    assert [] == said(roles=engineer({**change, "reason": {"ja": "都合により"}}))


# ---- what has no place in an overlay ---------------------------------------------------------------


def test_ours_cannot_be_rewritten(said):
    """A skill with an id of ours is refused: it lacks the prefix, and the id is taken."""
    assert {"O002", "S003"} <= {rule for rule, _ in said(skills=[{**SKILL, "id": "SEC-LOG"}])}


@pytest.mark.parametrize("key", ["statement", "evidence", "auto_ceiling", "id"])
def test_a_change_of_a_role_has_no_place_for_statements(said, key):
    """Statements, evidence, ceilings and ids cannot even be written into a change."""
    change = {"skill": "SEC-IAM", "weight": 3, key: 1}
    assert [("X001", "skill: SEC-IAM")] == said(roles=engineer(change))


@pytest.mark.parametrize(
    ("change", "rule", "line"),
    [
        ({"levels": [], "status": "active"}, "S020", "status"),
        ({"uuid": "00000000-0000-5000-8000-000000000000"}, "S019", "uuid"),
        ({"domain": "x-990019-ice"}, "O003", "domain"),
        ({"sources": [{"ref": "none", "at": "1", "use": "fact"}]}, "S013", "ref"),
        ({"origin": "official"}, "S012", "origin"),
        ({"name": {"ja": "除雪"}}, "S008", "name"),
        ({"auto_ceiling": 0}, "S010", "evidence"),
        ({"auto_ceiling": 4}, "X001", "auto_ceiling"),
        ({"memo": "x"}, "X001", "id"),
    ],
)
def test_own_skill_obeys_the_rules_of_ours(said, change, rule, line):
    """An own skill is held to the schema and the rules of skills, at its line in the overlay."""
    found = said(skills=[{**SKILL, **change}])
    if rule == "S020":  # the same skill is also used by no role
        found = [pair for pair in found if pair[0] != "S017"]
    assert [(rule, line)] == [(found_rule, text.partition(":")[0]) for found_rule, text in found]


@pytest.mark.parametrize(
    ("level", "ja", "rule"),
    [
        (2, "除雪を説明できる", "S004"),
        (1, "除雪を説明する", "S005"),
        (1, "除雪を理解できる", "S007"),
    ],
)
def test_own_statement_obeys_the_rules_of_ours(said, level, ja, rule):
    """Levels count from one; a statement ends in できる and has a verb that can be observed."""
    row = {**SKILL["levels"][0], "level": level, "statement": {"ja": ja, "en": "Can explain"}}
    assert [rule] == [found for found, _ in said(skills=[{**SKILL, "levels": [row]}])]


@pytest.mark.parametrize(
    ("change", "rule", "line"),
    [
        ({"skill": "SEC-NONE", "level": 1, "weight": 1, "need": "nice"}, "S001", "skill: SEC-NONE"),
        ({"skill": "SEC-LOG", "level": 4}, "S014", "level: 4"),
        ({"skill": "SEC-NEW", "level": 1}, "X001", "skill: SEC-NEW"),
        ({"skill": "SEC-IAM", "reason": {"ja": "特になし"}}, "O007", "skill: SEC-IAM"),
        ({"skill": "SEC-NEW", "remove": True}, "O007", "skill: SEC-NEW"),
    ],
)
def test_changed_requirement_is_held_to_the_standard(said, change, rule, line):
    """Unknown skills and levels, an addition that lacks something, and idle entries are told at their line."""
    assert (rule, line) in said(roles=engineer(change))


def test_own_role_obeys_the_rules_of_ours(said):
    """An own role that asks for a skill twice is told so at the second line."""
    role = {key: value for key, value in ROLES["engineer"].items() if key != "format_version"}
    need = {"skill": "SEC-LOG", "level": 1, "weight": 1, "need": "nice"}
    refers = ("matches", "sources", "experience", "qualifications", "contexts")
    role |= {**{key: [] for key in refers}, "id": "x-990019-own"}
    assert [] == said(own_roles=[{**role, "requirements": [need]}])
    assert [("S021", "skill: SEC-LOG")] == said(own_roles=[{**role, "requirements": [need, need]}])
    assert [("O002", "id: own")] == said(own_roles=[{**role, "id": "own", "requirements": [need]}])


# ---- versions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "rules"),
    [
        ({"version": "0.0.9"}, ["O009"]),
        ({"version": "0.0.9", "until": "0.1.0"}, []),
        ({"version": "0.1.0", "until": "0.3.0"}, []),
        ({"version": "0.1.1"}, ["O008"]),
        ({"version": "0.10.0"}, ["O008"]),
    ],
)
def test_overlay_belongs_to_versions_of_the_standard(said, base, rules):
    """The standard is 0.1.0: older overlays are to be read again, newer ones refused."""
    assert rules == [rule for rule, _ in said(base=base)]


def test_what_is_to_be_read_again_is_named(minimal, tmp_path):
    """The warning after the standard moved on lists role and skill of each entry."""
    path = tmp_path / "overlay.yaml"
    data = {**EMPTY, "base": {"version": "0.0.9"}}
    data["roles"] = engineer({"skill": "SEC-LOG", "weight": 4}, {"skill": "SEC-IAM", "weight": 4})
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    (finding,) = lint_standard(minimal.standard, overlay=path)
    assert "engineer/SEC-LOG、engineer/SEC-IAM" in finding.message.ja
    assert "engineer/SEC-LOG, engineer/SEC-IAM" in finding.message.en


def test_another_major_version_is_refused(minimal, tmp_path):
    """Ids may have gone between 0.1.0 and 1.0.0, so the overlay must be rewritten."""
    about = minimal.standard / "standard.yaml"
    text = about.read_text(encoding="utf-8").replace('version: "0.1.0"', 'version: "1.0.0"')
    about.write_text(text, encoding="utf-8")
    path = tmp_path / "overlay.yaml"
    path.write_text(yaml.safe_dump(EMPTY), encoding="utf-8")
    with pytest.raises(StandardError) as caught:
        load_standard(minimal.standard, path)
    assert "[O008]" in caught.value.ja


# ---- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (None, "S022"),
        (b"", "X001"),
        (b"- 1", "X001"),
        (b"{", "Y001"),
        ("# 青".encode("cp932"), "Y001"),
    ],
)
def test_unusable_overlay_is_refused(tmp_path, content, rule):
    """Missing, empty, a list, no YAML, Shift_JIS: told with file and line, and never half used."""
    path = tmp_path / "overlay.yaml"
    if content is not None:
        path.write_bytes(content)
    assert [(rule, path)] == [(f.rule.id, f.path) for f in lint_standard(MINIMAL, overlay=path)]
    with pytest.raises(StandardError):
        load_standard(MINIMAL, path)


def test_broken_standard_is_told_alone(tmp_path):
    """While the standard has errors, the overlay is not held against it."""
    broken = ROOT / "tests" / "workspaces" / "broken" / "S001" / "skills_standard"
    path = tmp_path / "overlay.yaml"
    path.write_text(yaml.safe_dump({**EMPTY, "roles": engineer({"skill": "NO"})}), encoding="utf-8")
    assert ["S001"] == [finding.rule.id for finding in lint_standard(broken, overlay=path)]


# Codes of real municipalities, as in the ministry's list: Chiyoda, Sapporo, Osaka, Sagamihara (remainder
# 1, so the digit is 0) and Yonaguni (remainder 0, so it is 1).
@pytest.mark.parametrize("code", ["131016", "011002", "271004", "141500", "473821"])
def test_codes_of_the_ministry_are_accepted(code):
    """The check digit is right, and any other digit in its place is wrong."""
    right = [digit for digit in "0123456789" if is_municipality_code(code[:5] + digit)]
    assert [code[5]] == right


@pytest.mark.parametrize("text", ["", "13101", "1310160", "13101６", "abcdef"])
def test_other_texts_are_no_codes(text):
    """Only six half-width digits are a code."""
    assert not is_municipality_code(text)


def test_template_is_an_overlay_that_changes_nothing(tmp_path):
    """A name with quotes in it survives, and the standard with it is clean."""
    path = tmp_path / "overlay.yaml"
    text = overlay_template("990019", Text('青葉野"市: #1', "Aobano"), "0.1.0")
    path.write_text(text, encoding="utf-8")
    assert [] == lint_standard(MINIMAL, overlay=path)
    assert '青葉野"市: #1' == load_standard(MINIMAL, path).overlay.municipality.ja


def test_examples_in_the_template_are_right(tmp_path):
    """Without the `# ` before them they break no rule but S019, which tells the uuid, as the comment says."""
    path = tmp_path / "overlay.yaml"
    head, *blocks = overlay_template(
        "990019", Text("市", "City"), load_standard(STANDARD).version
    ).split("\n\n")
    examples = [
        line.removeprefix("# ")
        for block in blocks
        for line in block[max(block.find(f"# {key}:") for key in ("contexts", "roles", "skills", "domains")) :].splitlines()
    ]  # fmt: skip
    path.write_text("\n".join([head, *examples]), encoding="utf-8")
    assert ["S019"] == [finding.rule.id for finding in lint_standard(STANDARD, overlay=path)]
