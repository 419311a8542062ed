"""Practice marks at once with the author's own test, as often as one likes, on worlds that never count."""

from __future__ import annotations

import shutil

import pytest

from grader.exchange import release
from grader.lab import open_lesson
from grader.lab.result import Result, recording
from grader.lab.session import LabError, using_data
from grader.marking import labels, make_world, mark, practice, practising, seed_of
from grader.marking.practice import outcome
from grader.marking.worlds import fresh_seeds

RIGHT = 'def total(visits):\n    return visits["visits"].sum()'
FIRST = 'def total(visits):\n    return visits["visits"].iloc[0]'
STOPS = 'def total(visits):\n    return visits["なし"].sum()'


@pytest.fixture(params=["ja", "en"])
def desk(request, built, monkeypatch):
    """A notebook of practice: its lesson, its names, in the folder that was handed out."""
    handout = release(built, trainee="s001", lang=request.param, practice=True)[0]
    monkeypatch.chdir(handout.folder)
    monkeypatch.delenv("KAKEHASHI_WORKSPACE", raising=False)
    with using_data(handout.folder / "data"):
        yield open_lesson("tiny-counts", lang=request.param), {"mark": mark}


def _run(names, *sources):
    """Run cells as a notebook would, and return what was said."""
    with recording() as results:
        for source in sources:
            exec(source, names)  # noqa: S102  # as a notebook would
    return results


@pytest.mark.parametrize(
    ("answer", "state", "said", "points"),
    [(RIGHT, "right", (), "3"), (FIRST, "wrong", ("M-FIRST",), "0")],
)
def test_marks_come_at_once_with_their_share(desk, answer, state, said, points):
    """State and misconception as grading would say them, and the points they would be."""
    lesson, names = desk
    (result,) = _run(names, answer, 'mark("tst-1-q3")')

    assert (state, said) == (result.state, result.misconceptions)
    share = labels.SHARE.get(lesson.lang).format(points=float(points), most=3.0)
    assert result.message.splitlines()[-1] == share


@pytest.mark.parametrize(("answer", "state"), [("pass", "not_attempted"), (STOPS, "could_not_run")])
def test_what_is_no_answer_has_no_points(desk, answer, state):
    """Nothing is said of points where nothing was answered, or the answer stopped."""
    lesson, names = desk
    (result,) = _run(names, answer, 'mark("tst-1-q3")')

    assert state == result.state
    assert labels.SHARE.get(lesson.lang)[-20:] not in result.message


def test_points_are_told_to_one_place(desk):
    """Two thirds of three points are 2, of two points 1.3; nobody needs 1.3333."""
    lesson, _ = desk
    result = practice._with_share(Result("tst-1-q4", "partial"), lesson, 4 / 3)  # of 2 points

    assert "1.3 " in result.message


def test_there_is_no_limit_to_tries(desk):
    """Wrong, wrong, right: each is marked for itself, and only right opens the explanation."""
    lesson, names = desk
    cell = 'mark("tst-1-q3")'
    before = _run(names, FIRST, cell, cell)
    assert set() == lesson.solved
    after = _run(names, RIGHT, cell)

    assert ["wrong", "wrong", "right"] == [r.state for r in (*before, *after)]
    assert {"tst-1-q3"} == lesson.solved


def test_nothing_hidden_is_left_in_the_notebook(desk):
    """The names of the notebook are the same before and after."""
    _, names = desk
    exec(RIGHT, names)  # noqa: S102
    before = set(names)
    _run(names, 'mark("tst-1-q3")')

    assert before == set(names)


def test_own_data_are_those_that_were_handed_out(desk, built):
    """The marker knows the practice world, so the answer to a literal fits, and the assessed one does not."""
    lesson, names = desk
    worlds = {
        name: make_world(built.curriculum, "tiny-counts", seed_of("tiny-counts", name))
        for name in ("s001", practising("s001"))
    }
    assert worlds["practice:s001"].document("desks") == lesson.document("desks")
    states = []
    for world in worlds.values():
        busy = {d: d in world.truth["busy"] for d in "ABCDEF"}
        (result,) = _run({**names, "busy": busy}, 'mark("tst-1-q4")')
        states.append(result.state)

    assert worlds["s001"].truth["busy"] != worlds["practice:s001"].truth["busy"]
    assert "right" != states[0]
    assert "right" == states[1]


def test_unseen_worlds_of_practice_never_count():
    """Unlimited tries tell nothing about the worlds that grading uses."""
    assert set() == set(fresh_seeds("tiny-counts")) & set(fresh_seeds("tiny-counts", practice=True))


def test_a_learning_exercise_has_its_own_check(desk):
    """It is named, and nothing is marked."""
    _, names = desk
    with pytest.raises(LabError) as caught:
        _run(names, 'mark("tst-1-q1")')
    assert "tst-1-q1" in caught.value.en


def test_assessed_work_is_not_marked_early(built):
    """In an assessed handout the same call says where to practise."""
    handout = release(built, trainee="s001", lang="ja")[0]
    with using_data(handout.folder / "data"):
        lesson = open_lesson("tiny-counts", lang="ja")
    with pytest.raises(LabError) as caught:
        outcome(lesson, "tst-1-q3", {}, built)
    assert labels.ONLY_PRACTICE.ja == caught.value.ja


def test_a_folder_taken_elsewhere_says_what_is_missing(desk, tmp_path, monkeypatch):
    """Outside the workspace one sentence says so; the workspace named by the desk is found again."""
    _, names = desk
    place = next(p for p in tmp_path.rglob("workspace.yaml")).parent
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LabError) as caught:
        _run(names, RIGHT, 'mark("tst-1-q3")')
    assert labels.NO_WORKSPACE.en == caught.value.en
    monkeypatch.setenv("KAKEHASHI_WORKSPACE", str(place))
    assert ["right"] == [r.state for r in _run(names, 'mark("tst-1-q3")')]


@pytest.mark.parametrize("what", ["course", "cell"])
def test_a_build_that_is_gone_says_what_to_do(desk, built, what):
    """Whether the folder is missing or the exercise in it."""
    lesson, names = desk
    source = built.build / "course" / "source" / f"tiny-counts-{lesson.lang}" / "assess.ipynb"
    if what == "course":
        shutil.rmtree(built.build)
    else:
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace("tst-1-q3-marks", "gone"), encoding="utf-8")
    with pytest.raises(LabError) as caught:
        _run(names, RIGHT, 'mark("tst-1-q3")')
    assert labels.NO_BUILD.en == caught.value.en
