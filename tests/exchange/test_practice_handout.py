"""Practice is handed out beside the assessed work, on other data, and cannot be handed in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from grader.errors import InputError
from grader.exchange import release, submit

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


def _texts(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _told(handout):
    return json.loads((handout.folder / "data" / "lesson.json").read_text(encoding="utf-8"))


@pytest.fixture
def pair(explained):
    """The assessed handout of a trainee, and the same trainee's practice."""
    return (
        release(explained, trainee="s001", lang="ja")[0],
        release(explained, trainee="s001", lang="ja", practice=True)[0],
    )


def test_practice_has_a_folder_of_its_own(pair):
    """Named after the assignment, with both notebooks; it opens on the one with marks."""
    assessed, practice = pair

    assert ("tiny-counts-ja", "tiny-counts-ja-practice") == (
        assessed.folder.name, practice.folder.name,
    )  # fmt: skip
    assert {"learn.ipynb", "assess.ipynb"} < set(_texts(practice.folder))
    assert ("learn.ipynb", "assess.ipynb") == (assessed.first.name, practice.first.name)
    assert ("assessed", "practice") == (_told(assessed)["mode"], _told(practice)["mode"])


def test_no_answer_can_be_carried_over(pair):
    """The data are those of another world, for the same person."""
    assessed, practice = pair

    assert _texts(assessed.folder)["data/visits.csv"] != _texts(practice.folder)["data/visits.csv"]
    assert "s001" == _told(practice)["trainee"]


def test_no_handout_holds_hidden_code(pair):
    """Neither the hidden tests nor the truth stand in either folder."""
    words = ("HIDDEN", "SOLUTION", "score(", "own.truth", "fresh")
    found = [
        (handout.folder.name, name, word)
        for handout in pair
        for name, text in _texts(handout.folder).items()
        for word in words
        if word in text
    ]

    assert [] == found


def test_each_marks_cell_marks_at_once(pair):
    """Where the assessed notebook has its locked marks cell later, practice has one line before the hints."""
    notebooks = [json.loads(_texts(h.folder)["assess.ipynb"])["cells"] for h in pair]
    ids = [[cell["id"] for cell in cells] for cells in notebooks]
    marks = [cell for cell in notebooks[1] if cell["id"].endswith("-mark")]

    kinds = [[name.rpartition("-")[2] for name in names if "tst-1-q3" in name] for names in ids]
    assert [
        ["text", "q3", "check", *last] for last in (["hint", "marks"], ["mark", "hint"])
    ] == kinds
    assert len(ids[0]) == len(set(ids[1]))
    assert [True] * 4 == ["".join(c["source"]).startswith(f'mark("{c["id"][:-5]}")') for c in marks]
    assert [False] * 4 == [c["metadata"]["editable"] for c in marks]
    assert [] == [c for c in notebooks[1] if c["metadata"].get("nbgrader", {}).get("points")]


def test_solutions_of_assessed_exercises_are_in_practice_only(pair):
    """What explains a learning exercise may be in both."""
    assessed, practice = pair

    assert {"tst-1-q1"} == set(_told(assessed)["solutions"])
    assert {"tst-1-q1", "tst-1-q3"} == set(_told(practice)["solutions"])
    assert "ひみつ1" not in "".join(_texts(assessed.folder).values())


def test_the_line_that_explains_stands_where_it_may_be_used(pair):
    """Beside the hint in learn and in practice, for exercises with an explanation; never in the assessed notebook."""
    lines = {
        (handout.folder.name, name): [
            word for word in ("tst-1-q1", "tst-1-q3") if f'#solution(\\"{word}\\")' in text
        ]
        for handout in pair
        for name, text in _texts(handout.folder).items()
        if name.endswith(".ipynb")
    }

    assert {
        ("tiny-counts-ja", "learn.ipynb"): ["tst-1-q1"],
        ("tiny-counts-ja", "assess.ipynb"): [],
        ("tiny-counts-ja-practice", "learn.ipynb"): ["tst-1-q1"],
        ("tiny-counts-ja-practice", "assess.ipynb"): ["tst-1-q3"],
    } == lines


def test_practice_cannot_be_handed_in(explained, pair):
    """One sentence; nothing arrives. The assessed folder still can."""
    assessed, practice = pair
    with pytest.raises(InputError) as caught:
        submit(practice.folder, course=explained.course, now=NOON)
    assert "cannot be handed in" in caught.value.en
    assert not explained.course.exists()
    assert submit(assessed.folder, course=explained.course, now=NOON).folder.is_dir()


def test_work_in_practice_is_kept_too(explained, pair):
    """Handing out again leaves it alone."""
    _, practice = pair
    (practice.folder / "assess.ipynb").write_text("my tries", encoding="utf-8")
    again = release(explained, trainee="s001", lang="ja", practice=True)[0]

    assert (False, "my tries") == (again.new, again.first.read_text(encoding="utf-8"))


def test_without_the_practice_notebook_nothing_is_handed_out(explained):
    """A build of an earlier version is told to be made again."""
    (explained.build / "practice" / "tiny-counts-ja" / "assess.ipynb").unlink()
    with pytest.raises(InputError):
        release(explained, trainee="s001", lang="ja", practice=True)
    assert not explained.handouts.exists()
