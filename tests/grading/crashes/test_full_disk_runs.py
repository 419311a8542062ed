"""A disk that fills up while a class is graded: it is said, and nothing is written by halves."""

from __future__ import annotations

import shutil

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

DISK, STEPS = 64 << 20, (0, 160, 700)
"""Bytes of a small disk, and KiB that are free on it when a run begins."""
TABLES = frozenset({"job", "event", "result", "content", "mark", "comment", "submission"})


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap makes the small disk")
def test_a_full_disk_is_said_and_leaves_nothing_by_halves(
    nursery, state, recorded, uninterrupted, tmp_path
):
    """However much space is left, the run says so or ends well, what it wrote is whole, and the next one completes."""
    codes = []
    with nursery(tmp_path, DISK) as runs:
        for step in STEPS:
            copy = runs.copy(recorded, f"disk/{step}")
            codes.append(runs.grade(copy, leave=step))
            assert runs.said().count("空きを作って") == sum(code == 2 for code in codes)
            found = state(runs.copy(copy, f"found{step}"))
            for name, kept in found.items():
                if name not in TABLES:
                    assert uninterrupted[name] == kept
            assert all(mark in uninterrupted["mark"] for mark in found["mark"])
            assert len(found["result"]) * 2 == len(found["mark"])
            runs.finish(copy)
            assert uninterrupted == state(runs.copy(copy, f"after{step}"))
    assert [2, 2] == codes[:2]


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap makes the small disk")
def test_a_disk_that_is_full_from_the_start_is_said(
    nursery, state, course, uninterrupted, tmp_path
):
    """Without space for a gradebook the run says so, and with space the next one grades."""
    with nursery(tmp_path, DISK) as runs:
        copy = runs.copy(course, "disk/course")
        assert [2, 2] == [runs.grade(copy, leave=step) for step in (0, 100)]
        assert 2 == runs.said().count("空きを作って")
        runs.finish(copy)
        assert uninterrupted == state(runs.copy(copy, "after"))
