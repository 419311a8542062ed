"""A class with every trouble that a submission can have: nobody else notices, nobody gets a silent zero."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from grader.errors import GradingError
from grader.exchange.intake import Refusal
from grader.grading import SubmissionFilter, grade_course, labels
from grader.grading.rebuild import labels as rebuild_labels
from grader.grading.results import read_result

pytestmark = [pytest.mark.kernel, pytest.mark.nbgrader, pytest.mark.slow]

ASSIGNMENT = "課題 1"
RIGHT = "def double(x):\n    return 2 * x"
WRONG = "def double(x):\n    return x"
FIRST_OF_APRIL = datetime(2026, 4, 1, tzinfo=UTC)
GOOD = ("good", "山田 花子", "brackets [2026]")
GRADED = {*GOOD, "wrong", "deleted", "half", "exits", "kills", "old", "undated"}


def make_course(root, cell, save):
    """Two notebooks: code with a marks cell, and an essay that a person marks."""

    def code(path, answer, *, marks=True):
        cells = [cell("double", answer)]
        test = cell("double-test", "assert double(4) == 8", points=2)
        save(path / "code.ipynb", *cells, *([test] if marks else []))

    def essay(path):
        save(path / "essay.ipynb", cell("essay", "わたしの考え", points=3, text=True))

    source = root / "source" / ASSIGNMENT
    code(source, f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION")
    save(source / "essay.ipynb", cell("essay", "ここに書いてください。", points=3, text=True))

    answers = dict.fromkeys(GOOD, RIGHT) | {
        "wrong": WRONG,
        "exits": f"import os\nos._exit(1)\n{RIGHT}",
        "kills": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
        "half": RIGHT,
    }
    submitted = root / "submitted"
    for student, answer in answers.items():
        code(submitted / student / ASSIGNMENT, answer)
        if student != "half":
            essay(submitted / student / ASSIGNMENT)
    code(submitted / "deleted" / ASSIGNMENT, RIGHT, marks=False)
    essay(submitted / "deleted" / ASSIGNMENT)
    for student in ("broken", "old", "undated"):
        shutil.copytree(submitted / "good" / ASSIGNMENT, submitted / student / ASSIGNMENT)
    (submitted / "broken" / ASSIGNMENT / "code.ipynb").write_text('{"cells": [', encoding="utf-8")
    old = submitted / "old" / ASSIGNMENT / "code.ipynb"
    old.write_text(
        old.read_text(encoding="utf-8").replace('"schema_version": 3', '"schema_version": 1'),
        encoding="utf-8",
    )
    stamp = submitted / "undated" / ASSIGNMENT / "timestamp.txt"
    stamp.write_text("きのうの夕方", encoding="utf-8")
    save(submitted / "renamed" / ASSIGNMENT / "code (1).ipynb", cell("double", RIGHT))
    (submitted / "empty" / ASSIGNMENT).mkdir(parents=True)
    (submitted / "empty" / ASSIGNMENT / "memo.txt").write_text("すみません", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def graded(tmp_path_factory, cell, save):
    """Grade the class once for all tests."""
    root = make_course(tmp_path_factory.mktemp("年度 [2026]") / "course", cell, save)
    return root, grade_course(root, timeout=20, clock=lambda: FIRST_OF_APRIL)


def by_trainee(report):
    """Look outcomes up by trainee."""
    return {outcome.trainee: outcome for outcome in report.outcomes}


def result(root, trainee):
    """Read the result of one trainee."""
    return read_result(root / "results" / trainee / ASSIGNMENT / "results.json")


def test_the_others_are_graded(graded):
    """Whatever happens beside them, all submissions that can be graded are."""
    _, report = graded
    assert {outcome.trainee for outcome in report.having("graded")} == GRADED


@pytest.mark.parametrize("trainee", GOOD)
def test_right_answers_have_their_points(graded, trainee):
    """Points do not depend on Japanese letters, spaces or brackets in a name or in the path."""
    _, report = graded
    outcome = by_trainee(report)[trainee]
    assert (outcome.score, outcome.max_score, outcome.by_hand) == (2.0, 5.0, 1)


def test_wrong_answer_has_zero_points_and_is_graded(graded):
    """A wrong answer is a graded one with zero points, apart from failures."""
    _, report = graded
    assert (by_trainee(report)["wrong"].status, by_trainee(report)["wrong"].score) == (
        "graded",
        0.0,
    )


@pytest.mark.parametrize(
    ("trainee", "reason"),
    [
        ("broken", labels.refused(Refusal("code.ipynb", rebuild_labels.NOT_JSON))),
        ("empty", labels.NO_NOTEBOOK),
        ("renamed", labels.unknown_notebooks(("code", "essay"), ("code (1)",))),
    ],
)
def test_failures_have_a_plain_reason_and_no_score(graded, trainee, reason):
    """What cannot be graded says why, in the report and in results.json, and has no score."""
    root, report = graded
    outcome, written = by_trainee(report)[trainee], result(root, trainee)
    assert (outcome.status, outcome.score, outcome.error) == ("failed", None, reason)
    assert (written["status"], written["score"], written["error"]) == (
        "failed",
        None,
        labels.bilingual(reason),
    )


@pytest.mark.parametrize("trainee", ["exits", "kills"])
def test_whoever_ends_processes_loses_only_that_cell(graded, trainee):
    """A cell that ends its own process, or tries to end its parent's, has no points; the submission is graded."""
    _, report = graded
    assert (by_trainee(report)[trainee].score, by_trainee(report)[trainee].by_hand) == (0.0, 1)


def test_page_says_that_a_process_ended(graded):
    """The output of the cell that ended its process says so."""
    root, _ = graded
    path = root / "autograded" / "exits" / ASSIGNMENT / "code.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    assert "Stopped" == notebook["cells"][0]["outputs"][-1]["ename"]


@pytest.mark.parametrize("trainee", ["old", "undated"])
def test_what_trainees_say_about_their_notebook_is_not_asked(graded, trainee):
    """Old metadata and a forged time of submission change nothing: cells are ours, and so is the clock."""
    root, report = graded
    assert by_trainee(report)[trainee].score == 2.0
    assert result(root, trainee)["submitted_at"] == "2026-04-01T00:00:00Z"


def test_missing_second_notebook_is_said(graded):
    """By rule, nbgrader gives zero points for a notebook that is not there; the report says so."""
    root, report = graded
    assert result(root, "half")["missing_notebooks"] == ["essay"]
    assert by_trainee(report)["half"].notes == (labels.missing_notebooks(("essay",)),)


def test_deleted_marks_cell_is_put_back(graded):
    """A trainee who deletes the cell with the marks is marked all the same."""
    root, report = graded
    assert by_trainee(report)["deleted"].score == 2.0
    cells = {cell["grade_id"]: cell for cell in result(root, "deleted")["cells"]}
    assert not cells["double-test"]["needs_manual_grade"]


def test_isolation_is_said_and_recorded(graded):
    """Whoever grades is told how submitted code was kept apart, and every result says so."""
    root, report = graded
    kind = result(root, "good")["isolation"]
    assert kind in {"bubblewrap", "landlock"}
    assert report.warnings == (labels.isolation(kind),)


def test_rerun_runs_nothing_and_changes_nothing(graded):
    """What was graded is skipped the second time, with the same files byte for byte."""
    root, report = graded
    before = {path: path.read_bytes() for path in root.rglob("results.json")}
    kept = {path: path.stat().st_mtime_ns for path in root.glob("autograded/*/*/*.ipynb")}
    wanted = [SubmissionFilter(trainee=name.replace("[", "[[]")) for name in GRADED]
    again = grade_course(root, submissions=wanted, timeout=20)
    assert {outcome.status for outcome in again.outcomes} == {"skipped"}
    assert [(o.trainee, o.score) for o in again.outcomes] == [
        (o.trainee, o.score) for o in report.having("graded")
    ]
    assert {path: path.read_bytes() for path in before} == before
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_points_given_by_hand_reach_the_result(graded):
    """After a person marked a cell in formgrader, the next run takes the points over without grading."""
    root, _ = graded
    book = sqlite3.connect(root / "gradebook.db")
    book.execute(
        "UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE id = ("
        "SELECT g.id FROM grade g JOIN base_cell c ON g.cell_id = c.id"
        " JOIN submitted_notebook sn ON g.notebook_id = sn.id"
        " JOIN submitted_assignment sa ON sn.assignment_id = sa.id"
        " WHERE sa.student_id = 'wrong' AND c.name = 'essay')"
    )
    book.commit()
    book.close()
    again = grade_course(root, submissions=[SubmissionFilter(trainee="wrong")], timeout=20)
    assert (again.outcomes[0].status, again.outcomes[0].score) == ("skipped", 2.5)
    assert result(root, "wrong")["score"] == 2.5


def test_resubmission_is_graded_anew(graded, cell, save):
    """A changed notebook is graded again although nbgrader sees an autograded one already."""
    root, _ = graded
    save(
        root / "submitted" / "exits" / ASSIGNMENT / "code.ipynb",
        cell("double", RIGHT),
        cell("double-test", "assert True", points=2),
    )
    again = grade_course(root, submissions=[SubmissionFilter(trainee="exits")], timeout=20)
    assert (again.outcomes[0].status, again.outcomes[0].score) == ("graded", 2.0)


def test_reshaped_assignment_is_refused_and_results_stay(graded, cell, save):
    """When cells come into a graded assignment, its work is not graded, and what was graded stays."""
    root, _ = graded
    before = result(root, "good")
    save(root / "source" / ASSIGNMENT / "code.ipynb", cell("new", "1"), cell("t", "1", points=1))
    again = grade_course(root, submissions=[SubmissionFilter(trainee="good")], timeout=20)
    assert (again.outcomes[0].status, again.outcomes[0].error) == (
        "failed",
        labels.cells_changed(ASSIGNMENT),
    )
    assert labels.cells_changed(ASSIGNMENT) in again.warnings
    assert result(root, "good") == before


def test_interrupted_run_leaves_nobody_without_a_score(tmp_path, cell, save):
    """Killed in the middle and started again, a class ends where an uninterrupted one does."""
    root = make_course(tmp_path / "course", cell, save)
    for folder in (root / "submitted").iterdir():
        if folder.name not in {"good", "half", "wrong"}:
            shutil.rmtree(folder)
    code = (
        "import pathlib, sys\nfrom grader.grading import grade_course\n"
        "if __name__ == '__main__':\n    grade_course(pathlib.Path(sys.argv[1]))\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    run = subprocess.Popen([sys.executable, str(script), str(root)])
    deadline = time.monotonic() + 60
    while not any(root.glob("autograded/*/*/*.ipynb")) and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    report = grade_course(root)
    scores = {outcome.trainee: outcome.score for outcome in report.outcomes}
    assert scores == {"good": 2.0, "half": 2.0, "wrong": 0.0}


def test_no_such_course(tmp_path):
    """A wrong folder is said in a sentence."""
    with pytest.raises(GradingError):
        grade_course(tmp_path / "nowhere")


def test_broken_configuration_is_said_and_nothing_is_graded(tmp_path):
    """A configuration that cannot be executed stops the run before it grades otherwise than meant."""
    (tmp_path / "nbgrader_config.py").write_text("c.Execute.timeout = 1 / 0", encoding="utf-8")
    with pytest.raises(GradingError, match="ZeroDivisionError"):
        grade_course(tmp_path)


def test_nothing_submitted_is_said(tmp_path):
    """An empty course is not an error, but the report says where submissions are looked for."""
    report = grade_course(tmp_path)
    assert (report.outcomes, report.warnings) == ((), (labels.NOTHING_SUBMITTED,))


def test_unknown_assignment_is_said(tmp_path, cell, save):
    """Work for an assignment without a source fails with a reason, not with zero points."""
    save(tmp_path / "submitted" / "s001" / "lost" / "a.ipynb", cell("q", "1"))
    report = grade_course(tmp_path)
    written = json.loads((tmp_path / "results/s001/lost/results.json").read_text(encoding="utf-8"))
    assert (report.outcomes[0].error, written["score"]) == (labels.not_registered("lost"), None)


def test_name_that_nbgrader_refuses_is_said(tmp_path, cell, save):
    """An assignment name that nbgrader does not allow costs that assignment, not the run."""
    for place in ("source/a+b", "submitted/s001/a+b"):
        save(tmp_path / place / "a.ipynb", cell("q", "1"), cell("q-test", "1", points=1))
    outcome = grade_course(tmp_path).outcomes[0]
    assert (outcome.status, "+" in outcome.error.en) == ("failed", True)


def test_unusable_gradebook_is_said(tmp_path, cell, save):
    """A gradebook that is not a database stops the run with a sentence, and is not overwritten."""
    save(tmp_path / "submitted" / "s001" / "a" / "a.ipynb", cell("q", "1"))
    (tmp_path / "gradebook.db").write_text(
        "これはデータベースではありません" * 50, encoding="utf-8"
    )
    with pytest.raises(GradingError, match="gradebook"):
        grade_course(tmp_path)
    assert (tmp_path / "gradebook.db").read_text(encoding="utf-8").startswith("これは")


def test_two_runs_share_the_work(tmp_path, cell, save):
    """Two runs at once in one course grade every submission once, and both end well."""
    root = make_course(tmp_path / "course", cell, save)
    shutil.rmtree(root / "submitted" / "broken")
    shutil.rmtree(root / "submitted" / "empty")
    shutil.rmtree(root / "submitted" / "renamed")
    grade_course(root, submissions=[SubmissionFilter(trainee="good")])
    code = (
        "import pathlib, sys\nfrom grader.grading import grade_course\n"
        "if __name__ == '__main__':\n    grade_course(pathlib.Path(sys.argv[1]), workers=1)\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    runs = [subprocess.Popen([sys.executable, str(script), str(root)]) for _ in range(2)]
    assert [0, 0] == [run.wait() for run in runs]
    book = sqlite3.connect(root / "gradebook.db")
    marked = book.execute(
        "SELECT count(*), count(DISTINCT job_key) FROM kakehashi_event WHERE kind = 'graded'"
    ).fetchone()
    book.close()
    assert (len(GRADED), len(GRADED)) == marked
