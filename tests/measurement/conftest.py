"""A small bank, and results as grading writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.measurement import Item, Policy, ResultFile
from grader.text import Text


def make_item(id_, *, lesson="phishing", skill="SEC-IAM", level=2, categories=3):
    """Return an item."""
    return Item(
        id=id_,
        lesson=lesson,
        skill=skill,
        level=level,
        categories=categories,
        points=3.0,
        minutes=8,
        title=Text("設問", "Exercise"),
        type="VALUES",
    )


def make_exercise(id_, points, *, state=None, max_points=3.0, misconceptions=()):
    """Return one exercise of a result; its state follows from the points unless given."""
    by_points = "right" if points >= max_points else "partial" if points > 0 else "wrong"
    return {
        "id": id_,
        "points": points,
        "max_points": max_points,
        "state": state or by_points,
        "misconceptions": list(misconceptions),
        "message": None,
    }


def make_result(trainee, exercises, *, lesson="phishing", lang="ja", submitted_at=None, **changes):
    """Return a graded result; keyword arguments replace its entries."""
    data = {
        "format_version": 1,
        "assignment": f"{lesson}-{lang}",
        "lesson": lesson,
        "lang": lang,
        "trainee": trainee,
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
        "exercises": list(exercises),
    }
    data.update(changes)
    return ResultFile(Path(f"{trainee}/{data['assignment']}/results.json"), data)


def save(folder, result):
    """Write a result to its place below a folder and return the file."""
    path = folder / result.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result.data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def policy():
    """The default policy."""
    return Policy()


@pytest.fixture
def item():
    """The maker of items."""
    return make_item


@pytest.fixture
def exercise():
    """The maker of exercises."""
    return make_exercise


@pytest.fixture
def result():
    """The maker of results."""
    return make_result


@pytest.fixture
def save_result():
    """The writer of results."""
    return save


@pytest.fixture
def bank():
    """Three tasks of one skill in one notebook, one of it in another, one of another skill."""
    return (
        make_item("sec-3-q1", level=1, categories=2),
        make_item("sec-3-q2", level=2),
        make_item("sec-3-q3", level=3),
        make_item("sec-4-q1", level=2, lesson="logs"),
        make_item("sec-4-q2", level=2, lesson="logs", skill="SEC-LOG"),
    )
