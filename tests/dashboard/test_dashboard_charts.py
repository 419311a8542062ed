"""The figures: no evidence is a hole, words read on their colours, names are only names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.dashboard.aggregate import skill_rows
from grader.dashboard.dot_plot import dot_plot
from grader.dashboard.drawing import CIVIDIS, LEVEL_COLOURS, ink_on
from grader.dashboard.heat_maps import Scale, _smooth, level_heat_map, share_heat_map
from grader.dashboard.read import read_estimate
from grader.dashboard.view import Book, Estimate, Member, Names, Part
from grader.dashboard.words import wrap
from grader.text import Text

PART = Part(
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


def _estimate(*, reasons=(), low=-0.4, high=2.6, eap=1.2):
    p = (0.9, 0.4, 0.1, 0.0)
    return Estimate(
        "SEC-LOG",
        4,
        1,
        eap,
        low,
        high,
        p,
        1,
        1,
        bool(reasons),
        (),
        reasons not in {(), ("unproctored",)},
        reasons,
    )


def _member(number, estimate, department="情報政策課"):
    key = f"s{number}"
    return Member(
        key, "同姓同名", "", department, "", "", "x.html", {"SEC-LOG": estimate} if estimate else {}
    )


def _book(*members):
    names = Names({"SEC-LOG": Text("ログ", "Logs")}, {}, {}, {})
    departments = tuple(dict.fromkeys(m.department for m in members))
    return Book(Text("市", "C"), members, departments, names, (), {}, {}, 90, 90, 6, 2, "0.1", None)


def _levels(*members):
    return json.loads(level_heat_map(_book(*members), members, skills=["SEC-LOG"], lang="ja"))


def test_no_evidence_is_a_hole():
    """Somebody without evidence has neither a colour nor a number."""
    figure = _levels(_member(1, _estimate()), _member(2, None))

    assert [[1], [None]] == figure["data"][0]["z"]
    assert [["1"], [""]] == figure["data"][0]["text"]


def test_provisional_level_is_marked():
    """A level that nobody watched bears a star and says so when pointed at."""
    trace = _levels(_member(1, _estimate(reasons=("unproctored",))))["data"][0]

    assert [["1*"]] == trace["text"]
    assert "暫定" in trace["customdata"][0][0]


@pytest.mark.parametrize("reasons", [("few_items",), ("few_notebooks", "unproctored")])
def test_no_level_is_drawn_from_too_little(reasons):
    """With too few exercises or notebooks there is no level in the map, and no dot beside the interval."""
    thin = _estimate(reasons=reasons, low=0.4)
    trace = _levels(_member(1, thin))["data"][0]
    plot = json.loads(dot_plot([("あ", thin, None)], interval=90, lang="ja"))["data"]

    assert ([[None]], [["0–2"]]) == (trace["z"], trace["text"])
    assert "証拠不足" in trace["customdata"][0][0]
    assert [[0.4, 2.6, None], [], []] == [plot[0]["x"], plot[3]["x"], plot[4]["x"]]


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


_ROW = {
    "skill": "SEC-LOG",
    "n_items": 4,
    "n_notebooks": 1,
    "eap": 3.6,
    "interval": [-0.4, 4.7],
    "p_at_least": [0.99, 0.95, 0.9, 0.6],
    "level": 3,
    "confirmed_level": 3,
    "provisional": False,
    "evidence": [],
}


def _read(ceiling):
    return read_estimate(_ROW, ceiling=ceiling)


def test_estimate_is_cut_to_what_notebooks_show():
    """The model's coordinate has no end; the pages end just below the level that people attest."""
    found = _read(3)

    assert (0.0, 3.6, 3.9) == (found.low, found.eap, found.high)


def test_skill_with_a_low_ceiling_shows_no_higher_level():
    """Where notebooks can show level 2 at most, neither the level nor the interval goes beyond."""
    found = _read(2)

    assert (2, 2, 2.9, 2.9) == (found.level, found.confirmed_level, found.eap, found.high)


def test_evidence_is_in_counting_order():
    """Question 10 comes after question 9."""
    rows = [
        {"lesson": "a", "exercise": f"a-1-q{n}", "points": 1, "max_points": 1}
        | {"state": "right", "misconceptions": []}
        for n in (10, 9, 1)
    ]
    found = read_estimate({**_ROW, "evidence": rows}, ceiling=3)

    assert ["a-1-q1", "a-1-q9", "a-1-q10"] == [row.exercise for row in found.evidence]


def test_share_beyond_the_ceiling_is_not_shown():
    """A level that notebooks cannot show has no share, whatever the model believes."""
    members = [_member(i, _estimate(), "A") for i in range(5)]
    book = replace(_book(*members), names=Names({}, {}, {}, {"SEC-LOG": 2}))
    (row,) = skill_rows(book)
    trace = json.loads(share_heat_map(book, [row], level=3, lang="ja"))["data"][0]

    assert (0.9, 0.4, None) == pytest.approx(row.total.shares)
    assert [["人が確認", "人が確認"]] == trace["text"]


def test_requirement_and_level_share_a_row():
    """The mark of the requirement stands on the row of its skill."""
    rows = [("あ", _estimate(), None), ("い", None, PART)]
    traces = json.loads(dot_plot(rows, interval=90, lang="ja"))["data"]

    assert ([3], [1]) == (traces[1]["x"], traces[1]["y"])
    assert [0] == traces[3]["y"]


def test_attested_requirement_has_its_own_mark():
    """A requirement that people attest is a diamond, so that a dot near it settles nothing."""
    traces = json.loads(
        dot_plot([("い", None, replace(PART, by_people=True))], interval=90, lang="ja")
    )

    assert [] == traces["data"][1]["x"]
    assert ("diamond-open", [3]) == (traces["data"][2]["marker"]["symbol"], traces["data"][2]["x"])


def test_provisional_dot_is_hollow():
    """A provisional level differs by shape, not by colour alone."""
    rows = [("あ", _estimate(), None), ("い", _estimate(reasons=("unproctored",)), None)]
    traces = json.loads(dot_plot(rows, interval=90, lang="ja"))["data"]

    assert "#ffffff" == traces[4]["marker"]["color"]
    assert [1] == traces[4]["y"]


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one, two):
    dark, light = sorted((_luminance(one), _luminance(two)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", CIVIDIS)
def test_numbers_read_on_every_colour(colour):
    """The contrast of a number with its cell is at least 4.5:1 (WCAG 2.2, 1.4.3)."""
    assert _contrast(colour, ink_on(colour)) >= 4.5


@pytest.mark.parametrize("level", range(5))
def test_each_level_is_written_in_ink_that_reads(level):
    """The ink of a level is chosen for the colour of that level, not of its neighbour."""
    estimate = replace(_estimate(), level=level)
    figure = _levels(_member(1, estimate))
    (written,) = figure["data"][1:]

    assert _contrast(LEVEL_COLOURS[level], written["textfont"]["color"]) >= 4.5


@pytest.mark.parametrize("share", range(0, 101, 5))
def test_each_share_is_written_in_ink_that_reads(share):
    """Between two steps of the scale too the contrast is at least 4.5:1."""
    colour = Scale(colours=_smooth(), low=0, high=100, ticks=()).colour(share)

    assert _contrast(colour, ink_on(colour)) >= 4.5


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
