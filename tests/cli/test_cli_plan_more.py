"""``kakehashi plan training`` and ``plan round`` on a town that can be counted by hand."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from grader.measurement import Policy
from grader.placement.plan.make import make_plan
from grader.placement.plan.store import load_plan, save_plan
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem, SkillNeed
from grader.placement.program.limits import Limits
from grader.placement.rounds import deferred_acceptance
from grader.placement.rounds.stage import open_seats, pinned
from grader.schema.store import read_json, write_json
from grader.standard import Development, Requirement, load_standard

POLICY = Path(__file__).parents[2] / "assessments" / "measurement.yaml"
TITLE = {"ja": "ログを読む", "en": "Reading logs"}
ITEM = {
    "id": "log-1-q1",
    "lesson": "logs",
    "skill": "SEC-LOG",
    "level": 3,
    "categories": 2,
    "points": 2.0,
    "minutes": 5,
    "title": TITLE,
    "type": "VALUES",
}
ASK = ("--purpose", "t", "--now", "2027-03-01T09:00:00+09:00")
LIMITS = Limits(seconds=20, threads=1)


def person(id_, post, **more):
    """Somebody who has a name."""
    return Candidate(
        id_, f"100{id_[1:]}", f"青葉 {id_[1:]}郎", "あおば", "主事", "d1", post, **more
    )


def town():
    """One seat free in the information section and one at the counter; p1 is nearly at level 3 of SEC-LOG."""
    people = (
        person("p1", "it", levels={"SEC-LOG": (1.0, 1.0, 0.7, 0.0)}, hardest={"SEC-LOG": 3}),
        person(
            "p2",
            "desk",
            levels={"SEC-LOG": (1.0, 0.9, 0.0, 0.0)},
            hardest={"SEC-LOG": 2},
            wishes=("it",),
        ),
        person("p3", "desk", levels={"SEC-LOG": (1.0, 0.5, 0.0, 0.0)}, wishes=("it", "d2")),
        person("p4", "gate", wishes=("it", "desk")),
        person("p5", "gate"),
    )
    posts = (
        Post("desk", "窓口係", "d2", seats=3),
        Post("gate", "受付係", "d2", seats=2),
        Post(
            "it",
            "情報係",
            "d1",
            seats=2,
            requires=(Requirement("SEC-LOG", 2, 3.0, "must"),),
            develops=(Development("SEC-LOG", 3),),
            needs=(SkillNeed("SEC-LOG", 3),),
        ),
    )
    goals = (Goal("fill", {"fill": 1.0}), Goal("moves", {"moves": 1.0}))
    return Problem(
        date(2027, 4, 1),
        people,
        posts,
        PlanPolicy("t", goals),
        departments={"d1": "情報課", "d2": "市民課"},
    )


@pytest.fixture
def planned(minimal):
    """The workspace with a plan of the town, a bank of two lessons and the measurement policy."""
    shutil.copyfile(POLICY, minimal.assessments / "measurement.yaml")
    lesson = {"lesson": "logs", "title": TITLE, "track": "sec", "minutes": 90, "requires": []}
    bank = {"format_version": 1, "items": [ITEM], "lessons": [lesson]}
    write_json(minimal.build / "items.json", bank, "items")
    store(minimal, town())
    return minimal


def store(workspace, problem):
    """Make and store 案1."""
    standard = load_standard(workspace.standard)
    made = make_plan(problem, standard, name="案1", limits=LIMITS)
    save_plan(workspace, made.plan, made.problem)


def modules(folder):
    """Staff numbers and modules of 育成計画.xlsx."""
    rows = load_workbook(folder / "育成計画.xlsx").worksheets[0].iter_rows(values_only=True)
    return [(row[0], row[-1]) for row in rows if row[-1] and row[0] != "職員番号"]


def test_training_meets_the_shortages_of_a_plan(run, planned, tmp_path):
    """One module lifts P(level ≥ 3) of the one who is there from .7 to .7 + ½(1 − .7) = .85, and reaches the papers."""
    result = run("plan", "training", "案1", *ASK)
    assert 0 == result.exit_code, result.output
    assert "対象 1人　合計 1.5時間" in result.output
    assert "青葉 1郎さん（1001）：「ログを読む」（1.5時間）" in result.output
    assert "情報係 ログ分析 レベル3：見込み 70% → 85%" in result.output
    assert "50%が次のレベルに届くと仮定" in result.output
    data = read_json(planned.records / "plans" / "案1" / "training.json", "training_plan")
    assert ([("p1", "logs")], [], 90, True) == (
        [(row["person"], row["lesson"]) for row in data["rows"]],
        data["missing"],
        data["minutes"],
        data["complete"],
    )
    assert "plan training 案1" in run("audit", "show").output
    assert 0 == run("plan", "export", "案1", "--to", tmp_path / "out", *ASK).exit_code
    assert [("1001", "ログを読む")] == modules(tmp_path / "out")


def estimates(skill, taken):
    """Estimates of p1 in one skill, from one task of level 3 in a lesson."""
    answer = {
        "lesson": taken,
        "exercise": "log-1-q1",
        "category": 1,
        "max_category": 1,
        "points": 2.0,
        "max_points": 2.0,
        "state": "right",
        "misconceptions": [],
    }
    known = {
        "skill": skill,
        "n_items": 1,
        "n_notebooks": 1,
        "eap": 2.6,
        "sd": 0.7,
        "interval": [1.4, 3.8],
        "p_at_least": [1.0, 1.0, 0.7, 0.0],
        "level": 3,
        "confirmed_level": 2,
        "provisional": True,
        "evidence": [answer],
    }
    return {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [ITEM],
        "persons": [{"person": "p1", "skills": [known]}],
    }


def test_levels_serve_training_before_they_serve_plans(run, planned):
    """A plan without levels takes estimates for training; without those all stand at the prior, as the command says.

    By the prior, Φ((mean − 3)/sd), the module brings nobody to 0.8: p1 is short.
    """
    unknown = tuple(replace(one, levels={}, hardest={}) for one in town().people)
    store(planned, replace(town(), people=unknown))
    result = run("--lang", "en", "plan", "training", "案1", *ASK)
    assert (1, True) == (result.exit_code, "No levels are on record" in result.output)
    path = planned.records / "estimates.json"
    write_json(path, estimates("SEC-LOG", "other"), "estimates")
    result = run("--lang", "en", "plan", "training", "案1", *ASK)
    assert (0, True) == (result.exit_code, "chance 70% → 85%" in result.output)
    write_json(path, estimates("SEC-LOG", "logs"), "estimates")
    result = run("--lang", "en", "plan", "training", "案1", *ASK)
    assert (
        "nobody else gets beyond 70%" in result.output
    )  # the lesson was taken: it is not given again


def test_training_of_a_plan_since_replaced_does_not_fill_papers(run, planned, tmp_path):
    """Once the plan is another one the column stays empty, and the command says what to do."""
    run("plan", "training", "案1", *ASK)
    store(planned, replace(town(), forbids=(("p5", "it"),)))
    result = run("plan", "export", "案1", "--to", tmp_path / "out", *ASK)
    assert "kakehashi plan training 案1 でやり直してください" in result.output
    assert [] == modules(tmp_path / "out")


@pytest.mark.usefixtures("planned")
def test_training_for_posts_and_roles_that_are_named(run):
    """Level 2: p1 and p2 hold it and p3 can reach .75 of .8, so of three one is missing at .8 and none at .7."""
    asked = ("plan", "training", "案1", "--post", "情報係=3", "--role", "engineer=1", *ASK)
    result = run("--lang", "en", *asked)
    assert 1 == result.exit_code, result.output
    assert "情報係: 3 needed, likely already: 2" in result.output
    assert "nobody else gets beyond 75%" in result.output
    result = run("--lang", "en", *asked, "--chance", "0.7")
    assert 0 == result.exit_code, result.output
    assert "it 情報係: chance 50% → 75%" in result.output
    result = run("--lang", "en", *asked, "--chance", "0.7", "--hours", "1")
    assert "The limit of minutes for each person" in result.output


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--role", "nobody=1"), 1, "Use one of: engineer"),
        (("--post", "nowhere=1"), 1, "nowhere"),
        (("--post", "it=0"), 2, "write ID=NUMBER"),
        (("--post", "it"), 2, "write ID=NUMBER"),
        (("--post", "desk=1"), 1, "No must of 窓口係 can be shown by notebooks"),
    ],
)
def test_training_that_cannot_be_planned_is_refused(run, planned, options, code, said):
    """Unknown ids, numbers that are none and posts without a must that notebooks show are named; nothing is stored."""
    result = run("--lang", "en", "plan", "training", "案1", *options, *ASK)
    assert (code, True) == (result.exit_code, said in result.output)
    assert not (planned.records / "plans" / "案1" / "training.json").exists()


def test_a_plan_without_shortages_asks_for_aims(run, planned):
    """Where no post is short of a skill, somebody has to say what to train for."""
    post = replace(town().posts[2], needs=())
    store(planned, replace(town(), posts=(*town().posts[:2], post)))
    result = run("--lang", "en", "plan", "training", "案1", *ASK)
    assert (1, True) == (result.exit_code, "--post or --role" in result.output)


def test_a_round_gives_seats_by_fit(run, planned):
    """Both p2 (.95) and p3 (.75) wish for the one seat: p2 gets it; p4, of whom nothing is known, the second wish.

    p3 wished for section d2 as well, whose seats are two: p3's own post, which is not counted, and the reception, full.
    """
    result = run("plan", "round", "案1", "--seed", "7", *ASK)
    assert 0 == result.exit_code, result.output
    data = read_json(planned.records / "plans" / "案1" / "round.json", "round")
    found = {one["person"]: (one["post"], one["rank"]) for one in data["answers"]}
    assert {"p2": ("it", 1), "p3": (None, 0), "p4": ("desk", 2)} == found
    assert [{"post": "it", "points": 750.0}] == data["answers"][1]["wishes"]
    assert [("desk", 1, 0), ("it", 1, 0)] == [
        (one["post"], one["seats"], one["unfilled"]) for one in data["vacancies"]
    ]
    assert "ポスト 2（2席）　応募 3人　決定 2人" in result.output
    assert "青葉 2郎さん（1002）：第1希望の「情報係」に決まりました。" in result.output
    assert "結果は安定です" in result.output
    assert "plan round 案1" in run("audit", "show").output


def test_a_round_can_go_into_a_plan(run, planned):
    """The outcome becomes pins of a new plan; named seats count instead of the free ones, and an empty one is told."""
    named = ("--post", "it=3", "--person", "1003", "--order", "growth", "--pin-as", "公募後")
    result = run("--lang", "en", "plan", "round", "案1", *named, *ASK)
    assert 0 == result.exit_code, result.output
    assert "△ it 情報課 情報係: seats left empty: 2." in result.output
    made, problem = load_plan(planned, "公募後")
    assert (("p3", "it"),) == problem.pins
    assert ["it"] == [one.after for one in made.placed if one.person == "p3"]
    again = run("--lang", "en", "plan", "round", "案1", *named, *ASK)
    assert (1, True) == (again.exit_code, "already" in again.output)


def test_a_round_without_seats_or_wishes_is_refused(run, planned):
    """Where nobody wishes for anything, or all seats are held, there is nothing to decide."""
    content = [replace(one, wishes=()) for one in town().people]
    store(planned, replace(town(), people=tuple(content)))
    result = run("--lang", "en", "plan", "round", "案1", *ASK)
    assert (1, True) == (result.exit_code, "Nobody wishes" in result.output)
    held = [replace(post, seats=seats) for post, seats in zip(town().posts, (2, 2, 1), strict=True)]
    store(planned, replace(town(), posts=tuple(held)))
    result = run("--lang", "en", "plan", "round", "案1", *ASK)
    assert (1, True) == (result.exit_code, "No post has an open seat" in result.output)


def test_open_seats_are_those_of_nobody_on_the_day():
    """Half a person leaves half a seat, who leaves a whole one, and who returns from secondment takes one: 3 − 1, 2 − 0, 2."""
    problem = town()
    people = (
        replace(problem.people[0], leaves=True),
        replace(problem.people[1], share=0.5),
        replace(problem.people[2], post="away", term_ends=date(2027, 3, 31), return_post="gate"),
        *problem.people[3:],
    )
    posts = (*problem.posts, Post("side", "副業", "d2", kind="side-job", seats=5))
    assert {"desk": 2, "it": 2} == open_seats(replace(problem, people=people, posts=posts))


def test_whoever_gets_nothing_is_not_pinned():
    """Only granted wishes become pins."""
    from grader.placement.rounds import Round, Vacancy  # noqa: PLC0415

    round_ = Round({"p2": ("it",), "p3": ("it",)}, {"it": Vacancy("it", "情報係", 1, {"p3": 1})}, 1)
    assert (("p3", "it"),) == pinned(town(), deferred_acceptance(round_)).pins
