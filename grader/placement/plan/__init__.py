"""Plans: made, explained, changed by hand, compared, repaired."""

from __future__ import annotations

from grader.placement.plan.model import Flag, NextBest, Placed, Plan, Shortage

__all__ = ["Flag", "NextBest", "Placed", "Plan", "Shortage"]
