"""What identifies the content of an exercise: when it changes, what answers said about it is void."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.authoring.lesson import Cell, Exercise, Lesson

# Seen by authors only, or after the answer was handed in.
_UNSEEN = frozenset({"wrong", "solution"})


def content_sha256(lesson: Lesson, exercise: Exercise) -> str:
    """Return a hash of everything that makes an exercise harder or easier.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    exercise : Exercise
        One of its exercises.

    Returns
    -------
    str
        SHA-256 in hexadecimal: over its texts, hints, stub, checks and hidden tests in both languages,
        points and categories, the code around it in its notebook, and the program that makes the
        worlds. The declared level is left out, since it is a judgement about the exercise and not a
        part of it; so are wrong answers, explanations, and prose outside the exercise.

    Raises
    ------
    OSError
        If the lesson's ``world.py`` cannot be read.
    """
    world = lesson.path.with_name("world.py")
    told = {
        "cells": [_told(cell) for cell in exercise.cells if cell.role not in _UNSEEN],
        "around": [_told(cell) for cell in lesson.cells if _is_around(lesson, cell, exercise)],
        "asked": [exercise.type, exercise.answer, exercise.form, dict(exercise.choices)],
        "marked": [exercise.points, exercise.categories],
        "world": world.read_text(encoding="utf-8") if world.is_file() else "",
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _told(cell: Cell) -> list[str | None]:
    return [cell.role, cell.lang, cell.source]


def _is_around(lesson: Lesson, cell: Cell, exercise: Exercise) -> bool:
    alone = cell.exercise is None and cell.kind == "code"
    return alone and lesson.part_of(cell) == exercise.part
