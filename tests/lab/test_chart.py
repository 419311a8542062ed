"""Figures are drawn by the front end, told in words elsewhere, and ask nothing of the network."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from grader.lab import open_lesson
from grader.lab.result import CAPTION, FIGURE, Result, bundle, chart_bundle, showing_to
from grader.lab.session import using_data


@pytest.fixture
def figure():
    """A figure with Japanese labels and numpy arrays inside."""
    return go.Figure(
        go.Bar(x=["福祉課", "市民課"], y=[1.5, 2.0]), layout={"title": {"text": "待ち時間"}}
    )


def test_a_figure_is_plain_json_with_its_words(figure):
    """Every array has become a list; a front end without plotly shows the sentence."""
    shown = chart_bundle(figure.to_plotly_json(), "市民課のほうが長い。")

    drawn = shown[FIGURE]
    assert drawn == json.loads(json.dumps(drawn))
    assert ["福祉課", "市民課"] == drawn["data"][0]["x"]
    assert [1.5, 2.0] == drawn["data"][0]["y"]
    assert "Noto Sans CJK JP" in drawn["layout"]["font"]["family"]
    assert not drawn["config"]["displaylogo"]
    assert "市民課のほうが長い。" == shown["text/plain"]


def test_the_author_may_choose_a_size_but_the_figure_stays_as_it_was(figure):
    """The font family is added, nothing is taken away, and the author's figure is not changed."""
    figure.update_layout(font={"size": 20})
    before = figure.to_json()
    font = chart_bundle(figure.to_plotly_json(), "x")[FIGURE]["layout"]["font"]

    assert 20 == font["size"]
    assert "sans-serif" in font["family"]
    assert before == figure.to_json()


def test_a_wrong_answer_links_to_where_it_is_explained():
    """The link stands in the card and nowhere in what machines read; labels are escaped."""
    result = Result("x-1-q1", "wrong", ("M-A",), "why", (("読む <b>", "learn.ipynb#読む"),))
    shown = bundle(result, "ja")

    assert '<a href="learn.ipynb#読む">読む &lt;b&gt;</a>' in shown["text/html"]
    assert {"exercise", "state", "misconceptions", "message"} == set(
        shown["application/vnd.kakehashi.result+json"]
    )


def test_the_sentence_stands_below_the_figure(figure, built):
    """A page shows the figure first and then what it shows in words, in the notebook's language."""
    shown = []
    with using_data(built.build / "exemplar" / "tiny-counts-en" / "data"):
        lesson = open_lesson("tiny-counts", lang="en")
    with showing_to(shown.append):
        lesson.chart(figure, ja="長い <1>。", en="Longer <1>.")

    drawn, told = shown
    assert FIGURE in drawn
    assert "Longer &lt;1&gt;." in told["text/html"]
    assert CAPTION in told
