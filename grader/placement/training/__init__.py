"""Training plans: the cheapest modules that make enough people eligible by a day."""

from __future__ import annotations

from grader.placement.training.model import (
    Demand,
    Missing,
    Purpose,
    Terms,
    Trainee,
    TrainingPlan,
    TrainingRow,
    demand_of,
)
from grader.placement.training.plan import make_training

__all__ = [
    "Demand",
    "Missing",
    "Purpose",
    "Terms",
    "Trainee",
    "TrainingPlan",
    "TrainingRow",
    "demand_of",
    "make_training",
]
