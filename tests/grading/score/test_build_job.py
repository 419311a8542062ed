"""Which cell of a rebuilt notebook runs where, and which names may be taken from it."""

from __future__ import annotations

import pytest

from grader.grading.build_job import code_cells, plan_notebook
from grader.grading.job import CodeCell

STUB = "def squares(n):\n    ...  # write here"
SOLUTION = "import math\ndef squares(n):\n    return [math.pow(i, 2) for i in range(n)]"
SHOWN = "import numpy as np\nassert len(squares(2)) == 2"
WHOLE = f"{SHOWN}\nassert squares(3) == [0, 1, 4]"


def _cell(source, name=None, kind="code", **meta):
    known = {"grade_id": name, "grade": False, "solution": False, "locked": False, **meta}
    return {
        "cell_type": kind,
        "source": source,
        "metadata": {} if name is None else {"nbgrader": known},
    }


def _released(*more):
    return {
        "cells": [
            _cell("# Squares", kind="markdown"),
            _cell("import pandas as pd\nlimit = 3"),
            _cell("step = 2", "setup", locked=True),
            _cell(STUB, "squares", solution=True),
            _cell(SHOWN, "squares-test", grade=True, locked=True, points=1),
            _cell("", "why", kind="markdown", solution=True, grade=True, points=1),
            *more,
        ]
    }


@pytest.fixture
def plan():
    return plan_notebook(_released(), {"squares": SOLUTION, "squares-test": WHOLE})


LIBRARIES = CodeCell(6, "test", "import pandas as pd\nimport math")


def test_honest_submission(plan):
    """Author's cells are locked or tests with the hidden part; the answer is the trainee's, with its names."""
    cells = _released()["cells"]
    cells[3]["source"] = "def squares(n): return []"

    assert (
        LIBRARIES,
        CodeCell(1, "locked", "import pandas as pd\nlimit = 3"),
        CodeCell(2, "locked", "step = 2", "setup", is_secret=False),
        CodeCell(3, "answer", "def squares(n): return []", "squares", surface=("squares",)),
        CodeCell(4, "test", WHOLE, "squares-test"),
    ) == code_cells(plan, cells)


def test_text_of_the_authors_cells_is_never_the_submissions(plan):
    """Edited tests and locked cells run as the author wrote them."""
    cells = _released()["cells"]
    cells[2]["source"] = "step = 9"
    cells[4]["source"] = "pass"

    made = {cell.grade_id: cell.source for cell in code_cells(plan, cells)}
    assert ("step = 2", WHOLE) == (made["setup"], made["squares-test"])


@pytest.mark.parametrize("kind", ["squares-test", "setup", "squares"])
def test_second_cell_of_a_name_is_the_trainees(plan, kind):
    """A copy of a labelled cell is a cell of the trainee's own, from which no name is taken."""
    cells = [*_released()["cells"], _cell("squares = None", kind, grade=True)]

    assert CodeCell(6, "answer", "squares = None") == code_cells(plan, cells)[-1]


def test_changed_cell_without_label_may_define_what_it_did(plan):
    """It gives the author's names but no library; the author's libraries are imported by the judge."""
    cells = _released()["cells"]
    cells[1]["source"] = "limit = 4\nclass pd: pass\nsteps = 1"

    made = code_cells(plan, cells)
    assert LIBRARIES == made[0]
    assert CodeCell(1, "answer", cells[1]["source"], surface=("limit",)) == made[1]


def test_copy_of_a_cell_without_label_is_the_trainees(plan):
    """The author's text counts as the author's as often as it was handed out."""
    cells = [*_released()["cells"], _released()["cells"][1]]

    assert CodeCell(6, "answer", "import pandas as pd\nlimit = 3") == code_cells(plan, cells)[-1]


def test_name_that_an_answer_defines_is_no_library():
    """Where the stub defines what the solution imports, the trainee's definition is what is tested."""
    released = {"cells": [_cell("def sqrt(x): ...", "root", solution=True)]}
    plan = plan_notebook(released, {"root": "from math import sqrt"})

    assert ("", ("sqrt",)) == (plan.libraries, plan.known["root"].surface)


def test_later_cell_may_need_what_a_test_defines():
    """Only the visible part of a test, and of it only what a later cell of the author needs, reaches the sandbox."""
    later = _cell("total = np.sum([base, 1])", "total", locked=True)
    released = _released(later)
    released["cells"][4]["source"] = f"base = 2\n{SHOWN}"
    plan = plan_notebook(released, {"squares": SOLUTION, "squares-test": f"base = 2\n{WHOLE}"})

    assert "base = 2\nimport numpy as np" == plan.known["squares-test"].visible
