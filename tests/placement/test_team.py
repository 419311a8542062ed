"""A team against a role: chances counted by hand, and what another member can change."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import InputError
from grader.measurement import Policy
from grader.placement import PersonEvidence, run_team, team_coverage
from grader.records import Person, write_roster
from grader.schema.store import write_json
from grader.standard import Requirement

NEED = Requirement("SEC-IAM", 2, 3.0, "must")
POLICY = Policy()


def member(p, hardest=3):
    """Somebody who is at level 2 of SEC-IAM or higher with probability p."""
    return PersonEvidence("x", {"SEC-IAM": (1.0, float(p), 0.0, 0.0)}, {"SEC-IAM": hardest})


def covered(members, need=NEED, ceiling=3):
    """The only part of a team and one requirement."""
    (part,) = team_coverage([need], members, ceilings={need.skill: ceiling}, policy=POLICY)
    return part


def test_two_halves_make_three_quarters():
    """1 − (1 − 1/2)(1 − 1/2) = 3/4, one member expected, nobody confirmed."""
    part = covered([member(0.5), member(0.5)])
    assert (0.75, 1.0, 0, "nobody") == (part.p_any, part.expected, part.confirmed, part.cover)


def test_chances_are_those_of_exact_fractions():
    """By hand with fractions: 1 − (1/10)(4/5)(3/4) = 47/50; 9/10 + 1/5 + 1/4 = 27/20."""
    part = covered([member(0.9), member(0.2), member(0.25)])
    assert float(Fraction(47, 50)) == pytest.approx(part.p_any)
    assert float(Fraction(27, 20)) == pytest.approx(part.expected)


def test_exactly_one_holder_is_an_alert():
    """One confirmed member is a dependence, two are not, whatever the chances of the others."""
    sure, unsure = member(0.95), member(0.6)
    assert "one" == covered([sure, unsure, unsure]).cover
    assert "several" == covered([sure, sure, unsure]).cover


def test_nobody_is_confirmed_without_a_task_of_that_level():
    """As for single people: however likely, a level of which no task was taken is not confirmed."""
    assert 0 == covered([member(0.99, hardest=1)]).confirmed


def test_level_above_the_ceiling_needs_a_person():
    """Notebooks say nothing about it, so nothing is known of the team either."""
    part = covered([member(0.9)], Requirement("SEC-IAM", 4, 1.0, "should"))
    assert ("human", 0, None, None, "no_evidence") == (
        part.needs, part.known, part.p_any, part.expected, part.cover
    )  # fmt: skip


def test_members_without_evidence_are_not_zero():
    """They count as members and leave chances as they are."""
    part = covered([member(0.5), PersonEvidence("y")])
    assert (1, 0.5, 0.5) == (part.known, part.p_any, part.expected)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 1))
def test_another_member_never_makes_a_team_look_worse(chances, one_more):
    """Chance, expected number and number of holders never fall; the chance stays between best and 1."""
    before = covered([member(p) for p in chances])
    after = covered([member(p) for p in [*chances, one_more]])
    assert after.p_any >= before.p_any - 1e-12
    assert after.expected >= before.expected
    assert after.confirmed >= before.confirmed
    assert max(chances) - 1e-12 <= before.p_any <= 1


@given(st.lists(st.floats(0, 1), min_size=2, max_size=6).flatmap(
    lambda chances: st.tuples(st.just(chances), st.permutations(chances))
))  # fmt: skip
def test_order_of_members_does_not_matter(two):
    """A team is a set of people."""
    one, other = (covered([member(p) for p in chances]) for chances in two)
    assert one.p_any == pytest.approx(other.p_any)
    assert one.confirmed == other.confirmed


# ---- from files ------------------------------------------------------------------------------------


@pytest.fixture
def office(minimal, full_estimates):
    """Two people in one department, one of them measured, and somebody elsewhere."""
    write_json(minimal.records / "estimates.json", full_estimates, "estimates")
    rows = [("s001", "情報課"), ("s002", "情報課"), ("s003", "税務課")]
    people = [Person(who, "試験 太郎", "", where, "", "", "ja") for who, where in rows]
    write_roster(minimal.records / "roster.csv", people)
    return minimal


def test_department_is_a_team(office):
    """Both people of the department are members; the role's two requirements come in their order."""
    view = run_team(office, "engineer", department="情報課")
    assert (2, "エンジニア") == (view.size, view.goal.ja)
    assert ["SEC-LOG", "SEC-IAM"] == [part.requirement.skill for part in view.parts]
    assert [0, 1] == [part.known for part in view.parts]


def test_team_writes_nothing(office):
    """The folder of records is as before."""
    before = sorted(office.records.iterdir())
    run_team(office, "engineer", members=["s001", "s003"])
    assert before == sorted(office.records.iterdir())


@pytest.mark.parametrize(
    ("goal", "options", "message"),
    [
        ("engineer", {}, "no members"),
        ("engineer", {"department": "消防課"}, "no members"),
        ("engineer", {"members": ["s001", "s009"]}, "no person “s009”"),
        ("king", {"members": ["s001"]}, "no role or placement “king”"),
        ("engineer", {"members": ["s001"], "context": "moon"}, "no context “moon”"),
    ],
)
def test_unknown_names_are_told(office, goal, options, message):
    """A typing mistake never becomes somebody without evidence."""
    with pytest.raises(InputError, match=message):
        run_team(office, goal, **options)


def test_placement_asks_what_it_says(office, break_as):
    """A placement stands in for a role."""
    break_as("S049")
    path = office.standard / "placements" / "hosts.yaml"
    text = path.read_text(encoding="utf-8").replace("    sharing_scheme: pool\n", "")
    text = text.replace("requires: []", "requires: [{skill: SEC-IAM, level: 1, need: must}]")
    path.write_text(text, encoding="utf-8")
    (part,) = run_team(office, "ministry", members=["s001"]).parts
    assert ("SEC-IAM", 1, 3.0) == (
        part.requirement.skill, part.requirement.level, part.requirement.weight
    )  # fmt: skip
