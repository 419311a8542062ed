"""Do the demo's levels hold the truth? 20 synthetic classes answer the real lessons and are really marked.

Run from the root of the repository::

    python benchmarks/demo_coverage.py

Each class is drawn from another seed, as ``kakehashi demo --seed`` draws it: abilities, task difficulties,
notebook effects and answers come from the measurement model, the answers are written out for each trainee's
own world, and the lessons' own checks and hidden tests give the points (in this process; that a kernel and
nbgrader give the same points is what the tests prove). The target is a coverage of the 90 % interval
between 85 and 95 %; the exit code is 1 outside it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.authoring.build import active_lessons, handout, item
from grader.authoring.selftest import Bench
from grader.demo.classroom import choose, persons
from grader.measurement import MISSING, Item, category, estimate, load_policy, simulate
from grader.text import Text
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.lesson import Lesson
    from grader.workspace import Workspace

TARGET = (0.85, 0.95)


class Markers:
    """Marks answers, each different one once: a trainee's world is the same in every class."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self.folder = folder
        self.lessons, self.registers = active_lessons(workspace)
        self.benches: dict[tuple[str, str], Bench] = {}
        self.points: dict[tuple[str, str, str], float] = {}

    def bench(self, lesson: Lesson, trainee: str) -> Bench:
        """Return the bench of a trainee."""
        if (lesson.slug, trainee) not in self.benches:
            self.benches[lesson.slug, trainee] = Bench(
                lesson,
                curriculum=self.workspace.curriculum,
                trainee=trainee,
                handout=handout(lesson, self.registers),
                folder=self.folder / lesson.slug / trainee,
            )
        return self.benches[lesson.slug, trainee]

    def mark(self, trainee: str, drawn: dict[str, int], seed: int) -> dict[str, float]:
        """Return the points of one trainee by exercise."""
        points = {}
        for lesson in self.lessons:
            chosen = choose(
                lesson,
                curriculum=self.workspace.curriculum,
                trainee=trainee,
                categories=drawn,
                seed=seed,
            )
            for exercise in lesson.assessed:
                source = chosen[exercise.id].source
                key = (trainee, exercise.id, source)
                if key not in self.points:
                    self.points[key] = self.bench(lesson, trainee).run(exercise, source).points
                points[exercise.id] = self.points[key]
        return points

    def items(self) -> list[Item]:
        """Return the bank of the lessons."""
        rows = [item(lesson, e) for lesson in self.lessons for e in lesson.assessed]
        bank = [Item(**{**row, "title": Text(**row["title"])}) for row in rows]
        return sorted(bank, key=lambda one: one.id)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the coverage of every class; return 0 if that of all is on target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--trainees", type=int, default=24)
    args = parser.parse_args(argv)
    workspace = find_workspace(Path(__file__).parent)
    policy = load_policy(workspace.assessments / "measurement.yaml")
    inside: dict[int, list[bool]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        markers = Markers(workspace, Path(folder))
        items = markers.items()
        for seed in range(args.seeds):
            class_ = persons(workspace.curriculum, seed=seed, count=args.trainees)
            truth = simulate(items, policy=policy, persons=len(class_), seed=seed)
            answered = np.full((len(class_), len(items)), MISSING, dtype=np.int8)
            for row, person in enumerate(class_):
                drawn = {one.id: int(truth.categories[row, i]) for i, one in enumerate(items)}
                points = markers.mark(person.person, drawn, seed)
                answered[row] = [
                    category(points[one.id], one.points, categories=one.categories) for one in items
                ]
            found = estimate(answered, items=items, policy=policy)
            for column, skill in enumerate(truth.skills):
                level = truth.coordinate[:, column]
                inside[seed] += list((found[skill].low <= level) & (level <= found[skill].high))
            drifted = int((answered != truth.categories).sum())
            print(
                f"seed {seed:2}: coverage {np.mean(inside[seed]):.3f}, "
                f"{drifted} of {answered.size} answers marked otherwise than drawn",
                flush=True,
            )
    coverage = float(np.mean([hit for hits in inside.values() for hit in hits]))
    count = sum(len(hits) for hits in inside.values())
    print(
        f"all: the 90 % interval holds the true level in {coverage:.1%} of {count} estimates "
        f"(target {TARGET[0]:.0%} to {TARGET[1]:.0%})"
    )
    return 0 if TARGET[0] <= coverage <= TARGET[1] else 1


if __name__ == "__main__":
    sys.exit(main())
