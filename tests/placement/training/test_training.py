"""Training plans: the cheapest by brute force, with prerequisites, limits, and shortages that are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.measurement import Policy
from grader.placement import Module, prior_steps
from grader.placement.problem.model import Post
from grader.placement.program import Limits
from grader.placement.training import Demand, Terms, Trainee, demand_of, make_training
from grader.placement.training import packages as packages_module
from grader.placement.training.packages import in_order
from grader.standard import Requirement
from grader.text import Text

TERMS = Terms(date(2027, 4, 1), 0.6, 0.5, (0.5, 0.2, 0.05, 0.0))
LIMITS = Limits(seconds=20, gap=0.0, threads=1)
NAME = Text("教材", "Module")


def module(slug, minutes, teaches, requires=()):
    """A module."""
    return Module(slug, NAME, minutes, teaches, tuple(requires))


def after(levels, modules, *, share=0.5, prior=TERMS.prior):
    """Levels after modules, from the formula of `after_module` and nothing of the planner's."""
    state = {skill: list(levels.get(skill, prior)) for skill in ("A-X", "B-X")}
    for one in modules:
        for skill, top in one.teaches.items():
            old = [1.0, *state[skill]]
            for k in range(1, top + 1):
                state[skill][k - 1] = old[k] + share * (old[k - 1] - old[k])
    return state


def eligible(person, modules, demand, terms):
    """Whether somebody counts: likely enough, and a task of each level was taken or is part of a module."""
    state = after(person.levels, modules)
    seen = all(
        (
            skill in person.levels
            if person.hardest is None
            else person.hardest.get(skill, 0) >= level
        )
        or any(m.teaches.get(skill, 0) >= level for m in modules)
        for skill, level in demand.needs
    )
    return seen and prod(state[skill][level - 1] for skill, level in demand.needs) >= terms.chance


def cheapest(demands, people, modules, terms):
    """People short and minutes of the best plan, over all plans."""
    order = in_order(modules)
    options = [list(product((False, True), repeat=len(order))) for _ in people]
    best = None
    for choice in product(*options):
        taken = [[m for m, on in zip(order, row, strict=True) if on] for row in choice]
        if not all(allowed(one, mine, terms) for one, mine in zip(people, taken, strict=True)):
            continue
        can = [
            [eligible(one, mine, d, terms) for one, mine in zip(people, taken, strict=True)]
            for d in demands
        ]
        cost = (shortage(demands, can, terms), sum(m.minutes for mine in taken for m in mine))
        best = cost if best is None else min(best, cost)
    return best


def allowed(person, mine, terms):
    """Whether a person may take these modules."""
    slugs = {m.lesson for m in mine} | set(person.taken)
    again = any(m.lesson in person.taken for m in mine)
    ready = all(set(m.requires) <= slugs for m in mine)
    return ready and not again and sum(m.minutes for m in mine) <= (terms.minutes or 10**9)


def shortage(demands, can, terms):
    """People short; where each counts for one demand, by trying all ways to count them."""
    if not terms.one_each:
        return sum(max(0, d.people - sum(row)) for d, row in zip(demands, can, strict=True))
    ways = product(
        *([None, *(n for n, row in enumerate(can) if row[i])] for i in range(len(can[0])))
    )
    return min(sum(max(0, d.people - way.count(n)) for n, d in enumerate(demands)) for way in ways)


@given(st.integers(0, 100_000), st.booleans(), st.sampled_from([None, 150]))
@settings(max_examples=25)
def test_no_plan_is_cheaper(seed, one_each, minutes):
    """Over all choices of modules for two people and two demands, shortage and then minutes are the least."""
    rng = np.random.default_rng(seed)
    terms = Terms(TERMS.by, 0.6, 0.5, TERMS.prior, minutes, one_each)
    offered = [
        module(
            f"m{i}",
            int(rng.integers(3, 12)) * 10,
            {skill: int(rng.integers(1, 4)) for skill in ("A-X", "B-X") if rng.random() < 0.7},
            ("m0",) if i == 2 else (),
        )
        for i in range(4)
    ]
    people = [
        Trainee(
            f"s{i}",
            {"A-X": tuple(-np.sort(-rng.random(4)))} if rng.random() < 0.8 else {},
            ("m1",) if rng.random() < 0.3 else (),
            {"A-X": int(rng.integers(0, 4))} if rng.random() < 0.5 else None,
        )
        for i in range(2)
    ]
    demands = [
        Demand("p", "P", int(rng.integers(1, 3)), (("A-X", int(rng.integers(1, 3))),)),
        Demand("q", "Q", 1, (("A-X", 1), ("B-X", int(rng.integers(1, 3))))),
    ]
    plan = make_training(demands, people, offered, terms=terms, limits=LIMITS)
    found = (sum(one.people for one in plan.missing), plan.minutes)
    assert cheapest(demands, people, offered, terms) == found
    assert plan.complete


def test_a_plan_by_hand():
    """One module lifts P(level ≥ 1) from 0.5 to 0.75; the person nearest needs it, the expert needs nothing."""
    people = [
        Trainee("near", {"A-X": (0.5, 0.1, 0.0, 0.0)}),
        Trainee("far", {"A-X": (0.1, 0.0, 0.0, 0.0)}),
        Trainee("expert", {"A-X": (0.9, 0.5, 0.1, 0.0)}),
    ]
    plan = make_training(
        [Demand("p", "情報システム係", 2, (("A-X", 1),))],
        people,
        [module("a", 90, {"A-X": 1}), module("dear", 200, {"A-X": 1})],
        terms=TERMS,
        limits=LIMITS,
    )
    (row,) = plan.rows
    (purpose,) = row.purposes
    assert ("near", "a", 90) == (row.person, row.module.lesson, plan.minutes)
    assert (0.5, 0.75) == pytest.approx((purpose.before, purpose.after))
    assert ({"p": 1}, (), 1) == (plan.already, plan.missing, plan.persons)
    assert ["optimal", "optimal"] == [stage.status for stage in plan.stages]


def test_a_prior_is_nobodys_level():
    """With a prior of 0.9 an unmeasured person is likely enough, and counts only after a module with tasks of the level."""
    terms = Terms(TERMS.by, 0.6, 0.5, (0.9, 0.2, 0.05, 0.0))
    people = [Trainee("new", {}, hardest={})]
    demands = [Demand("p", "P", 1, (("A-X", 1),))]
    plan = make_training(demands, people, [module("a", 90, {"A-X": 1})], terms=terms, limits=LIMITS)
    assert ({"p": 0}, ["a"]) == (plan.already, [row.module.lesson for row in plan.rows])
    without = make_training(
        demands, people, [module("b", 90, {"B-X": 1})], terms=terms, limits=LIMITS
    )
    assert "教材がまだありません（A-X）" in without.missing[0].text.ja
    nobody = make_training(
        [replace(demands[0], persons=frozenset())],
        people,
        [module("a", 90, {"A-X": 1})],
        terms=terms,
        limits=LIMITS,
    )
    assert "nobody else to consider" in nobody.missing[0].text.en
    assert "それを扱う教材を受ける人だけ" in terms.assumption.ja


def test_a_level_beyond_the_hardest_task_is_not_shown_yet():
    """P(level ≥ 2) of 0.7 from tasks of level 1 is not held; with a task of level 2 it is."""
    levels = {"A-X": (0.9, 0.7, 0.1, 0.0)}
    people = [Trainee("s1", levels, hardest={"A-X": 1}), Trainee("s2", levels, hardest={"A-X": 2})]
    demands = [Demand("p", "P", 1, (("A-X", 2),))]
    plan = make_training(demands, people, [module("a", 90, {"A-X": 2})], terms=TERMS, limits=LIMITS)
    assert ({"p": 1}, ()) == (plan.already, plan.rows)


def test_what_training_cannot_reach_is_named():
    """Nobody gets to level 3 from 0.05: the shortage says so with numbers, and how to mend it."""
    plan = make_training(
        [Demand("p", "情報システム係", 2, (("A-X", 3),))],
        [Trainee("s1", {}), Trainee("s2", {})],
        [module("a", 90, {"A-X": 3})],
        terms=TERMS,
        limits=LIMITS,
    )
    (missing,) = plan.missing
    assert (2, 0.125) == (missing.people, pytest.approx(missing.best))
    assert "2人足りません" in missing.text.ja
    assert "最高で12%" in missing.text.ja
    assert "外部の人材" in missing.remedy.ja
    assert ((), 0) == (plan.rows, plan.minutes)


def test_the_limit_of_minutes_is_named_where_it_is_in_the_way():
    """With 60 minutes a module of 90 cannot be taken, though it would be enough."""
    terms = Terms(TERMS.by, 0.6, 0.5, TERMS.prior, minutes=60)
    plan = make_training(
        [Demand("p", "P", 1, (("A-X", 1),))],
        [Trainee("s1", {})],
        [module("a", 90, {"A-X": 1})],
        terms=terms,
        limits=LIMITS,
    )
    assert "時間の上限" in plan.missing[0].text.ja
    assert "limit of minutes" in plan.missing[0].text.en


def test_prerequisites_come_first_and_are_paid_for():
    """A module brings what it requires, in order; who took that already does not take it again."""
    offered = [module("b", 60, {"A-X": 1}, ("a",)), module("a", 30, {"C-X": 1})]
    demand = [Demand("p", "P", 2, (("A-X", 1),))]
    people = [Trainee("s1", {}), Trainee("s2", {}, ("a",))]
    plan = make_training(demand, people, offered, terms=TERMS, limits=LIMITS)
    assert [("s1", "a"), ("s1", "b"), ("s2", "b")] == [
        (r.person, r.module.lesson) for r in plan.rows
    ]
    assert 150 == plan.minutes


def test_only_those_who_may_be_counted_are_trained():
    """A demand that names its people trains nobody else, however cheap."""
    plan = make_training(
        [Demand("p", "P", 1, (("A-X", 1),), persons=frozenset({"s2"}))],
        [Trainee("s1", {"A-X": (0.9, 0, 0, 0)}), Trainee("s2", {})],
        [module("a", 90, {"A-X": 1})],
        terms=TERMS,
        limits=LIMITS,
    )
    assert [("s2", {"p": 0})] == [(row.person, plan.already) for row in plan.rows]


def test_more_modules_than_can_be_tried_are_said(monkeypatch):
    """If not every useful module was looked at, the plan says that a cheaper one may exist."""
    monkeypatch.setattr(packages_module, "MOST_MODULES", 1)
    plan = make_training(
        [Demand("p", "P", 1, (("A-X", 1),))],
        [Trainee("s1", {})],
        [module("a", 90, {"A-X": 1}), module("b", 80, {"A-X": 1})],
        terms=TERMS,
        limits=LIMITS,
    )
    assert not plan.complete


def test_a_post_asks_for_its_musts():
    """Musts within the ceiling of notebooks are needs, musts above it must be attested, the rest does not count."""
    asks = (
        Requirement("A-X", 2, 3.0, "must"),
        Requirement("B-X", 3, 3.0, "must"),
        Requirement("C-X", 1, 2.0, "should"),
    )
    post = Post("p", "P", "d", requires=asks)
    demand = demand_of(post, 2, ceilings={"A-X": 3, "B-X": 1}, persons=["s1"])
    assert Demand("p", "P", 2, (("A-X", 2),), ("B-X",), frozenset({"s1"})) == demand


def test_the_assumption_is_told():
    """Share and chance stand in the sentence in both languages, and so does that nobody measured the share."""
    told = TERMS.assumption
    assert "50%が次のレベルに届くと仮定" in told.ja
    assert "実測した値ではありません" in told.ja
    assert "at least 60%" in told.en


def test_the_prior_is_that_of_the_measurement():
    """Who was never measured starts at Φ((mean − k)/sd): with mean 1 and SD 1, half are at level 1."""
    steps = prior_steps(Policy(prior_mean=1.0, prior_sd=1.0))
    assert (0.5, 0.158655) == pytest.approx(steps[:2], abs=1e-6)


def test_a_whole_city_is_planned():
    """300 people, six modules and three posts are planned to proven optimality."""
    rng = np.random.default_rng(1)
    skills = ("A-X", "B-X", "C-X")
    offered = [module(f"m{i}", 60 + 20 * i, {skills[i % 3]: 1 + i % 2}) for i in range(6)]
    people = [
        Trainee(f"s{i:03d}", {s: tuple(np.sort(rng.random(4))[::-1] ** 2) for s in skills})
        for i in range(300)
    ]
    demands = [
        Demand(f"p{i}", f"P{i}", 100, ((skills[i], 2), (skills[(i + 1) % 3], 1))) for i in range(3)
    ]
    plan = make_training(demands, people, offered, terms=TERMS, limits=LIMITS)
    assert ["optimal", "optimal"] == [stage.status for stage in plan.stages]
    for demand in demands:
        reached = {
            r.person
            for r in plan.rows
            for p in r.purposes
            if p.demand == demand.id and p.after >= 0.6
        }
        assert plan.already[demand.id] + len(reached) >= 100 - sum(
            m.people for m in plan.missing if m.demand == demand.id
        )
