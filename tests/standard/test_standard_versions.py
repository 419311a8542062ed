"""Changes between releases, their class, and recorded levels that move along; on releases made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.schema.store import check_json
from grader.standard.versions import (
    Change,
    Recorded,
    Tombstone,
    Wording,
    compare,
    delta_data,
    delta_page,
    delta_rows,
    migrate,
    same_meaning,
    users_of,
    version_needed,
    with_successors,
)
from grader.standard.versions.delta import IMPACT_OF, sentence_digest
from grader.standard.versions.release import (
    LevelState,
    Profile,
    Release,
    SkillState,
    release_data,
    release_of,
)
from grader.standard.versions.words import HAPPENED
from grader.text import LANGS, Text

SCALE = {str(level): Text(f"段階{level}", f"level {level}") for level in range(5)}
NAME = Text("名", "name")


def skill(*statements, status="active", evidence=("auto",), **changed):
    """A skill whose levels 1, 2, … have these statements."""
    levels = {
        number: LevelState(Text(ja, f"Can {number}"), tuple(evidence))
        for number, ja in enumerate(statements, 1)
    }
    parts = {"kind": "technical", "domain": "security", "auto_ceiling": 3, "validity_months": None}
    return SkillState(NAME, NAME, status=status, levels=levels, **{**parts, **changed})


def release(version="0.1.0", *, scale=None, roles=None, **skills):
    """A release; SEC_LOG=… is the skill SEC-LOG."""
    named = {id.replace("_", "-"): skills[id] for id in sorted(skills)}
    return Release(version, scale or SCALE, named, roles or {})


def role(**levels):
    """A role that asks for these levels."""
    demands = {id.replace("_", "-"): {"level": levels[id], "need": "should"} for id in levels}
    return Profile(NAME, "active", {"requirements": demands})


def stones(*made, withdrawn_in="0.2.0"):
    """Tombstones by id, each from (id, type, successor, …)."""
    reason = Text("理由", "reason")
    return {
        id: Tombstone(id, kind, tuple(successors), withdrawn_in, "0.1.0", reason)
        for id, kind, *successors in made
    }


def wording(of, old, new):
    """The declaration that two sentences mean the same."""
    return Wording("0.1.1", of, sentence_digest(of, old), sentence_digest(of, new), "同じ")


LADDER = ("読める", "数えられる", "見つけられる", "決められる")
OLD = release(SEC_LOG=skill(*LADDER), roles={"engineer": role(SEC_LOG=3)})

# ---- delta -----------------------------------------------------------------------------------------


def changed(new, *wordings):
    """What happened, where, and its class, from OLD to another release."""
    return [(c.where, c.happened, c.impact) for c in compare(OLD, new, wordings)]


def with_log(log, **more):
    """OLD with another SEC-LOG."""
    return replace(OLD, version="0.2.0", skills={"SEC-LOG": log, **more})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (replace(OLD, skills={}), [("SEC-LOG", "removed", "major")]),
        (with_log(skill(*LADDER), X=skill()), [("X", "added", "minor")]),
        (with_log(skill(*LADDER[:3])), [("SEC-LOG.4", "level-removed", "major")]),
        (with_log(skill(*LADDER, "教えられる")), [("SEC-LOG.5", "level-added", "minor")]),
        (
            with_log(skill("読める", "消せる", *LADDER[2:])),
            [("SEC-LOG.2", "meaning", "major")],
        ),
        (
            with_log(skill(*LADDER, status="deprecated")),
            [("SEC-LOG", "status", "minor")],
        ),
        (with_log(skill(*LADDER, status="draft")), [("SEC-LOG", "demoted", "major")]),
        (with_log(skill(*LADDER, auto_ceiling=2)), [("SEC-LOG", "assessment", "minor")]),
        (
            replace(OLD, roles={"engineer": role(SEC_LOG=4)}),
            [("engineer", "demand", "minor")],
        ),
        (replace(OLD, roles={}), [("engineer", "removed", "major")]),
        (
            replace(OLD, scale={**SCALE, "3": Text("別の段階", "level 3")}),
            [("scale.3", "meaning", "major")],
        ),
        (
            replace(OLD, scale={**SCALE, "5": Text("段階5", "level 5")}),
            [("scale.5", "meaning", "major")],
        ),
        (
            replace(OLD, scale={**SCALE, "3": Text("段階3", "third level")}),
            [("scale.3", "translation", "patch")],
        ),
    ],
)
def test_each_change_has_its_class(new, expected):
    """What happened, where and how heavy it is, for one change at a time; by hand from the table of classes."""
    assert expected == changed(new)


def test_other_evidence_is_a_change_of_meaning():
    """What may show a level belongs to what it promises."""
    states = OLD.skills["SEC-LOG"].levels
    other = {**states, 3: replace(states[3], evidence=("auto", "human"))}
    new = with_log(replace(OLD.skills["SEC-LOG"], levels=other))
    assert [("SEC-LOG.3", "evidence", "major")] == changed(new)


def test_a_draft_is_no_promise():
    """A level of a draft may change like anything that is added."""
    old, new = release(A=skill("読める", status="draft")), release(A=skill("書ける"))
    found = [(c.where, c.happened, c.impact) for c in compare(old, new)]
    assert [("A", "status", "minor"), ("A.1", "meaning", "minor")] == found


def test_a_declared_wording_is_a_patch():
    """The same change of a sentence is major, or a patch once it is declared to mean the same."""
    new = with_log(skill("読み取れる", *LADDER[1:]))
    assert [("SEC-LOG.1", "wording", "patch")] == changed(
        new, wording("SEC-LOG.1", "読める", "読み取れる")
    )
    assert [("SEC-LOG.1", "meaning", "major")] == changed(
        new, wording("SEC-LOG.2", "読める", "読み取れる")
    )


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=5))
def test_same_meaning_is_an_equivalence(pairs):
    """Declarations join sentences into groups, as hand-made union of sets says."""
    groups = [{letter} for letter in "abcd"]
    for a, b in pairs:
        joined = set().union(*(g for g in groups if a in g or b in g))
        groups = [g for g in groups if not g & joined] + [joined]
    wordings = [wording("X.1", a, b) for a, b in pairs]
    for a in "abcd":
        same = {b for b in "abcd" if same_meaning(wordings, "X.1", a, b)}
        assert next(g for g in groups if a in g) == same


@pytest.mark.parametrize(
    ("version", "impact", "expected"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.9.9", "major", "0.10.0"),
    ],
)
def test_version_needed(version, impact, expected):
    """SemVer; while the first number is 0, the second stands for it and the third for the rest."""
    light = Change("skills", "A", "translation", impact="patch")
    assert expected == version_needed(
        version, [light, Change("skills", "A", "added", impact=impact)]
    )
    assert version == version_needed(version, [])


statements = st.lists(st.sampled_from(LADDER), max_size=4)
skills = st.dictionaries(
    st.sampled_from(["SEC-A", "SEC-B", "SEC-C"]),
    st.builds(
        lambda s, status: skill(*s, status=status),
        statements,
        st.sampled_from(["draft", "active", "deprecated"]),
    ),
)
roles = st.dictionaries(
    st.sampled_from(["one", "two"]), st.builds(lambda n: role(SEC_A=n), st.integers(1, 4))
)
releases = st.builds(lambda s, r: Release("0.1.0", SCALE, s, r), skills, roles)


@given(releases, releases)
def test_delta_is_empty_exactly_for_equals(a, b):
    """Nothing differs from itself, and what differs is told."""
    assert () == compare(a, a)
    assert (compare(a, b) == ()) == (a == b)


@given(releases)
def test_a_release_comes_back_from_its_file(made):
    """What is written is what is read, and it fits the schema."""
    check_json(release_data(made), "release", "here")
    assert made == release_of(release_data(made))


@given(releases, releases)
def test_a_delta_can_be_shown_in_every_form(a, b):
    """Markdown, table and JSON name every change, in both languages."""
    changes = compare(a, b)
    users = [users_of(c, (a, b), {("SEC-A", 2): {"tiny"}}) for c in changes]
    data = delta_data("0.1.0", "working", changes, users)
    check_json(data, "delta", "here")
    for lang in LANGS:
        page = delta_page("0.1.0", "working", changes, users, lang=lang)
        assert all(c.where in page for c in changes)
        assert len(changes) + 1 == len(delta_rows(changes, users, lang=lang))
    assert len(changes) == len(data["changes"])


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (2, ("lessons/log-hunt", "roles/engineer")),
        (3, ("roles/engineer",)),
        (4, ()),
        (None, ("lessons/log-hunt", "roles/engineer")),
    ],
)
def test_users_of_a_change(level, expected):
    """A role that asks for level 3 rests on levels 1 to 3; a lesson is concerned by the level that it proves."""
    change = Change("skills", "SEC-LOG", "meaning", level=level)
    assert expected == users_of(change, (OLD,), {("SEC-LOG", 2): {"log-hunt"}})


def test_a_delta_says_where_an_id_went():
    """What was removed names its successors and the reason; the rest stays as it is."""
    changes = compare(OLD, release("0.2.0", A=skill(), B=skill()))
    told = with_successors(changes, stones(("SEC-LOG", "split", "A", "B")))
    removed = {c.id: c.new.en for c in told if c.happened == "removed"}
    assert {"SEC-LOG": "split → A, B (reason)", "engineer": ""} == removed
    assert changes[2:] == told[2:]


def test_every_kind_of_change_has_words():
    """Whatever may happen has a class and a name in both languages."""
    assert set(IMPACT_OF) == set(HAPPENED)


# ---- recorded levels -------------------------------------------------------------------------------


def outcome(new, *records, old=OLD, tombstones=None, wordings=(), between=()):
    """What is carried, as (person, skill, level), and the lines that are unresolved."""
    made = migrate(
        dict(enumerate(records, 2)),
        path=[old, *between, new],
        tombstones=tombstones or {},
        wordings=wordings,
    )
    carried = [(c.record.person, c.record.skill, c.record.level) for c in made.carried]
    assert {new.version} >= {c.record.version for c in made.carried}
    return carried, [u.line for u in made.unresolved]


def log(level, person="p1", **more):
    """A level of SEC-LOG recorded under 0.1.0."""
    return Recorded(person, "SEC-LOG", level, "0.1.0", **more)


NEW = replace(OLD, version="0.2.0")


def test_unchanged_levels_are_carried():
    """Levels 0 to 4 of a skill that has not changed."""
    expected = [("p1", "SEC-LOG", n) for n in range(5)]
    assert (expected, []) == outcome(NEW, *map(log, range(5)))


def test_a_changed_meaning_is_confirmed_again():
    """Level 2 means something else: it is told with both sentences; level 3 stands on its own words."""
    new = with_log(skill("読める", "消せる", *LADDER[2:]))
    assert ([("p1", "SEC-LOG", 3)], [2]) == outcome(new, log(2), log(3))
    made = migrate({2: log(2)}, path=[OLD, new], tombstones={})
    assert ("数えられる", "消せる") == (made.unresolved[0].old.ja, made.unresolved[0].new.ja)


def test_level_0_depends_on_level_1():
    """Not to reach level 1 says nothing once level 1 is something else."""
    assert ([], [2]) == outcome(with_log(skill("話せる", *LADDER[1:])), log(0))


def test_a_reworded_level_is_carried():
    """Other words for the same meaning change no result."""
    new = with_log(skill("読み取れる", *LADDER[1:]))
    same = [wording("SEC-LOG.1", "読める", "読み取れる")]
    assert ([("p1", "SEC-LOG", 1)], []) == outcome(new, log(1), wordings=same)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (
            ("auto", "human"),
            ([("p1", "SEC-LOG", 1)], []),
        ),  # more may count: what counted still does
        (("human",), ([], [2])),
    ],
)
def test_evidence_that_counts_no_more(evidence, expected):
    """A level is carried if all kinds of evidence that could show it still may."""
    assert expected == outcome(with_log(skill(*LADDER, evidence=evidence)), log(1))


def test_another_scale_confirms_its_level_again():
    """Level 3 of the scale was redefined; the others were not."""
    new = replace(NEW, scale={**SCALE, "3": Text("別の段階", "level 3")})
    assert ([("p1", "SEC-LOG", 2)], [2]) == outcome(new, log(3), log(2))


def test_exact_successor_keeps_the_level():
    """A new id for the same thing."""
    new = release("0.2.0", SEC_TRACE=skill(*LADDER))
    gone = stones(("SEC-LOG", "exact", "SEC-TRACE"))
    assert ([("p1", "SEC-TRACE", 3)], []) == outcome(new, log(3), tombstones=gone)


def test_exact_chain_in_one_step():
    """Two renamings between two releases are followed to their end."""
    new = release("0.2.0", C=skill(*LADDER))
    gone = stones(("SEC-LOG", "exact", "B"), ("B", "exact", "C"))
    assert ([("p1", "C", 4)], []) == outcome(new, log(4), tombstones=gone)


def test_no_successor_is_told():
    """Without a successor a level stays one of the old version."""
    assert ([], [2]) == outcome(release("0.2.0"), log(1), tombstones=stones(("SEC-LOG", "none")))


TWO = release(A=skill(*LADDER), B=skill(*LADDER))
ONE = release("0.2.0", M=skill(*LADDER))
MERGED = stones(("A", "merge", "M"), ("B", "merge", "M"))


def part(id, level, person="p1", day=""):
    """A level of one part."""
    return Recorded(person, id, level, "0.1.0", (f"{id}-q1",), day)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([part("A", 3), part("B", 2)], ([("p1", "M", 2)], [])),
        ([part("A", 3), part("B", 0)], ([("p1", "M", 0)], [])),
        ([part("A", 3)], ([], [2])),  # B is not assessed, which is not level 0
        ([part("A", 3), part("B", 2, "p2")], ([], [2, 3])),
        ([part("A", 3), part("A", 2), part("B", 2)], ([], [2, 3, 4])),
    ],
)
def test_a_merge_takes_the_lowest_of_all_parts(records, expected):
    """The whole is known only where each part is known once."""
    assert expected == outcome(ONE, *records, old=TWO, tombstones=MERGED)


def test_a_merge_keeps_evidence_and_the_older_day():
    """What is united is as old as its oldest part and rests on all evidence."""
    records = {2: part("A", 3, day="2026-11-02"), 3: part("B", 3, day="2026-04-01")}
    (made,) = migrate(records, path=[TWO, ONE], tombstones=MERGED).carried
    assert ("2026-04-01", ("A-q1", "B-q1")) == (made.record.recorded_on, made.record.evidence)
    assert (3, 2) == made.lines


def test_a_merge_into_what_existed_decides_nothing():
    """A was taken into B, which has a record of its own: that one stays, the one of A is told."""
    new, gone = release("0.2.0", B=skill(*LADDER)), stones(("A", "merge", "B"))
    assert ([("p1", "B", 2)], [2]) == outcome(
        new, part("A", 3), part("B", 2), old=TWO, tombstones=gone
    )


PARTS = release("0.2.0", A=skill(*LADDER), B=skill(*LADDER))
SPLIT = stones(("SEC-LOG", "split", "A", "B"))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (log(2), ([("p1", "A", 2), ("p1", "B", 2)], [])),
        (log(3), ([("p1", "A", 2), ("p1", "B", 2)], [2, 2])),
        (log(3, evidence=("A.3:q5",)), ([("p1", "A", 3), ("p1", "B", 2)], [2])),
        (log(3, evidence=("A.2:q5", "B")), ([("p1", "A", 2), ("p1", "B", 3)], [2])),
        (log(4, evidence=("A.4", "B:q1")), ([("p1", "A", 4), ("p1", "B", 4)], [])),
        (log(3, evidence=("AB.3:q5",)), ([("p1", "A", 2), ("p1", "B", 2)], [2, 2])),
        (log(0), ([], [2])),
    ],
)
def test_a_split_needs_evidence_above_level_2(record, expected):
    """Each part gets levels 1 and 2; more only with evidence that names the part; level 0 cannot be divided."""
    assert expected == outcome(PARTS, record, tombstones=SPLIT)


@pytest.mark.parametrize(
    "record",
    [
        Recorded("p1", "SEC-LOG", 1, "0.0.9"),
        Recorded("p1", "SEC-XYZ", 1, "0.1.0"),
        Recorded("p1", "SEC-LOG", 5, "0.1.0"),
    ],
)
def test_what_no_release_knows_is_told(record):
    """Unknown version, skill or level."""
    assert ([], [2]) == outcome(NEW, record)


def test_a_record_may_begin_in_between():
    """Each line starts at its own version; what is already there stays."""
    records = [log(1), replace(log(2), version="0.1.5"), replace(log(3), version="0.2.0")]
    expected = [("p1", "SEC-LOG", n) for n in (1, 2, 3)]
    assert (expected, []) == outcome(NEW, *records, between=[replace(OLD, version="0.1.5")])


def test_successors_in_a_circle_end_in_a_report():
    """Lint refuses a circle of successors (S055); moving does not turn in it for ever."""
    gone = stones(("A", "exact", "B")) | stones(("B", "exact", "A"))
    old, new = release(A=skill(*LADDER), B=skill(*LADDER)), release("0.2.0", C=skill(*LADDER))
    made = migrate({2: Recorded("p1", "A", 1, "0.1.0")}, path=[old, new], tombstones=gone)
    assert ((), [2]) == (made.carried, [u.line for u in made.unresolved])


# ---- properties of moving --------------------------------------------------------------------------

IDS = ("A", "B", "C", "D")
recorded = st.builds(
    Recorded,
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(IDS),
    st.integers(0, 4),
    st.sampled_from(["0.1.0", "0.2.0", "9.9.9"]),
    st.lists(st.sampled_from(["C.3:q1", "D", "q2"]), max_size=2).map(tuple),
)
fates = st.tuples(
    st.sampled_from(["exact", "merge", "split", "narrower", "none"]),
    st.lists(st.sampled_from(["C", "D"]), min_size=1, max_size=2, unique=True),
)


@st.composite
def histories(draw):
    """Two releases, A and B gone in the second one, and what became of them."""
    old = release(**{id: skill(*draw(st.permutations(LADDER))) for id in IDS})
    new = release("0.2.0", **{id: skill(*draw(st.permutations(LADDER))) for id in ("C", "D")})
    gone = {}
    for id in ("A", "B"):
        kind, successors = draw(fates)
        many = {"none": 0, "split": 2}.get(kind, 1)
        gone |= stones((id, kind, *successors[:many]))
    return old, new, gone


@given(histories(), st.lists(recorded, max_size=8))
def test_no_line_is_lost_and_moving_twice_is_moving_once(history, rows):
    """Every line is carried or unresolved; what was carried stays as it is when it is moved again."""
    old, new, gone = history
    records = dict(enumerate(rows, 2))
    made = migrate(records, path=[old, new], tombstones=gone)
    assert set(records) == {n for c in made.carried for n in c.lines} | {
        u.line for u in made.unresolved
    }
    once = [c.record for c in made.carried]
    again = migrate(dict(enumerate(once)), path=[old, new], tombstones=gone)
    assert (once, ()) == ([c.record for c in again.carried], again.unresolved)


@given(st.lists(recorded.map(lambda r: replace(r, skill="A", version="0.1.0")), max_size=5))
def test_two_renamings_are_as_good_as_one(rows):
    """From a over b to c is from a to c: in two runs, in one run of two steps, and without the release between."""
    a, b, c = (release(f"0.{n}.0", **{id: skill(*LADDER)}) for n, id in enumerate("ABC", 1))
    gone = stones(("A", "exact", "B")) | stones(("B", "exact", "C"), withdrawn_in="0.3.0")
    records = dict(enumerate(rows, 2))

    def moved(rows, *path):
        return [x.record for x in migrate(rows, path=path, tombstones=gone).carried]

    straight = moved(records, a, c)
    assert straight == moved(records, a, b, c)
    assert straight == moved(dict(enumerate(moved(records, a, b), 2)), b, c)
    assert len(rows) == len(straight)
