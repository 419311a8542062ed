"""The minimal workspace's diagnostic, and larger banks made of nothing but levels."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.diagnosis.items import Option, ShortItem
from grader.diagnosis.model import build_model
from grader.diagnosis.selection import Goal
from grader.diagnosis.settings import settings_of
from grader.diagnosis.stage import diagnostic_for, open_desk
from grader.measurement import Policy
from grader.text import Text

NOTHING = Text("無", "nothing")
POLICY = Path(__file__).parents[2] / "assessments" / "measurement.yaml"


@pytest.fixture
def minimal(minimal):
    """The minimal workspace with the policy of the repository."""
    shutil.copyfile(POLICY, minimal.assessments / POLICY.name)
    return minimal


@pytest.fixture
def desk(minimal):
    """Everything in the minimal workspace that a diagnostic needs."""
    return open_desk(minimal)


@pytest.fixture
def diagnostic(desk):
    """Security, for an engineer: SEC-LOG 2 (must, weight 3) and SEC-IAM 1 (should, weight 2)."""
    return diagnostic_for(desk, "security", "engineer")


def make_items(count, *, skills=("SEC-A",), levels=(1, 2, 3), kind="number", families=None):
    """Return `count` items, their skills and levels in turn, each of a family of its own."""
    options = () if kind == "number" else (Option(NOTHING, right=True),) + 3 * (Option(NOTHING),)
    return [
        ShortItem(
            id=f"{skills[place % len(skills)].lower()}-{place:03d}",
            skill=skills[place % len(skills)],
            level=levels[place // len(skills) % len(levels)],
            family=f"f-{place % families if families else place}",
            type=kind,
            minutes=1,
            stem=NOTHING,
            explanation=NOTHING,
            options=options,
        )
        for place in range(count)
    ]


@pytest.fixture(scope="session")
def make_model():
    """Build a model of made-up items; `settings` by name."""

    def make(count, *, policy=None, kind="number", skills=("SEC-A",), levels=(1, 2, 3), **settings):
        families = settings.pop("families", None)
        return build_model(
            make_items(count, skills=skills, levels=levels, kind=kind, families=families),
            policy=policy or Policy(),
            settings=replace(settings_of(Policy()), **settings),
        )

    return make


@pytest.fixture(scope="session")
def open_goal():
    """Every skill in question, none required."""

    def make(model):
        count = len(model.skills)
        levels, musts = np.zeros(count, dtype=np.intp), np.zeros(count, dtype=np.bool_)
        return Goal(np.full(count, 1 / count), levels, musts)

    return make
