"""results.json: what it is made from, and that the same work gives the same bytes."""

from __future__ import annotations

import pytest

from grader.grading import results
from grader.grading.model import CellScore, ExerciseResult, LessonOf, Submission
from grader.schema.store import write_text
from grader.text import Text

SHA = "0" * 64


@pytest.fixture
def head(tmp_path):
    """Make the heading of a result."""
    return results.heading(
        Submission("s001", "x-ja", tmp_path),
        LessonOf("x", "ja"),
        results.Fingerprint(SHA, SHA),
        submitted_at="2026-04-01T00:00:00Z",
        isolation="bubblewrap",
    )


def test_digest_sees_names_and_bytes(tmp_path):
    """Renaming a file or changing a byte changes the digest; the time of change does not."""
    file = tmp_path / "a" / "課題.ipynb"
    file.parent.mkdir()
    file.write_text("1", encoding="utf-8")
    first = results.digest(tmp_path / "a")
    file.write_text("2", encoding="utf-8")
    changed = results.digest(tmp_path / "a")
    file.write_text("1", encoding="utf-8")
    again = results.digest(tmp_path / "a")
    file.rename(file.with_name("b.ipynb"))
    renamed = results.digest(tmp_path / "a")
    assert (first == again, len({first, changed, renamed})) == (True, 3)


def test_digest_ignores_checkpoints(tmp_path):
    """What JupyterLab leaves behind by itself does not count as a change."""
    before = results.digest(tmp_path)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a.ipynb").write_text("x", encoding="utf-8")
    assert results.digest(tmp_path) == before


def test_graded_result_fits_the_schema_and_reads_back(tmp_path, head):
    """A graded result is written with sums over its cells and read back unchanged."""
    cells = [
        CellScore("assess", "q1-marks", 1.5, 3.0, needs_manual_grade=False),
        CellScore("assess", "q2-marks", 0.0, 2.0, needs_manual_grade=True),
    ]
    said = [ExerciseResult("q1", 1.5, 3.0, "partial", ("M-COUNT",), "半分")]
    data = results.graded(head, cells, said)
    write_text(tmp_path / "results.json", results.text(data))
    back = results.read_result(tmp_path / "results.json")
    assert (back, back["score"], back["max_score"]) == (data, 1.5, 5.0)


def test_failed_result_has_no_score(tmp_path, head):
    """A failure is written without a score, not with zero."""
    data = results.failed(head, Text("壊れています。", "Broken."))
    write_text(tmp_path / "results.json", results.text(data))
    back = results.read_result(tmp_path / "results.json")
    assert (back["score"], back["error"]) == (None, "壊れています。\nBroken.")


def test_schema_refuses_a_failure_with_a_score(tmp_path, head):
    """Zero points for a submission that was not graded are no result."""
    data = {**results.failed(head, Text("a", "b")), "score": 0.0}
    write_text(tmp_path / "results.json", results.text(data))
    assert results.read_result(tmp_path / "results.json") is None


def test_unusable_result_counts_as_none(tmp_path):
    """A half or foreign file is no result: the submission is graded again."""
    path = tmp_path / "results.json"
    path.write_text('{"format_version": 1', encoding="utf-8")
    assert results.read_result(path) is None
