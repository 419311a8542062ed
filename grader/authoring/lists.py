"""The lists that later stages read: the bank of exercises with its lessons, and the assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.authoring.content import content_sha256
from grader.schema.store import write_json
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.authoring.lesson import Exercise, Lesson
    from grader.text import Text
    from grader.workspace import Workspace


def item(lesson: Lesson, exercise: Exercise) -> dict[str, Any]:
    """Return the row of an assessed exercise in the item list (the Q-matrix).

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    exercise : Exercise
        One of its assessed exercises.

    Returns
    -------
    dict
        JSON data.
    """
    return {
        "id": exercise.id,
        "lesson": lesson.slug,
        "skill": exercise.skill,
        "level": exercise.level,
        "categories": exercise.categories,
        "points": exercise.points,
        "minutes": exercise.minutes,
        "title": _pair(exercise.title),
        "type": exercise.type,
        "content": content_sha256(lesson, exercise),
    }


def write_lists(workspace: Workspace, lessons: Sequence[Lesson]) -> None:
    """Write ``build/items.json`` and ``build/assignments.json``.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    lessons : sequence of Lesson
        Its active lessons.
    """
    bank = {
        "format_version": 1,
        "items": [item(lesson, e) for lesson in lessons for e in lesson.assessed],
        "lessons": [_offered(lesson) for lesson in lessons],
    }
    write_json(workspace.build / "items.json", bank, "items")
    assignments = [
        {"assignment": f"{lesson.slug}-{lang}", "lesson": lesson.slug, "lang": lang}
        for lesson in lessons
        for lang in LANGS
    ]
    write_json(
        workspace.build / "assignments.json",
        {"format_version": 1, "assignments": assignments},
        "assignments",
    )


def _offered(lesson: Lesson) -> dict[str, Any]:
    told = lesson.front.data["lesson"]
    return {
        "lesson": lesson.slug,
        "title": _pair(lesson.title),
        "track": told["track"],
        "minutes": told["minutes"],
        "requires": list(told["requires"]),
    }


def _pair(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}
