"""What is one measurement, and what lies between two."""

from __future__ import annotations

from datetime import date
from math import hypot, sqrt

import pytest

from grader.measurement import Policy
from grader.measurement.attempts import Answer
from grader.measurement.sessions import idle_drift, split_sessions

POLICY = Policy()
APRIL = date(2026, 4, 1)


@pytest.fixture
def answer(item):
    """The maker of an answer to one form of a lesson on a day."""

    def make(lesson, day, form=1):
        one = item(f"{lesson}-q1", lesson=lesson)
        return Answer("s001", one, 1, 1.0, 3.0, "partial", (), "none", form, day, supervised=False)

    return make


def shape(answers, policy=POLICY):
    """Return lesson and form of each answer by session, and the drifts."""
    sessions = split_sessions(answers, policy)
    told = [[(a.item.lesson, a.form) for a in one.answers] for one in sessions]
    return told, [one.drift for one in sessions]


def test_lessons_of_one_month_are_one_session(answer):
    """Different lessons, each at most thirty days after the one before, are one measurement."""
    days = (APRIL, date(2026, 5, 1), date(2026, 5, 31))
    answers = [answer(lesson, day) for lesson, day in zip("abc", days, strict=True)]
    assert shape(answers[::-1]) == ([[("a", 1), ("b", 1), ("c", 1)]], [0.0])


def test_a_pause_begins_a_new_session(answer):
    """After thirty-one days without a sitting √(31/365.25)·.35 levels may have changed."""
    found, drifts = shape([answer("a", APRIL), answer("b", date(2026, 5, 2))])
    assert found == [[("a", 1)], [("b", 1)]]
    assert drifts == pytest.approx([0.0, 0.35 * sqrt(31 / 365.25)])


def test_a_retake_begins_a_new_session(answer):
    """Another form of a lesson is a session of its own, .7 levels after the one before."""
    found, drifts = shape([answer("a", APRIL), answer("a", date(2026, 4, 20), form=2)])
    assert found == [[("a", 1)], [("a", 2)]]
    assert drifts == pytest.approx([0.0, 0.7])


def test_retakes_of_two_lessons_are_one_session(answer):
    """What was learnt before the second forms is counted once, not once for each lesson."""
    answers = [answer("a", APRIL), answer("b", APRIL)]
    answers += [answer("a", date(2026, 4, 20), form=2), answer("b", date(2026, 4, 21), form=2)]
    found, drifts = shape(answers)
    assert found == [[("a", 1), ("b", 1)], [("a", 2), ("b", 2)]]
    assert drifts == pytest.approx([0.0, 0.7])


def test_a_pause_and_a_retake_add_in_squares(answer):
    """A second form after a year: √(.35² + .7²), as variances of independent changes add."""
    answers = [answer("a", APRIL), answer("a", date(2027, 4, 1), form=2)]
    assert shape(answers)[1] == pytest.approx([0.0, hypot(0.35 * sqrt(365 / 365.25), 0.7)])


def test_a_retake_later_in_a_session_counts_for_it(answer):
    """New lesson first, second form of an old one the next day: one session, with learning before it."""
    answers = [answer("a", APRIL), answer("b", date(2026, 7, 1))]
    found, drifts = shape([*answers, answer("a", date(2026, 7, 2), form=2)])
    assert found == [[("a", 1)], [("b", 1), ("a", 2)]]
    assert drifts[1] == pytest.approx(hypot(0.7, 0.35 * sqrt(91 / 365.25)))


def test_sittings_without_a_day_come_last_and_do_not_age(answer):
    """Nothing is known of a pause: another lesson joins, another form is a retake."""
    answers = [answer("b", None), answer("a", APRIL), answer("a", None, form=2)]
    assert shape(answers) == ([[("a", 1)], [("a", 2), ("b", 1)]], [0.0, 0.7])


@pytest.mark.parametrize(
    ("last", "day"),
    [(None, APRIL), (APRIL, None), (APRIL, date(2026, 5, 1)), (APRIL, date(2026, 3, 1))],
)
def test_no_pause_no_ageing(last, day):
    """An unknown day, thirty days, or a day before the last sitting: nothing ages."""
    assert idle_drift(last, day, POLICY) == 0.0
