"""Run the command line in this process, on a workspace of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.schema.store import write_json

POLICY = Path(__file__).parents[2] / "assessments" / "measurement.yaml"


@pytest.fixture
def run(minimal):
    """Call ``kakehashi --workspace <minimal> …``."""

    def called(*args, workspace=minimal, env=None):
        options = ["--workspace", str(workspace.root)] if workspace else []
        return CliRunner().invoke(main, [*options, *map(str, args)], env=env)

    return called


@pytest.fixture
def give_results():
    """Put the policy of measurement and one graded submission into a workspace: q3 right, the others wrong."""
    return _give_results


def _give_results(workspace):
    shutil.copyfile(POLICY, workspace.assessments / "measurement.yaml")
    folder = workspace.results / "s001" / "tiny-counts-ja"
    full = {"tst-1-q3": 3.0, "tst-1-q4": 2.0, "tst-1-q5": 3.0, "tst-1-q6": 2.0}
    exercises = [
        {
            "id": name,
            "points": most if name == "tst-1-q3" else 0.0,
            "max_points": most,
            "state": "right" if name == "tst-1-q3" else "wrong",
            "misconceptions": [],
            "message": None,
        }
        for name, most in full.items()
    ]
    document = {
        "format_version": 1,
        "assignment": "tiny-counts-ja",
        "lesson": "tiny-counts",
        "lang": "ja",
        "trainee": "s001",
        "status": "graded",
        "error": None,
        "missing_notebooks": [],
        "isolation": "none",
        "submission_sha256": "0" * 64,
        "release_sha256": "0" * 64,
        "submitted_at": None,
        "score": 3.0,
        "max_score": 10.0,
        "cells": [],
        "exercises": exercises,
    }
    write_json(folder / "results.json", document, "results")


@pytest.fixture
def graded(run, minimal, give_results):
    """The minimal workspace, built, with that submission."""
    run("build")
    give_results(minimal)
    return minimal
