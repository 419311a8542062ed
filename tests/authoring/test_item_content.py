"""The content of an exercise has one name, which changes with what a person meets."""

from __future__ import annotations

import pytest

from grader.authoring.content import content_sha256
from grader.authoring.lesson import load_lesson
from grader.schema.store import read_json


def contents(workspace):
    """Return the hash of each assessed exercise of the tiny lesson."""
    lesson = load_lesson(workspace.curriculum / "tiny-counts")
    return {exercise.id: content_sha256(lesson, exercise) for exercise in lesson.assessed}


def changed(workspace, old, new, file="lesson.md"):
    """Change the lesson and return the exercises whose content is another one now."""
    before = contents(workspace)
    path = workspace.curriculum / "tiny-counts" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = contents(workspace)
    return [name for name in before if before[name] != after[name]]


def test_the_item_list_holds_it(built):
    """`build/items.json` names the content of each exercise."""
    items = read_json(built.build / "items.json", "items")["items"]

    assert contents(built) == {item["id"]: item["content"] for item in items}


@pytest.mark.parametrize(
    ("old", "new"),
    [("## 問3　合計", "## 問3　合計を出す"), ('"points": 3}\n## 問3', '"points": 4}\n## 問3')],
)
def test_text_and_points_are_content(minimal, old, new):
    """A word of the question or its points: this exercise is another one, the others are not."""
    assert ["tst-1-q3"] == changed(minimal, old, new)


def test_the_worlds_are_content_of_all(minimal):
    """Another program that makes the worlds makes every exercise another one."""
    path = minimal.curriculum / "tiny-counts" / "world.py"

    first = path.read_text(encoding="utf-8").splitlines()[0]

    assert list(contents(minimal)) == changed(minimal, first, first + "  ", file="world.py")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"skills": {"SEC-LOG": 2}', '"skills": {"SEC-LOG": 3}'),
        ("## 確かめる\n", "## 確かめよう\n"),
        ('return visits["visits"].iloc[0]', 'return visits["visits"].iloc[-1]'),
    ],
)
def test_what_nobody_answers_differently_for_is_no_content(minimal, old, new):
    """The declared level, prose outside the exercises and an author's wrong answer change nothing."""
    assert [] == changed(minimal, old, new)
