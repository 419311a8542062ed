"""What is handed out and what is solved follow from the source notebook, as with nbgrader itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.authoring.testing import released, solved, visible_source
from grader.errors import InputError

WRITE_HERE = "...  # ここに書きます / write here"


def _meta(name, **flags):
    known = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {**known, "grade_id": name, **flags}}


SOURCES = {
    "region": "def f(n):\n    ### BEGIN SOLUTION\n    return n\n    ### END SOLUTION\n    # after",
    "two": "a = 1\n# BEGIN SOLUTION\nb = 2\n# END SOLUTION\n\t### BEGIN SOLUTION x\n\tc = 3\n### END SOLUTION",
    "whole": "def f(n):\n    return n\n",
    "empty": "",
    "stray": "x = 1\n### END SOLUTION\ny = 2",
}
TESTS = {
    "hidden": "assert f(1) == 1\n### BEGIN HIDDEN TESTS\nassert f(2) == 2\n### END HIDDEN TESTS",
    "only": "### BEGIN HIDDEN TESTS\nassert f(2) == 2\n### END HIDDEN TESTS\n",
    "visible": "assert f(1) == 1",
}


def _notebook():
    cells = [
        new_markdown_cell("# ps1"),
        *(new_code_cell(s, metadata=_meta(n, solution=True)) for n, s in SOURCES.items()),
        *(
            new_code_cell(s, metadata=_meta(n, grade=True, locked=True, points=1))
            for n, s in TESTS.items()
        ),
        new_markdown_cell("my answer", metadata=_meta("why", solution=True, grade=True, points=2)),
        new_code_cell("import math", metadata=_meta("given", locked=True)),
        new_code_cell("f(3)"),
    ]
    return new_notebook(cells=cells, metadata={"celltoolbar": "Create Assignment"})


def _user_guide():
    import nbgrader  # noqa: PLC0415  # only these tests need it

    folder = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ipynb"))]


def _as_nbgrader(notebook, **options):
    """Let nbgrader take solutions and hidden tests out."""
    import nbformat  # noqa: PLC0415
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions  # noqa: PLC0415

    node = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in node.cells:
        cell.source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
    for one in (ClearSolutions(**options), ClearHiddenTests()):
        node, _ = one.preprocess(node, {})
    return node


@pytest.mark.nbgrader
@pytest.mark.parametrize("stub", [None, WRITE_HERE])
def test_released_is_what_nbgrader_makes(stub) -> None:
    """Every cell reads as after ClearSolutions and ClearHiddenTests, with nbgrader's stub and with ours."""
    notebooks = [_notebook(), *_user_guide()]
    options = {} if stub is None else {"code_stub": {"python": stub}}
    ours = {} if stub is None else {"code_stub": stub}

    assert len(notebooks) > 1
    for notebook in notebooks:
        theirs = _as_nbgrader(notebook, **options)
        made = released(notebook, **ours)
        assert [c.source for c in theirs.cells] == [c["source"] for c in made["cells"]]
        assert dict(theirs.metadata) == dict(made["metadata"])


def test_solved_keeps_tests_and_drops_the_marks_of_solutions() -> None:
    """The author's solution stands as a trainee would have typed it, with hidden tests in place."""
    cells = {
        c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in solved(_notebook())["cells"]
    }

    assert "def f(n):\n    return n\n    # after" == cells["region"]["source"]
    assert TESTS["hidden"] == cells["hidden"]["source"]


def test_the_source_notebook_is_left_as_it_is() -> None:
    """Making other notebooks changes nothing in the author's."""
    notebook = _notebook()
    before = json.dumps(notebook)

    released(notebook)
    solved(notebook)

    assert before == json.dumps(notebook)


@pytest.mark.parametrize(
    "source",
    [
        "### BEGIN HIDDEN TESTS\nassert 1",
        "### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS",
    ],
)
def test_marks_that_do_not_pair_are_refused(source: str) -> None:
    """A hidden test whose end is missing is never handed out by mistake."""
    with pytest.raises(InputError):
        visible_source(source)
