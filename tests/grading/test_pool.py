"""A worker process that dies costs its own task and no other.

The function under the pool is `eval`: a builtin can be found by a fresh process.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.grading.pool import WorkerDied, run_each

call = eval  # noqa: S307  # of the constants below
DIE = "__import__('os')._exit(3)"


def test_death_costs_one_task():
    """Tasks before, beside and after a deadly one are done; only that one is reported."""
    tasks = ["1", "2", DIE, "4", "5", f"[{DIE}]", "7"]
    answers = dict(run_each(call, tasks, workers=2))
    assert answers == {
        "1": 1, "2": 2, "4": 4, "5": 5, "7": 7,
        DIE: WorkerDied(), f"[{DIE}]": WorkerDied(),
    }  # fmt: skip


def test_raised_errors_are_passed_on():
    """An error raised in a worker reaches the caller."""
    with pytest.raises(ZeroDivisionError):
        list(run_each(call, ["1/0"], workers=1))


def test_stopping_early_ends_the_workers():
    """A caller that stops listening does not wait for what is under way."""
    answers = run_each(call, ["1", "__import__('time').sleep(60)"], workers=2)
    first = next(answers)
    answers.close()
    assert first == ("1", 1)


def test_nothing_to_do_starts_nothing():
    """Without tasks there are no results and no processes."""
    assert list(run_each(call, [], workers=2)) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the process in /proc")
def test_workers_do_not_outlive_their_parent(tmp_path):
    """When the parent is killed, its workers end; none goes on beside the next run."""
    script, mark = tmp_path / "run.py", tmp_path / "worker"
    script.write_text(
        "import sys\nfrom grader.grading.pool import run_each\n"
        'work = \'open(%r, "w").write(str(__import__("os").getpid())) and '
        '__import__("time").sleep(60)\' % sys.argv[1]\n'
        "if __name__ == '__main__':\n    list(run_each(eval, [work], workers=1))\n",
        encoding="utf-8",
    )
    run = subprocess.Popen([sys.executable, str(script), str(mark)])
    wait_for(lambda: mark.is_file() and mark.read_text(encoding="utf-8"))
    run.kill()
    run.wait()
    worker = int(mark.read_text(encoding="utf-8"))
    assert wait_for(lambda: not alive(worker))


def wait_for(happened, *, seconds=30):
    """Wait until something is so; tell whether it came to be."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(happened())


def alive(process):
    """Tell whether a process is there and not just waiting to be collected."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
