"""`kakehashi grade`, sandbox on, beside `nbgrader autograde` on the same submissions of one lesson.

Run from the root of the repository (about 45 minutes; ``--quick`` about three)::

    python benchmarks/grading.py

Both are whole commands, start included: seconds of wall-clock time, and of CPU in the process and all below it. Each run
begins with a fresh course in which the assignment has been recorded, as every evening of grading after the first does.
Ratios are taken within a round, where both have met the same noise; what is printed are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.authoring.build import active_lessons, build, write_notebook
from grader.authoring.literal import stub, written
from grader.authoring.notebooks import Edition, answered_notebook
from grader.grading import sync_course
from grader.grading.job import Limits
from grader.grading.layout import read_layout
from grader.grading.register import register_sources
from grader.grading.sandbox import start_sandbox
from grader.marking.worlds import make_world, seed_of, write_data
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
PLAIN = """\
c = get_config()
c.OverwriteCells.add_missing_cells = True
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = "."
"""
"""nbgrader as it comes, with two settings without which it would give other points."""
GRADE = """\
import sys
from dataclasses import replace
from pathlib import Path
from grader.cli import main  # what the command imports
from grader.grading import grade_course
from grader.workspace import find_workspace
root, build, course, workers = sys.argv[1:]
place = replace(find_workspace(Path(root)), build=Path(build), records=Path(course).parent)
report = grade_course(Path(course), workspace=place, workers=int(workers))
sys.exit(str(report.having("failed")) if report.having("failed") else 0)
"""
"""`kakehashi grade` in a workspace whose build and records stand elsewhere."""
SCORES = (
    "SELECT sa.student_id, c.name, g.auto_score, g.needs_manual_grade, m.auto_comment FROM grade g"
    " JOIN base_cell c ON g.cell_id = c.id JOIN submitted_notebook n ON g.notebook_id = n.id"
    " JOIN submitted_assignment sa ON n.assignment_id = sa.id"
    " LEFT JOIN comment m ON m.notebook_id = n.id AND m.cell_id = c.id ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds of wall-clock time and of CPU."""

    wall: float
    cpu: float


class School:
    """A lesson, and trainees who have answered it: right, wrong in each known way, or not at all."""

    def __init__(self, root: Path, lesson: str, most: int) -> None:
        self.root, self.assignment = root, f"{lesson}-ja"
        self.place = replace(find_workspace(ROOT), build=root / "build", records=root / "records")
        build(self.place, skill_names={})
        lessons, registers = active_lessons(self.place)
        self.lesson = next(item for item in lessons if item.slug == lesson)
        self.edition = Edition(self.lesson, "ja", registers)
        for number in range(most):
            self._hand_in(_name(number))
        sync_course(self.place)
        layout = read_layout(self.place.course.resolve())
        registered = register_sources(layout, [self.assignment], [self.assignment])
        if registered.refused:
            raise SystemExit(str(registered.refused))

    def course(self, count: int, *, plain: bool) -> Path:
        """Make a fresh course with the first trainees' work."""
        records = self.root / "fresh"
        shutil.rmtree(records, ignore_errors=True)
        course = records / "course"
        shutil.copytree(self.place.course, course)
        for name in map(_name, range(count)):
            shutil.copytree(self.root / "work" / name, course / "submitted" / name)
            if plain:  # it knows no worlds: the trainee's data stand beside the notebook
                place = course / "submitted" / name / self.assignment / "data"
                shutil.copytree(self.root / "data" / name, place)
        if plain:
            (course / "nbgrader_config.py").write_text(PLAIN, encoding="utf-8")
        return course

    def _hand_in(self, name: str) -> None:
        own = make_world(self.place.curriculum, self.lesson.slug, seed_of(self.lesson.slug, name))
        rng = np.random.default_rng(int(name[1:]))
        answers = {}
        for exercise in self.lesson.assessed:
            cells = [*[exercise.one("answer")] * 3, None, *exercise.find("wrong")]
            cell = cells[int(rng.integers(len(cells)))]
            answers[exercise.id] = stub(exercise) if cell is None else written(exercise, cell, own)
        folder = self.root / "work" / name / self.assignment
        folder.mkdir(parents=True)
        notebook = answered_notebook(self.edition, "assess", answers, hidden=False)
        write_notebook(folder / "assess.ipynb", notebook)
        out = self.root / "data" / name
        write_data(self.place, lesson=self.lesson.slug, trainee=name, lang="ja", out=out)


def _name(number: int) -> str:
    return f"s{number:04d}"


def run(command: Sequence[str], course: Path) -> Cost:
    """Run a command and everything that it starts."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    more = {"PATH": path, "KAKEHASHI_CURRICULUM": str(ROOT / "curriculum"), "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=course, env={**os.environ, **more}, check=True, capture_output=True)  # noqa: S603
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def ours(school: School, count: int, *, workers: int) -> tuple[Cost, Path]:
    """Grade with the engine.

    The system does not charge what runs inside bubblewrap to its parent: sessions are added as the engine has measured
    them one by one, and the start of the sandbox's warm process as it is without bubblewrap around it.
    """
    course = school.course(count, plain=False)
    arguments = [str(ROOT), str(school.place.build), str(course), str(workers)]
    cost = run([sys.executable, "-c", GRADE, *arguments], course)
    inside = sum(
        each["fork"] + each["execute"] for one in usage(course) for each in one["notebooks"]
    )
    return Cost(cost.wall, cost.cpu + inside + boot()), course


@cache
def boot() -> float:
    """Return the CPU seconds of the start of a warm process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start_sandbox("none", Limits()).close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def usage(course: Path) -> list[Any]:
    """Read what the engine has noted down of each submission's cost."""
    book = sqlite3.connect(course / "gradebook.db")
    told = [json.loads(row[0]) for row in book.execute("SELECT usage FROM kakehashi_result")]
    book.close()
    return told


def theirs(school: School, count: int) -> tuple[Cost, Path]:
    """Grade with nbgrader."""
    course = school.course(count, plain=True)
    return run([sys.executable, "-m", "nbgrader", "autograde", school.assignment], course), course


def scores(course: Path) -> list[Any]:
    """Read what a gradebook holds."""
    book = sqlite3.connect(course / "gradebook.db")
    rows = book.execute(SCORES).fetchall()
    book.close()
    return rows


def compare(school: School, count: int, options: argparse.Namespace) -> None:
    """Grade a class with both, and print the ratios."""
    rounds = []
    for _ in range(options.rounds):
        fast, course = ours(school, count, workers=options.workers)
        mine = scores(course)
        slow, course = theirs(school, count)
        other = scores(course)
        differ = sum(a != b for a, b in zip(mine, other, strict=True))
        rounds.append((fast, slow, differ, len(mine)))
        print(
            f"  {count} submissions: nbgrader {slow.wall:.1f} s wall, {slow.cpu:.1f} s CPU;"
            f" kakehashi {fast.wall:.1f} s, {fast.cpu:.1f} s; {differ} of {len(mine)} scores differ",
            flush=True,
        )
    wall = statistics.median(slow.wall / fast.wall for fast, slow, *_ in rounds)
    cpu = statistics.median(slow.cpu / fast.cpu for fast, slow, *_ in rounds)
    print(
        f"{count} submissions, {options.workers} workers: {cpu:.1f} × per CPU second, {wall:.1f} × per wall second"
    )


def split(school: School, options: argparse.Namespace) -> None:
    """Print what one submission costs, and where."""
    count = max(options.sizes)
    _, course = ours(school, count, workers=1)
    told = usage(course)
    notebooks = [each for one in told for each in one["notebooks"]]
    parts = {
        part: 1000 * statistics.median(each[part] for each in notebooks)
        for part in ("fork", "execute", "judge")
    }
    parts["record"] = 1000 * statistics.median(one["own"] for one in told)
    print("CPU of one submission: " + ", ".join(f"{k} {v:.1f} ms" for k, v in parts.items()))
    memory = max(each["memory_mb"] for each in notebooks)
    trips = statistics.median(each["trips"] for each in notebooks)
    print(f"largest fresh process {memory:.0f} MiB, {trips:g} questions per notebook")


def curve(school: School, options: argparse.Namespace) -> None:
    """Print how time grows with the class, and what a second worker gains."""
    points = []
    for count in options.curve:
        wall = statistics.median(
            ours(school, count, workers=options.workers)[0].wall for _ in range(options.rounds)
        )
        points.append((count, wall))
        print(f"  {count} submissions: {wall:.1f} s, {1000 * wall / count:.0f} ms each", flush=True)
    if points[2:]:  # any two points lie on a line
        slope, fixed = np.polyfit(*zip(*points, strict=True), 1)
        r = np.corrcoef(*zip(*points, strict=True))[0, 1]
        print(f"straight line: {fixed:.1f} s + {1000 * slope:.0f} ms each, r² = {r * r:.4f}")
    most = max(options.sizes)
    gain = statistics.median(
        ours(school, most, workers=1)[0].wall / ours(school, most, workers=2)[0].wall
        for _ in range(options.rounds)
    )
    print(f"1 → 2 workers at {most} submissions: {gain:.2f} ×")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lesson", default="cloud-costs")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=[24, 240])
    parser.add_argument("--curve", type=int, nargs="*", default=[24, 120, 240, 480, 960])
    parser.add_argument("--quick", action="store_true", help="one round, a small class")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.sizes, options.curve = 1, [24], [24, 48, 96]
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as scratch:
        school = School(Path(scratch), options.lesson, max(*options.sizes, *options.curve))
        print(f"{options.lesson}, {os.cpu_count()} cores, medians of {options.rounds}", flush=True)
        for count in options.sizes:
            compare(school, count, options)
        split(school, options)
        curve(school, options)


if __name__ == "__main__":
    main()
