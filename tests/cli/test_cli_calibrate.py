"""`kakehashi calibrate`: a look first, a version only on request."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from grader.schema.store import read_json, write_json

POLICY = Path(__file__).parents[2] / "assessments" / "measurement.yaml"
FULL = {"tst-1-q3": 3.0, "tst-1-q4": 2.0, "tst-1-q5": 3.0, "tst-1-q6": 2.0}
DECIDED = ("--write", "--version", "2026-12", "--sign-off", "青葉 花子", "--date", "2026-12-01")


def save_result(workspace, trainee, right):
    """Write a graded result in which some exercises are right."""
    exercises = [
        {
            "id": name,
            "points": most if good else 0.0,
            "max_points": most,
            "state": "right" if good else "wrong",
            "misconceptions": [],
            "message": None,
        }
        for (name, most), good in zip(FULL.items(), right, strict=True)
    ]
    document = {
        "format_version": 1,
        "assignment": "tiny-counts-ja",
        "lesson": "tiny-counts",
        "lang": "ja",
        "trainee": trainee,
        "status": "graded",
        "error": None,
        "missing_notebooks": [],
        "isolation": "none",
        "submission_sha256": "0" * 64,
        "release_sha256": "0" * 64,
        "submitted_at": None,
        "score": 0.0,
        "max_score": 10.0,
        "cells": [],
        "exercises": exercises,
    }
    write_json(workspace.results / trainee / "tiny-counts-ja/results.json", document, "results")


@pytest.fixture
def answered(built):
    """Forty people, of whom nearly everybody solves the first exercise and nearly nobody the second."""
    shutil.copyfile(POLICY, built.assessments / "measurement.yaml")
    rng = np.random.default_rng(1)
    for number in range(40):
        save_result(built, f"s{number:03}", rng.random(4) < [0.95, 0.05, 0.6, 0.5])
    return built


def test_without_write_it_only_shows(run, answered):
    """Each exercise with old and new difficulty, what moves far, what is said of authors; no file is written."""
    before = sorted(answered.assessments.rglob("*"))

    told = run("--lang", "en", "calibrate", workspace=answered)

    assert 0 == told.exit_code
    lines = told.stdout.splitlines()
    assert ["item", *FULL] == [line.split("\t")[0] for line in lines[:5]]
    assert all(line.split("\t")[1] == "40" and "→" in line for line in lines[1:5])
    assert any("tst-1-q4" in line and "more than 0.5 logits" in line for line in lines)
    assert any("too few items" in line for line in lines)
    assert "Nothing was written" in lines[-1]
    assert before == sorted(answered.assessments.rglob("*"))


def test_a_version_is_written_and_measured_with(run, answered):
    """The bank gets its version, and the next estimates name it."""
    told = run("--lang", "en", "calibrate", *DECIDED, workspace=answered)
    run("measure", workspace=answered)

    assert 0 == told.exit_code
    assert "Next: kakehashi measure" in told.stdout
    bank = read_json(answered.assessments / "bank.json", "bank")
    assert ("2026-12", "2026-12-01") == (bank["version"], bank["given_on"])
    assert bank == read_json(answered.assessments / "banks/2026-12.json", "bank")
    document = read_json(answered.records / "estimates.json", "estimates")
    assert "2026-12" == document["bank_version"]
    assert {"common_slope"} == {item["parameters"]["origin"] for item in document["bank"]}


def test_the_same_answers_give_the_same_bytes(run, answered):
    """Written again under the same name elsewhere, the file is the same; a second time proposes no move."""
    run("calibrate", *DECIDED, workspace=answered)
    first = (answered.assessments / "bank.json").read_bytes()
    told = run("--lang", "en", "calibrate", workspace=answered)
    shutil.rmtree(answered.assessments / "banks")
    (answered.assessments / "bank.json").unlink()

    run("calibrate", *DECIDED, workspace=answered)

    assert first == (answered.assessments / "bank.json").read_bytes()
    assert "more than" not in told.stdout


@pytest.mark.parametrize(
    "options",
    [["--write"], ["--write", "--version", "1"], ["--version", "1", "--sign-off", "x"]],
)
def test_writing_needs_a_name_and_a_person(run, answered, options):
    """A version without name or sign-off is wrong use, exit 2, and writes nothing."""
    told = run("--lang", "en", "calibrate", *options, workspace=answered)

    assert 2 == told.exit_code
    assert "go together" in told.stderr
    assert not (answered.assessments / "bank.json").exists()


def test_a_version_that_exists_is_refused(run, answered):
    """One sentence, exit 1, and the file stays as it was."""
    run("calibrate", *DECIDED, workspace=answered)
    before = (answered.assessments / "bank.json").read_bytes()

    told = run("--lang", "en", "calibrate", *DECIDED, workspace=answered)

    assert 1 == told.exit_code
    assert "is there already" in told.stderr
    assert before == (answered.assessments / "bank.json").read_bytes()


def test_a_class_that_is_too_small_changes_nothing(run, answered):
    """Under thirty answers each line says that the declared level stands."""
    for folder in sorted(answered.results.iterdir())[:15]:
        shutil.rmtree(folder)

    told = run("--lang", "en", "calibrate", workspace=answered).stdout.splitlines()

    assert all("declared level" in line and "→" not in line for line in told[1:5])
