"""Explanations open to those who were right, and to everybody after the deadline."""

from __future__ import annotations

from datetime import datetime

import pytest

from grader.exchange import release
from grader.lab import check, labels, open_lesson, solution
from grader.lab import explain as shown
from grader.lab.explain import explanation, is_over
from grader.lab.result import recording
from grader.lab.session import LabError, using_data

BEFORE = datetime.fromisoformat("2026-12-25T16:59:59+09:00")
AFTER = datetime.fromisoformat("2026-12-25T08:00:00+00:00")
TEXT = {"ja": "`sum` で足します。", "en": "`sum` adds."}


@pytest.fixture(params=["ja", "en"])
def opened(request, explained):
    """Open the assessed handout, or practice, in one language."""

    def by(*, practice=False):
        handout = release(explained, trainee="s001", lang=request.param, practice=practice)[0]
        with using_data(handout.folder / "data"):
            return open_lesson("tiny-counts", lang=request.param)

    return by


def _fine(total):
    assert total


def _stops(total):
    raise ValueError(total)


def _said(lesson, exercise, now=BEFORE):
    return explanation(lesson, exercise, now=now)["text/plain"]


def test_it_is_closed_until_the_answer_is_right(opened):
    """Until then one sentence says what is missing, and when it opens anyway."""
    lesson = opened()
    expected = labels.SOLUTION_UNTIL.get(lesson.lang).format(deadline="2026-12-25 17:00")

    assert expected == _said(lesson, "tst-1-q1")


def test_it_is_closed_without_a_deadline_too(opened):
    """The sentence then names no time."""
    lesson = opened()
    lesson.handout["deadline"] = None

    assert labels.SOLUTION_LOCKED.get(lesson.lang) == _said(lesson, "tst-1-q1", AFTER)


def test_it_opens_when_the_check_has_said_right(opened):
    """As Markdown for the notebook, as plain text elsewhere; other exercises stay closed."""
    lesson = opened()
    with recording():
        check("tst-1-q1", {"total": 5})(_fine)
    bundle = explanation(lesson, "tst-1-q1", now=BEFORE)

    assert bundle["text/markdown"].endswith(f"\n\n{TEXT[lesson.lang]}")
    assert bundle["text/plain"].endswith(TEXT[lesson.lang])
    assert {"tst-1-q1"} == lesson.solved


def test_a_wrong_answer_opens_nothing(opened):
    """Nor does one that was never begun, nor one that is merely ready to submit."""
    lesson = opened()
    with recording():
        check("tst-1-q1", {"total": 5})(_stops)
        check("tst-1-q1", {})(_stops)
        check("tst-1-q3", {"total": 5})(_fine)

    assert set() == lesson.solved


def test_it_opens_to_everybody_after_the_deadline(opened):
    """From the second of the deadline, in whatever zone the clock runs."""
    assert [False, True] == [is_over("2026-12-25T17:00:00+09:00", now) for now in (BEFORE, AFTER)]
    lesson = opened()
    assert _said(lesson, "tst-1-q1", AFTER).endswith(TEXT[lesson.lang])


def test_assessed_work_is_explained_with_the_marks(opened):
    """Even after the deadline the assessed handout has nothing to show; in practice it opens like the others."""
    assessed = opened()
    assert labels.SOLUTION_LATER.get(assessed.lang) == _said(assessed, "tst-1-q3", AFTER)
    practice = opened(practice=True)
    assert _said(practice, "tst-1-q3", AFTER).endswith(("ひみつ1", "secret 1"))
    practice.solved.add("tst-1-q3")
    assert _said(practice, "tst-1-q3").endswith(("ひみつ1", "secret 1"))


def test_an_exercise_without_an_explanation_says_so(opened):
    """Rather than promise one."""
    lesson = opened()
    assert labels.NO_SOLUTION.get(lesson.lang) == _said(lesson, "tst-1-q2", AFTER)


def test_an_unknown_exercise_is_told(opened):
    """By its name."""
    with pytest.raises(LabError):
        _said(opened(), "tst-1-q99")


def test_what_is_called_in_a_notebook_shows_it(opened, monkeypatch):
    """The public function shows what `explanation` returns, by today's clock."""
    bundles = []
    monkeypatch.setattr(shown, "show_bundle", bundles.append)
    lesson = opened()
    lesson.solved.add("tst-1-q1")
    solution("tst-1-q1")

    assert [True] == [bundle["text/plain"].endswith(TEXT[lesson.lang]) for bundle in bundles]
