"""Lessons run in the sandbox as in a kernel; what nobody will see is not drawn."""

from __future__ import annotations

import base64

import pandas as pd
import plotly.graph_objects as go
import pytest

from grader.lab import open_lesson
from grader.lab.result import discard, is_seen, showing_to
from grader.lab.session import using_data
from grader.marking.world import World, write_world

HANDOUT = {"lesson": "x", "trainee": "s001", "exercises": {}, "misconceptions": {}}


@pytest.fixture
def data(tmp_path):
    """A lesson's data, with one table."""
    folder = tmp_path / "handed-out"
    write_world(World(tables={"t": pd.DataFrame({"a": [1]})}), folder, handout=HANDOUT)
    return folder


class Costly:
    """A figure or table that must not be looked at."""

    def __getattr__(self, name):
        raise AssertionError(name)


def test_nothing_is_drawn_when_nobody_looks(data):
    """Showing a table or a figure to nobody does not touch it."""
    with using_data(data):
        lesson = open_lesson("x", lang="ja")
    assert is_seen()
    with showing_to(discard):
        assert not is_seen()
        lesson.show(Costly())
        lesson.chart(Costly(), ja="図", en="figure")
    shown = []
    with showing_to(shown.append):
        assert is_seen()
        lesson.show([{"a": 1}])
        lesson.chart(go.Figure(), ja="図", en="figure")
    assert 3 == len(shown)


def test_a_lesson_shows_its_texts_and_tells_errors_in_words(unstarted, data):
    """The first cell opens the lesson; tables are seen, and errors are told as in a kernel."""
    files = {
        f"data/{path.name}": base64.b64encode(path.read_bytes()).decode() for path in data.iterdir()
    }
    unstarted.start(files=files, env={"KAKEHASHI_DATA": "data"})
    answers, values = unstarted.run(
        "from grader.lab import open_lesson\nlesson = open_lesson('x', lang='ja')\nt = lesson.table('t')",
        "lesson.show(t)",
        "t['b']",
        fetch=["t"],
    )
    assert [None, None] == [answer["error"] for answer in answers[:2]]
    assert "<table" in answers[1]["outputs"][0]["data"]["text/html"]
    (told,) = answers[2]["outputs"]
    assert ("KeyError", "'b'") == (told["ename"], told["evalue"])
    assert "→ 1行目: t['b']" in told["traceback"]
    assert [1] == values["t"]["a"].tolist()


def test_a_quiet_lesson_shows_nothing(unstarted, data):
    """The author's own cells open the lesson and define its names without a single output."""
    files = {
        f"data/{path.name}": base64.b64encode(path.read_bytes()).decode() for path in data.iterdir()
    }
    unstarted.start(files=files)
    answers, values = unstarted.run(
        "from grader.lab import open_lesson\nlesson = open_lesson('x', lang='ja')\nt = lesson.table('t')",
        "lesson.show(t)\nfrom grader.lab.result import is_seen\nseen = is_seen()",
        fetch=["seen"],
        quiet=True,
    )
    assert [[], []] == [answer["outputs"] for answer in answers]
    assert {"seen": False} == values
