"""Results as grading writes them, without grading."""

from __future__ import annotations

import pytest

from grader.schema.store import write_json

POINTS = {"tst-1-q3": 3.0, "tst-1-q4": 2.0, "tst-1-q5": 3.0, "tst-1-q6": 2.0}


@pytest.fixture(scope="session")
def result():
    """The maker of a result of the tiny lesson: each exercise right, except where told otherwise."""

    def made(trainee="s001", lang="ja", **changes):
        rows = [
            {
                "id": name,
                "points": most,
                "max_points": most,
                "state": "right",
                "misconceptions": [],
                "message": "この考え方で合っています。",
                **changes.get(name.replace("-", "_"), {}),
            }
            for name, most in POINTS.items()
        ]
        document = {
            "format_version": 1,
            "assignment": f"tiny-counts-{lang}",
            "lesson": "tiny-counts",
            "lang": lang,
            "trainee": trainee,
            "status": "graded",
            "error": None,
            "missing_notebooks": [],
            "isolation": "none",
            "submission_sha256": "0" * 64,
            "release_sha256": "0" * 64,
            "submitted_at": "2026-11-03T02:00:00+00:00",
            "score": sum(row["points"] for row in rows),
            "max_score": 10.0,
            "cells": [],
            "exercises": rows,
        }
        return {**document, **changes.get("whole", {})}

    return made


@pytest.fixture
def put(explained):
    """The writer of a result into the workspace whose lesson has explanations."""

    def written(document):
        folder = explained.results / document["trainee"] / document["assignment"]
        write_json(folder / "results.json", document, "results")
        return explained

    return written
