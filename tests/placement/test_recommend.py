"""Which modules to take for a role."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.measurement import Policy
from grader.placement import Module, PersonEvidence, after_module, read_modules, recommend
from grader.standard import Requirement
from grader.text import Text

NAME = Text("名", "Name")
CEILINGS = {"SEC-LOG": 3, "SEC-IAM": 3, "CLD-COST": 3, "HUM-LEAD": 0}
PERSON = PersonEvidence("a", {"SEC-LOG": [0.95, 0.6, 0.1, 0.0], "SEC-IAM": [0.99, 0.95, 0.5, 0.1]})
STEPS = st.lists(st.floats(0, 1), min_size=4, max_size=4).map(lambda p: sorted(p, reverse=True))


def need(skill, level, kind="must"):
    """Return a requirement."""
    return Requirement(skill=skill, level=level, weight=1.0, need=kind, applies_to=("internal",))


def module(lesson, minutes, requires=(), **teaches):
    """Return a module; skills are written with an underscore."""
    return Module(
        lesson, NAME, minutes, {k.replace("_", "-"): v for k, v in teaches.items()}, requires
    )


def way(needs, modules, *, person=PERSON, **more):
    """Return the advice with the default policy."""
    return recommend(person, needs, modules, ceilings=CEILINGS, policy=Policy(), **more)


@given(p=STEPS, level=st.integers(1, 4), share=st.floats(0, 1))
def test_a_module_never_lowers_and_never_lifts_beyond_its_tasks(p, level, share):
    """Probabilities rise up to the module's level only, stay ordered, and stay probabilities."""
    then = after_module(p, level, share=share)
    assert all(now <= later <= 1 for now, later in zip(p, then, strict=True))
    assert p[level:] == then[level:]
    assert sorted(then, reverse=True) == pytest.approx(then)


@given(p=STEPS)
def test_a_perfect_module_lifts_everybody_by_one_level(p):
    """With a share of 1 whoever was at level k − 1 is at level k."""
    assert pytest.approx([1.0, *p[:3]]) == after_module(p, 4, share=1.0)


def test_the_better_value_per_hour_comes_first():
    """Of two modules that do the same the shorter one is advised; the other adds what is left."""
    short, long = module("b-short", 30, SEC_LOG=2), module("a-long", 90, SEC_LOG=2)
    advice = way([need("SEC-LOG", 2)], [long, short])
    assert ["b-short", "a-long"] == [step.module.lesson for step in advice]
    assert (0.6, 0.775) == pytest.approx((advice[0].before, advice[0].after))
    assert pytest.approx(0.35) == advice[0].per_hour
    assert advice[0].after == advice[1].before


def test_the_whole_counts_not_the_single_skill():
    """P(all) is a product: the module of the weakest requirement raises it most."""
    modules = [module("iam", 60, SEC_IAM=3), module("log", 60, SEC_LOG=3)]
    advice = way([need("SEC-LOG", 3), need("SEC-IAM", 3)], modules)
    assert "log" == advice[0].module.lesson
    assert pytest.approx(0.1 * 0.5) == advice[0].before
    assert [("SEC-LOG", 3)] == [(gain.skill, gain.level) for gain in advice[0].gains]


def test_who_is_two_levels_below_is_brought_nearer():
    """Where no module raises P(all), the one that raises the expected level most per hour comes first."""
    beginner = PersonEvidence("b", {"SEC-LOG": [0.2, 0.0, 0.0, 0.0]})
    modules = [module("high", 60, SEC_LOG=3), module("low", 30, SEC_LOG=1)]
    advice = way([need("SEC-LOG", 2)], modules[1:], person=beginner)
    assert [("low", 0.0, 0.0)] == [(s.module.lesson, s.before, s.after) for s in advice]
    assert pytest.approx(0.4) == advice[0].steps
    assert [("SEC-LOG", 1)] == [(gain.skill, gain.level) for gain in advice[0].gains]
    assert ["high", "low"] == [
        s.module.lesson for s in way([need("SEC-LOG", 2)], modules, person=beginner)
    ]


def test_what_does_not_help_is_not_advised():
    """A module of another skill, of levels long reached, or one taken already leads nowhere."""
    useless = [
        module("other", 30, CLD_COST=3),
        module("low", 30, SEC_IAM=1),
        module("done", 30, SEC_IAM=3),
    ]
    assert () == way([need("SEC-IAM", 3)], useless, taken={"done"})


def test_prerequisites_are_part_of_the_step_and_of_its_hours():
    """A lesson that requires another costs both, and both are named."""
    basics, log = module("basics", 30), module("log", 60, ("basics",), SEC_LOG=2)
    (first,) = way([need("SEC-LOG", 2)], [log, basics])
    assert (("basics",), 90) == (tuple(m.lesson for m in first.first), first.minutes)
    (again,) = way([need("SEC-LOG", 2)], [log, basics], taken={"basics"})
    assert ((), 60) == (again.first, again.minutes)


def test_a_circle_of_prerequisites_ends():
    """Lessons that require each other are a mistake, and no endless search."""
    circle = [module("a", 30, ("b",), SEC_LOG=2), module("b", 30, ("a",))]
    assert "a" == way([need("SEC-LOG", 2)], circle)[0].module.lesson


def test_without_evidence_the_prior_speaks():
    """A skill that was never measured stands at everybody's prior, not at level 0 and not at 1."""
    (step,) = way([need("CLD-COST", 2)], [module("cost", 90, CLD_COST=2)])
    assert pytest.approx(0.6306, abs=1e-4) == step.before


def test_what_people_must_attest_and_what_is_only_nice_do_not_count():
    """Levels above the ceiling and nice-to-haves neither lower P(all) nor ask for modules."""
    needs = [need("SEC-LOG", 2), need("HUM-LEAD", 2), need("SEC-IAM", 3, "nice")]
    advice = way(needs, [module("log", 60, SEC_LOG=2), module("iam", 60, SEC_IAM=3)])
    assert ["log"] == [step.module.lesson for step in advice]
    assert pytest.approx(0.6) == advice[0].before


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_the_first_step_hardly_depends_on_the_assumed_share(share):
    """The share of successes is a policy; the order of what to do first stays."""
    modules = [module("iam", 60, SEC_IAM=3), module("log", 60, SEC_LOG=3)]
    policy = replace(Policy(), module_share=share)
    needs = [need("SEC-LOG", 3), need("SEC-IAM", 3)]
    advice = recommend(PERSON, needs, modules, ceilings=CEILINGS, policy=policy)
    assert "log" == advice[0].module.lesson


def test_the_order_of_offers_does_not_matter():
    """The same advice comes out however the modules and needs are listed."""
    modules = [module(n, 60, SEC_LOG=2, SEC_IAM=3) for n in "cab"]
    needs = [need("SEC-LOG", 2), need("SEC-IAM", 3)]
    firsts = {way(needs, some)[0].module.lesson for some in permutations(modules)}
    assert {"a"} == firsts


def test_modules_are_read_from_the_bank():
    """The highest task of a lesson says how far it teaches; lessons keep their order."""
    items = [
        {"lesson": "log", "skill": "SEC-LOG", "level": 2},
        {"lesson": "log", "skill": "SEC-LOG", "level": 3},
    ]
    lesson = {"title": {"ja": "名", "en": "Name"}, "track": "security", "requires": ["first"]}
    lessons = [{**lesson, "lesson": "log", "minutes": 75}]
    assert (module("log", 75, ("first",), SEC_LOG=3),) == read_modules(
        {"items": items, "lessons": lessons}
    )
    assert () == read_modules({"items": items})
