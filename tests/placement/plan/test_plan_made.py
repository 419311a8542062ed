"""Whole plans of random small problems, held against rules that are written here once more, from the problem alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.demo.city.problem import city_problem
from grader.errors import InputError
from grader.placement.plan.change import another, placements, repair
from grader.placement.plan.compare import people_changed
from grader.placement.plan.document import plan_document
from grader.placement.plan.hand import forbid, main_places, pin, release, swap
from grader.placement.plan.make import make_plan
from grader.placement.plan.posts import explain_post, post_views
from grader.placement.program.limits import Limits
from grader.schema.store import check_json
from grader.standard import load_standard
from grader.workspace import find_workspace

LIMITS = Limits(seconds=20.0, gap=0.0)
BESIDE = {"concurrent", "sharing", "side-job"}
FEW = settings(deadline=None, max_examples=4)
SEEDS = st.integers(1, 10_000)
STANDARD = load_standard(find_workspace().standard)


def drawn(seed, people=14, posts=6):
    """A small problem with hard rules."""
    return city_problem(seed=seed, people=people, posts=posts, standard=STANDARD)


def made(problem, name="案1"):
    """Its plan."""
    return make_plan(problem, STANDARD, name=name, limits=LIMITS)


def is_beside(post):
    """Whether a post is held beside the main one."""
    return post.kind in BESIDE or (post.kind == "secondment" and post.days_per_week < 5)


def broken(problem, plan):
    """Name the hard rules that a plan breaks: an independent reading of the problem."""
    people = {one.person: one for one in problem.people}
    posts = {post.id: post for post in problem.posts}
    where = [(people[p.person], posts[p.after]) for p in plan.placed if p.after is not None]
    return [*_broken_pairs(where), *_broken_sums(problem, where), *_broken_apart(problem, where)]


def _broken_pairs(where):
    for person, post in where:
        stays = person.post == post.id
        if person.leaves or (not person.movable and not stays):
            yield "P025"
        if stays and not person.movable:
            continue
        if post.grades and not post.grades[0] <= person.grade <= post.grades[1]:
            yield "P003"
        if post.job_families and person.job_family not in post.job_families:
            yield "P002"
        if post.qualifications and not post.qualifications & person.qualifications:
            yield "P002"
        if {post.id, post.department} & person.barred:
            yield "P013"
        agreed = {post.id, post.placement or ""} & person.consents
        if "consent.person" in post.gates and not stays and not agreed:
            yield "P017"


def _broken_sums(problem, where):
    load, cost, mains = defaultdict(float), defaultdict(float), defaultdict(int)
    for person, post in where:
        load[post.id] += person.share * (post.days_per_week / 5 if is_beside(post) else 1)
        cost[post.payer] += post.yearly_cost
        mains[person.person] += not is_beside(post)
    if any(load[post.id] > post.seats + 1e-6 for post in problem.posts):
        yield "P004"
    if any(cost[budget.payer] > budget.yen + 1e-3 for budget in problem.budgets):
        yield "P020"
    if any(count > 1 for count in mains.values()):
        yield "P001"
    if set(problem.forbids) & {(person.person, post.id) for person, post in where}:
        yield "P024"


def _broken_apart(problem, where):
    there = defaultdict(list)
    for person, post in where:
        there[person.person].append(post)
    for tie in problem.relations:
        for a in there[tie.a]:
            for b in there[tie.b]:
                if (
                    tie.kind == "kin"
                    and a.department == b.department
                    and a.kind == b.kind == "rotation"
                ):
                    yield "P011"
                if b.id in a.evaluates or a.id in b.evaluates:
                    yield "P012"


@FEW
@given(SEEDS)
def test_every_hard_rule_is_kept(seed):
    """Each placement obeys the rules as they are read here, straight from the problem; the file fits its schema."""
    problem = drawn(seed)

    plan = made(problem).plan

    assert [] == broken(problem, plan)
    assert {
        one.person for one in problem.people if one.origin == "internal" and not one.leaves
    } <= {placed.person for placed in plan.placed}
    check_json(plan_document(plan), "plan", "here")


@FEW
@given(SEEDS)
def test_the_same_problem_gives_the_same_plan(seed):
    """Two runs agree in every byte of the document."""
    assert plan_document(made(drawn(seed)).plan) == plan_document(made(drawn(seed)).plan)


@FEW
@given(SEEDS, st.data())
def test_what_is_decided_by_hand_is_kept(seed, data):
    """A swap that no rule shuts out is kept as pinned, and so is a ban."""
    problem = drawn(seed)
    plan = made(problem).plan
    places = main_places(plan, problem)
    a, b = data.draw(st.lists(st.sampled_from(sorted(places)), min_size=2, max_size=2, unique=True))

    swapped = swap(problem, plan, a, b)
    then = made(swapped).plan
    kept = main_places(then, problem)
    banned = main_places(made(forbid(problem, a, places[a])).plan, problem)

    missed = {(short.person, short.post) for short in then.shortages if short.rule == "P023"}
    assert {(a, places[b]), (b, places[a])} == {
        pair for pair in swapped.pins if kept.get(pair[0]) == pair[1] or pair in missed
    }
    assert places[a] != banned.get(a)


@FEW
@given(SEEDS, st.integers(1, 4))
def test_another_plan_really_differs(seed, people):
    """At least so many of those who had a main place have another one, or the shortage of P027 says how many not."""
    problem = drawn(seed)
    first = made(problem)

    other = made(another(problem, first.plan, people=people), "案2")

    before, after = main_places(first.plan, problem), main_places(other.plan, problem)
    changed = sum(after.get(person) != post for person, post in before.items())
    assert people <= changed + sum(s.amount for s in other.plan.shortages if s.rule == "P027")
    assert [] == broken(problem, other.plan)


@FEW
@given(SEEDS, st.data())
def test_a_repair_changes_no_more_than_a_new_plan(seed, data):
    """After a withdrawal the repair keeps at least as many placements as optimising anew, at the same shortage."""
    problem = drawn(seed)
    first = made(problem).plan
    moved = [(p.person, p.after) for p in first.placed if p.after is not None and p.kind != "stay"]
    stayed = [(p.person, p.after) for p in first.placed if p.kind == "stay"]
    who, where = data.draw(st.sampled_from(moved or stayed))

    mended = made(repair(problem, first, withdrawn=[(who, where)]), "修復").plan
    anew = made(forbid(problem, who, where), "新").plan

    kept = [len({*placements(plan)} & {*placements(first)}) for plan in (mended, anew)]
    assert (who, 0, where) not in placements(mended)
    assert mended.stages[0].value == pytest.approx(anew.stages[0].value)
    assert kept[0] >= kept[1]
    assert who in people_changed(first, mended)


@FEW
@given(SEEDS)
def test_posts_and_people_tell_the_same(seed):
    """Seats filled are counted once more from the people; nobody comes and goes at once."""
    problem = drawn(seed)
    plan = made(problem).plan

    for view in post_views(plan, problem):
        assert view.filled <= view.seats + 1e-6
        assert not {*view.comes} & {*view.goes}
        assert explain_post(view, problem, STANDARD)


def test_hands_are_checked():
    """Unknown people and posts are refused; a pin takes the place of a ban and the other way round."""
    problem = drawn(1)
    person, post = problem.people[0].person, problem.posts[0].id

    assert ((person, post),) == forbid(pin(problem, person, post), person, post).forbids
    assert ((), ()) == (
        (released := release(pin(problem, person, post), person, post)).pins,
        released.forbids,
    )
    for call in (
        lambda: pin(problem, "nobody", post),
        lambda: forbid(problem, person, "nowhere"),
    ):
        with pytest.raises(InputError):
            call()
    pins = replace(pin(problem, person, post), forbids=())
    assert ((person, problem.posts[1].id),) == pin(pins, person, problem.posts[1].id).pins
