"""Which names answer cells may define, which a test looks up, and what of a test other cells need."""

from __future__ import annotations

import pytest

from grader.cells.surface import answer_surface, exports, loaded_names

BINDING = """\
%matplotlib inline
import numpy as np
import os.path
from math import pi as circle
a, (b, *c) = 1, (2, 3)
d: int = 4
e: int
d += 1
for f in range(3):
    g = f
with open("x") as h:
    pass
if (i := 3) > 2:
    def j():
        inner = 1
        global k
        k = 2
class L:
    attribute = 1
squares = [hidden for hidden in c if (m := hidden)]
del n
try:
    pass
except ValueError as o:
    pass
match a:
    case {"p": p}:
        pass
async def q(): ...
_r = 1
__all__ = ["a"]
"""


def test_surface_holds_every_name_bound_at_top_level() -> None:
    """Each kind of binding statement counts; imports, and names inside functions, classes and comprehensions, do not."""
    expected = "L _r a b c d e f g h i j k m n o p q squares".split()  # noqa: SIM905

    assert tuple(sorted(expected)) == answer_surface("", BINDING)


def test_imported_names_are_never_the_trainees() -> None:
    """A submission that makes its own ``np`` cannot decide what a test calculates with that name."""
    source = "import numpy as np\nfrom math import isclose\ntry:\n    import x\nexcept ImportError:\n    x = 1\ny = 2"

    assert ("y",) == answer_surface("import os", source)


def test_surface_takes_in_what_is_handed_out() -> None:
    """A name of the stub that the solution does not define may be defined by the trainee."""
    assert ("helper", "total") == answer_surface("total = None", "def helper(): ...")


def test_broken_stub_leaves_the_names_of_the_solution() -> None:
    """A stub that is no Python, as between two stages of writing, hides no name of the solution."""
    assert ("total",) == answer_surface("def total(:", "total = 3")


def test_loaded_names_are_those_of_the_notebook() -> None:
    """Parameters and locals are left out, free names inside functions and after magics are in."""
    source = "%timeit squares(n)\ndef f(x):\n    y = x\n    return y + helper(x)\nf(data)\n"

    assert {"get_ipython", "helper", "data", "f"} == loaded_names(source)


def test_the_answer_of_a_check_is_loaded() -> None:
    """Checks and marks look up their first parameter, though the code never says so."""
    source = '# remark\n@check("tst-1-q1", globals())\ndef q1_check(load):\n    attempted(load)\n'

    assert {"check", "globals", "attempted", "load"} == loaded_names(source)


@pytest.mark.parametrize("source", ["def f(:", "x = '\0'", ""])
def test_what_is_no_python_loads_nothing(source: str) -> None:
    """A source that cannot be parsed has no names, and raises nothing."""
    assert frozenset() == loaded_names(source)
    assert () == answer_surface(source, source)


SET_ASIDE = "orig = squares\ndel squares\ntry:\n    total(1)\nexcept NameError:\n    pass\nfinally:\n    squares = orig"


@pytest.mark.parametrize(
    ("visible", "later", "known", "expected"),
    [
        ("assert f(1) == 1", ["def g():\n    return f(2)"], (), ""),
        ("import math\nassert f(1) == 1", ["def g():\n    return math.pi"], (), "import math"),
        ("import math\nassert f(1) == 1", ["def g():\n    return 3"], (), ""),
        ("base = 2\ntwice = base * 2\nrest = 1", ["x = twice"], (), "base = 2\ntwice = base * 2"),
        ("def h():\n    return k\nk = 1", ["h()"], (), "def h():\n    return k\nk = 1"),
        (SET_ASIDE, ["squares(3)"], ("squares", "total"), ""),
        ("result = f(3)\nassert result == 9", ["print(result)"], ("f",), "result = f(3)"),
        ("def broken(:", ["x"], (), ""),
    ],
)
def test_exports_are_what_later_cells_need(visible, later, known, expected) -> None:
    """Only statements that bind a name which the author's later cells load, and what these need, leave the judge."""
    assert expected == exports(visible, later, known=known)


def test_exports_never_hold_an_assertion() -> None:
    """A test that later cells build on gives away its values, not what it asks."""
    visible = "answer = f(3)\nassert answer == 9\nassert f(4) == 16"

    assert "assert" not in exports(visible, ["answer + 1"])
