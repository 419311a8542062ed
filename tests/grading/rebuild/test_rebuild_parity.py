"""Honest notebooks come out as nbgrader's own preprocessors make them, cell by cell."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

from grader.authoring import active_lessons
from grader.authoring.build import right_answers, write_notebook
from grader.authoring.notebooks import Edition, answered_notebook
from grader.grading import sync_course
from grader.grading.nbgrader_adapter import open_course
from grader.grading.rebuild import rebuild

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow]

OWN = {
    "cell_type": "code",
    "id": "mine",
    "metadata": {},
    "source": "x = 1  # 自分のメモ",
    "outputs": [],
    "execution_count": 3,
}


def _theirs(course, assignment, name, path):
    """What the first half of ``nbgrader autograde`` makes of a submission: no kernel is started."""
    from nbgrader import preprocessors as steps  # noqa: PLC0415  # slow; only when these tests run

    notebook = nbformat.read(path, as_version=4)
    resources = {
        "unique_key": name,
        "nbgrader": {
            "assignment": assignment, "notebook": name, "student": "s", "db_url": _url(course),
        },
    }  # fmt: skip
    for step in (
        steps.ClearOutput, steps.DeduplicateIds, steps.OverwriteKernelspec, steps.OverwriteCells,
        steps.CheckCellMetadata,
    ):  # fmt: skip
        made = step(parent=None)
        made.log = logging.getLogger("nbgrader-steps")
        made.log.setLevel(logging.CRITICAL)  # it warns of every hidden test
        notebook, resources = made.preprocess(notebook, resources)
    return notebook


def _url(course):
    return f"sqlite:///{course / 'gradebook.db'}"


def _hidden(course, assignment, name):
    """The author's whole text of locked cells, from the gradebook."""
    from nbgrader.api import Gradebook  # noqa: PLC0415

    with Gradebook(_url(course)) as book:
        cells = book.find_notebook(name, assignment).source_cells
        return {cell.name: cell.source for cell in cells if cell.locked}


def _compared(notebook):
    return [
        (cell["cell_type"], cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        for cell in notebook["cells"]
    ]


def _assert_same(course, assignment, path, released):
    """Compare one submitted notebook; return what ours is."""
    hidden = _hidden(course, assignment, path.stem)
    ours = rebuild(path.read_bytes(), released, hidden=hidden)
    theirs = _theirs(course, assignment, path.stem, path)
    assert _compared(theirs) == _compared(ours.notebook)
    assert theirs.metadata["kernelspec"] == ours.notebook["metadata"]["kernelspec"]
    for mine, other in zip(ours.cells, theirs.cells, strict=True):
        marks = mine["metadata"].get("nbgrader", {})
        others = other["metadata"].get("nbgrader", {})
        assert {k: marks.get(k) for k in ("points", "grade", "solution")} == {
            k: others.get(k) for k in ("points", "grade", "solution")
        }
    nbformat.validate(nbformat.from_dict(ours.notebook))
    return ours


@pytest.mark.checkout
def test_every_lesson_is_rebuilt_as_nbgrader_sanitises_it(tmp_path, built_content):
    """All lessons in both languages, answered and with a cell added: the same cells in the same order, and no note."""
    place = built_content(tmp_path / "workspace")
    sync_course(place)
    lessons, registers = active_lessons(place)
    compared = 0
    course = open_course(place.course)
    for lesson in lessons:
        answers = right_answers(lesson, place, "s001")
        for lang in ("ja", "en"):
            edition = Edition(lesson, lang, registers)
            assert course.register(edition.assignment)[0] is None
            handed_out = place.build / "course" / "release" / edition.assignment / "assess.ipynb"
            released = json.loads(handed_out.read_text(encoding="utf-8"))
            notebook = answered_notebook(edition, "assess", answers, hidden=False)
            notebook.cells.insert(len(notebook.cells) // 2, nbformat.from_dict(OWN))
            write_notebook(tmp_path / "assess.ipynb", notebook)
            ours = _assert_same(
                place.course, edition.assignment, tmp_path / "assess.ipynb", released
            )
            assert () == ours.notes
            compared += 1
    assert 2 * len(lessons) == compared >= 10


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """The course of nbgrader's user guide, released by nbgrader."""
    import nbgrader  # noqa: PLC0415

    there = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide"
    course = tmp_path_factory.mktemp("guide")
    for name in ("source", "submitted"):
        shutil.copytree(there / name, course / name)
    (course / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    subprocess.run(
        [
            sys.executable, "-m", "nbgrader", "generate_assignment", "ps1", "--force",
            "--IncludeHeaderFooter.header=source/header.ipynb",
        ],
        cwd=course, env={**os.environ, "PATH": path}, check=True, capture_output=True,
    )  # fmt: skip
    return course


@pytest.mark.parametrize("name", ["problem1", "problem2"])
@pytest.mark.parametrize("student", ["bitdiddle", "hacker"])
def test_the_user_guide_is_rebuilt_as_nbgrader_sanitises_it(guide, student, name):
    """Both students of the user guide: every cell as nbgrader restores it."""
    handed_out = guide / "release" / "ps1" / f"{name}.ipynb"
    released = json.loads(handed_out.read_text(encoding="utf-8"))
    _assert_same(guide, "ps1", guide / "submitted" / student / "ps1" / f"{name}.ipynb", released)
