"""The judge's questions about values are answered; what the trainee's code does meanwhile is told."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from grader.grading.wire import encode

ENDLESS = """
while True:
    try:
        while True: pass
    except Exception: pass
"""


def test_values_come_whole_and_functions_as_handles(client):
    """Data travel, functions and objects stay, and the same object has the same handle each time."""
    client.cell(
        "import pandas as pd\ndf = pd.DataFrame({'部署': ['福祉課']})\ndef f(): pass\n"
        "class C: pass\nc = C(); again = c; made = (n for n in [1])\nloop = []; loop.append(loop)"
    )
    assert_frame_equal(
        pd.DataFrame({"部署": ["福祉課"]}), client.value(client.ask("get", name="df")["value"])
    )
    kinds = {
        name: tuple(client.ask("get", name=name)["value"]["h"][1:])
        for name in ("f", "C", "c", "made", "loop")
    }
    assert {
        "f": ("function", "function"),
        "C": ("callable", "type"),
        "c": ("object", "C"),
        "made": ("object", "generator"),
        "loop": ("object", "list"),
    } == kinds
    assert client.handle("c") == client.handle("again") != client.handle("C")


def test_a_name_that_is_not_there_is_a_name_error(client):
    """The message is Python's own."""
    assert {
        "class": "NameError",
        "module": "builtins",
        "base": "NameError",
        "text": "name 'x' is not defined",
    } == client.ask("get", name="x")["error"]


def test_calls_return_values_changes_and_what_was_printed(client):
    """The result, the arguments that the call has changed in place, and standard output come back."""
    client.cell(
        "import os, sys\n"
        "def f(items, table, *, key, kept):\n"
        "    print('受付'); os.write(1, b'raw\\n'); print('no', file=sys.stderr)\n"
        "    items.append(1.0); table.loc[0, 'a'] = 5; key['x'] = True\n"
        "    return len(items)"
    )
    answer = client.call("f", [1], pd.DataFrame({"a": [1]}), key={"x": 1}, kept=[1, 2])
    assert (2, "受付\nraw\n") == (answer["value"], answer["stdout"])
    assert ["0", "1", "key"] == sorted(answer["changed"])
    assert [1, 1.0] == client.value(answer["changed"]["0"])
    assert_frame_equal(pd.DataFrame({"a": [5]}), client.value(answer["changed"]["1"]))
    assert {"x": True} == client.value(answer["changed"]["key"])


@pytest.mark.parametrize(
    "argument",
    [[3, 1, 2], np.array([3, 1, 2]), pd.Series([3, 1, 2]), bytearray(b"cab")],
    ids=lambda argument: type(argument).__name__,
)
def test_each_kind_of_argument_can_be_changed_in_place(client, argument):
    """Lists, arrays, series and the like come back if a function has changed them, and only then."""
    client.cell("def change(x): x[0] = 9\ndef look(x): return x[0]")
    changed = client.call("change", argument)["changed"]
    assert 9 == client.value(changed["0"])[0]
    assert {} == client.call("look", argument)["changed"]


def test_calls_take_what_stayed_behind(client):
    """A handle given back as an argument is the object itself, not changed by the way."""
    client.cell("class Desk: n = 1\ndesk = Desk()\ndef more(d, items): d.n += 1; return d is desk")
    handle = client.ask("get", name="desk")["value"]
    answer = client.ask(
        "call", handle=client.handle("more"), args=[handle, [handle]], kwargs={}, seconds=1.0
    )
    assert (True, {}) == (answer["value"], answer["changed"])
    assert 2 == client.ask("attr", handle=client.handle("desk"), name="n")["value"]


@pytest.mark.parametrize(
    ("body", "kind", "base", "text"),
    [
        ("raise ValueError('負の数')", "ValueError", "ValueError", "負の数"),
        ("raise OverBudget('x')", "OverBudget", "LookupError", "x"),
        ("raise SystemExit('bye')", "SystemExit", "SystemExit", "bye"),
        ("return {}['k']", "KeyError", "KeyError", "'k'"),
        ("def again(): again()\nagain()", "RecursionError", "RecursionError", "maximum recursion"),
        ("while True: pass", "KeyboardInterrupt", "KeyboardInterrupt", ""),
        (ENDLESS, "KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("return g(1, 2, 3)", "TypeError", "TypeError", "g() takes 0 positional arguments"),
    ],
)
def test_what_a_call_raises_is_the_answer(client, body, kind, base, text):
    """Exceptions of a call are told, with what was printed before; the session goes on."""
    lines = textwrap.indent(body, "    ")
    client.cell("class OverBudget(LookupError): pass\ndef g(): pass")
    client.cell(f"def f():\n    print('a')\n{lines}")
    answer = client.call("f", seconds=0.5)
    error = answer["error"]
    assert (kind, base, "a\n") == (error["class"], error["base"], answer["stdout"])
    assert error["text"].startswith(text)
    assert {} == client.call("g")["changed"]


def test_objects_are_looked_into(client):
    """Attributes, items, lengths and members are those of the object; its errors are told."""
    client.cell(
        "import collections\nPoint = collections.namedtuple('Point', 'x y')\np = Point(1, '二')\n"
        "class Odd:\n    def __len__(self): raise OSError\n    def __getitem__(self, k): return k, k\n"
        "odd = Odd()\nmade = (n * n for n in range(3))\ndef count():\n    n = 0\n    while True:\n"
        "        yield n\n        n += 1\nendless = count()"
    )
    p, odd = client.handle("p"), client.handle("odd")
    assert "二" == client.ask("attr", handle=p, name="y")["value"]
    assert "AttributeError" == client.ask("attr", handle=p, name="z")["error"]["class"]
    assert 1 == client.ask("item", handle=p, key=0)["value"]
    key = encode(("a", 1), None)
    assert (("a", 1), ("a", 1)) == client.value(client.ask("item", handle=odd, key=key)["value"])
    assert 2 == client.ask("len", handle=p)["value"]
    assert "OSError" == client.ask("len", handle=odd)["error"]["class"]
    assert [0, 1, 4] == client.ask("iter", handle=client.handle("made"))["value"]
    assert 100_000 == len(client.ask("iter", handle=client.handle("endless"))["value"])
    assert "TypeError" == client.ask("iter", handle=client.handle("count"))["error"]["class"]


def test_names_can_be_taken_away_and_put_back(client):
    """As a test does that looks whether one function calls another."""
    client.cell("def squares(n): return [1]\ndef total(n): return sum(squares(n))")
    squares = client.ask("get", name="squares")["value"]
    assert {"value": None} == client.ask("del", name="squares")
    assert "NameError" == client.call("total", 1)["error"]["class"]
    assert "NameError" == client.ask("del", name="squares")["error"]["class"]
    assert {"value": None} == client.ask("set", name="squares", value=squares)
    assert 1 == client.call("total", 1)["value"]
    client.ask("set", name="n", value=encode(pd.Timestamp("2026-04-01"), None))
    assert pd.Timestamp("2026-04-01") == client.value(client.ask("get", name="n")["value"])


def test_a_function_as_released_is_untouched(client):
    """The stub's own function counts as untouched, comments aside; any other does not, nor what is no function."""
    stub = "def f(x):\n    ...  # 書いてください\n"
    client.cell("def f(x):\n    ...\ndef g(x):\n    return 1\nh = print")
    asked = {
        name: client.ask("untouched", handle=client.handle(name), name="f", stub=stub)["value"]
        for name in "fgh"
    }
    assert {"f": True, "g": False, "h": False} == asked


def test_a_question_that_makes_no_sense_is_an_error_only(client):
    """Unknown handles and malformed values are told as errors; the session goes on."""
    assert "KeyError" == client.ask("len", handle=99)["error"]["class"]
    assert "WireError" == client.ask("set", name="x", value={"no": 1})["error"]["class"]
    assert {} == client.run(fetch=["x"])[1]


def test_two_sessions_share_nothing(client, new_session):
    """What one session defines or patches, another has never heard of."""
    client.cell("import os, pandas\npandas.DataFrame = None\nos.environ['A'] = '1'\nx = 1")
    other = new_session()
    other.start()
    answers, values = other.run(
        "import os, pandas\nfine = pandas.DataFrame is not None, os.environ.get('A')",
        fetch=["fine", "x"],
    )
    assert None is answers[0]["error"]
    assert {"fine": (True, None)} == values


def test_lines_in_pieces_are_put_together(client):
    """A question may arrive in many pieces, and several at once."""
    number = "0f"
    line = b'{"op":"set","id":"0f","name":"a","value":[' + b"1," * 50_000 + b"1]}\n"
    client.link.sendall(line[:7])
    client.link.sendall(line[7:] + b'{"op":"get","id":"0f","name":"b"}\n')
    assert {"value": None} == client.hear(number)
    assert "NameError" == client.hear(number)["error"]["class"]
    assert 50_001 == len(client.value(client.ask("get", name="a")["value"]))
