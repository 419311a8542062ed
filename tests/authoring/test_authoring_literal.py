"""Answer cells: what is handed out, and what a trainee would have typed."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from grader.authoring import load_lesson
from grader.authoring.literal import defined_names, has_solution, plain, stub, written
from grader.errors import LessonError
from grader.marking import World

STUB = 'busy = {"A": None, "B": None, "C": None, "D": None, "E": None, "F": None}'


@pytest.fixture
def exercises(lesson_file):
    """The exercises of the tiny lesson."""
    return load_lesson(lesson_file.parent).exercises


def test_code_keeps_a_place_to_write(exercises):
    """The solution gives way to one placeholder at its indentation."""
    expected = "def total(visits):\n    ...  # ここに書きます / write here"

    assert expected == stub(exercises[0])


def test_literal_keeps_its_empty_form(exercises):
    """The solution is taken out without a trace."""
    assert STUB == stub(exercises[1])


def test_literal_is_written_as_its_value(exercises):
    """An answer that is computed from the truth becomes the literal a trainee would type."""
    q2 = exercises[1]
    own = World(truth={"busy": ["B", "E"]})

    source = written(q2, q2.one("answer"), own)

    assert "busy = " == source[:7]
    assert {"A": False, "B": True, "C": False, "D": False, "E": True, "F": False} == (
        ast.literal_eval(source[7:])
    )


def test_code_is_written_as_it_stands(exercises):
    """Only the marks go."""
    q1 = exercises[0]
    expected = 'def total(visits):\n    return visits["visits"].sum()'

    assert expected == written(q1, q1.one("answer"), World())


def test_literal_that_cannot_be_computed_names_its_line(exercises):
    """The author is told which cell of which exercise failed."""
    q2 = exercises[1]

    with pytest.raises(LessonError) as told:
        written(q2, q2.one("answer"), World())

    assert "tst-1-q2 (line 78)" in told.value.en


@pytest.mark.parametrize("value", ["float('nan')", "object()", "own"])
def test_literal_that_cannot_be_typed_is_refused(change, value):
    """What does not read back as written is no literal."""
    folder = change('busy = {d: d in own.truth["busy"] for d in "ABCDEF"}', f"busy = {value}")
    q2 = load_lesson(folder).exercises[1]

    with pytest.raises(LessonError):
        written(q2, q2.one("answer"), World())


def test_plain_takes_numpy_out():
    """Scalars of numpy become Python's own, sets become sorted lists, at any depth."""
    value = {
        np.int64(1): [np.float64(0.5), np.array([True])[0]],
        "s": {"b", "a"},
        "t": (np.str_("x"),),
    }

    assert {1: [0.5, True], "s": ["a", "b"], "t": ("x",)} == plain(value)
    assert bool is type(plain(np.array([True])[0]))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION", True),
        ("x = 2", False),
        ("### BEGIN SOLUTION\nx = 2", False),
        ("### END SOLUTION\nx = 2\n### BEGIN SOLUTION", False),
        ("x = 2  ### BEGIN SOLUTION\n### END SOLUTION", False),
    ],
)
def test_solution_is_found_only_between_its_marks(source, expected):
    """Marks on lines of their own, in order, and none left over."""
    assert expected == has_solution(source)


def test_defined_names_are_those_of_the_top_level():
    """Functions and assigned names, not what stands inside functions."""
    source = "a = 1\nb: int = 2\nc, (d, e) = 1, (2, 3)\ndef f():\n    g = 1\n"

    assert set("abcdef") == defined_names(source)
