"""A run that is killed at any moment: whatever it left, the next ones end where an uninterrupted one does."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

SCRIPT = Path(__file__).parent / "killed_runs.py"
CLASS = 30
KILLS, FRESH, BY_TIME = 200, 20, 6
STRIDE = 40
"""In a series, each write point is the last one with a chance of one in so many."""
RECORDED = 4
"""The first write point of a run after its assignments have been recorded."""
KILLED = -9
DISK, STEPS = 64 << 20, (0, 40, 160, 400, 700, 1000)
"""Bytes of a small disk, and KiB that are free on it when a run begins."""
BIND = ("--dev-bind", "/", "/", "--die-with-parent")
HALF = re.compile(r"\.[0-9a-f]{8}$")
"""What `write_bytes` leaves when it is killed; it has a name that nobody reads."""
TABLES = {
    "job": "SELECT * FROM kakehashi_job",
    "event": "SELECT key, kind, job_key, at FROM kakehashi_event",
    "result": "SELECT job_key, results, notebooks, evidence, by_hand FROM kakehashi_result",
    "content": "SELECT sha256 FROM kakehashi_content",
    "mark": "SELECT a.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade FROM grade g"
    " JOIN base_cell c ON g.cell_id = c.id JOIN submitted_notebook n ON g.notebook_id = n.id"
    " JOIN submitted_assignment a ON n.assignment_id = a.id",
    "comment": "SELECT a.student_id, c.name, m.auto_comment FROM comment m"
    " JOIN base_cell c ON m.cell_id = c.id JOIN submitted_notebook n ON m.notebook_id = n.id"
    " JOIN submitted_assignment a ON n.assignment_id = a.id",
    "submission": "SELECT student_id, timestamp FROM submitted_assignment",
}


def state(course):
    """Everything that grading made: rows by their names, and all files byte for byte."""
    found = {}
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        book.row_factory = sqlite3.Row
        ours = book.execute("SELECT 1 FROM sqlite_master WHERE name = 'kakehashi_job'").fetchone()
        for table, query in TABLES.items():
            rows = [dict(row) for row in book.execute(query)] if ours else []
            for row in rows:
                row.pop("id", None)
            found[table] = sorted(rows, key=repr)
    for path in sorted(course.rglob("*")):
        name = path.relative_to(course).as_posix()
        is_made = not name.startswith(("source", "submitted", "gradebook.db"))
        is_left = "/coming/" in name or path.name.startswith(".lock") or HALF.search(path.name)
        if path.is_file() and is_made and not is_left:
            found[name] = path.read_bytes()
    return found


@dataclass
class Nursery:
    """Grades in forks of one warm process; if a size is given, it has a disk of so many bytes."""

    folder: Path
    size: int = 0
    kills: int = 0

    def __enter__(self):
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        around = [shutil.which("bwrap"), *BIND, "--size", str(self.size), "--tmpfs", str(self.disk)]
        self._said = (self.folder / "said").open("w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [*(around if self.size else ()), sys.executable, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._said.close()

    def _ask(self, **question):
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def grade(self, course, **how):
        """Grade; nothing is running afterwards. Return 0, 2 for an error that is told, or that it was killed."""
        told = self._ask(course=str(course), **how)
        assert [] == told["left"]
        assert told["code"] in (0, 2, KILLED), self.said()
        self.kills += told["code"] == KILLED
        return told["code"]

    def said(self):
        """All that runs have said so far."""
        return (self.folder / "said").read_text(encoding="utf-8")

    def finish(self, course):
        """Grade to the end; no work folder of this run or one before is left."""
        assert 0 == self.grade(course), self.said()
        assert [] == list(self.temporary.iterdir())

    def copy(self, course, name):
        """Copy a course to here."""
        return Path(self._ask(copy=[str(course), str(self.folder / name)]))


@pytest.fixture(scope="module")
def course(tmp_path_factory, cell, save):
    """Thirty submissions of one notebook with an answer, a test and a text, nothing graded."""
    root = tmp_path_factory.mktemp("crashes") / "course"

    def notebook(folder, answer, text):
        test = cell("double-test", "assert double(4) == 8", points=2)
        save(
            folder / "ps1.ipynb",
            cell("double", answer),
            test,
            cell("why", text, points=3, text=True),
        )

    right = "def double(x):\n    return 2 * x"
    notebook(root / "source/ps1", f"### BEGIN SOLUTION\n{right}\n### END SOLUTION", "?")
    for number in range(CLASS):
        answer = right if number % 3 else "def double(x):\n    return x"
        notebook(root / f"submitted/t{number:02}/ps1", answer, f"理由 {number}")
    return root


@pytest.fixture(scope="module")
def recorded(course, tmp_path_factory):
    """Return the course when a run has recorded its assignment, and nothing else."""
    with Nursery(tmp_path_factory.mktemp("recorded")) as nursery:
        copy = nursery.copy(course, "course")
        assert KILLED == nursery.grade(copy, kill_at=RECORDED)
        return copy


@pytest.fixture(scope="module")
def uninterrupted(recorded, tmp_path_factory):
    """Return what a run makes that nobody kills."""
    with Nursery(tmp_path_factory.mktemp("whole")) as nursery:
        whole = nursery.copy(recorded, "course")
        nursery.finish(whole)
        return state(whole)


def test_an_uninterrupted_run_grades_all(uninterrupted):
    """The state that crashed runs are held against has everybody's marks, once."""
    assert [0.0] * 10 + [2.0] * 20 == sorted(
        mark["auto_score"] for mark in uninterrupted["mark"] if mark["name"] == "double-test"
    )
    kinds = [event["kind"] for event in uninterrupted["event"]]
    assert (CLASS, CLASS) == (kinds.count("received"), kinds.count("graded"))
    assert CLASS == sum(name.startswith("autograded/") for name in uninterrupted)


def test_the_first_recording_may_be_cut_off(course, uninterrupted, tmp_path):
    """Killed before, while and after the gradebook is made, and by time, a class is graded all the same."""
    with Nursery(tmp_path) as nursery:
        copy = nursery.copy(course, "course")
        for kill in (
            {"kill_after": 0.5},
            {"kill_after": 1.5},
            *({"kill_at": n} for n in (1, 2, 3)),
        ):
            nursery.grade(copy, **kill)
        nursery.finish(copy)
        assert uninterrupted == state(copy)


def test_killed_again_and_again_a_run_ends_where_it_should(recorded, uninterrupted, tmp_path):
    """In series of runs of which each is killed at some write point, at least 200 kills change nothing."""

    def series(number):
        draw = random.Random(number)  # noqa: S311  # where to kill
        with Nursery(tmp_path / str(number)) as nursery:
            for again in range(100):
                copy = nursery.copy(recorded, f"course{again}")
                while nursery.grade(copy, kill_at=1 + int(draw.expovariate(1 / STRIDE))):
                    pass
                nursery.finish(copy)
                assert uninterrupted == state(copy)
                if nursery.kills >= KILLS / 2:
                    break
            return nursery.kills

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(series, range(2))) >= KILLS


def test_after_one_kill_two_runs_are_enough(recorded, uninterrupted, tmp_path):
    """Killed once at a random write point or moment, a course is as it should be after at most two runs more."""
    draw = random.Random(30)  # noqa: S311  # where to kill
    kills = [{"kill_at": draw.randint(1, 560)} for _ in range(FRESH)]
    kills += [{"kill_after": draw.uniform(0.2, 3)} for _ in range(BY_TIME)]

    def attempts(number):
        with Nursery(tmp_path / str(number)) as nursery:
            for index, kill in enumerate(kills[number::2]):
                copy = nursery.copy(recorded, f"course{index}")
                nursery.grade(copy, **kill)
                nursery.finish(copy)
                assert uninterrupted == state(copy), kill
            return nursery.kills

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(attempts, range(2))) >= FRESH


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap makes the small disk")
def test_a_full_disk_is_said_and_leaves_nothing_by_halves(recorded, uninterrupted, tmp_path):
    """However much space is left, the run says so or ends well, what it wrote is whole, and the next one completes."""
    codes = []
    with Nursery(tmp_path, DISK) as nursery:
        for step in STEPS:
            copy = nursery.copy(recorded, f"disk/{step}")
            codes.append(nursery.grade(copy, leave=step))
            assert nursery.said().count("空きを作って") == sum(code == 2 for code in codes)
            found = state(nursery.copy(copy, f"found{step}"))
            for name, kept in found.items():
                if name not in TABLES:
                    assert uninterrupted[name] == kept
            assert all(mark in uninterrupted["mark"] for mark in found["mark"])
            assert len(found["result"]) * 2 == len(found["mark"])
            nursery.finish(copy)
            assert uninterrupted == state(nursery.copy(copy, f"after{step}"))
    assert [2, 2, 2] == codes[:3]


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap makes the small disk")
def test_a_disk_that_is_full_from_the_start_is_said(course, uninterrupted, tmp_path):
    """Without space for a gradebook the run says so, and with space the next one grades."""
    with Nursery(tmp_path, DISK) as nursery:
        copy = nursery.copy(course, "disk/course")
        assert [2, 2] == [nursery.grade(copy, leave=step) for step in (0, 100)]
        assert 2 == nursery.said().count("空きを作って")
        nursery.finish(copy)
        assert uninterrupted == state(nursery.copy(copy, "after"))
