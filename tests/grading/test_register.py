"""Tests of plain assignments are looked at when an assignment is recorded, before anybody's work is run."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.grading import grade_course, labels
from grader.grading.results import read_result

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox, pytest.mark.slow]

NOON = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
ANSWER = "def double(x):\n    return 2 * x"
SOLUTION = f"### BEGIN SOLUTION\n{ANSWER}\n### END SOLUTION"
PRIVATE = "import inspect\nassert double(2) == 4\nassert '2' in inspect.getsource(double)"
CONFIG = "c = get_config()\nc.Autograde.create_student = False\nc.CourseDirectory.db_url = 'sqlite:///own.db'\n"


@pytest.fixture(scope="module")
def registered(tmp_path_factory, cell, save):
    """Three assignments: one that cannot be judged, one with a weak test, one that is sound."""
    root = tmp_path_factory.mktemp("registered")
    tests = {"private": PRIVATE, "weak": "assert double", "sound": "assert double(2) == 4"}
    for name, test in tests.items():
        marks = cell("double-test", test, points=1)
        save(root / "source" / name / "p.ipynb", cell("double", SOLUTION), marks)
        save(root / "submitted/s001" / name / "p.ipynb", cell("double", ANSWER), marks)
    report = grade_course(root, clock=lambda: NOON)
    return root, report, {outcome.assignment: outcome for outcome in report.outcomes}


def test_what_cannot_be_judged_is_refused_when_it_is_recorded(registered):
    """The reason names file, cell, line, rule and remedy in both languages, and nothing has a score."""
    root, report, outcomes = registered
    error = outcomes["private"].error
    written = read_result(root / "results/s001/private/results.json")

    assert ("failed", None) == (outcomes["private"].status, written["score"])
    for told in (error.ja, error.en):
        assert "source/private/p.ipynb#double-test:3: [A001]" in told
    assert "テストは、このままでは採点に使えません" in error.ja
    assert error in report.warnings
    assert not (root / "autograded/s001/private").exists()


def test_weak_test_is_a_warning_and_is_graded(registered):
    """A test that wrong answers pass too is told of in the report; its points are given all the same."""
    _, report, outcomes = registered

    assert ("graded", 1.0) == (outcomes["weak"].status, outcomes["weak"].score)
    assert 1 == sum("source/weak/p.ipynb#double-test:1: [A002]" in w.en for w in report.warnings)


def test_sound_assignment_is_graded_without_a_word(registered):
    """Missing wrong answers are advice for authors, not for whoever grades."""
    _, report, outcomes = registered

    assert ("graded", 1.0) == (outcomes["sound"].status, outcomes["sound"].score)
    assert [] == [w.en for w in report.warnings if "sound" in w.en or "A004" in w.en]


def test_unknown_trainee_is_refused_where_the_course_says_so(tmp_path, cell, save):
    """With create_student = False only those whom the gradebook knows are graded; the others get a reason."""
    from nbgrader.api import Gradebook  # noqa: PLC0415  # slow

    (tmp_path / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    marks = cell("double-test", "assert double(2) == 4", points=1)
    save(tmp_path / "source/ps1/p.ipynb", cell("double", SOLUTION), marks)
    for trainee in ("s001", "stranger"):
        save(tmp_path / "submitted" / trainee / "ps1/p.ipynb", cell("double", ANSWER), marks)
    with Gradebook(f"sqlite:///{tmp_path / 'own.db'}") as book:
        book.add_student("s001")
    known, stranger = grade_course(tmp_path, clock=lambda: NOON).outcomes
    with Gradebook(f"sqlite:///{tmp_path / 'own.db'}") as book:
        ids = [student.id for student in book.students]

    assert ("graded", 1.0) == (known.status, known.score)
    assert ("failed", labels.unknown_trainee("stranger")) == (stranger.status, stranger.error)
    assert ["s001"] == ids
