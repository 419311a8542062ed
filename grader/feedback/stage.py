"""Write the feedback of a workspace: one page per graded submission, in the trainee's own handout."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from grader.authoring.editions import page_path
from grader.errors import InputError, KakehashiError
from grader.exchange.schedule import read_deadlines
from grader.feedback import labels
from grader.feedback.page import rendered
from grader.feedback.view import Material, page_of
from grader.marking.forms import split_form
from grader.schema.store import read_json, write_text
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from grader.workspace import Workspace

PAGE = "feedback.html"


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of the feedback on one submission.

    Parameters
    ----------
    trainee, assignment : str
        Which submission.
    page : Path or None
        The page; None if none could be made.
    error : Text or None
        Why not.
    """

    trainee: str
    assignment: str
    page: Path | None
    error: Text | None = None


def give_back(
    workspace: Workspace,
    *,
    now: datetime,
    trainees: Collection[str] = (),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Returned]:
    """Write a feedback page for every graded submission.

    Parameters
    ----------
    workspace : Workspace
        Results, texts and schedule are read from it; pages go to the trainees' handouts.
    now : datetime
        The time, with a zone: after the deadline everything is explained.
    trainees : collection of str
        Whose; everybody's if empty.
    progress : callable
        Told how many are done, and how many there are.

    Returns
    -------
    list of Returned
        Sorted by trainee and assignment; what cannot be made never stops the others.

    Raises
    ------
    InputError
        If a trainee has no results, or the schedule or the list of explanations cannot be used.
    """
    files = sorted(workspace.results.glob("*/*/results.json"))
    there = {path.parts[-3] for path in files}
    for trainee in trainees:
        if trainee not in there:
            raise InputError(
                f"受講者「{trainee}」の採点結果はありません。先に kakehashi grade を実行してください。",
                f"There are no results of trainee “{trainee}”; run kakehashi grade first.",
            )
    wanted = [path for path in files if not trainees or path.parts[-3] in trainees]
    if not wanted:
        return []
    shelf = _Shelf.of(workspace, now)
    done = []
    progress(0, len(wanted))
    for path in wanted:
        done.append(_returned(workspace, shelf, path))
        progress(len(done), len(wanted))
    return done


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What all pages are made from."""

    solutions: Mapping[str, Any]
    deadlines: Mapping[str, str]
    now: datetime

    @classmethod
    def of(cls, workspace: Workspace, now: datetime) -> _Shelf:
        solutions = read_json(workspace.build / "solutions.json", "solutions")["lessons"]
        return cls(solutions, read_deadlines(workspace.assessments), now)


def _returned(workspace: Workspace, shelf: _Shelf, path: Path) -> Returned:
    trainee, assignment = path.parts[-3:-1]
    try:
        result = _result(path)
        folder = workspace.handouts / trainee / assignment
        page = page_of(result, _material(workspace, shelf, result["lesson"], folder))
        write_text(folder / PAGE, rendered(page))
    except KakehashiError as error:
        return Returned(trainee, assignment, None, Text(error.ja, error.en))
    except Exception as error:  # noqa: BLE001  # one odd file must not keep the class from its feedback
        what = f"{type(error).__name__}: {error}"
        told = Text(labels.ODD.ja.format(what=what), labels.ODD.en.format(what=what))
        return Returned(trainee, assignment, None, told)
    return Returned(trainee, assignment, folder / PAGE)


def _result(path: Path) -> dict[str, Any]:
    result: dict[str, Any] = read_json(path, "results")
    if (result["trainee"], result["assignment"]) != path.parts[-3:-1]:
        raise InputError(labels.WRONG_PLACE.ja, labels.WRONG_PLACE.en)
    if result["lesson"] is None or result["lang"] is None:
        raise InputError(labels.NO_LESSON.ja, labels.NO_LESSON.en)
    return result


def _material(workspace: Workspace, shelf: _Shelf, lesson: str, folder: Path) -> Material:
    try:
        text = (workspace.build / "lessons" / f"{lesson}.json").read_text(encoding="utf-8")
        texts = json.loads(text)
    except (OSError, ValueError):
        told = (labels.MISSING_BUILD.ja, labels.MISSING_BUILD.en)
        raise InputError(*(part.format(lesson=lesson) for part in told)) from None

    def reading(assignment: str, heading: str) -> str | None:
        slug, _, lang = split_form(assignment)[0].rpartition("-")
        page = page_path(workspace, "reading", slug, "en" if lang == "en" else "ja")
        if not page.is_file():
            return None
        # The browser looks for the words themselves; one that cannot shows the page from its top.
        return f"{_way(folder, page)}#:~:text={quote(heading, safe='')}"

    return Material(
        texts=texts,
        solutions=shelf.solutions.get(lesson, {}),
        deadline=shelf.deadlines.get(lesson),
        now=shelf.now,
        reading=reading,
    )


def _way(folder: Path, page: Path) -> str:
    """Return the way from a folder to a page, so that a workspace may be moved as a whole."""
    try:
        return quote(os.path.relpath(page, folder).replace(os.sep, "/"))
    except ValueError:  # another drive of Windows
        return page.as_uri()
