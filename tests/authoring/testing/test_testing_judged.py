"""The static checks say what the judge does: what they let through works there, what they refuse does not."""

from __future__ import annotations

import os

import pytest

from grader.authoring.testing import answer_surface
from grader.authoring.testing.setting import setting
from grader.authoring.testing.unsupported import unsupported

LOCKED = "import random\ndef helper(i):\n    return i * i\n"
SOLUTION = """\
class StackError(ValueError): ...
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
    def __len__(self):
        return len(self.items)
    def __iter__(self):
        return iter(self.items)
    def __eq__(self, other):
        return isinstance(other, Stack)
    def __hash__(self):
        return 1
    def __str__(self):
        return "[]"
    def __add__(self, other):
        return 3
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
def squares(n=3, key=None):
    "Squares."
    if type(n) is int and n < 0:
        raise StackError("n")
    return [helper(i) for i in range(n)] if type(n) is int else n
def call(function):
    return function(3)
def ask():
    return input("?")
result = [0, 1, 4]
"""
PASS = [
    "assert squares(3) == [0, 1, 4] == result",
    "orig = helper\nassert orig(3) == 9",
    "kept = squares\ndel squares\ntry:\n    squares(1)\nexcept NameError:\n    pass\nfinally:\n    squares = kept\nassert squares(2) == [0, 1]",
    "try:\n    squares(-1)\nexcept ValueError as error:\n    assert type(error).__name__ == 'StackError' and str(error) == 'n'\nelse:\n    raise AssertionError",
    "s = Stack()\ns.push(3)\nassert s.items == [3] and len(s) == 1 and list(s) == [3] and 3 in s",
    "given = [3, 1]\nassert squares(given) == given",
    "assert call(abs) == 3 and call(str) == '3' and call(squares) == [0, 1, 4]",
    "assert sorted(result, key=lambda x: -x) == [4, 1, 0]",
    "assert list(map(squares, [1, 2])) == [[0], [0, 1]]",
    "assert callable(squares) and isinstance(squares(2), list)",
    "assert 'squares' in globals() and 'nothing' not in globals()",
    "%matplotlib inline\nassert squares(1) == [0]",
    "for input, expected in [(1, [0]), (2, [0, 1])]:\n    assert squares(input) == expected",
    "result.append(9)\nassert result[-1] == 9",
]  # fmt: skip
FAIL = [
    "assert call(lambda x: x) == 3",
    "def double(x):\n    return 2 * x\nassert call(double) == 6",
    "assert call(helper) == 9",
    "assert list(squares(i for i in range(3))) == [0, 1, 2]",
    "assert isinstance(Stack(), Stack)",
    "try:\n    squares(-1)\nexcept StackError:\n    pass",
    "assert squares.__doc__ == 'Squares.'",
    "assert Stack() == Stack()",
    "assert str(Stack()) == '[]'",
    "assert Stack() + 1 == 3",
    "x = [1]\nassert squares(x) is x",
    "with Stack() as s:\n    pass",
    "import builtins\nbuiltins.input = lambda *_: '3'\nassert ask() == '3'",
    "input = lambda *_: '3'\nassert ask() == '3'",
    "def helper(i):\n    return 0\nassert squares(2) == [0, 0]",
    "s = Stack()\ns.items = [1]\nassert len(s) == 1",
]  # fmt: skip


@pytest.fixture(scope="module")
def judged():
    """Run a test in the judge, beside the solution; tell whether it passed."""
    judge = pytest.importorskip("grader.grading.judge")
    sandbox = pytest.importorskip("grader.grading.sandbox")
    job = pytest.importorskip("grader.grading.job")
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")

    def passes(box, test: str) -> bool:
        cells = (
            job.CodeCell(0, "locked", LOCKED),
            job.CodeCell(1, "answer", SOLUTION, surface=answer_surface("", SOLUTION)),
            job.CodeCell(2, "test", test),
        )
        run = judge.run_notebook(job.NotebookJob("nb", "s001", cells), box.open)
        return not any(o["output_type"] == "error" for o in run.outputs.get(2, ()))

    with sandbox.start_sandbox("none", job.Limits()) as box:
        yield lambda test: passes(box, test)


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch):
    """Run a test as nbgrader would: in the same process as the solution."""
    monkeypatch.setattr("builtins.input", input)  # put back whatever a test patches

    def run(test: str) -> None:
        exec(LOCKED + SOLUTION + test.removeprefix("%matplotlib inline"), {"__name__": "__main__"})  # noqa: S102

    return run


@pytest.mark.parametrize("test", PASS)
def test_what_is_let_through_passes_in_the_judge(test: str, in_one_process, judged) -> None:
    """A test that the checks let through, and that passes in one process, passes in two."""
    assert [] == unsupported(test, setting([SOLUTION], [LOCKED]))
    in_one_process(test)
    assert judged(test)


@pytest.mark.parametrize("test", FAIL)
def test_what_is_refused_would_fail_in_the_judge(test: str, in_one_process, judged) -> None:
    """A test that passes in one process and cannot in two is refused before anybody is graded by it."""
    assert [] != unsupported(test, setting([SOLUTION], [LOCKED]))
    in_one_process(test)
    assert not judged(test)
