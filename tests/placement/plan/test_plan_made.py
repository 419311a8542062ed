"""Whole plans of random small problems, held against rules that are written here once more, from the problem alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.demo.city.problem import city_problem
from grader.errors import InputError, PlanError
from grader.placement.plan.change import another, placements, repair
from grader.placement.plan.compare import people_changed
from grader.placement.plan.document import plan_document
from grader.placement.plan.hand import forbid, main_places, pin, release, swap
from grader.placement.plan.make import make_plan, taken_up
from grader.placement.plan.posts import explain_post, post_views
from grader.placement.plan.reproduce import reproduce
from grader.placement.plan.store import list_plans, load_plan, plan_path, save_plan
from grader.placement.plan.whatif import what_if
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


@FEW
@given(SEEDS, st.data())
def test_a_bound_is_never_above_the_exact_loss(seed, data):
    """Goal by goal: an exact loss is below its bound only where a goal before it got worse."""
    first = made(drawn(seed))
    unused = [k for k in range(len(first.board)) if first.solution.values[k] < 0.5]
    pair = data.draw(st.sampled_from(unused))
    problem, board = first.problem, first.board
    who, where = problem.people[board.person[pair]].person, problem.posts[board.post[pair]].id

    bound = what_if(first, who, where)
    try:
        exact = what_if(first, who, where, exact=True)
    except PlanError:
        return
    assert bound.possible == exact.possible
    losses = first.warm.losses.of(pair)
    for cost in (losses, bound.cost):
        worse = False
        for (goal, least), (same, loss) in zip(cost, exact.cost, strict=False):
            assert goal == same
            assert worse or loss >= least - 1e-5
            worse = worse or loss > 1e-6
    lexicographic = [loss for _, loss in exact.cost if abs(loss) > 1e-6]
    assert not lexicographic or lexicographic[0] > 0


def test_a_stored_plan_is_taken_up_as_it_is(standard, town):
    """What is asked of it has the same answers as when it was made; with another problem, version or place it is not."""
    first = make_plan(town, standard, name="a", limits=LIMITS)
    taken = taken_up(first.plan, town, standard, limits=LIMITS)
    other = replace(town, seed=town.seed + 1)

    assert first.solution.values.tolist() == taken.solution.values.tolist()
    assert what_if(first, "p1", "desk", exact=True) == what_if(taken, "p1", "desk", exact=True)
    assert first.warm.losses.least.tolist() == taken.warm.losses.least.tolist()
    assert taken_up(first.plan, other, standard, limits=LIMITS) is None
    assert taken_up(replace(first.plan, engine="0"), town, standard, limits=LIMITS) is None
    moved = replace(first.plan, placed=first.plan.placed[1:])
    assert taken_up(moved, town, standard, limits=LIMITS) is None


def test_what_if_says_why_not(standard, town):
    """A pair that the plan uses, one that a rule shuts out, and people who are unknown."""
    first = make_plan(town, standard, name="a", limits=LIMITS)

    assert "この案の配置のとおりです。" == what_if(first, "p4", "gate").text.ja
    shut = what_if(first, "p3", "aff")
    assert (False, "3級です。") == (shut.possible, shut.text.ja[:5])
    with pytest.raises(InputError):
        what_if(first, "nobody", "gate")


def test_a_hand_counted_plan(standard, town):
    """By hand: the post it (mandatory 1, weight 3) must have somebody, aff cannot; p4 stays at the gate; p3 must leave
    the counter (6 of 6 years, weight 1), but then has no seat (weight 10), unless in it; p5 is new and has a place at
    the counter or none. Seats: it 1, desk 2, gate 1; five people: one has none. P010: p1 is the only key holder, to
    lose him costs 5. Shortage: aff 3 + one person 10 + p3 staying 1, if p3 is not the one without a place: 13.
    """
    first = make_plan(town, standard, name="a", limits=LIMITS)

    assert [("fill", 13.0, "optimal")] == [
        (s.goal, s.value, s.status) for s in first.plan.stages[:1]
    ]
    assert {"p1": "it", "p2": "desk", "p4": "gate", "p5": "desk"} == main_places(first.plan, town)
    assert [("P001", "p3"), ("P005", "")] == [(s.rule, s.person) for s in first.plan.shortages]
    assert "青葉 3郎さん（1003）の配置先がありません。" == first.plan.shortages[0].text.ja
    assert all(short.remedy.ja for short in first.plan.shortages)


def test_a_plan_is_stored_and_made_again(tmp_path):
    """From input.json alone the same bytes come out; a foreign input.json is refused, and so are bad names."""
    root = find_workspace()
    workspace = replace(root, records=tmp_path)
    problem = drawn(3)
    plan = made(problem, "案1").plan

    path = save_plan(workspace, plan, problem)

    assert tmp_path / "plans" / "案1" / "plan.json" == path == plan_path(workspace, "案1")
    assert ("案1",) == list_plans(workspace)
    assert plan_document(plan) == plan_document(load_plan(workspace, "案1")[0])
    assert problem == load_plan(workspace, "案1")[1]
    assert reproduce(workspace, "案1")
    save_plan(workspace, replace(plan, name="案2"), replace(problem, seed=9))
    with pytest.raises(InputError):
        load_plan(workspace, "案2")
    with pytest.raises(InputError):
        load_plan(workspace, "案3")
    for name in ("", "..", "a/b", "a.b", "nul", "か\u3099", "x" * 41):
        with pytest.raises(InputError):
            plan_path(workspace, name)


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
