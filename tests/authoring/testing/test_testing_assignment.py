"""A source notebook is checked cell by cell; wrong answers and their grading prove it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.authoring.testing import (
    answer_cells,
    check_assignment,
    check_sources,
    proof_cases,
    proof_findings,
    read_wrong_answers,
    scored_cells,
    source_notebooks,
)
from grader.authoring.testing.rules import RULES
from grader.errors import InputError

ANSWER = "def squares(n):\n    ### BEGIN SOLUTION\n    return [i * i for i in range(n)]\n    ### END SOLUTION"
TEST = "assert squares(2) == [0, 1]\n### BEGIN HIDDEN TESTS\nassert squares(3) == [0, 1, 4]\n### END HIDDEN TESTS"
PATH = Path("ps1/problem1.ipynb")


def _cell(name, source, kind="code", **flags):
    known = {"grade_id": name, "grade": False, "solution": False, "locked": False, **flags}
    return {"cell_type": kind, "metadata": {"nbgrader": known} if name else {}, "source": source}


def _answer(source=ANSWER, name="squares"):
    return _cell(name, source, solution=True)


def _test(source=TEST, name="correct", points=1):
    return _cell(name, source, grade=True, locked=True, points=points)


def _given(source, name="given"):
    return _cell(name, source, locked=True)


def _notebook(*cells, **metadata):
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _told(notebook):
    return [(f.rule.id, f.cell, f.line) for f in check_assignment(notebook, PATH)]


CASES = [
    ([_answer(), _test()], []),
    ([_answer(), _test("x = 1\nassert squares(lambda: 1) == 2")], [("A001", "correct", 2)]),
    ([_answer(), _test("assert squares")], [("A002", "correct", 1)]),
    ([_answer(), _test("assert squares", points=0)], []),
    ([_answer(), _test("assert squares(")], [("A005", "correct", 1)]),
    ([_answer("def f(:")], [("A005", "squares", 1)]),
    ([_answer(), _answer()], [("A005", "squares", 1)]),
    ([_answer("### BEGIN SOLUTION\nx = 1")], [("A005", "squares", 1)]),
    ([_given("### BEGIN SOLUTION\nx = 1\n### END SOLUTION")], [("A005", "given", 1)]),
    ([_given("### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS")], [("A005", "given", 1)]),
    ([_given("x = 1\n%timeit x")], [("A001", "given", 2)]),
    ([_given("%matplotlib inline\nx = 1")], []),
    ([_answer("from math import *")], [("A001", "squares", 1)]),
    # names of cells that trainees may change
    ([_cell(None, "import math"), _answer(), _test("assert squares(1) == [math.pi]")], [("A001", "correct", 1)]),
    ([_given("import math"), _answer(), _test("assert squares(1) == [math.pi]")], []),
    ([_answer(), _test("import math\nassert squares(1) == [math.pi]")], []),
    ([_cell(None, "import math"), _given("r = math.pi")], [("A001", "given", 1)]),
    ([_cell(None, "squares(3)\nlen = 1"), _answer(), _test("assert len(squares(1)) == 1")], []),
    ([_answer("import math\nsquares = math.pi"), _test("assert math.isclose(squares, 3.14)")], [("A001", "correct", 1)]),
    ([_answer("import math\nsquares = 3"), _test("import math\nassert math.isclose(squares, 3)")], []),
    # manual marks, text and tasks are no tests
    ([_cell("why", "x = 1", solution=True, grade=True, points=2)], []),
    ([_cell("why", "because", "markdown", solution=True, grade=True, points=2)], []),
    ([_cell("task", "do it", "markdown", task=True, locked=True, points=2)], []),
    # an answer below its test is not known to it
    ([_test("assert squares(key=lambda: 1) == 2"), _answer()], []),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), CASES)
def test_each_cell_is_checked_in_its_place(cells, expected) -> None:
    """Findings name the rule, the cell and the line within it."""
    assert expected == _told(_notebook(*cells))


def test_only_python_can_be_graded() -> None:
    """A notebook of another language has one finding, and its cells are not read as Python."""
    notebook = _notebook(_answer("x <- 1"), kernelspec={"language": "R", "name": "ir"})

    assert [("A005", None, 1)] == _told(notebook)


def test_the_finding_shows_where_it_is() -> None:
    """The line printed names file, cell and line within the cell."""
    (finding,) = check_assignment(_notebook(_answer(), _test("assert squares")), PATH)

    assert finding.render(Path(), "en").startswith("ps1/problem1.ipynb#correct:1: [A002] ")


@pytest.mark.nbgrader
def test_the_user_guide_raises_no_alarm() -> None:
    """The example assignment of nbgrader has no findings, though a test of it deletes a trainee's function."""
    import nbgrader  # noqa: PLC0415  # only this test needs it

    folder = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"
    notebooks = source_notebooks([folder])

    assert ["problem1.ipynb", "problem2.ipynb"] == [path.name for path in notebooks]
    assert {"A004"} == {f.rule.id for f in check_sources(notebooks)}


# ---- wrong answers ---------------------------------------------------------------------------------


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    """A folder with one notebook of two exercises, and two wrong answers."""
    folder = tmp_path / "course" / "source" / "ps1"
    (folder / "wrong").mkdir(parents=True)
    notebook = _notebook(
        _answer(),
        _test(),
        _answer(
            "total = None\n### BEGIN SOLUTION\ntotal = 5\n### END SOLUTION", name="squares-sum"
        ),
        _test("assert total == 5", name="sum"),
    )
    (folder / "problem1.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "wrong" / "squares-from1.py").write_text("def squares(n):\n    return [1]\n", "utf-8")
    (folder / "wrong" / "squares-sum-six.py").write_text("total = 6\n", "utf-8")
    return folder


def _read(folder: Path):
    return json.loads((folder / "problem1.ipynb").read_text(encoding="utf-8"))


def test_wrong_answers_belong_to_the_cell_with_the_longest_name(assignment: Path) -> None:
    """A grade id that begins like another one does not take its wrong answers."""
    wrongs, findings = read_wrong_answers(assignment, answer_cells(_read(assignment)))

    assert ["squares", "squares-sum"] == [wrong.grade_id for wrong in wrongs]
    assert [] == findings


def test_wrong_answers_for_no_cell_or_in_no_language_are_told(assignment: Path) -> None:
    """A misspelt grade id and a syntax error are findings with file and line."""
    (assignment / "wrong" / "sqares-a.py").write_text("x = 1", encoding="utf-8")
    (assignment / "wrong" / "squares-b.py").write_text("x = 1\ny = (", encoding="utf-8")

    found = check_sources(source_notebooks([assignment]))

    assert [("A005", "sqares-a.py", 1), ("A005", "squares-b.py", 2)] == [
        (f.rule.id, f.path.name, f.line) for f in found
    ]


def test_a_course_stands_for_its_source_folder(assignment: Path) -> None:
    """Of a course only the author's notebooks are checked; a folder without any is an error."""
    course = assignment.parents[1]
    (course / "release" / "ps1").mkdir(parents=True)
    (course / "release" / "ps1" / "problem1.ipynb").write_text("{}", encoding="utf-8")

    assert [assignment / "problem1.ipynb"] == source_notebooks([course, assignment])
    with pytest.raises(InputError):
        source_notebooks([assignment / "wrong"])


@pytest.mark.parametrize(
    "text", ["", "[]", '{"cells": [{}], "metadata": {}}', '{"worksheets": []}']
)
def test_what_is_no_notebook_is_told(assignment: Path, text: str) -> None:
    """A damaged or ancient file is one finding, and the others are still checked."""
    (assignment / "problem2.ipynb").write_text(text, encoding="utf-8")

    found = check_sources(source_notebooks([assignment]))

    assert [("A005", "problem2.ipynb")] == [(f.rule.id, f.path.name) for f in found]


def _full(case):
    """Grade a case by executing it here; the notebooks of this file are ours."""
    names, points = {}, {}
    for cell in case.notebook["cells"]:
        known = cell["metadata"]["nbgrader"]
        try:
            exec(cell["source"], names)  # noqa: S102
            points[known["grade_id"]] = float(known["grade"] and known["points"])
        except (AssertionError, NotImplementedError, NameError):
            points[known["grade_id"]] = 0.0
    return points


def _graded(folder: Path, *, has_wrongs: bool):
    notebook = _read(folder)
    wrongs, _ = read_wrong_answers(folder, answer_cells(notebook))
    graded = [(case, _full(case)) for case in proof_cases(notebook, wrongs)]
    return [
        (f.rule.id, f.cell) for f in proof_findings(notebook, PATH, graded, has_wrongs=has_wrongs)
    ]


def test_cases_are_the_solution_the_release_and_each_wrong_answer(assignment: Path) -> None:
    """Each case is a whole submission, and none of them holds a hidden test."""
    notebook = _read(assignment)
    wrongs, _ = read_wrong_answers(assignment, answer_cells(notebook))
    cases = proof_cases(notebook, wrongs)

    assert ["solution", "released", "squares-from1.py", "squares-sum-six.py"] == [
        c.name for c in cases
    ]
    assert [] == [c.name for c in cases if "squares(3)" in json.dumps(c.notebook)]
    assert "total = 6\n" == cases[3].notebook["cells"][2]["source"]


def test_a_sound_assignment_is_proven(assignment: Path) -> None:
    """Full points for the solution, none for the release, and a wrong answer for each test: nothing is told."""
    assert [] == _graded(assignment, has_wrongs=True)


def test_a_test_that_no_wrong_answer_fails_is_an_error(assignment: Path) -> None:
    """Where there are wrong answers, each test needs one; where there are none, the release has to do."""
    (assignment / "wrong" / "squares-sum-six.py").unlink()

    assert [("A003", "sum")] == _graded(assignment, has_wrongs=True)
    assert [] == _graded(assignment, has_wrongs=False)


def test_a_solution_that_fails_and_a_release_that_passes_are_errors(assignment: Path) -> None:
    """Both are told at the test cell in question."""
    notebook = _read(assignment)
    cases = proof_cases(notebook)
    graded = [(cases[0], {"correct": 1.0, "sum": 0.5}), (cases[1], {"correct": 0.25})]

    found = proof_findings(notebook, PATH, graded, has_wrongs=False)

    assert [("A007", "correct"), ("A006", "sum")] == [(f.rule.id, f.cell) for f in found]
    assert "0.25" in found[0].message.ja
    assert "0.5 of 1 points" in found[1].message.en


def test_cells_with_points_are_those_that_are_graded_by_themselves(assignment: Path) -> None:
    """Cells that a person marks, and checks for no points, need no wrong answer."""
    extra = [
        _test("assert True", name="zero", points=0),
        _cell("by-hand", "x", solution=True, grade=True, points=3),
    ]
    notebook = _notebook(*_read(assignment)["cells"], *extra)

    assert ["correct", "sum"] == [
        c["metadata"]["nbgrader"]["grade_id"] for c in scored_cells(notebook)
    ]


def test_rules_of_assignments_are_numbered_without_gaps() -> None:
    """Ids stand for one rule each and are never used again."""
    assert [f"A{number:03d}" for number in range(1, len(RULES) + 1)] == [rule.id for rule in RULES]
