"""Look at one lesson as a trainee sees it, in a place that may be thrown away."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.exchange.release import Handout, release
from grader.schema.store import write_text
from grader.workspace import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.text import Lang, Text
    from grader.workspace import Workspace

VIEWER = "preview"
"""The trainee in whose world a preview is shown."""


def preview_place(workspace: Workspace, lesson: str) -> Workspace:
    """Return the workspace of a preview: the same content, its own build and records.

    Parameters
    ----------
    workspace : Workspace
        The real one.
    lesson : str
        Slug of the lesson.

    Returns
    -------
    Workspace
        Everything that a preview writes stands under ``build/preview/<lesson>``.
    """
    root = workspace.build / "preview" / lesson
    return replace(workspace, root=root, build=root / "build", records=root / "records")


def preview(
    workspace: Workspace,
    lesson: str,
    *,
    lang: Lang,
    skill_names: Mapping[str, Text],
    practice: bool = False,
) -> tuple[Workspace, Handout]:
    """Build one lesson, in progress or not, and hand it out anew.

    Parameters
    ----------
    workspace : Workspace
        Where the lesson stands; its build and its records are left alone.
    lesson : str
        Slug of the lesson.
    lang : {'ja', 'en'}
        Edition.
    skill_names : mapping of str to Text
        Names of the skills.
    practice : bool
        Whether to hand out practice.

    Returns
    -------
    Workspace
        The place of the preview.
    Handout
        What was handed out; an earlier preview is overwritten.

    Raises
    ------
    InputError
        If there is no such lesson.
    LessonError
        If it is broken.
    """
    from grader.authoring.build import build_lessons, named_lessons  # noqa: PLC0415  # a second and a half

    lessons, registers = named_lessons(workspace, [lesson])
    place = preview_place(workspace, lesson)
    build_lessons(place, lessons, registers, skill_names=skill_names)
    _open_place(place)
    folder = place.handouts / VIEWER / f"{lesson}-{lang}{'-practice' if practice else ''}"
    shutil.rmtree(folder, ignore_errors=True)
    (handout,) = release(place, trainee=VIEWER, lang=lang, lessons=[lesson], practice=practice)
    return place, handout


def _open_place(place: Workspace) -> None:
    """Make the place a workspace of its own, so that practice and `kakehashi submit` work inside it."""
    parts = ("standard", "curriculum", "assessments", "build", "records")
    overlay = {} if place.overlay is None else {"overlay": place.overlay.as_posix()}
    told = {
        "format_version": 1,
        "name": {"ja": place.name.ja, "en": place.name.en},
        "paths": {**overlay, **{part: getattr(place, part).as_posix() for part in parts}},
    }
    # JSON is YAML, and quotes what must be quoted.
    write_text(place.root / FILE_NAME, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
