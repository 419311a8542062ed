"""A class that never was, with faults planted in five of its exercises."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from grader.measurement import Item, Policy, Population, bank_document, simulate
from grader.quality.course import read_course
from grader.quality.groups import groups_of
from grader.quality.report import make_report
from grader.quality.stage import _context
from grader.records.roster import Person, write_roster
from grader.schema.store import write_json
from grader.text import Text
from grader.workspace import find_workspace

ROOT = Path(__file__).parents[1]
BROKEN, MISLABELLED, UNFAIR, FIRST, SECOND = "mail-q2", "mail-q4", "mail-q6", "queue-q3", "queue-q8"
BELIEF = "M-LABEL"


def items_of(**levels):
    """Return twenty exercises: two lessons, two skills in each."""
    made = []
    for lesson in ("mail", "queue"):
        for number in range(10):
            id_ = f"{lesson}-q{number}"
            made.append(
                Item(
                    id=id_,
                    lesson=lesson,
                    skill=("SEC-IAM", "SEC-LOG")[number % 2],
                    level=levels.get(id_, 1 + number % 3),
                    categories=3 if number % 4 == 1 else 2,
                    points=2.0,
                    minutes=6,
                    title=Text(f"問{number}　{id_}", f"{number} {id_}"),
                    type="VALUES",
                )
            )
    return made


def planted(persons, seed=5):
    """Return answers, and who is in the focal group."""
    focal = np.arange(persons) % 2 == 1
    # Authors who err little, so that only the planted faults stand out.
    careful = Policy(sd_expert=0.35)
    drawn = [
        simulate(
            items_of(**levels),
            policy=careful,
            persons=persons,
            seed=seed,
            population=Population(mean=2.0, sd=1.2),
        ).categories
        for levels in ({}, {MISLABELLED: 4}, {UNFAIR: 2})
    ]
    column = {item.id: number for number, item in enumerate(items_of())}
    answers = drawn[0].copy()
    answers[:, column[MISLABELLED]] = drawn[1][:, column[MISLABELLED]]
    answers[focal, column[UNFAIR]] = drawn[2][focal, column[UNFAIR]]
    answers[:, column[BROKEN]] = 1 - answers[:, column[BROKEN]]
    copied = np.arange(persons) // 2 % 4 > 0
    answers[copied, column[SECOND]] = (answers[copied, column[FIRST]] > 0).astype(np.int8)
    return answers, focal


def result_of(person, lesson, items, row, **changes):
    """Return the content of a results file."""
    exercises = []
    for item, category in zip(items, row, strict=True):
        points = 2.0 * int(category) / (item.categories - 1)
        state = "right" if points == 2 else "partial" if points else "wrong"
        beliefs = [BELIEF] if state == "wrong" else []
        exercises.append(
            {
                "id": item.id,
                "points": points,
                "max_points": 2.0,
                "state": state,
                "misconceptions": beliefs,
                "message": None,
            }
        )
    return {
        "format_version": 1,
        "assignment": f"{lesson}-ja",
        "lesson": lesson,
        "lang": "ja",
        "trainee": person,
        "status": "graded",
        "error": None,
        "isolation": "landlock",
        "submission_sha256": "0" * 64,
        "release_sha256": "1" * 64,
        "submitted_at": "2026-06-01T00:00:00Z",
        "score": 0.0,
        "max_score": 20.0,
        "missing_notebooks": [],
        "cells": [],
        "exercises": exercises,
        **changes,
    }


def save(workspace, data):
    """Write a result to its place, and return the file."""
    path = workspace.results / data["trainee"] / data["assignment"] / "results.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def classroom(folder, persons):
    """Return a workspace in which a class has answered everything."""
    workspace = find_workspace(Path(shutil.copytree(ROOT / "workspaces" / "minimal", folder)))
    shutil.copy(ROOT.parent / "assessments" / "measurement.yaml", workspace.assessments)
    items = items_of()
    write_json(workspace.build / "items.json", bank_document(items), "items")
    answers, focal = planted(persons)
    roster = []
    for number in range(persons):
        person = f"s{number:03}"
        department = "窓口課" if focal[number] else "税務課"
        roster.append(Person(person, f"架空 {number}", "", department, "", "", "ja"))
        for start, lesson in enumerate(("mail", "queue")):
            columns = slice(10 * start, 10 * start + 10)
            row = answers[number, columns]
            save(workspace, result_of(person, lesson, items[columns], row))
    write_roster(workspace.records / "roster.csv", roster)
    return workspace


def report_of(workspace):
    """Return the report of a workspace."""
    policy = Policy()
    course = read_course(workspace, policy)
    groups = groups_of(workspace, course, None)
    return make_report(course, _context(workspace, course, policy), groups=groups)


@pytest.fixture(scope="session")
def big(tmp_path_factory):
    """A class of 300."""
    return classroom(tmp_path_factory.mktemp("quality") / "big", 300)


@pytest.fixture(scope="session")
def big_report(big):
    """Its report."""
    return report_of(big)


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A class of 12."""
    return classroom(tmp_path_factory.mktemp("quality") / "small", 12)


class Faults(NamedTuple):
    """Exercises with a planted fault."""

    broken: str = BROKEN
    mislabelled: str = MISLABELLED
    unfair: str = UNFAIR
    first: str = FIRST
    second: str = SECOND


@pytest.fixture(scope="session")
def faults():
    """Which exercises are faulty."""
    return Faults()


@pytest.fixture(scope="session")
def small_report(small):
    """The report of the class of 12."""
    return report_of(small)


@pytest.fixture(scope="session", name="items_of")
def items_maker():
    """The maker of exercises."""
    return items_of


@pytest.fixture(name="result_of")
def result_maker():
    """The maker of results."""
    return result_of


@pytest.fixture(name="save")
def saver():
    """The writer of results."""
    return save
