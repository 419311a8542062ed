"""Whatever people and power cuts do in whatever order, the gradebook stays whole."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text

from grader.grading.gradebook import (
    cells,
    claim,
    jobs,
    open_gradebook,
    publish,
    receive,
    record,
    refresh,
    standing,
)
from grader.schema import points

TRAINEES = ("sato", "suzuki")
WORKS = ("a", "b", "c")
RELEASES = ("r1", "r2")
ORPHANS = """
SELECT count(*) FROM grade WHERE notebook_id NOT IN (SELECT id FROM submitted_notebook)

SELECT count(*) FROM comment WHERE notebook_id NOT IN (SELECT id FROM submitted_notebook)

SELECT count(*) FROM submitted_notebook
WHERE assignment_id NOT IN (SELECT id FROM submitted_assignment)

SELECT count(*) FROM kakehashi_job
WHERE state = 'graded' AND key NOT IN (SELECT job_key FROM kakehashi_result)

SELECT count(*) FROM kakehashi_result
WHERE job_key NOT IN (SELECT job_key FROM kakehashi_event WHERE kind IN ('graded', 'regraded'))

SELECT count(*) FROM kakehashi_event WHERE job_key NOT IN (SELECT key FROM kakehashi_job)
"""


class PowerCut(BaseException):
    """What ends a run: nothing in it may catch this."""


def _cut_at(number: int):
    left = count(1)

    def listener(_name: str) -> None:
        if next(left) == number:
            raise PowerCut

    return listener


def _points(work: str, release: str) -> float:
    """What the engine finds for a work against a release."""
    return WORKS.index(work) * 0.5 + RELEASES.index(release) * 0.25


class Machine(RuleBasedStateMachine):
    """Two trainees, three works, two releases."""

    desk: Any
    filled: Any
    folder: Any
    numbers = count()

    def __init__(self) -> None:
        super().__init__()
        self.course = self.folder / str(next(self.numbers))
        self.course.mkdir()
        shutil.copy(self.filled, self.course / "gradebook.db")
        self.engine = open_gradebook(f"sqlite:///{self.course}/gradebook.db")
        self.handed_in: dict[str, str] = {}
        self.by_hand: dict[str, float] = {}
        self.release = "r1"
        self.runs = count()
        self.made = {
            self.desk.incoming(trainee, work, release=release).key: _points(work, release)
            for trainee in TRAINEES
            for work in WORKS
            for release in RELEASES
        }

    def teardown(self) -> None:
        self.engine.dispose()

    @rule(trainee=st.sampled_from(TRAINEES), work=st.sampled_from(WORKS))
    def submit(self, trainee, work):
        """Hand something in, or hand it in again."""
        self.handed_in[trainee] = work

    @rule(release=st.sampled_from(RELEASES))
    def release_again(self, release):
        """Correct the tests, or take the correction back."""
        self.release = release

    @rule(trainee=st.sampled_from(TRAINEES), given=st.sampled_from((0.0, 1.0, 1.75)))
    def override(self, trainee, given):
        """Give points as formgrader does, where there is something to mark."""
        if (trainee, "ps1") in cells(self.engine):
            self.by_hand[trainee] = given
            with self.engine.begin() as connection:
                connection.execute(
                    text(
                        "UPDATE grade SET manual_score = :given, needs_manual_grade = 0 "
                        "WHERE cell_id IN (SELECT id FROM base_cell WHERE name = 't1') "
                        "AND notebook_id IN (SELECT n.id FROM submitted_notebook n JOIN "
                        "submitted_assignment a ON n.assignment_id = a.id "
                        "WHERE a.student_id = :trainee)"
                    ),
                    {"given": given, "trainee": trainee},
                )

    @rule(again=st.booleans())
    def grade(self, again):
        """Grade everything that was handed in, to the end."""
        self._grade(again=again)
        counts = {item.trainee: item.key for item in standing(self.engine)}
        expected = {
            trainee: self.desk.incoming(trainee, work, release=self.release).key
            for trainee, work in self.handed_in.items()
        }
        assert expected == counts
        self._look_at_files()

    @rule(at=st.integers(1, 45), again=st.booleans())
    def crash(self, at, again):
        """Begin to grade, and lose power at some write point."""
        points.listener = _cut_at(at)
        try:
            self._grade(again=again)
        except PowerCut:
            self.engine.dispose()
            self.engine = open_gradebook(f"sqlite:///{self.course}/gradebook.db")
        finally:
            points.listener = None

    def _grade(self, *, again: bool) -> None:
        number = next(self.runs)
        now = self.desk.now + timedelta(hours=number)  # every lease of an earlier run is over
        owner = f"run {number}"
        items = [
            self.desk.incoming(trainee, work, release=self.release)
            for trainee, work in sorted(self.handed_in.items())
        ]
        keys = [job.key for job in receive(self.engine, items, again=again)]
        taken = claim(self.engine, 9, now=now, owner=owner, seconds=60, keys=keys)
        found = [
            self.desk.graded(job.key, job.trainee, owner=owner, t1=self.made[job.key])
            for job in taken
        ]
        record(self.engine, found, now=now)
        made = {key: self.desk.graded(key).results for key in keys}
        refresh(self.engine, made, now=now)
        publish(self.engine, self.course, only=[(one.trainee, "ps1") for one in items])
        publish(self.engine, self.course, left_for=0)

    def _look_at_files(self) -> None:
        for item in standing(self.engine):
            written = self.course / "results" / item.trainee / "ps1" / "results.json"
            assert item.results == written.read_text(encoding="utf-8")
            total = sum(cell.points for cell in cells(self.engine)[item.trainee, "ps1"])
            assert total == json.loads(item.results)["score"]
        left = [path for path in self.course.rglob(".*") if path.is_file()]
        assert [] == left
        assert 0 == publish(self.engine, self.course, left_for=0)

    @invariant()
    def marks_belong_to_the_result_that_stands(self):
        """Never are the marks of one attempt beside the result of another."""
        for item in standing(self.engine):
            rows = self.desk.rows(self.engine, "grade", without=())
            with self.engine.connect() as connection:
                auto = connection.scalar(
                    text(
                        "SELECT g.auto_score FROM grade g JOIN base_cell c ON g.cell_id = c.id "
                        "JOIN submitted_notebook n ON g.notebook_id = n.id "
                        "JOIN submitted_assignment a ON n.assignment_id = a.id "
                        "WHERE c.name = 't1' AND a.student_id = :trainee"
                    ),
                    {"trainee": item.trainee},
                )
            assert self.made[item.key] == auto
            assert 5 * len(cells(self.engine)) == len(rows)

    @invariant()
    def points_by_hand_are_never_lost(self):
        """What a person gave counts, until that person changes it."""
        found = cells(self.engine)
        for trainee, given in self.by_hand.items():
            (mark,) = (one for one in found[trainee, "ps1"] if one.grade_id == "t1")
            assert given == mark.points

    @invariant()
    def no_row_is_left_alone(self):
        """Every row belongs to something."""
        with self.engine.connect() as connection:
            for query in ORPHANS.strip().split("\n\n"):
                assert 0 == connection.scalar(text(query))

    @invariant()
    def each_event_is_there_once(self):
        """A job that was graded has been received and graded once per turn, and no more."""
        keys = [row["key"] for row in self.desk.rows(self.engine, "kakehashi_event")]
        assert len(set(keys)) == len(keys)
        for job in jobs(self.engine).values():
            assert f"{job.key}/{job.turn}/received/1" in keys
            assert job.state != "graded" or f"{job.key}/{job.turn}/graded/1" in keys


@pytest.mark.slow
def test_the_gradebook_stays_whole(desk, filled, tmp_path):
    """Submitting, grading once and again, marking by hand and power cuts in any order never break an invariant."""
    run_state_machine_as_test(
        type("Here", (Machine,), {"desk": desk, "filled": filled, "folder": tmp_path}),
        settings=settings(
            max_examples=30,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
