"""Lessons that are still being written warn; they do not fail the workspace."""

from __future__ import annotations

from datetime import date

from grader.authoring import lint_curriculum
from grader.findings import has_errors


def _lint(workspace):
    return lint_curriculum(workspace.curriculum, ceilings=None, today=date(2026, 11, 22))


def _set_aside(workspace):
    path = workspace.curriculum / "registry.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("active", "wip"), encoding="utf-8")


def test_findings_of_a_lesson_in_progress_are_warnings(minimal, change):
    """The same mistake fails an active lesson and only warns of one that is wip."""
    change("1 week", "2 weeks")
    active = _lint(minimal)
    _set_aside(minimal)
    wip = _lint(minimal)

    assert [("L003", "error")] == [(f.rule.id, f.severity) for f in active]
    assert [("L003", "warning")] == [(f.rule.id, f.severity) for f in wip]
    assert (True, False) == (has_errors(active), has_errors(wip))


def test_a_lesson_in_progress_may_be_too_broken_to_read(minimal, lesson_file):
    """Even a file without a front matter, and so without the headings to read again, only warns."""
    lesson_file.write_text("まだ何もありません。\n", encoding="utf-8")
    _set_aside(minimal)

    assert {("L001", "warning"), ("L007", "warning")} == {
        (f.rule.id, f.severity) for f in _lint(minimal)
    }


def test_a_registered_lesson_without_its_folder_is_an_error(minimal, lesson_file):
    """The registry itself must be right, whatever the state of its lessons."""
    lesson_file.unlink()
    _set_aside(minimal)

    assert ["L016"] == [f.rule.id for f in _lint(minimal) if f.severity == "error"]
