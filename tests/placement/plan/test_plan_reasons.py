"""What a plan says about each person: one test for each kind of sentence, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grader.placement.plan.explain import _told
from grader.placement.plan.make import make_plan
from grader.placement.plan.model import NextBest
from grader.placement.plan.reasons import shut_out_text
from grader.placement.plan.sentences import cost_text, next_best_sentence
from grader.placement.plan.words import PRIVATE, Names, number, percent
from grader.placement.program.limits import Limits
from grader.text import Text

AS_IS = (("p1", "it"), ("p2", "desk"), ("p3", "desk"), ("p4", "gate"))


def found(placing, problem, chosen=AS_IS, **more):
    """Placements by person."""
    return {placed.person: placed for placed in placing(problem, *chosen, **more).people()}


def changed(problem, who, **more):
    """The problem with one person changed."""
    people = (replace(one, **more) if one.person == who else one for one in problem.people)
    return replace(problem, people=tuple(people))


def post_changed(problem, which, **more):
    """The problem with one post changed."""
    posts = (replace(one, **more) if one.id == which else one for one in problem.posts)
    return replace(problem, posts=tuple(posts))


def test_the_only_holder_stays(placing, town):
    """p1 alone holds SEC-IAM 2 in the post, which names it as a key skill."""
    reason = found(placing, town)["p1"].reason

    assert (
        "情報課 情報係に引き続き配置します。このポストで名（レベル2以上）を担えるのは、現在この方だけです。"
        == reason.ja
    )
    assert "Nobody else in this post holds Name at level 2 or above at present." in reason.en


def test_a_fit_has_an_expected_value_and_two_ends(placing, town):
    """p2 in the information division: (3·1.5)/(3·2) = 75 %, from 4.5/8 = 56 % to 6.5/8 = 81 %; 0.5 levels to gain."""
    made = placing(town, ("p1", "desk"), ("p2", "it"), ("p3", "desk"), ("p4", "gate"))
    placed = next(one for one in made.people() if one.person == "p2")

    told = [sentence.ja for sentence in _told(placed, made.names)]

    assert (0.75, 0.5625, 0.8125, 0.5) == (
        placed.fit,
        placed.fit_low,
        placed.fit_high,
        placed.growth,
    )
    assert ((), (), ("SEC-IAM", "SEC-LOG")) == (placed.met, placed.unmet, placed.unknown)
    assert [
        "市民課 窓口係から情報課 情報係へ異動します。本人の第1希望のとおりです。",
        "得点は1,300点です（適合750点、希望300点、成長250点）。",
        "適合度は、測定した範囲の期待値で75%です。未測定の部分を含めると、56%から81%の間です。",
        "必須のスキル1件のうち、確かめられていないもの1件（名）です。",
        "この配置で伸びる見込みは、合わせて0.5レベルです。",
    ] == told[:5]


def test_all_measured_and_nothing_measured_are_said(placing, town):
    """p1 is measured in both skills, 7.5/8 = 94 %; p5 in none; the counter asks for nothing."""
    made = placing(town, ("p1", "it"), ("p2", "desk"), ("p5", "desk"), ("p4", "gate"))
    people = {one.person: one for one in made.people()}
    new = placing(town, ("p5", "it"), ("p4", "gate"))
    (blank,) = [one for one in new.people() if one.person == "p5"]

    told = {who: [s.ja for s in _told(one, made.names)] for who, one in people.items()}

    assert "適合度の期待値は94%です。求めるスキルはすべて測定しています。" in told["p1"]
    assert "必須のスキル1件のうち、満たすもの1件（名）です。" in told["p1"]
    assert "このポストには、求めるスキルの定めがありません。" in told["p2"]
    assert None is blank.fit
    assert (
        "求めるスキルはまだ測定していません。適合度は0%から100%の間で、どこにあるかは分かりません。"
        in [s.ja for s in _told(blank, made.names)]
    )


def test_an_unmet_must_is_named(placing, town):
    """p2 certainly lacks level 2 of SEC-IAM, which is a must."""
    problem = changed(town, "p2", levels={"SEC-IAM": (1.0, 0.0, 0.0, 0.0)})
    made = placing(problem, ("p2", "it"), ("p4", "gate"))
    (placed,) = [one for one in made.people() if one.person == "p2"]

    assert ("SEC-IAM",) == placed.unmet
    assert "必須のスキル1件のうち、満たさないもの1件（名）です。" in [
        s.ja for s in _told(placed, made.names)
    ]


def test_a_full_post_says_how_far_the_others_are_ahead(placing, town):
    """p3 (0 + 200 points) wishes for the post of p1 (938 points), whose one seat is taken: 738 points ahead."""
    problem = changed(town, "p3", wishes=("it",))
    problem = replace(problem, policy=replace(problem.policy, wish_points=(200,)))

    assert (
        "市民課 窓口係に引き続き配置します。第1希望の情報課 情報係は、今回は見送りました。"
        "定員1人が埋まっています。配置する方のうち1人は、得点が738点高くなっています。"
    ) == found(placing, problem)["p3"].reason.ja


def test_a_wish_with_more_points_says_what_it_would_cost(placing, town):
    """p2 has more points than p1, so that only the loss of the goals speaks against it."""
    reason = found(placing, town, least={("p2", "it"): (5.0, 0.0, 0.0, 0.0)})["p2"].reason

    assert reason.ja.endswith(
        "定員1人が埋まっています。そこへ移すと、少なくとも不足（重みつき）が5増となります。"
    )
    assert reason.en.endswith("Going there instead: at least, weighted shortages grow by 5.")


def test_a_wish_that_a_rule_shuts_out_names_it(placing, town):
    """p3 of grade 3 wishes for a post of grades 5 to 7."""
    reason = found(placing, town)["p3"].reason

    assert reason.ja.endswith(
        "第1希望の総務課は、今回は見送りました。3級です。このポストは5級から7級までです。"
    )


def test_private_matters_are_never_told(placing, town):
    """Consideration, kin and leave are all said in the same words, and once."""
    barred = changed(town, "p3", barred=frozenset({"d3"}), grade=5)

    reason = found(placing, barred)["p3"].reason

    assert reason.ja.endswith(f"今回は見送りました。{PRIVATE.ja}")
    assert PRIVATE == shut_out_text([("P013", Text("秘密", "x")), ("P025", Text("休職", "y"))])
    assert "休職" not in found(placing, town)["p4"].reason.ja


def test_pins_leave_and_years_are_causes(placing, town):
    """p4 is not to be moved; p2 is pinned; p3, after 1 of 3 years, stays, and after 6 of 6 moves."""
    pinned = replace(town, pins=(("p2", "desk"),))
    early = changed(town, "p3", years_in_post=1.0, wishes=())
    late = changed(town, "p3", wishes=())

    assert "今回は異動の対象としていません。" in found(placing, town)["p4"].reason.ja
    assert "人事が確定した配置です。" in found(placing, pinned)["p2"].reason.ja
    assert (
        "市民課 窓口係に引き続き配置します。在課年数が1年で、下限の3年に達していません。"
        == found(placing, early)["p3"].reason.ja
    )
    assert (
        "市民課 窓口係から市民課 受付係へ異動します。在課年数が6年となり、上限の6年に達しています。"
        == found(placing, late, [("p3", "gate"), ("p4", "gate")])["p3"].reason.ja
    )


def test_staying_may_be_the_wish(placing, town):
    """To stay is a first wish: it is granted with rank 1, and refused like any other."""
    problem = changed(town, "p2", wants_to_stay=True, wishes=())

    kept = found(placing, problem)["p2"]
    moved = found(placing, problem, [("p2", "gate"), ("p4", "gate")])["p2"]

    assert (1, "現在のポストに留まる希望のとおりです。") == (kept.wish, kept.reason.ja[-19:])
    assert "第1希望の市民課 窓口係は、今回は見送りました。" in moved.reason.ja
    assert 0 == moved.wish


def test_nobody_without_a_place_is_left_unexplained(placing, town):
    """p5 has no place: the rules that leave none are named, but neither P001 itself nor a private one."""
    placed = found(placing, town)["p5"]

    assert ("unplaced", None) == (placed.kind, placed.after)
    assert (
        "この案では配置先が決まっていません。規則「定員」をすべて守ると、配置できる席がありません。"
        == placed.reason.ja
    )


@pytest.mark.parametrize(
    ("kind", "more", "home", "ja"),
    [
        ("secondment", {"kind": "secondment"}, {}, "市民課 窓口係から外 受付係へ派遣します。"),
        (
            "private-secondment",
            {"kind": "private-secondment"},
            {},
            "市民課 窓口係から民間の外 受付係へ派遣します。",
        ),
        (
            "concurrent",
            {"kind": "concurrent", "days_per_week": 2.0},
            {},
            "外 受付係に併任します（週2日）。",
        ),
        (
            "sharing",
            {"kind": "sharing", "days_per_week": 1.0},
            {},
            "共同利用の外 受付係を担当します（週1日）。",
        ),
        (
            "side-job",
            {"kind": "side-job", "days_per_week": 0.5},
            {},
            "副業として外 受付係を担当します（週0.5日）。",
        ),
        (
            "return",
            {},
            {"kind": "secondment"},
            "市民課 窓口係での派遣を終え、外 受付係へ戻ります。派遣の期間が2027年3月31日までのためです。",
        ),
    ],
)
def test_each_kind_of_move_has_its_sentence(placing, town, kind, more, home, ja):
    """Secondment, company, concurrent, shared, side job and return are told apart; new, stay and rotation are above."""
    problem = post_changed(town, "gate", department="d9", seats=9.0, **more)
    problem = post_changed(problem, "desk", **home)
    problem = replace(problem, departments={**problem.departments, "d9": "外"})
    problem = changed(
        problem,
        "p2",
        term_ends=date(2027, 3, 31),
        wishes=(),
        consents=frozenset({"gate"}),
        origin="external" if kind == "side-job" else "internal",
        days_per_week=5.0,
    )
    problem = changed(problem, "p4", movable=True)

    placed = found(placing, problem, [("p2", "gate")])["p2"]

    assert (kind, ja) == (placed.kind, placed.reason.ja)


def test_later_years_begin_where_the_year_before_ended(standard, town):
    """In a plan of two years each sentence names its year, and the second year starts from the posts of the first."""
    problem = replace(town, years=2)
    made = make_plan(problem, standard, name="a", limits=Limits(seconds=20.0))
    first, second = ({p.person: p for p in made.plan.placed if p.year == year} for year in (0, 1))

    assert {who: p.after for who, p in first.items()} == {
        who: p.before for who, p in second.items()
    }
    assert all(p.reason.ja.startswith("1年目：") for p in first.values())
    assert all(p.reason.en.startswith("Year 2: ") for p in second.values())
    assert "在課年数" not in "".join(p.reason.ja for p in second.values())


def test_somebody_new_is_newly_placed(placing, town):
    """p5 has no post before."""
    placed = found(placing, town, [("p5", "desk"), ("p4", "gate")])["p5"]

    assert ("new", "新たに市民課 窓口係へ配置します。") == (placed.kind, placed.reason.ja)


def test_the_next_best_post_is_the_one_that_costs_least(placing, town):
    """Of p1's two other posts the counter costs 3 of shortages, the gate nothing of them but 938 points of fit."""
    losses = {("p1", "desk"): (3.0, 0.0, 0.0, 0.0), ("p1", "gate"): (0.0, 938.0, 0.0, 1.0)}

    best = found(placing, town, least=losses)["p1"].next_best

    assert NextBest("gate", (("fill", 0.0), ("fit", 938.0))) == best


def test_costs_are_told_goal_by_goal(standard, town):
    """A bound says “at least”, an exact cost does not; gains are told as gains, and a city's own mix by its name."""
    names = Names(town, standard)
    cost = (("fill", 0.0), ("fit", 12.5), ("wishes", -100.0), ("own", 2.0))

    assert (
        "少なくとも適合が12.5点減、希望が100点増、目標「own」が2悪化となります"
        == cost_text(cost, exact=False).ja
    )
    assert (
        "fit falls by 12.5 points, wishes rise by 100 points, goal own worsens by 2"
        == cost_text(cost, exact=True).en
    )
    assert "どの目標も変わりません" == cost_text((("fill", 0.0),), exact=True).ja
    assert (
        "ほかに配置できる先で最も良いのは市民課 受付係です。そこへ移すと、異動が1件減となります。"
        == next_best_sentence(NextBest("gate", (("moves", -1.0),), exact=True), names).ja
    )


def test_numbers_are_written_as_people_write_them():
    """Thousands have separators, whole numbers no decimals, and there is no −0."""
    assert ["1,234", "0.3", "0", "-2", "12.5"] == [
        number(x) for x in (1234.0, 0.25, -0.04, -2.0, 12.5)
    ]
    assert ["0%", "94%", "100%"] == [percent(x) for x in (0.0, 0.9375, 1.0)]
