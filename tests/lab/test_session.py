"""The open lesson: data come back as the author made them, and nothing secret comes along."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from grader.errors import LessonError
from grader.lab import open_lesson
from grader.lab.session import LabError, data_shelf, using_data
from grader.lab.shelf import read_table
from grader.lab.table import table_html
from grader.marking.world import World, column_kinds, write_world

HANDOUT = {"lesson": "x", "trainee": "s001", "exercises": {}, "misconceptions": {}}


def _opened(world, folder):
    write_world(world, folder, handout=HANDOUT)
    with using_data(folder):
        return open_lesson("x", lang="ja")


def test_a_table_comes_back_as_the_author_made_it(tmp_path):
    """Texts, missing texts, times, numbers and truth values equal the world's own copy, types included."""
    frame = pd.DataFrame(
        {
            "id": ["001", "NA", "null", "1.10", "", '市民課「窓口」,\n"二"'],
            "memo": ["あ", None, "", " x ", "'", "—"],
            "at": pd.to_datetime(
                ["2026-04-01 09:00:01", None, *["2026-04-02"] * 4], format="mixed"
            ),
            "n": np.array([1, -2, 3, 4, 5, 2**40]),
            "share": [0.1, 0.1 + 0.2, float("nan"), 1e-300, 12345678.123456789, 2 / 3],
            "yes": [True, False, True, True, False, False],
        },
        index=[9, 8, 7, 6, 5, 4],
    )
    world = World(tables={"t": frame})
    assert_frame_equal(world.table("t"), _opened(world, tmp_path).table("t"))
    kinds = ["str", "str", "datetime", "int", "float", "bool"]
    assert kinds == list(column_kinds(world.table("t")).values())
    assert 2 == world.table("t")["memo"].isna().sum()


@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")),
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(2**62), 2**62),
        ),
        max_size=5,
    )
)
def test_any_row_survives_the_file(tmp_path_factory, rows):
    """Whatever text and number an author draws, the file gives back the same."""
    world = World(tables={"t": pd.DataFrame(rows, columns=["a", "b", "c"])})
    if not rows:
        world = World(tables={"t": world.tables["t"].astype({"a": "str", "b": float, "c": int})})
    folder = tmp_path_factory.mktemp("data")
    write_world(world, folder, handout=HANDOUT)
    kinds = column_kinds(world.table("t"))
    assert_frame_equal(world.table("t"), read_table(folder / "t.csv", kinds), check_exact=True)


def test_a_document_comes_back_as_the_world_shows_it(tmp_path):
    """Tuples become lists and keys texts in both, so that author and trainee see the same."""
    world = World(documents={"d": [{"名": ("a", 1)}, {1: None}]})
    expected = [{"名": ["a", 1]}, {"1": None}]
    assert [expected] * 2 == [world.document("d"), _opened(world, tmp_path).document("d")]


def test_copies_of_a_world_are_fresh():
    """What a caller does to a table or document reaches no other caller."""
    world = World(tables={"t": pd.DataFrame({"n": [1, 2]})}, documents={"d": [[1]]})
    table = world.table("t")
    table["n"] = 0
    world.document("d")[0].append(2)
    assert ([1, 2], [[1]]) == (list(world.table("t")["n"]), world.document("d"))


@pytest.mark.parametrize(
    "column",
    [
        [[1], [2]],
        ["a", 1],
        pd.to_datetime(["2026-04-01", "2026-04-02"]).tz_localize("Asia/Tokyo"),
        pd.Categorical(["a", "b"]),
    ],
)
def test_a_column_that_no_file_can_hold_is_the_authors_mistake(column):
    """Lists, mixtures, zones and categories are refused by name instead of turning into text."""
    with pytest.raises(LessonError) as caught:
        column_kinds(pd.DataFrame({"列": column}))
    assert "列" in caught.value.ja


def test_nothing_secret_is_handed_out(tmp_path):
    """No file of the trainee's data holds anything of the truth."""
    world = World(
        tables={"t": pd.DataFrame({"n": [1]})},
        documents={"d": [1]},
        truth={"secret": "ひみつ", "n": 987654321},
    )
    write_world(world, tmp_path, handout=HANDOUT)
    files = sorted(tmp_path.iterdir())
    assert ["d.json", "lesson.json", "t.csv"] == [path.name for path in files]
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [False] * 3 == [word in texts for word in ("ひみつ", "secret", "987654321")]


def test_the_handout_of_a_lesson_holds_no_solution(built):
    """lesson.json has names, stubs, hints and messages, and neither solutions nor hidden tests."""
    folder = built.build / "exemplar" / "tiny-counts-ja" / "data"
    told = json.loads((folder / "lesson.json").read_text(encoding="utf-8"))
    keys = {key for exercise in told["exercises"].values() for key in exercise}
    assert {"part", "title", "answer", "points", "stub", "choices", "hints"} == keys
    text = json.dumps(told)
    words = ["SOLUTION", "truth", "score(", "own", ".sum()", "seed"]
    assert [] == [word for word in words if word in text]


def test_a_lesson_opens_only_on_its_own_data(tmp_path):
    """Missing data, broken data and the data of another lesson are told in words."""
    folder = tmp_path / "data"
    for text in (None, "{", json.dumps({**HANDOUT, "lesson": "y"})):
        if text is not None:
            folder.mkdir(exist_ok=True)
            (folder / "lesson.json").write_text(text, encoding="utf-8")
        with using_data(folder), pytest.raises(LabError) as caught:
            open_lesson("x", lang="ja")
        assert str(folder) in caught.value.ja


@pytest.mark.parametrize("raw", [None, "時刻\nあ".encode("cp932"), b"n\nx\n", b"at,n\nmorning,1\n"])
def test_data_that_another_program_saved_are_told_in_words(tmp_path, raw):
    """A table that is gone, recoded or reshaped asks for the handed out one, by name."""
    frame = pd.DataFrame({"at": pd.to_datetime(["2026-04-01"]), "n": [1]})
    lesson = _opened(World(tables={"t": frame}), tmp_path)
    path = tmp_path / "t.csv"
    path.unlink() if raw is None else path.write_bytes(raw)
    with pytest.raises(LabError) as caught:
        lesson.table("t")
    assert "t.csv" in caught.value.ja


def test_a_broken_document_is_told_in_words(tmp_path):
    """So is a document."""
    lesson = _opened(World(documents={"d": [1]}), tmp_path)
    (tmp_path / "d.json").write_text("[1", encoding="utf-8")
    with pytest.raises(LabError) as caught:
        lesson.document("d")
    assert "d.json" in caught.value.en


def test_data_stand_beside_the_notebook_unless_told_otherwise(tmp_path, monkeypatch):
    """First the block around, then the environment, then `data` in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KAKEHASHI_DATA", raising=False)
    places = [data_shelf().folder]
    monkeypatch.setenv("KAKEHASHI_DATA", str(tmp_path / "env"))
    places.append(data_shelf().folder)
    with using_data(tmp_path / "block"):
        places.append(data_shelf().folder)
    assert [tmp_path / "data", tmp_path / "env", tmp_path / "block"] == places


def test_a_shown_table_is_escaped_whole_and_keeps_line_breaks(tmp_path, monkeypatch):
    """Long Japanese text is not cut, markup is text, missing values are a dash, the rest is counted."""
    shown = []
    monkeypatch.setattr("grader.lab.session.show_bundle", shown.append)
    lesson = _opened(World(), tmp_path)
    lesson.show([{"文": "あ" * 300 + "<b>\n次"}, {"文": None}, {"文": "x"}], rows=2)
    page = shown[0]["text/html"]
    assert "あ" * 300 + "&lt;b&gt;\n次</td>" in page
    assert (">—</td>" in page, page.endswith("（ほか 1 行）")) == (True, True)


@pytest.mark.parametrize(
    ("value", "text", "right"),
    [
        (12, "12", True),
        (0.15, "0.15", True),
        (1250000.0, "1250000", True),
        (2 / 3, "0.6667", True),
        (np.int64(3), "3", True),
        ("1,168,629,200", "1,168,629,200", True),
        ("−4.1 %", "−4.1 %", True),
        ("¥139", "¥139", True),
        ("0325", "0325", True),
        ("M01", "M01", False),
        ("10:15", "10:15", False),
        (True, "True", False),
        (None, "—", False),
    ],
)
def test_numbers_stand_on_the_right_as_people_read_them(value, text, right):
    """Without trailing zeros or powers of ten; ids, times and truth values are texts."""
    page = table_html(pd.DataFrame({"x": [value]}))
    assert f">{text}</td>" in page
    assert right is ('class="number"' in page)


def test_decimals_stand_below_each_other():
    """A column has as many decimals as its longest number needs, four at most; a missing one is a dash."""
    page = table_html(pd.DataFrame({"x": [13.125, 3.0, float("nan"), 2.00004], "n": [1, 2, 3, 4]}))
    assert ["13.125", "1", "3.000", "2", "—", "3", "2.000", "4"] == re.findall(
        r">([^<]*)</td>", page
    )


def test_dicts_are_shown_with_their_keys(tmp_path, monkeypatch):
    """A dict of records or of values becomes one row for each key."""
    shown = []
    monkeypatch.setattr("grader.lab.session.show_bundle", shown.append)
    lesson = _opened(World(), tmp_path)
    lesson.show({"甲": {"n": 1}, "乙": {"n": 2}})
    lesson.show({"甲": 1, "乙": 2})
    assert [True] * 4 == [name in data["text/html"] for data in shown for name in ("甲", "乙")]
