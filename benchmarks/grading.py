"""`kakehashi grade`, sandbox on, beside `nbgrader autograde` on the same submissions of one lesson.

Run from the root of the repository (about twenty minutes; ``--quick`` about four)::

    python benchmarks/grading.py

Both are whole commands, start included: wall-clock seconds, and CPU seconds of the process and everything below it. Every
run begins with a fresh course that the assignment has been recorded in, as a second evening of grading does. Prints
medians; the ratio of each pair is taken within the same round, because this is what noise on a shared machine spares.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from grader.authoring.build import active_lessons, build, write_notebook
from grader.authoring.literal import stub, written
from grader.authoring.notebooks import Edition, answered_notebook
from grader.grading import sync_course
from grader.marking.worlds import make_world, seed_of, write_data
from grader.workspace import Workspace, find_workspace

ROOT = Path(__file__).parents[1]
SCORES = (
    "SELECT sa.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade, m.auto_comment FROM grade g"
    " JOIN base_cell c ON g.cell_id = c.id JOIN submitted_notebook n ON g.notebook_id = n.id"
    " JOIN submitted_assignment sa ON n.assignment_id = sa.id"
    " LEFT JOIN comment m ON m.notebook_id = n.id AND m.cell_id = c.id"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost: seconds of wall-clock time and of CPU."""

    wall: float
    cpu: float


def main() -> None:
    """Print every figure of the claim."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="kakehashi-bench-") as scratch:
        school = School(Path(scratch), options.lesson, max(options.curve))
        print(f"lesson {options.lesson}, {os.cpu_count()} cores, {options.rounds} rounds, medians")
        for count in options.sizes:
            _compare(school, count, options)
        _split(school, options)
        _curve(school, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lesson", default="cloud-costs")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="*", default=[24, 240])
    parser.add_argument("--curve", type=int, nargs="*", default=[24, 60, 120, 240, 480, 960])
    parser.add_argument("--quick", action="store_true", help="one round, small sizes")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.sizes, options.curve = 1, [24], [24, 96]
    return options


class School:
    """A lesson, and as many trainees who have answered it as are wanted.

    Parameters
    ----------
    root : Path
        Empty folder.
    lesson : str
        Slug of the lesson.
    most : int
        Largest class.
    """

    def __init__(self, root: Path, lesson: str, most: int) -> None:
        self.root, self.assignment, self.most = root, f"{lesson}-ja", most
        place = find_workspace(ROOT)
        self.place = replace(place, build=root / "build", records=root / "records")
        build(self.place, skill_names={})
        lessons, registers = active_lessons(self.place)
        self.lesson = next(item for item in lessons if item.slug == lesson)
        self.edition = Edition(self.lesson, "ja", registers)
        for number in range(most):
            self._hand_in(number)
        self._record()

    def course(self, count: int) -> Path:
        """Return a fresh course with the first trainees' work, its assignment already recorded."""
        course = self.root / "fresh"
        shutil.rmtree(course, ignore_errors=True)
        shutil.copytree(self.root / "recorded", course)
        for number in range(count):
            name = _name(number)
            shutil.copytree(self.root / "work" / name, course / "submitted" / name)
        return course

    def workspace(self, course: Path) -> Workspace:
        """Return the workspace that a course stands in."""
        return replace(self.place, records=course.parent)

    def _hand_in(self, number: int) -> None:
        name = _name(number)
        own = make_world(self.place.curriculum, self.lesson.slug, seed_of(self.lesson.slug, name))
        rng = np.random.default_rng(number)
        answers = {}
        for exercise in self.lesson.assessed:
            cells = [exercise.one("answer")] * 3 + [None] + exercise.find("wrong")
            cell = cells[int(rng.integers(len(cells)))]
            answers[exercise.id] = stub(exercise) if cell is None else written(exercise, cell, own)
        folder = self.root / "work" / name / self.assignment
        folder.mkdir(parents=True)
        notebook = answered_notebook(self.edition, "assess", answers, hidden=False)
        write_notebook(folder / "assess.ipynb", notebook)
        # Plain nbgrader knows no worlds: there the trainee's data stand beside the notebook.
        write_data(
            self.place, lesson=self.lesson.slug, trainee=name, lang="ja", out=folder / "data"
        )

    def _record(self) -> None:
        """Make a course in which one submission was graded and taken out again: nothing is left to be recorded."""
        place = replace(self.place, records=self.root / "first")
        sync_course(place)
        course = place.course
        shutil.copytree(self.root / "work" / _name(0), course / "submitted" / _name(0))
        _run([*_ours(1), str(course)], course, self)
        shutil.rmtree(course / "submitted")
        for folder in ("autograded", "results"):
            for path in (course / folder).glob("[!.]*"):
                if path.is_dir():
                    shutil.rmtree(path)
        _forget(course)
        shutil.copytree(course, self.root / "recorded")
