"""Tests that hold for any answer are told; tests that can fail are not."""

from __future__ import annotations

import pytest

from grader.authoring.testing.weak import weak, weak_scores

WEAK = [
    ("", [("nothing", 1)]),
    ("# only a remark", [("nothing", 1)]),
    ('"""Check it."""\nsquares(3)', [("nothing", 1)]),
    ("print(squares(3))", [("nothing", 1)]),
    ("x = squares(3)", [("nothing", 1)]),
    ("result", [("nothing", 1)]),
    ("squares(3)\n1.0", [("vacuous", 2)]),
    ("assert squares", [("vacuous", 1)]),
    ("assert True", [("vacuous", 1)]),
    ("assert 1 == 1", [("vacuous", 1)]),
    ("assert squares is not None", [("vacuous", 1)]),
    ("assert result != None", [("vacuous", 1)]),
    ("assert callable(squares)\nassert isinstance(result, list)", [("vacuous", 1), ("vacuous", 2)]),
    ("assert isinstance(squares(3), object)", [("vacuous", 1)]),
    ("assert hasattr(result, 'sum')", [("vacuous", 1)]),
    ("assert type(result) == list", [("vacuous", 1)]),
    ("assert 'squares' in globals()", [("vacuous", 1)]),
    ("assert not callable(result)", [("vacuous", 1)]),
    ("assert result and isinstance(result, list)", [("vacuous", 1)]),
    ("assert isinstance(result, list) or result == [1]", [("vacuous", 1)]),
    ("assert all(isinstance(x, int) for x in squares(3))", [("vacuous", 1)]),
    ("assert bool(result)", [("vacuous", 1)]),
    ("assert squares(3) == squares(3)", [("vacuous", 1)]),
    ("assert squares(2) == result[1]", [("vacuous", 1)]),
    ("assert [squares(3) == 9]", [("vacuous", 1)]),
    ("assert (squares(3) == [0], 'wrong')", [("tuple", 1)]),
    ("assert squares(1) == [0]\nassert (squares(3) == [0], 'wrong')", [("tuple", 2)]),
    ("try:\n    assert squares(3) == [0]\nexcept:\n    pass", [("swallowed", 2)]),
    ("try:\n    assert squares(3) == [0]\nexcept Exception:\n    print('no')", [("swallowed", 2)]),
    (
        "assert squares(1) == [0]\ntry:\n    assert squares(3) == 1\nexcept (ValueError, AssertionError):\n    ...",
        [("swallowed", 3)],
    ),
]

STRONG = [
    "assert squares(3) == [0, 1, 4]",
    "assert callable(squares)\nassert squares(1) == [0]",
    "assert is_even(4)",
    "assert not squares(0)",
    "ok = squares(1) == [0]\nassert ok",
    "assert squares(0) is None",
    "assert len(result) == 3",
    "assert all(x > 0 for x in squares(3))",
    "assert 3 in result",
    "assert result[0]",
    "try:\n    squares(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('did not raise')",
    "try:\n    squares(-1)\n    assert False\nexcept ValueError:\n    pass",
    "try:\n    assert squares(3) == 1\nexcept AssertionError:\n    print('hint')\n    raise",
    "import numpy as np\nnp.testing.assert_allclose(result, [1])",
    "import pytest\nwith pytest.raises(ValueError):\n    squares(-1)",
    "check_squares(squares)",
    "points = 0\nif squares(1) == [0]:\n    points += 0.5\npoints",
    "(squares(1) == [0]) + 0.5 * (squares(2) == [0, 1])",
    "score(squares)",
    "### AUTOTEST squares(3)",
    "### HASHED AUTOTEST squares(3)",
    "def broken(:",
]


@pytest.mark.parametrize(("source", "expected"), WEAK)
def test_weak_tests_are_told(source: str, expected) -> None:
    """A cell all of whose assertions hold for wrong answers, or one that cannot fail, is told with its lines."""
    found = weak(source, trainee={"squares", "result", "is_even"})

    assert expected == [(one.kind, one.line) for one in found]
    assert [] == [one for one in found if "{" in one.ja + one.en]


@pytest.mark.parametrize("source", STRONG)
def test_tests_that_can_fail_are_left_alone(source: str) -> None:
    """One comparison, call, raise or score is enough."""
    assert [] == weak(source, trainee={"squares", "result", "is_even"})


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("score(True)", [1]),
        ("score(isinstance(busy, dict))\nscore(busy is not None, 2)", [1, 2]),
        ("score(busy)", [1]),
        ("score(isinstance(busy, dict))\nscore(table(busy, own.truth['busy']))", []),
        ("for world in fresh:\n    score(values(busy(world.table('x')), world.truth['x']))", []),
        ("found = busy == own.truth['busy']\nscore(found)", []),
        ("misconception('M-ALL', busy == 3)", []),
    ],
)
def test_scores_must_look_at_the_answer(source: str, lines) -> None:
    """A hidden test is weak if each of its scores is given to any answer."""
    assert lines == [one.line for one in weak_scores(source, answer="busy")]
