"""Graders that are forked from a warm foreman."""

from __future__ import annotations

import os

import pytest

from grader.errors import GradingError
from grader.grading.crew import Crew, Trade
from grader.grading.pool import WorkerDied

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

MODULE = """\
import os
import time
from grader.errors import GradingError

def warm(factor):
    begun = os.getpid()
    def make():
        def do(task):
            if task == "die":
                os._exit(9)
            if task == "compute":
                10 ** 10 ** 10  # inside the interpreter, where no Python signal handler gets a turn
            if isinstance(task, float):
                until = time.process_time() + task
                while time.process_time() < until:
                    pass
            if task == "hoard":
                return len(b"x" * 2 ** 31)
            return (task * factor, os.getppid() == begun, os.getpid())
        return do
    return make

def cold():
    raise GradingError("道具がありません。", "There are no tools.")
"""


@pytest.fixture
def trade(tmp_path, monkeypatch):
    """Return how to make a trade of the module above."""
    (tmp_path / "smithy.py").write_text(MODULE, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    return lambda name, *arguments, **limits: Trade(f"smithy:{name}", arguments, **limits)


def test_every_task_is_done_by_a_fork_of_the_foreman(trade):
    """All tasks come back with their results, from processes that the warm one forked."""
    with Crew(trade("warm", 3)) as crew:
        done = dict(crew.run(range(40), workers=3))
    assert {n: 3 * n for n in range(40)} == {task: result[0] for task, result in done.items()}
    assert all(result[1] for result in done.values())
    assert len({result[2] for result in done.values()}) <= 3


def test_a_task_that_kills_is_reported_and_the_others_are_done(trade):
    """A task that ends two graders is said to have done so; nobody else's work is lost."""
    with Crew(trade("warm", 2)) as crew:
        done = dict(crew.run([1, "die", 2, 3], workers=2))
    assert WorkerDied() == done.pop("die")
    assert {1: 2, 2: 4, 3: 6} == {task: result[0] for task, result in done.items()}


def test_graders_give_way_to_fresh_ones(trade):
    """After 64 tasks a grader is replaced, so that nothing piles up."""
    with Crew(trade("warm", 1)) as crew:
        done = [result for _, result in crew.run(range(65), workers=1)]
    assert 2 == len({result[2] for result in done})


def test_a_foreman_who_cannot_get_ready_says_why(trade):
    """What keeps the foreman from working reaches the caller as it is."""
    with pytest.raises(GradingError) as refused:
        Crew(trade("cold"))
    assert "There are no tools." == refused.value.en


def test_tasks_are_taken_only_when_somebody_is_free(trade):
    """No more tasks are asked for than there are graders, so that others can share the rest."""
    taken = []

    def tasks():
        for n in range(10):
            taken.append(n)
            yield n

    with Crew(trade("warm", 1)) as crew:
        results = crew.run(tasks(), workers=2)
        next(results)
        assert len(taken) <= 4
        assert 9 == len(list(results))


def test_nobody_is_left_when_it_closes(trade):
    """Foreman and graders have ended when the crew is closed."""
    with Crew(trade("warm", 1)) as crew:
        (result,) = [result for _, result in crew.run([1], workers=1)]
    with pytest.raises(ProcessLookupError):
        os.kill(result[2], 0)


def test_a_computation_that_nothing_interrupts_is_ended(trade):
    """A task that computes without end is ended with its grader, twice, and reported; the others are done."""
    with Crew(trade("warm", 2, cpu_seconds=1)) as crew:
        done = dict(crew.run([1, "compute", 2], workers=2))
    assert WorkerDied() == done.pop("compute")
    assert {1: 2, 2: 4} == {task: result[0] for task, result in done.items()}


def test_time_is_counted_for_each_task_by_itself(trade):
    """Tasks never add up to one that took too long: the limit begins anew with each."""
    tasks = [0.3 + n / 1000 for n in range(9)]
    with Crew(trade("warm", 2, cpu_seconds=1)) as crew:
        done = list(crew.run(tasks, workers=1))
    assert tasks == [task for task, _ in done]
    assert 1 == len({result[2] for _, result in done})


def test_a_grader_cannot_take_all_memory(trade):
    """A task that asks for more memory than it may have is refused it, and is reported."""
    with Crew(trade("warm", 2, memory_mb=512)) as crew:
        assert {"hoard": WorkerDied()} == dict(crew.run(["hoard"], workers=1))
