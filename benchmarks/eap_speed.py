"""How long the estimates of many persons take, beside a plain loop over persons.

Run from the root of the repository::

    python benchmarks/eap_speed.py

Every person answers ten tasks in three notebooks for each of forty skills, a fifth of them missing.
The loop computes the same model person by person, in numpy, from the same tables; it runs on a few
persons and its time is scaled up. Both must give the same numbers.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import logsumexp

from grader.measurement import MISSING, Item, Policy, SkillEstimates, estimate
from grader.measurement.parameters import expert_parameters
from grader.measurement.tables import item_table, notebook_nodes, policy_grid
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING_SHARE = 0.2
SAME = 1e-9
NOTEBOOKS = ("a", "a", "a", "a", "b", "b", "b", "c", "c", "c")


def skill_items(skill: int) -> tuple[Item, ...]:
    """Return ten tasks of one skill, levels 1 to 3."""
    return tuple(
        Item(
            f"q{n}",
            f"lesson-{lesson}",
            f"SKL-{skill}",
            1 + n % 3,
            3,
            3.0,
            8,
            Text("問", "Q"),
            "VALUES",
        )
        for n, lesson in enumerate(NOTEBOOKS)
    )


def answers(rng: np.random.Generator, persons: int) -> np.ndarray:
    """Return random categories, a fifth of them missing."""
    out = rng.integers(0, 3, (persons, len(NOTEBOOKS))).astype(np.int8)
    out[rng.random(out.shape) < MISSING_SHARE] = MISSING
    return out


def loop(responses: np.ndarray, items: Sequence[Item], policy: Policy) -> np.ndarray:
    """Return the EAPs, one person after the other."""
    grid = policy_grid(policy)
    _, weights = notebook_nodes(policy)
    tables = [
        item_table(expert_parameters(item.level, item.categories, policy), policy) for item in items
    ]
    out = []
    for row in responses:
        log_p = grid.log_prior.copy()
        for lesson in sorted(set(NOTEBOOKS)):
            total = np.zeros((grid.theta.size, weights.size))
            for x, table, where in zip(row, tables, NOTEBOOKS, strict=True):
                if where == lesson and x != MISSING:
                    total += table[x]
            log_p += logsumexp(total, b=weights, axis=1)
        p = np.exp(log_p - log_p.max())
        out.append(1 + (p / p.sum()) @ grid.theta / policy.width)
    return np.array(out)


def main(argv: Sequence[str] | None = None) -> int:
    """Print both times; return 1 if the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=25_000)
    parser.add_argument("--skills", type=int, default=40)
    parser.add_argument("--loop-persons", type=int, default=500)
    args = parser.parse_args(argv)
    policy, rng = Policy(), np.random.default_rng(0)
    taken, found = 0.0, {}
    for skill in range(args.skills):
        items, responses = skill_items(skill), answers(rng, args.persons)
        start = time.perf_counter()
        found = estimate(responses, items=items, policy=policy)
        taken += time.perf_counter() - start
    few = responses[: args.loop_persons]
    start = time.perf_counter()
    slow = loop(few, items, policy)
    count = args.persons * args.skills
    scaled = (time.perf_counter() - start) / len(few) * count
    last: SkillEstimates = next(iter(found.values()))
    apart = float(np.abs(last.eap[: len(few)] - slow).max())
    print(f"{count:,} person x skill, EAP + SD + interval + level probabilities: {taken:.2f} s")
    print(
        f"loop over persons, EAP only, scaled from {len(few)}: {scaled:.0f} s ({scaled / taken:.0f} x)"
    )
    print(f"largest difference of the EAPs: {apart:.1e} levels")
    print(f"largest memory: {peak_megabytes()}")
    return 0 if apart < SAME else 1


def peak_megabytes() -> str:
    """Return the largest memory of this process, where the system tells it."""
    try:
        import resource  # noqa: PLC0415  # POSIX only; a benchmark may, the package may not
    except ImportError:
        return "not told by this system"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
