"""The figures: no evidence is a hole, words read on their colours, names are only names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.dashboard.aggregate import skill_rows
from grader.dashboard.dot_plot import dot_plot
from grader.dashboard.drawing import CIVIDIS, ink_on
from grader.dashboard.heat_maps import level_heat_map, share_heat_map
from grader.dashboard.view import Book, Estimate, Member, Names, Part
from grader.dashboard.words import wrap
from grader.text import Text


def _estimate(*, provisional=False, low=-0.4, high=2.6, eap=1.2):
    p = (0.9, 0.4, 0.1, 0.0)
    return Estimate("SEC-LOG", 4, 1, eap, low, high, p, 1, 1, provisional, ())


def _member(number, estimate, department="情報政策課"):
    key = f"s{number}"
    return Member(
        key, "同姓同名", "", department, "", "", "x.html", {"SEC-LOG": estimate} if estimate else {}
    )


def _book(*members):
    names = Names({"SEC-LOG": Text("ログ", "Logs")}, {}, {})
    departments = tuple(dict.fromkeys(m.department for m in members))
    return Book(Text("市", "C"), members, departments, names, (), {}, {}, 90, 6, 2, "0.1", None)


def _levels(*members):
    return json.loads(level_heat_map(_book(*members), members, skills=["SEC-LOG"], lang="ja"))


def test_no_evidence_is_a_hole():
    """Somebody without evidence has neither a colour nor a number."""
    figure = _levels(_member(1, _estimate()), _member(2, None))

    assert [[1], [None]] == figure["data"][0]["z"]
    assert [["1"], [""]] == figure["data"][0]["text"]


def test_provisional_level_is_marked():
    """A thin level bears a star and says so when pointed at."""
    trace = _levels(_member(1, _estimate(provisional=True)))["data"][0]

    assert [["1*"]] == trace["text"]
    assert "暫定" in trace["customdata"][0][0]


def test_namesakes_keep_their_rows():
    """Two people of one name are two rows."""
    figure = _levels(_member(1, _estimate()), _member(2, _estimate()))

    assert ["同姓同名　s1", "同姓同名　s2"] == figure["layout"]["yaxis"]["ticktext"]


def test_department_called_by_a_number_is_a_name():
    """Plotly would draw a department "2024" at x = 2024; ours are numbered and then named."""
    members = [_member(i, _estimate(), "2024") for i in range(5)]
    book = _book(*members)
    figure = json.loads(share_heat_map(book, skill_rows(book), level=2, lang="en"))

    assert ["2024", "All"] == figure["layout"]["xaxis"]["ticktext"]
    assert "x" not in figure["data"][0]
    assert [[40.0, 40.0]] == figure["data"][0]["z"]


def test_hidden_cell_carries_no_value():
    """The number that the page does not show is not in its data either."""
    members = [_member(i, _estimate(), "A") for i in range(4)]
    members += [_member(i, _estimate(), "B") for i in range(10, 19)]
    book = _book(*members)
    trace = json.loads(share_heat_map(book, skill_rows(book), level=2, lang="ja"))["data"][0]

    assert [[None, None, 40.0]] == trace["z"]
    assert [["5人未満", "非表示", "40%<br>n=13"]] == trace["text"]


def test_interval_is_cut_to_the_levels_that_exist():
    """The model's coordinate may leave 0..4; the chart does not."""
    figure = json.loads(
        dot_plot([("ログ", _estimate(low=-0.4, high=4.7), None)], interval=90, lang="ja")
    )

    assert [0.0, 4.0, None] == figure["data"][0]["x"]


def test_requirement_and_level_share_a_row():
    """The mark of the requirement stands on the row of its skill."""
    part = Part(
        skill="B",
        required=3,
        need="must",
        weight=1.0,
        decision="undecided",
        p_met=0.5,
        expected_level=1.0,
        expected_gap=2.0,
        by_people=False,
        contribution=(0, 0, 0),
    )
    rows = [("あ", _estimate(), None), ("い", None, part)]
    traces = json.loads(dot_plot(rows, interval=90, lang="ja"))["data"]

    assert ([3], [1]) == (traces[1]["x"], traces[1]["y"])
    assert [0] == traces[2]["y"]


def test_provisional_dot_is_hollow():
    """Thin evidence differs by shape, not by colour alone."""
    rows = [("あ", _estimate(), None), ("い", replace(_estimate(), provisional=True), None)]
    traces = json.loads(dot_plot(rows, interval=90, lang="ja"))["data"]

    assert "#ffffff" == traces[3]["marker"]["color"]
    assert [1] == traces[3]["y"]


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colour", CIVIDIS)
def test_numbers_read_on_every_colour(colour):
    """The contrast of a number with its cell is at least 4.5:1 (WCAG 2.2, 1.4.3)."""
    one, two = sorted((_luminance(colour), _luminance(ink_on(colour))))

    assert (two + 0.05) / (one + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("利用者理解", "利用者理解"),
        ("セキュリティポリシー・三層分離", "セキュリティ<br>ポリシー・<br>三層分離"),
        ("あるべき業務の設計", "あるべき<br>業務の設計"),
        ("<b>", "&lt;b&gt;"),
    ],
)
def test_heads_break_where_a_reader_would(name, lines):
    """A Japanese head breaks between words, never before a small kana or a dot."""
    assert lines == wrap(name, "ja")
