"""How long a lesson takes, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.authoring.editions.labels import LABELS
from grader.authoring.lesson_form import PARTS
from grader.authoring.lint_pattern import CHARACTERS_PER_MINUTE
from grader.authoring.lint_text import japanese_characters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.authoring.lesson import Lesson
    from grader.authoring.lesson_form import Part
    from grader.text import Text

_READ = {"text", "reflect"}


@dataclass(frozen=True, slots=True)
class Step:
    """An exercise with the text that leads to it.

    Parameters
    ----------
    part : {'learn', 'assess'}
        Which notebook.
    title : Text
        The exercise, or what is left to read at the end.
    reading : float
        Minutes of reading, at `CHARACTERS_PER_MINUTE`.
    doing : int
        Minutes that the author gives the exercise.
    clock : float
        Minutes from the start of the lesson to the end of this step.
    """

    part: Part
    title: Text
    reading: float
    doing: int
    clock: float


def timetable(lesson: Lesson) -> list[Step]:
    """Lay out a lesson in time.

    Parameters
    ----------
    lesson : Lesson
        The lesson.

    Returns
    -------
    list of Step
        In the order of the notebooks.
    """
    steps: list[Step] = []
    clock = 0.0
    for part in PARTS:
        for title, characters, doing in _stretches(lesson, part):
            reading = characters / CHARACTERS_PER_MINUTE
            clock += reading + doing
            steps.append(Step(part, title, reading, doing, clock))
    return steps


def _stretches(lesson: Lesson, part: Part) -> Iterator[tuple[Text, int, int]]:
    """Yield each exercise with the characters read since the last one, then what is left to read."""
    exercises = {e.id: e for e in lesson.exercises}
    characters = 0
    for cell in lesson.cells:
        if lesson.part_of(cell) != part or cell.lang != "ja" or cell.role not in _READ:
            continue
        characters += japanese_characters(cell.source)
        if cell.exercise:
            exercise = exercises[cell.exercise]
            yield exercise.title, characters, exercise.minutes
            characters = 0
    if characters:
        taken = any(c.role == "reflect" and lesson.part_of(c) == part for c in lesson.cells)
        yield LABELS["reflect" if taken else "closing"], characters, 0
