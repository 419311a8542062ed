"""A rebuilt notebook: the trainee's answers in the released notebook, and a note on whatever was amiss."""

from __future__ import annotations

import json
from copy import deepcopy

import nbformat
import pytest

from grader.exchange.intake import Refusal
from grader.grading.rebuild import Rebuilt, labels, rebuild

RELEASED = {
    None: "# Title", "intro": "released intro", "load": "df = load()",
    "q1-test": "assert f(1) == 2\nassert f(2) == 3", "q2": "released q2", "task": "released task",
}  # fmt: skip
ANSWER = "def f(x):\n    return x + 1"


@pytest.fixture
def again(released, hidden, as_file):
    """Rebuild a changed notebook; return sources in order, and the notes."""

    def rebuilt(notebook):
        raw = notebook if isinstance(notebook, bytes) else as_file(notebook)
        before = deepcopy(released)
        done = rebuild(raw, released, hidden=hidden, name="a.ipynb")
        assert before == released
        if isinstance(done, Refusal):
            assert "a.ipynb" == done.file
            return done.reason
        nbformat.validate(nbformat.from_dict(done.notebook))
        return [(_name(cell), cell["source"]) for cell in done.cells], list(done.notes)

    return rebuilt


def _name(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


def _find(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


HONEST = [
    (None, "# Title"), ("intro", RELEASED["intro"]), (None, "plot()"), ("load", RELEASED["load"]),
    ("q1", ANSWER), ("q1-test", RELEASED["q1-test"]), ("q2", RELEASED["q2"]), ("task", RELEASED["task"]),
]  # fmt: skip


def test_an_honest_notebook_stays_as_it_is(again, work):
    """The answer is taken, locked and test cells hold the author's whole text, and there is no note."""
    assert (HONEST, []) == again(work)


def test_nothing_else_of_a_cell_is_taken(released, hidden, work, as_file):
    """Outputs, counters, ids, points, marks and the kernel are the release's, whatever the submission says."""
    for cell in work["cells"]:
        cell["id"] = "forged"
        cell["metadata"]["tags"] = ["x"]
        if cell["cell_type"] == "code":
            cell.update(execution_count=9, outputs=[{"output_type": "stream", "text": "<script>"}])
        cell["metadata"].get("nbgrader", {}).update(
            points=1000, grade=True, solution=True, locked=False
        )
    work["metadata"] = {"kernelspec": {"name": "bash"}, "evil": True}
    done = rebuild(as_file(work), released, hidden=hidden)
    known = [cell for cell in done.cells if "nbgrader" in cell["metadata"]]
    theirs = [cell for cell in released["cells"] if "nbgrader" in cell["metadata"]]
    assert [cell["metadata"] for cell in theirs] == [cell["metadata"] for cell in known]
    assert ([cell["id"] for cell in theirs], released["metadata"]) == (
        [cell["id"] for cell in known], done.notebook["metadata"],
    )  # fmt: skip
    assert ["own-1", "own-2"] == [cell["id"] for cell in done.cells if cell not in known]
    assert {"[]"} == {str(cell["outputs"]) for cell in done.cells if cell["cell_type"] == "code"}


def test_an_edited_locked_cell_is_restored(again, work):
    """Text or type of a locked or test cell: both come back, and the note names them."""
    _find(work, "intro")["source"] = "changed"
    _find(work, "q1-test")["source"] = "pass"
    _find(work, "load").update(cell_type="raw")
    assert (HONEST, [labels.restored(["intro", "load", "q1-test"])]) == again(work)


def test_missing_cells_come_back(again, work):
    """In their place; a deleted answer is the released one, never the author's."""
    work["cells"] = [c for c in work["cells"] if c["id"] not in {"q1", "q1-test", "task"}]
    expected = [(n, "released q1" if n == "q1" else s) for n, s in HONEST]
    assert (expected, [labels.missing(["q1", "q1-test", "task"])]) == again(work)


def test_cells_without_a_mark_are_the_trainees(again, work):
    """Deleted ones stay away; own ones follow the cell that they followed, raw ones as raw text."""
    work["cells"] = [c for c in work["cells"] if c["source"] not in {"plot()", "# Title"}]
    own = [
        {
            "cell_type": kind,
            "metadata": {"nbgrader": {"grade_id": "made-up", "grade": True}},
            "source": text,
        }
        for kind, text in (("code", "x = 1"), ("raw", "note"))
    ]
    work["cells"][3:3] = own
    expected = [pair for pair in HONEST if pair[0]]
    expected[3:3] = [(None, "x = 1"), (None, "note")]
    assert (expected, []) == again(work)


def test_moved_cells_go_back(again, work):
    """Known cells stand in released order."""
    work["cells"].reverse()
    sources, notes = again(work)
    assert [pair for pair in HONEST if pair[0]] == [pair for pair in sources if pair[0]]
    assert [] == notes


def test_a_split_answer_runs_in_both_halves(again, work):
    """JupyterLab gives both the same mark: the first is the answer, the second follows as the trainee's own."""
    at = work["cells"].index(_find(work, "q1"))
    half = deepcopy(_find(work, "q1"))
    half["source"] = "g = f"
    work["cells"].insert(at + 1, half)
    expected = [*HONEST[:5], (None, "g = f"), *HONEST[5:]]
    assert (expected, [labels.repeated(["q1"])]) == again(work)


def test_a_second_test_cell_is_dropped(again, work):
    """The first counts only to be compared; neither text is taken."""
    copy = deepcopy(_find(work, "q1-test"))
    copy["source"] = "raise SystemExit"
    work["cells"].append(copy)
    assert (HONEST, [labels.repeated(["q1-test"])]) == again(work)


def test_a_retyped_answer_keeps_its_text(again, work):
    """A code answer turned into text is code again."""
    cell = _find(work, "q1")
    cell["cell_type"] = "markdown"
    assert (HONEST, [labels.retyped(["q1"])]) == again(work)


def test_pasted_pictures_are_told(again, work):
    """They are dropped from answers, and the trainee learns of it."""
    for name in ("q2", "intro"):
        _find(work, name)["attachments"] = {"a.svg": {"image/svg+xml": "<svg onload=x>"}}
    assert (HONEST, [labels.pictures(["q2"])]) == again(work)


@pytest.mark.parametrize(
    "cell",
    [
        None, 3, [], {}, {"cell_type": "code"}, {"cell_type": ["code"], "source": ""},
        {"cell_type": "heading", "source": "x"}, {"cell_type": "code", "source": [1]},
        {"cell_type": "code", "source": {"a": 1}}, {"cell_type": "code", "source": "x" * 200_001},
    ],
)  # fmt: skip
def test_a_malformed_cell_is_left_out(again, work, cell):
    """The rest of the notebook keeps its marks."""
    work["cells"].insert(4, cell)
    assert (HONEST, [labels.unreadable(1)]) == again(work)


@pytest.mark.parametrize(
    "metadata", [None, 3, [], {"nbgrader": None}, {"nbgrader": []}, {"nbgrader": {"grade_id": 3}}]
)
def test_a_malformed_mark_is_no_mark(again, work, metadata):
    """The cell is the trainee's own then."""
    work["cells"].append({"cell_type": "code", "metadata": metadata, "source": "x"})
    assert ([*HONEST, (None, "x")], []) == again(work)


def test_text_is_read_in_every_honest_form(again, work, as_file):
    """Lines as a list, a byte order mark, CR LF, and half characters, which are replaced."""
    _find(work, "q1")["source"] = ["def f(x):\r\n", "    return x + 1"]
    _find(work, "intro")["source"] = ["released ", "intro"]
    assert (HONEST, []) == again(b"\xef\xbb\xbf" + as_file(work))
    _find(work, "q2")["source"] = "\ud800!"
    sources, _ = again(json.dumps(work).encode())
    assert "\N{REPLACEMENT CHARACTER}!" == dict(sources)["q2"]


def test_not_a_number_in_outputs_does_not_matter(again, work, as_file):
    """Python writes NaN into JSON; outputs are not looked at."""
    _find(work, "q1")["outputs"] = [{"data": {"x": float("nan")}}]
    assert (HONEST, []) == again(as_file(work))


def test_of_a_key_given_twice_the_last_counts(again, work, as_file):
    """As in every reader of notebooks."""
    raw = as_file(work).replace(b'"nbformat": 4', b'"nbformat": 3, "nbformat": 4', 1)
    assert (HONEST, []) == again(raw)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", labels.NOT_JSON),
        (b"{", labels.NOT_JSON),
        (b"\xff\xfe{}", labels.NOT_JSON),
        (b"[" * 100_000, labels.NOT_JSON),
        (b'{"nbformat": ' + b"9" * 10_000 + b"}", labels.NOT_JSON),
        (b"[]", labels.NOT_JSON),
        (b"null", labels.NOT_JSON),
        (b"{}", labels.NOT_JSON),
        (b'{"nbformat": true, "cells": []}', labels.NOT_JSON),
        (b'{"nbformat": 4.0, "cells": []}', labels.NOT_JSON),
        (b'{"nbformat": 4}', labels.NOT_JSON),
        (b'{"nbformat": 4, "cells": {}}', labels.NOT_JSON),
        (b'{"nbformat": 3, "worksheets": []}', labels.OLD),
        (b'{"nbformat": 99, "cells": []}', labels.UNKNOWN_FORMAT),
        (b'{"nbformat": 4, "cells": []}', labels.OTHER_NOTEBOOK),
        (b'{"nbformat": 4, "cells": [' + b"1," * 1000 + b"1]}", labels.TOO_MANY_CELLS),
    ],
    ids=range(16),
)
def test_what_is_no_notebook_of_ours_is_refused(again, raw, reason):
    """One reason in two languages, and no error."""
    assert reason == again(raw)


def test_an_older_minor_format_has_no_ids(released, hidden, work, as_file):
    """A release of nbformat 4.4 stays one, and is valid."""
    old = {**released, "nbformat_minor": 4}
    old["cells"] = [{k: v for k, v in c.items() if k != "id"} for c in released["cells"]]
    done = rebuild(as_file(work), old, hidden=hidden)
    assert isinstance(done, Rebuilt)
    assert not [cell for cell in done.cells if "id" in cell]
    nbformat.validate(nbformat.from_dict(done.notebook))


def test_marks_of_the_first_schema_are_understood(as_file):
    """Version 1 has neither tasks nor types, and a grade cell is locked without saying so."""
    marks = [
        {"grade_id": "a", "solution": True},
        {"grade_id": "t", "grade": True, "points": 1},
        {"grade_id": "n"},
    ]
    cells = [
        {
            "cell_type": "code",
            "metadata": {"nbgrader": m},
            "source": "r",
            "outputs": [],
            "execution_count": None,
        }
        for m in marks
    ]
    notebook = {"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": cells}
    mine = deepcopy(notebook)
    for cell in mine["cells"]:
        cell["source"] = "mine"
    done = rebuild(as_file(mine), notebook, hidden={})
    assert [("a", "mine"), ("t", "r"), (None, "mine")] == [
        (_name(c), c["source"]) for c in done.cells
    ]
