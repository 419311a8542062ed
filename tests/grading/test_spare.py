"""What of a lesson's setup runs in the sandbox: what the answers can notice, and no more."""

from __future__ import annotations

import pytest

from grader.grading.job import CodeCell
from grader.grading.spare import spare

OPENING = 'from grader.lab import open_lesson, form\nlesson = open_lesson("x", lang="ja")'
SETUP = """\
import pandas as pd
import plotly.graph_objects as go
rate = 3
costs = lesson.table("costs") * rate
lesson.show(costs)
figure = go.Figure()
figure.update_layout(title="x")
lesson.chart(figure, ja="", en="")
def double(frame):
    return frame * factor
factor = 2
"""
OPENED = 'from grader.lab import open_lesson, form\nlesson = open_lesson("x", lang="ja")'


def spared(*answers):
    """Return what is left of both locked cells, and whether data are read."""
    locked = [CodeCell(n, "locked", text) for n, text in enumerate((OPENING, SETUP))]
    given = [CodeCell(n + 2, "answer", text) for n, text in enumerate(answers)]
    cells, reads = spare([*locked, *given])
    return cells[0].inside, cells[1].inside, reads


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("answer = {'a': 1}", ""),
        ("def f(costs):\n    return costs.sum()", ""),
        ("import math\nx = math.pi", ""),
        ("x = pd.DataFrame()", "import pandas as pd"),
        ("x = factor", "factor = 2"),
        (
            "def f(t):\n    return double(t)",
            "def double(frame):\n    return frame * factor\nfactor = 2",
        ),
    ],
)
def test_only_what_an_answer_takes_from_the_setup_is_left(answer, left):
    """Of the author's cell there remain the statements that bind the names in use, with what these need."""
    assert left == spared(answer)[1]


def test_a_table_is_left_with_what_makes_it():
    """A name in use keeps its statement, and the statements before that it was made from; drawings are left out."""
    _, left, reads = spared("x = costs['a']")
    assert ["rate = 3", "costs = lesson.table('costs') * rate"] == left.splitlines()
    assert reads


def test_the_lesson_is_always_opened():
    """The lesson is opened for every answer: errors are told in its words."""
    opening, _, reads = spared("answer = 1")
    assert 'open_lesson("x"' in opening.replace("'", '"')
    assert not reads


@pytest.mark.parametrize(
    "answer",
    [
        "x = globals()['costs']",
        "import pandas\nx = 1",
        "from os import environ",
        "x = open('data/costs.csv')",
        "x = (1).__class__",
        "%time x = 1",
        "x = (",
        "x = eval('costs')",
        "x = In[1]",
    ],
)
def test_what_reaches_for_more_is_given_everything(answer):
    """Where a reader cannot tell what a cell takes from elsewhere, all of the setup runs."""
    assert (None, None, True) == spared(answer)


def test_other_cells_are_left_alone():
    """Answers and tests go on as they are."""
    cells = [CodeCell(0, "answer", "x = 1"), CodeCell(1, "test", "assert x == 1")]
    assert tuple(cells) == spare(cells)[0]
