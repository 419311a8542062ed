"""How often the 90 % interval holds the true level: 20 simulated classes of 24.

Run from the root of the repository::

    python benchmarks/interval_coverage.py

Abilities, task difficulties, notebook effects and answers are drawn from the model; the estimates
see the answers only. Uses the items of the built lessons (build/items.json) if they are there, else a
bank like theirs. The target is a coverage between 85 and 95 %; the exit code is 1 outside it.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement import (
    Item,
    Policy,
    Population,
    estimate,
    load_items,
    load_policy,
    simulate,
)
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
TARGET = (0.85, 0.95)

# The assessed exercises of the first two lessons, as (lesson, skill, level, categories).
DEFAULT_BANK = (
    ("security-phishing", "SEC-LOG", 2, 3),
    ("security-phishing", "SEC-LOG", 2, 3),
    ("security-phishing", "SEC-LOG", 3, 3),
    ("security-phishing", "SEC-IAM", 2, 3),
    ("security-phishing", "SEC-IAM", 3, 3),
    ("security-phishing", "SEC-INCIDENT", 2, 3),
    ("bpr-counters", "BPR-MEASURE", 1, 3),
    ("bpr-counters", "BPR-MEASURE", 2, 3),
    ("bpr-counters", "BPR-MEASURE", 3, 3),
    ("bpr-counters", "BPR-TOBE", 2, 3),
    ("bpr-counters", "BPR-TOBE", 3, 3),
    ("bpr-counters", "BPR-TOBE", 3, 3),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one class of one seed came to, over persons and skills."""

    inside: np.ndarray
    exact: np.ndarray
    one_cut: np.ndarray
    width: np.ndarray


def default_items() -> tuple[Item, ...]:
    """Return a bank like that of the first two lessons."""
    return tuple(
        Item(
            f"item-{n:02}", lesson, skill, level, categories, 3.0, 8, Text("設問", "Item"), "VALUES"
        )
        for n, (lesson, skill, level, categories) in enumerate(DEFAULT_BANK)
    )


def run_class(
    items: Sequence[Item], *, policy: Policy, persons: int, seed: int, population: Population
) -> Outcome:
    """Draw one class, estimate it, and compare with the truth."""
    drawn = simulate(items, policy=policy, persons=persons, seed=seed, population=population)
    found = estimate(drawn.categories, items=items, policy=policy)
    cuts = np.arange(1, policy.levels + 1)
    rows = [
        Outcome(
            inside=(one.low <= truth) & (truth <= one.high),
            exact=(one.p_at_least >= policy.point).sum(axis=1) == levels,
            one_cut=(one.p_at_least >= policy.point) == (truth[:, None] >= cuts),
            width=one.high - one.low,
        )
        for one, truth, levels in zip(
            found.values(), drawn.coordinate.T, drawn.levels.T, strict=True
        )
    ]
    return joined(rows)


def joined(rows: Sequence[Outcome]) -> Outcome:
    """Put outcomes together."""
    names = Outcome.__slots__
    return Outcome(
        *(np.concatenate([getattr(row, name).ravel() for row in rows]) for name in names)
    )


def classes(
    items: Sequence[Item], *, policy: Policy, population: Population, persons: int, seeds: int
) -> Iterator[tuple[int, Outcome]]:
    """Go through the seeds."""
    for seed in range(seeds):
        yield (
            seed,
            run_class(items, policy=policy, persons=persons, seed=seed, population=population),
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Print coverage and accuracy; return 0 if the coverage is on target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--persons", type=int, default=24)
    parser.add_argument("--mean", type=float, default=2.5)
    parser.add_argument("--sd", type=float, default=1.2)
    args = parser.parse_args(argv)
    built = ROOT / "build" / "items.json"
    items = load_items(built) if built.is_file() else default_items()
    policy = load_policy(ROOT / "assessments" / "measurement.yaml")
    population = Population(mean=args.mean, sd=args.sd)
    print(
        f"{len(items)} items of {len({item.lesson for item in items})} notebooks "
        f"({'build/items.json' if built.is_file() else 'default bank'}), "
        f"{args.seeds} classes of {args.persons}, {population}"
    )
    outcomes = []
    for seed, outcome in classes(
        items, policy=policy, population=population, persons=args.persons, seeds=args.seeds
    ):
        outcomes.append(outcome)
        print(f"seed {seed:2}: coverage {outcome.inside.mean():.3f}")
    total = joined(outcomes)
    coverage = float(total.inside.mean())
    print(
        f"all: coverage {coverage:.3f} (target {TARGET[0]:.2f}-{TARGET[1]:.2f}), "
        f"mean width {total.width.mean():.2f} levels"
    )
    print(f"     exact level {total.exact.mean():.3f}, one cut {total.one_cut.mean():.3f}")
    return 0 if TARGET[0] <= coverage <= TARGET[1] else 1


if __name__ == "__main__":
    sys.exit(main())
