"""Levels against roles: gaps, and fit with its parts."""

from __future__ import annotations

from grader.placement.document import fit
from grader.placement.parts import Label, Part, judge, label
from grader.placement.scores import FitScores, Profiles, fit_scores
from grader.placement.stage import fit_path, run

__all__ = [
    "FitScores",
    "Label",
    "Part",
    "Profiles",
    "fit",
    "fit_path",
    "fit_scores",
    "judge",
    "label",
    "run",
]
