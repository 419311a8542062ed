"""Tests of an assignment are proven by grading: the solution, what is handed out, and known wrong answers."""

from __future__ import annotations

import pytest

from grader.grading.prove import prove_sources

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow]

SOLUTION = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"
TESTS = {
    "sound": "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS",
    "mistaken": "assert double(2) == 5",
    "given": "try:\n    found = double(2)\nexcept Exception:\n    found = 4\nassert found == 4",
}
CONFIG = "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///precious.db'\n"


@pytest.fixture(scope="module")
def proven(tmp_path_factory, cell, save):
    """Prove one notebook of three tests, in a course with a configuration of its own."""
    root = tmp_path_factory.mktemp("proven")
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    tests = [cell(name, source, points=1) for name, source in TESTS.items()]
    save(root / "source/ps1/p.ipynb", cell("double", SOLUTION), *tests)
    wrong = root / "source/ps1/wrong/double-square.py"
    wrong.parent.mkdir()
    wrong.write_text("def double(x):\n    return x * x\n", encoding="utf-8")
    before = sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))
    findings = prove_sources([root / "source/ps1/p.ipynb"])
    assert before == sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))
    return [(finding.rule.id, finding.cell) for finding in findings]


def test_solution_must_pass(proven):
    """A test that the author's own solution fails is found."""
    assert [("A006", "mistaken")] == [one for one in proven if one[0] == "A006"]


def test_what_is_handed_out_must_fail(proven):
    """A test that gives points to a notebook as it is handed out is found."""
    assert [("A007", "given")] == [one for one in proven if one[0] == "A007"]


def test_a_wrong_answer_must_fail(proven):
    """Of a sound test nothing is found: the wrong answer fails its hidden part. No file of the course is touched."""
    assert [] == [one for one in proven if one[1] == "sound"]
    assert [("A003", "given")] == [one for one in proven if one[0] == "A003"]
