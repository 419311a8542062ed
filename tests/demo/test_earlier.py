"""Levels of earlier classes: drawn and estimated by one model, and called what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.demo.earlier import BANK, KEYS, TAKEN, earlier_levels
from grader.measurement import Item, load_policy
from grader.records.database.levels_sheet import LEVELS
from grader.text import Text

POLICY = load_policy(Path(__file__).parents[2] / "assessments" / "measurement.yaml")
SKILLS = (*KEYS, "CLD-COST")
PEOPLE = [f"p{number:03d}" for number in range(120)]


@pytest.fixture(scope="module")
def items():
    """Three lessons with three tasks each, of one skill each, at the levels 1 to 3."""
    return [
        Item(
            f"{skill}-{level}", skill.lower(), skill, level, 3, 1.0, 5, Text("問", "task"), "DETECT"
        )
        for skill in SKILLS
        for level in (1, 2, 3)
    ]


@pytest.fixture(scope="module")
def rows(items):
    """Levels of 120 people."""
    return earlier_levels(items, POLICY, PEOPLE, seed=1)


def test_same_seed_gives_the_same_levels(items, rows):
    """Rows are a function of people and seed."""
    assert rows == earlier_levels(items, POLICY, PEOPLE, seed=1)
    assert rows != earlier_levels(items, POLICY, PEOPLE, seed=2)


def test_rows_say_that_nobody_sat_at_a_notebook(rows):
    """Each row has the fields of the records' levels, refers to no exercise, and bears the name of simulated levels."""
    names = {field.name for field in LEVELS.fields}

    assert {frozenset(names)} == {frozenset(row) for row in rows}
    assert {((), BANK, 3)} == {(row["exercises"], row["bank"], row["hardest"]) for row in rows}
    assert "simulated" in BANK


def test_everybody_took_a_lesson_and_few_took_all(rows):
    """Nobody is without a level; of the other lessons each was taken by about seven in ten."""
    # A lesson is the one that everybody took by chance 1/3, else taken with TAKEN.
    expected = 1 / len(SKILLS) + (1 - 1 / len(SKILLS)) * TAKEN

    assert set(PEOPLE) == {row["person"] for row in rows}
    assert len(rows) / len(PEOPLE) / len(SKILLS) == pytest.approx(expected, abs=0.1)


def test_first_person_knows_most(rows):
    """The first took every lesson, and is as likely as the top tenth to reach level 2 in both key skills."""
    chances = {(row["person"], row["skill"]): row["p_level_2"] for row in rows}
    both = {
        one: min(chances[one, key] for key in KEYS)
        for one in PEOPLE
        if all((one, key) in chances for key in KEYS)
    }

    assert {(PEOPLE[0], skill) for skill in SKILLS} <= set(chances)
    assert both[PEOPLE[0]] >= sorted(both.values())[len(both) * 9 // 10]
