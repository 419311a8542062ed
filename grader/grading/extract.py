"""Read what the check and marks cells of a lesson said, out of an autograded notebook.

Points come from the gradebook and from nowhere else. State, misconceptions and message come from
the display outputs of the locked cells ``<exercise>-check`` and ``<exercise>-marks``; what a
trainee's own cells display is not looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.grading.model import ExerciseResult
from grader.lab.result import MIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.grading.model import CellScore

CHECK = "-check"
MARKS = "-marks"
NOT_GRADED = "not_graded"
MISCONCEPTION = re.compile(r"M-[A-Z0-9-]+")
STATES = frozenset({"not_attempted", "wrong", "partial", "right", "could_not_run"})


@dataclass(slots=True)
class Said:
    """What the two cells of one exercise displayed.

    Parameters
    ----------
    state : str
        As in `ExerciseResult`.
    message : str or None
        The sentence shown to the trainee.
    misconceptions : set of str
        Ids.
    """

    state: str = NOT_GRADED
    message: str | None = None
    misconceptions: set[str] = field(default_factory=set)


def listen(notebooks: Iterable[Mapping[str, Any]]) -> dict[str, Said]:
    """Take down what the check and marks cells displayed.

    Parameters
    ----------
    notebooks : iterable of notebook nodes
        The autograded notebooks of one submission.

    Returns
    -------
    dict of str to Said
        By exercise.
    """
    said: dict[str, Said] = {}
    for notebook in notebooks:
        _listen(notebook, said)
    return said


def exercises(said: Mapping[str, Said], cells: Sequence[CellScore]) -> tuple[ExerciseResult, ...]:
    """Combine the gradebook's points with what the notebooks say.

    Parameters
    ----------
    said : mapping of str to Said
        What `listen` returned.
    cells : sequence of CellScore
        The gradebook's cells of the same submission.

    Returns
    -------
    tuple of ExerciseResult
        One for each marks cell in the gradebook, sorted by id. An exercise whose marks cell said
        nothing usable, or which a person has still to mark, is ``not_graded``.
    """
    return tuple(
        _result(cell, said.get(_exercise(cell.grade_id), Said()))
        for cell in sorted(cells, key=lambda cell: cell.grade_id)
        if cell.grade_id.endswith(MARKS)
    )


def _exercise(grade_id: str) -> str:
    return grade_id.removesuffix(MARKS).removesuffix(CHECK)


def _result(cell: CellScore, said: Said) -> ExerciseResult:
    return ExerciseResult(
        id=_exercise(cell.grade_id),
        points=cell.points,
        max_points=cell.max_points,
        state=NOT_GRADED if cell.needs_manual_grade else said.state,
        misconceptions=tuple(sorted(said.misconceptions)),
        message=said.message,
    )


def _listen(notebook: Mapping[str, Any], said: dict[str, Said]) -> None:
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if cell["cell_type"] != "code" or not grade_id.endswith((CHECK, MARKS)):
            continue
        exercise = _exercise(grade_id)
        for data in _displayed(cell, exercise):
            heard = said.setdefault(exercise, Said())
            heard.misconceptions.update(data["misconceptions"])
            if grade_id.endswith(MARKS):  # the check never says whether an answer is true
                heard.state, heard.message = data["state"], data["message"]


def _displayed(cell: Mapping[str, Any], exercise: str) -> Iterator[dict[str, Any]]:
    """Yield the usable results in a cell's outputs, in order."""
    for output in cell.get("outputs", []):
        data = output.get("data", {}).get(MIME)
        if isinstance(data, dict) and data.get("exercise") == exercise and _usable(data):
            yield data if data["state"] in STATES else {**data, "state": NOT_GRADED}


def _usable(data: Mapping[str, Any]) -> bool:
    misconceptions = data.get("misconceptions")
    return (
        isinstance(data.get("state"), str)
        and isinstance(misconceptions, list)
        and all(isinstance(name, str) and MISCONCEPTION.fullmatch(name) for name in misconceptions)
        and isinstance(data.get("message"), str | None)
        and "message" in data
    )
