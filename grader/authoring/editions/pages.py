"""What each template is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.editions.blocks import Composer, headings_of
from grader.authoring.editions.labels import TYPES
from grader.authoring.editions.markdown import inline
from grader.authoring.editions.timing import timetable
from grader.authoring.lesson_form import PARTS
from grader.authoring.lint_code import misconceptions_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.authoring.editions.blocks import Secrets
    from grader.authoring.editions.markdown import Heading
    from grader.authoring.editions.outputs import Shown
    from grader.authoring.lesson import Exercise, Lesson
    from grader.authoring.notebooks import Edition


def page_context(
    edition: Edition, *, shown: Mapping[int, tuple[Shown, ...]], secrets: Secrets | None
) -> dict[str, Any]:
    """Gather what the page of a lesson shows.

    Parameters
    ----------
    edition : Edition
        Lesson, language and registers.
    shown : mapping of int to tuple of Shown
        What setup cells and examples show, by line.
    secrets : Secrets or None
        None for the reading edition.

    Returns
    -------
    dict
        Values for ``lesson.html.j2``.
    """
    lesson, lang = edition.lesson, edition.lang
    block = lesson.front.data["lesson"]
    headings = headings_of(lesson, lang)
    composer = Composer(edition, shown, headings, secrets)
    return {
        "lesson": lesson,
        "minutes": block["minutes"],
        "goals": [inline(goal) for goal in block["goals"][lang]],
        "skills": _skills(edition),
        "contents": _contents(lesson, headings),
        "parts": [(part, composer.blocks(part)) for part in PARTS],
        "reflect": composer.reflect(),
        "facts": [edition.registers.facts[name] for name in block["facts"]],
        "credits": block["credits"],
        "figures": any(one.kind == "figure" for all_ in shown.values() for one in all_),
        **(_for_instructors(edition) if secrets else {}),
    }


def _skills(edition: Edition) -> list[tuple[str, int, list[Exercise]]]:
    """Return each skill and level with the exercises that show it."""
    found: dict[tuple[str, int], list[Exercise]] = {}
    for exercise in edition.lesson.exercises:
        found.setdefault((exercise.skill, exercise.level), []).append(exercise)
    return [
        (skill_name(edition, skill), level, exercises)
        for (skill, level), exercises in sorted(found.items())
    ]


def skill_name(edition: Edition, skill: str) -> str:
    """Return the id of a skill with its name.

    Parameters
    ----------
    edition : Edition
        For the names and the language.
    skill : str
        The id.

    Returns
    -------
    str
        The id alone if the standard does not know it.
    """
    name = edition.skill_names.get(skill)
    return f"{skill} {name.get(edition.lang)}" if name else skill


def _contents(
    lesson: Lesson, headings: Mapping[int, tuple[Heading, ...]]
) -> dict[str, list[tuple[str, str]]]:
    """Return id and words of the main headings of each part."""
    return {
        part: [
            (heading.id, heading.text)
            for cell in lesson.cells
            if cell.role == "text" and lesson.part_of(cell) == part
            for heading in headings.get(cell.line, ())
            if heading.level == _MAIN
        ]
        for part in PARTS
    }


_MAIN = 3


def _for_instructors(edition: Edition) -> dict[str, Any]:
    lesson = edition.lesson
    steps = timetable(lesson)
    reading = round(sum(step.reading for step in steps))
    doing = sum(step.doing for step in steps)
    whole = lesson.front.data["lesson"]["minutes"]
    return {
        "steps": steps,
        "totals": {
            "reading": reading,
            "doing": doing,
            "sum": reading + doing,
            "whole": whole,
            "rest": whole - reading - doing,
        },
        "overview": [_overview(edition, exercise) for exercise in lesson.exercises],
    }


def _overview(edition: Edition, exercise: Exercise) -> dict[str, Any]:
    kind = TYPES.get(exercise.type)
    return {
        "exercise": exercise,
        "type": f"{exercise.type} {kind.get(edition.lang)}" if kind else exercise.type,
        "skill": skill_name(edition, exercise.skill),
        "misconceptions": sorted({name for _, name in misconceptions_named(exercise)}),
    }
