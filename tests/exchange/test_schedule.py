"""Deadlines: optional, strict, and told to the trainee's notebook at release."""

from __future__ import annotations

import json

import pytest

from grader.errors import InputError
from grader.exchange import check_schedule, read_deadlines, release

DEADLINE = "2026-12-25T17:00:00+09:00"


def _write(workspace, text):
    (workspace.assessments / "schedule.yaml").write_text(text, encoding="utf-8")


def _told(handout):
    return json.loads((handout.folder / "data" / "lesson.json").read_text(encoding="utf-8"))


def test_deadlines_are_read(minimal):
    """By lesson, as they are written."""
    assert {"tiny-counts": DEADLINE} == read_deadlines(minimal.assessments)
    assert [] == check_schedule(minimal.assessments, ["tiny-counts"])


def test_no_schedule_means_no_deadline(built):
    """Then nothing is due, and nothing is wrong."""
    (built.assessments / "schedule.yaml").unlink()

    assert {} == read_deadlines(built.assessments)
    assert [] == check_schedule(built.assessments, [])
    assert None is _told(release(built, trainee="s001", lang="ja")[0])["deadline"]


@pytest.mark.parametrize(
    "deadline",
    ["2026-12-25", "2026-12-25T17:00:00", "2026-12-25 17:00+09:00", "2026-13-01T00:00:00Z", "あす"],
)
def test_a_deadline_without_a_zone_or_off_the_calendar_is_refused(built, deadline):
    """Nothing is handed out with a deadline that two machines would read differently."""
    _write(built, f'format_version: 1\ndeadlines: {{tiny-counts: "{deadline}"}}\n')

    assert 1 == len(check_schedule(built.assessments, ["tiny-counts"]))
    with pytest.raises(InputError):
        release(built, trainee="s001", lang="ja")
    assert not built.handouts.exists()


@pytest.mark.parametrize("practice", [False, True])
def test_a_moved_deadline_reaches_the_handout(built, practice):
    """Each release writes the deadline of today's schedule beside the work, which stays."""
    first = release(built, trainee="s001", lang="ja", practice=practice)[0]
    (first.folder / "assess.ipynb").write_text("my work", encoding="utf-8")
    moved = "2027-01-15T12:00:00+09:00"
    _write(built, f'format_version: 1\ndeadlines: {{tiny-counts: "{moved}"}}\n')

    assert DEADLINE == _told(first)["deadline"]
    again = release(built, trainee="s001", lang="ja", practice=practice)[0]
    assert moved == _told(again)["deadline"]
    assert "my work" == (first.folder / "assess.ipynb").read_text(encoding="utf-8")
