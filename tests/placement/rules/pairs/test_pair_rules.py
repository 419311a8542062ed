"""Each rule on single pairs: exactly which pairs it marks, with the values on the border counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grader.placement.problem.pairs import every_pair
from grader.placement.rules.make_board import make_board
from grader.placement.rules.pairs import CODES, pair_rules, shut_out
from grader.standard import Link, Tie

DAY = date(2027, 4, 1)
EVE = DAY - timedelta(days=1)


def test_job_families_and_qualifications(office):
    """P002: one of the job families, and one of the qualifications; a post that names none takes anybody."""
    people = [
        office.person("clerk", job_family="事務", qualifications=frozenset({"ipa-sc"})),
        office.person("nurse", job_family="保健師", qualifications=frozenset({"ipa-ip"})),
        office.person("open"),
    ]
    posts = [
        office.post("any"),
        office.post("health", job_families=frozenset({"保健師", "看護師"})),
        office.post("security", qualifications=frozenset({"ipa-sc", "ipa-nw"})),
    ]

    expected = {
        ("clerk", "health"),
        ("open", "health"),
        ("nurse", "security"),
        ("open", "security"),
    }
    assert expected == office.broken("P002", office.problem(people, posts))


def test_grades_include_both_ends(office):
    """P003: grades 3 to 5 take 3, 4 and 5; 2, 6 and people without a grade are shut out, in the present post too."""
    people = [office.person(f"g{grade}", grade=grade) for grade in (0, 2, 3, 4, 5, 6)]
    posts = [office.post("here", grades=(3, 5)), office.post("open")]

    assert {("g0", "here"), ("g2", "here"), ("g6", "here")} == office.broken(
        "P003", office.problem(people, posts)
    )


def test_least_years_are_over_after_exactly_so_many(office):
    """P006: a move away is charged below 2 years, not at 2; staying, and a post beside the main one, never."""
    people = [
        office.person("early", years_in_post=1.9999),
        office.person("exact", years_in_post=2.0),
        office.person("back", years_in_post=1.0, term_ends=EVE),
        office.person("until-today", years_in_post=1.0, term_ends=DAY),
        office.person("pinned", years_in_post=1.0),
        office.person("new", None),
    ]
    posts = [
        office.post("beside", kind="concurrent", days_per_week=1.0),
        office.post("here", min_years=2.0),
        office.post("there"),
    ]
    problem = office.problem(people, posts, pins=(("pinned", "there"),))

    assert {("early", "there"), ("until-today", "there")} == office.broken("P006", problem)


def test_most_years_are_reached_at_exactly_so_many(office):
    """P007: staying is charged from 3 years on, not just below; going elsewhere never."""
    people = [
        office.person("below", years_in_post=2.9999),
        office.person("exact", years_in_post=3.0),
        office.person("above", years_in_post=7.5),
    ]
    posts = [office.post("here", max_years=3.0), office.post("there", max_years=3.0)]

    assert {("above", "here"), ("exact", "here")} == office.broken(
        "P007", office.problem(people, posts)
    )


def test_consideration_bars_posts_departments_and_divisions(office):
    """P013: a post, all posts of a department, and all posts of the departments below a division."""
    people = [
        office.person("a", barred=frozenset({"one"})),
        office.person("b", barred=frozenset({"d-two"})),
        office.person("c", barred=frozenset({"b1"})),
        office.person("d"),
    ]
    posts = [
        office.post("one"),
        office.post("three", department="d-two", divisions=("b1",)),
        office.post("two"),
    ]

    expected = {("a", "one"), ("b", "three"), ("b", "two"), ("c", "three")}
    assert expected == office.broken("P013", office.problem(people, posts))


# The verdicts are those of the standard's cases (skills_standard/rules/bid_restrictions.yaml): a parent of a side
# employer is reached and a company without a link is not; ten years count, nine years and 364 days do not.
DA = ("digital-agency",)
PARENT = (Link("子", "subsidiary_of", "親"),)


@pytest.mark.parametrize(
    ("rules", "tie", "act", "barred"),
    [
        (DA, Tie("side_job", "親"), "draft_specification", True),
        (DA, Tie("side_job", "子"), "draft_specification", True),
        (DA, Tie("side_job", "他"), "draft_specification", False),
        (DA, Tie("side_job", "子"), "run_bid", False),
        (DA, Tie("side_job", "子", until=EVE), "draft_specification", False),
        (DA, Tie("side_job", "子", until=DAY), "draft_specification", True),
        (DA, Tie("side_job", "子", since=DAY + timedelta(days=1)), "draft_specification", False),
        (("C1",), Tie("employment", "子"), "draft_specification", True),
        (("C1",), Tie("employment", "子"), "run_bid", False),
        (("A1",), Tie("employment", "子", date(2007, 4, 1), date(2017, 3, 31)), "advise", True),
        (("A1",), Tie("employment", "子", date(2007, 4, 1), date(2017, 3, 30)), "advise", False),
        ((), Tie("side_job", "子"), "draft_specification", False),
    ],
)
def test_bid_restrictions_look_at_groups_acts_and_days(office, rules, tie, act, barred):
    """P014: parent and subsidiary are reached, acts and days as the rule names them; no rule, no bar."""
    person = office.person(ties=(tie,))
    posts = [
        office.post("buys", acts=(act,), bidders=("子",), procures=("system_development",)),
        office.post("quiet", acts=(act,)),
    ]
    problem = office.problem([person], posts, links=PARENT, bid_rules=rules)

    assert ({("s1", "buys")} if barred else set()) == office.broken("P014", problem)


def test_pledges_of_every_gate_are_needed(office):
    """P015: each pledge that a post asks for, and no other condition."""
    people = [
        office.person("none"),
        office.person("one", pledges=frozenset({"municipal"})),
        office.person("both", pledges=frozenset({"municipal", "digital-agency"})),
    ]
    posts = [
        office.post("city", gates=("pledges.municipal", "consent.home")),
        office.post("free"),
        office.post("state", gates=("pledges.digital-agency", "pledges.municipal")),
    ]

    expected = {("none", "city"), ("none", "state"), ("one", "state")}
    assert expected == office.broken("P015", office.problem(people, posts))


def test_closed_information_and_unsuitable_work(office):
    """P016: outsiders and closed information; a watch around the clock suits no side job, advice does (the standard)."""
    people = [office.person("own"), office.person("guest", origin="external")]
    posts = [
        office.post("open", access=frozenset({"confidential"})),
        office.post("private", access=frozenset({"personal_data", "confidential"})),
        office.post("soc", kind="side-job", work="soc-24x365"),
        office.post("talk", kind="side-job", work="advisory-network-knowledge"),
    ]
    problem = office.problem(people, posts)

    assert {("guest", "private"), ("guest", "soc"), ("own", "soc")} == office.broken(
        "P016", problem
    )
    open_city = replace(problem, policy=replace(problem.policy, closed=frozenset()))
    assert {("guest", "soc"), ("own", "soc")} == office.broken("P016", open_city)


def test_nobody_is_seconded_without_consent(office):
    """P017: consent to the post or its placement; who is there already has agreed before."""
    people = [
        office.person("no"),
        office.person("post", consents=frozenset({"agency"})),
        office.person("place", consents=frozenset({"da-gss"})),
        office.person("there", "agency"),
    ]
    posts = [
        office.post("agency", kind="secondment", placement="da-gss"),
        office.post("asks", gates=("consent.person",)),
        office.post("home"),
        office.post("vendor", kind="private-secondment"),
    ]
    everybody = {one.person for one in people}

    expected = {("no", "agency")}
    expected |= {(one, post) for one in everybody for post in ("asks", "vendor")}
    assert expected == office.broken("P017", office.problem(people, posts))


def test_the_last_day_of_a_term_belongs_to_it(office):
    """P018: staying is barred from the day after the term, or at the longest term of the post where no day is known."""
    people = [
        office.person("eve", term_ends=EVE),
        office.person("today", term_ends=DAY, years_in_post=5.0),
        office.person("long", years_in_post=2.0),
        office.person("short", years_in_post=1.9167),
    ]
    posts = [office.post("here", kind="secondment", term_months=24), office.post("home")]

    assert {("eve", "here"), ("long", "here")} == office.broken(
        "P018", office.problem(people, posts)
    )


def test_people_on_leave_stay_whatever_else_is_asked(office):
    """P025: every other post is barred; the post kept for them is never barred or charged, not even by consideration."""
    away = office.person(
        "away", movable=False, grade=9, years_in_post=9.0, barred=frozenset({"here"})
    )
    posts = [office.post("here", grades=(1, 3), max_years=3.0), office.post("there")]
    problem = office.problem([away], posts)

    assert {("away", "there")} == office.broken("P025", problem)
    assert set() == {
        pair for code in CODES for pair in office.broken(code, problem) if pair[1] == "here"
    }


def test_conditions_of_a_placement(office):
    """P026: its own conditions, and posts that are for outsiders only, or not for them; who is there may stay."""
    people = [
        office.person("able", eligibility=frozenset({"eligibility.reformed-a-counter"})),
        office.person("own"),
        office.person("guest", "rotation", origin="external"),
        office.person("other", None, origin="external"),
    ]
    posts = [
        office.post("adviser", gates=("eligibility.reformed-a-counter",)),
        office.post("cio", placement="cio-aide-external"),
        office.post("rotation"),
        office.post("shared", kind="sharing"),
        office.post("side", kind="side-job"),
    ]

    expected = {
        ("own", "adviser"),
        ("guest", "adviser"),
        ("other", "adviser"),
        ("able", "side"),
        ("own", "side"),
        ("other", "rotation"),
    }
    assert expected == office.broken("P026", office.problem(people, posts))


# What stands in the way of the wish, and what takes it out of the way: everything else is the same.
IN_THE_WAY = {
    "P002": ({}, {"job_families": frozenset({"保健師"})}, {"job_family": "保健師"}),
    "P003": ({"grade": 3}, {"grades": (4, 5)}, {"grade": 4}),
    "P006": ({"years_in_post": 1.0}, {}, {"years_in_post": 2.0}),
    "P013": ({"barred": frozenset({"d-wish"})}, {}, {"barred": frozenset()}),
    "P014": (
        {"ties": (Tie("employment", "甲"),)},
        {"acts": ("draft_specification",), "bidders": ("甲",)},
        {"ties": (Tie("employment", "乙"),)},
    ),
    "P015": (
        {},
        {"gates": ("pledges.municipal",)},
        {"pledges": frozenset({"municipal"})},
    ),
    "P016": (
        {"origin": "external"},
        {"kind": "sharing", "days_per_week": 5.0, "access": frozenset({"personal_data"})},
        None,
    ),
    "P017": ({}, {"kind": "secondment"}, {"consents": frozenset({"wish"})}),
    "P025": ({"movable": False}, {}, {"movable": True}),
    "P026": (
        {},
        {"gates": ("eligibility.municipal-staff",)},
        {"eligibility": frozenset({"eligibility.municipal-staff"})},
    ),
}


def only_in_the_way(office, code, *, released):
    """Make one person who wishes for the post ``wish``, with or without what stands in the way."""
    given, wanted, release = IN_THE_WAY[code]
    person = office.person(wishes=("wish",), **(given | (release or {}) if released else given))
    posts = [office.post("here", min_years=2.0), office.post("wish", **wanted)]
    policy = {"closed": frozenset()} if released and release is None else {}
    if code != "P006":
        person = replace(person, years_in_post=3.0)
    return office.problem([person], posts, policy=policy, bid_rules=("C1",))


@pytest.mark.parametrize("code", sorted(IN_THE_WAY))
def test_the_rule_alone_stands_in_the_way(office, code):
    """Each rule keeps the best plan from granting a wish; without its cause the same plan grants it."""
    bound, free = (only_in_the_way(office, code, released=released) for released in (False, True))

    assert {code} == {one for one in CODES if ("s1", "wish") in office.broken(one, bound)}
    assert set() == {one for one in CODES if ("s1", "wish") in office.broken(one, free)}
    assert "wish" not in office.plan(bound).values()
    assert "wish" in office.plan(free).values()


@pytest.mark.parametrize(
    ("code", "given", "limit"),
    [
        ("P007", {"years_in_post": 3.0}, {"max_years": 3.0}),
        ("P018", {"term_ends": EVE}, {}),
    ],
)
def test_the_rule_alone_ends_a_stay(office, code, given, limit):
    """Too many years, or a term that is over, send away somebody who would rather stay."""
    person = office.person(wants_to_stay=True, **given)
    posts = [office.post("here", **limit), office.post("there")]
    calm = replace(person, years_in_post=0.0, term_ends=None)

    assert {code} == {
        one
        for one in CODES
        if ("s1", "here") in office.broken(one, office.problem([person], posts))
    }
    assert {"s1": "there"} == office.plan(office.problem([person], posts))
    assert {"s1": "here"} == office.plan(office.problem([calm], posts))


@pytest.mark.parametrize("strength", ["hard", "soft", "off"])
def test_the_policy_says_how_strong_a_rule_is(office, strength):
    """The grade shuts out, charges, or does nothing, as the city has decided."""
    policy = {"rules": {"P003": strength}, "weights": {"P003": 2.0}}
    posts = [office.post("here", grades=(4, 5)), office.post("there")]
    problem = office.problem([office.person(grade=3)], posts, policy=policy)
    board, _ = make_board(problem, office.standard)
    bars, charges = pair_rules(board, office.standard)

    assert [[strength == "hard", False]] == shut_out(every_pair(problem), office.standard).tolist()
    assert [] == bars
    told = [(charge.rule.code, charge.rule.weight, charge.pairs.tolist()) for charge in charges]
    assert ([("P003", 2.0, [True, False])] if strength == "soft" else []) == told


def test_bars_tell_what_a_board_of_ones_own_breaks(office):
    """Who puts a board together by hand learns which pairs no plan may use."""
    posts = [office.post("here"), office.post("there", grades=(4, 5))]
    free = office.problem([office.person(grade=4)], posts)
    board, _ = make_board(free, office.standard)
    demoted = replace(free, people=(office.person(grade=3),))

    bars, _ = pair_rules(replace(board, problem=demoted), office.standard)

    assert [("P003", [False, True])] == [(bar.rule.code, bar.pairs.tolist()) for bar in bars]
