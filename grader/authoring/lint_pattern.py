"""What makes two hundred exercises one course: forms, variety, pace, notes for the instructor, one word per thing."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from grader.authoring import rules
from grader.authoring.lint_text import japanese_characters
from grader.authoring.literal import stub
from grader.findings import Finding
from grader.lab.choices import offered, slots
from grader.lab.literals import parsed
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from grader.authoring.lesson import Cell, Exercise, Lesson
    from grader.authoring.registers import Registers

EXERCISES = (8, 10)
SKILLS = (2, 4)
MIN_TYPES = 3
MAX_STRETCH = 1500
"""Japanese characters between two things to do: three minutes of reading."""
CHARACTERS_PER_MINUTE = 500


def pattern_findings(lesson: Lesson, registers: Registers) -> Iterator[Finding]:
    """Hold a lesson to the pattern that all lessons share.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    registers : Registers
        For the glossary.

    Yields
    ------
    Finding
        Rules L011, L020, L021, L022, L023 and L024.
    """
    for exercise in lesson.exercises:
        yield from _choice_findings(lesson, exercise)
    yield from _note_findings(lesson)
    yield from _variety_findings(lesson)
    yield from _pace_findings(lesson)
    yield from _word_findings(lesson, registers.glossary)


def literal_of(exercise: Exercise) -> Any:
    """Return the literal that an exercise hands out, full of None.

    Parameters
    ----------
    exercise : Exercise
        An exercise of form literal.

    Returns
    -------
    Any
        Dicts, lists and None; None as well if the cell has no such literal.
    """
    try:
        return parsed(stub(exercise), exercise.answer)[1]
    except (SyntaxError, ValueError):  # L017 tells of it
        return None


def _choice_findings(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    if exercise.form != "literal":
        return
    open_slots = [
        ".".join(map(str, slot)) or exercise.answer
        for slot in slots(literal_of(exercise))
        if offered(slot, exercise.choices) is None
    ]
    if open_slots:
        names = ", ".join(open_slots)
        yield Finding(
            rules.L020,
            lesson.path,
            exercise.line,
            Text(
                f"{exercise.id}: choices が {names} について何も言っていません。",
                f"{exercise.id}: choices says nothing about {names}.",
            ),
        )


def _note_findings(lesson: Lesson) -> Iterator[Finding]:
    for part in ("learn", "assess"):
        if not any(c.role == "teach" and lesson.part_of(c) == part for c in lesson.cells):
            yield Finding(
                rules.L021,
                lesson.path,
                lesson.front.line("lesson"),
                Text(
                    f"{part} に講師への注記がありません。",
                    f"There is no note for the instructor in {part}.",
                ),
            )


def _variety_findings(lesson: Lesson) -> Iterator[Finding]:
    types = {e.type for e in lesson.exercises}
    skills = {e.skill for e in lesson.exercises}
    count = len({c.exercise for c in lesson.cells if c.exercise is not None})
    line = lesson.front.line("lesson")
    if count != len(lesson.exercises):
        return  # of a broken exercise, type and skill are not known
    if len(types) < MIN_TYPES:
        yield Finding(
            rules.L022,
            lesson.path,
            line,
            Text(f"問題の型が {len(types)} 種類です。", f"There are {len(types)} item types."),
        )
    for number, (low, high), ja, en in (
        (count, EXERCISES, "問題", "exercises"),
        (len(skills), SKILLS, "スキル", "skills"),
    ):
        if not low <= number <= high:
            yield Finding(
                rules.L022,
                lesson.path,
                line,
                Text(
                    f"{ja}が {number} 個です（{low}〜{high}）。",
                    f"There are {number} {en} ({low} to {high}).",
                ),
            )


def _pace_findings(lesson: Lesson) -> Iterator[Finding]:
    stretch = 0
    for cell in lesson.cells:
        if cell.role == "worked" or (cell.exercise and cell.role == "text"):
            stretch = 0
        elif cell.role == "text" and cell.lang == "ja":
            stretch += japanese_characters(cell.source)
            if stretch > MAX_STRETCH:
                yield Finding(
                    rules.L023,
                    lesson.path,
                    cell.line,
                    Text(
                        f"{stretch} 字、読むだけが続きます。",
                        f"{stretch} characters are only to be read.",
                    ),
                )
                stretch = 0
    texts = [c for c in lesson.cells if c.role == "text" and c.lang == "ja"]
    reading = sum(japanese_characters(c.source) for c in texts) / CHARACTERS_PER_MINUTE
    needed = sum(e.minutes for e in lesson.exercises) + reading
    stated = lesson.front.data["lesson"]["minutes"]
    if needed > stated:
        yield Finding(
            rules.L011,
            lesson.path,
            lesson.front.line("lesson", "minutes"),
            Text(
                f"問題と読む時間で {needed:.0f} 分かかり、教材の {stated} 分を超えます。",
                f"Exercises and reading take {needed:.0f} minutes, more than the lesson's {stated}.",
            ),
        )


def _word_findings(lesson: Lesson, glossary: Mapping[str, str]) -> Iterator[Finding]:
    # The longest first: a term inside another one is not that term.
    terms = sorted(glossary, key=lambda term: (-len(term), term))
    texts = [c for c in lesson.cells if c.kind == "text"]
    for ja, en in pairwise(texts):
        if (ja.lang, en.lang) != ("ja", "en"):
            continue
        for term in _without_twin(ja, en, terms, glossary):
            yield Finding(
                rules.L024,
                lesson.path,
                ja.line,
                Text(
                    f"「{term}」の英語 “{glossary[term]}” が英語のセルにありません。",
                    f"“{glossary[term]}” for 「{term}」 is not in the English cell.",
                ),
            )


def _without_twin(
    ja: Cell, en: Cell, terms: list[str], glossary: Mapping[str, str]
) -> Iterator[str]:
    text, there = ja.source, " ".join(en.source.lower().split())
    for term in terms:
        if term in text:
            text = text.replace(term, " ")
            english = re.sub(r"\s*\(.*?\)", "", glossary[term]).lower()
            if english not in there:
                yield term
