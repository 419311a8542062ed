"""Handing out and handing in: nobody's work is ever lost or replaced unasked."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta, timezone

import pytest

from grader.errors import InputError
from grader.exchange import release, submit
from grader.marking import make_world, seed_of
from grader.schema import store

NOON = datetime(2026, 4, 1, 12, 0, 0, 250000, tzinfo=UTC)
ASSIGNMENT = "tiny-counts-ja"


@pytest.fixture
def handout(built):
    """One lesson in one trainee's hands."""
    return release(built, trainee="s001", lang="ja")[0]


def _submitted(workspace):
    return workspace.course / "submitted" / "s001" / ASSIGNMENT


def test_a_handout_is_complete(built, handout):
    """Both notebooks and the trainee's own data, in a folder of the trainee's."""
    found = sorted(p.relative_to(handout.folder).as_posix() for p in handout.folder.rglob("*.*"))
    data = ["data/desks.json", "data/lesson.json", "data/visits.csv"]
    assert ["assess.ipynb", *data, "learn.ipynb"] == found
    assert built.handouts / "s001" / ASSIGNMENT == handout.folder
    assert ("s001", "tiny-counts", ASSIGNMENT, True) == (
        handout.trainee, handout.lesson, handout.assignment, handout.new,
    )  # fmt: skip


def test_trainees_get_their_own_worlds(built, handout):
    """Two trainees have different data, each as their seed gives it."""
    other = release(built, trainee="s002", lang="ja")[0]
    tables = [
        (given.folder / "data" / "visits.csv").read_text("utf-8") for given in (handout, other)
    ]
    worlds = [
        make_world(built.curriculum, "tiny-counts", seed_of("tiny-counts", trainee))
        for trainee in ("s001", "s002")
    ]
    assert tables[0] != tables[1]
    assert tables == [
        world.table("visits").to_csv(index=False, lineterminator="\n") for world in worlds
    ]


def test_a_second_release_keeps_the_work(built, handout):
    """Edited notebooks stay as they are, one that was lost comes back, and the handout is not new."""
    (handout.folder / "assess.ipynb").write_text("my work", encoding="utf-8")
    learn = handout.folder / "learn.ipynb"
    before = learn.read_bytes()
    learn.unlink()
    again = release(built, trainee="s001", lang="ja")[0]
    assert ("my work", before, False) == (
        (handout.folder / "assess.ipynb").read_text("utf-8"), learn.read_bytes(), again.new,
    )  # fmt: skip


def test_half_a_notebook_is_never_handed_out(built, monkeypatch):
    """If writing a notebook is cut off, none is there, and the next release hands out the whole one."""
    real = os.replace

    def cut(source, target):
        if str(target).endswith("learn.ipynb"):
            raise OSError
        real(source, target)

    monkeypatch.setattr(store.os, "replace", cut)
    with pytest.raises(OSError):
        release(built, trainee="s001", lang="ja")
    monkeypatch.undo()
    release(built, trainee="s001", lang="ja")
    learn = built.handouts / "s001" / ASSIGNMENT / "learn.ipynb"
    original = built.build / "course" / "release" / ASSIGNMENT / "learn.ipynb"
    assert original.read_bytes() == learn.read_bytes()


@pytest.mark.parametrize("trainee", ["../s001", "", "a/b", "nul", "田中"])
def test_an_id_that_is_no_folder_name_is_refused(built, trainee):
    """No folder is made for it."""
    with pytest.raises(InputError):
        release(built, trainee=trainee, lang="ja")
    assert not built.handouts.exists()


def test_an_unknown_lesson_is_refused_by_name(built):
    """The error names what there is; nothing is handed out, not even the known one."""
    with pytest.raises(InputError) as caught:
        release(built, trainee="s001", lang="ja", lessons=["tiny-counts", "nothing"])
    assert ("nothing" in caught.value.en, "tiny-counts" in caught.value.en) == (True, True)
    assert not built.handouts.exists()


def test_only_what_was_asked_for_is_handed_out(built):
    """One lesson by name, none from an empty list."""
    named = release(built, trainee="s001", lang="en", lessons=["tiny-counts"])
    assert ["tiny-counts-en"] == [given.assignment for given in named]
    assert [] == release(built, trainee="s001", lang="en", lessons=[])


def test_without_a_build_nothing_is_handed_out(minimal, built):
    """No list of assignments, or no notebooks, is an error and not an empty folder."""
    for notebook in (built.build / "course" / "release" / ASSIGNMENT).iterdir():
        notebook.unlink()
    for workspace in (minimal, built):
        with pytest.raises(InputError):
            release(workspace, trainee="s001", lang="ja")
        assert not workspace.handouts.exists()


def test_a_submission_is_the_assessment_and_its_time(built, handout):
    """Only assess.ipynb and nbgrader's timestamp.txt arrive."""
    done = submit(handout.folder, course=built.course, now=NOON)
    folder = _submitted(built)
    assert ("s001", ASSIGNMENT, folder, None) == (
        done.receipt.trainee, done.receipt.assignment, done.folder, done.earlier,
    )  # fmt: skip
    assert ["assess.ipynb", "timestamp.txt"] == sorted(path.name for path in folder.iterdir())
    assert [folder] == list(folder.parent.iterdir())
    assert "2026-04-01 12:00:00.250000 UTC\n" == (folder / "timestamp.txt").read_text("utf-8")
    assert (handout.folder / "assess.ipynb").read_bytes() == (folder / "assess.ipynb").read_bytes()


def test_times_are_written_in_utc(built, handout):
    """To nbgrader, 21:00 in Japan would be 21:00 in Greenwich."""
    japan = NOON.astimezone(timezone(timedelta(hours=9)))
    submit(handout.folder, course=built.course, now=japan)
    stamp = (_submitted(built) / "timestamp.txt").read_text("utf-8")
    assert "2026-04-01 12:00:00.250000 UTC\n" == stamp


def _hand_in(built, handout, text):
    (handout.folder / "assess.ipynb").write_text(text, encoding="utf-8")
    return submit(handout.folder, course=built.course, now=NOON)


def _work(folder):
    return (folder / "assess.ipynb").read_text("utf-8")


def test_earlier_submissions_are_kept(built, handout):
    """The newest one counts; the ones before stand on a shelf in order, even if one was taken away."""
    _hand_in(built, handout, "one")
    kept = [_hand_in(built, handout, text).earlier for text in ("two", "three")]
    assert ["001", "002"] == [place.name for place in kept]
    assert ["one", "two", "three"] == [_work(place) for place in (*kept, _submitted(built))]
    (kept[0] / "assess.ipynb").unlink()
    (kept[0] / "timestamp.txt").unlink()
    kept[0].rmdir()
    assert "003" == _hand_in(built, handout, "four").earlier.name


def test_graded_work_is_not_handed_in_again(built, handout):
    """Once there is a result, the same questions are closed and the submission stays."""
    _hand_in(built, handout, "one")
    result = built.results / "s001" / ASSIGNMENT / "results.json"
    result.parent.mkdir(parents=True)
    result.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        _hand_in(built, handout, "two")
    assert "one" == _work(_submitted(built))


def test_work_that_could_not_be_graded_may_come_again(built, handout):
    """A result with status failed does not close the questions."""
    _hand_in(built, handout, "one")
    result = built.results / "s001" / ASSIGNMENT / "results.json"
    result.parent.mkdir(parents=True)
    result.write_text('{"status": "failed"}', encoding="utf-8")
    _hand_in(built, handout, "two")
    assert "two" == _work(_submitted(built))


@pytest.mark.parametrize(
    "told",
    [
        None,
        "{",
        "[]",
        "{}",
        json.dumps({"trainee": "../x", "lesson": "tiny-counts", "lang": "ja"}),
        json.dumps({"trainee": "s001", "lesson": "../../x", "lang": "ja"}),
    ],
)
def test_only_a_handout_can_be_handed_in(built, tmp_path, told):
    """A folder without readable data, or with names that lead elsewhere, is refused; nothing arrives."""
    folder = tmp_path / "folder"
    (folder / "data").mkdir(parents=True)
    (folder / "assess.ipynb").write_text("x", encoding="utf-8")
    if told is not None:
        (folder / "data" / "lesson.json").write_text(told, encoding="utf-8")
    with pytest.raises(InputError):
        submit(folder, course=built.course, now=NOON)
    assert not built.course.exists()


def test_a_handout_without_its_notebook_is_refused(built, handout):
    """The assessment notebook must be there."""
    (handout.folder / "assess.ipynb").unlink()
    with pytest.raises(InputError):
        submit(handout.folder, course=built.course, now=NOON)


# The mark, notebook, manifest, receipt, notebook and time on their way, the earlier work, the new one.
@pytest.mark.parametrize("failing", range(1, 9))
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_crash_on_the_way_loses_nothing(built, handout, monkeypatch, failing, error):
    """Whichever rename is cut off, the earlier work is still kept whole, and handing in again works."""
    _hand_in(built, handout, "one")
    real, calls = os.replace, []

    def crash(source, target):
        calls.append(target)
        if len(calls) == failing:
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(error):
        _hand_in(built, handout, "two")
    monkeypatch.undo()
    earlier = built.course / "earlier" / "s001" / ASSIGNMENT
    assert ["one"] == [
        _work(place) for place in (_submitted(built), *earlier.glob("*")) if place.exists()
    ]
    _hand_in(built, handout, "two")
    assert "two" == _work(_submitted(built))
    assert ["one"] == [_work(place) for place in earlier.iterdir()]


def test_a_refused_arrival_leaves_the_earlier_work_handed_in(built, handout, monkeypatch):
    """If the new folder cannot be moved into place, the earlier submission goes back there."""
    _hand_in(built, handout, "one")
    real = os.replace

    def refuse(source, target):
        if str(source).endswith(".incoming"):
            raise PermissionError
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        _hand_in(built, handout, "two")
    assert "one" == _work(_submitted(built))
