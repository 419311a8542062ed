"""What a test cannot do across two processes is told with its line; what it can do is never told."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring import load_lesson, load_registers
from grader.authoring.testing.labels import UNSUPPORTED
from grader.authoring.testing.setting import Setting, setting
from grader.authoring.testing.unsupported import (
    unsupported,
    unsupported_given,
    unsupported_solution,
)
from grader.authoring.testing.view import BY_NAME
from grader.text import LANGS

CURRICULUM = Path(__file__).parents[3] / "curriculum"

SOLUTION = """\
import random
import numpy as np
from collections import namedtuple
class StackError(ValueError): ...
class Stack:
    def push(self, x): ...
Point = namedtuple("Point", "x y")
machine = Stack()
def squares(n):
    if n < 0:
        raise StackError("n")
    return [helper(i) for i in range(n)]
def ask():
    return input("?")
def draw():
    return random.random()
result = squares(3)
"""
LOCKED = "import math\nimport matplotlib.pyplot as plt\nclass Given: ...\ndef helper(i):\n    return i * i\n"
AROUND = setting([SOLUTION], [LOCKED])

REFUSED = [
    # what is handed over
    ("squares(lambda x: x)", "passes", 1),
    ("def key(x):\n    return x\nassert squares(key) == 3", "passes", 3),
    ("assert squares([1, print]) == 3", "passes", 1),
    ("squares({'key': open})", "passes", 1),
    ("squares(n=str.upper)", "passes", 1),
    ("squares(math.sqrt)", "passes", 1),
    ("squares(np.sqrt)", "passes", 1),
    ("squares(i for i in range(3))", "passes", 1),
    ("squares(map(abs, [1]))", "passes", 1),
    ("def some():\n    yield 1\nsquares(some())", "passes", 3),
    ("class Fake: ...\nsquares(Fake())", "passes", 2),
    ("squares(np.float64)", "passes", 1),
    ("from pathlib import Path\nsquares(Path('data.csv'))", "passes", 2),
    ("with open('data.csv') as f:\n    squares(f)", "passes", 2),
    ("import io\nbuf = io.StringIO('x')\nassert squares(buf) == 1", "passes", 3),
    ("from unittest.mock import Mock\nsquares(Mock())", "passes", 2),
    ("rng = np.random.default_rng(1)\nsquares(rng)", "passes", 2),
    ("for f in (len, print):\n    squares(f)", "passes", 2),
    ("squares(helper)", "passes", 1),
    ("s = Stack()\ns.push(print)", "passes", 2),
    ("alias = squares\nalias(Given())", "passes", 2),
    ("squares(3)(lambda: 1)", "passes", 1),
    # classes and exceptions of the other side
    ("assert isinstance(result, Stack)", "class", 1),
    ("assert isinstance(squares(3), (list, Point))", "class", 1),
    ("assert issubclass(Stack, object) or issubclass(Given, Stack)", "class", 1),
    ("assert isinstance(squares(3), Given)", "class", 1),
    ("import types\nassert isinstance(squares, types.FunctionType)", "class", 2),
    ("assert type(machine) is Stack", "class", 1),
    ("class Mine(Stack): ...", "class", 1),
    ("match result:\n    case Point(x=1):\n        pass", "class", 2),
    ("try:\n    squares(-1)\nexcept StackError:\n    pass", "except", 3),
    ("try:\n    squares(-1)\nexcept (TypeError, Given):\n    pass", "except", 3),
    ("import pytest\nwith pytest.raises(StackError):\n    squares(-1)", "except", 2),
    # looking inside
    ("import inspect\nassert 'for' in inspect.getsource(squares)", "inspects", 2),
    ("from inspect import signature\nassert len(signature(squares).parameters) == 1", "inspects", 2),
    ("import dis\ndis.dis(squares)", "inspects", 2),
    ("assert vars(machine) == {}", "inspects", 1),
    ("assert squares.__doc__ == 'x'", "private", 1),
    ("assert Stack()._items == []", "private", 1),
    ("assert getattr(squares, '__code__').co_argcount == 1", "private", 1),
    ("assert squares(3)._asdict() == {}", "private", 1),
    # operators and identity
    ("assert Stack() == Stack()", "operator", 1),
    ("s = Stack()\nassert str(s) == '[]'", "operator", 2),
    ("assert (Stack() + 1).x == 2", "operator", 1),
    ("assert f'{machine}' == '[]'", "operator", 1),
    ("x = [1]\nassert squares(x) is x", "identity", 2),
    ("a, b = squares(1), squares(1)\nassert a is not b", "identity", 2),
    ("assert id(result) != id([])", "identity", 1),
    ("with squares(3) as s:\n    pass", "context", 1),
    # IPython
    ("\n%timeit squares(3)", "shell", 2),
    ("x = 1\n!ls\nassert squares(1) == [0]", "shell", 2),
    ("%%capture out\nsquares(3)", "shell", 1),
    ("assert get_ipython().user_ns['squares']", "shell", 1),
    # patching
    ("from unittest.mock import patch\nwith patch('builtins.input', return_value='3'):\n    assert ask() == '3'", "patches", 2),
    ("from unittest import mock\n@mock.patch.object(math, 'pi', 3)\ndef t(*a): ...", "patches", 2),
    ("import builtins\nbuiltins.input = lambda *_: '3'\nassert ask() == '3'", "patches", 2),
    ("random.random = lambda: 0.5\nassert draw() == 0.5", "patches", 1),
    ("squares.calls = 0", "patches", 1),
    ("machine.items = [1]", "patches", 1),
    ("machine[0] = 1", "patches", 1),
    ("setattr(Stack, 'push', None)", "patches", 1),
    ("import sys, io\nsys.stdin = io.StringIO('3')\nassert ask() == '3'", "patches", 2),
    ("def helper(i):\n    return 0\nassert squares(2) == [0, 0]", "replaces", 1),
    ("input = lambda *_: '3'\nassert ask() == '3'", "replaces", 1),
    ("random.seed(1)\nassert draw() > 0.1", "seed", 1),
    ("np.random.seed(1)\nassert draw() > 0.1", "seed", 1),
    # names, text as code
    ("def reset():\n    global result\n    result = 1\nreset()", "global", 2),
    ("globals()['squares'] = None", "global", 1),
    ("globals().update(squares=None)", "global", 1),
    ("assert eval(result) == 3", "runs", 1),
    ("exec('squares(3)')", "runs", 1),
    ("import pickle\nassert pickle.loads(result) == 3", "runs", 2),
    ("import pandas as pd\ntable = pd.DataFrame({'a': [1]})\nassert len(table.query(result)) == 1", "runs", 3),
    ("import subprocess\nsubprocess.run(result)", "runs", 2),
    ("import sqlite3\ncon = sqlite3.connect(':memory:')\nassert con.execute(result).fetchall() == []", "runs", 3),
    ("import pandas as pd\nassert len(pd.read_csv(result)) == 3", "opens", 2),
    ("assert open(squares(3)).read() == 'x'", "opens", 1),
    # figures, input, files
    ("squares(3)\nassert plt.gca().get_title() == 'x'", "figure", 2),
    ("n = int(input())\nassert squares(n) == [0]", "input", 1),
    ("with open('in.txt', 'w') as f:\n    f.write('1')\nassert squares('in.txt') == 1", "file", 1),
    ("import tempfile\nd = tempfile.mkdtemp()\nassert squares(d) == 1", "file", 2),
    ("import os\nos.environ['MODE'] = 'x'\nassert squares(1) == [0]", "file", 2),
    ("from pathlib import Path\nPath('a').write_text('1')\nassert squares('a') == 1", "file", 2),
]  # fmt: skip

ALLOWED = [
    "assert squares(3) == [0, 1, 4]",
    "orig = squares\ndel squares\ntry:\n    ask()\nexcept NameError:\n    pass\nfinally:\n    squares = orig",
    "try:\n    squares(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError",
    "try:\n    squares(-1)\nexcept Exception as error:\n    assert type(error).__name__ == 'StackError'",
    "try:\n    helper('x')\nexcept Given:\n    pass",
    "assert result is not None and squares(0) is None",
    "assert squares(1) is True or squares(1) is ...",
    "import pandas as pd\nassert squares(1) is pd.NaT",
    "for input, expected in [(1, [0]), (2, [0, 1])]:\n    assert squares(input) == expected",
    "assert sorted([3, 1], key=squares) == [1, 3]",
    "assert sorted(result, key=lambda x: -x) == [4, 1, 0]",
    "assert result.apply(lambda x: x + 1).sum() == 8",
    "got = squares(3)\ngot.sort(key=len)\ngot['a'] = 1\ngot.columns = ['a']",
    "def check(f):\n    return f(3)\nassert check(squares) == [0, 1, 4]",
    "assert squares(squares) == 1",
    "s = Stack()\ns.push(3)\nassert s.size == 1 and len(s) == 1 and list(s) == [3]",
    "assert squares(np.array([1, 2])).sum() == math.pi",
    "assert isinstance(squares(3), list) and callable(squares)",
    "assert isinstance(helper(1), Given)",
    "import io, contextlib\nbuf = io.StringIO()\nwith contextlib.redirect_stdout(buf):\n    squares(3)\nassert buf.getvalue() == ''",
    "import sys, io\nsys.stdout = io.StringIO()\nsquares(3)\nsys.stdout = sys.__stdout__",
    "np.random.seed(0)\nx = 3",
    "import pandas as pd\npd.options.display.max_rows = 5",
    "x = eval('1 + 1')\nassert squares(x) == [0, 1]",
    "y = 7 % 3\nz = (10\n%3)\nassert squares(y) == z",
    "assert 'squares' in globals()",
    "import math\nassert math.isclose(squares(3)[0], 0)",
    "import pandas as pd\npd.testing.assert_frame_equal(result, pd.DataFrame({'a': [1]}))",
    "with open('data.csv') as f:\n    text = f.read()\nassert squares(len(text)) == []",
    "import numpy as np\nassert np.allclose(squares(3), [0, 1, 4])",
    "i = 3\nassert squares(i)[0] == i - i",
    "assert result.__class__.__name__ == 'list'",
    "plt.close('all')",
    "assert squares(int) == squares([len, ValueError])",
    "g = squares(3)\nassert next(g) == 0",
    "%%time\nassert squares(1) == [0]",
    "import pandas as pd\nassert len(pd.read_csv('data.csv')) == squares(3)",
    "import inspect\nassert inspect.isfunction(helper)",
    "def broken(:",
    "",
]  # fmt: skip


@pytest.mark.parametrize(("source", "kind", "line"), REFUSED)
def test_what_two_processes_cannot_do_is_told(source: str, kind: str, line: int) -> None:
    """Each cell has exactly the flaw that it was written for, at its line, and nothing else is said of it."""
    assert [(kind, line)] == [(one.kind, one.line) for one in unsupported(source, AROUND)]


@pytest.mark.parametrize("source", ALLOWED)
def test_what_works_is_not_refused(source: str) -> None:
    """Ordinary ways of testing raise no alarm."""
    assert [] == unsupported(source, AROUND)


def test_every_kind_of_refusal_is_tried() -> None:
    """No sentence about unsupported tests goes untested."""
    elsewhere = {"star", "unlocked"}

    assert set(UNSUPPORTED) - elsewhere == {kind for _, kind, _ in REFUSED}


@pytest.mark.parametrize("lang", LANGS)
def test_refusal_quotes_the_code_in_both_languages(lang) -> None:
    """The sentence names the code, says what cannot be done with it, and leaves no gap unfilled."""
    found = [one for source, *_ in REFUSED for one in unsupported(source, AROUND)]

    assert [] == [
        one for one in found if "{code}" in one.text.get(lang) or "{thing}" in one.text.get(lang)
    ]
    assert "squares(lambda x: x)" in unsupported(REFUSED[0][0], AROUND)[0].text.get(lang)


def test_what_travels_by_name_is_what_the_wire_sends() -> None:
    """The list of Python's own functions that may be handed over is that of the wire format."""
    names = pytest.importorskip("grader.grading.wire.names")
    errors = {
        n
        for n, value in names.BUILTINS.items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }

    assert set(names.BUILTINS) - errors == BY_NAME


def _bodies():
    for entry in load_registers(CURRICULUM).active:
        for exercise in load_lesson(CURRICULUM / entry.slug).exercises:
            kind = "function" if exercise.form == "code" else "value"
            for cell in (*exercise.find("check"), *exercise.find("hidden")):
                yield pytest.param(
                    cell.source, exercise.answer, kind, id=f"{exercise.id}-{cell.role}"
                )


@pytest.mark.checkout
@pytest.mark.parametrize(
    ("source", "answer", "kind"), list(_bodies()) if CURRICULUM.is_dir() else []
)
def test_our_lessons_raise_no_alarm(source: str, answer: str, kind) -> None:
    """Checks and hidden tests of every active lesson work across two processes."""
    assert [] == unsupported(source, Setting(trainee={answer: kind}))


HIDDEN = [
    ("got = total(fresh[0].table('x'))\nscore(got is own.truth['x'])", "function", [("identity", 2)]),
    ("import inspect\nscore('sum' in inspect.getsource(total))", "function", [("inspects", 2)]),
    ("for world in fresh:\n    score(total(world.table('x'), key=print) == 1)", "function", [("passes", 2)]),
    ("score(eval(total) == own.truth['x'])", "value", [("runs", 1)]),
    ("score(table(total, own.truth['x'])) if total is not None else score(0)", "value", []),
    ("return score(total == 3)", "value", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "kind", "expected"), HIDDEN)
def test_hidden_bodies_are_held_to_the_same(source: str, kind, expected) -> None:
    """In a lesson the answer is the only name of the trainee's."""
    found = unsupported(source, Setting(trainee={"total": kind}))

    assert expected == [(one.kind, one.line) for one in found]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\n%load_ext autoreload\n%autoreload 2\nimport math", []),
        ("%config InlineBackend.figure_format = 'retina'", []),
        ("import math\n%timeit math.pi", [("shell", 2)]),
        ("!pip install x\nfiles = !ls", [("shell", 1), ("shell", 2)]),
        ("%%bash\nls", [("shell", 1)]),
        ("get_ipython().ast_transformers.clear()", [("shell", 1)]),
    ],
)
def test_locked_cells_may_hold_harmless_magics_only(source: str, expected) -> None:
    """A magic that sets how things look can be skipped by the judge; any other is told."""
    assert expected == [(one.kind, one.line) for one in unsupported_given(source)]


def test_a_solution_says_which_names_it_makes() -> None:
    """A star import in the author's solution leaves open what trainees may define."""
    found = unsupported_solution("import math\nfrom math import *\nfrom os import path")

    assert [("star", 2)] == [(one.kind, one.line) for one in found]
