"""The score sheet: points, states, whose fault it is, and whose world."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from math import inf, nan

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from grader.errors import LessonError
from grader.lab import labels, open_lesson
from grader.lab.checks import raised
from grader.lab.limits import SECONDS
from grader.lab.result import recording
from grader.lab.session import using_data
from grader.marking import make_world, marks, seed_of
from grader.marking.items import detect, values
from grader.marking.sheet import (
    CURRICULUM_VARIABLE,
    MARKER,
    TRAINEE_VARIABLE,
    Marker,
    Sheet,
    _marker_of_kernel,
)
from grader.marking.worlds import city, fresh_seeds, write_data

LESSON, PERSON = "tiny-counts", "s001"


@pytest.fixture
def curriculum(built):
    """The tiny lesson, open, with marks for one trainee."""
    folder = built.build / "exemplar" / "tiny-counts-ja" / "data"
    token = MARKER.set(Marker(built.curriculum, PERSON))
    with using_data(folder):
        open_lesson(LESSON, lang="ja")
        yield built.curriculum
    MARKER.reset(token)


def _marked(body, exercise="tst-1-q3", **notebook):
    with recording() as results:
        points = marks(LESSON, exercise, points=3.0, notebook=notebook)(body)
    (result,) = results
    return points, result


def _total(total, *, own, fresh, worlds, score, misconception):  # noqa: ARG001
    misconception("M-FIRST", True)  # noqa: FBT003
    for world in worlds:
        score(values(total(world.table("visits")), world.truth["total"]))


def _busy(busy, *, own, fresh, worlds, score, misconception):  # noqa: ARG001
    chosen = [desk for desk, yes in busy.items() if yes]
    score(detect(chosen, own.truth["busy"], universe="ABCDEF"))


def test_points_are_the_weighted_mean():
    """Shares 1, 1/2 and 0 with weights 1, 2 and 1 are half of the points."""
    sheet = Sheet()
    for share, weight in ((True, 1), (0.5, 2.0), (0, 1)):
        sheet.score(share, weight)
    assert 0.5 == sheet.share
    assert 0.0 == Sheet().share


def test_rounding_noise_is_no_mistake():
    """A share a hair above 1 is 1, as ten times a tenth may be."""
    sheet = Sheet()
    sheet.score(1 + 1e-12)
    sheet.score(-1e-12)
    assert [(1.0, 1.0), (0.0, 1.0)] == sheet.scores


@pytest.mark.parametrize(
    ("share", "weight"),
    [
        (1.1, 1),
        (-0.1, 1),
        (nan, 1),
        (inf, 1),
        (None, 1),
        ("1a", 1),
        (1, 0),
        (1, -1),
        (1, inf),
        (1, nan),
    ],
)
@pytest.mark.usefixtures("curriculum")
def test_a_score_out_of_range_is_the_authors_mistake(share, weight):
    """What cannot be a share stops the marking loudly and is never blamed on the trainee."""

    def body(total, *, score, **_):  # noqa: ARG001
        score(share, weight)

    with pytest.raises(LessonError) as caught:
        _marked(body, total=lambda _: 1)
    assert LessonError is type(caught.value)


@pytest.mark.parametrize(
    ("answer", "points", "state"),
    [
        (lambda visits: visits["visits"].sum(), 3.0, "right"),
        (lambda visits: visits["visits"].sum() + 1, 0.0, "wrong"),
        (lambda _: "many", 0.0, "wrong"),
    ],
)
@pytest.mark.usefixtures("curriculum")
def test_a_function_is_marked_on_all_worlds(answer, points, state):
    """Full marks, none, and the state that goes with them; misconceptions are noted either way."""
    got, result = _marked(_total, total=answer)
    assert (points, state, ("M-FIRST",)) == (got, result.state, result.misconceptions)


def test_a_memorised_answer_is_right_once(curriculum):
    """An answer that fits only the trainee's own data earns nothing, and is told that it never looked."""
    own = make_world(curriculum, LESSON, seed_of(LESSON, PERSON)).truth["total"]
    points, result = _marked(_total, total=lambda _: own)
    assert (0.0, "wrong") == (points, result.state)
    assert labels.CONSTANT.ja in result.message


@pytest.mark.usefixtures("curriculum")
def test_an_answer_that_destroys_its_data_is_told_so():
    """The author's data are copies; a wrong result of a function that empties its table says why."""

    def empties(visits):
        total = int(visits["visits"].sum()) + len(visits)
        del visits["visits"]
        return total

    points, result = _marked(_total, total=empties)
    assert (0.0, "wrong") == (points, result.state)
    assert labels.DAMAGED.ja in result.message


@pytest.mark.usefixtures("curriculum")
def test_a_generator_is_refused_in_words():
    """What has not been calculated is no answer; the author's body never sees it."""
    points, result = _marked(_busy, "tst-1-q4", busy=(n for n in "AB"))
    assert (0.0, "wrong", labels.UNFINISHED.ja) == (points, result.state, result.message)


@pytest.mark.usefixtures("curriculum")
def test_an_endless_answer_is_stopped():
    """A loop that never ends could not be run; the seconds are told."""

    def endless(_):
        while True:
            pass

    token = SECONDS.set(0.05)
    points, result = _marked(_total, total=endless)
    SECONDS.reset(token)
    assert (0.0, "could_not_run") == (points, result.state)
    assert "0.05 秒" in result.message


def test_a_half_filled_literal_is_marked_for_what_is_there(curriculum):
    """One of two busy desks found and the rest None is half of the points."""
    first = make_world(curriculum, LESSON, seed_of(LESSON, PERSON)).truth["busy"][0]
    busy = {**dict.fromkeys("ABCDEF"), first: True}
    points, result = _marked(_busy, "tst-1-q4", busy=busy)
    assert (1.5, "partial") == (points, result.state)


@pytest.mark.parametrize("answer", [dict.fromkeys("ABCDEF"), None, ..., dict.fromkeys("AB")])
@pytest.mark.usefixtures("curriculum")
def test_an_empty_literal_is_not_attempted(answer):
    """Nothing but None is no attempt and no wrong answer."""
    points, result = _marked(_busy, "tst-1-q4", busy=answer)
    assert (0.0, "not_attempted", labels.BEGIN.ja) == (points, result.state, result.message)


@pytest.mark.usefixtures("curriculum")
def test_an_answer_that_was_never_defined_is_not_attempted():
    """A deleted answer cell is no attempt."""
    points, result = _marked(_busy, "tst-1-q4")
    assert (0.0, "not_attempted", labels.RUN_ANSWER.ja) == (points, result.state, result.message)


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), SystemExit(0), RecursionError()])
@pytest.mark.usefixtures("curriculum")
def test_an_answer_that_stops_could_not_run(error):
    """No points, told in one sentence, and what was noted so far is kept."""

    def total(_):
        raise error

    points, result = _marked(_total, total=total)
    expected = (0.0, "could_not_run", ("M-FIRST",), raised(error).ja)
    assert expected == (points, result.state, result.misconceptions, result.message)


@pytest.mark.usefixtures("curriculum")
def test_an_answer_that_asks_for_a_wrong_table_could_not_run():
    """A slip of the trainee with the lesson's own data is not taken for the author's mistake."""
    lesson = open_lesson(LESSON, lang="ja")
    assert "could_not_run" == _marked(_total, total=lambda _: lesson.table("visit"))[1].state


@pytest.mark.usefixtures("curriculum")
def test_a_literal_that_holds_itself_could_not_run():
    """Endless data do not stop the marking."""
    endless: dict[str, object] = {}
    endless["A"] = endless
    assert "could_not_run" == _marked(_busy, "tst-1-q4", busy=endless)[1].state


def test_a_world_that_stops_is_the_authors_mistake(curriculum):
    """An exception in world.py is a LessonError that names the file, not an answer that could not run."""
    (curriculum / LESSON / "world.py").write_text(
        "def make(seed):\n    return 1 / 0\n", encoding="utf-8"
    )
    with pytest.raises(LessonError) as caught:
        _marked(_total, total=lambda _: 1)
    assert "tiny-counts/world.py" in caught.value.ja


@pytest.mark.usefixtures("curriculum")
def test_an_unknown_misconception_is_the_authors_mistake():
    """An id that the handout does not know is a LessonError."""

    def body(total, *, misconception, **_):
        misconception("M-NOBODY", total(0))

    with pytest.raises(LessonError):
        _marked(body, total=lambda _: 1)


@pytest.mark.usefixtures("curriculum")
def test_what_an_answer_prints_and_warns_is_dropped(capfd):
    """Standard output, standard error, logging and warnings of a trainee's function go nowhere."""

    def total(visits):
        print("out")  # noqa: T201
        print("err", file=sys.stderr)  # noqa: T201
        logging.getLogger("x").warning("log")
        warnings.warn("warning", stacklevel=1)
        return visits["visits"].sum()

    points, _ = _marked(_total, total=total)
    assert (3.0, ("", "")) == (points, tuple(capfd.readouterr()))


@pytest.mark.usefixtures("curriculum")
def test_what_an_answer_displays_is_dropped(capfd):
    """In a notebook a displayed table would show hidden data; it goes nowhere either."""
    InteractiveShell.instance()
    try:

        def total(visits):
            display(visits)
            return visits["visits"].sum()

        points, _ = _marked(_total, total=total)
    finally:
        InteractiveShell.clear_instance()
    assert (3.0, "") == (points, capfd.readouterr().out)


@pytest.mark.usefixtures("curriculum")
def test_an_answer_cannot_change_the_truth():
    """Even a body that hands out the truth itself is followed by an untouched one."""

    def body(total, *, own, score, **_):
        score(own.truth["first"] == total(own.truth))

    def spoil(truth):
        first = truth["first"]
        truth.clear()
        return first

    assert [3.0, 3.0] == [_marked(body, total=spoil)[0] for _ in range(2)]


@pytest.mark.usefixtures("curriculum")
def test_points_are_rounded_to_four_places():
    """A third of one point is 0.3333."""

    def third(total, score, **_):  # noqa: ARG001  # the sheet names the answer after the first parameter
        score(1 / 3)

    with recording():
        points = marks(LESSON, "tst-1-q3", points=1.0, notebook={"total": len})(third)
    assert 0.3333 == points


def test_whose_world_is_asked_of_environment_then_folder_then_handout(built, tmp_path, monkeypatch):
    """The environment wins; then nbgrader's folder of the trainee; then the name on the data."""
    write_data(built, lesson=LESSON, trainee="handed", lang="ja", out=tmp_path / "data")
    with using_data(tmp_path / "data"):
        lesson = open_lesson(LESSON, lang="ja")
    inside = built.course / "autograded" / "foldered" / "tiny-counts-ja"
    inside.mkdir(parents=True)
    monkeypatch.delenv(TRAINEE_VARIABLE, raising=False)
    monkeypatch.setenv(CURRICULUM_VARIABLE, str(built.curriculum))
    monkeypatch.chdir(tmp_path)
    found = [_marker_of_kernel(lesson)]
    monkeypatch.chdir(inside)
    monkeypatch.delenv(CURRICULUM_VARIABLE)
    found.append(_marker_of_kernel(lesson))
    monkeypatch.setenv(TRAINEE_VARIABLE, "named")
    found.append(_marker_of_kernel(lesson))
    assert ["handed", "foldered", "named"] == [marker.trainee for marker in found]
    assert {built.curriculum} == {marker.curriculum for marker in found}


def test_seeds_are_the_same_on_every_machine():
    """The first eight hexadecimal digits of sha256("tiny-counts:s001"), by sha256sum."""
    assert 0xFCE1A612 == seed_of(LESSON, PERSON)


def test_every_trainee_and_lesson_has_its_own_seed():
    """Two hundred trainees in two lessons and the unseen worlds never share one."""
    seeds = [seed_of(lesson, f"s{n:03}") for lesson in ("a", "b") for n in range(200)]
    seeds += [*fresh_seeds("a"), *fresh_seeds("b")]
    assert 404 == len(set(seeds))


@pytest.mark.parametrize("source", [None, "x = 1\n", "def make(seed):\n    return {}\n"])
def test_a_lesson_without_a_usable_world_is_told_by_file(tmp_path, source):
    """Missing world.py, missing make and a make that returns something else name world.py."""
    folder = tmp_path / "some-lesson"
    folder.mkdir()
    if source is not None:
        (folder / "world.py").write_text(source, encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        make_world(tmp_path, "some-lesson", 1)
    assert "world.py" in caught.value.en


def test_a_city_that_failed_to_load_is_not_found_half(tmp_path):
    """After an error in the city the next import starts anew."""
    assert city(tmp_path) is None
    path = tmp_path / "aobano" / "__init__.py"
    path.parent.mkdir()
    path.write_text("NAME = 1\nraise RuntimeError\n", encoding="utf-8")
    before = sys.modules.pop("aobano", None)
    try:
        with pytest.raises(RuntimeError):
            city(tmp_path)
        assert "aobano" not in sys.modules
    finally:
        if before is not None:
            sys.modules["aobano"] = before


def test_data_need_a_built_lesson(minimal, tmp_path):
    """Without a build the remedy is the command that builds."""
    with pytest.raises(LessonError) as caught:
        write_data(minimal, lesson=LESSON, trainee=PERSON, lang="ja", out=tmp_path / "x")
    assert ("kakehashi build" in caught.value.en, os.path.exists(tmp_path / "x")) == (True, False)  # noqa: PTH110
