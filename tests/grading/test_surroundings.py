"""A course's own nbgrader configuration is respected, in this process and in the workers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.grading.nbgrader_adapter import Course, open_course

pytestmark = pytest.mark.nbgrader

TIMEOUT = "c = get_config()\nc.Execute.timeout = 77\n"


def configured(folder, text):
    """Give a course this configuration and open it."""
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    return open_course(folder)


def test_values_travel_to_the_workers(tmp_path):
    """A worker has the values that the parent read, without reading the file."""
    settings = configured(tmp_path, TIMEOUT).settings(timeout=None)
    (tmp_path / "nbgrader_config.py").unlink()
    assert Course(settings)._config.Execute.timeout == 77


def test_given_timeout_wins(tmp_path):
    """A timeout asked for on the command line stands above the file's."""
    settings = configured(tmp_path, TIMEOUT).settings(timeout=5)
    assert Course(settings)._config.Execute.timeout == 5


def test_functions_of_the_file_make_workers_read_it(tmp_path):
    """A hook defined in the file cannot travel, so a worker executes the file itself."""
    hook = "def hook(**names): ...\nc.Autograde.pre_convert_hook = hook\n"
    settings = configured(tmp_path, TIMEOUT + hook).settings(timeout=None)
    assert settings.config is None
    assert Course(settings)._config.Autograde.pre_convert_hook.__name__ == "hook"


def test_plugins_beside_the_file_are_found(tmp_path):
    """A class from a module in the course folder reaches a fresh process."""
    (tmp_path / "our_plugin.py").write_text("class Ours:\n    pass\n", encoding="utf-8")
    text = "from our_plugin import Ours\nc.Autograde.pre_convert_hook = Ours\n"
    settings = configured(tmp_path, text).settings(timeout=None)
    sys.modules.pop("our_plugin")
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from grader.grading.surroundings import CourseSettings, configuration\n"
        "config = configuration(CourseSettings(Path(sys.argv[1]), bytes.fromhex(sys.argv[2])))\n"
        "print(config.Autograde.pre_convert_hook.__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), settings.config.hex()],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == "Ours"


def test_outdated_names_are_understood(tmp_path):
    """A configuration in nbgrader's old names still says where work is handed in."""
    (tmp_path / "handed_in" / "s001" / "a").mkdir(parents=True)
    course = configured(tmp_path, "c.NbGrader.submitted_directory = 'handed_in'\n")
    assert [item.name for item in course.submissions()] == ["s001/a"]


def test_other_folder_structure_is_understood(tmp_path):
    """Courses may sort work by assignment first."""
    (tmp_path / "submitted" / "課題" / "s 001").mkdir(parents=True)
    structure = "{nbgrader_step}/{assignment_id}/{student_id}"
    course = configured(tmp_path, f"c.CourseDirectory.directory_structure = {structure!r}\n")
    found = [(item.trainee, item.assignment) for item in course.submissions()]
    assert found == [("s 001", "課題")]


def test_relative_gradebook_belongs_to_the_course(tmp_path):
    """A relative SQLite address counts from the course folder, wherever grading was started."""
    course = configured(tmp_path, "c.CourseDirectory.db_url = 'sqlite:///books/marks.db'\n")
    (tmp_path / "books").mkdir()
    course.prepare_gradebook(["s001"])
    assert (tmp_path / "books" / "marks.db").is_file()


def test_new_gradebook_has_its_version(tmp_path, monkeypatch):
    """A gradebook made outside an activated environment can be upgraded by later nbgraders."""
    import sqlite3  # noqa: PLC0415

    monkeypatch.setenv("PATH", "/nowhere")
    open_course(tmp_path).prepare_gradebook([])
    book = sqlite3.connect(tmp_path / "gradebook.db")
    versions = book.execute("SELECT count(*) FROM alembic_version").fetchone()
    book.close()
    assert versions == (1,)
