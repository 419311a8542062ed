"""A synthetic office: 24 people, four departments of at least five and one of two, eight skills."""

from __future__ import annotations

import math
import random
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from grader import placement
from grader.authoring.registers import Misconception
from grader.dashboard import write_pages
from grader.measurement import Policy
from grader.records.access_log import Access
from grader.records.other_evidence import OtherEvidence
from grader.records.roster import Person
from grader.standard.model import Level, Scale, ScaleLevel, Skill, Standard, Term
from grader.standard.placement_model import Qualification, Renewal
from grader.standard.role_model import Requirement, Role
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVIL = '<script>alert("x")</script>'

SKILLS = {
    "PRJ-COST": ("コスト管理・見積の査定", "Cost management and quote review"),
    "SVC-USER": ("利用者理解", "Understanding users"),
    "BPR-MEASURE": ("業務量・待ち時間の計測", "Measuring workload and waiting"),
    "BPR-TOBE": ("あるべき業務の設計", "To-be process design"),
    "CLD-BASIC": ("クラウド基礎・責任共有", "Cloud basics and shared responsibility"),
    "SEC-POLICY": ("セキュリティポリシー・三層分離", "Security policy and network separation"),
    "SEC-IAM": ("認証・権限設計", "Authentication and access design"),
    "SEC-LOG": ("ログ分析・検知", "Log analysis and detection"),
}
ROLES = {
    "dx-leader": (
        "DX推進リーダー",
        "DX leader",
        {
            "BPR-MEASURE": (2, "must"),
            "BPR-TOBE": (2, "must"),
            "SVC-USER": (2, "should"),
            "SEC-POLICY": (2, "must"),
            "PRJ-COST": (1, "nice"),
        },
    ),
    "service-designer": (
        "サービスデザイナー",
        "Service designer",
        {
            "SVC-USER": (4, "must"),
            "BPR-TOBE": (3, "must"),
            "BPR-MEASURE": (3, "should"),
            "SEC-POLICY": (1, "should"),
        },
    ),
    "engineer": (
        "エンジニア",
        "Engineer",
        {
            "CLD-BASIC": (3, "must"),
            "SEC-IAM": (2, "should"),
            "SEC-LOG": (3, "must"),
            "SEC-POLICY": (2, "should"),
        },
    ),
    "one-person-it": (
        "ひとり情シス",
        "One-person IT",
        {
            "CLD-BASIC": (2, "must"),
            "SEC-LOG": (2, "must"),
            "SEC-IAM": (2, "must"),
            "PRJ-COST": (2, "should"),
            "BPR-TOBE": (1, "nice"),
        },
    ),
}
DEPARTMENTS = ("情報政策課", "市民課", "福祉総務課", "税務課", "秘書広報課")
SIZES = (6, 6, 5, 5, 2)
FAMILY = (
    "青木/あおき",
    "石田/いしだ",
    "上野/うえの",
    "遠藤/えんどう",
    "岡本/おかもと",
    "加藤/かとう",
    "木村/きむら",
    "工藤/くどう",
    "小林/こばやし",
    "斎藤/さいとう",
    "清水/しみず",
    "鈴木/すずき",
)
GIVEN = (
    "葵/あおい",
    "健/けん",
    "里奈/りな",
    "翔/しょう",
    "美咲/みさき",
    "悠/ゆう",
    "真由子/まゆこ",
)
LESSONS = {
    "SEC": "security-phishing",
    "BPR": "bpr-counters",
    "CLD": "cloud-costs",
    "SVC": "service-interviews",
    "PRJ": "service-interviews",
}
MISCONCEPTIONS = {
    "M-PADLOCK": Misconception(
        id="M-PADLOCK",
        belief=Text("鍵マークのあるサイトは本物である", "A padlock means the site is genuine"),
        message=Text(
            "鍵マークは通信が暗号化されていることだけを示します。偽サイトにも鍵マークは付きます。",
            "The padlock only says that traffic is encrypted. Fake sites have one too.",
        ),
        remedy="security-phishing",
    ),
    "M-MEAN": Misconception(
        id="M-MEAN",
        belief=Text("平均待ち時間が短ければ混雑はない", "A short mean wait means no queue"),
        message=Text(
            "平均は昼の山を隠します。時間帯ごとに見ると最大で40分待ちでした。",
            "The mean hides the noon peak, when people waited up to 40 minutes.",
        ),
        remedy="bpr-counters",
    ),
}


EXAM = Qualification(
    "ipa-sc",
    Text("情報処理安全確保支援士試験", "Registered Information Security Specialist Examination"),
    Text("-", "-"),
    None,
    scarce=False,
    states=("passed", "registered"),
    verification="none",
    sources=(),
    renewal=Renewal(36, "none"),
    valid_from=None,
    valid_to=None,
    successor=None,
    note=None,
)


def _other_evidence() -> list[OtherEvidence]:
    """s001 has some of everything; the raters of s002 are two levels apart; s003 has one rater."""
    asked = ("SVC-USER",)

    def seen(person: str, level: int, rater: str) -> OtherEvidence:
        return OtherEvidence(
            person, "observation", asked, level, "", date(2026, 3, 1), None, rater, "窓口で見た"
        )

    return [
        OtherEvidence(
            "s001", "registration", asked, None, "ipa-sc", date(2023, 4, 2), date(2026, 4, 30)
        ),
        OtherEvidence(
            "s001", "registration", (), None, "ipa-sc", date(2020, 4, 2), date(2023, 4, 1)
        ),
        seen("s001", 3, "s010"),
        seen("s001", 4, f"課長{EVIL}"),
        OtherEvidence("s001", "document", asked, None, f"手引き{EVIL}", date(2026, 2, 1)),
        seen("s002", 1, "s010"),
        seen("s002", 3, "s011"),
        seen("s003", 2, "s010"),
    ]


def _skill(key: str) -> Skill:
    ja, en = SKILLS[key]
    statements = tuple(
        Level(
            k,
            Text(f"{ja}をレベル{k}の手順で実行できる", f"Can carry out {en.lower()} at level {k}"),
            ("auto",),
        )
        for k in range(1, 5)
    )
    return Skill(
        key,
        key.split("-", maxsplit=1)[0].lower(),
        "technical",
        Text(ja, en),
        Text(ja, en),
        "project",
        "none",
        "active",
        3,
        statements,
    )


def _standard() -> Standard:
    words = (
        ("未到達", "Not reached"),
        ("理解", "Understands"),
        ("手順実行", "Follows a procedure"),
        ("自立実施", "Works alone"),
        ("主導", "Leads"),
    )
    levels = tuple(
        ScaleLevel(k, Text(*name), Text(*name), Text("-", "-")) for k, name in enumerate(words)
    )
    roles = {
        key: Role(
            key,
            Text(ja, en),
            "specialist",
            tuple(Requirement(s, k, 2.0 if n == "must" else 1.0, n) for s, (k, n) in asked.items()),
        )
        for key, (ja, en, asked) in ROLES.items()
    }
    return Standard(
        version="0.1.0",
        status="draft",
        scale=Scale(levels, Term(Text("証拠なし", "No evidence"), Text("-", "-")), {}),
        skills={key: _skill(key) for key in SKILLS},
        roles=roles,
        sources={},
        qualifications={"ipa-sc": EXAM},
        disclaimer=Text(
            "本標準は国の公式文書ではありません。", "This standard is not an official document."
        ),
    )


def _items() -> list[dict[str, Any]]:
    return [
        {
            "id": f"{key.lower()}-q{number}",
            "lesson": LESSONS[key[:3]] if number < 4 else f"{LESSONS[key[:3]]}-2",
            "skill": key,
            "level": 1 + number // 2,
            "categories": 3,
            "points": 3.0,
            "minutes": 6 + number,
            "title": {"ja": f"{ja}の課題 その{number}", "en": f"{en}, task {number}"},
            "type": "VALUES",
        }
        for key, (ja, en) in SKILLS.items()
        for number in range(1, 6)
        if key != "PRJ-COST" or number < 3
    ]


def _roster(rng: random.Random) -> list[Person]:
    people = []
    for department, size in zip(DEPARTMENTS, SIZES, strict=True):
        for _ in range(size):
            number = len(people) + 1
            family, given = FAMILY[number % len(FAMILY)].split("/"), rng.choice(GIVEN).split("/")
            people.append(
                Person(
                    person=f"s{number:03d}",
                    name=f"{family[0]}　{given[0]}",
                    kana=f"{family[1]}　{given[1]}",
                    department=department,
                    post=rng.choice(("主事", "主任", "係長")),
                    target_role=rng.choice([*ROLES, ""]),
                    lang="ja",
                )
            )
    return people


def at_least(eap: float, sd: float, level: int) -> float:
    """Probability of a level under a normal posterior."""
    return round(0.5 * math.erfc((level - eap) / (sd * math.sqrt(2))), 4)


def estimate(skill: str, eap: float, sd: float, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """One entry of ``estimates.json`` with a normal posterior."""
    p = [at_least(eap, sd, level) for level in range(1, 5)]
    lessons = {row["lesson"] for row in evidence}
    why = {
        "few_items": len(evidence) < 5,
        "few_notebooks": len(lessons) < 2,
        "unproctored": eap > 2,
    }
    reasons = [key for key, holds in why.items() if holds]
    return {
        "skill": skill,
        "n_items": len(evidence),
        "n_notebooks": len(lessons),
        "eap": round(eap, 3),
        "sd": round(sd, 3),
        "interval": [round(eap - 1.645 * sd, 3), round(eap + 1.645 * sd, 3)],
        "p_at_least": p,
        "level": sum(x >= 0.5 for x in p[:3]),
        "confirmed_level": sum(x >= 0.9 for x in p[:3]),
        "provisional": bool(reasons),
        "provisional_reasons": reasons,
        "evidence": evidence,
    }


def _evidence(rng: random.Random, item: dict[str, Any], ability: float) -> dict[str, Any]:
    chance = 1 / (1 + math.exp(2 * (item["level"] - 0.3 - ability)))
    category = (rng.random() < chance) + (rng.random() < chance)
    state = ("wrong", "partial", "right")[category]
    if category == 0 and rng.random() < 0.3:
        state = "not_attempted"
    belief = {"SEC": "M-PADLOCK", "BPR": "M-MEAN"}.get(item["skill"][:3])
    shown = state == "wrong" and belief and rng.random() < 0.7
    return {
        "lesson": item["lesson"],
        "exercise": item["id"],
        "category": category,
        "max_category": 2,
        "points": 1.5 * category,
        "max_points": 3.0,
        "state": state,
        "misconceptions": [belief] if shown else [],
    }


def _person_skills(rng: random.Random, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for key in sorted(SKILLS):
        if rng.random() < (0.8 if key == "CLD-BASIC" else 0.06):
            continue
        ability = rng.gauss(1.0 if key == "CLD-BASIC" else 1.9, 0.9)
        taken = [item for item in items if item["skill"] == key and rng.random() < 0.9]
        if taken:
            rows = [_evidence(rng, item, ability) for item in taken]
            found.append(
                estimate(key, ability + rng.gauss(0, 0.3), 1.1 / math.sqrt(len(rows)), rows)
            )
    return found


def make_office(seed: int = 7) -> dict[str, Any]:
    """Everything that `write_pages` is given, for one seed."""
    rng = random.Random(seed)  # noqa: S311  # synthetic people
    items = _items()
    roster = _roster(rng)
    measured = [(person.person, _person_skills(rng, items)) for person in roster[:-1]]
    standard = _standard()
    estimates = {
        "format_version": 1,
        "policy": asdict(Policy(min_items=5)),
        "bank": items,
        "persons": [{"person": key, "skills": rows} for key, rows in measured if rows],
        "problems": [],
    }
    return {
        "standard": standard,
        "estimates": estimates,
        "fit": placement.fit(standard, estimates),
        "roster": roster,
        "misconceptions": MISCONCEPTIONS,
        "items": items,
        "evidence": _other_evidence(),
        "title": Text("青葉野市", "Aobano City"),
        "access": Access("jinji", datetime(2026, 4, 1, tzinfo=UTC), f"研修計画{EVIL}"),
        "noted": lambda _sums, _people: None,
    }


@pytest.fixture(scope="session")
def office() -> Callable[[], dict[str, Any]]:
    """A maker of fresh offices, which a test may change."""
    return make_office


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the synthetic office."""
    out: Path = tmp_path_factory.mktemp("site")
    write_pages(**make_office(), out=out, as_of="2026-04-01")
    return out
