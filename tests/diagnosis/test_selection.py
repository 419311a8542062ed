"""Which item comes next, and when a sitting ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.diagnosis.selection import (
    NONE,
    answered,
    begin,
    goal_for,
    next_items,
    standing_of,
    stop_reasons,
)
from grader.standard import Requirement

SKILLS = ("SEC-A", "SEC-B", "SEC-C")
CEILINGS = dict.fromkeys(SKILLS, 3)


def needs(*triples):
    """Requirements by skill: (skill, level, weight, need)."""
    return {s: Requirement(s, level, weight, need) for s, level, weight, need in triples}


def sit(model, goal, *, right, steps, draw=0.0):
    """Let one person answer; `right` decides by item. Return the items asked and the sitting."""
    sitting, asked = begin(model), []
    for _ in range(steps):
        chosen = next_items(model, goal, standing_of(model, sitting), np.array([draw]))
        if chosen[0] == NONE:
            break
        item = model.items[chosen[0]]
        asked.append(item)
        sitting = answered(model, sitting, chosen, np.array([int(right(item))]))
    return asked, sitting


@given(st.integers(0, 2**32 - 1))
def test_nobody_gets_two_of_one_family_or_one_item_twice(make_model, open_goal, seed):
    """Whatever the answers and draws, families stay apart until none is left; then no item comes."""
    model = make_model(30, families=9)
    rng, sitting, families = np.random.default_rng(seed), begin(model), []
    for _ in range(9):
        chosen = next_items(model, open_goal(model), standing_of(model, sitting), rng.random(1))
        families.append(model.items[chosen[0]].family)
        sitting = answered(model, sitting, chosen, rng.integers(0, 2, 1))

    assert 9 == len(set(families))
    assert [NONE] == next_items(
        model, open_goal(model), standing_of(model, sitting), rng.random(1)
    ).tolist()
    assert ["exhausted"] == stop_reasons(
        model, open_goal(model), standing_of(model, sitting)
    ).tolist()


def test_the_first_item_has_level_two_and_is_one_of_three(make_model, open_goal):
    """The start is at level 2; draws from 0 to 1 give three different items, and always the same ones."""
    model = make_model(30)
    draws = np.linspace(0, 0.999, 90)
    chosen = next_items(model, open_goal(model), standing_of(model, begin(model, 90)), draws)

    assert {2} == {model.items[place].level for place in chosen}
    assert 3 == len(set(chosen.tolist()))
    assert (
        chosen.tolist()
        == next_items(model, open_goal(model), standing_of(model, begin(model, 90)), draws).tolist()
    )


@pytest.mark.parametrize(("right", "level"), [(True, 3), (False, 1)])
def test_items_follow_the_person(make_model, open_goal, right, level):
    """Who is always right soon gets level 3 only, who is always wrong level 1 only."""
    model = make_model(60)
    asked, _ = sit(model, open_goal(model), right=lambda _: right, steps=8)

    assert 2 == asked[0].level
    assert {level} == {item.level for item in asked[3:]}


def test_every_skill_that_the_role_requires_gets_its_items(make_model):
    """Three skills with weights 4, 1, 1: two items each at least, the rest where the weight is."""
    model = make_model(60, skills=SKILLS)
    goal = goal_for(
        model,
        needs(("SEC-A", 2, 4, "must"), ("SEC-B", 2, 1, "nice"), ("SEC-C", 2, 1, "nice")),
        CEILINGS,
    )
    # Right and wrong in turn keeps every skill undecided for long.
    asked, sitting = sit(model, goal, right=lambda item: item.level == 1, steps=12)
    counts = {skill: sum(item.skill == skill for item in asked) for skill in SKILLS}

    assert {"SEC-B": 2, "SEC-C": 2} == {skill: counts[skill] for skill in SKILLS[1:]}
    assert 8 == counts["SEC-A"]
    assert 12 == sitting.asked.sum()


def test_skills_that_the_role_does_not_ask_for_are_left_out(make_model):
    """With a role only its skills are asked; without one each skill has the same share."""
    model = make_model(60, skills=SKILLS)
    goal = goal_for(model, needs(("SEC-B", 2, 1, "must")), CEILINGS)
    everything = goal_for(model, {}, CEILINGS)

    assert {"SEC-B"} == {i.skill for i in sit(model, goal, right=lambda _: True, steps=6)[0]}
    assert [1 / 3] * 3 == everything.shares.tolist()
    open_asked = sit(model, everything, right=lambda i: i.level < 2, steps=9)[0]
    assert [3, 3, 3] == [sum(i.skill == skill for i in open_asked) for skill in SKILLS]


def test_a_level_above_the_ceiling_is_asked_up_to_the_ceiling(make_model):
    """A role may ask for level 4, which short items cannot show: the question becomes level 3."""
    model = make_model(12)

    assert [3] == goal_for(model, needs(("SEC-A", 4, 1, "must")), CEILINGS).levels.tolist()


def test_it_ends_when_the_requirement_is_decided(make_model):
    """All right at level 1 of 3: P(level ≥ 1) passes .9 long before twelve items, and not before two."""
    model = make_model(60)
    goal = goal_for(model, needs(("SEC-A", 1, 1, "must")), CEILINGS)
    reasons = [
        stop_reasons(
            model, goal, standing_of(model, sit(model, goal, right=lambda _: True, steps=n)[1])
        ).tolist()[0]
        for n in range(5)
    ]

    assert ["", ""] == reasons[:2]
    assert "decided" == reasons[4]


def test_twelve_items_are_enough_unless_a_must_is_undecided(make_model):
    """With a must in doubt it goes on to fifteen; a mere wish in doubt ends it at twelve."""
    model = make_model(60, sd_levels=0.0)
    for need, expected in (("must", ["", "longest"]), ("should", ["length", "longest"])):
        goal = goal_for(model, needs(("SEC-A", 2, 1, need)), CEILINGS)
        ended = []
        for steps in (12, 15):
            # Undecided on purpose: nothing at all has been learned from the answers.
            _, sitting = sit(model, goal, right=lambda _: True, steps=steps)
            blank = replace(sitting, log_likelihood=np.zeros_like(sitting.log_likelihood))
            ended.append(stop_reasons(model, goal, standing_of(model, blank)).tolist()[0])
        assert expected == ended


def test_it_ends_when_it_is_precise_and_when_time_is_up(make_model, open_goal):
    """An SD of .35 levels ends it without a role; thirty minutes end it whatever is known."""
    model = make_model(60, sd_skill=0.0)
    goal = open_goal(model)
    _, sitting = sit(model, goal, right=lambda item: item.level < 3, steps=11)

    assert ["precise"] == stop_reasons(model, goal, standing_of(model, sitting)).tolist()
    assert ["time"] == stop_reasons(model, goal, standing_of(model, begin(model)), 30.0).tolist()
    assert [""] == stop_reasons(model, goal, standing_of(model, begin(model)), 29.9).tolist()
