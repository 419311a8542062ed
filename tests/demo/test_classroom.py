"""Answers of the synthetic class follow from the categories that the model drew."""

from __future__ import annotations

import pytest

from grader.authoring import load_lesson
from grader.authoring.literal import stub
from grader.demo.classroom import UNTOUCHED_SHARE, choose, persons
from grader.errors import WorkspaceError

EXERCISES = ("tst-1-q3", "tst-1-q4", "tst-1-q5", "tst-1-q6")


@pytest.fixture
def chosen(minimal):
    """The answers of a trainee who reaches a category everywhere."""
    lesson = load_lesson(minimal.curriculum / "tiny-counts")

    def drawn(category, trainee="s001", seed=1):
        categories = {e.id: min(category, e.categories - 1) for e in lesson.assessed}
        return lesson, choose(
            lesson,
            curriculum=minimal.curriculum,
            trainee=trainee,
            categories=categories,
            seed=seed,
        )

    return drawn


def test_highest_category_is_the_right_answer(chosen):
    """Two categories for q3 and q5, three for q4 and q6; the last of them is right."""
    _, answers = chosen(2)

    assert dict.fromkeys(EXERCISES, "right") == {n: a.kind for n, a in answers.items()}


def test_middle_category_is_a_partly_right_answer(chosen):
    """Only the wrong answer that expects part of the points can earn category 1 of 3."""
    _, answers = chosen(1)

    assert ["right", "M-FIRST", "right", "M-FIRST"] == [answers[n].kind for n in EXERCISES]


def test_lowest_category_is_worth_nothing(chosen):
    """Untouched or a wrong answer that earns zero; never the one that earns a part."""
    kinds = {
        (name, answer.kind)
        for n in range(40)
        for name, answer in chosen(0, trainee=f"s{n:03d}")[1].items()
    }

    assert {(n, "untouched") for n in EXERCISES} <= kinds
    assert {("tst-1-q4", "M-ALL"), ("tst-1-q3", "M-FIRST"), ("tst-1-q3", "M-ALL")} <= kinds
    assert ("tst-1-q4", "M-FIRST") not in kinds


def test_untouched_answers_are_what_was_handed_out(chosen):
    """About UNTOUCHED_SHARE of the zeros: 160 draws, three standard errors of 0.036."""
    left = 0
    for n in range(40):
        lesson, answers = chosen(0, trainee=f"s{n:03d}")
        for exercise in lesson.assessed:
            if answers[exercise.id].kind == "untouched":
                left += 1
                assert stub(exercise) == answers[exercise.id].source

    assert abs(left / 160 - UNTOUCHED_SHARE) < 0.109


def test_same_seed_gives_the_same_answers(chosen):
    """Seed, trainee and exercise decide; another seed decides otherwise for somebody."""
    many = [[chosen(0, trainee=f"s{n}", seed=seed)[1] for n in range(20)] for seed in (1, 1, 2)]

    assert many[0] == many[1]
    assert many[0] != many[2]


def test_class_needs_the_city(minimal):
    """A curriculum without the synthetic city has nobody to teach."""
    with pytest.raises(WorkspaceError):
        persons(minimal.curriculum, seed=1, count=3)
