"""Handing in survives a kill at any moment: no work is lost, and the receipt that counts is true."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime, timedelta
from functools import wraps

import pytest

from grader.exchange import course_store, release, settle, submit
from grader.exchange.intake import latest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
WHO = ("s001", "tiny-counts-ja")
KILLED = 137


def _count_writes(limit):
    """End this process at the given write point: before or after any call that changes the disk."""
    left = [limit]

    def counted(function, *, matters=lambda *_, **__: True):
        @wraps(function)
        def call(*arguments, **options):
            if not matters(*arguments, **options):
                return function(*arguments, **options)
            _step(left)
            result = function(*arguments, **options)
            _step(left)
            return result

        return call

    for name in ("replace", "fsync", "mkdir", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    io.open = counted(io.open, matters=lambda _, mode="r", *__, **___: set(mode) & set("wxa+"))


def _step(left):
    left[0] -= 1
    if left[0] == 0:
        os._exit(KILLED)


def _hand_in(given, course, text, minute):
    (given.folder / "assess.ipynb").write_bytes(text)
    return submit(given.folder, course=course, now=NOON + timedelta(minutes=minute))


def _killed_at(point, given, course):
    """Hand in “two” in a process of its own; tell whether it was killed at the write point."""
    (given.folder / "assess.ipynb").write_bytes(b"two")
    child = os.fork()
    if child == 0:
        try:
            _count_writes(point)
            submit(given.folder, course=course, now=NOON + timedelta(minutes=1))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED


def _work(*folders):
    return [(folder / "assess.ipynb").read_bytes() for folder in folders if folder.exists()]


@pytest.mark.parametrize("first", [False, True], ids=["replaces", "first"])
def test_a_kill_at_any_write_point_loses_nothing(built, first):
    """After it the store is undamaged, settling brings about what the receipt says, and handing in again works."""
    given = release(built, trainee="s001", lang="ja")[0]
    point = 1
    while True:
        course = built.root / f"course-{point}"
        if not first:
            _hand_in(given, course, b"one", 0)
        killed = _killed_at(point, given, course)
        store, folder = course_store(course), course.joinpath("submitted", *WHO)
        shelf = course.joinpath("earlier", *WHO)

        assert [] == store.verify()
        settle(course)
        receipt = latest(store, *WHO)
        counts = [] if receipt is None else [store.files(receipt.submission_sha256)["assess.ipynb"]]
        assert counts == _work(folder)
        kept = {*_work(folder), *_work(*shelf.glob("*"))}
        assert kept == ({*counts} if first else {b"one", *counts})

        _hand_in(given, course, b"two", 2)
        receipt = latest(store, *WHO)
        assert ([b"two"], 1 if first else 2) == (_work(folder), receipt.attempt)
        assert ([] if first else [b"one"]) == _work(*shelf.glob("*"))
        assert [] == settle(course)
        if not killed:
            break
        point += 1
    assert point > 40
