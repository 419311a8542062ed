"""How far the levels can be trusted, beside percent-correct, and how fast they are, beside two libraries.

Run from the root of the repository (about five minutes; the libraries are tried if they are there)::

    pip install girth mirt   # for this benchmark only
    python benchmarks/measurement.py

Abilities, task difficulties, slopes, notebook effects and answers are drawn from the model, with authors' errors of the
size that the policy states; the estimates see declared levels and answers only. The exit code is 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement import (
    Item,
    Policy,
    Population,
    Simulated,
    SkillEstimates,
    estimate,
    simulate,
)
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

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


def main(argv: Sequence[str] | None = None) -> int:
    """Print every figure; return 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--classes", type=int, default=20)
    parser.add_argument("--persons", type=int, default=1000)
    options = parser.parse_args(argv)
    missed = 0
    for target in accuracy(options):
        print(target, flush=True)
        missed += not target.is_met
    beside_percent(options)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
