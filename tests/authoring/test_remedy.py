"""A misconception leads back to the heading that explains it, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.authoring import load_lesson
from grader.authoring.registers import Misconception
from grader.authoring.remedy import headings, links, remedy
from grader.text import Text

NOTHING = Text("", "")


def _idea(where):
    return Misconception("M-X", NOTHING, NOTHING, where)


def test_headings_are_paired_by_their_order(lesson_file):
    """Each Japanese heading has the English one of the twin cell, and the notebook in which it stands."""
    found = headings(load_lesson(lesson_file.parent))

    assert ("Counting", "learn") == (found["数える"].text.en, found["数える"].part)
    assert ("Assess", "assess") == (found["確かめる"].text.en, found["確かめる"].part)


def test_links_lead_into_the_notebook_of_the_same_language(lesson_file):
    """The cell is named by its id, which JupyterLab finds whatever the language of the heading."""
    lesson = load_lesson(lesson_file.parent)
    found = links(_idea("tiny-counts / 問1　合計"), lesson)

    assert {"heading": "問1　合計", "link": "learn.ipynb#cell-id=tst-1-q1-text"} == found["ja"]
    assert {"heading": "Q1  Total", "link": "learn.ipynb#cell-id=tst-1-q1-text"} == found["en"]


@pytest.mark.parametrize(
    "where", ["tiny-counts / ありません", "no-lesson / 数える", "tiny-counts", ""]
)
def test_a_heading_that_is_not_there_has_no_link(lesson_file, where):
    """The linter (L007) tells the author; a trainee just sees no link."""
    lesson = load_lesson(lesson_file.parent)

    assert remedy(_idea(where), lesson.path.parent.parent) is None
    assert {} == links(_idea(where), lesson)


def test_another_lesson_is_reached_through_its_folder(lesson_file):
    """Handouts of one trainee stand side by side."""
    lesson = load_lesson(lesson_file.parent)
    other = lesson.path.parent.parent / "other-lesson"
    other.mkdir()
    Path(other / "lesson.md").write_text(lesson.path.read_text(encoding="utf-8"), encoding="utf-8")

    found = links(_idea("other-lesson / 数える"), lesson)

    assert "../other-lesson-ja/learn.ipynb#cell-id=text" == found["ja"]["link"]
