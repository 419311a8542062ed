"""A submission that ends before its time loses what ended it, and nothing else."""

from __future__ import annotations

import pytest

from grader.grading.job import Limits
from grader.grading.judge import labels

QUICK = Limits(seconds=0.5, total_seconds=20.0)


def _said(outputs):
    return outputs[-1]["evalue"]


@pytest.mark.parametrize(
    "deadly",
    ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import os; os.abort()"],
)
def test_a_cell_that_ends_the_process_costs_only_itself(run_cells, deadly):
    """Answers before and after it keep their marks, and the feedback says what happened."""
    result = run_cells(
        ("answer", "a = 1", "a"),
        ("answer", f"b = 2\n{deadly}", "b"),
        ("answer", "c = a + 2", "c"),
        ("test", "assert a == 1"),
        ("test", "assert b == 2"),
        ("test", "assert c == 3"),
    )
    assert [1.0, 0.0, 1.0] == result.points[3:]
    assert labels.ENDED.ja in _said(result.outputs[1])
    assert [1] == [stop.index for stop in result.run.stops]


def test_a_call_that_ends_the_process_is_not_made_again(run_cells):
    """Later tests of that answer fail at once; those of others, also in the same cell, are asked of a new process."""
    result = run_cells(
        ("answer", "import os\ndef die(n): os._exit(n)\ndef live(n): return n", "die live"),
        ("test", "die(1)"),
        ("test", "die(1)"),
        ("test", "assert live(2) == 2"),
        ("test", "try:\n    die(1)\nexcept Exception:\n    pass\nassert live(3) == 3"),
        ("answer", "def die(n): return n", "die"),
        ("test", "assert die(5) == 5"),
    )
    assert [0.0, 0.0, 1.0, 1.0, 1.0] == [result.points[index] for index in (1, 2, 3, 4, 6)]
    assert [1] == [stop.index for stop in result.run.stops]


def test_functions_are_found_again_and_objects_are_not(run_cells):
    """What a name stands for is there in the new process; what a call had made is not."""
    result = run_cells(
        ("answer", "import os\nclass A:\n    x = 1\ndef die(): os._exit(0)", "A die"),
        (
            "test",
            "kept, made = A, A()\ntry:\n    die()\nexcept Exception:\n    pass\nassert kept().x == 1\nmade.x",
        ),
    )
    assert labels.GONE.en in _said(result.outputs[1])


def test_a_notebook_is_begun_again_three_times(run_cells):
    """After that it is left alone: no cell runs any more, and every test that needs an answer fails."""
    deaths = [("answer", "import os; os._exit(0)")] * 4
    result = run_cells(
        ("answer", "a = 1", "a"), *deaths, ("answer", "b = 1", "b"), ("test", "assert a == 1")
    )
    assert [1, 2, 3, 4] == [stop.index for stop in result.run.stops]
    assert (0.0, True) == (result.points[6], "4" in _said(result.outputs[5]))


@pytest.mark.parametrize(
    "endless",
    [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\nwhile True: pass",
    ],
)
def test_an_endless_cell_costs_only_itself(run_cells, endless):
    """Whether it can be interrupted or must be killed."""
    result = run_cells(
        ("answer", "a = 1", "a"),
        ("answer", endless),
        ("test", "assert a == 1"),
        limits=QUICK,
    )
    assert (1.0, [1]) == (result.points[2], [stop.index for stop in result.run.stops])


@pytest.mark.parametrize(
    "endless",
    [
        "def f():\n    while True: pass",
        "import signal\ndef f():\n    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n    while True: pass",
    ],
)
def test_an_endless_call_costs_only_its_test(run_cells, endless):
    """A test cannot take the time limit for an ordinary error either."""
    result = run_cells(
        ("answer", f"{endless}\na = 1", "f a"),
        ("test", "f()"),
        ("test", "assert a == 1"),
        limits=QUICK,
    )
    assert [0.0, 1.0] == result.points[1:]


def test_an_author_cell_ends_too(run_cells):
    """A test that loops until an answer is right ends when its time is over."""
    result = run_cells(
        ("answer", "def f(): return 0\na = 1", "f a"),
        ("test", "while f() != 1: pass"),
        ("test", "assert a == 1"),
        limits=QUICK,
    )
    assert [0.0, 1.0] == result.points[1:]


def test_the_whole_notebook_has_a_limit(run_cells):
    """When it is over nothing more is run, and that is said."""
    slow = [("answer", "import time; time.sleep(0.4)")] * 6
    result = run_cells(
        *slow, ("test", "assert True"), limits=Limits(seconds=0.5, total_seconds=1.0)
    )
    assert (1.0, True) == (result.points[6], result.run.usage.wall < 4)
    assert labels.TOTAL.en.format(seconds=1.0) in _said(result.outputs[5])
