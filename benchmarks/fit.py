"""How fast fit, musts and growth are for many persons, beside a plain loop and polars.

Run from the root of the repository (about two minutes; polars is tried if it is there)::

    pip install polars   # for this benchmark only
    python benchmarks/fit.py

What is timed: from P(level ≥ k) of every person and skill to the scores. ``fit`` is low, expected and high fit, the share
measured and the gap; ``musts`` is P(all musts met) and ``growth`` the share still to be gained, each with its interval;
``all`` is the three of them, and the target is for that. Expected values of all persons are kept, the rest is computed and
dropped chunk by chunk. What is not timed: drawing the data, and the estimates behind P(level ≥ k). The persons are one chunk
of 50,000 (48 MB, more than the cache of most processors), scored again and again.

Levels are uncertain for us, and known for sure for the others, which know nothing else: they do a smaller job. Each run is a
process of its own, on two cores; figures are medians of three. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

# Two threads of ours share the persons; more threads inside of each would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "2")

import numpy as np
from scipy.special import ndtr

from grader.placement import Profiles, fit_scores, growth_scores, must_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from grader.placement import FitScores, Interval

SKILLS, ROLES, LEVELS, CORES = 60, 30, 4, 2
ASKED, MUST, MEASURED = 0.3, 0.25, 0.7
"""Shares of the skills that a role asks for, of these that are musts, and of the skills that were measured."""
REPEATS = 3
CHUNK = 50_000
"""Persons drawn once and scored again and again: a million of them would not be another job."""
SECONDS, MEGABYTES = 5.0, 2048.0


@dataclass(frozen=True, slots=True)
class Job:
    """Persons and roles."""

    estimate: NDArray[np.float64]
    measured: NDArray[np.bool_]
    profiles: Profiles
    aims: Profiles

    @property
    def levels(self) -> NDArray[np.int8]:
        """Levels as if they were known for sure."""
        return np.clip(np.floor(self.estimate), 0, LEVELS).astype(np.int8)

    @property
    def p_at_least(self) -> list[NDArray[np.float32]]:
        """P(level ≥ 1) … P(level ≥ 4), where estimates have an error of 0.4 levels."""
        return [ndtr((self.estimate - k) / 0.4).astype(np.float32) for k in range(1, LEVELS + 1)]


def draw() -> Job:
    """Draw a chunk of persons and roles."""
    rng = np.random.default_rng(0)
    ceiling = rng.choice((3, 2, 1, 0), SKILLS, p=(0.65, 0.2, 0.075, 0.075))
    asked = rng.random((2, ROLES, SKILLS)) < ASKED
    required = np.where(asked, rng.integers(1, LEVELS + 1, asked.shape), 0)
    weight = np.where(asked, rng.integers(1, 4, asked.shape), 0).astype(float)
    must = asked[0] & (rng.random((ROLES, SKILLS)) < MUST)
    return Job(
        rng.normal(1.9, 1.2, (CHUNK, SKILLS)),
        rng.random((CHUNK, SKILLS)) < MEASURED,
        Profiles(required[0], weight[0], ceiling, must),
        Profiles(required[1], weight[1], ceiling),
    )


SCORES: dict[str, Callable[..., FitScores | Interval]] = {
    "fit": lambda p, known, job: fit_scores(p, known, profiles=job.profiles),
    "musts": lambda p, known, job: must_scores(p, known, profiles=job.profiles),
    "growth": lambda p, known, job: growth_scores(p, known, aims=job.aims),
}


def ours(job: Job, persons: int, *names: str) -> float:
    """Scores with their intervals; expected values of all persons are kept."""
    p, measured = job.p_at_least, job.measured
    kept = np.empty((len(names), persons, ROLES), np.float32)

    def score(start: int) -> None:
        own = slice(start, min(start + CHUNK, persons))
        count = own.stop - own.start
        some, known = [one[:count] for one in p], measured[:count]
        for place, name in enumerate(names):
            kept[place, own] = SCORES[name](some, known, job).expected

    began = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(score, range(0, persons, CHUNK)))
    return time.perf_counter() - began


def loop(job: Job, persons: int) -> float:
    """Fit and musts by a minimum for each role, of sure levels."""
    profiles, levels = job.profiles, job.levels
    total = (profiles.weight * profiles.required).sum(axis=1)
    began = time.perf_counter()
    fit, musts = np.empty((persons, ROLES), np.float32), np.empty((persons, ROLES), bool)
    for start in range(0, persons, CHUNK):
        some = levels[: min(CHUNK, persons - start)]
        rows = slice(start, start + len(some))
        for role in range(ROLES):
            columns = np.flatnonzero(profiles.required[role])
            least = np.minimum(some[:, columns], profiles.required[role, columns])
            fit[rows, role] = least @ profiles.weight[role, columns] / total[role]
            must = profiles.must[role, columns]
            musts[rows, role] = (least == profiles.required[role, columns])[:, must].all(axis=1)
    return time.perf_counter() - began


def polars(job: Job, persons: int) -> float:
    """Fit only, as expressions over columns of sure levels."""
    import polars as pl  # noqa: PLC0415  # only this way needs it

    profiles = job.profiles
    levels = np.resize(job.levels, (persons, SKILLS))
    table = pl.DataFrame({f"s{k}": levels[:, k] for k in range(SKILLS)})
    total = (profiles.weight * profiles.required).sum(axis=1)
    columns = []
    for role in range(ROLES):
        terms = [
            pl.min_horizontal(
                pl.col(f"s{k}").cast(pl.Float32),
                pl.lit(float(profiles.required[role, k]), dtype=pl.Float32),
            )
            * float(profiles.weight[role, k])
            for k in np.flatnonzero(profiles.required[role])
        ]
        columns.append((pl.sum_horizontal(terms) / float(total[role])).alias(f"r{role}"))
    began = time.perf_counter()
    table.lazy().select(columns).collect().to_numpy()
    return time.perf_counter() - began


WAYS: dict[str, Callable[[Job, int], float]] = {
    "all": lambda job, persons: ours(job, persons, *SCORES),
    "fit": lambda job, persons: ours(job, persons, "fit"),
    "musts": lambda job, persons: ours(job, persons, "musts"),
    "growth": lambda job, persons: ours(job, persons, "growth"),
    "loop": loop,
    "polars": polars,
}


@dataclass(frozen=True, slots=True)
class Runs:
    """Seconds of all runs of one way, and the largest memory."""

    seconds: tuple[float, ...]
    megabytes: float

    def told(self, times: float = 1.0) -> str:
        """Median, and the shortest and longest."""
        low, middle, high = (times * f(self.seconds) for f in (min, statistics.median, max))
        return f"{middle:.2f} s ({low:.2f}–{high:.2f}), {self.megabytes:.0f} MB"


def _runs(way: str, persons: int) -> Runs | None:
    """Run a way some times; None if it cannot run here."""
    found = []
    for _ in range(REPEATS):
        if (one := _measured(way, persons)) is None:
            return None
        found.append(one)
    return Runs(tuple(seconds for seconds, _ in found), max(most for _, most in found))


def _measured(way: str, persons: int) -> tuple[float, float] | None:
    """Seconds and megabytes of one way in a process of its own."""
    command = [sys.executable, __file__, "--way", way, "--persons", str(persons)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        print(f"    {way}: not run ({done.stderr.strip().splitlines()[-1]})")
        return None
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def _one(way: str, persons: int) -> None:
    import resource  # noqa: PLC0415  # POSIX only; a benchmark may, the package may not

    seconds = WAYS[way](draw(), persons)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(argv: Sequence[str] | None = None) -> int:
    """Print every figure; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=3_000_000)
    parser.add_argument("--beside", type=int, default=300_000, help="persons for the other ways")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.way:
        _one(options.way, options.persons)
        return 0
    print(f"{options.persons:,} persons × {SKILLS} skills × {ROLES} roles, {CORES} cores")
    print(f"medians of {REPEATS} (shortest–longest), largest memory")
    for way in ("fit", "musts", "growth"):
        if found := _runs(way, options.persons):
            print(f"    {way} with its interval: {found.told()}")
    for way in ("loop", "polars"):
        if found := _runs(way, options.beside):
            scaled = found.told(options.persons / options.beside)
            print(f"    {way}: {scaled}; time scaled from {options.beside:,}, memory not")
    own = _runs("all", options.persons)
    if own is None:
        return 1
    seconds, megabytes = statistics.median(own.seconds), own.megabytes
    print(f"    all three: {own.told()}")
    for name, value, most in (
        ("seconds for all three", seconds, SECONDS),
        ("largest memory, MB", megabytes, MEGABYTES),
    ):
        print(f"  {'✓' if value <= most else '✗'} {name}: {value:.2f} (asked ≤ {most:g})")
    return int(seconds > SECONDS or megabytes > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
