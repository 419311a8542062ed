"""What is written to nbgrader's rows and ours, held against nbgrader itself."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import text

from grader.grading.gradebook import (
    cells,
    claim,
    no_points,
    open_gradebook,
    receive,
    record,
    refresh,
    standing,
)
from grader.grading.gradebook.graded import Graded
from grader.grading.model import NotebookMarks, Submission
from grader.schema import points

PAIR = ("sato", "ps1")
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def _override(api, url: str, points: float | None, *, cell="t1", extra=None) -> None:
    """Give points as formgrader does."""
    with api.Gradebook(url, "course") as book:
        grade = book.find_grade(cell, "p1", "ps1", "sato")
        grade.manual_score, grade.extra_credit = points, extra
        grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
        book.db.commit()


def _theirs(api, url: str, marks: NotebookMarks, *, due: datetime, at: datetime) -> dict:
    """Do with nbgrader's interface what its autograder does with our marks; tell what it has then."""
    with api.Gradebook(url, "course") as book:
        book.find_assignment("ps1").duedate = due
        book.update_or_create_student("theirs")
        sent = book.update_or_create_submission("ps1", "theirs")
        sent.timestamp = at
        for name, score in marks.scores.items():
            grade = book.find_grade(name, "p1", "ps1", "theirs")
            grade.auto_score = score
            grade.needs_manual_grade = grade.manual_score is not None or score is None
        for name, comment in marks.comments.items():
            book.find_comment(name, "p1", "ps1", "theirs").auto_comment = comment
        for grade in book.find_submission_notebook("p2", "ps1", "theirs").grades:
            grade.auto_score, grade.needs_manual_grade = 0, False
        book.db.commit()
    return _seen(api, url, "theirs")


def _seen(api, url: str, trainee: str) -> dict:
    with api.Gradebook(url, "course") as book:
        sent = book.find_submission("ps1", trainee)
        of = [one for one in book.submission_dicts("ps1") if one["student"] == trainee]
        return {
            "submission": {**sent.to_dict(), "id": "", "student": ""},
            "listed": [{**one, "id": "", "student": ""} for one in of],
            "late": sent.total_seconds_late,
            "notebooks": sorted(
                json.dumps({**one.to_dict(), "id": "", "student": ""}) for one in sent.notebooks
            ),
            "grades": sorted(
                json.dumps({**one.to_dict(), "id": "", "student": ""})
                for book in sent.notebooks
                for one in book.grades
            ),
            "comments": sorted(
                json.dumps({**one.to_dict(), "id": "", "student": ""})
                for book in sent.notebooks
                for one in book.comments
            ),
        }


@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_nbgrader_sees_what_it_would_have_written_itself(api, engine, url, desk):
    """Submission, notebooks, grades, comments, totals and lists equal those of nbgrader's own interface."""
    at = datetime(2026, 11, 26, 9)  # noqa: DTZ001  # as nbgrader keeps it
    item = desk.incoming()
    desk.take(engine, item)
    whole = desk.graded(item.key)
    only = {"p1": whole.notebooks["p1"]}  # p2 was not handed in
    record(engine, [replace(whole, notebooks=only)], now=desk.now)
    theirs = _theirs(api, url, only["p1"], due=datetime(2026, 11, 20), at=at)  # noqa: DTZ001
    assert theirs == _seen(api, url, "sato")


def test_marks_are_read_as_nbgraders_interface_reads_them(api, engine, url, desk):
    """Points, highest points and the need of a person are those of `nbgrader.api`, extra points included."""
    desk.grade(engine)
    _override(api, url, 1.25, extra=0.5)
    with api.Gradebook(url, "course") as book:
        expected = sorted(
            (one.notebook.name, one.name, one.score, one.max_score, one.needs_manual_grade)
            for notebook in book.find_submission("ps1", "sato").notebooks
            for one in notebook.grades
        )
    found = cells(engine)[PAIR]
    assert expected == [
        (one.notebook, one.grade_id, one.points, one.max_points, one.needs_manual_grade)
        for one in found
    ]
    assert 1.75 == found[1].points


def test_one_submission_is_read_alone(engine, desk, tmp_path):
    """Asking for one submission gives that one and no other."""
    desk.grade(engine)
    desk.grade(engine, desk.incoming("suzuki"))
    assert {PAIR} == set(cells(engine, Submission(*PAIR, tmp_path)))


def test_grading_twice_is_grading_once(engine, desk):
    """The same submission graded again gives the same rows, byte for byte, and no second event."""
    desk.grade(engine)
    before = desk.state(engine)
    again = record(engine, [desk.graded(desk.incoming().key)], now=desk.later(days=1))
    assert "unchanged" == again[0].status
    forced = desk.grade(engine, again=True)
    assert "written" == forced.status
    assert before == desk.state(engine)


def test_the_same_work_makes_the_same_rows(engine, desk):
    """Ids of rows depend on names alone: grading into a gradebook that lost its marks makes the same rows."""
    desk.grade(engine)
    before = desk.state(engine)
    with engine.begin() as connection:
        for table in ("grade", "comment", "submitted_notebook", "submitted_assignment"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    desk.grade(engine)
    assert before == desk.state(engine)


def test_points_by_hand_survive_grading_again(api, engine, url, desk):
    """A regrade replaces the engine's points, keeps those of people, and asks them to look again."""
    desk.grade(engine, t1=2.0)
    _override(api, url, 0.5, extra=0.25)
    desk.grade(engine, desk.incoming(release="r2"), t1=1.0)
    with api.Gradebook(url, "course") as book:
        grade = book.find_grade("t1", "p1", "ps1", "sato")
        found = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade)
    assert (1.0, 0.5, 0.25, True) == found
    assert ["received", "graded", "received", "overridden", "regraded"] == desk.events(engine)


def test_comments_by_hand_survive_grading_again(api, engine, url, desk):
    """A person's comment stays; the automatic one is replaced."""
    desk.grade(engine)
    with api.Gradebook(url, "course") as book:
        book.find_comment("essay", "p1", "ps1", "sato").manual_comment = "よくできました"
        book.db.commit()
    desk.grade(engine, desk.incoming(work="b"))
    with api.Gradebook(url, "course") as book:
        comment = book.find_comment("essay", "p1", "ps1", "sato")
        assert ("よくできました", "No response.") == (comment.comment, comment.auto_comment)


@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_rows_that_nbgrader_made_are_used(api, engine, url, desk):
    """A submission that nbgrader knows already keeps its ids; no row is made twice."""
    with api.Gradebook(url, "course") as book:
        book.add_student("sato", first_name="花子")
        book.add_submission("ps1", "sato")
    before = {row["id"] for row in desk.rows(engine, "grade", without=())}
    desk.grade(engine)
    assert before == {row["id"] for row in desk.rows(engine, "grade", without=())}
    assert "花子" == desk.rows(engine, "student")[0]["first_name"]


@pytest.mark.parametrize(
    ("penalty", "expected"),
    [
        (None, [None, None]),
        (lambda *_: None, [None, None]),
        (no_points, [3.5, 4.0]),
        (lambda *_: 100.0, [3.5, 4.0]),
        (lambda *_: -1.0, [0.0, 0.0]),
        (lambda _trainee, found, _late: found / 2, [1.75, 2.0]),
        (lambda _trainee, _found, late: late / 86400 / 10, [0.6375, 0.6375]),
    ],
    ids=["no-rule", "none", "zero", "above", "below", "half", "by-days"],
)
def test_late_penalties_are_nbgraders(engine, desk, penalty, expected):
    """A penalty is asked for per notebook, with its points and the seconds late, and kept within its bounds."""
    desk.grade(engine, late=penalty)  # due on the 20th, handed in on the 26th at 09:00: 6.375 days
    found = desk.rows(engine, "submitted_notebook")
    assert expected == sorted((row["late_submission_penalty"] for row in found), key=repr)


def test_a_penalty_goes_when_the_work_is_no_longer_late(api, engine, url, desk):
    """An extension given afterwards takes the penalty away at the next grading."""
    desk.grade(engine, late=no_points)
    with api.Gradebook(url, "course") as book:
        book.grant_extension("ps1", "sato", days=7)
    desk.grade(engine, again=True, late=no_points)
    found = desk.rows(engine, "submitted_notebook")
    assert [None, None] == [row["late_submission_penalty"] for row in found]


def test_late_points_include_those_given_by_hand(api, engine, url, desk):
    """The rule is told the points that count, as nbgrader tells them."""
    desk.grade(engine)
    _override(api, url, 0.5, extra=0.25)
    told = []
    desk.grade(engine, again=True, late=lambda *all_: told.append(all_))
    assert [("sato", 2.25, 550800.0), ("sato", 4.0, 550800.0)] == told


def test_nbgraders_own_rule_gives_the_same_penalty():
    """`no_points` is nbgrader's method ``zero``."""
    plugin = pytest.importorskip("nbgrader.plugins").LateSubmissionPlugin(penalty_method="zero")
    assert plugin.late_submission_penalty("s", 3.5, 60.0) == no_points("s", 3.5, 60.0)


def test_a_later_attempt_without_a_time_keeps_the_time(engine, desk):
    """As in nbgrader, an attempt without a time of its own does not erase the one that is there."""
    desk.grade(engine)
    before = desk.rows(engine, "submitted_assignment")
    desk.grade(engine, desk.incoming(work="b"), submitted_at=None)
    assert before == desk.rows(engine, "submitted_assignment")


def test_the_result_holds_points_by_hand(api, engine, url, desk):
    """`results.json` is made from the cells as they stand, points given by people included."""
    desk.grade(engine)
    _override(api, url, 0.5)
    made = desk.graded(desk.incoming().key).results
    assert 1 == refresh(engine, {desk.incoming().key: made}, now=desk.now)
    assert 6.0 == json.loads(standing(engine)[0].results)["score"]
    assert 0 == refresh(engine, {desk.incoming().key: made}, now=desk.now)


def test_each_change_by_hand_is_one_event(api, engine, url, desk):
    """Points given, changed, and changed back are three events, however often they are looked at."""
    desk.grade(engine)
    key = desk.incoming().key
    for given in (1.0, 0.0, 1.0):
        _override(api, url, given)
        for _ in range(2):
            refresh(engine, {key: desk.graded(key).results}, now=desk.now)
    assert ["received", "graded", *["overridden"] * 3] == desk.events(engine)


def test_refreshing_leaves_what_no_longer_counts(engine, desk):
    """The result of an attempt that another has replaced is not made anew."""
    desk.grade(engine, desk.incoming(work="a"))
    desk.grade(engine, desk.incoming(work="b"))
    old = desk.incoming(work="a").key
    assert 0 == refresh(engine, {old: lambda _cells: "{}"}, now=desk.now)


def test_the_evidence_says_what_was_graded_and_how(engine, desk):
    """The record holds the digests, the isolation and what the engine adds; what varies stands apart."""
    desk.grade(engine, evidence={"limits": ["time"]}, usage={"seconds": 0.1})
    (row,) = desk.rows(engine, "kakehashi_result")
    expected = {
        "environment_sha256": desk.digest("env"),
        "isolation": "bubblewrap",
        "limits": ["time"],
        "release_sha256": desk.digest("r1"),
        "submission_sha256": desk.digest("a"),
    }
    assert expected == json.loads(row["evidence"])
    assert {"seconds": 0.1} == json.loads(row["usage"])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"t1": float("nan")}, "not numbers"),
        ({"t1": float("inf")}, "not numbers"),
        ({"gone": 1.0}, "no such notebooks or cells"),
    ],
)
def test_marks_that_cannot_be_kept_are_reported(engine, desk, fault, said):
    """A mark that is no number, or of a cell that the gradebook lacks, fails that submission and writes nothing."""
    item = desk.incoming()
    desk.take(engine, item)
    before = desk.state(engine)
    whole = desk.graded(item.key)
    p1 = replace(whole.notebooks["p1"], scores={**whole.notebooks["p1"].scores, **fault})
    (found,) = record(engine, [replace(whole, notebooks={"p1": p1})], now=desk.now)
    assert ("failed", True) == (found.status, said in found.error.en)
    assert before == desk.state(engine)


def test_one_failure_does_not_keep_the_others_out(engine, desk):
    """Of twenty submissions written together one that fails is reported; the other nineteen are written."""
    items = [desk.incoming(f"t{number:02}") for number in range(20)]
    desk.take(engine, *items)
    found = [desk.graded(item.key, item.trainee) for item in items]

    def broken(_cells) -> str:
        raise ValueError("no text")

    found[7] = replace(found[7], results=broken)
    states = [one.status for one in record(engine, found, now=desk.now)]
    assert ["failed" if number == 7 else "written" for number in range(20)] == states
    assert {f"t{number:02}" for number in range(20)} - {"t07"} == {t for t, _ in cells(engine)}


def test_a_notebook_that_is_no_text_is_reported(engine, desk):
    """What could not be written to a file afterwards is not recorded."""
    item = desk.incoming()
    desk.take(engine, item)
    whole = desk.graded(item.key)
    p1 = replace(whole.notebooks["p1"], autograded=b"\xff")
    (found,) = record(engine, [replace(whole, notebooks={"p1": p1})], now=desk.now)
    assert ("failed", []) == (found.status, desk.rows(engine, "grade"))


def test_nothing_is_asked_of_nothing(engine):
    """Empty lists of submissions, jobs and results are nothing to do."""
    assert () == receive(engine, [])
    assert () == claim(engine, 5, now=NOW, owner="me", seconds=1, keys=[])
    assert () == record(engine, [], now=NOW)
    assert () == standing(engine, [])
    assert 0 == refresh(engine, {}, now=NOW)


def test_an_assignment_that_was_never_recorded_is_reported(engine, desk):
    """Marks of an assignment that the gradebook does not know fail with advice."""
    item = replace(desk.incoming(), assignment="ps9")
    desk.take(engine, item)
    unknown = replace(desk.graded(item.key), assignment="ps9")
    (found,) = record(engine, [unknown], now=desk.now)
    assert "source/ps9/" in found.error.en


def test_what_was_not_handed_in_needs_no_person(api, engine, url, desk):
    """A missing notebook gives zero points and nothing to mark, even where a person had marked before."""
    desk.grade(engine)
    _override(api, url, 1.0, cell="essay")
    item = desk.incoming(work="b")
    desk.take(engine, item)
    only = {"p2": desk.graded(item.key).notebooks["p2"]}
    record(engine, [replace(desk.graded(item.key), notebooks=only)], now=desk.now)
    found = {one.grade_id: (one.points, one.needs_manual_grade) for one in cells(engine)[PAIR]}
    assert (1.0, False) == found["essay"]
    assert (0.0, False) == found["t1"]


def test_a_cell_without_a_mark_waits_for_a_person(engine, desk):
    """No mark is made up: a cell that the engine says nothing about is neither zero nor full."""
    item = desk.incoming()
    desk.take(engine, item)
    empty = {"p1": NotebookMarks({}, {}, b"{}"), "p2": NotebookMarks({}, {}, b"{}")}
    record(engine, [Graded(item.key, "me", *PAIR, empty, lambda _cells: "{}")], now=desk.now)
    assert {True} == {one.needs_manual_grade for one in cells(engine)[PAIR]}
    assert {None} == {row["auto_score"] for row in desk.rows(engine, "grade")}


def test_a_deadlock_is_tried_again(postgres_url, desk):
    """Two PostgreSQL transactions that wait for each other: ours is repeated and succeeds."""
    engine = open_gradebook(postgres_url)
    items = [desk.incoming("a"), desk.incoming("b")]
    desk.take(engine, *items)
    with engine.begin() as other:
        lock = "SELECT 1 FROM kakehashi_job WHERE trainee = '{}' FOR UPDATE"
        other.execute(text(lock.format("b")))
        done = []
        thread = Thread(
            target=lambda: done.extend(
                record(
                    engine,
                    [desk.graded(item.key, item.trainee) for item in items],
                    now=desk.now,
                )
            )
        )
        thread.start()
        time.sleep(0.3)  # it holds the first trainee's rows now, and waits for the second's
        other.execute(text(lock.format("a")))
    thread.join(timeout=30)
    assert ["written", "written"] == [one.status for one in done]
    engine.dispose()


def test_write_points_are_told_to_a_listener(sqlite, desk, monkeypatch):
    """A test can learn of each moment at which a run may be cut off."""
    seen = []
    monkeypatch.setattr(points, "listener", seen.append)
    desk.grade(sqlite)
    assert ["receive", "commit", "committed", "claim", "commit", "committed"] == seen[:6]
    assert {"submission", "marks", "result", "state"} == set(seen[6:]) - {"commit", "committed"}


def test_a_submission_costs_little(sqlite, desk):
    """Writing a submission stays within a few milliseconds of CPU; the benchmark measures it well."""
    items = [desk.incoming(f"t{number:03}") for number in range(100)]
    receive(sqlite, items)
    desk.take(sqlite, *items)
    found = [desk.graded(item.key, item.trainee) for item in items]
    before = time.process_time()
    for start in range(0, 100, 20):
        record(sqlite, found[start : start + 20], now=desk.now)
    assert (time.process_time() - before) / 100 < 0.015
