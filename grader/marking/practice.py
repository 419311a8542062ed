"""Practice: the real marks at once, as often as one likes, on worlds that never count."""

from __future__ import annotations

import inspect
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import KakehashiError, LessonError
from grader.lab.result import Result, emit, recording
from grader.lab.session import PRACTICE, WORKSPACE_VARIABLE, LabError, current, lab_error
from grader.marking import labels
from grader.marking.sheet import MARKER, Marker
from grader.marking.worlds import practising
from grader.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.lab.session import OpenLesson

NOTEBOOK = "assess.ipynb"


def mark(exercise: str) -> None:
    """Mark an answer of this notebook at once, and show what came of it.

    Parameters
    ----------
    exercise : str
        Exercise id.

    Raises
    ------
    LabError
        If this is no practice, the exercise is none that is marked, or what marks it cannot be reached.
    """
    frame = inspect.currentframe()
    caller = frame.f_back if frame else None
    opened = current()
    result = outcome(opened, exercise, caller.f_globals if caller else {}, _place())
    if result.state == "right":
        opened.solved.add(exercise)
    emit(result, opened.lang)


def outcome(
    opened: OpenLesson, exercise: str, notebook: Mapping[str, Any], place: Workspace
) -> Result:
    """Return what the hidden marks of an exercise say of an answer, in the worlds for practice.

    Parameters
    ----------
    opened : OpenLesson
        The open lesson.
    exercise : str
        Exercise id.
    notebook : mapping
        Names that the notebook has defined; they are left as they are.
    place : Workspace
        Where the lesson was built.

    Returns
    -------
    Result
        State, misconceptions, and a message that ends with the points.

    Raises
    ------
    LabError
        If this is no practice, the exercise is none that is marked, or it was not built.
    """
    known = opened.exercise(exercise)
    if opened.handout.get("mode") != PRACTICE:
        raise lab_error(labels.ONLY_PRACTICE)
    if known["part"] != "assess":
        raise lab_error(labels.ONLY_ASSESSED, name=exercise)
    source = hidden_cell(place.build, f"{opened.slug}-{opened.lang}", exercise)
    marker = Marker(place.curriculum, practising(opened.handout["trainee"]), practice=True)
    names = dict(notebook)
    token = MARKER.set(marker)
    try:
        with recording() as results:
            exec(compile(source, f"<{exercise}>", "exec"), names)  # noqa: S102  # the author's own cell
    except LessonError as error:
        raise LabError(error.ja, error.en) from None
    finally:
        MARKER.reset(token)
    return _with_share(results[-1], opened, names[f"{exercise.replace('-', '_')}_marks"])


def _with_share(result: Result, opened: OpenLesson, points: float) -> Result:
    if result.state not in {"right", "partial", "wrong"}:
        return result
    most = opened.exercise(result.exercise)["points"]
    share = labels.SHARE.get(opened.lang).format(points=round(points, 1), most=most)
    return replace(result, message=f"{result.message}\n{share}" if result.message else share)


def hidden_cell(build: Path, assignment: str, exercise: str) -> str:
    """Return the marks cell of an exercise from the source notebook that was built.

    Parameters
    ----------
    build : Path
        What `kakehashi build` made.
    assignment : str
        Name of the nbgrader assignment.
    exercise : str
        Exercise id.

    Returns
    -------
    str
        Python source.

    Raises
    ------
    LabError
        If it was not built.
    """
    path = build / "course" / "source" / assignment / NOTEBOOK
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        found = next(cell["source"] for cell in cells if cell.get("id") == f"{exercise}-marks")
    except (OSError, ValueError, KeyError, StopIteration):
        raise lab_error(labels.NO_BUILD) from None
    return found if isinstance(found, str) else "".join(found)


def _place() -> Workspace:
    """Find the workspace: the one named by whoever opened JupyterLab, else the one around the notebook."""
    given = os.environ.get(WORKSPACE_VARIABLE)
    try:
        return find_workspace(Path(given) if given else None)
    except KakehashiError:
        raise lab_error(labels.NO_WORKSPACE) from None
