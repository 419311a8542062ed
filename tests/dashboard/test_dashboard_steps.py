"""What a person could do next."""

from __future__ import annotations

import pytest

from grader.dashboard.steps import next_steps
from grader.dashboard.view import Estimate, Evidence, Item, Member, Part, RoleFit
from grader.text import Text


def _item(number, level):
    return Item(f"q{number}", "lesson", "SEC-LOG", level, 8, Text("題", "T"))


BANK = (_item(1, 1), _item(2, 2), _item(3, 2), _item(4, 3), _item(5, 3))


def _member(decision, *, taken=(), required=2, by_people=False, states=None):
    rows = tuple(
        Evidence("lesson", key, 0.0, 1.0, (states or {}).get(key, "wrong"), ()) for key in taken
    )
    p = (0.9, 0.5, 0.1, 0.0)
    levels = {"eap": 1.5, "low": 0.5, "high": 2.5, "level": 2, "confirmed_level": 1}
    amounts = {"n_items": len(rows), "n_notebooks": 1, "provisional": True, "evidence": rows}
    known = Estimate(skill="SEC-LOG", p_at_least=p, **levels, **amounts)
    contribution = (0.0, 0.0, 1.0)
    part = Part("SEC-LOG", required, "must", 1.0, decision, 0.5, 1.5, 0.5, by_people, contribution)
    fit = RoleFit("engineer", 0.0, 0.5, 1.0, 1.0, 0.5, "undecided", (part,))
    skills = {"SEC-LOG": known} if rows else {}
    return Member("s1", "n", "k", "d", "", "engineer", "s1.html", skills, {"engineer": fit})


def _said(member, bank=BANK):
    (step,) = next_steps(member, bank)
    return step.kind, [item.id for item in step.items]


def test_undecided_asks_for_exercises_at_the_required_level():
    """The exercises that decide most are aimed at the requirement itself, and not taken yet."""
    assert ("decide", ["q3", "q1", "q4"]) == _said(_member("undecided", taken=["q2"]))


def test_untouched_exercise_is_still_open():
    """An exercise that was handed in empty can be taken."""
    member = _member("undecided", taken=["q2"], states={"q2": "not_attempted"})

    assert ("decide", ["q2", "q3", "q1"]) == _said(member)


def test_undecided_with_everything_taken_promises_nothing():
    """When everything is taken no further exercise is promised."""
    member = _member("undecided", taken=[item.id for item in BANK])

    assert ("no_exercise", []) == _said(member)


def test_level_beyond_notebooks_goes_to_people():
    """A level that notebooks cannot prove is not chased with notebooks."""
    assert ("by_people", []) == _said(_member("undecided", by_people=True, required=4))


def test_beginner_begins_at_the_bottom():
    """Without evidence the lowest level comes first."""
    assert ("start", ["q1", "q2", "q3"]) == _said(_member("no_evidence"))


def test_not_met_learns_up_to_the_requirement():
    """What is above the requirement is not asked of somebody who is below it."""
    assert ("learn", ["q2", "q3"]) == _said(_member("not_met", taken=["q1"]))


def test_not_met_with_everything_taken_reviews():
    """With nothing new left, the exercises that went badly are gone over."""
    member = _member("not_met", taken=["q1", "q2", "q3"], states={"q1": "right"})

    assert ("review", ["q1", "q2", "q3"]) == _said(member)


@pytest.mark.parametrize("bank", [BANK, ()])
def test_met_needs_nothing(bank):
    """A requirement that is met gives no step."""
    assert () == next_steps(_member("met", taken=["q1"]), bank)
