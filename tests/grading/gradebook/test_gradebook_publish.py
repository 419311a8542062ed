"""Files are made from the gradebook, and never the other way round."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from sqlalchemy import text

from grader.grading.gradebook import (
    open_gradebook,
    publish,
    record,
    standing,
)
from grader.grading.model import NotebookMarks

GRADE = """
import os, signal, sys
from itertools import count
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from conftest import Desk
from grader.grading.gradebook import claim, open_gradebook, publish, receive, record
from grader.schema import points

left = count(1)
def listener(name):
    if next(left) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
points.listener = listener
desk, engine, course = Desk(), open_gradebook(sys.argv[1]), Path(sys.argv[2])
items = [desk.incoming(f"t{number}") for number in range(4)]
receive(engine, items)
later = desk.later(days=int(sys.argv[5]))
while taken := claim(engine, 2, now=later, owner=sys.argv[5], seconds=60):
    record(engine, [desk.graded(j.key, j.trainee, owner=sys.argv[5]) for j in taken], now=desk.now)
    publish(engine, course, only=[(job.trainee, "ps1") for job in taken])
publish(engine, course, left_for=0)
engine.dispose()
print("all", next(left))
"""


def _files(course) -> dict[str, bytes]:
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for folder in ("results", "autograded")
        for path in sorted((course / folder).rglob("*"))
        if path.is_file()
    }


def test_files_say_what_the_gradebook_says(engine, desk, tmp_path):
    """The result and the autograded notebooks are written byte for byte as they were recorded."""
    desk.grade(engine)
    assert 3 == publish(engine, tmp_path)
    expected = {
        "results/sato/ps1/results.json": standing(engine)[0].results.encode(),
        "autograded/sato/ps1/p1.ipynb": b'{"by": "sato", "t1": 2.0}\n',
        "autograded/sato/ps1/p2.ipynb": b'{"u1": 4.0}\n',
    }
    assert expected == _files(tmp_path)


def test_publishing_twice_writes_nothing_more(engine, desk, tmp_path):
    """Files that are right are not touched."""
    desk.grade(engine)
    publish(engine, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert (0, 0) == (publish(engine, tmp_path), publish(engine, tmp_path, left_for=0))
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_missing_changed_and_half_written_files_are_mended(engine, desk, tmp_path):
    """After a crash the files are what the gradebook holds, and no leftovers remain."""
    desk.grade(engine)
    publish(engine, tmp_path)
    whole = _files(tmp_path)
    (tmp_path / "results/sato/ps1/results.json").write_text("{}", encoding="utf-8")
    (tmp_path / "autograded/sato/ps1/p1.ipynb").unlink()
    (tmp_path / "autograded/sato/ps1/old.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "autograded/sato/ps1/.p1.ipynb.0a1b2c3d").write_text("{", encoding="utf-8")
    (tmp_path / "results/sato/ps1/.results.json.0a1b2c3d").write_text("{", encoding="utf-8")
    assert 5 == publish(engine, tmp_path, left_for=0)
    assert whole == _files(tmp_path)


def test_what_another_run_is_writing_is_left_to_it(engine, desk, tmp_path):
    """A half-written file goes once it has not changed for an hour."""
    desk.grade(engine)
    publish(engine, tmp_path)
    half = tmp_path / "results/sato/ps1/.results.json.0a1b2c3d"
    half.write_text("{", encoding="utf-8")
    assert 0 == publish(engine, tmp_path)
    os.utime(half, (half.stat().st_atime, half.stat().st_mtime - 3601))
    assert 1 == publish(engine, tmp_path)
    assert not half.exists()


def test_other_files_are_left_alone(engine, desk, tmp_path):
    """Data and pictures beside autograded notebooks belong to others."""
    other = tmp_path / "autograded/sato/ps1/data/table.csv"
    other.parent.mkdir(parents=True)
    other.write_text("1\n", encoding="utf-8")
    desk.grade(engine)
    publish(engine, tmp_path, left_for=0)
    assert "1\n" == other.read_text(encoding="utf-8")


def test_notebooks_go_where_the_course_has_them(engine, desk, tmp_path):
    """A course with folders of its own gets its notebooks there."""
    desk.grade(engine)
    publish(engine, tmp_path, autograded=lambda who, what: tmp_path / "done" / what / who)
    assert (tmp_path / "done/ps1/sato/p1.ipynb").is_file()


def test_only_some_are_published_on_demand(engine, desk, tmp_path):
    """Publishing some submissions leaves the others for later."""
    for trainee in ("sato", "suzuki"):
        desk.grade(engine, desk.incoming(trainee))
    publish(engine, tmp_path, only=[("suzuki", "ps1")])
    assert ["suzuki"] == [path.name for path in (tmp_path / "results").iterdir()]


def test_a_later_attempt_replaces_the_files(engine, desk, tmp_path):
    """Notebooks that the later attempt did not have are gone."""
    desk.grade(engine, desk.incoming(work="a"))
    publish(engine, tmp_path)
    item = desk.incoming(work="b")
    desk.take(engine, item)
    only = {"p2": NotebookMarks({"u1": 1.0}, {}, b"{}\n")}
    record(engine, [replace(desk.graded(item.key), notebooks=only)], now=desk.now)
    publish(engine, tmp_path)
    assert b"{}\n" == _files(tmp_path)["autograded/sato/ps1/p2.ipynb"]
    assert 2 == len(_files(tmp_path))


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "a\\b", ""])
def test_names_in_the_database_never_lead_elsewhere(sqlite, desk, tmp_path, name):
    """A name that leads out of the course makes no file, whoever put it there."""
    desk.grade(sqlite)
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE kakehashi_job SET trainee = :name"), {"name": name})
    course = tmp_path / "deep" / "course"
    assert 0 == publish(sqlite, course)
    assert not course.parent.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills with a POSIX signal")
def test_a_run_killed_at_any_write_point_is_completed_by_the_next(desk, filled, tmp_path):
    """Killed at points all over a run, one more run gives the rows and files of a run that was left alone."""
    here = os.fspath(__file__).rsplit(os.sep, 1)[0]

    def run(course, at: int, number: int) -> subprocess.CompletedProcess:
        command = [sys.executable, "-c", GRADE, f"sqlite:///{course}/gradebook.db", str(course)]
        return subprocess.run(
            [*command, str(at), here, str(number)],
            check=False,  # it is killed
            capture_output=True,
            text=True,
            timeout=60,
        )

    def course(name: str):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "gradebook.db").write_bytes(filled.read_bytes())
        return folder

    def state(folder):
        engine = open_gradebook(f"sqlite:///{folder}/gradebook.db")
        found = desk.state(engine), _files(folder)
        engine.dispose()
        return found

    whole = course("whole")
    done = run(whole, 0, 1)
    assert done.returncode == 0, done.stderr
    all_points = int(done.stdout.split()[1])
    expected = state(whole)
    for at in range(1, all_points, 13):
        folder = course(f"cut-{at}")
        assert -signal.SIGKILL == run(folder, at, 1).returncode
        again = run(folder, 0, 2)
        assert (0, expected) == (again.returncode, state(folder))
