"""The user-guide course inside the nbgrader package: graded here, by nbgrader's own commands, and by these with our judge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.grading import grade_course
from grader.grading.results import read_result

pytestmark = [pytest.mark.kernel, pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow]

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
CONFIG = """\
from pathlib import Path
c = get_config()
c.Execute.timeout = 60
with (Path(__file__).parent / "executed.txt").open("a", encoding="utf-8") as log:
    log.write("once\\n")
"""
JUDGE = """\
from nbgrader import preprocessors as steps
from grader.grading.nbgrader_adapter.execute import ExecuteApart
c.Autograde.autograde_preprocessors = [
    ExecuteApart, steps.IgnorePattern, steps.LimitOutput, steps.SaveAutoGrades, steps.AssignLatePenalties,
    steps.CheckCellMetadata,
]
"""


def user_guide() -> Path:
    """Find the course that ships inside nbgrader."""
    import nbgrader  # noqa: PLC0415  # slow; only when these tests run

    return Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"


def copy_course(target: Path) -> Path:
    """Both problem sets; `ps1_autotest` ships without submissions and gets those of `ps1`."""
    guide = user_guide()
    shutil.copytree(guide / "source", target / "source")
    shutil.copytree(guide / "submitted", target / "submitted")
    shutil.copy(guide / "autotests.yml", target)
    for student in (target / "submitted").iterdir():
        shutil.copytree(student / "ps1", student / "ps1_autotest")
    (target / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    return target


def nbgrader(course: Path, *arguments: str) -> None:
    """Run nbgrader's command line as its documentation does."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """Grade a copy with nbgrader's own commands."""
    course = copy_course(tmp_path_factory.mktemp("theirs"))
    nbgrader(course, "db", "assignment", "add", "ps1", "--duedate=2015-02-02 17:00:00 UTC")
    nbgrader(course, "db", "student", "add", "bitdiddle", "--last-name=Bitdiddle")
    header = "--IncludeHeaderFooter.header=source/header.ipynb"
    for problem_set in ("ps1", "ps1_autotest"):
        nbgrader(course, "generate_assignment", problem_set, header, "--force")
        nbgrader(course, "autograde", problem_set, "--force")
    return course


@pytest.fixture(scope="module")
def judged(theirs, tmp_path_factory):
    """Grade a copy with nbgrader's commands and our judge in place of its Execute."""
    course = tmp_path_factory.mktemp("judged") / "course"
    shutil.copytree(theirs, course)
    (course / "nbgrader_config.py").write_text(CONFIG + JUDGE, encoding="utf-8")
    for problem_set in ("ps1", "ps1_autotest"):
        nbgrader(course, "autograde", problem_set, "--force")
    return course


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Grade a copy with grade_course."""
    course = copy_course(tmp_path_factory.mktemp("ours"))
    seen = []
    report = grade_course(course, progress=seen.append, clock=lambda: NOON)
    assert [(step.done, step.total) for step in seen] == [(n, 4) for n in range(5)]
    assert {outcome.status for outcome in report.outcomes} == {"graded"}
    (course / "executed.txt").rename(course / "executed_by_us.txt")
    return course


def _handed_in(course, student, assignment, notebook, cell):
    path = course / "submitted" / student / assignment / f"{notebook}.ipynb"
    return not path.is_file() or f'"{cell}"' in path.read_text(encoding="utf-8")


def test_every_cell_has_the_score_of_nbgrader_autograde(theirs, ours, grades, comments):
    """Both gradebooks hold the same points, flags and comments for every cell that was handed in.

    What is not there is put back and counts as not answered; nbgrader leaves it to a person, who would see nothing.
    """
    for read, unanswered in ((grades, (0.0, None, None, 0)), (comments, ("No response.", None))):
        mine, others = read(ours), read(theirs)
        absent = {key for key in others if not _handed_in(ours, *key)}
        assert {key: others[key] for key in others.keys() - absent} == {
            key: mine[key] for key in mine.keys() - absent
        }
        assert {unanswered} == {mine[key] for key in absent}


def test_every_cell_has_the_score_of_nbgraders_kernel(theirs, judged, grades, comments):
    """So does the gradebook of nbgrader's own command with our judge, which notes the isolation in each notebook."""
    assert grades(theirs) == grades(judged)
    assert comments(theirs) == comments(judged)
    page = (judged / "autograded/hacker/ps1/problem1.ipynb").read_text(encoding="utf-8")
    assert "bubblewrap" in page or "landlock" in page


def test_the_course_is_what_it_is_thought_to_be(theirs, grades):
    """Two students and two problem sets of two notebooks were compared, with points among them."""
    keys = grades(theirs)
    assert len({key[:3] for key in keys}) == 8
    assert sum(values[0] or 0 for values in grades(theirs).values()) > 0


def test_results_repeat_the_gradebook(ours, grades):
    """The cells in results.json are those of the gradebook, and the score is their sum."""
    for student in ("bitdiddle", "hacker"):
        result = read_result(ours / "results" / student / "ps1" / "results.json")
        assert {
            (cell["notebook"], cell["grade_id"]): (cell["points"], cell["needs_manual_grade"])
            for cell in result["cells"]
        } == {
            key[2:]: (values[0] or 0.0, bool(values[3]))
            for key, values in grades(ours).items()
            if key[:2] == (student, "ps1")
        }
        assert result["score"] == sum(cell["points"] for cell in result["cells"])


def test_time_of_submission_is_that_of_our_clock(ours):
    """A timestamp that lies beside the work, which anybody can write, does not count; in UTC."""
    result = read_result(ours / "results" / "bitdiddle" / "ps1" / "results.json")
    assert result["submitted_at"] == "2026-04-01T03:00:00Z"


def test_formgrader_shows_the_same_totals(theirs, ours):
    """What formgrader's page of submissions is made from is equal, but for random row ids."""
    from nbgrader.api import Gradebook  # noqa: PLC0415

    def totals(course):
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
            rows = book.submission_dicts("ps1")
        other = {"id", "timestamp", "first_name", "last_name"}
        return sorted(
            [sorted((name, row[name]) for name in row if name not in other) for row in rows]
        )

    assert totals(ours) == totals(theirs)


def test_feedback_can_be_generated(ours):
    """`nbgrader generate_feedback` works on the result, and its page shows the points."""
    nbgrader(ours, "generate_feedback", "ps1", "--student", "hacker")
    page = (ours / "feedback" / "hacker" / "ps1" / "problem1.html").read_text(encoding="utf-8")
    assert "(Score: 3.0 / 10.0)" in page


def test_release_folder_is_left_alone(ours):
    """Grading does not make or overwrite what was handed out."""
    assert not (ours / "release").exists()


def test_configuration_is_not_executed_by_graders(ours):
    """The course's nbgrader_config.py is executed here, and by nbgrader when it records assignments; by no grader."""
    assert (ours / "executed_by_us.txt").read_text(encoding="utf-8") == "once\n" * 2
