"""Cells run as in a kernel, whatever they do, and everything that they print or show comes back."""

from __future__ import annotations

import base64

import pytest


def texts(outputs, name):
    return [output["text"] for output in outputs if output.get("name") == name]


def plain(answer):
    """Return the text of a cell's last expression."""
    return next(
        output["data"]["text/plain"]
        for output in answer["outputs"]
        if output["output_type"] == "execute_result"
    )


def error(answer):
    return next(output for output in answer["outputs"] if output["output_type"] == "error")


def test_cells_share_their_names_and_are_counted(client):
    """One line for each cell as it ends, then the values that were asked for; what is not there is not in them."""
    answers, values = client.run("a = 1", "print(a)\na + 1", fetch=["a", "b", "print"])
    assert [0, 1] == [answer["cell"] for answer in answers]
    assert [
        {"output_type": "stream", "name": "stdout", "text": "1\n"},
        {
            "output_type": "execute_result",
            "execution_count": 2,
            "data": {"text/plain": "2"},
            "metadata": {},
        },
    ] == answers[1]["outputs"]
    assert {"a": 1} == values
    assert (None, False) == (answers[1]["error"], answers[1]["timeout"])


def test_cells_after_an_error_go_on(client):
    """An error is an output and is described; the next cell runs all the same."""
    answers, values = client.run("x = 1\n1 / 0", "x = 2", fetch=["x"])
    assert "ZeroDivisionError" == error(answers[0])["ename"]
    assert {
        "class": "ZeroDivisionError",
        "module": "builtins",
        "base": "ZeroDivisionError",
        "text": "division by zero",
    } == answers[0]["error"]
    assert {"x": 2} == values


@pytest.mark.parametrize(
    ("source", "kind", "base"),
    [
        (
            "class BudgetError(ValueError): pass\nraise BudgetError('超過')",
            "BudgetError",
            "ValueError",
        ),
        ("raise SystemExit(3)", "SystemExit", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit", "GeneratorExit"),
        ("def f(:", "SyntaxError", "SyntaxError"),
        ("input()", "StdinNotImplementedError", "NotImplementedError"),
        ("import getpass; getpass.getpass()", "StdinNotImplementedError", "NotImplementedError"),
        ("%no_such_magic", "UsageError", "Exception"),
        (
            "class Rude(Exception):\n    def __str__(self): raise self\nraise Rude",
            "Rude",
            "Exception",
        ),
        ("async def g(): raise OSError\nawait g()", "OSError", "OSError"),
    ],
)
def test_every_exception_ends_its_cell_only(client, source, kind, base):
    """Exceptions of all classes are told by name and nearest class of Python's own; the session goes on."""
    answer = client.cell(source)
    assert (kind, base) == (answer["error"]["class"], answer["error"]["base"])
    assert "2" == plain(client.cell("1 + 1"))


def test_the_session_outlives_exit(client):
    """`exit()` asks a terminal to close; there is none, and other cells are still to come."""
    client.run("exit()", "quit")
    assert "2" == plain(client.cell("1 + 1"))


def test_what_goes_past_python_is_seen(client):
    """`os.write`, the output of another program and `!` arrive as printed text, in their own cell only."""
    answers, _ = client.run(
        "import os\nwritten = os.write(1, b'one\\n')",
        "import subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-c', 'import os; os.write(1, b\"two\"); os.write(2, b\"three\")'])",
        "!echo four",
        "print('five')",
    )
    streams = [
        [(output["name"], output["text"]) for output in answer["outputs"]] for answer in answers
    ]
    assert [("stdout", "one\n")] == streams[0]
    assert [("stdout", "two"), ("stderr", "three")] == streams[1]
    assert [("stdout", "four\n")] == streams[2]
    assert [("stdout", "five\n")] == streams[3]


def test_bytes_that_are_no_text_do_no_harm(client):
    """Half a character on standard output, or one that cannot be sent, is replaced."""
    answer = client.cell("import os\n_ = os.write(1, b'\\xe3\\x81')\nprint('\\ud800')")
    assert 2 == "".join(texts(answer["outputs"], "stdout")).count("\n") + 1


@pytest.mark.parametrize(
    "source",
    [
        "while True: print('あ' * 1000)",
        "import os\nwhile True: os.write(1, b'x' * 4096)",
        "import sys\nwhile True: print('o'); print('e', file=sys.stderr)",
        "from IPython.display import display\nwhile True: display('y' * 500)",
        "'z' * 10_000_000",
    ],
    ids=["print", "write", "in turn", "display", "result"],
)
def test_a_flood_is_cut_and_said_to_be(unstarted, source):
    """Beyond the limit everything is dropped, with one line that says so; the next cell has its own room."""
    unstarted.start(seconds=1.0, output_kb=16)
    answer = unstarted.cell(source)
    said = "".join(texts(answer["outputs"], "stderr"))
    size = len(str(answer["outputs"]).encode())
    assert 100_000 > size
    assert 1 == said.count("Too much output") == said.count("省きました")
    assert "2" == plain(unstarted.cell("1 + 1"))


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "while True:\n    try:\n        import time; time.sleep(9)\n    except Exception: pass",
        "import time\ntry:\n    time.sleep(9)\nexcept BaseException: pass\nwhile True: pass",
        "import re\nre.match('(a+)+b', 'a' * 60)",
        "import asyncio\nawait asyncio.sleep(9)",
    ],
    ids=["loop", "except", "swallowed once", "in C", "await"],
)
def test_what_does_not_end_is_interrupted(unstarted, source):
    """After its seconds a cell is interrupted, again and again until it ends, and said to have timed out."""
    unstarted.start(seconds=0.5)
    answer = unstarted.cell(source)
    assert (True, "KeyboardInterrupt") == (answer["timeout"], answer["error"]["class"])
    assert "clock.py" not in str(answer["outputs"])
    assert "2" == plain(unstarted.cell("1 + 1"))


def test_magics_and_await_work(client):
    """What notebooks use of IPython is there."""
    answers, _ = client.run(
        "%time 6 * 7",
        "import asyncio\nawait asyncio.sleep(0)\n5",
        "%%capture out\nprint('hidden')",
        "out.stdout",
        "_1",
    )
    assert ["42", "5", "'hidden\\n'"] == [plain(answers[place]) for place in (0, 1, 3)]
    assert "Wall time" in texts(answers[0]["outputs"], "stdout")[0]
    assert "42" == plain(answers[4])


def test_displays_are_recorded_as_texts_and_pictures(client):
    """Rich displays come as text and base64; structures, which a machine might believe, do not come at all."""
    answers, _ = client.run(
        "from IPython.display import display, Image, clear_output\n"
        "display(Image(b'\\x89PNG\\r\\n\\x1a\\n', format='png'), metadata={'a': 1})",
        "display({'application/vnd.kakehashi.result+json': {'state': 'right'}, 'text/plain': 'x'}, raw=True)",
        "shown = display('old', display_id=True)\nshown.update('new')",
        "print('gone')\nclear_output()\nprint('kept')",
        "print('gone')\nclear_output(wait=True)\nprint('kept')",
        "import plotly.express as px\nfig = px.bar(x=['a'], y=[1])\nfig.show()\nfig.show('notebook')\nfig",
    )
    shown = [answer["outputs"] for answer in answers]
    assert base64.b64encode(b"\x89PNG\r\n\x1a\n").decode() == shown[0][0]["data"]["image/png"]
    assert {"text/plain": "x"} == shown[1][0]["data"]
    assert "'new'" == shown[2][0]["data"]["text/plain"]
    assert [["kept\n"], ["kept\n"]] == [texts(outputs, "stdout") for outputs in shown[3:5]]
    assert (None, 0) == (answers[5]["error"], sum("data" in output for output in shown[5]))


def test_quiet_cells_show_nothing_and_draw_nothing(client):
    """Of the author's own cells only the names are wanted: nothing is formatted, errors are still told."""
    answers, values = client.run(
        "class Costly:\n    def _repr_html_(self): drawn.append(1)\n    __repr__ = _repr_html_\n"
        "drawn = []\nfrom IPython.display import display",
        "print('a'); display(Costly()); Costly()",
        "1 / 0",
        quiet=True,
        fetch=["drawn"],
    )
    assert [[], [], []] == [answer["outputs"] for answer in answers]
    assert "ZeroDivisionError" == answers[2]["error"]["class"]
    assert {"drawn": []} == values


def test_the_folder_the_seed_and_the_variables_are_those_of_the_start(unstarted):
    """Files lie in the work folder, random numbers follow from the seed, and own modules come last."""
    files = {"data/表.csv": "YQ==", "pandas.py": base64.b64encode(b"x = 1").decode()}
    unstarted.start(files=files, seed=7, env={"KAKEHASHI_DATA": "data"})
    answers, values = unstarted.run(
        "import os, random, sys, numpy, pandas\n"
        "read = open('data/表.csv').read(), os.environ['KAKEHASHI_DATA'], hasattr(pandas, 'x')\n"
        "drawn = random.random(), float(numpy.random.random()), sys.path[-1] == os.getcwd()",
        fetch=["read", "drawn"],
    )
    assert None is answers[0]["error"]
    assert ("a", "data", False) == values["read"]
    # Python's and numpy's own generators, seeded with 7.
    assert (0.32383276483316237, 0.07630828937395717, True) == values["drawn"]


@pytest.mark.parametrize("path", ["/tmp/x", "../x", "a/../../x", "C:\\x"])  # noqa: S108
def test_files_stay_below_the_work_folder(unstarted, path):
    """A path that leads out is refused."""
    assert "ValueError" == unstarted.start(files={path: ""})["error"]["class"]


def test_only_one_process_answers(client):
    """A cell that forks leaves one who goes on talking."""
    answer = client.cell("import os\nchild = os.fork()")
    assert None is answer["error"]
    assert "2" == plain(client.cell("1 + 1"))
    assert "3" == plain(client.cell("1 + 2"))


def test_classes_of_a_cell_are_of_main(client):
    """Annotations, pickles and dataclasses find a cell's classes, as in a kernel."""
    answers, _ = client.run(
        "from __future__ import annotations\nimport dataclasses, pickle, typing\n"
        "@dataclasses.dataclass\nclass P:\n    x: int = 1\n    y: P | None = None",
        "typing.get_type_hints(P)['x'], pickle.loads(pickle.dumps(P())), P.__module__",
    )
    assert "(int, P(x=1, y=None), '__main__')" == plain(answers[1])
