"""What a submission says once a hidden test has called it, and who reads that."""

from __future__ import annotations

from types import SimpleNamespace

from grader.grading.judge.trainee import Trainee
from grader.lab.mishap import raised

KEEP = "seen = []\ndef f(x):\n    seen.append(x)\n    return x"
LATER = "print(seen)"


def test_outputs_after_a_hidden_test_are_withheld(run_cells):
    """An answer that runs before a hidden test shows its outputs, one that runs after it does so to the staff only."""
    cells = [("answer", "print(0)"), ("answer", KEEP, "f"), ("test", "f(7)"), ("answer", LATER)]
    ran = run_cells(*cells)

    assert frozenset({3}) == ran.run.withheld
    assert "[7]\n" == ran.outputs[3][0]["text"]


def test_the_authors_cells_may_show_it_too(run_cells):
    """A locked cell that asks the submission after a hidden test is withheld, one about the author's data is not."""
    cells = [("answer", KEEP, "f"), ("test", "f(7)"), ("locked", "f(1)"), ("locked", "1")]

    assert frozenset({2}) == run_cells(*cells).run.withheld


def test_nothing_is_withheld_for_what_everybody_sees(run_cells):
    """A test that only looks at a value, and calls by the author's visible cells, tell the submission nothing."""
    cells = [
        ("answer", f"{KEEP}\nn = 1", "f n"),
        ("test", "assert n == 1"),
        ("locked", "f(7)"),
        ("answer", LATER),
    ]

    assert frozenset() == run_cells(*cells).run.withheld


def _trainee():
    job = SimpleNamespace(files={}, seed=0, lesson=None, limits=SimpleNamespace())
    job.limits.total_seconds = job.limits.seconds = job.limits.output_kb = 1
    return Trainee(job, open_session=None, files={})


def test_the_text_of_a_late_error_is_not_told():
    """After a hidden test an error is told by its built-in kind, unless it was told in the same words before."""
    own = {"class": "Seen437", "module": "__main__", "base": "ValueError", "text": "437"}
    known = {"class": "KeyError", "module": "builtins", "base": "KeyError", "text": "'a'"}
    trainee = _trainee()
    early = raised(trainee.rebuilt(known)).en
    trainee.knows = True

    assert early == raised(trainee.rebuilt(known)).en
    assert "437" not in raised(trainee.rebuilt(own)).en
    assert "(ValueError: its text" in raised(trainee.rebuilt(own)).en
