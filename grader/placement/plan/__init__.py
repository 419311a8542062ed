"""Plans: made, explained, changed by hand, compared, repaired."""

from __future__ import annotations

from grader.placement.plan.document import plan_document, plan_from
from grader.placement.plan.model import NextBest, Placed, Plan, Shortage
from grader.placement.plan.store import list_plans, load_plan, plan_path, save_plan

__all__ = [
    "NextBest",
    "Placed",
    "Plan",
    "Shortage",
    "list_plans",
    "load_plan",
    "plan_document",
    "plan_from",
    "plan_path",
    "save_plan",
]
