"""Hand in: a trainee's assessment notebook goes to the course, with the time it was received."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.lab.session import DATA_FOLDER, HANDOUT_FILE, PRACTICE
from grader.schema.store import write_text
from grader.workspace import is_person_id

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

NOTEBOOK = "assess.ipynb"
_TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f %Z"
"""nbgrader's own form of ``timestamp.txt``; it takes every time zone but UTC for none."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was received.

    Parameters
    ----------
    trainee, assignment : str
        Whose work, for what.
    folder : Path
        Where it stands now.
    earlier : Path or None
        Where the submission that it replaces was kept.
    """

    trainee: str
    assignment: str
    folder: Path
    earlier: Path | None


def submit(handout: Path, *, course: Path, now: datetime) -> Receipt:
    """Hand in the assessment notebook of one handout.

    Parameters
    ----------
    handout : Path
        Folder that was handed out.
    course : Path
        Root of the nbgrader course.
    now : datetime
        Time of receipt, with a time zone.

    Returns
    -------
    Receipt
        What was received.

    Raises
    ------
    InputError
        If the folder is not a handout, is practice, or the work has been graded already.
    """
    told = _handout(handout)
    if told.get("mode") == PRACTICE:
        raise InputError(
            f"{handout.name} は練習用なので提出できません。名前に -practice の付かないフォルダーを提出してください。",
            f"{handout.name} is practice and cannot be handed in; submit the folder without -practice in its name.",
        )
    trainee, assignment = str(told["trainee"]), f"{told['lesson']}-{told['lang']}"
    if not is_person_id(trainee) or not is_person_id(assignment):
        raise _not_a_handout(handout)
    if _is_closed(course / "results" / trainee / assignment / "results.json"):
        raise InputError(
            f"{assignment} はもう採点されています。同じ問題の出し直しは受け付けません（講師に相談してください）。",
            f"{assignment} has been graded; the same questions cannot be handed in again (ask your instructor).",
        )
    folder = course / "submitted" / trainee / assignment
    incoming = folder.with_name(f".{assignment}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    shutil.copyfile(handout / NOTEBOOK, incoming / NOTEBOOK)
    write_text(incoming / "timestamp.txt", now.astimezone(UTC).strftime(_TIMESTAMP) + "\n")
    earlier = _keep_earlier(folder, course / "earlier" / trainee / assignment)
    try:
        os.replace(incoming, folder)  # noqa: PTH105  # the whole submission arrives in one step
    except OSError:
        if earlier is not None:  # what was handed in stays handed in
            os.replace(earlier, folder)  # noqa: PTH105
        raise
    return Receipt(trainee, assignment, folder, earlier)


def _is_closed(result: Path) -> bool:
    """Tell whether the questions have been marked; work that could not be graded may come again."""
    try:
        told = json.loads(result.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return not (isinstance(told, dict) and told.get("status") == "failed")


def _handout(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(
            (folder / DATA_FOLDER / HANDOUT_FILE).read_text(encoding="utf-8")
        )
        known = {"trainee", "lesson", "lang"} <= told.keys()
    except (OSError, ValueError, AttributeError):
        known = False
    if not known or not (folder / NOTEBOOK).is_file():
        raise _not_a_handout(folder)
    return told


def _not_a_handout(folder: Path) -> InputError:
    return InputError(
        f"{folder}: 配られた教材のフォルダーではありません。{NOTEBOOK} と data のあるフォルダーを指定してください。",
        f"{folder}: not a folder that was handed out; give the one with {NOTEBOOK} and data.",
    )


def _keep_earlier(folder: Path, shelf: Path) -> Path | None:
    if not folder.exists():
        return None
    shelf.mkdir(parents=True, exist_ok=True)
    last = max((int(kept.name) for kept in shelf.iterdir() if kept.name.isdecimal()), default=0)
    place = shelf / f"{last + 1:03d}"
    os.replace(folder, place)  # noqa: PTH105
    return place
