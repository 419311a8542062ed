"""What can be said of an author's tests without running them, and which notebooks prove the rest."""

from __future__ import annotations

from grader.authoring.testing.assignment import check_assignment, scored_cells
from grader.authoring.testing.check import check_sources, read_notebook, source_notebooks
from grader.authoring.testing.proof import (
    Case,
    WrongAnswer,
    answer_cells,
    proof_cases,
    proof_findings,
    read_wrong_answers,
)
from grader.authoring.testing.regions import (
    handed_out_source,
    released,
    solved,
    solved_source,
    visible_source,
)
from grader.authoring.testing.rules import RULES
from grader.cells import WRONG
from grader.cells.reading import without_harmless_magics
from grader.cells.surface import answer_surface, exports, loaded_names

__all__ = [
    "RULES",
    "WRONG",
    "Case",
    "WrongAnswer",
    "answer_cells",
    "answer_surface",
    "check_assignment",
    "check_sources",
    "exports",
    "handed_out_source",
    "loaded_names",
    "proof_cases",
    "proof_findings",
    "read_notebook",
    "read_wrong_answers",
    "released",
    "scored_cells",
    "solved",
    "solved_source",
    "source_notebooks",
    "visible_source",
    "without_harmless_magics",
]
