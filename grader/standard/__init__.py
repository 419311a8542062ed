"""The skill standard: YAML held to rules, then frozen records."""

from __future__ import annotations

from grader.standard.frameworks import Cell, Match, Persona
from grader.standard.lint import RULES, lint_standard
from grader.standard.load import load_standard
from grader.standard.model import (
    Level,
    Requirement,
    Role,
    Scale,
    Skill,
    Source,
    Standard,
)

__all__ = [
    "RULES",
    "Cell",
    "Level",
    "Match",
    "Persona",
    "Requirement",
    "Role",
    "Scale",
    "Skill",
    "Source",
    "Standard",
    "lint_standard",
    "load_standard",
]
