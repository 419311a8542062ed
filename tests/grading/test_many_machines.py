"""The work of a class on several machines: here, two processes of a real Dask cluster."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from grader.errors import GradingError
from grader.grading import grade_course, labels, many_machines

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

CLASS = 12
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
CLUSTER = """
import json, sys, warnings
warnings.simplefilter("ignore")  # of Dask's own, about what this machine lacks
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        pids = [worker.process.pid for worker in cluster.workers.values()]
        print(json.dumps([cluster.scheduler_address, pids]), flush=True)
        sys.stdin.read()
"""
WITHOUT = """
import sys
sys.modules["distributed"] = None
from pathlib import Path
from grader.errors import GradingError
from grader.grading import grade_course
try:
    grade_course(Path(sys.argv[1]), scheduler="tcp://127.0.0.1:1")
except GradingError as error:
    print(error.ja, error.en, sep="\\n")
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory, cell, save):
    """Twelve submissions, a third of them wrong, one that hangs for a moment."""
    root = tmp_path_factory.mktemp("machines") / "course"

    def notebook(folder, answer):
        save(
            folder / "ps1.ipynb",
            cell("double", answer),
            cell("test", "assert double(4) == 8", points=2),
        )

    right = "import time\ntime.sleep(0.5)\ndef double(x):\n    return 2 * x"
    notebook(root / "source/ps1", f"### BEGIN SOLUTION\n{right}\n### END SOLUTION")
    for number in range(CLASS):
        answer = right if number % 3 else "def double(x):\n    return x"
        notebook(root / f"submitted/t{number:02}/ps1", answer)
    return root


@pytest.fixture(scope="module")
def here(course):
    """Results of the same class, graded on this machine."""
    grade_course(course, clock=lambda: NOW)
    return results(course)


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler and two worker processes; return its address and their numbers."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    with (
        (tmp_path / "cluster.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=tmp_path,
            text=True,
        ) as process,
    ):
        yield json.loads(process.stdout.readline())
        process.stdin.close()
        process.wait(60)


def results(course):
    """All results, and all autograded notebooks, byte for byte."""
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for pattern in ("results/t*/*/*.json", "autograded/*/*/*.ipynb")
        for path in course.glob(pattern)
    }


def another(course, folder):
    """Copy what was handed in, and nothing that was graded."""
    for name in ("source", "submitted"):
        shutil.copytree(course / name, folder / name)
    return folder


def test_a_machine_that_goes_takes_nothing_with_it(course, here, cluster, tmp_path):
    """With one of two workers killed midway everybody is graded, with the results of a single machine."""
    address, workers = cluster
    copy = another(course, tmp_path / "course")

    def kill(progress):
        if progress.done == 2:
            os.kill(workers[0], signal.SIGKILL)

    report = grade_course(copy, scheduler=address, clock=lambda: NOW, progress=kill)
    assert [None] * CLASS == [outcome.error for outcome in report.outcomes]
    assert ["graded"] * CLASS == [outcome.status for outcome in report.outcomes]
    assert here == results(copy)


def test_an_address_where_nobody_listens_is_said(course, tmp_path, monkeypatch):
    """Without a scheduler at the address nothing is graded, and the error names it."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    copy = another(course, tmp_path / "course")
    monkeypatch.setattr(many_machines, "PATIENCE", 1)
    with pytest.raises(GradingError) as caught:
        grade_course(copy, scheduler=address)
    assert labels.NO_SCHEDULER.ja.format(address=address) == caught.value.ja
    assert not list(copy.glob("results/t*"))


def test_without_dask_the_extra_is_named(course, tmp_path):
    """Where Dask is not installed the error says what to install."""
    copy = another(course, tmp_path / "course")
    said = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(copy)], check=True, capture_output=True, text=True
    )
    assert [labels.NO_DASK.ja, labels.NO_DASK.en] == said.stdout.splitlines()
