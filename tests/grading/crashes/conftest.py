"""Runs that are killed or find no space: what they leave, held against what an uninterrupted run makes."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "killed_runs.py"
CLASS = 30
RECORDED = 4
"""The first write point of a run after its assignments have been recorded."""
KILLED = -9
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


def everything(course):
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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def recorded(course, tmp_path_factory):
    """Return the course when a run has recorded its assignment, and nothing else."""
    with Nursery(tmp_path_factory.mktemp("recorded")) as nursery:
        copy = nursery.copy(course, "course")
        assert KILLED == nursery.grade(copy, kill_at=RECORDED)
        return copy


@pytest.fixture(scope="session")
def uninterrupted(recorded, tmp_path_factory):
    """Return what a run makes that nobody kills."""
    with Nursery(tmp_path_factory.mktemp("whole")) as nursery:
        whole = nursery.copy(recorded, "course")
        nursery.finish(whole)
        return everything(whole)


@pytest.fixture(scope="session")
def state():
    """Return the reader of all that grading made."""
    return everything


@pytest.fixture(scope="session")
def nursery():
    """Return the maker of places in which runs are killed."""
    return Nursery
