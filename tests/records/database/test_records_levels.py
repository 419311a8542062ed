"""Levels by reference: which probability, from which exercises, of which file and bank, since when."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date

import pytest

from grader.errors import InputError
from grader.measurement import Policy
from grader.records.database import rows, take_estimates

APRIL, JULY = date(2026, 4, 1), date(2026, 7, 1)


def _skill(skill, chances, exercise, **more):
    evidence = {
        "lesson": "tiny-counts", "exercise": exercise, "category": 1, "max_category": 1,
        "points": 1.0, "max_points": 1.0, "misconceptions": [], "state": "right",
    }  # fmt: skip
    return {
        "skill": skill, "p_at_least": chances, "n_items": 1, "n_notebooks": 1, "eap": 1.0, "sd": 0.5,
        "interval": [0.2, 1.8], "level": 1, "confirmed_level": 0, "provisional": True,
        "evidence": [{**evidence, **more}],
    }  # fmt: skip


@pytest.fixture
def estimates(tmp_path):
    """Return a function that writes a file of estimates."""

    def write(*skills, person="s001"):
        document = {
            "format_version": 1, "policy": asdict(Policy()), "bank": [], "bank_version": "2026.2",
            "persons": [{"person": person, "skills": list(skills)}],
        }  # fmt: skip
        path = tmp_path / "estimates.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


def _levels(engine, **asked):
    return [
        (row["skill"], row["p_level_2"], row["valid_from"], row["valid_to"])
        for row in rows(engine, "level_references", **asked)
    ]


def test_levels_refer_to_exercises_file_and_bank(engine, office, estimates):
    """Each level has its probabilities, the exercises behind it with their form, the bank, and the sum of the file."""
    path = estimates(_skill("SEC-LOG", [0.9, 0.5, 0.1, 0.0], "tst-1-q1", form=2))
    assert 1 == take_estimates(engine, path, on=APRIL, access=office.access())
    (row,) = rows(engine, "level_references")
    assert {
        "person": "s001", "skill": "SEC-LOG", "p_level_1": 0.9, "p_level_2": 0.5, "p_level_3": 0.1,
        "p_level_4": 0.0, "hardest": None, "bank": "2026.2", "exercises": ("tiny-counts#2/tst-1-q1",),
        "estimates": hashlib.sha256(path.read_bytes()).hexdigest(), "valid_from": APRIL, "valid_to": None,
    } == row  # fmt: skip
    assert 0 == take_estimates(engine, path, on=APRIL, access=office.access(1))


def test_newer_levels_end_older_ones_whatever_comes_first(engine, office, estimates):
    """A skill that is not estimated any more ends; levels of an earlier day, taken in later, end where the later ones begin."""
    log = _skill("SEC-LOG", [0.9, 0.5, 0.1, 0.0], "tst-1-q1")
    iam = _skill("SEC-IAM", [0.8, 0.4, 0.1, 0.0], "tst-1-q3")
    better = _skill("SEC-LOG", [0.9, 0.8, 0.2, 0.1], "tst-1-q4")
    take_estimates(engine, estimates(log, iam), on=APRIL, access=office.access())
    take_estimates(engine, estimates(better), on=JULY, access=office.access(1))
    june = date(2026, 6, 30)
    expected = [
        ("SEC-IAM", 0.4, APRIL, june),
        ("SEC-LOG", 0.5, APRIL, june),
        ("SEC-LOG", 0.8, JULY, None),
    ]
    assert expected == _levels(engine)
    assert [("SEC-IAM", 0.4, APRIL, None), ("SEC-LOG", 0.5, APRIL, None)] == _levels(
        engine, known_at=office.begin
    )
    take_estimates(engine, estimates(log), on=APRIL, access=office.access(2))
    assert [one for one in expected if one[0] == "SEC-LOG"] == _levels(engine)


def test_a_file_that_is_no_file_of_estimates_is_refused(sqlite, office, tmp_path):
    """A missing or strange file is named, and nothing is taken in."""
    path = tmp_path / "estimates.json"
    with pytest.raises(InputError, match="no such file"):
        take_estimates(sqlite, path, on=APRIL, access=office.access())
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="does not fit the schema"):
        take_estimates(sqlite, path, on=APRIL, access=office.access())
    assert [] == _levels(sqlite)
