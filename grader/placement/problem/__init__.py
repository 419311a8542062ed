"""What the planner is given: people, posts, ties between people, and the city's policy."""

from __future__ import annotations

from grader.placement.problem.board import Board
from grader.placement.problem.document import problem_document, problem_from, problem_sha256
from grader.placement.problem.model import (
    Budget,
    Candidate,
    Goal,
    PlanPolicy,
    Post,
    Problem,
    Relation,
    SkillNeed,
)

__all__ = [
    "Board",
    "Budget",
    "Candidate",
    "Goal",
    "PlanPolicy",
    "Post",
    "Problem",
    "Relation",
    "SkillNeed",
    "problem_document",
    "problem_from",
    "problem_sha256",
]
