"""A course's own nbgrader configuration is respected."""

from __future__ import annotations

import sqlite3

import pytest

from grader.errors import GradingError
from grader.grading.layout import read_layout
from grader.grading.nbgrader_adapter import open_course
from grader.grading.surroundings import surroundings


def _layout(folder, text):
    """Give a course this configuration and read it."""
    (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{text}\n", encoding="utf-8")
    return read_layout(folder)


def test_limit_of_the_file_is_respected(tmp_path):
    """The seconds per cell are those that the file names."""
    assert 77.0 == _layout(tmp_path, "c.Execute.timeout = 77").seconds


@pytest.mark.nbgrader
def test_outdated_names_are_understood(tmp_path):
    """A configuration in nbgrader's old names still says where work is handed in."""
    (tmp_path / "handed_in" / "s001" / "a").mkdir(parents=True)
    layout = _layout(tmp_path, "c.NbGrader.submitted_directory = 'handed_in'")

    assert ["s001/a"] == [item.name for item in layout.submissions()]


def test_other_folder_structure_is_understood(tmp_path):
    """Courses may sort work by assignment first."""
    (tmp_path / "submitted" / "課題" / "s 001").mkdir(parents=True)
    structure = "{nbgrader_step}/{assignment_id}/{student_id}"
    layout = _layout(tmp_path, f"c.CourseDirectory.directory_structure = {structure!r}")

    assert [("s 001", "課題")] == [(item.trainee, item.assignment) for item in layout.submissions()]


@pytest.mark.nbgrader
def test_relative_gradebook_belongs_to_the_course(tmp_path):
    """A relative SQLite address counts from the course folder, wherever grading was started."""
    layout = _layout(tmp_path, "c.CourseDirectory.db_url = 'sqlite:///books/marks.db'")
    (tmp_path / "books").mkdir()
    open_course(tmp_path).prepare_gradebook()

    assert tmp_path / "books" / "marks.db" == layout.gradebook_file
    assert layout.gradebook_file.is_file()


@pytest.mark.nbgrader
def test_new_gradebook_has_its_version(tmp_path, monkeypatch):
    """A gradebook made outside an activated environment can be upgraded by later nbgraders: `alembic` names its revision."""
    from nbgrader.api import get_alembic_version  # noqa: PLC0415  # a second

    with surroundings(tmp_path):
        newest = get_alembic_version()
    monkeypatch.setenv("PATH", "/nowhere")
    open_course(tmp_path).prepare_gradebook()
    book = sqlite3.connect(tmp_path / "gradebook.db")
    versions = book.execute("SELECT version_num FROM alembic_version").fetchall()
    book.close()

    assert [(newest,)] == versions


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("", {"wrong/f-one.py", "__pycache__/m.pyc"}),
        ("c.CourseDirectory.ignore.append('*.key')", {"wrong/f-one.py", "__pycache__/m.pyc", "a.key"}),
        ("c.CourseDirectory.ignore = ['*.key']", {"wrong/f-one.py", "a.key"}),
    ],
)  # fmt: skip
def test_files_that_are_ignored_reach_nobody(tmp_path, text, left_out):
    """What the course ignores is not among the files of a job, and wrong answers never are."""
    names = {"wrong/f-one.py", "__pycache__/m.pyc", "a.key", "data/a.csv", "p.ipynb"}
    for name in names:
        path = tmp_path / "source/ps1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")

    assert names - left_out - {"p.ipynb"} == set(_layout(tmp_path, text).source_files("ps1"))


# ---- what late work costs --------------------------------------------------------------------------

PLUGIN = """
from nbgrader.plugins import BasePlugin

class PerHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        if student_id == "broken":
            raise ValueError("no such trainee")
        return None if student_id == "excused" else total_seconds_late / 3600
"""


def test_late_work_costs_nothing_unless_the_course_says_so(tmp_path):
    """Nothing by nbgrader's default, all points by its method ``zero``."""
    assert _layout(tmp_path, "").late_rule() is None
    rule = _layout(tmp_path, "c.LateSubmissionPlugin.penalty_method = 'zero'").late_rule()

    assert 4.0 == rule("s001", 4.0, 60.0)


@pytest.mark.nbgrader
@pytest.mark.parametrize("by_name", [True, False])
def test_plugin_of_the_course_decides_on_late_work(tmp_path, by_name):
    """A class beside the configuration, given by name or itself, is asked with trainee, points and seconds."""
    (tmp_path / f"late_{by_name}.py").write_text(PLUGIN, encoding="utf-8")
    told = f"'late_{by_name}.PerHour'" if by_name else "PerHour"
    text = f"from late_{by_name} import PerHour\nc.AssignLatePenalties.plugin_class = {told}"
    rule = _layout(tmp_path, text).late_rule()

    assert (2.0, None) == (rule("s001", 9.0, 7200.0), rule("excused", 9.0, 7200.0))
    with pytest.raises(GradingError, match="no such trainee"):
        rule("broken", 9.0, 7200.0)


@pytest.mark.nbgrader
def test_plugin_that_is_not_there_is_said(tmp_path):
    """A plugin that cannot be imported stops the run before anything is graded."""
    layout = _layout(tmp_path, "c.AssignLatePenalties.plugin_class = 'nowhere.Plugin'")

    with pytest.raises(GradingError, match="plugin_class"):
        layout.late_rule()
