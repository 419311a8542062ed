"""The quality stage: first attempts, bank, policy and roster in; pages and a workbook out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from grader.authoring.lesson import read_lesson
from grader.authoring.registers import read_registers
from grader.errors import InputError
from grader.measurement import load_bank, load_policy
from grader.quality.course import read_course
from grader.quality.groups import groups_of
from grader.quality.model import Place
from grader.quality.page import file_name, rendered
from grader.quality.report import Context, make_report
from grader.quality.workbook import workbook
from grader.schema.store import write_bytes, write_text
from grader.standard import load_standard
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from grader.measurement import Item, Policy
    from grader.quality.course import Course
    from grader.workspace import Workspace

Format = Literal["html", "xlsx"]
WORKBOOK = "quality.xlsx"


def run(
    workspace: Workspace,
    *,
    lesson: str | None = None,
    to: Path | None = None,
    groups: Path | None = None,
    formats: Collection[Format] = ("html", "xlsx"),
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Path]:
    """Write the quality report of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Reads the standard, the lessons, ``build/items.json``, ``assessments/measurement.yaml``, the
        results of the course and ``records/roster.csv``.
    lesson : str, optional
        Only this lesson; all if not given.
    to : Path, optional
        Folder of the files; ``records/quality`` if not given.
    groups : Path, optional
        A CSV with further groupings of the class.
    formats : collection of {'html', 'xlsx'}
        What to write.
    progress : callable, optional
        Told how many skills are done, and how many there are.

    Returns
    -------
    list of Path
        The files written. They name no person, and the same input gives the same bytes.

    Raises
    ------
    InputError
        If there is no usable bank, no answer, or the file of groups cannot be used.
    MeasurementError
        If there is no usable policy.
    StandardError
        If the standard breaks its own rules.
    """
    policy = load_policy(workspace.assessments / "measurement.yaml")
    course = read_course(workspace, policy, lesson=lesson)
    if not course.persons:
        raise InputError(
            f"{workspace.results}: 数えられる採点結果がありません。先に kakehashi grade を実行してください。",
            f"{workspace.results}: there is no result that counts; run kakehashi grade first.",
        )
    report = make_report(
        course,
        _context(workspace, course, policy),
        groups=groups_of(workspace, course, groups),
        progress=progress,
    )
    folder = to or workspace.records / "quality"
    written = []
    if "html" in formats:
        for lang in LANGS:
            written.append(folder / file_name(lang))
            write_text(written[-1], rendered(report, lang))
    if "xlsx" in formats:
        written.append(folder / WORKBOOK)
        write_bytes(written[-1], workbook(report))
    return written


def _context(workspace: Workspace, course: Course, policy: Policy) -> Context:
    standard = load_standard(workspace.standard, workspace.overlay)
    registers, _ = read_registers(workspace.curriculum)
    lessons, places = _lessons(workspace, course.items)
    names = {key: skill.name for key, skill in standard.skills.items()}
    ceilings = {key: skill.auto_ceiling for key, skill in standard.skills.items()}
    skills = {item.skill for item in course.items}
    return Context(
        name=workspace.name,
        policy=policy,
        bank=load_bank(workspace.assessments / "bank.json", items=course.items, policy=policy),
        lessons=lessons,
        skills={skill: names.get(skill, Text(skill, skill)) for skill in skills},
        ceilings={s: min(policy.notebook_ceiling, ceilings.get(s, policy.levels)) for s in skills},
        places=places,
        misconceptions=registers.misconceptions if registers else {},
    )


def _lessons(
    workspace: Workspace, items: Collection[Item]
) -> tuple[Mapping[str, Text], Mapping[str, Place]]:
    """Titles, and where each exercise stands; a lesson that cannot be read costs line numbers only."""
    titles: dict[str, Text] = {}
    places: dict[str, Place] = {}
    for slug in dict.fromkeys(item.lesson for item in items):
        file = (workspace.curriculum / slug / "lesson.md").as_posix()
        file = file.removeprefix(f"{workspace.root.as_posix()}/")
        lesson, _ = read_lesson(workspace.curriculum / slug)
        titles[slug] = lesson.title if lesson else Text(slug, slug)
        known = {exercise.id: exercise for exercise in lesson.exercises} if lesson else {}
        for item in items:
            if item.lesson != slug:
                continue
            exercise = known.get(item.id)
            hidden = exercise.find("hidden") if exercise else []
            text = f"{file}:{exercise.line}" if exercise else file
            places[item.id] = Place(text, f"{file}:{hidden[0].line}" if hidden else text)
    return titles, places
