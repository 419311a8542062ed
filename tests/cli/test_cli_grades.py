"""`kakehashi export grades`: what it asks for and what it says."""

from __future__ import annotations

import json
from datetime import datetime


def test_purpose_is_asked_for(run, tmp_path):
    """Without a purpose the command is wrong use and writes nothing."""
    result = run("export", "grades", "--out", tmp_path / "g.csv")

    assert 2 == result.exit_code
    assert "--purpose" in result.stderr
    assert [] == list(tmp_path.glob("*.csv"))


def test_grades_are_written_and_recorded(run, minimal, tmp_path, audited):
    """The number of the record is printed, and stands in the log with the time given."""
    path = minimal.results / "s001" / "ps1" / "results.json"
    path.parent.mkdir(parents=True)
    known = {
        "format_version": 1,
        "assignment": "ps1",
        "lesson": None,
        "lang": None,
        "trainee": "s001",
    }
    failed = {"status": "failed", "error": "壊れています。\nIt is broken.", "isolation": "none"}
    empty = {
        "score": None,
        "max_score": None,
        "missing_notebooks": [],
        "cells": [],
        "exercises": [],
    }
    sums = {"submission_sha256": "0" * 64, "release_sha256": "0" * 64, "submitted_at": None}
    path.write_text(json.dumps(known | failed | empty | sums), encoding="utf-8")
    out, now = tmp_path / "g.csv", "2026-12-25T17:00:00+09:00"
    result = run("export", "grades", "--out", out, "--purpose", "p", "--now", now, "--no-bom")
    (entry,) = audited(minimal.records)

    assert 0 == result.exit_code
    assert "s001,ps1,,,0,,failed,none" == out.read_text(encoding="utf-8").splitlines()[1]
    assert datetime.fromisoformat(now) == entry.time
    assert entry.what.removeprefix("grades ") in result.output
