"""Levels against roles: gaps, and fit with its parts, for people and for teams."""

from __future__ import annotations

from grader.placement.document import fit
from grader.placement.evidence import PersonEvidence, read_evidence
from grader.placement.parts import Label, Part, judge, label
from grader.placement.recommend import (
    Advice,
    AdviceView,
    Gain,
    Module,
    after_module,
    prior_steps,
    read_modules,
    recommend,
)
from grader.placement.scores import (
    FitScores,
    Interval,
    Profiles,
    fit_scores,
    growth_scores,
    must_scores,
    weighted_levels,
)
from grader.placement.stage import fit_path, run, run_advice, run_team
from grader.placement.team import TeamPart, TeamView, team_coverage

__all__ = [
    "Advice",
    "AdviceView",
    "FitScores",
    "Gain",
    "Interval",
    "Label",
    "Module",
    "Part",
    "PersonEvidence",
    "Profiles",
    "TeamPart",
    "TeamView",
    "after_module",
    "fit",
    "fit_path",
    "fit_scores",
    "growth_scores",
    "judge",
    "label",
    "must_scores",
    "prior_steps",
    "read_evidence",
    "read_modules",
    "recommend",
    "run",
    "run_advice",
    "run_team",
    "team_coverage",
    "weighted_levels",
]
