"""What was built reaches the course; what an instructor changed stays."""

from __future__ import annotations

import pytest

from grader.grading import sync_course
from grader.text import Text
from grader.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    """Make a workspace in which one assignment is built."""
    parts = ("standard", "curriculum", "assessments", "build", "records")
    place = Workspace(tmp_path, Text("", ""), **{part: tmp_path / part for part in parts})
    source = place.build / "course" / "source" / "a-ja"
    source.mkdir(parents=True)
    (source / "assess.ipynb").write_text("1", encoding="utf-8")
    return place


def test_built_assignments_are_copied_once(workspace):
    """A new assignment is copied and named; the second time there is nothing to do."""
    assert (sync_course(workspace), sync_course(workspace)) == (("a-ja",), ())


def test_changed_assignment_replaces_the_old_one(workspace):
    """After a new build the course has the new notebooks and none of the old ones."""
    sync_course(workspace)
    built = workspace.build / "course" / "source" / "a-ja"
    (built / "assess.ipynb").rename(built / "other.ipynb")
    sync_course(workspace)
    copied = workspace.course / "source" / "a-ja"
    assert [path.name for path in copied.iterdir()] == ["other.ipynb"]


def test_assignment_that_is_no_longer_built_stays(workspace):
    """Work may have been handed in for it, so it is not taken out of the course."""
    sync_course(workspace)
    (workspace.build / "course" / "source" / "a-ja").rename(
        workspace.build / "course" / "source" / "b-ja"
    )
    sync_course(workspace)
    assert sorted(path.name for path in (workspace.course / "source").iterdir()) == ["a-ja", "b-ja"]


def test_our_configuration_is_kept_up_to_date(workspace):
    """The configuration that we wrote is replaced by the present one."""
    config = workspace.course / "nbgrader_config.py"
    sync_course(workspace)
    present = config.read_text(encoding="utf-8")
    config.write_text(present + "# old\n", encoding="utf-8")
    sync_course(workspace)
    assert config.read_text(encoding="utf-8") == present


def test_an_instructors_configuration_is_left_alone(workspace):
    """A configuration without our first line is somebody's own."""
    config = workspace.course / "nbgrader_config.py"
    config.parent.mkdir(parents=True)
    config.write_text("c = get_config()\n", encoding="utf-8")
    sync_course(workspace)
    assert config.read_text(encoding="utf-8") == "c = get_config()\n"
