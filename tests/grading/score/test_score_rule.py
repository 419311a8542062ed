"""Points and comments by nbgrader's rules, held against nbgrader itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import from_dict

from grader.errors import GradingError
from grader.grading import score

ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}
STDERR = {"output_type": "stream", "name": "stderr", "text": "careful\n"}
STDOUT = {"output_type": "stream", "name": "stdout", "text": "4\n"}


def _result(said):
    data = {} if said is None else {"text/plain": said}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1}


def _cell(outputs=(), *, kind="code", **meta):
    known = {
        "grade_id": "q1-marks",
        "schema_version": 3,
        "grade": True,
        "points": 2,
        "locked": True,
    }
    cell = {
        "cell_type": kind,
        "source": "check()",
        "metadata": {"nbgrader": {"solution": False, "task": False, **known, **meta}},
    }
    return cell | ({"outputs": list(outputs)} if kind == "code" else {})


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ((), 2.0),
        ((STDOUT,), 2.0),
        ((ERROR,), 0.0),
        ((STDERR,), 0.0),
        ((_result("1.5"),), 1.5),
        ((_result("1.5"), ERROR), 1.5),
        ((ERROR, _result("1.5")), 0.0),
        ((_result("1"), _result("2")), 1.0),
        ((_result("'done'"),), 2.0),
        ((_result("-1"),), 2.0),
        ((_result(["0.5"]),), 0.5),
    ],
)
def test_first_output_that_speaks_decides(outputs, expected):
    """An error or standard error is no points, a number is partial credit, everything else is full marks."""
    assert expected == score.auto_score(_cell(outputs))


def test_standard_error_may_be_left_out():
    """With our pattern a library's warning costs nothing, while an error after it still does."""
    assert 2.0 == score.auto_score(_cell([STDERR]), ignore=score.DROPPED)
    assert 0.0 == score.auto_score(_cell([STDERR, ERROR]), ignore=score.DROPPED)


@pytest.mark.parametrize("said", ["2.5", "inf", "", None, []])
def test_result_that_is_no_points_is_the_authors_mistake(said):
    """More points than the cell has, or none at all, is an error that names the cell."""
    with pytest.raises(GradingError, match="q1-marks"):
        score.auto_score(_cell([_result(said)]))


def test_cell_without_marks_has_no_points():
    """Asking for the points of a cell without marks is a mistake of the caller."""
    with pytest.raises(ValueError, match="q1-marks"):
        score.auto_score(_cell(grade=False))


texts = st.text(max_size=8) | st.sampled_from(
    ["1", "0.5", "2", "2.0", "3", "nan", "-0.0", "1_0", " 1 "]
)
outputs_of_a_cell = st.lists(
    st.sampled_from([ERROR, STDERR, STDOUT, {**STDERR, "text": "\n"}])
    | st.builds(_result, texts | st.lists(texts, max_size=2) | st.none()),
    max_size=4,
)
cells = st.builds(
    _cell,
    outputs_of_a_cell,
    kind=st.sampled_from(["code", "markdown"]),
    grade=st.booleans(),
    solution=st.booleans(),
    locked=st.booleans(),
    task=st.booleans(),
    points=st.integers(0, 3) | st.floats(0, 3),
    grade_id=texts,
)


@pytest.mark.nbgrader
@given(cell=cells, untouched=st.booleans())
def test_points_checksum_and_comment_equal_nbgraders(cell, untouched):
    """For any cell with marks, any outputs and any metadata, points, checksum and comment are nbgrader's own."""
    from nbgrader import utils  # noqa: PLC0415  # takes seconds

    node = from_dict(cell)
    assert utils.compute_checksum(node) == score.checksum(cell)
    assert utils.is_locked(node) == score.is_locked(cell["metadata"]["nbgrader"])
    for one in (cell, node):
        one["metadata"]["nbgrader"]["checksum"] = score.checksum(cell) if untouched else "0"
    said = "No response." if untouched and not utils.is_task(node) else None
    assert said == score.auto_comment(cell)
    if utils.is_grade(node):
        assert _nbgraders(utils.determine_grade, node) == _ours(cell)


@pytest.mark.nbgrader
@given(cell=cells, pattern=st.sampled_from([".", "care", "^x"]))
def test_ignored_standard_error_equals_nbgraders(cell, pattern):
    """Leaving standard error out gives the points that nbgrader gives after its own IgnorePattern."""
    from nbgrader import utils  # noqa: PLC0415
    from nbgrader.preprocessors import IgnorePattern  # noqa: PLC0415

    node, _ = IgnorePattern(pattern=pattern).preprocess_cell(from_dict(cell), {}, 0)
    if utils.is_grade(node):
        assert _nbgraders(utils.determine_grade, node) == _ours(cell, ignore=re.compile(pattern))


def _nbgraders(rule, node):
    try:
        return rule(node)[0]
    except (KeyError, ValueError):
        return "the author's mistake"


def _ours(cell, **options):
    try:
        return score.auto_score(cell, **options)
    except GradingError:
        return "the author's mistake"
