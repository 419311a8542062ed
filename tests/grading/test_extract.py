"""What check and marks cells say is read from their outputs and from nowhere else."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.grading.extract import exercises, listen
from grader.grading.model import CellScore, ExerciseResult
from grader.lab.result import MIME

MARKS = CellScore("assess", "x-1-q1-marks", 1.5, 3.0, needs_manual_grade=False)


def said(state="partial", *, misconceptions=(), message=None, exercise="x-1-q1"):
    """Make the output with which a cell speaks for an exercise."""
    data = {
        "exercise": exercise,
        "state": state,
        "misconceptions": list(misconceptions),
        "message": message,
    }
    return new_output("display_data", data={MIME: data, "text/plain": "…"})


def code(grade_id, *outputs):
    """Make a code cell with an nbgrader id."""
    return new_code_cell("…", metadata={"nbgrader": {"grade_id": grade_id}}, outputs=list(outputs))


def read(*cells, marks=MARKS):
    """Extract from one notebook with these cells."""
    return exercises(listen([new_notebook(cells=list(cells))]), [marks])


def test_points_come_from_the_gradebook_and_the_rest_from_the_marks_cell():
    """An exercise has the gradebook's points and the marks cell's state and message."""
    found = read(code("x-1-q1-marks", said("partial", message="半分です。")))
    assert found == (ExerciseResult("x-1-q1", 1.5, 3.0, "partial", (), "半分です。"),)


def test_last_word_of_the_marks_cell_counts():
    """When the marks cell says several things, the last one is the state."""
    found = read(code("x-1-q1-marks", said("wrong"), said("right")))
    assert found[0].state == "right"


def test_misconceptions_of_both_cells_are_united_and_sorted():
    """A misconception seen by the check is kept although the marks cell names another."""
    found = read(
        code("x-1-q1-check", said("wrong", misconceptions=["M-PADLOCK"])),
        code("x-1-q1-marks", said("wrong", misconceptions=["M-COUNT", "M-COUNT"])),
    )
    assert found[0].misconceptions == ("M-COUNT", "M-PADLOCK")


def test_silent_marks_cell_is_not_graded():
    """Without a word from the marks cell nothing is known, whatever the check said."""
    found = read(code("x-1-q1-check", said("right")), code("x-1-q1-marks"))
    assert found[0].state == "not_graded"


def test_exercise_without_its_cells_is_not_graded():
    """An exercise that is in the gradebook but not in the notebook is listed, as not graded."""
    assert read()[0].state == "not_graded"


def test_form_check_is_no_verdict():
    """`ready`, which only says that the form is right, is not a state of marks."""
    found = read(code("x-1-q1-marks", said("ready")))
    assert found[0].state == "not_graded"


def test_words_of_other_cells_are_ignored():
    """A trainee's own cell cannot speak for an exercise."""
    found = read(code("x-1-q1", said("right")), code("x-1-q1-marks", said("wrong")))
    assert found[0].state == "wrong"


def test_word_about_another_exercise_is_ignored():
    """A marks cell speaks for its own exercise only."""
    found = read(code("x-1-q1-marks", said("right", exercise="x-1-q2")))
    assert found[0].state == "not_graded"


def test_malformed_words_are_ignored():
    """Data that are not of the agreed form are no verdict and no crash."""
    bad = [
        new_output("display_data", data={MIME: "right"}),
        new_output("display_data", data={MIME: {"exercise": "x-1-q1"}}),
        said("right", misconceptions=[1]),
        said("right", misconceptions=["not an id"]),
        said(["right"]),
        said("right", message=3),
        new_output("stream", name="stdout", text="right"),
    ]
    assert read(code("x-1-q1-marks", *bad))[0].state == "not_graded"


def test_cell_left_to_a_person_is_not_graded():
    """While a person has still to mark the cell, its state is open."""
    waiting = CellScore("assess", "x-1-q1-marks", 0.0, 3.0, needs_manual_grade=True)
    found = read(code("x-1-q1-marks", said("right")), marks=waiting)
    assert found[0].state == "not_graded"


def test_exercises_are_sorted_and_others_left_out():
    """Only marks cells make exercises, in order of their ids."""
    cells = [
        CellScore("assess", name, 1.0, 1.0, needs_manual_grade=False)
        for name in ("b-marks", "b-check", "a-marks", "essay")
    ]
    assert [item.id for item in exercises({}, cells)] == ["a", "b"]
