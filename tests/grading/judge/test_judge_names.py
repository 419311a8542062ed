"""Whose value a name has: the author's, until an answer cell that may define it has run."""

from __future__ import annotations

USER_GUIDE = (
    "original = squares\ndel squares\ntry:\n    sum_of_squares(1)\nexcept NameError:\n    pass\n"
    "else:\n    raise AssertionError('use squares')\nfinally:\n    squares = original"
)


def test_a_helper_can_be_taken_away_and_put_back(run_cells):
    """The test of nbgrader's user guide: does the second answer use the first?"""
    squares = ("answer", "def squares(n): return [i ** 2 for i in range(1, n + 1)]", "squares")
    tests = [("test", USER_GUIDE), ("test", "assert sum_of_squares(3) == 14")]
    uses = ("answer", "def sum_of_squares(n): return sum(squares(n))", "sum_of_squares")
    copies = (
        "answer",
        "def sum_of_squares(n): return sum(i * i for i in range(n + 1))",
        "sum_of_squares",
    )
    assert [1.0, 1.0] == run_cells(squares, uses, *tests).points[2:]
    assert [0.0, 1.0] == run_cells(squares, copies, *tests).points[2:]


def test_an_answer_wins_over_what_the_author_set_before(run_cells):
    """A placeholder of the author's is forgotten as soon as the answer cell has run; a later one is not."""
    result = run_cells(
        ("locked", "x = 'author'"),
        ("test", "assert x == 'author'"),
        ("answer", "x = 'trainee'", "x"),
        ("test", "assert x == 'trainee'"),
        ("locked", "x = 'again'"),
        ("test", "assert x == 'again'"),
    )
    assert [1.0, 1.0, 1.0] == [result.points[index] for index in (1, 3, 5)]


def test_a_locked_name_cannot_be_redefined(run_cells):
    """What no answer cell was asked to define is the author's in every test."""
    result = run_cells(
        ("locked", "import math\ndef is_right(x):\n    return x == 42"),
        ("answer", "is_right = lambda x: True\nmath = None\nx = 1", "x"),
        ("test", "assert is_right(x)"),
        ("test", "assert math.sqrt(9) == 3"),
    )
    assert [0.0, 1.0] == result.points[2:]


def test_locked_cells_see_answers_at_their_place(run_cells):
    """A locked cell between two answers has the value of the first; both sides go on with what it made."""
    result = run_cells(
        ("answer", "x = 1", "x"),
        ("locked", "before = x"),
        ("answer", "x = before + 1", "x"),
        ("test", "assert (before, x) == (1, 2)"),
    )
    assert [] == result.outputs[3]


def test_an_assignment_in_a_test_reaches_the_answer(run_cells):
    """A test may change a global that the submission's function reads."""
    result = run_cells(
        ("answer", "rate = 2\ndef cost(n): return rate * n", "rate cost"),
        ("test", "rate = 10\nassert cost(3) == 30 and rate == 10"),
        ("test", "assert cost(1) == 10"),
    )
    assert [1.0, 1.0] == result.points[1:]


def test_visible_text_of_a_test_reaches_the_sandbox(run_cells):
    """What a later answer needs of a test cell's visible text runs in the sandbox too."""
    result = run_cells(
        ("answer", "x = 1", "x"),
        ("test", "step = 5\nassert x == 1", "", "step = 5"),
        ("answer", "y = x + step", "y"),
        ("test", "assert y == 6"),
    )
    assert [1.0, 1.0] == [result.points[index] for index in (1, 3)]


def test_names_are_asked_for_as_in_a_dict(run_cells):
    """`globals()` knows the answers: by `in`, by key, by `get`, and what is missing is missing."""
    result = run_cells(
        ("answer", "x = 1", "x y"),
        ("test", "g = globals()\nassert 'x' in g and g['x'] == 1 and g.get('x') == 1"),
        ("test", "g = globals()\nassert 'y' not in g and g.get('y', 5) == 5"),
        ("test", "try:\n    y\nexcept NameError:\n    pass\nelse:\n    raise AssertionError"),
        ("test", "try:\n    del y\nexcept NameError:\n    pass\nelse:\n    raise AssertionError"),
    )
    assert [1.0] * 4 == result.points[1:]


def test_the_authors_functions_reach_answers_too(run_cells):
    """A helper defined in a locked cell may name an answer that comes later."""
    result = run_cells(
        ("locked", "def total():\n    return sum(prices)"),
        ("answer", "prices = [1, 2]", "prices"),
        ("test", "assert total() == 3"),
    )
    assert [] == result.outputs[2]


def test_data_are_the_same_object_until_they_change(run_cells):
    """Two looks at an unchanged answer give one object, and a test may work on it."""
    result = run_cells(
        ("answer", "data = [3, 1]\ndef f(): return len(data)", "data f"),
        ("test", "assert data is data\ndata.sort()\nassert f() == 2 and data == [1, 3]"),
    )
    assert [] == result.outputs[1]
