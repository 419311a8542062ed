"""The score sheet of one exercise: runs the author's hidden body and turns it into points.

The body runs as a function of its own, so that neither its names nor its data reach the notebook.
Everything the trainee's code prints, displays or warns meanwhile is dropped: nbgrader gives no points to a cell
with anything on stderr, and a print could carry hidden data out.
"""

from __future__ import annotations

import inspect
import math
import os
import re
import warnings
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.utils.capture import capture_output

from grader.errors import LessonError
from grader.lab import labels
from grader.lab.checks import (
    NotAttemptedError,
    attempted,
    guarded,
    message_of,
    not_there,
    read_again,
    untouched,
)
from grader.lab.guard import Guard, UnfinishedError
from grader.lab.limits import TooSlowError, time_limit
from grader.lab.mishap import raised
from grader.lab.result import Result, emit
from grader.lab.session import LabError, current
from grader.marking.forms import split_form
from grader.marking.worlds import fresh_seeds, make_world, seed_of
from grader.workspace import find_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.lab.result import State
    from grader.lab.session import OpenLesson
    from grader.marking.world import World

CURRICULUM_VARIABLE = "KAKEHASHI_CURRICULUM"
TRAINEE_VARIABLE = "KAKEHASHI_TRAINEE"
PRECISION = 4
"""Decimal places of points: enough for any share, few enough that rounding noise never makes two runs differ."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the marker finds the lessons, and whose work it marks.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.
    trainee : str
        Decides the trainee's own world.
    practice : bool
        Whether the unseen worlds are those for practice.
    form : int
        Form of the lesson, from 1; decides the trainee's own world too.
    """

    curriculum: Path
    trainee: str
    practice: bool = False
    form: int = 1


_REASON = {"right": labels.FULL, "partial": labels.PARTLY, "wrong": labels.NOT_RIGHT}
_ROUNDING = 1e-9
"""How far a weighted mean of shares may stray from 0 or 1 by rounding alone."""

MARKER: ContextVar[Marker | None] = ContextVar("marker", default=None)
"""Set by the self-test, which marks without a kernel."""


@dataclass(slots=True)
class Sheet:
    """Scores and misconceptions noted while an exercise is marked.

    Parameters
    ----------
    scores : list of tuple
        Share of the points earned, in [0, 1], and its weight.
    misconceptions : list of str
        Ids seen, in order.
    """

    scores: list[tuple[float, float]] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)

    def score(self, share: float, weight: float = 1.0) -> None:
        """Note one part of the score.

        Parameters
        ----------
        share : float or bool
            In [0, 1].
        weight : float
            Positive.

        Raises
        ------
        LessonError
            If the share is not in [0, 1] or the weight is not positive: the author's mistake, not the trainee's.
        """
        try:
            value = float(share)
        except (TypeError, ValueError):
            value = math.nan
        fits = math.isfinite(value) and -_ROUNDING <= value <= 1 + _ROUNDING
        if not (fits and math.isfinite(weight) and weight > 0):
            raise LessonError(
                f"score({share!r}, {weight!r}): 0から1までの値と正の重みを渡してください。",
                f"score({share!r}, {weight!r}): give a share in [0, 1] and a positive weight.",
            )
        self.scores.append((min(1.0, max(0.0, value)), float(weight)))

    def misconception(self, name: str, seen: object) -> None:
        """Note a misconception if the answer shows it.

        Parameters
        ----------
        name : str
            Id in the register.
        seen : object
            True if the answer shows it.
        """
        if seen and name not in self.misconceptions:
            self.misconceptions.append(name)

    @property
    def share(self) -> float:
        """Weighted mean of the scores, in [0, 1]; 0 if there are none."""
        total = sum(weight for _, weight in self.scores)
        return sum(share * weight for share, weight in self.scores) / total if total else 0.0


def marks(
    lesson: str, exercise: str, *, points: float, notebook: Mapping[str, Any]
) -> Callable[[Callable[..., object]], float]:
    """Mark one exercise with the author's hidden body, and say what came of it.

    Parameters
    ----------
    lesson : str
        Slug of the lesson.
    exercise : str
        Exercise id.
    points : float
        Points for a full answer.
    notebook : mapping
        ``globals()`` of the notebook.

    Returns
    -------
    callable
        A decorator that runs the body and returns the points, so that they can be the last value of the cell.
        The body's first parameter is named like the answer; the others are ``own``, ``fresh``, ``worlds``,
        ``score`` and ``misconception``.
    """

    def run(body: Callable[..., object]) -> float:
        opened = current()
        result, share = _mark(opened, lesson, exercise, body, notebook)
        emit(result, opened.lang)
        return round(points * share, PRECISION)

    return run


def _mark(
    opened: OpenLesson,
    lesson: str,
    exercise: str,
    body: Callable[..., object],
    notebook: Mapping[str, Any],
) -> tuple[Result, float]:
    name = next(iter(inspect.signature(body).parameters))
    lang = opened.lang
    absent = not_there(opened, exercise, name, notebook)
    if absent is not None:
        return absent, 0.0
    sheet = Sheet()
    try:
        answer = notebook[name]
        with capture_output(), warnings.catch_warnings():  # prints, warnings and displays
            warnings.simplefilter("ignore")
            own, fresh = _worlds(opened, lesson)
            if _empty(answer, name=name, stub=opened.exercise(exercise)["stub"]):
                raise NotAttemptedError  # noqa: TRY301
            answer = guarded(answer)
            given = {"own": own, "fresh": fresh, "worlds": [own, *fresh]}
            with time_limit():
                body(answer, **given, score=sheet.score, misconception=sheet.misconception)
    except NotAttemptedError:
        return Result(exercise, "not_attempted", message=labels.BEGIN.get(lang)), 0.0
    except UnfinishedError:
        return Result(exercise, "wrong", message=labels.UNFINISHED.get(lang)), 0.0
    except (Exception, SystemExit, TooSlowError) as error:
        if isinstance(error, LessonError) and not isinstance(error, LabError):
            raise  # the author's mistake; a trainee's function can raise a LabError by asking for a wrong table
        return Result(
            exercise, "could_not_run", tuple(sheet.misconceptions), raised(error).get(lang)
        ), 0.0
    return _verdict(opened, exercise, answer, sheet)


def _verdict(
    opened: OpenLesson, exercise: str, answer: object, sheet: Sheet
) -> tuple[Result, float]:
    share, reasons = sheet.share, []
    if isinstance(answer, Guard) and share < 1 - _ROUNDING:
        if answer.is_constant:
            share = 0.0  # what comes back whatever the data is no calculation, though it may hit by chance
            reasons.append(labels.CONSTANT)
        if answer.damaged:
            reasons.append(labels.DAMAGED)
    state = _state(share)
    seen = tuple(sheet.misconceptions)
    # No mark without a reason: what nothing explains is told in general words.
    said = [*map(message_of, seen), *reasons] or [_REASON[state]]
    message = "\n".join(text.get(opened.lang) for text in said).replace("{share}", f"{share:.0%}")
    return Result(exercise, state, seen, message, read_again(opened, seen)), share


def _empty(answer: object, *, name: str, stub: str) -> bool:
    if untouched(answer, name=name, stub=stub):
        return True
    try:
        attempted(answer)
    except NotAttemptedError as empty:
        # A half-filled table names its gaps; it is marked for what is there.
        return not str(empty)
    return False


def _state(share: float) -> State:
    if share >= 1 - _ROUNDING:
        return "right"
    return "wrong" if share <= _ROUNDING else "partial"


def _worlds(opened: OpenLesson, lesson: str) -> tuple[World, list[World]]:
    marker = MARKER.get() or _marker_of_kernel(opened)
    mine = seed_of(lesson, marker.trainee, marker.form)
    seeds = [mine, *fresh_seeds(lesson, practice=marker.practice)]
    # Copies: what the trainee's function does to one of them must not be the truth of the next exercise.
    own, *fresh = (make_world(marker.curriculum, lesson, seed).fresh() for seed in seeds)
    return own, fresh


def _marker_of_kernel(opened: OpenLesson) -> Marker:
    """Find out in a kernel whose work is marked.

    nbgrader runs submissions in ``autograded/<trainee>/<assignment>/``; a literal in a locked cell would be
    overwritten with the source's, and a file of the trainee could name somebody else.
    """
    given = os.environ.get(CURRICULUM_VARIABLE)
    # Opening a workspace costs a second of imports, which a grading run must not pay per notebook.
    curriculum = Path(given) if given else find_workspace().curriculum
    folder = re.search(
        r"[\\/]autograded[\\/]([^\\/]+)[\\/](?:([^\\/]+)[\\/])?", f"{Path.cwd()}{os.sep}"
    )
    trainee = os.environ.get(TRAINEE_VARIABLE) or (
        folder.group(1) if folder else opened.handout["trainee"]
    )
    _, form = split_form((folder and folder.group(2)) or "")
    return Marker(curriculum, trainee, form=form)
