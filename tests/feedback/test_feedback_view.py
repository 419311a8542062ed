"""What a feedback page shows, and what it keeps for later."""

from __future__ import annotations

from datetime import datetime

import pytest

from grader.feedback import labels
from grader.feedback.model import Place
from grader.feedback.view import Material, page_of

DEADLINE = "2026-12-25T17:00:00+09:00"
BEFORE = datetime.fromisoformat("2026-12-25T16:59:59+09:00")
AFTER = datetime.fromisoformat("2026-12-25T17:00:00+09:00")
WRONG = {"points": 0.0, "state": "wrong", "misconceptions": ["M-FIRST"], "message": "最初の値だけ"}


def _pair(text):
    return {"ja": f"{text}（日）", "en": f"{text} (en)"}


@pytest.fixture
def material():
    """The tiny lesson's texts with four exercises, an explanation of each, and a page for reading."""

    def made(now=BEFORE, deadline=DEADLINE, page=None):
        names = [f"tst-1-q{n}" for n in (3, 4, 5, 6, 10)]
        link = {"heading": "数える", "link": "learn.ipynb#数える"}
        other = {"heading": "列", "link": "../other-ja/assess.ipynb#列"}
        return Material(
            texts={
                "title": _pair("数えてみる"),
                "exercises": {name: {"title": _pair(name), "part": "assess"} for name in names},
                "misconceptions": {"M-FIRST": _pair("first"), "M-ALL": _pair("all")},
                "remedies": {"M-FIRST": {"ja": link, "en": link}, "M-ALL": {"ja": other}},
            },
            solutions={name: _pair(f"because {name}") for name in names},
            deadline=deadline,
            now=now,
            reading=page or (lambda *_: None),
        )

    return made


def _line(page, name):
    return next(line for line in page.lines if line.id == name)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_wrong_answer_is_told_why_and_where(result, material, lang):
    """The register's message in the edition's language, and the heading to read again, without a link if no page is there."""
    page = page_of(result(lang=lang, tst_1_q3=WRONG), material())
    (told,) = _line(page, "tst-1-q3").told

    assert _pair("first")[lang] == told.message
    assert Place("数える", "learn.ipynb", None) == told.place


def test_every_misconception_is_told(result, material):
    """Each with its own place, which may be in another lesson; the page for reading is asked by lesson and heading."""
    both = {**WRONG, "misconceptions": ["M-ALL", "M-FIRST"]}
    page = page_of(
        result(tst_1_q3=both), material(page=lambda folder, heading: f"{folder}!{heading}")
    )

    assert [
        Place("列", "other-ja/assess.ipynb", "other-ja!列"),
        Place("数える", "learn.ipynb", "tiny-counts-ja!数える"),
    ] == [told.place for told in _line(page, "tst-1-q3").told]


def test_a_reason_without_a_misconception_is_the_marker_s_own(result, material):
    """Shown as it was shown; also where the register no longer knows the misconception."""
    for names in ([], ["M-GONE"]):
        page = page_of(result(tst_1_q3={**WRONG, "misconceptions": names}), material())
        assert ["最初の値だけ"] == [told.message for told in _line(page, "tst-1-q3").told]


def test_only_what_was_passed_is_explained_before_the_deadline(result, material):
    """A full answer is, one that is partly right is not, and the page says when it will be."""
    partial = {"points": 1.0, "state": "partial"}
    page = page_of(result(tst_1_q3=WRONG, tst_1_q4=partial), material())

    assert [None, None, "because tst-1-q5（日）", "because tst-1-q6（日）"] == [
        line.solution for line in page.lines
    ]
    assert [True, True, False, False] == [line.locked for line in page.lines]
    assert "2026-12-25 17:00" == page.deadline


def test_everything_is_explained_after_the_deadline(result, material):
    """From its first second on, and no deadline is announced any more."""
    page = page_of(result(tst_1_q3=WRONG), material(now=AFTER))

    assert "because tst-1-q3（日）" == _line(page, "tst-1-q3").solution
    assert None is page.deadline
    assert [False] * 4 == [line.locked for line in page.lines]


def test_without_a_deadline_only_full_marks_are_explained(result, material):
    """However late it is."""
    page = page_of(result(tst_1_q3=WRONG), material(now=AFTER, deadline=None))

    assert (None, True) == (_line(page, "tst-1-q3").solution, _line(page, "tst-1-q3").locked)
    assert None is page.deadline


def test_what_is_not_marked_is_not_passed(result, material):
    """Points mean nothing until a person has marked it: no explanation, and it is said that it waits."""
    page = page_of(result(tst_1_q3={"state": "not_graded"}), material())
    line = _line(page, "tst-1-q3")

    assert (None, True) == (line.solution, line.locked)
    assert [labels.NOT_GRADED.ja] == [told.message for told in line.told]


def test_exercises_stand_in_the_order_of_the_lesson(result, material):
    """q10 comes behind q6, though results are sorted by id; an exercise the build no longer has keeps its id."""
    document = result()
    first = document["exercises"][0]
    document["exercises"] = [
        {**first, "id": "tst-1-q10"},
        {**first, "id": "tst-1-q99"},
        *document["exercises"],
    ]
    page = page_of(document, material())

    assert ["q3", "q4", "q5", "q6", "q10", "q99"] == [line.id[6:] for line in page.lines]
    assert "tst-1-q99" == page.lines[-1].title


def test_next_steps_follow_from_the_answers(result, material):
    """Read again once per heading, then what was left open, stopped or waits, then practice."""
    page = page_of(
        result(
            lang="en",
            tst_1_q3=WRONG,
            tst_1_q4={"points": 0.0, "state": "not_attempted", "message": "…"},
            tst_1_q5={"points": 0.0, "state": "could_not_run", "misconceptions": ["M-FIRST"]},
            tst_1_q6={"state": "not_graded"},
        ),
        material(),
    )
    command = "kakehashi lab --trainee s001 --lesson tiny-counts --edition en --practice"

    assert [
        labels.READ_FIRST.en.format(heading="数える"),
        labels.UNANSWERED.en.format(n=1),
        labels.STOPPED.en.format(n=1),
        labels.WAITING.en.format(n=1),
        labels.PRACTISE.en,
    ] == [step.text for step in page.steps]
    assert ["", "", "", "", command] == [step.command for step in page.steps]


def test_all_right_leads_to_work(result, material):
    """Nothing to repeat."""
    assert [labels.ALL_RIGHT.ja] == [s.text for s in page_of(result(), material()).steps]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_work_that_could_not_be_graded_has_no_points(result, material, lang):
    """The reason in the edition's language, no score and no steps."""
    failed = {"status": "failed", "error": "壊れています。\nIt is broken.", "exercises": []}
    failed |= {"score": None, "max_score": None}
    page = page_of(result(lang=lang, whole=failed), material())

    assert {"ja": "壊れています。", "en": "It is broken."}[lang] == page.error
    assert (None, (), ()) == (page.score, page.lines, page.steps)


def test_the_time_of_receipt_is_told_in_japan_time(result, material):
    """02:00 in Greenwich is 11:00 in Japan; no time is no line."""
    assert "2026-11-03 11:00" == page_of(result(), material()).received
    assert None is page_of(result(whole={"submitted_at": None}), material()).received
