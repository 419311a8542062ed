"""assessments/planning.yaml: every decision with its reason, checked before a plan uses it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from grader.errors import InputError
from grader.placement.problem.model import PlanPolicy
from grader.placement.rules.catalogue import ALWAYS_HARD, RULES
from grader.placement.rules.planning import check_planning, load_plan_policy

ROOT = Path(__file__).parents[3]
FILE = ROOT / "assessments" / "planning.yaml"


@pytest.fixture
def changed(tmp_path):
    """Write the repository's file with one part replaced."""

    def write(old, new):
        text = FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "planning.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


def test_the_file_says_what_the_catalogue_says():
    """Each rule that a city may change stands in the file as it is by default; numbers are those of PlanPolicy."""
    policy, default = load_plan_policy(FILE), PlanPolicy("", ())
    free = [rule for rule in RULES if rule.code not in {*ALWAYS_HARD, "P027", "P028"}]

    assert {rule.code: rule.strength for rule in free} == policy.rules
    assert {rule.code: rule.weight for rule in free if rule.weight} == policy.weights
    for name in ("candidates_per_person", "candidates_per_post", "met", "wish_points", "closed"):
        assert getattr(default, name) == getattr(policy, name)


def test_goals_stand_in_the_order_of_the_file():
    """Seats, fit, wishes, growth, moves; levels are not used until that is announced."""
    policy = load_plan_policy(FILE)

    assert ["fill", "fit", "wishes", "growth", "moves"] == [goal.id for goal in policy.goals]
    assert [0, 0.01, 0.02, 0.05, 0] == [goal.tolerance for goal in policy.goals]
    assert policy.announced_on is None


def test_a_mix_of_goals_and_a_day_are_read(changed):
    """A mix has weights of its own; the day of the announcement becomes a date."""
    path = changed("{id: fit, tolerance: 0.01}", "{id: both, weights: {fit: 1, growth: 0.5}}")
    text = path.read_text(encoding="utf-8").replace("value: null", 'value: "2026-10-01"')
    path.write_text(text, encoding="utf-8")
    policy = load_plan_policy(path)

    assert ("both", {"fit": 1.0, "growth": 0.5}, 0.0) == (
        policy.goals[1].id,
        policy.goals[1].weights,
        policy.goals[1].tolerance,
    )
    assert date(2026, 10, 1) == policy.announced_on


@pytest.mark.parametrize(
    ("old", "new", "rule", "part"),
    [
        ("P015:", "P014:", "N001", "P014"),
        ("P016:", "P099:", "N001", "P099"),
        ("strength: soft\n    weight: 10", "strength: soft", "", ""),
        ("strength: soft\n    weight: 10", "strength: hard\n    weight: 10", "N001", "重み"),
        ("P002:\n    strength: hard", "P002:\n    strength: soft", "N001", "weights"),
        ("{id: fit,", "{id: speed,", "N002", "speed"),
        ("{id: fit,", "{id: fill,", "N002", "二度"),
        ("    - {id: fill, tolerance: 0}\n", "", "N002", "fill"),
        ("value: [C1, D1]", "value: [C1, Z9]", "N003", "Z9"),
        ("value: [personal_data]", "value: [gossip]", "N003", "gossip"),
        ('value: ""', 'value: "village"', "N003", "village"),
        ("value: null", 'value: "2026-02-30"', "N004", "2026-02-30"),
        ("value: null", 'value: "next year"', "X001", "announced_on"),
        ("value: 0.8", "value: 1.2", "X001", "met"),
        ("value: [300, 200, 100]", "value: []", "X001", "wish_points"),
        ("version:", "edition:", "X001", "edition"),
    ],
)
def test_each_mistake_is_found_at_its_line(changed, old, new, rule, part):
    """The finding names the rule and what is wrong; nothing else is told."""
    known = {"bid_rules": {"C1", "D1"}, "closed": {"personal_data"}, "context": {"city"}}
    path = changed(old, new)
    found = check_planning(path, known)

    assert ({rule} if rule else set()) == {finding.rule.id for finding in found}
    assert not rule or part in found[0].message.ja
    if rule:
        with pytest.raises(InputError) as caught:
            load_plan_policy(path, known)
        assert f"[{rule}]" in caught.value.en
        assert f"planning.yaml:{found[0].line}:" in caught.value.ja


def test_a_missing_file_says_what_to_do(tmp_path):
    """No plan without the city's decisions."""
    with pytest.raises(InputError, match=r"planning\.yaml"):
        load_plan_policy(tmp_path / "planning.yaml")
