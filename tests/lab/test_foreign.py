"""What the lab offers to a judge whose answers live elsewhere."""

from __future__ import annotations

import time

import pytest

from grader.errors import LessonError
from grader.lab.checks import guarded, untouched
from grader.lab.guard import Foreign, ForeignError, Guard
from grader.lab.limits import TooSlowError, seconds_left, time_limit, unhurried
from grader.lab.mishap import note, raised
from grader.lab.result import is_seen, showing_to
from grader.lab.session import OpenLesson, apart, current
from grader.text import Text


class _Elsewhere(Foreign):
    def __call__(self, *args, **named):  # noqa: ARG002  # any will do
        return args[0] + 1

    def is_untouched(self, name, stub):
        return (name, stub) == ("f", "def f(): ...")


def test_a_foreign_function_is_a_function():
    """It is guarded like one at hand, and asked itself whether it was touched."""
    answer = _Elsewhere()
    assert isinstance(guarded(answer), Guard)
    assert 2 == guarded(answer)(1)
    assert [True, False] == [untouched(answer, name=n, stub="def f(): ...") for n in ("f", "g")]


def test_what_is_not_to_be_had_is_told_as_it_is():
    """The sentence of the judge is shown without the name of a Python class."""
    why = Text("終わりました。", "It has ended.")
    assert why == raised(ForeignError(why))


def test_the_time_left_is_that_of_the_first_limit():
    """Inside two limits the shorter one counts; outside there is none."""
    with time_limit(5.0), time_limit(60.0):
        assert 4 < seconds_left() <= 5
    assert float("inf") == seconds_left()


def test_a_limit_waits_until_things_are_in_order():
    """A bell that rings meanwhile is heard afterwards."""
    done = []

    def busy():
        with unhurried():
            time.sleep(0.5)
            done.append("all")
        time.sleep(5)

    with pytest.raises(TooSlowError), time_limit(0.1):
        busy()
    assert ["all"] == done


def test_drawings_can_be_declined():
    """Results are still handed over."""
    with showing_to(print, drawings=False):
        assert not is_seen()
    assert is_seen()


def test_lessons_of_two_notebooks_are_apart():
    """Inside the block no lesson is open."""
    with apart(), pytest.raises(LessonError):
        current()


@pytest.mark.parametrize("source", ["-" * 100_000 + "1", "a" + ".b" * 200_000])
def test_a_cell_that_no_parser_takes_is_noted(tmp_path, source):
    """A text that is nested too deep stops only the answer that it begins with."""
    lesson = OpenLesson("x", "ja", tmp_path, {"exercises": {"q": {"answer": "total"}}})
    note(lesson, f"total = {source}", RecursionError())
    assert {"total"} == set(lesson.stopped)
