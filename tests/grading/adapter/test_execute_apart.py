"""Plain `nbgrader autograde`, in a course with our configuration: trainees' cells in the sandbox, tests in the judge."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from grader.authoring import load_lesson
from grader.authoring.build import right_answers
from grader.grading import sync_course
from grader.grading.extract import exercises, listen
from grader.grading.model import CellScore

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow]

SOLUTION = """import math
### BEGIN SOLUTION
def squares(n):
    return [int(math.pow(i, 2)) for i in range(1, n + 1)]
### END SOLUTION"""
HIDDEN = """assert squares(1) == [1]
### BEGIN HIDDEN TESTS
assert squares(4) == [1, 4, 9, 16]
assert math.isclose(step, 0.5)
### END HIDDEN TESTS"""
PARTIAL = "round(sum(n == n * n for n in squares(2)) * step, 1)"
RIGHT = "def squares(n):\n    return [i * i for i in range(1, n + 1)]"
WRONG = "def squares(n):\n    return [1] * n"
FORGED = f"""{WRONG}
step = 100
class Anything(list):
    __eq__ = lambda self, other: True
class math:
    isclose = staticmethod(lambda *args: True)
squares = lambda n: Anything()
import builtins
builtins.round = lambda *args: 100
"""
LEAKING = f"""import os, pathlib
{RIGHT}
print(os.path.exists("gradebook.db"), [p.name for p in pathlib.Path.cwd().parent.glob("*/*.ipynb")])
raise SystemExit"""


@pytest.fixture(scope="module")
def autograded(tmp_path_factory, cell, save, nbgrader, use_our_config):
    """A course of four trainees, graded by nbgrader's command."""
    root = tmp_path_factory.mktemp("apart")
    setup = cell("setup", "step = 0.5")
    setup.metadata.nbgrader.update(solution=False, locked=True)
    tests = [cell("whole", HIDDEN, points=2), cell("part", PARTIAL, points=1)]
    save(root / "source/ps1/p1.ipynb", setup, cell("squares", SOLUTION), *tests)
    use_our_config(root)
    nbgrader(root, "generate_assignment", "ps1")
    answers = {"right": RIGHT, "wrong": WRONG, "forged": FORGED, "leaking": LEAKING}
    for trainee, answer in answers.items():
        save(root / f"submitted/{trainee}/ps1/p1.ipynb", setup, cell("squares", answer), *tests)
    nbgrader(root, "autograde", "ps1")
    return root


def _points(grades, course):
    """From trainee to the points of both tests."""
    found = grades(course)
    return {
        name: tuple(found[name, "ps1", "p1", test][0] for test in ("whole", "part"))
        for name in sorted({key[0] for key in found})
    }


def test_points_are_those_of_the_answers(autograded, grades):
    """Full marks for the right answer, a part for the wrong one, nothing for what forges comparisons and names."""
    assert {
        "forged": (0.0, 0.0),
        "leaking": (2.0, 0.5),
        "right": (2.0, 0.5),
        "wrong": (0.0, 1.0),
    } == _points(grades, autograded)


def test_submission_sees_its_own_work_only(autograded):
    """No gradebook and no other notebook is there; the kind of isolation is noted in the notebook."""
    notebook = json.loads((autograded / "autograded/leaking/ps1/p1.ipynb").read_text("utf-8"))

    assert ["False []\n"] == [
        "".join(out["text"])
        for c in notebook["cells"]
        for out in c.get("outputs", [])
        if "text" in out
    ]
    assert notebook["metadata"]["kakehashi"]["isolation"] in {"bubblewrap", "landlock", "container"}


def test_grading_works_without_the_source(autograded, grades, nbgrader, tmp_path):
    """Where only the gradebook is left of the author's work, its cells are the tests and stubs name the answers."""
    course = tmp_path / "course"
    shutil.copytree(autograded, course)
    shutil.rmtree(course / "source")
    nbgrader(course, "autograde", "ps1", "--student", "forged", "--force")

    assert (0.0, 0.0) == _points(grades, course)["forged"]


def _hand_in(workspace, trainee, answers):
    notebook = nbformat.read(workspace.build / "course/release/tiny-counts-ja/assess.ipynb", 4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = workspace.course / f"submitted/{trainee}/tiny-counts-ja/assess.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def test_lesson_is_graded_and_given_back_by_nbgraders_commands(built, nbgrader, grades):
    """Each trainee's data are there: right answers earn full marks; the page of a wrong one names its misconception."""
    sync_course(built)
    lesson = load_lesson(built.curriculum / "tiny-counts")
    wrong = {"tst-1-q3": 'def total(visits):\n    return visits["visits"].iloc[0]'}
    _hand_in(built, "s001", right_answers(lesson, built, "s001"))
    _hand_in(built, "s002", wrong)
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        nbgrader(built.course, command, "tiny-counts-ja")
    page = (built.course / "feedback/s002/tiny-counts-ja/assess.html").read_text("utf-8")

    assert {"right": {"right"}, "wrong": {"not_attempted", "wrong"}} == {
        "right": _states(built.course, grades, "s001"),
        "wrong": _states(built.course, grades, "s002"),
    }
    assert "最初の値だけを見ています" in page
    assert "BEGIN HIDDEN TESTS" not in page
    assert "grader.marking" not in page


def _states(course, grades, trainee):
    path = course / f"autograded/{trainee}/tiny-counts-ja/assess.ipynb"
    rows = {key[3]: row[0] for key, row in grades(course).items() if key[0] == trainee}
    cells = [CellScore("assess", name, points, 1.0, False) for name, points in rows.items()]  # noqa: FBT003
    return {one.state for one in exercises(listen([json.loads(path.read_text("utf-8"))]), cells)}


_BUTTON = """
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI

app = NbGrader()
app.initialize([])
done = NbGraderAPI(app.coursedir, parent=app).autograde("ps1", "wrong")
assert done["success"], done
"""


def test_button_of_formgrader_uses_the_judge(autograded, tmp_path, grades):
    """What formgrader calls when its button is pressed grades in the sandbox too."""
    course = tmp_path / "course"
    shutil.copytree(autograded, course)
    path = course / "autograded/wrong/ps1/p1.ipynb"
    path.chmod(0o644)
    path.unlink()
    subprocess.run([sys.executable, "-c", _BUTTON], cwd=course, check=True, timeout=120)
    notebook = json.loads(path.read_text("utf-8"))

    assert (0.0, 1.0) == _points(grades, course)["wrong"]
    assert notebook["metadata"]["kakehashi"]["isolation"] != "none"


def test_without_kakehashi_nothing_is_graded(autograded, tmp_path):
    """Where the engine cannot be imported nbgrader stops and says so, instead of grading without a sandbox."""
    course = tmp_path / "course"
    shutil.copytree(autograded, course)
    (course / "grader").mkdir()
    (course / "grader/__init__.py").write_text("raise ImportError('broken')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", "ps1", "--force"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(course), os.environ["PYTHONPATH"]])},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert 0 != done.returncode
    assert "kakehashi cannot be imported (broken)" in done.stderr
