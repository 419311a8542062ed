"""A workspace with estimates and results made by hand, and an issuer."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import UTC, date, datetime

import pytest

from grader.credentials import Order, credentials_folder, issue, make_key, read_private_key
from grader.measurement import Policy
from grader.records.access_log import Access
from grader.schema.store import write_json
from grader.text import Text

ISSUER = "did:web:city.example:badges"
NAME = Text("青葉野市", "Aobano City")
DAY = date(2026, 11, 26)
ACCESS = Access("jinji", datetime(2026, 11, 26, tzinfo=UTC), "修了")
LESSON = "tiny-counts"


def estimate(skill, *, confirmed, p, lesson=LESSON, n_items=8):
    """Return what estimates say about one skill."""
    answers = [
        {
            "lesson": lesson,
            "exercise": f"tst-1-q{number}",
            "category": 2,
            "max_category": 2,
            "points": 3.0,
            "max_points": 3.0,
            "state": "right",
            "misconceptions": [],
        }
        for number in range(1, n_items + 1)
    ]
    return {
        "skill": skill,
        "n_items": n_items,
        "n_notebooks": 2,
        "eap": 2.4,
        "sd": 0.4,
        "interval": [1.7, 3.1],
        "p_at_least": p,
        "level": 2,
        "confirmed_level": confirmed,
        "provisional": n_items < 6,
        "evidence": answers,
    }


LOG = estimate("SEC-LOG", confirmed=2, p=[0.99, 0.95, 0.3, 0.01])
WEAK = estimate("SEC-LOG", confirmed=0, p=[0.82, 0.4, 0.1, 0.0], n_items=3)
DRAFT = estimate("SEC-IAM", confirmed=2, p=[0.99, 0.95, 0.3, 0.01])


def write_estimates(workspace, persons):
    """Write estimates of these persons."""
    document = {
        "format_version": 1,
        "policy": asdict(Policy()),
        "bank": [],
        "persons": [{"person": p, "skills": skills} for p, skills in persons.items()],
    }
    write_json(workspace.records / "estimates.json", document, "estimates")


def write_result(workspace, person, submitted_at):
    """Write a graded result of the lesson, handed in at a time."""
    data = {
        "format_version": 1,
        "assignment": f"{LESSON}-ja",
        "lesson": LESSON,
        "lang": "ja",
        "trainee": person,
        "status": "graded",
        "error": None,
        "isolation": "none",
        "submission_sha256": "0" * 64,
        "release_sha256": "1" * 64,
        "submitted_at": submitted_at,
        "score": 0.0,
        "max_score": 0.0,
        "missing_notebooks": [],
        "cells": [],
        "exercises": [],
    }
    write_json(workspace.results / person / f"{LESSON}-ja" / "results.json", data, "results")


@pytest.fixture
def office(minimal):
    """The minimal workspace: s001 confirmed, s002 not, and a key of its own."""
    write_estimates(minimal, {"s001": [DRAFT, LOG], "s002": [WEAK]})
    write_result(minimal, "s001", "2026-11-19T15:30:00+00:00")
    make_key(credentials_folder(minimal), issuer_id=ISSUER, name=NAME, created=DAY)
    return minimal


@pytest.fixture
def issued(office, tmp_path):
    """Issue for s001 SEC-LOG, as it is or with changes to the order; give outcome, token and folder."""

    def called(seed=1, to=None, **changes):
        order = Order(
            **{
                "issued": DAY,
                "access": ACCESS,
                "persons": ["s001"],
                "skills": ["SEC-LOG"],
                **changes,
            }
        )
        folder = credentials_folder(office)
        to = to or tmp_path / "badges"
        draw = random.Random(seed).randbytes  # noqa: S311  # a test wants the same bytes again
        (outcome,) = issue(office, order, to=to, key=read_private_key(folder), draw=draw)
        return outcome, outcome.path.read_text(encoding="utf-8").strip() if outcome.path else None

    return called
