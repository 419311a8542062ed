"""The exemplar notebooks run from the first cell to the last in a real kernel."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import nbformat
import pytest

from grader.authoring import active_lessons
from grader.authoring.build import right_answers, write_notebook
from grader.authoring.literal import WRITE_HERE
from grader.authoring.notebooks import Edition, answered_notebook
from grader.exchange import release, submit
from grader.grading import grade_course, sync_course

pytestmark = [pytest.mark.kernel, pytest.mark.checkout, pytest.mark.slow]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, built_content):
    """The content of the repository, built elsewhere."""
    return built_content(tmp_path_factory.mktemp("exemplars") / "copy")


def test_exemplars_pass_nbval(workspace):
    """``pytest --nbval-lax`` finds no cell that fails: ja learn and assess, en assess, of every lesson."""
    exemplar = workspace.build / "exemplar"
    slugs = [lesson.slug for lesson in active_lessons(workspace)[0]]
    books = [
        str(exemplar / f"{slug}-{name}.ipynb")
        for slug in slugs
        for name in ("ja/learn", "ja/assess", "en/assess")
    ]
    options = [
        "--nbval-lax",
        "--nbval-current-env",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
    ]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={exemplar}", *books],
        cwd=workspace.root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

    assert 0 == done.returncode, done.stdout[-4000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed.group(1)) > 10 * len(books)


@pytest.mark.nbgrader
def test_every_lesson_goes_through_nbgrader(workspace):
    """Nbgrader's own release of each lesson is the one we hand out, and its autograder gives right answers all points."""
    lessons, registers = active_lessons(workspace)
    sync_course(workspace)
    for lesson in lessons:
        name = f"{lesson.slug}-ja"
        ours = workspace.build / "course" / "release" / name / "assess.ipynb"
        theirs = _released_by_nbgrader(workspace, name)
        # Below the empty literal nbgrader leaves its own remark that an answer goes here.
        assert _cells(ours) == _cells(theirs, without=f"\n{WRITE_HERE}")
        answers = right_answers(lesson, workspace, "smoke")
        (given,) = release(workspace, trainee="smoke", lang="ja", lessons=[lesson.slug])
        edition = Edition(lesson, "ja", registers)
        notebook = answered_notebook(edition, "assess", answers, hidden=False)
        write_notebook(given.folder / "assess.ipynb", notebook)
        submit(given.folder, course=workspace.course, now=datetime(2026, 4, 1, tzinfo=UTC))

    report = grade_course(workspace.course, workspace=workspace, workers=2)

    points = {lesson.slug: sum(e.points for e in lesson.assessed) for lesson in lessons}
    assert {f"{slug}-ja": (full, full) for slug, full in points.items()} == {
        one.assignment: (one.score, one.max_score) for one in report.outcomes
    }


def _released_by_nbgrader(workspace, name):
    """Run ``nbgrader generate_assignment`` as an instructor would; return the notebook it makes."""
    release_folder = workspace.root / "by-nbgrader"
    command = [
        sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force", "--create",
        f"--course={workspace.course}", f"--CourseDirectory.release_directory={release_folder}",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=workspace.course, capture_output=True, text=True, check=False, timeout=120
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    return release_folder / name / "assess.ipynb"


def _cells(path, without="\0"):
    """Return type, text and grade id of each cell; nbgrader's own bookkeeping does not count."""
    return [
        (
            cell.cell_type,
            cell.source.rstrip().removesuffix(without),
            cell.metadata.get("nbgrader", {}).get("grade_id"),
        )
        for cell in nbformat.read(path, as_version=4).cells
    ]
