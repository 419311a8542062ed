"""What a lesson costs: one world, one simulated counter day beside simpy, one self-test variant.

Run from the root of the repository::

    python benchmarks/lesson_speed.py

Prints medians. The day is compared with an event simulation in simpy (test extra) of the same visitors; the self-test
with the same answers run in a Jupyter kernel, which is what proving them through notebooks would cost at least.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import simpy
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from grader.authoring import active_lessons, handout, prove
from grader.lab.counter import random_day, simulate_day
from grader.marking.worlds import make_world
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.lab.counter import Visit

KINDS = {"certificate": (0.5, 5), "notification": (0.5, 15)}
WINDOWS = 5


def timed(function: Callable[[], object], *, runs: int = 20) -> float:
    """Return the median of several runs, in milliseconds."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)


def simpy_day(visits: list[Visit]) -> float:
    """Return the mean wait of a day, by an event simulation."""
    environment = simpy.Environment()
    windows = simpy.Resource(environment, capacity=WINDOWS)
    waits: list[float] = []

    def visitor(visit: Visit) -> Iterator[object]:
        yield environment.timeout(visit.arrive)
        with windows.request() as turn:
            yield turn
            waits.append(environment.now - visit.arrive)
            yield environment.timeout(visit.service)

    for visit in visits:
        environment.process(visitor(visit))
    environment.run()
    return statistics.mean(waits)


def kernel_start() -> None:
    """Start a kernel, run one cell that imports pandas, and stop it."""
    notebook = new_notebook(cells=[new_code_cell("import pandas")])
    NotebookClient(notebook, kernel_name="python3").execute()


def main() -> None:
    """Print the figures."""
    workspace = find_workspace(Path(__file__).parent)
    lessons, registers = active_lessons(workspace)
    for lesson in lessons:
        seeds = iter(range(10_000, 10_100))
        world = timed(
            lambda: make_world.__wrapped__(workspace.curriculum, lesson.slug, next(seeds))  # noqa: B023
        )
        print(f"{lesson.slug}: a world in {world:.1f} ms")
    visits = random_day([1], [25] * 8, KINDS)
    ours = timed(lambda: simulate_day(visits, WINDOWS).mean(), runs=50)
    theirs = timed(lambda: simpy_day(visits), runs=50)
    print(
        f"a day of {len(visits)} visitors: {ours:.2f} ms, simpy {theirs:.2f} ms ({theirs / ours:.1f} x)"
    )
    seconds = []
    for lesson in lessons:
        texts = handout(lesson, registers)
        proofs = prove(lesson, curriculum=workspace.curriculum, trainees=["speed"], handout=texts)
        seconds += [proof.seconds for proof in proofs]
    kernel = timed(kernel_start, runs=3)
    mean = 1000 * statistics.mean(seconds)
    print(
        f"self-test: {mean:.0f} ms per variant ({len(seconds)} variants, slowest "
        f"{1000 * max(seconds):.0f} ms); a kernel alone {kernel:.0f} ms ({kernel / mean:.0f} x)"
    )


if __name__ == "__main__":
    main()
