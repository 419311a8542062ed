"""Honest work for every lesson has the same marks by our engine, by nbgrader in a kernel, and by nbgrader with our judge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from grader.authoring import active_lessons
from grader.authoring.build import write_notebook
from grader.authoring.literal import written
from grader.authoring.notebooks import Edition, answered_notebook
from grader.exchange.release import release
from grader.grading import grade_course, sync_course
from grader.grading.layout import read_layout
from grader.grading.register import read_lessons, register_sources
from grader.grading.surroundings import CONFIG
from grader.marking.worlds import make_world, seed_of

pytestmark = [
    pytest.mark.checkout,
    pytest.mark.kernel,
    pytest.mark.nbgrader,
    pytest.mark.sandbox,
    pytest.mark.slow,
]

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
NOBODY, RIGHT = "untouched", "right"


def _kinds(lesson):
    """Who hands in: two who know everything, one who did nothing, and one for each wrong answer of an exercise."""
    most = max(len(exercise.find("wrong")) for exercise in lesson.assessed)
    return [RIGHT, RIGHT, NOBODY, *range(most)]


def _answer(exercise, kind, own):
    wrong = exercise.find("wrong")
    cell = exercise.one("answer") if kind == RIGHT or not wrong else wrong[kind % len(wrong)]
    return written(exercise, cell, own)


def _hand_in_all(place):
    lessons, registers = active_lessons(place)
    for number in range(max(len(_kinds(lesson)) for lesson in lessons)):
        theirs = [lesson for lesson in lessons if number < len(_kinds(lesson))]
        _hand_in(place, f"s{number + 1:03d}", number, theirs, registers)


def _hand_in(place, trainee, number, lessons, registers):
    handouts = release(place, trainee=trainee, lang="ja", lessons=[one.slug for one in lessons])
    for lesson, given in zip(lessons, handouts, strict=True):
        kind = _kinds(lesson)[number]
        own = make_world(place.curriculum, lesson.slug, seed_of(lesson.slug, trainee))
        edition = Edition(lesson, "ja", registers)
        answers = (
            {}
            if kind == NOBODY
            else {exercise.id: _answer(exercise, kind, own) for exercise in lesson.assessed}
        )
        folder = place.course / "submitted" / trainee / edition.assignment
        shutil.copytree(given.folder / "data", folder / "data")
        notebook = answered_notebook(edition, "assess", answers, hidden=False)
        write_notebook(folder / "assess.ipynb", notebook)


def _autograde(course, curriculum, assignments):
    tools = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    known = {"PATH": tools, "KAKEHASHI_CURRICULUM": str(curriculum)}
    for assignment in assignments:
        subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", assignment],
            cwd=course,
            env={**os.environ, **known, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        )


def _use_kernels(course):
    """Let nbgrader run notebooks as it does by itself; all else of our configuration stays."""
    path = course / CONFIG
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count("    ExecuteApart,\n")
    text = text.replace("    ExecuteApart,\n", "    Execute,\n")
    text = text.replace("    ClearOutput,\n", "    ClearOutput,\n    Execute,\n", 1)  # the import
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def marks(tmp_path_factory, built_content, grades, comments):
    """Scores and comments of all cells of all submissions, by each way of grading."""
    root = tmp_path_factory.mktemp("lessons")
    place = built_content(root / "workspace")
    sync_course(place)
    _hand_in_all(place)
    names = sorted({path.name for path in place.course.glob("submitted/*/*")})
    register_sources(read_layout(place.course), names, read_lessons(place))
    # nbgrader's own command finds a lesson by the course of its workspace.
    ours, kernels, judged = root / "ours", root / "kernels", place.course
    for course in (ours, kernels):
        shutil.copytree(judged, course)
    _use_kernels(kernels)
    report = grade_course(ours, workspace=place, clock=lambda: NOON)
    assert {"graded"} == {outcome.status for outcome in report.outcomes}
    with ThreadPoolExecutor() as pool:
        for done in [
            pool.submit(_autograde, course, place.curriculum, names) for course in (kernels, judged)
        ]:
            done.result()
    courses = {"ours": ours, "kernels": kernels, "judged": judged}
    return {name: (grades(course), comments(course)) for name, course in courses.items()}


def test_our_engine_gives_the_marks_of_a_kernel(marks):
    """Points, flags for marking by hand and comments of every cell are those of plain `nbgrader autograde`."""
    assert marks["kernels"] == marks["ours"]


def test_nbgrader_with_our_judge_gives_the_marks_of_a_kernel(marks):
    """The same where `nbgrader autograde` runs notebooks with our judge."""
    assert marks["kernels"] == marks["judged"]


def test_all_lessons_and_answers_were_compared(marks):
    """Five lessons by trainees who are right, wrong or have not begun: full points, some and none are among them."""
    scores, _ = marks["kernels"]
    trainees, assignments = ({key[n] for key in scores} for n in (0, 1))
    points = {}
    for key, (score, *_) in scores.items():
        points[key[0]] = points.get(key[0], 0.0) + score

    assert (5, True) == (len(assignments), len(trainees) >= 4)
    assert points["s001"] == points["s002"] > points["s004"] > points["s003"] == 0.0
