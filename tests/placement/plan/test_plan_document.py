"""Plans as JSON data, chains of moves, and plans side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from grader.errors import InputError
from grader.placement.plan.chains import Chain, chain_text, chains
from grader.placement.plan.compare import compare, comparison_lines, people_changed
from grader.placement.plan.document import plan_document, plan_from
from grader.placement.plan.model import Flag, NextBest, Placed, Plan, Shortage
from grader.placement.plan.words import Names
from grader.placement.program.model import Stage
from grader.schema.store import check_json
from grader.text import Text

TEXT = Text("文。", "A sentence.")


def placed(person, before, after, kind="rotation", **more):
    """Somebody in a plan, of whom little is known."""
    values = {
        "fit": None,
        "fit_low": None,
        "fit_high": None,
        "growth": 0.0,
        "wish": 0,
        "met": (),
        "unmet": (),
        "unknown": (),
        "points": (),
        "reason": TEXT,
    }
    return Placed(
        person=person,
        year=more.pop("year", 0),
        before=before,
        after=after,
        kind=kind,
        **{**values, **more},
    )


def plan(*people, name="案1", shortages=(), stages=()):
    """A plan of these people."""
    return Plan(
        name,
        date(2027, 4, 1),
        1,
        "0.1",
        "HiGHS 1.11",
        "0" * 64,
        1,
        stages,
        people,
        shortages,
        pairs=7,
        complete=True,
    )


FULL = plan(
    placed(
        "p1",
        "a",
        "b",
        fit=0.5,
        fit_low=0.25,
        fit_high=0.75,
        growth=1.5,
        wish=2,
        met=("S-A",),
        unmet=("S-B",),
        unknown=("S-C",),
        points=(("fit", 500.0), ("wishes", 200.0)),
        flags=(Flag("P015", TEXT),),
        next_best=NextBest("c", (("fill", 0.0), ("fit", 12.5))),
    ),
    placed("p2", None, None, "unplaced"),
    stages=(Stage("fill", 10.0, 10.0, "optimal", "lp"),),
    shortages=(Shortage("P001", "p2", "", "", 0, 0, 1.0, TEXT, ("P003", "P004"), TEXT),),
)


def test_a_plan_survives_the_way_through_json():
    """What is written fits the schema, and reading it gives the same plan."""
    data = json.loads(json.dumps(plan_document(FULL)))

    check_json(data, "plan", "here")
    assert FULL == plan_from(data)


def test_numbers_have_six_decimals():
    """The last bits of a solver's numbers do not reach the file, and −0.0 neither."""
    data = plan_document(replace(FULL, stages=(Stage("fit", -1 / 3, -0.0, "optimal", "lp"),)))

    assert [(-0.333333, "0.0")] == [(s["value"], str(s["bound"])) for s in data["stages"]]


def test_a_chain_goes_from_the_first_mover_to_the_free_seat():
    """Counted by hand: p1 takes the seat of p2, who takes that of p3, who goes to a post that nobody leaves."""
    made = plan(
        placed("p1", "a", "b"),
        placed("p2", "b", "c"),
        placed("p3", "c", "d"),
        placed("p4", "d", "d", "stay"),
        placed("p5", "e", "f"),
    )

    assert (Chain(("p1", "p2", "p3"), ("b", "c", "d"), circle=False),) == chains(made)


def test_two_who_change_places_are_a_circle():
    """Counted by hand: p1 and p2 swap, and p3 and p4 stand in no chain."""
    made = plan(
        placed("p1", "a", "b"),
        placed("p2", "b", "a"),
        placed("p3", "c", None, "unplaced"),
        placed("p4", None, "d", "new"),
    )

    assert (Chain(("p1", "p2"), ("b", "a"), circle=True),) == chains(made)


def test_each_seat_is_taken_once():
    """Two come to a post that one leaves: one of them takes that seat, the other a free one."""
    made = plan(placed("p1", "a", "c"), placed("p2", "b", "c"), placed("p3", "c", "d"))

    assert (Chain(("p1", "p3"), ("c", "d"), circle=False),) == chains(made)


def test_plans_side_by_side():
    """People, goals and shortages that differ, counted by hand; a plan without a shortage has 0 of it."""
    other = replace(
        FULL,
        name="案2",
        shortages=(),
        stages=(Stage("fill", 0.0, 0.0, "optimal", "lp"),),
        placed=(FULL.placed[0], placed("p2", None, "d", "new")),
    )

    found = compare([FULL, other])

    assert ("案1", "案2") == found.names
    assert [("p2", 0, ((), ("d",)))] == [(p.person, p.year, p.posts) for p in found.people]
    assert [("fill", (10.0, 0.0))] == [(goal.what, goal.values) for goal in found.goals]
    assert [("P001", (1.0, 0.0))] == [(short.what, short.values) for short in found.shortages]
    assert ("p2",) == people_changed(FULL, other)


def test_plans_of_other_days_cannot_be_compared():
    """One plan alone, and plans for two days, are refused in both languages."""
    for plans in ([FULL], [FULL, replace(FULL, appointed_on=date(2028, 4, 1))]):
        with pytest.raises(InputError) as caught:
            compare(plans)
        assert caught.value.ja
        assert caught.value.en


def test_chains_and_comparisons_are_told(standard, town):
    """Names and posts stand in the line, one for each goal, shortage and person."""
    names = Names(town, standard)
    lines = comparison_lines(
        compare([FULL, replace(FULL, name="案2", placed=FULL.placed[:1], shortages=())]),
        town,
        standard,
    )

    assert (
        "玉突き（循環、2人）：青葉 2郎さん（1002）→情報課 情報係、青葉 1郎さん（1001）→市民課 窓口係"
        == chain_text(Chain(("p2", "p1"), ("it", "desk"), circle=True), names).ja
    )
    assert [
        "不足（重みつきの合計）：案1 10、案2 10",
        "文。：案1 1、案2 0",
        "配置の異なる人：0件",
    ] == [line.ja for line in lines]
