"""A small standard and estimates, made by hand."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from grader.measurement import Policy
from grader.standard import Development, Placement, Requirement, Role, Scale, Skill, Standard
from grader.standard.model import Term
from grader.text import Text

TEXT = Text("名", "Name")
SKILL = {
    "skill": "SEC-IAM",
    "n_items": 1,
    "n_notebooks": 1,
    "eap": 2.6,
    "sd": 0.7,
    "interval": [1.4, 3.8],
    "p_at_least": [0.98, 0.8, 0.3, 0.02],
    "level": 2,
    "confirmed_level": 1,
    "provisional": True,
    "evidence": [
        {
            "lesson": "phishing",
            "exercise": "sec-3-q1",
            "category": 1,
            "max_category": 2,
            "points": 1.0,
            "max_points": 3.0,
            "state": "partial",
            "misconceptions": [],
        }
    ],
}

ITEM = {
    "id": "sec-3-q1",
    "lesson": "phishing",
    "skill": "SEC-IAM",
    "level": 2,
    "categories": 3,
    "points": 3.0,
    "minutes": 8,
    "title": {"ja": "問1", "en": "Q1"},
    "type": "TABLE",
}


def make_skill(id_, ceiling):
    """Return a skill with a ceiling."""
    return Skill(
        id=id_,
        domain="x",
        kind="technical",
        name=TEXT,
        description=TEXT,
        origin="project",
        verification="none",
        status="draft",
        auto_ceiling=ceiling,
        levels=(),
    )


def make_standard(ceilings, roles):
    """Return a standard of these skills and roles."""
    return Standard(
        version="0.1.0",
        status="draft",
        scale=Scale((), Term(TEXT, TEXT), {}),
        skills={skill: make_skill(skill, ceiling) for skill, ceiling in ceilings.items()},
        roles={
            role: Role(role, TEXT, "specialist", tuple(Requirement(*n) for n in needs))
            for role, needs in roles.items()
        },
        sources={},
    )


def make_estimates(persons):
    """Estimates from one level-4 task each, with the probabilities of persons and skills."""
    return {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [{"id": "q1", "level": 4}],
        "persons": [
            {
                "person": person,
                "skills": [
                    {"skill": s, "p_at_least": p, "evidence": [{"exercise": "q1"}]}
                    for s, p in skills.items()
                ],
            }
            for person, skills in persons.items()
        ],
    }


def make_place(id_, requires, develops):
    """Return a secondment that asks for requirements and develops (skill, level)."""
    aims = tuple(Development(*aim) for aim in develops)
    return Placement(
        id_,
        "secondment",
        TEXT,
        TEXT,
        TEXT,
        tuple(requires),
        aims,
        (),
        sources=(),
        verification="none",
    )


@pytest.fixture
def place():
    """The maker of placements."""
    return make_place


@pytest.fixture
def policy():
    """The default policy."""
    return Policy()


@pytest.fixture
def standard_of():
    """The maker of standards."""
    return make_standard


@pytest.fixture
def estimates_of():
    """The maker of estimates."""
    return make_estimates


@pytest.fixture
def small():
    """Role r asks SEC-IAM 2 (must, weight 3), SEC-LOG 3 (should, 1) and HUM-COMM 3 (nice, 1; ceiling 1)."""
    return make_standard(
        {"SEC-IAM": 3, "SEC-LOG": 3, "HUM-COMM": 1},
        {
            "r": [
                ("SEC-LOG", 3, 1.0, "should"),
                ("SEC-IAM", 2, 3.0, "must"),
                ("HUM-COMM", 3, 1.0, "nice"),
            ]
        },
    )


@pytest.fixture
def full_estimates():
    """A whole document of estimates: one person, one skill."""
    return {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [ITEM],
        "persons": [{"person": "s001", "skills": [SKILL]}],
    }
