"""The code of the cells that the build adds around an author's: the first cell, checks, marks."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import TYPE_CHECKING

from grader.marking import items

if TYPE_CHECKING:
    from grader.authoring.lesson import Exercise, Lesson
    from grader.text import Lang

ITEM_FUNCTIONS = frozenset(
    name for name, _ in inspect.getmembers(items, inspect.isfunction) if name[0] != "_"
)


def prelude(slug: str, lang: Lang) -> str:
    """Return the first code cell of each notebook.

    Parameters
    ----------
    slug : str
        The lesson.
    lang : {'ja', 'en'}
        Language of the edition.

    Returns
    -------
    str
        Python source.
    """
    return (
        "from grader.lab import (\n"
        "    attempted, check, expect, form, hint, misconception, open_lesson, solution,\n)\n\n"
        f'lesson = open_lesson("{slug}", lang="{lang}")'
    )


def check_source(exercise: Exercise) -> str:
    """Return the check cell of an exercise.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    str
        Its check as a function that `grader.lab.check` runs; its names stay its own.
    """
    name = exercise.id.replace("-", "_")
    body = textwrap.indent(exercise.one("check").source, "    ")
    return f'@check("{exercise.id}", globals())\ndef {name}_check({exercise.answer}):\n{body}'


def hidden_source(lesson: Lesson, exercise: Exercise) -> str:
    """Return the hidden part of the marks cell of an exercise.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    exercise : Exercise
        One of its assessed exercises.

    Returns
    -------
    str
        Its hidden test between nbgrader's marks; the last value of the cell is the points.
    """
    name = f"{exercise.id.replace('-', '_')}_marks"
    hidden = exercise.one("hidden").source
    used = sorted(
        ITEM_FUNCTIONS & {n.id for n in ast.walk(ast.parse(hidden)) if isinstance(n, ast.Name)}
    )
    lines = ["### BEGIN HIDDEN TESTS", "from grader.marking import marks"]
    if used:
        lines.append(f"from grader.marking.items import {', '.join(used)}")
    lines += [
        "",
        f'@marks("{lesson.slug}", "{exercise.id}", points={exercise.points!r}, notebook=globals())',
        f"def {name}({exercise.answer}, own, fresh, worlds, score, misconception):",
        textwrap.indent(hidden, "    "),
        "",
        name,
        "### END HIDDEN TESTS",
    ]
    return "\n".join(lines)
