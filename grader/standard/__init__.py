"""The skill standard: YAML held to rules, then frozen records."""

from __future__ import annotations

from grader.standard.frameworks import Cell, Match, Persona
from grader.standard.lint import RULES, lint_standard, read_standard
from grader.standard.load import load_rulebook, load_stamp, load_standard
from grader.standard.model import Level, Scale, Skill, Source, Standard
from grader.standard.overlay import (
    Change,
    OverlayInfo,
    overlay_changes,
    overlay_template,
    standard_stamp,
)
from grader.standard.overlay_checks import is_municipality_code
from grader.standard.placement_model import (
    COMMON_GATES,
    Development,
    Placement,
    Qualification,
    SharingScheme,
)
from grader.standard.qualifications import Held, qualification_state
from grader.standard.role_model import (
    NEEDS,
    Applies,
    Context,
    Requirement,
    Role,
    StaffLayer,
    role_in_context,
)
from grader.standard.rulings import BidCase, Link, Tie

__all__ = [
    "COMMON_GATES",
    "NEEDS",
    "RULES",
    "Applies",
    "BidCase",
    "Cell",
    "Change",
    "Context",
    "Development",
    "Held",
    "Level",
    "Link",
    "Match",
    "OverlayInfo",
    "Persona",
    "Placement",
    "Qualification",
    "Requirement",
    "Role",
    "Scale",
    "SharingScheme",
    "Skill",
    "Source",
    "StaffLayer",
    "Standard",
    "Tie",
    "is_municipality_code",
    "lint_standard",
    "load_rulebook",
    "load_stamp",
    "load_standard",
    "overlay_changes",
    "overlay_template",
    "qualification_state",
    "read_standard",
    "role_in_context",
    "standard_stamp",
]
