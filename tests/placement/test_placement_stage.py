"""The stage on the standard of this repository: the same bytes every time."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from grader.errors import InputError
from grader.measurement import Policy
from grader.placement import run
from grader.schema.store import read_json, write_json
from grader.text import Text
from grader.workspace import Workspace

STANDARD = Path(__file__).parents[2] / "skills_standard"
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


@pytest.fixture
def workspace(tmp_path):
    """A workspace on the standard of this repository."""
    parts = {name: tmp_path / name for name in ("curriculum", "assessments", "build", "records")}
    return Workspace(root=tmp_path, name=Text("試験", "Test"), standard=STANDARD, **parts)


@pytest.mark.checkout
def test_it_writes_fits_and_again_the_same_bytes(workspace):
    """One person against every role of the standard; a second run changes nothing."""
    estimates = {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [ITEM],
        "persons": [{"person": "s001", "skills": [SKILL]}],
    }
    write_json(workspace.records / "estimates.json", estimates, "estimates")
    path = run(workspace)
    first = path.read_bytes()
    assert run(workspace).read_bytes() == first
    (person,) = read_json(path, "fit")["persons"]
    assert {"producer", "project-manager", "service-designer", "engineer"} <= {
        role["role"] for role in person["roles"]
    }


@pytest.mark.checkout
def test_without_estimates_there_is_no_fit(workspace):
    """The error says that the stage before has not run."""
    with pytest.raises(InputError):
        run(workspace)
