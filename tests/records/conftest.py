"""A standard of three skills and two examinations, and the people of one section."""

from __future__ import annotations

import pytest

from grader.records import Person
from grader.standard.model import Level, Scale, Skill, Standard, Term
from grader.standard.placement_model import Qualification, Renewal
from grader.standard.role_model import Requirement, Role
from grader.text import Text


def _text(word):
    return Text(word, word)


def _skill(key, name, *, levels=4, ceiling=3, months=None):
    statements = tuple(
        Level(k, Text(f"{name}を{k}の手順でできる", f"Can do it at {k}"), ("auto",))
        for k in range(1, levels + 1)
    )
    return Skill(
        key, "sec", "technical", Text(name, f"Name of {key}"), _text("-"), "project", "none", "active",
        ceiling, statements, validity_months=months,
    )  # fmt: skip


def _exam(key, name, states, months=None):
    return Qualification(
        key, name, _text("-"), None, scarce=False, states=states, verification="none", sources=(),
        renewal=Renewal(months, "none") if months else None, valid_from=None, valid_to=None,
        successor=None, note=None,
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_standard():
    """Skills SEC-LOG (ages in 24 months), SEC-IAM, and SEC-NEW, a draft; examinations ipa-ap and ipa-sc."""
    skills = {
        "SEC-LOG": _skill("SEC-LOG", "ログ分析・検知", months=24),
        "SEC-IAM": _skill("SEC-IAM", "認証・権限設計"),
        "SEC-NEW": _skill("SEC-NEW", "新しいスキル", levels=0, ceiling=0),
    }
    exams = {
        "ipa-ap": _exam(
            "ipa-ap",
            Text("応用情報技術者試験", "Applied Information Technology Engineer Examination"),
            ("passed",),
        ),
        "ipa-sc": _exam(
            "ipa-sc",
            Text(
                "情報処理安全確保支援士試験",
                "Registered Information Security Specialist Examination",
            ),
            ("passed", "registered"),
            months=36,
        ),
    }
    leader = Role(
        "leader",
        _text("リーダー"),
        "specialist",
        (Requirement("SEC-LOG", 4, 3.0, "must"), Requirement("SEC-IAM", 2, 1.0, "should")),
    )
    return Standard(
        version="0.1.0",
        status="draft",
        scale=Scale((), Term(_text("-"), _text("-")), {}),
        skills=skills,
        roles={"leader": leader},
        sources={},
        qualifications=exams,
        successors={"SEC-OLD": ("SEC-LOG",)},
    )


@pytest.fixture(scope="session")
def section():
    """Three people; the first aims to be leader, and two bear one name."""
    return (
        Person("s001", "青葉 花子", "あおば はなこ", "情報政策課", "主事", "leader", "ja"),
        Person("s002", "若葉 太郎", "わかば たろう", "情報政策課", "係長", "", "ja"),
        Person("s003", "鈴木 一郎", "すずき いちろう", "情報政策課", "課長", "", "ja"),
        Person("s004", "鈴木 一郎", "すずき いちろう", "市民課", "課長", "", "ja"),
    )
