"""How far the levels can be trusted, beside percent-correct, and how fast they are, beside two libraries.

Run from the root of the repository (about five minutes; the libraries are tried if they are there)::

    pip install girth mirt   # for this benchmark only
    python benchmarks/measurement.py

Abilities, task difficulties, slopes, notebook effects and answers are drawn from the model, with authors' errors of the
size that the policy states; the estimates see declared levels and answers only. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

# One thread for matrix products: on two busy cores two threads wait for each other longer than they work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.special import expit, logsumexp

from grader.diagnosis import Crowd, Goal, ShortItem, build_model, simulate_sittings
from grader.diagnosis.settings import settings_of
from grader.measurement import (
    MISSING,
    Item,
    ItemParameters,
    Policy,
    Population,
    Simulated,
    SkillEstimates,
    TwoParameterLogistic,
    estimate,
    simulate,
)
from grader.measurement.parameters import expert_parameters
from grader.measurement.tables import item_table, notebook_nodes, policy_grid
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from grader.diagnosis import Sittings

SKILL = "SKL-A"
SPREAD = 0.3  # SD of log slopes, which the estimates do not know
PERCENT_CUTS = (0.3, 0.5, 0.7, 0.9)
"""Shares of the points at which common cut tables begin levels 1 to 4."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and where it has to lie."""

    name: str
    value: float
    low: float = -np.inf
    high: float = np.inf

    @property
    def is_met(self) -> bool:
        """Whether it lies there."""
        return self.low <= self.value <= self.high

    def __str__(self) -> str:
        bounds = [
            f"≥ {self.low:g}" if np.isfinite(self.low) else "",
            f"≤ {self.high:g}" if np.isfinite(self.high) else "",
        ]
        asked = " and ".join(filter(None, bounds))
        return f"  {'✓' if self.is_met else '✗'} {self.name}: {self.value:.3f} (asked {asked})"


def bank(
    notebooks: int, each: int, *, categories: int = 2, levels: Sequence[int] = (1, 2, 3, 4)
) -> tuple[Item, ...]:
    """Return tasks of one skill, spread over notebooks and levels."""
    return tuple(
        Item(
            f"q{book:02}-{n}",
            f"lesson-{book:02}",
            SKILL,
            levels[(book * each + n) % len(levels)],
            categories,
            3.0,
            8,
            Text("問", "Q"),
            "VALUES",
        )
        for book in range(notebooks)
        for n in range(each)
    )


@dataclass(frozen=True, slots=True)
class Sitting:
    """A class whose truth is known, and what was estimated of it."""

    drawn: Simulated
    found: SkillEstimates
    items: Sequence[Item]

    @property
    def truth(self) -> NDArray[np.float64]:
        """True level coordinates."""
        return self.drawn.coordinate[:, 0]

    @property
    def levels(self) -> NDArray[np.intp]:
        """True levels."""
        return self.drawn.levels[:, 0]

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Whether each person truly reaches each level, 1 to K."""
        return self.truth[:, None] >= np.arange(1, self.found.p_at_least.shape[1] + 1)

    @property
    def point(self) -> NDArray[np.intp]:
        """Estimated levels."""
        return (self.found.p_at_least >= Policy().point).sum(axis=1)


def sit(items: Sequence[Item], policy: Policy, *, persons: int, mean: float = 2.5) -> Sitting:
    """Let a class answer, and estimate it."""
    drawn = simulate(
        items,
        policy=policy,
        persons=persons,
        seed=1,
        population=Population(mean=mean, sd=1.2),
        slope_spread=SPREAD,
    )
    return Sitting(drawn, estimate(drawn.categories, items=items, policy=policy)[SKILL], items)


def many(
    items: Sequence[Item], policy: Policy, options: argparse.Namespace, *, mean: float = 2.5
) -> list[Sitting]:
    """Let several classes answer, each with difficulties of its own."""
    out = []
    for seed in range(options.classes):
        renamed = [
            replace(item, id=f"{seed:03}-{item.id}", lesson=f"{seed:03}-{item.lesson}")
            for item in items
        ]
        out.append(sit(renamed, policy, persons=options.persons, mean=mean))
    return out


def mean_of(sittings: Sequence[Sitting], figure: object) -> float:
    """Average a figure over classes."""
    return float(np.mean([figure(one) for one in sittings]))  # type: ignore[operator]


def coverage(one: Sitting) -> float:
    """Share of intervals that hold the truth."""
    return float(np.mean((one.found.low <= one.truth) & (one.truth <= one.found.high)))


def exact(one: Sitting) -> float:
    """Share of right levels."""
    return float(np.mean(one.point == one.levels))


def one_cut(one: Sitting) -> float:
    """Share of right answers to “level ≥ k?” at P = .5."""
    return float(np.mean((one.found.p_at_least >= Policy().point) == one.reached))


def within_one(one: Sitting) -> float:
    """Share of levels at most one off."""
    return float(np.mean(np.abs(one.point - one.levels) <= 1))


def reliability(one: Sitting) -> float:
    """EAP reliability."""
    spread = float(np.var(one.found.eap))
    return spread / (spread + float(np.mean(one.found.sd**2)))


def false_met(one: Sitting) -> float:
    """Share of “met” among the questions whose true answer is no."""
    return float(np.mean(one.found.p_at_least[~one.reached] >= Policy().met))


def false_met_novices(one: Sitting) -> float:
    """Share of people at level 0 who are told that they meet level 1."""
    return float(np.mean(one.found.p_at_least[one.levels == 0, 0] >= Policy().met))


def reported(one: Sitting) -> float:
    """Accuracy that the posteriors promise: mean probability of the level shown (Rudner)."""
    p = one.found.p_at_least
    mass = np.diff(np.column_stack([np.ones(len(p)), p, np.zeros(len(p))])) * -1
    return float(np.mean(mass[np.arange(len(p)), one.point]))


def percent(one: Sitting) -> tuple[float, float]:
    """Return share of right levels and bias, in levels, of a fixed cut table on percent-correct."""
    tops = np.array([item.categories - 1 for item in one.items])
    share = (one.drawn.categories / tops).mean(axis=1)
    told = (share[:, None] >= np.array(PERCENT_CUTS)).sum(axis=1)
    return float(np.mean(told == one.levels)), float(np.mean(told - one.levels))


def accuracy(options: argparse.Namespace) -> Iterator[Target]:
    """Go through what the levels are worth."""
    policy = Policy()
    alone = replace(policy, sd_notebook=0.0)
    print(
        f"\n{options.classes} classes of {options.persons}, SD 1.2 levels; 8 right-or-wrong tasks, one per notebook"
    )
    eight = many(bank(8, 1), alone, options)
    yield Target("exact level of five", mean_of(eight, exact), low=0.64)
    yield Target("one requirement", mean_of(eight, one_cut), low=0.905)
    yield Target("within one level", mean_of(eight, within_one), low=0.99)
    yield Target("EAP reliability", mean_of(eight, reliability), low=0.80)
    print("\nthe same with the effect of notebooks of two tasks each")
    pairs = many(bank(4, 2), policy, options)
    yield Target("90 % interval covers", mean_of(pairs, coverage), low=0.87, high=0.93)
    yield Target("false “met”", mean_of(pairs, false_met), high=0.025)
    low = many(bank(4, 2), policy, options, mean=1.5)
    yield Target("the same in a class one level lower", mean_of(low, false_met), high=0.025)
    yield Target(
        "level-0 people of that class told “met”", mean_of(low, false_met_novices), high=0.06
    )
    print("\n16 tasks with part marks in 4 notebooks")
    sixteen = many(bank(4, 4, categories=3), policy, options)
    yield Target("90 % interval covers", mean_of(sixteen, coverage), low=0.87, high=0.93)
    print("\naccuracy that the posteriors promise, against the truth")
    for count in (4, 8, 12, 20):
        some = many(bank(count, 1), alone, options)
        promised, true = mean_of(some, reported), mean_of(some, exact)
        print(f"    {count} tasks: promised {promised:.3f}, true {true:.3f}")
        yield Target(f"difference, {count} tasks", abs(promised - true), high=0.02)


def beside_percent(options: argparse.Namespace) -> None:
    """Print what percent-correct with one cut table makes of the same answers."""
    print(
        "\n12 right-or-wrong tasks: percent-correct cut at 30/50/70/90, and ours (exact level; bias in levels)"
    )
    for levels in ((1, 2), (2, 3), (3, 4), (1, 2, 3, 4)):
        some = many(bank(12, 1, levels=levels), replace(Policy(), sd_notebook=0.0), options)
        share, bias = np.mean([percent(one) for one in some], axis=0)
        own = float(np.mean([one.point.mean() - one.levels.mean() for one in some]))
        told = "–".join(map(str, sorted({levels[0], levels[-1]})))
        print(
            f"    levels {told}: {share:.2f} {bias:+.2f}; ours {mean_of(some, exact):.2f} {own:+.2f}"
        )


def short_items(levels: Sequence[int]) -> list[ShortItem]:
    """Return a bank of 60 short items of one skill, right or wrong, without guessing."""
    return [
        ShortItem(
            id=f"skl-a-{n:02}",
            skill=SKILL,
            level=levels[n % len(levels)],
            family=f"f-{n}",
            type="number",
            minutes=1,
            stem=Text("問", "Q"),
            explanation=Text("説", "E"),
        )
        for n in range(60)
    ]


def calibrated(items: Sequence[ShortItem], seed: int) -> dict[str, ItemParameters]:
    """Return curves as answers would have shown them: not where the author put them, and nearly known."""
    rng, out = np.random.default_rng(seed), {}
    for item in items:
        word = expert_parameters(item.level, 2, Policy())
        out[item.id] = replace(
            word,
            slope=word.slope * float(np.exp(SPREAD * rng.standard_normal())),
            difficulty=word.difficulty + Policy().sd_expert * float(rng.standard_normal()),
            sd=0.2,
            origin="own_slope",
            answers=1000,
        )
    return out


def adaptive(options: argparse.Namespace) -> Iterator[Target]:
    """Go through what 15 adaptive items are worth."""
    print("\n15 items of a bank of 60, one skill: exact level (and one requirement)")
    goal = Goal(np.ones(1), np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.bool_))
    for name, levels, known in (
        ("declared difficulties, levels 0–3", (1, 2, 3), False),
        ("declared difficulties, levels 0–4", (1, 2, 3, 4), False),
        ("calibrated bank, levels 0–4", (1, 2, 3, 4), True),
    ):
        figures = []
        for seed in range(options.classes):
            items = short_items(levels)
            model = build_model(
                items,
                policy=Policy(),
                settings=replace(settings_of(Policy()), sd_skill=0.0),
                parameters=calibrated(items, seed) if known else None,
            )
            crowd = Crowd(options.persons, seed, slope_spread=0.0 if known else SPREAD)
            places = np.stack([np.flatnonzero(model.level_of == k)[:8] for k in levels])
            order = places.T.ravel()[:15].tolist()
            figures.append(
                [
                    right(simulate_sittings(model, goal, crowd, length=15), len(levels)),
                    right(simulate_sittings(model, goal, crowd, order=order), len(levels)),
                ]
            )
        (exact_level, cut), (fixed, fixed_cut) = np.mean(figures, axis=0)
        print(
            f"    {name}: {exact_level:.3f} ({cut:.3f}); the same items in a fixed order {fixed:.3f} ({fixed_cut:.3f})"
        )
        if known or len(levels) == 3:  # noqa: PLR2004  # what the short items have
            yield Target(f"exact level, {name}", exact_level, low=0.80)


def right(sittings: Sittings, levels: int) -> tuple[float, float]:
    """Return the shares of exact levels, and of right answers to “level ≥ k?”."""
    said = sittings.skills.above[..., :levels] >= Policy().point
    truth = sittings.coordinate[..., None] >= np.arange(1, levels + 1)
    return float(np.mean(said.sum(-1) == truth.sum(-1))), float(np.mean(said == truth))


# ---- speed


def calibration_speed(options: argparse.Namespace) -> Iterator[Target]:
    """Go through the 2PL model of 10,000 persons and 200 items, beside two libraries."""
    print(
        "\n2PL, 10,000 persons × 200 items: seconds, and RMSE of slopes and difficulties against the truth"
    )
    rng = np.random.default_rng(1)
    a, b = np.exp(rng.normal(0.0, 0.3, 200)), rng.normal(0.0, 1.0, 200)
    theta = rng.standard_normal(10_000)
    answers = (rng.random((10_000, 200)) < expit(a * (theta[:, None] - b))).astype(np.int8)

    def rmse(slopes: NDArray[np.float64], difficulties: NDArray[np.float64]) -> tuple[float, float]:
        return float(np.sqrt(np.mean((slopes - a) ** 2))), float(
            np.sqrt(np.mean((difficulties - b) ** 2))
        )

    start = time.perf_counter()
    model = TwoParameterLogistic().fit(answers)
    taken = time.perf_counter() - start
    found = rmse(model.slopes_, model.difficulties_)
    print(f"    kakehashi: {taken:.1f} s, {found[0]:.4f}, {found[1]:.4f}", flush=True)
    yield Target("seconds", taken, high=8.0)
    yield Target("RMSE of slopes", found[0], high=0.031)
    for name, fit in {"mirt": _mirt, "girth": _girth}.items():
        if name in options.without:
            continue
        start = time.perf_counter()
        try:
            theirs = rmse(*fit(answers))
        except ImportError:
            print(f"    {name} is not installed")
            continue
        print(
            f"    {name}: {time.perf_counter() - start:.1f} s, {theirs[0]:.4f}, {theirs[1]:.4f}",
            flush=True,
        )


def _mirt(answers: NDArray[np.int8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    fitted = (
        importlib.import_module("mirt").fit_mirt(answers.astype(int), model="2PL").model.parameters
    )
    return np.ravel(fitted["discrimination"]), np.ravel(fitted["difficulty"])


def _girth(answers: NDArray[np.int8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    fitted = importlib.import_module("girth").twopl_mml(answers.T.astype(int))
    return fitted["Discrimination"], fitted["Difficulty"]


MISSED = 0.2
NOTEBOOKS = ("a", "a", "a", "a", "b", "b", "b", "c", "c", "c")


def eap_speed() -> None:
    """Print the time of a million estimates, the memory of a process that does nothing else, and a plain loop's time."""
    policy, rng, taken = Policy(), np.random.default_rng(0), 0.0
    for skill in range(40):
        items = [
            Item(
                f"q{n}",
                f"lesson-{book}",
                f"SKL-{skill}",
                1 + n % 3,
                3,
                3.0,
                8,
                Text("問", "Q"),
                "VALUES",
            )
            for n, book in enumerate(NOTEBOOKS)
        ]
        answers = rng.integers(0, 3, (25_000, len(items))).astype(np.int8)
        answers[rng.random(answers.shape) < MISSED] = MISSING
        start = time.perf_counter()
        found = next(iter(estimate(answers, items=items, policy=policy).values()))
        taken += time.perf_counter() - start
    start = time.perf_counter()
    slow = _loop(answers[:500], items, policy)
    scaled = (time.perf_counter() - start) / 500 * 1_000_000
    apart = float(np.abs(found.eap[:500] - slow).max())
    print(f"{taken:.3f} {_peak_megabytes():.0f} {scaled:.0f} {apart:.1e}")


def _loop(answers: NDArray[np.int8], items: Sequence[Item], policy: Policy) -> NDArray[np.float64]:
    """Return the same EAPs, one person after the other."""
    grid, (_, weights) = policy_grid(policy), notebook_nodes(policy)
    tables = [item_table(expert_parameters(i.level, i.categories, policy), policy) for i in items]
    out = []
    for row in answers:
        log_p = grid.log_prior.copy()
        for book in sorted(set(NOTEBOOKS)):
            total = np.zeros((grid.theta.size, weights.size))
            for x, table, where in zip(row, tables, NOTEBOOKS, strict=True):
                if where == book and x != MISSING:
                    total += table[x]
            log_p += logsumexp(total, b=weights, axis=1)
        p = np.exp(log_p - log_p.max())
        out.append(1 + (p / p.sum()) @ grid.theta / policy.width)
    return np.array(out)


def _peak_megabytes() -> float:
    import resource  # noqa: PLC0415  # POSIX only; a benchmark may, the package may not

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def estimation_speed() -> Iterator[Target]:
    """Go through a million estimates, in a process of their own."""
    print(
        "\n1,000,000 person × skill: EAP, SD, interval, level probabilities; 10 tasks in 3 notebooks, a fifth missing"
    )
    command = [sys.executable, __file__, "--only-eap"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603
    taken, memory, loop, apart = map(float, told)
    print(
        f"    a loop over persons, EAP only, scaled from 500: {loop:.0f} s, the same to {apart:.0e} levels"
    )
    yield Target("seconds", taken, high=3.0)
    yield Target("largest memory, MB", memory, high=200.0)


def main(argv: Sequence[str] | None = None) -> int:
    """Print every figure; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--persons", type=int, default=1000)
    parser.add_argument(
        "--without", nargs="*", default=[], choices=["mirt", "girth"], help="girth takes minutes"
    )
    parser.add_argument("--only-eap", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.only_eap:
        eap_speed()
        return 0
    missed = 0
    parts = (accuracy(options), adaptive(options), estimation_speed(), calibration_speed(options))
    for target in chain.from_iterable(parts):
        print(target, flush=True)
        missed += not target.is_met
    beside_percent(options)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
