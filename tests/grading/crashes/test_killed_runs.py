"""A run that is killed at any moment: whatever it left, the next ones end where an uninterrupted one does."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

CLASS, KILLS = 30, 200
STRIDE = 40
"""In a series, each write point is the last one with a chance of one in so many."""


def test_an_uninterrupted_run_grades_all(uninterrupted):
    """The state that crashed runs are held against has everybody's marks, once."""
    assert [0.0] * 10 + [2.0] * 20 == sorted(
        mark["auto_score"] for mark in uninterrupted["mark"] if mark["name"] == "double-test"
    )
    kinds = [event["kind"] for event in uninterrupted["event"]]
    assert (CLASS, CLASS) == (kinds.count("received"), kinds.count("graded"))
    assert CLASS == sum(name.startswith("autograded/") for name in uninterrupted)


def test_killed_again_and_again_a_run_ends_where_it_should(
    nursery, state, recorded, uninterrupted, tmp_path
):
    """In series of runs of which each is killed at some write point, at least 200 kills change nothing."""

    def series(number):
        draw = random.Random(number)  # noqa: S311  # where to kill
        with nursery(tmp_path / str(number)) as runs:
            for again in range(100):
                copy = runs.copy(recorded, f"course{again}")
                while runs.grade(copy, kill_at=1 + int(draw.expovariate(1 / STRIDE))):
                    pass
                runs.finish(copy)
                assert uninterrupted == state(copy)
                if runs.kills >= KILLS / 2:
                    break
            return runs.kills

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(series, range(2))) >= KILLS
