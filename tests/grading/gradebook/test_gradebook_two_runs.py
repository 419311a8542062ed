"""Two grading runs at once on one new PostgreSQL database: they share the work, and the making of its tables."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from grader.grading import grade_course
from grader.grading.gradebook import cells, open_gradebook

pytestmark = [pytest.mark.sandbox, pytest.mark.nbgrader, pytest.mark.slow]

CLASS = 8
RUN = """
import json, sys
from pathlib import Path
from grader.grading import grade_course, labels

if __name__ == "__main__":
    report = grade_course(Path(sys.argv[1]), workers=1)
    reasons = {outcome.error for outcome in report.outcomes} - {None, labels.ELSEWHERE}
    print(json.dumps(sorted(reason.en for reason in reasons)))
"""


def _course(root, cell, save, url):
    def notebook(folder, answer):
        test = cell("test", "assert double(4) == 8", points=2)
        save(folder / "ps1.ipynb", cell("double", answer), test)

    right = "def double(x):\n    return 2 * x"
    notebook(root / "source/ps1", f"### BEGIN SOLUTION\n{right}\n### END SOLUTION")
    for number in range(CLASS):
        notebook(root / f"submitted/t{number}/ps1", right)
    config = f"c = get_config()\nc.CourseDirectory.db_url = {url!r}\n"
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    return root


def _both(tmp_path, *courses):
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    runs = [
        subprocess.Popen([sys.executable, str(script), str(course)], stdout=subprocess.PIPE)
        for course in courses
    ]
    return [json.loads(run.communicate(timeout=300)[0]) for run in runs]


@pytest.mark.parametrize("folders", [1, 2])
def test_two_runs_begin_on_an_empty_database(
    empty_postgres_url, desk, cell, save, tmp_path, folders
):
    """Started together, from one folder or from two machines' own, both end well, and each work is graded once."""
    first = _course(tmp_path / "first", cell, save, empty_postgres_url)
    second = shutil.copytree(first, tmp_path / "second") if folders == 2 else first
    told = _both(tmp_path, first, second)
    assert [[], []] == told
    engine = open_gradebook(empty_postgres_url)
    try:
        assert CLASS == desk.events(engine).count("graded")
        assert [2.0] * CLASS == [sum(one.points for one in some) for some in cells(engine).values()]
    finally:
        engine.dispose()


def test_a_course_may_change_its_gradebook(empty_postgres_url, cell, save, tmp_path):
    """Assignments recorded in one gradebook are recorded in the next one too, when the configuration names it."""
    root = _course(tmp_path / "course", cell, save, "sqlite:///first.db")
    for url in (f"sqlite:///{root}/second.db", empty_postgres_url):
        _course(root, cell, save, url)
        report = grade_course(root)
        assert [("graded", 2.0)] * CLASS == [(one.status, one.score) for one in report.outcomes]
