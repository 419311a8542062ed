"""The adaptive diagnostic: a few short items, and the modules worth taking next. It certifies nothing."""

from __future__ import annotations

from grader.diagnosis.item_checks import lint_items
from grader.diagnosis.items import ShortItem, load_items
from grader.diagnosis.model import Model, build_model
from grader.diagnosis.recommend import Plan, Suggestion, plan_for
from grader.diagnosis.result import Result, result_of
from grader.diagnosis.rules import RULES
from grader.diagnosis.selection import Goal, goal_for
from grader.diagnosis.session import Diagnostic, Session, next_step, with_answer
from grader.diagnosis.settings import Settings
from grader.diagnosis.simulate import Crowd, Sittings, simulate_sittings
from grader.diagnosis.stage import Desk, diagnostic_for, open_desk, report_of

__all__ = [
    "RULES",
    "Crowd",
    "Desk",
    "Diagnostic",
    "Goal",
    "Model",
    "Plan",
    "Result",
    "Session",
    "Settings",
    "ShortItem",
    "Sittings",
    "Suggestion",
    "build_model",
    "diagnostic_for",
    "goal_for",
    "lint_items",
    "load_items",
    "next_step",
    "open_desk",
    "plan_for",
    "report_of",
    "result_of",
    "simulate_sittings",
    "with_answer",
]
