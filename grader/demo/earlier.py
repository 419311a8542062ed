"""Levels of earlier classes: people of the city whose answers were drawn from the measurement model, without notebooks."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from grader.measurement import simulate
from grader.measurement.document import DIGITS
from grader.measurement.estimate import MISSING, estimate
from grader.measurement.simulate import Population

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from grader.measurement import Simulated
    from grader.measurement.estimate import SkillEstimates
    from grader.measurement.items import Item
    from grader.measurement.policy import Policy
    from grader.records.database import Value

BANK = "過年度の模擬受講（simulated earlier years）"
"""Stands as the bank of these levels: nobody sat at a notebook."""
TAKEN = 0.7
"""How likely somebody took a lesson beside the one that everybody took."""
KEYS = ("SEC-IAM", "SEC-LOG")
"""Skills of which the first person knows most."""
_SEED = 10_007
_WHO = Population(mean=1.4)
"""Staff of all sections, not only those who chose digital work."""


def earlier_levels(
    items: Sequence[Item], policy: Policy, people: Sequence[str], *, seed: int
) -> list[dict[str, Value]]:
    """Draw answers of people and estimate their levels from them.

    Parameters
    ----------
    items : sequence of Item
        The exercises of the lessons.
    policy : Policy
        The model that answers are drawn from and levels estimated by.
    people : sequence of str
        Person ids. The first took every lesson, and has the answers of whoever knows most of `KEYS`.
    seed : int
        The same seed gives the same levels; the class of the demo has other draws.

    Returns
    -------
    list of dict
        Rows of the records' levels, by person and skill; a skill without an answer has none. They refer to no exercise.
    """
    drawn = simulate(items, policy=policy, persons=len(people), seed=seed + _SEED, population=_WHO)
    answers = _taken(drawn, items, seed)
    found = estimate(answers[_best_first(drawn)], items=items, policy=policy)
    hardest = {s: max(item.level for item in items if item.skill == s) for s in found}
    rows: list[dict[str, Value]] = [
        {"person": person, "skill": skill, "hardest": hardest[skill], **chances}
        for skill, levels in found.items()
        for person, chances in _known(people, levels)
    ]
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()
    return [row | {"bank": BANK, "estimates": digest, "exercises": ()} for row in rows]


def _taken(drawn: Simulated, items: Sequence[Item], seed: int) -> NDArray[np.int8]:
    """Take out the answers to lessons that somebody did not take."""
    rng = np.random.default_rng([seed, _SEED])
    lessons = sorted({item.lesson for item in items})
    taken = rng.random((len(drawn.categories), len(lessons))) < TAKEN
    taken[np.arange(len(taken)), rng.integers(len(lessons), size=len(taken))] = True
    taken[_best(drawn)] = True
    columns = [lessons.index(item.lesson) for item in items]
    return np.where(taken[:, columns], drawn.categories, np.int8(MISSING))


def _best(drawn: Simulated) -> int:
    keys = [column for column, skill in enumerate(drawn.skills) if skill in KEYS]
    return int(drawn.coordinate[:, keys].min(axis=1, initial=np.inf).argmax())


def _best_first(drawn: Simulated) -> NDArray[np.intp]:
    order = np.arange(len(drawn.coordinate))
    best = _best(drawn)
    order[[0, best]] = [best, 0]
    return order


def _known(people: Sequence[str], levels: SkillEstimates) -> Iterator[tuple[str, dict[str, float]]]:
    for row, person in enumerate(people):
        if levels.n_items[row]:
            chances = enumerate(levels.p_at_least[row], start=1)
            yield person, {f"p_level_{k}": round(float(p), DIGITS) for k, p in chances}
