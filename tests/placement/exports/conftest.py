"""A hand-made plan: 12 people, 8 posts, every kind of move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from grader.placement.exports import Papers
from grader.placement.plan.model import Flag, NextBest, Placed, Plan, Shortage
from grader.placement.problem.model import Candidate, Goal, PlanPolicy, Post, Problem
from grader.placement.program.model import Stage
from grader.records.access_log import Access
from grader.standard import Development, Placement, Requirement, Scale, Skill, Standard
from grader.standard.model import Term
from grader.text import Text

NAME = Text("名", "Name")
DEPARTMENTS = {"D1": "総務課", "D2": "情報政策課", "D3": "市民課", "D9": "派遣先"}
NAMES = (
    ("0001", "青葉 花子", "あおば はなこ"),
    ("0002", "若草 一郎", "わかくさ いちろう"),
    ("0003", "双葉 次郎", "ふたば じろう"),
    ("0004", "杉本 三枝", "すぎもと みえ"),
    ("0005", "梅田 四郎", "うめだ しろう"),
    ("0006", "竹内 五月", "たけうち さつき"),
    ("0007", "松原 六花", "まつばら りっか"),
    ("0008", "桜井 七海", "さくらい ななみ"),
    ("0009", "椿 八重", "つばき やえ"),
    ("0010", "菊池 九", "きくち ひさし"),
    ("0011", "蓮見 十和", "はすみ とわ"),
    ("9001", "外山 十一", "とやま じゅういち"),
)
# person, before, after, kind, wish
MOVES = (
    ("p01", "B1", "B1", "stay", 0),
    ("p02", "B1", "B2", "rotation", 1),
    ("p03", "B2", "B3", "rotation", 0),
    ("p04", "B3", "B5", "private-secondment", 0),
    ("p05", "B3", "B1", "rotation", 0),
    ("p06", "B2", "B4", "secondment", 2),
    ("p07", "B4", "B2", "return", 0),
    ("p08", None, "B6", "concurrent", 0),
    ("p09", None, "B7", "sharing", 0),
    ("p10", None, "B3", "new", 0),
    ("p11", "B6", None, "unplaced", 0),
    ("p12", None, "B8", "side-job", 0),
)


def _skill(ident: str, ja: str, en: str) -> Skill:
    text = Text(ja, en)
    return Skill(
        id=ident,
        domain="x",
        kind="technical",
        name=text,
        description=text,
        origin="project",
        verification="none",
        status="active",
        auto_ceiling=3,
        levels=(),
    )


def _standard() -> Standard:
    agency = Placement(
        id="agency",
        type="secondment",
        name=Text("国の改善チーム", "Improvement team of the state"),
        description=NAME,
        host=Text("国の機関", "An agency of the state"),
        requires=(),
        develops=(),
        gates=("pledges.agency", "consent.person", "consent.home"),
        sources=(),
        verification="none",
        scheme=Text("行政実務研修員", "Trainee in administrative practice"),
        employer="home",
        return_duty=Text("学んだことを持ち帰る。", "Brings back what was learned."),
    )
    return Standard(
        version="0.4.0",
        status="draft",
        scale=Scale((), Term(NAME, NAME), {}),
        skills={
            one.id: one
            for one in (
                _skill("BPR-ASIS", "業務の現状把握", "As-is analysis"),
                _skill("NET-BASE", "ネットワークの基礎", "Networks"),
                _skill("SEC-IAM", "認証と権限", "Identity and access"),
            )
        },
        roles={},
        sources={},
        placements={"agency": agency},
    )


def _posts() -> tuple[Post, ...]:
    asks = (Requirement("NET-BASE", 2, 3.0, "must"), Requirement("SEC-IAM", 2, 2.0, "should"))
    leads = (Development("BPR-ASIS", 3),)
    inside = {"requires": asks, "seats": 4.0}
    return (
        Post("B1", "庶務係", "D1", title="係長", grades=(4, 6), seats=4.0),
        Post("B2", "ネットワーク担当", "D2", title="主査", **inside),
        Post("B3", "窓口係", "D3", seats=4.0),
        Post(
            "B4", "改善チーム", "D9", kind="secondment", placement="agency", develops=leads,
            days_per_week=5.0, term_months=24, payer="home", yearly_cost=500_000,
        ),
        Post(
            "B5", "研修派遣", "D9", kind="private-secondment", host="みどり商事", term_months=12,
            payer="home",
        ),
        Post("B6", "推進員", "D1", kind="concurrent", days_per_week=1.0),
        Post("B7", "共同利用の専門職", "D9", kind="sharing", days_per_week=2.0, payer="members"),
        Post("B8", "窓口改革の助言者", "D3", kind="side-job", days_per_week=0.5, term_months=3),
    )  # fmt: skip


def _people() -> tuple[Candidate, ...]:
    homes = {person: before for person, before, *_ in MOVES}
    homes |= {"p08": "B2", "p09": "B2", "p11": "B3"}
    departments = {post.id: post.department for post in _posts()}
    people = []
    for number, (staff, name, kana) in enumerate(NAMES, 1):
        person = f"p{number:02}"
        post = homes[person]
        one = Candidate(
            person, staff, name, kana, "主査", departments.get(post, ""), post, grade=3,
            years_in_post=3.5, consents=frozenset({"agency"} if person == "p06" else ()),
            levels={"NET-BASE": (0.95, 0.6, 0.2, 0.0)},
        )  # fmt: skip
        people.append(one)
    people[5] = replace(people[5], wishes=("B7", "B4"))
    people[6] = replace(people[6], term_ends=date(2027, 3, 31), return_post="B2")
    people[0] = replace(people[0], wants_to_stay=True)
    people[11] = replace(people[11], origin="external", title="")
    return tuple(people)


def _placed() -> tuple[Placed, ...]:
    flag = Flag("P015", Text("誓約書の提出", "Pledge to be signed"))
    other = NextBest("B3", (("fit", 12.345), ("wishes", 300.0)))
    made = []
    for person, before, after, kind, wish in MOVES:
        one = Placed(
            person=person, year=0, before=before, after=after, kind=kind, fit=None, fit_low=None,
            fit_high=None, growth=0.0, wish=wish, met=(), unmet=(), unknown=(), points=(),
            reason=Text(f"{person}の理由です。", f"Reason of {person}."),
        )  # fmt: skip
        if after == "B2":
            one = replace(
                one, fit=0.617, fit_low=0.4, fit_high=0.85, met=(), unmet=("NET-BASE",),
                unknown=("SEC-IAM",), next_best=other,
            )  # fmt: skip
        made.append(replace(one, flags=(flag,)) if after == "B4" else one)
    return tuple(made)


@pytest.fixture(scope="session")
def papers() -> Papers:
    """The problem, the plan and the standard."""
    policy = PlanPolicy("2026-1", (Goal("fill", {"fill": 1.0}), Goal("fit", {"fit": 1.0}, 0.01)))
    problem = Problem(date(2027, 4, 1), _people(), _posts(), policy, departments=DEPARTMENTS)
    short = Shortage(
        "P008", "", "B2", "NET-BASE", 2, 0, 1.0,
        Text("ネットワークの基礎（レベル2以上）の人が1人足りません。", "One person is missing."),
        ("P004", "P010"), Text("1人を育成してください。", "Train one person."),
    )  # fmt: skip
    plan = Plan(
        name="案1", appointed_on=date(2027, 4, 1), years=1, engine="0.5.0", solver="HiGHS 1.15.1",
        input_sha256="ab" * 32, seed=1, placed=_placed(), shortages=(short,), pairs=96,
        complete=False,
        stages=(
            Stage("fill", 1.0, 1.0, "optimal", "lp"),
            Stage("fit", -1234.0, -1240.0, "within_gap", "mip"),
        ),
    )  # fmt: skip
    return Papers(problem, plan, _standard())


@pytest.fixture(scope="session")
def access() -> Access:
    """An officer who takes the papers out."""
    when = datetime(2027, 3, 10, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    return Access("jinji01", when, "4月1日付け異動案の検討 & 説明")
