"""The skill standard: YAML held to rules, then frozen records."""

from __future__ import annotations

from grader.standard.lint import RULES, lint_standard
from grader.standard.load import load_rulebook, load_standard
from grader.standard.model import (
    Level,
    Match,
    Persona,
    Requirement,
    Role,
    Scale,
    Skill,
    Source,
    Standard,
)
from grader.standard.rulings import BidCase, Link, Tie

__all__ = [
    "RULES",
    "BidCase",
    "Level",
    "Link",
    "Match",
    "Persona",
    "Requirement",
    "Role",
    "Scale",
    "Skill",
    "Source",
    "Standard",
    "Tie",
    "lint_standard",
    "load_rulebook",
    "load_standard",
]
