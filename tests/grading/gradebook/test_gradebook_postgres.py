"""Two graders on one PostgreSQL database."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from grader.grading import grade_course
from grader.grading.gradebook import cells, jobs, open_gradebook, receive

WORK = """
import json, sys
sys.path.insert(0, sys.argv[3])
from conftest import Desk
from grader.grading.gradebook import claim, open_gradebook, receive, record

desk, owner = Desk(), sys.argv[2]
engine = open_gradebook(sys.argv[1])
sys.stdin.readline()
first = 0 if owner == "one" else 20
items = [desk.incoming(f"t{number:02}") for number in range(first, first + 40)]
receive(engine, items)
done = []
while taken := claim(engine, 7, now=desk.now, owner=owner, seconds=60):
    found = [desk.graded(job.key, job.trainee, owner=owner) for job in reversed(taken)]
    done += [one.key for one in record(engine, found, now=desk.now) if one.status == "written"]
engine.dispose()
print(json.dumps(done))
"""


def test_two_graders_write_at_once(postgres_url, desk):
    """Two processes with 40 submissions each, 20 of them the same, grade all 60, each exactly once."""
    here = str(Path(__file__).parent)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, postgres_url, owner, here],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for owner in ("one", "two")
    ]
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    written = [json.loads(process.communicate(timeout=120)[0]) for process in started]
    engine = open_gradebook(postgres_url)
    found = jobs(engine)
    assert (60, {"graded"}) == (len(found), {job.state for job in found.values()})
    assert sorted(found) == sorted([*written[0], *written[1]])
    assert ["graded"] * 60 + ["received"] * 60 == sorted(desk.events(engine))
    assert {7.5} == {sum(one.points for one in some) for some in cells(engine).values()}
    engine.dispose()


def test_two_machines_receive_the_same_work_once(postgres_url, desk):
    """What two graders find in the same folder at the same time becomes one job with one event."""
    engine = open_gradebook(postgres_url)
    items = [desk.incoming(f"t{number:02}") for number in range(30)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: receive(engine, items), range(4)))
    assert 30 == len(jobs(engine))
    assert ["received"] * 30 == desk.events(engine)
    engine.dispose()


@pytest.mark.nbgrader
@pytest.mark.sandbox
@pytest.mark.slow
def test_a_course_is_graded_into_an_empty_database(empty_postgres_url, tmp_path, cell, save):
    """A course that names a PostgreSQL database in its configuration and no course id is graded into it."""
    answer = "def double(x):\n    return 2 * x"
    test = cell("double-test", "assert double(4) == 8", points=2)
    stub = cell("double", f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION")
    save(tmp_path / "source" / "ps1" / "p1.ipynb", stub, test)
    save(tmp_path / "submitted" / "t1" / "ps1" / "p1.ipynb", cell("double", answer), test)
    config = f"c = get_config()\nc.CourseDirectory.db_url = {empty_postgres_url!r}\n"
    (tmp_path / "nbgrader_config.py").write_text(config, encoding="utf-8")

    (outcome,) = grade_course(tmp_path).outcomes

    assert ("graded", 2.0, None) == (outcome.status, outcome.score, outcome.error)
    assert not (tmp_path / "gradebook.db").exists()
