"""Responses in, levels with honest uncertainty out."""

from __future__ import annotations

from grader.measurement.attempts import Evidence, collect, load_results
from grader.measurement.bank import Bank, expert_bank
from grader.measurement.blueprint import check_blueprint
from grader.measurement.decide import Decision, decide, level_at
from grader.measurement.document import Measurement, measure
from grader.measurement.estimate import MISSING, SkillEstimates, estimate
from grader.measurement.items import Item, bank_document, category, load_items
from grader.measurement.parameters import ItemParameters
from grader.measurement.policy import Policy, load_policy
from grader.measurement.posterior import Later
from grader.measurement.rules import RULES
from grader.measurement.sentence import Verdict, is_thin, report_sentence, verdict
from grader.measurement.simulate import Population, Simulated, simulate
from grader.measurement.sittings import ResultFile
from grader.measurement.stage import estimates_path, measure_workspace, run

__all__ = [
    "MISSING",
    "RULES",
    "Bank",
    "Decision",
    "Evidence",
    "Item",
    "ItemParameters",
    "Later",
    "Measurement",
    "Policy",
    "Population",
    "ResultFile",
    "Simulated",
    "SkillEstimates",
    "Verdict",
    "bank_document",
    "category",
    "check_blueprint",
    "collect",
    "decide",
    "estimate",
    "estimates_path",
    "expert_bank",
    "is_thin",
    "level_at",
    "load_items",
    "load_policy",
    "load_results",
    "measure",
    "measure_workspace",
    "report_sentence",
    "run",
    "simulate",
    "verdict",
]
