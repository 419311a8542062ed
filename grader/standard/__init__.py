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
from grader.standard.overlay import (
    Change,
    OverlayInfo,
    overlay_changes,
    overlay_template,
    standard_stamp,
)
from grader.standard.overlay_checks import is_municipality_code

__all__ = [
    "RULES",
    "Cell",
    "Change",
    "Level",
    "Match",
    "OverlayInfo",
    "Persona",
    "Requirement",
    "Role",
    "Scale",
    "Skill",
    "Source",
    "Standard",
    "is_municipality_code",
    "lint_standard",
    "load_standard",
    "overlay_changes",
    "overlay_template",
    "standard_stamp",
]
