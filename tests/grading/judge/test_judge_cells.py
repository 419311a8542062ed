"""Ordinary test cells: what an author writes for nbgrader works against a submission that is somewhere else."""

from __future__ import annotations

import pytest

CLASS = """
class Stack:
    size = 0
    def __init__(self, *items):
        self.items = list(items)
    def push(self, item):
        self.items.append(item)
        return self
    def pop(self):
        if not self.items:
            raise IndexError("empty")
        return self.items.pop()
    def __len__(self):
        return len(self.items)
    def __getitem__(self, place):
        return self.items[place]
"""
TABLE = """
import pandas as pd
sales = pd.DataFrame({"地区": ["東", "西", "東"], "額": [1, 2, 3]})
def by_area(table):
    return table.groupby("地区")["額"].sum()
"""
ERRORS = """
class TooSmallError(ValueError):
    pass
def root(n):
    if n < 0:
        raise TooSmallError(f"{n} < 0")
    return n ** 0.5
def find(names, name):
    return names[name]
"""

PASS = [
    ("def f(n): return n + 1", "f", "assert f(1) == 2\nassert [f(n) for n in range(3)] == [1, 2, 3]"),
    ("def f(n): return n + 1", "f", "def twice(n):\n    return f(f(n))\nassert twice(1) == 3"),
    ("f = lambda *a, k=1, **more: (a, k, more)", "f", "assert f(1, 2, k=3, x=4) == ((1, 2), 3, {'x': 4})"),
    (CLASS, "Stack", "s = Stack(1)\nassert s.push(2) is not None and len(s) == 2 and s.items == [1, 2]"),
    (CLASS, "Stack", "s = Stack(1, 2)\nassert s[0] == 1 and list(s) == [1, 2] and 2 in s and s.size == 0"),
    (CLASS, "Stack", "s = Stack()\ntry:\n    s.pop()\nexcept IndexError as e:\n    assert str(e) == 'empty'\nelse:\n    raise AssertionError"),
    (ERRORS, "root", "try:\n    root(-1)\nexcept ValueError as e:\n    assert type(e).__name__ == 'TooSmallError' and str(e) == '-1 < 0'\nelse:\n    raise AssertionError"),
    (ERRORS, "find", "try:\n    find({}, 'あ')\nexcept KeyError as e:\n    assert e.args == ('あ',)\nelse:\n    raise AssertionError"),
    ("import json\ndef read(t): return json.loads(t)", "read", "import json\ntry:\n    read('{')\nexcept json.JSONDecodeError:\n    pass\nelse:\n    raise AssertionError"),
    ("def read(b): return b.decode('ascii')", "read", "try:\n    read(b'\\xff')\nexcept UnicodeDecodeError as e:\n    assert 'ascii' in str(e)\nelse:\n    raise AssertionError"),
    (TABLE, "sales by_area", "import pandas as pd\npd.testing.assert_series_equal(by_area(sales), pd.Series([4, 2], index=pd.Index(['東', '西'], name='地区'), name='額').sort_index())"),
    (TABLE, "sales", "assert list(sales.columns) == ['地区', '額'] and sales['額'].sum() == 6"),
    ("import numpy as np\na = np.eye(2)", "a", "import numpy as np\nassert isinstance(a, np.ndarray) and np.allclose(a, [[1, 0], [0, 1]])"),
    ("def hello(): print('こんにちは')", "hello", "import contextlib, io\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    hello()\nassert out.getvalue() == 'こんにちは\\n'"),
    ("def add(items, seen, more):\n    items.append(4); seen.add(5); more['k'] = [6]; items.sort(reverse=True)", "add",
     "items, seen, more = [1, 3], {2}, {}\nassert add(items, seen, more=more) is None\nassert (items, seen, more) == ([4, 3, 1], {2, 5}, {'k': [6]})"),
    ("def fill(t, a):\n    t['n'] = 1\n    a[0] = 9", "fill",
     "import numpy as np, pandas as pd\nt, a = pd.DataFrame({'m': [1, 2]}), np.zeros(2)\nfill(t, a)\nassert list(t.columns) == ['m', 'n'] and a[0] == 9"),
    ("def up_to(n):\n    yield from range(n)", "up_to", "g = up_to(3)\nassert next(g) == 0 and list(g) == [1, 2]"),
    ("log = []\ndef note(x): log.append(x)", "log note", "assert log == []\nnote(1)\nassert log == [1]\nnote(2)\nassert log == [1, 2]"),
    ("def apply(g, x): return g(x)\ndef double(x): return 2 * x", "apply double", "assert apply(double, 4) == 8"),
    ("def f(): return f", "f", "assert f and f() == f()or True\nassert 'f' in repr(f) and f == f and f != 3"),
    ("import math\nsquare_root = math.sqrt", "square_root", "assert square_root(9) == 3"),
    ("def sum(xs): return 'mine'", "sum", "assert sum([1]) == 'mine'"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "surface", "test"), PASS)
def test_a_right_answer_passes(run_cells, answer, surface, test):
    """Calls, classes, exceptions, tables, printed text and changed arguments are as in one process."""
    result = run_cells(("answer", answer, surface), ("test", test))
    assert [] == result.outputs[1]


FAIL = [
    ("def f(n): return n", "f", "assert f(1) == 2"),
    ("pass", "f", "assert f(1) == 2"),
    ("1 / 0\ndef f(n): return 2", "f", "assert f(1) == 2"),
    ("class E:\n    def __eq__(self, o): return True\nx = E()", "x", "assert x == 3"),
    ("class E(float):\n    def __eq__(self, o): return True\n    __hash__ = None\nx = E(1)", "x", "assert x == 3"),
    ("class B:\n    def __lt__(self, o): return True\nx = B()", "x", "assert x < 3"),
    ("class C:\n    def __getattr__(self, n): return lambda *a, **k: True\nx = C()", "x", "assert x.__class__ is int"),
    ("def f(n): raise SystemExit(0)", "f", "assert f(1) == 2"),
    ("def f(n): raise KeyboardInterrupt", "f", "assert f(1) == 2"),
    ("def f(n): raise GeneratorExit", "f", "assert f(1) == 2"),
    ("def f(n): raise AssertionError('ok')", "f", "assert f(1) == 2"),
    ("def f(n): return f", "f", "assert f(1)(2) == 2"),
    ("def f(g): return g(1)", "f", "assert f(lambda n: n) == 1"),
    ("hidden = 1", "", "assert hidden == 1"),
    ("import builtins\nbuiltins.AssertionError = None\nbuiltins.len = lambda x: 3\nx = [1]", "x", "assert len(x) == 3"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "surface", "test"), FAIL)
def test_a_wrong_answer_fails(run_cells, answer, surface, test):
    """Nothing that an answer is, raises or does to its own process makes a test pass."""
    result = run_cells(("answer", answer, surface), ("test", test), ("test", "assert True"))
    assert [0.0, 1.0] == result.points[1:]


@pytest.mark.parametrize(
    ("last", "shown"), [("2.5", ["2.5"]), ("f(0)", ["1"]), ("f(0);", []), ("'2.5'", []), ("f", [])]
)
def test_the_last_expression_is_the_partial_credit(run_cells, last, shown):
    """A number at the end of a test is its value; anything else means full marks, as nbgrader has it."""
    result = run_cells(("answer", "def f(n): return n + 1", "f"), ("test", last))
    assert shown == [output["data"]["text/plain"] for output in result.outputs[1]]


def test_the_authors_cells_show_what_they_show(run_cells):
    """Printed text, warnings and values of locked cells are recorded in order; harmless magics are skipped."""
    source = "%matplotlib inline\nimport sys\nprint('a')\nprint('b', file=sys.stderr)\n{'x': f(1)}"
    result = run_cells(("answer", "def f(n): print('c'); return n", "f"), ("locked", source))
    kinds = [(o["output_type"], o.get("text", o.get("data"))) for o in result.outputs[1]]
    assert [
        ("stream", "a\n"),
        ("stream", "b\n"),
        ("stream", "c\n"),
        ("execute_result", {"text/plain": "{'x': 1}"}),
    ] == kinds


def test_answers_show_text_and_errors(run_cells):
    """Of the submission's own cells printed text, values and tracebacks are kept."""
    result = run_cells(("answer", "print('hi')\n1 + 1"), ("answer", "1 / 0"))
    assert ["hi\n", "2"] == [o.get("text") or o["data"]["text/plain"] for o in result.outputs[0]]
    assert "ZeroDivisionError" == result.outputs[1][0]["ename"]


SECRETS = [
    "secret = 4711\nassert f(secret) == secret + 1",
    "assert f(4711) == 1, 'wrong'",
    "import pandas as pd\npd.testing.assert_series_equal(pd.Series([f(1)]), pd.Series([4711]))",
    "{}[4711]",
    "int('x4711')",
    "f('4711')",
    "print_me(4711)\nassert False",
    "raise_it(4711)",
    "raise_named(4711)",
]
LEAKY = """
def f(n): return n
def print_me(n): print(n)
def raise_it(n): raise ValueError(n)
def raise_named(n): raise type(f"E{n}", (ValueError,), {})
"""


@pytest.mark.parametrize("test", SECRETS)
def test_a_failed_test_tells_nothing_of_itself(run_cells, test):
    """Neither the text of a hidden test nor its data can be read in its outputs, whatever the answer prints or raises."""
    result = run_cells(("answer", LEAKY, "f print_me raise_it raise_named"), ("test", test))
    shown = str(result.outputs[1])
    assert ("4711" in shown, "secret" in shown) == (False, False)


def test_what_the_author_says_is_told(run_cells):
    """The message of the author's own assertion, and the name of a missing answer, reach the trainee."""
    result = run_cells(
        ("answer", "f = 1", "f g"), ("test", "assert f == 2, 'f は 2 です'"), ("test", "g()")
    )
    assert ["AssertionError: f は 2 です"] == result.outputs[1][0]["traceback"]
    assert "name 'g' is not defined" == result.outputs[2][0]["evalue"]


def test_two_notebooks_share_nothing(run_cells):
    """Names, folders, environment, modules and random numbers of one notebook are not those of the next."""
    one = [
        ("locked", "import os, random\nos.environ['LEFT'] = '1'\nleft = 1\nopen('left', 'w').close()"),
        ("answer", "left_too = 1", "left_too"),
        ("test", "import helper\nassert helper.X == 1 and left_too == 1\nfirst = random.random()\nfirst"),
    ]  # fmt: skip
    two = [
        ("answer", "import helper", "left_too helper"),
        ("locked", "import os, random"),
        ("test", "assert 'left' not in globals() and 'left_too' not in globals()"),
        ("test", "assert 'LEFT' not in os.environ and not os.path.exists('left')"),
        ("test", "try:\n    import helper\nexcept ImportError:\n    pass\nelse:\n    raise AssertionError"),
        ("test", "random.random()"),
    ]  # fmt: skip
    with_helper = run_cells(*one, author_files={"helper.py": b"X = 1"}, seed=7)
    without = run_cells(*two, files={"helper.py": b"X = 2"}, seed=7)
    assert [1.0, 1.0, 1.0] == without.points[2:5]
    assert with_helper.points[2] == without.points[5]


def test_files_stand_beside_both(run_cells):
    """The submission reads what was handed in, the author's cells what the author put there."""
    result = run_cells(
        ("answer", "from pathlib import Path\ntext = Path('data/a.txt').read_text()", "text"),
        (
            "test",
            "from pathlib import Path\nassert (text, Path('data/a.txt').read_text()) == ('theirs', 'ours')",
        ),
        files={"data/a.txt": b"theirs"},
        author_files={"data/a.txt": b"ours"},
    )
    assert [] == result.outputs[1]


def test_a_round_trip_is_saved_where_it_can_be(run_cells):
    """Cells and the names that the next test needs go in one question; each call is one more."""
    result = run_cells(
        ("locked", "import math"),
        ("answer", "a = 1", "a"),
        ("locked", "b = 2"),
        ("answer", "def f(n): return n", "f"),
        ("test", "assert a == 1 and b == 2 and f(1) == 1 and f(2) == 2"),
    )
    assert (4, 1.0) == (result.run.usage.trips, result.points[4])  # start, run, two calls
