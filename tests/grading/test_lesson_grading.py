"""A built lesson, handed in by trainees who are right, wrong, stuck or have not begun."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from grader.authoring import build, load_lesson
from grader.authoring.build import right_answers
from grader.grading import SubmissionFilter, grade_course, sync_course
from grader.grading.results import read_result
from grader.schema.store import load_schema
from grader.standard import load_standard, overlay_template, standard_stamp
from grader.text import Text
from grader.workspace import find_workspace

pytestmark = [pytest.mark.kernel, pytest.mark.nbgrader, pytest.mark.slow]

MINIMAL = Path(__file__).parents[1] / "workspaces" / "minimal"
ASSIGNMENT = "tiny-counts-ja"
ANSWERS = {
    "right": 'def total(visits):\n    return visits["visits"].sum()',
    "wrong": 'def total(visits):\n    return visits["visits"].iloc[0]',
    "stuck": 'def total(visits):\n    return visits["なし"].sum()',
    "noisy": (
        "import sys, warnings\n"
        "def total(visits):\n"
        '    warnings.warn("古い書き方です")\n'
        '    print("メモ", file=sys.stderr)\n'
        '    return visits["visits"].sum()'
    ),
    "未着手 太郎": None,
    "deleted": 'def total(visits):\n    return visits["visits"].sum()',
    "emptied": 'def total(visits):\n    return visits["visits"].sum()',
}
GONE = {
    "deleted": {"tst-1-q3-check", "tst-1-q3-marks"},
    "emptied": {"tst-1-q4", "tst-1-q4-check", "tst-1-q4-marks"},
}


def hand_in(workspace, trainee):
    """Fill the first exercise of the released notebook, as the trainee did."""
    source = workspace.build / "course" / "release" / ASSIGNMENT / "assess.ipynb"
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if cell.id == "tst-1-q3" and ANSWERS[trainee]:
            cell.source = ANSWERS[trainee]
        if cell.id == "tst-1-q4" and trainee == "right":
            lesson = load_lesson(workspace.curriculum / "tiny-counts")
            typed = right_answers(lesson, workspace, trainee)["tst-1-q4"]
            call, _, _ = cell.source.removeprefix("#").partition("\n")
            cell.source = f"{call}\n{typed}"
    notebook.cells = [cell for cell in notebook.cells if cell.id not in GONE.get(trainee, ())]
    target = workspace.course / "submitted" / trainee / ASSIGNMENT / "assess.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Build the minimal workspace and hand in for everybody."""
    root = tmp_path_factory.mktemp("lesson") / "minimal"
    shutil.copytree(MINIMAL, root)
    place = find_workspace(root)
    build(place, skill_names={})
    sync_course(place)
    for trainee in ANSWERS:
        hand_in(place, trainee)
    return place


@pytest.fixture(scope="module")
def exercise(workspace):
    """Grade the class and return a finder of exercise results."""
    report = grade_course(workspace.course, workspace=workspace, timeout=60)
    assert [outcome.error for outcome in report.outcomes] == [None] * len(ANSWERS)

    def find(trainee, name):
        path = workspace.results / trainee / ASSIGNMENT / "results.json"
        return {item["id"]: item for item in read_result(path)["exercises"]}[name]

    return find


@pytest.mark.parametrize(
    ("trainee", "state", "points", "misconceptions"),
    [
        ("right", "right", 3.0, []),
        ("wrong", "wrong", 0.0, ["M-FIRST"]),
        ("stuck", "could_not_run", 0.0, []),
        ("未着手 太郎", "not_attempted", 0.0, []),
    ],
)
def test_state_points_and_misconceptions(exercise, trainee, state, points, misconceptions):
    """What the lesson's marks cell says reaches results.json together with the gradebook's points."""
    found = exercise(trainee, "tst-1-q3")
    assert (found["state"], found["points"], found["misconceptions"]) == (
        state,
        points,
        misconceptions,
    )


def test_a_form_that_was_left_open_changes_nothing(workspace, exercise):
    """An answer below a call of its form is marked as it stands, and the form shows nothing while it is marked."""
    found = exercise("right", "tst-1-q4")
    assert (found["state"], found["points"]) == ("right", 2.0)

    marked = workspace.course / "autograded" / "right" / ASSIGNMENT / "assess.ipynb"
    cells = {cell.id: cell for cell in nbformat.read(marked, as_version=4).cells}
    assert cells["tst-1-q4"].source.startswith('form("tst-1-q4")')
    assert [] == cells["tst-1-q4"].outputs


def test_stderr_costs_no_points(exercise):
    """A right answer that also warns and prints to stderr keeps its points."""
    found = exercise("noisy", "tst-1-q3")
    assert (found["state"], found["points"]) == ("right", 3.0)


def test_deleted_marks_cells_come_back(exercise):
    """Marks cells that a trainee deleted are restored behind the answer and run."""
    found = exercise("deleted", "tst-1-q3")
    assert (found["state"], found["points"]) == ("right", 3.0)


def test_deleted_exercise_costs_only_itself(exercise):
    """Who deleted a whole exercise has not attempted it; the others are graded."""
    assert exercise("emptied", "tst-1-q4")["state"] == "not_attempted"
    assert exercise("emptied", "tst-1-q3")["state"] == "right"


def test_every_exercise_is_listed(workspace, exercise):
    """The exercises in results.json are those of the item list, with its points."""
    items = json.loads((workspace.build / "items.json").read_text(encoding="utf-8"))["items"]
    assert {(i["id"], i["points"]) for i in items} == {
        (i["id"], exercise("right", i["id"])["max_points"]) for i in items
    }


def test_states_agree_with_the_schema():
    """The states that grading can write are those that the schema knows."""
    from grader.grading.extract import NOT_GRADED, STATES  # noqa: PLC0415

    exercise = load_schema("results")["$defs"]["exercise"]["properties"]
    assert {NOT_GRADED, *STATES} == set(exercise["state"]["enum"])


def test_a_changed_world_makes_results_stale(workspace, exercise):
    """After a change of the lesson's world, which decides points, its work is graded again."""
    del exercise
    world = workspace.curriculum / "tiny-counts" / "world.py"
    world.write_text(world.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    for folder in sorted((workspace.course / "submitted").iterdir()):
        if folder.name != "right":
            shutil.rmtree(folder)
    report = grade_course(workspace.course, workspace=workspace)
    assert [outcome.status for outcome in report.outcomes] == ["graded"]


def test_results_keep_the_standard_under_which_they_were_graded(workspace, exercise):
    """An overlay that comes later grades nothing again and rewrites no result; what is graded from then on bears it."""
    exercise("right", "tst-1-q3")
    path = workspace.root / "overlay.yaml"
    path.write_text(overlay_template("990019", Text("市", "City"), "0.1.0"), encoding="utf-8")
    place = replace(workspace, overlay=path)
    result = workspace.results / "right" / ASSIGNMENT / "results.json"
    before = result.read_bytes()
    only = [SubmissionFilter("right")]
    report = grade_course(place.course, submissions=only, workspace=place)
    assert ["skipped"] == [outcome.status for outcome in report.outcomes]
    assert before == result.read_bytes()
    assert {"version": "0.1.0", "overlay_sha256": None} == read_result(result)["standard"]

    grade_course(place.course, submissions=only, workspace=place, force=True)
    stamp = standard_stamp(load_standard(place.standard, path))
    assert stamp == read_result(result)["standard"]
