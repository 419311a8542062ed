"""From ``lesson.md`` to notebooks, and the proof that every exercise measures what it says."""

from __future__ import annotations

from grader.authoring.build import active_lessons, build, build_lessons, handout, named_lessons
from grader.authoring.lesson import Exercise, Lesson, load_lesson, read_lesson
from grader.authoring.lint import lint_curriculum, lint_lesson
from grader.authoring.registers import Registers, load_registers
from grader.authoring.rules import RULES
from grader.authoring.selftest import Proof, proofs_of, prove

__all__ = [
    "RULES",
    "Exercise",
    "Lesson",
    "Proof",
    "Registers",
    "active_lessons",
    "build",
    "build_lessons",
    "handout",
    "lint_curriculum",
    "lint_lesson",
    "load_lesson",
    "load_registers",
    "named_lessons",
    "proofs_of",
    "prove",
    "read_lesson",
]
