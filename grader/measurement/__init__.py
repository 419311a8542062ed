"""Responses in, levels with honest uncertainty out."""

from __future__ import annotations

from grader.measurement.attempts import Evidence, collect, load_results
from grader.measurement.bank import Bank, expert_bank, load_bank
from grader.measurement.blueprint import check_blueprint
from grader.measurement.calibration import (
    Calibration,
    ExpertError,
    GeneralizedPartialCredit,
    ItemCurves,
    ItemPrior,
    OneParameterLogistic,
    PosteriorMode,
    Proposal,
    QuadratureCheck,
    ScalePrior,
    TwoParameterLogistic,
    bank_path,
    bank_record,
    calibrate,
    calibrate_workspace,
    expert_error,
    first_answers,
    publish_bank,
)
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
    "Calibration",
    "Decision",
    "Evidence",
    "ExpertError",
    "GeneralizedPartialCredit",
    "Item",
    "ItemCurves",
    "ItemParameters",
    "ItemPrior",
    "Later",
    "Measurement",
    "OneParameterLogistic",
    "Policy",
    "Population",
    "PosteriorMode",
    "Proposal",
    "QuadratureCheck",
    "ResultFile",
    "ScalePrior",
    "Simulated",
    "SkillEstimates",
    "TwoParameterLogistic",
    "Verdict",
    "bank_document",
    "bank_path",
    "bank_record",
    "calibrate",
    "calibrate_workspace",
    "category",
    "check_blueprint",
    "collect",
    "decide",
    "estimate",
    "estimates_path",
    "expert_bank",
    "expert_error",
    "first_answers",
    "is_thin",
    "level_at",
    "load_bank",
    "load_items",
    "load_policy",
    "load_results",
    "measure",
    "measure_workspace",
    "publish_bank",
    "report_sentence",
    "run",
    "simulate",
    "verdict",
]
