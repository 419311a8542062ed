"""Build the lessons of a workspace: notebooks for nbgrader, exemplars, the texts of the lab, and the item list."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import nbformat

from grader.authoring.editions import drop_stale, write_editions, write_index
from grader.authoring.lesson import Lesson, load_lesson
from grader.authoring.lesson_form import PARTS
from grader.authoring.lint_code import misconceptions_named
from grader.authoring.lists import write_lists
from grader.authoring.literal import stub, written
from grader.authoring.notebooks import (
    Edition,
    answered_notebook,
    release_notebook,
    source_notebook,
    with_facts,
)
from grader.authoring.practice import practice_notebook
from grader.authoring.registers import Registers, load_registers
from grader.authoring.remedy import links
from grader.errors import InputError
from grader.marking.worlds import make_world, seed_of, write_data
from grader.schema.store import write_json, write_text
from grader.text import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from nbformat import NotebookNode

    from grader.authoring.lesson import Exercise
    from grader.text import Text
    from grader.workspace import Workspace

EXEMPLAR = "exemplar"
"""The trainee in whose world the exemplar notebooks are written."""


def active_lessons(workspace: Workspace) -> tuple[list[Lesson], Registers]:
    """Read the active lessons of a workspace.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    list of Lesson
        In the order of the registry.
    Registers
        The registers.

    Raises
    ------
    LessonError
        If a register or a lesson is broken.
    """
    registers = load_registers(workspace.curriculum)
    return [load_lesson(workspace.curriculum / entry.slug) for entry in registers.active], registers


def named_lessons(workspace: Workspace, names: Collection[str]) -> tuple[list[Lesson], Registers]:
    """Read lessons by name, those in progress too; all active ones if no name is given.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    names : collection of str
        Slugs.

    Returns
    -------
    list of Lesson
        In the order of the names.
    Registers
        The registers.

    Raises
    ------
    InputError
        If the registry has no lesson of that name.
    LessonError
        If a register or one of the lessons is broken.
    """
    if not names:
        return active_lessons(workspace)
    registers = load_registers(workspace.curriculum)
    known = [entry.slug for entry in registers.lessons]
    for name in names:
        if name not in known:
            raise InputError(
                f"教材「{name}」はありません。あるのは {'、'.join(known)} です。",
                f"There is no lesson “{name}”; there are {', '.join(known)}.",
            )
    return [load_lesson(workspace.curriculum / name) for name in names], registers


def handout(lesson: Lesson, registers: Registers) -> dict[str, Any]:
    """Return what ``lesson.json`` tells the lab: names, stubs, hints, messages; nothing secret.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    registers : Registers
        For the messages of misconceptions.

    Returns
    -------
    dict
        JSON data.
    """
    named = {name for e in lesson.exercises for _, name in misconceptions_named(e)}
    ideas = {name: idea for name, idea in registers.misconceptions.items() if name in named}
    return {
        "format_version": 1,
        "lesson": lesson.slug,
        "title": _pair(lesson.title),
        "exercises": {e.id: _exercise(e, registers) for e in lesson.exercises},
        "misconceptions": {name: _pair(idea.message) for name, idea in ideas.items()},
        "remedies": {name: found for name, idea in ideas.items() if (found := links(idea, lesson))},
        # Those of assessed exercises would tell the answer.
        "solutions": {
            name: text
            for name, text in solutions(lesson, registers).items()
            if name not in {exercise.id for exercise in lesson.assessed}
        },
    }


def solutions(lesson: Lesson, registers: Registers) -> dict[str, dict[str, str]]:
    """Return the explanations of a lesson's exercises.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    registers : Registers
        For facts.

    Returns
    -------
    dict
        From exercise to Markdown in both languages; exercises without an explanation are left out.
    """
    return {
        exercise.id: {
            lang: "\n\n".join(
                with_facts(cell.source, registers, lang) for cell in exercise.find("solution", lang)
            )
            for lang in LANGS
        }
        for exercise in lesson.exercises
        if exercise.find("solution")
    }


def _exercise(exercise: Exercise, registers: Registers) -> dict[str, Any]:
    hints = {
        lang: [with_facts(c.source, registers, lang) for c in exercise.find("hint", lang)]
        for lang in LANGS
    }
    return {
        "part": exercise.part,
        "title": _pair(exercise.title),
        "answer": exercise.answer,
        "points": exercise.points,
        "stub": stub(exercise),
        "choices": dict(exercise.choices),
        "hints": hints,
    }


def _pair(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def right_answers(lesson: Lesson, workspace: Workspace, trainee: str) -> dict[str, str]:
    """Write out the right answers for one trainee's world.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    workspace : Workspace
        Its workspace.
    trainee : str
        Decides the world.

    Returns
    -------
    dict
        From exercise to the source of the answer cell.
    """
    own = make_world(workspace.curriculum, lesson.slug, seed_of(lesson.slug, trainee))
    return {e.id: written(e, e.one("answer"), own) for e in lesson.exercises}


def build(
    workspace: Workspace,
    *,
    skill_names: Mapping[str, Text],
    progress: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Build every active lesson in both languages.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    skill_names : mapping of str to Text
        Names of the skills, shown under each exercise.
    progress : callable
        Told the name of each assignment when it is done.

    Returns
    -------
    list of str
        Names of the assignments built.

    Raises
    ------
    LessonError
        If a lesson is broken.
    """
    lessons, registers = active_lessons(workspace)
    return build_lessons(workspace, lessons, registers, skill_names=skill_names, progress=progress)


def build_lessons(
    workspace: Workspace,
    lessons: list[Lesson],
    registers: Registers,
    *,
    skill_names: Mapping[str, Text],
    progress: Callable[[str], None] = lambda _: None,
) -> list[str]:
    """Build given lessons in both languages; what the build folder holds of others is dropped.

    Parameters
    ----------
    workspace : Workspace
        Where to build.
    lessons : list of Lesson
        The lessons.
    registers : Registers
        The registers of their curriculum.
    skill_names : mapping of str to Text
        Names of the skills, shown under each exercise.
    progress : callable
        Told the name of each assignment when it is done.

    Returns
    -------
    list of str
        Names of the assignments built.

    Raises
    ------
    LessonError
        If an answer or a world of a lesson is broken.
    """
    _write_handouts(workspace, lessons, registers)
    built = []
    for lesson in lessons:
        answers = right_answers(lesson, workspace, EXEMPLAR)
        for lang in LANGS:
            edition = Edition(lesson, lang, registers, skill_names)
            _write_edition(workspace, edition, answers)
            _write_pages(workspace, edition, answers, lessons)
            built.append(edition.assignment)
            progress(edition.assignment)
    write_index(workspace, lessons)
    _remove_stale(workspace, set(built))
    drop_stale(workspace, {lesson.slug for lesson in lessons})
    # Last, so that a build that stopped half-way is not listed as a whole one.
    write_lists(workspace, lessons)
    return built


def _write_handouts(workspace: Workspace, lessons: list[Lesson], registers: Registers) -> None:
    for lesson in lessons:
        text = json.dumps(handout(lesson, registers), ensure_ascii=False, indent=1, sort_keys=True)
        write_text(workspace.build / "lessons" / f"{lesson.slug}.json", text + "\n")
    told = {lesson.slug: solutions(lesson, registers) for lesson in lessons}
    write_json(
        workspace.build / "solutions.json", {"format_version": 1, "lessons": told}, "solutions"
    )


def _write_edition(workspace: Workspace, edition: Edition, answers: Mapping[str, str]) -> None:
    course, name = workspace.build / "course", edition.assignment
    write_notebook(
        course / "source" / name / "assess.ipynb", source_notebook(edition, "assess", answers)
    )
    write_notebook(workspace.build / "practice" / name / "assess.ipynb", practice_notebook(edition))
    exemplar = workspace.build / "exemplar" / name
    for part in PARTS:
        write_notebook(course / "release" / name / f"{part}.ipynb", release_notebook(edition, part))
        write_notebook(
            exemplar / f"{part}.ipynb", answered_notebook(edition, part, answers, hidden=True)
        )
    write_data(
        workspace,
        lesson=edition.lesson.slug,
        trainee=EXEMPLAR,
        lang=edition.lang,
        out=exemplar / "data",
    )


def _write_pages(
    workspace: Workspace, edition: Edition, answers: Mapping[str, str], lessons: list[Lesson]
) -> None:
    slug = edition.lesson.slug
    own = make_world(workspace.curriculum, slug, seed_of(slug, EXEMPLAR))
    data = workspace.build / "exemplar" / edition.assignment / "data"
    write_editions(workspace, edition, answers=answers, own=own, data=data, lessons=lessons)


def _remove_stale(workspace: Workspace, built: set[str]) -> None:
    """Drop what an earlier build made of lessons that are no longer active."""
    for kind in ("course/source", "course/release", "exemplar", "practice"):
        for folder in sorted((workspace.build / kind).glob("*")):
            if folder.name not in built:
                shutil.rmtree(folder)
    slugs = {name.rpartition("-")[0] for name in built}
    for path in sorted((workspace.build / "lessons").glob("*.json")):
        if path.stem not in slugs:
            path.unlink()


def write_notebook(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook, whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    notebook : NotebookNode
        The notebook.
    """
    write_text(path, nbformat.writes(notebook) + "\n")
