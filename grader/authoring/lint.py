"""The linter of lessons: what a reader, a trainee and the measurement model need from every one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring import rules
from grader.authoring.lesson import Lesson, read_lesson
from grader.authoring.lint_code import code_findings, misconceptions_named
from grader.authoring.lint_pattern import pattern_findings
from grader.authoring.lint_text import text_findings
from grader.authoring.registers import Registers, read_registers
from grader.authoring.remedy import remedy
from grader.findings import Finding, soften, sort_findings
from grader.text import LANGS, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from grader.authoring.lesson import Exercise

MAX_EXERCISE_MINUTES = 15
HINTS = 3
_WRONGS = {"assess": 2, "learn": 1}


def lint_curriculum(
    curriculum: Path,
    *,
    ceilings: Mapping[str, int] | None,
    today: date,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Check the registers and all lessons of a curriculum.

    Parameters
    ----------
    curriculum : Path
        Folder of the lessons.
    ceilings : mapping of str to int or None
        ``auto_ceiling`` of each skill of the standard; None if the standard cannot be read, then skills are not
        checked.
    today : date
        Facts that expired before it are warned of.
    progress : callable
        Told the slug of each lesson when it is done.

    Returns
    -------
    list of Finding
        Sorted; one broken lesson does not hide the others, and lessons that are ``wip`` only warn.
    """
    registers, findings = read_registers(curriculum)
    if registers is None:
        return sort_findings(findings)
    findings += _registry_findings(curriculum, registers)
    findings += _fact_findings(registers, today)
    findings += _remedy_findings(curriculum, registers)
    for entry in registers.lessons:
        folder = curriculum / entry.slug
        if (folder / "lesson.md").is_file():
            found = lint_lesson(folder, registers=registers, ceilings=ceilings)
            findings += found if entry.status == "active" else soften(found)
            progress(entry.slug)
    return sort_findings(findings)


def lint_lesson(
    folder: Path, *, registers: Registers, ceilings: Mapping[str, int] | None
) -> list[Finding]:
    """Check one lesson.

    Parameters
    ----------
    folder : Path
        ``curriculum/<slug>``.
    registers : Registers
        The registers of the curriculum.
    ceilings : mapping of str to int or None
        ``auto_ceiling`` of each skill; None leaves skills unchecked.

    Returns
    -------
    list of Finding
        Unsorted.
    """
    lesson, findings = read_lesson(folder)
    if lesson is None:
        return findings
    findings += _lesson_findings(lesson, registers)
    findings += text_findings(lesson, registers)
    findings += pattern_findings(lesson, registers)
    for exercise in lesson.exercises:
        findings += _exercise_findings(lesson, exercise, registers)
        findings += _skill_findings(lesson, exercise, ceilings)
        findings += code_findings(lesson.path, exercise)
    return findings


def _registry_findings(curriculum: Path, registers: Registers) -> Iterator[Finding]:
    document = registers.documents["registry"]
    slugs = [entry.slug for entry in registers.lessons]
    for index, entry in enumerate(registers.lessons):
        line = document.line("lessons", index)
        if not (curriculum / entry.slug / "lesson.md").is_file():
            yield Finding(
                rules.L016,
                document.path,
                line,
                Text(
                    f"{entry.slug}/lesson.md がありません。", f"There is no {entry.slug}/lesson.md."
                ),
            )
        same = [
            e for e in registers.lessons[:index] if entry.slug == e.slug or entry.uuid == e.uuid
        ]
        if same:
            yield Finding(
                rules.L016,
                document.path,
                line,
                Text(
                    f"{entry.slug} の slug か uuid が重なっています。",
                    f"The slug or uuid of {entry.slug} stands twice.",
                ),
            )
    for path in sorted(curriculum.glob("*/lesson.md")):
        if path.parent.name not in slugs:
            yield Finding(
                rules.L016,
                path,
                1,
                Text(
                    f"{path.parent.name} が registry.yaml にありません。",
                    f"{path.parent.name} is not in registry.yaml.",
                ),
            )


def _fact_findings(registers: Registers, today: date) -> Iterator[Finding]:
    document = registers.documents["facts"]
    for name, fact in registers.facts.items():
        if fact.expires < today.isoformat():
            yield Finding(
                rules.L014,
                document.path,
                document.line(name, "expires"),
                Text(
                    f"{name} は {fact.expires} で期限切れです。",
                    f"{name} expired on {fact.expires}.",
                ),
            )


def _remedy_findings(curriculum: Path, registers: Registers) -> Iterator[Finding]:
    document = registers.documents["misconceptions"]
    unfinished = {entry.slug for entry in registers.lessons} - {e.slug for e in registers.active}
    for name, idea in registers.misconceptions.items():
        if remedy(idea, curriculum) is None:
            yield Finding(
                rules.L007,
                document.path,
                document.line(name, "remedy"),
                Text(
                    f"{name}: 戻る場所「{idea.remedy}」という見出しはありません。",
                    f"{name}: there is no heading “{idea.remedy}” to read again.",
                ),
                softened=idea.remedy.partition("/")[0].strip() in unfinished,
            )


def _lesson_findings(lesson: Lesson, registers: Registers) -> Iterator[Finding]:
    yield from _registered_findings(lesson, registers)
    yield from _numbering_findings(lesson)
    if not any(c.role == "reflect" for c in lesson.cells):
        yield Finding(
            rules.L018,
            lesson.path,
            lesson.front.line("lesson"),
            Text("持ち帰り課題がありません。", "There is no page to take to work."),
        )


def _registered_findings(lesson: Lesson, registers: Registers) -> Iterator[Finding]:
    entry = next((e for e in registers.lessons if e.slug == lesson.slug), None)
    if entry is not None and entry.code != lesson.code:
        yield Finding(
            rules.L016,
            lesson.path,
            lesson.front.line("lesson", "code"),
            Text(
                f"code が registry.yaml（{entry.code}）と違います。",
                f"The code differs from registry.yaml ({entry.code}).",
            ),
        )
    known = {e.slug for e in registers.lessons} - {lesson.slug}
    for index, slug in enumerate(lesson.front.data["lesson"]["requires"]):
        if slug not in known:
            yield Finding(
                rules.L019,
                lesson.path,
                lesson.front.line("lesson", "requires", index),
                Text(f"「{slug}」という教材はありません。", f"There is no lesson “{slug}”."),
            )


def _numbering_findings(lesson: Lesson) -> Iterator[Finding]:
    # Broken exercises count too: one mistake is told once.
    first = {c.exercise: c.line for c in reversed(lesson.cells) if c.exercise is not None}
    ids = sorted(first, key=lambda name: first[name])
    for number, name in enumerate(ids, start=1):
        wanted = f"{lesson.code.lower()}-q{number}"
        if name != wanted:
            yield Finding(
                rules.L015,
                lesson.path,
                first[name],
                Text(
                    f"番号 {name} は {wanted} のはずです。",
                    f"The id {name} should be {wanted}.",
                ),
            )
            break


def _exercise_findings(
    lesson: Lesson, exercise: Exercise, registers: Registers
) -> Iterator[Finding]:
    path = lesson.path
    if exercise.minutes > MAX_EXERCISE_MINUTES:
        yield Finding(
            rules.L011,
            path,
            exercise.line,
            Text(
                f"{exercise.id}: {exercise.minutes} 分は長すぎます。",
                f"{exercise.id}: {exercise.minutes} minutes are too long.",
            ),
        )
    for lang in LANGS:
        count = len(exercise.find("hint", lang))
        if count != HINTS:
            yield Finding(
                rules.L009,
                path,
                exercise.line,
                Text(
                    f"{exercise.id}: {lang} のヒントが {count} 個です。",
                    f"{exercise.id}: has {count} hints in {lang}.",
                ),
            )
    yield from _wrong_findings(path, exercise)
    for line, name in misconceptions_named(exercise):
        if name not in registers.misconceptions:
            yield Finding(
                rules.L007,
                path,
                line,
                Text(f"{name} は台帳にありません。", f"{name} is not in the register."),
            )


def _wrong_findings(path: Path, exercise: Exercise) -> Iterator[Finding]:
    wrongs = exercise.find("wrong")
    zeros = [c for c in wrongs if c.meta.get("expect") == "zero"]
    said = {str(c.meta.get("says")) for c in wrongs}
    if len(said) < _WRONGS[exercise.part] or (exercise.part == "assess" and not zeros):
        yield Finding(
            rules.L006,
            path,
            exercise.line,
            Text(
                f"{exercise.id}: 誤解 {len(said)} 種類の誤答（expect: zero は {len(zeros)} 個）です。",
                f"{exercise.id}: has wrong answers of {len(said)} misconceptions ({len(zeros)} with expect: zero).",
            ),
        )
    for wrong in wrongs:
        missing = exercise.part == "assess" and str(wrong.meta.get("expect")) not in {
            "zero",
            "part",
        }
        if missing or "says" not in wrong.meta:
            yield Finding(
                rules.L006,
                path,
                wrong.line,
                Text(
                    f"{exercise.id}: says か expect（zero・part）がありません。",
                    f"{exercise.id}: says or expect (zero, part) is missing.",
                ),
            )


def _skill_findings(
    lesson: Lesson, exercise: Exercise, ceilings: Mapping[str, int] | None
) -> Iterator[Finding]:
    if ceilings is None:
        return
    ceiling = ceilings.get(exercise.skill)
    if ceiling is None:
        yield Finding(
            rules.L005,
            lesson.path,
            exercise.line,
            Text(
                f"{exercise.id}: スキル {exercise.skill} は標準にありません。",
                f"{exercise.id}: the standard has no skill {exercise.skill}.",
            ),
        )
    elif not 1 <= exercise.level <= ceiling:
        yield Finding(
            rules.L005,
            lesson.path,
            exercise.line,
            Text(
                f"{exercise.id}: {exercise.skill} をノートブックで示せるのはレベル {ceiling} までです（{exercise.level} とあります）。",
                f"{exercise.id}: notebooks can show {exercise.skill} up to level {ceiling}, not {exercise.level}.",
            ),
        )
