"""A run that is killed once, early or late: the next one completes it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

FRESH, BY_TIME = 12, 4
"""Runs that are killed at a write point, and after a time."""


def test_the_first_recording_may_be_cut_off(nursery, state, course, uninterrupted, tmp_path):
    """Killed before, while and after the gradebook is made, and by time, a class is graded all the same."""
    with nursery(tmp_path) as runs:
        copy = runs.copy(course, "course")
        for kill in (
            {"kill_after": 0.5},
            {"kill_after": 1.5},
            *({"kill_at": n} for n in (1, 2, 3)),
        ):
            runs.grade(copy, **kill)
        runs.finish(copy)
        assert uninterrupted == state(copy)


def test_after_one_kill_two_runs_are_enough(nursery, state, recorded, uninterrupted, tmp_path):
    """Killed once at a random write point or moment, a course is as it should be after at most two runs more."""
    draw = random.Random(30)  # noqa: S311  # where to kill
    kills = [{"kill_at": draw.randint(1, 560)} for _ in range(FRESH)]
    kills += [{"kill_after": draw.uniform(0.05, 1.5)} for _ in range(BY_TIME)]

    def attempts(number):
        with nursery(tmp_path / str(number)) as runs:
            for index, kill in enumerate(kills[number::2]):
                copy = runs.copy(recorded, f"course{index}")
                runs.grade(copy, **kill)
                runs.finish(copy)
                assert uninterrupted == state(copy), kill
            return runs.kills

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(attempts, range(2))) >= FRESH
