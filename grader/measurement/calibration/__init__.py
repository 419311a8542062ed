"""Items estimated from answers: by likelihood alone, or with what their authors declared as priors."""

from __future__ import annotations

from grader.measurement.calibration.calibrate import (
    Calibration,
    Proposal,
    calibrate,
    first_answers,
)
from grader.measurement.calibration.experts import ExpertError, expert_error
from grader.measurement.calibration.learned import ItemCurves
from grader.measurement.calibration.logistic import OneParameterLogistic, TwoParameterLogistic
from grader.measurement.calibration.partial_credit import GeneralizedPartialCredit
from grader.measurement.calibration.posterior_mode import (
    ItemPrior,
    PosteriorMode,
    ScalePrior,
    policy_scale,
)
from grader.measurement.calibration.publish import bank_record, publish_bank
from grader.measurement.calibration.search import QuadratureCheck
from grader.measurement.calibration.stage import bank_path, calibrate_workspace

__all__ = [
    "Calibration",
    "ExpertError",
    "GeneralizedPartialCredit",
    "ItemCurves",
    "ItemPrior",
    "OneParameterLogistic",
    "PosteriorMode",
    "Proposal",
    "QuadratureCheck",
    "ScalePrior",
    "TwoParameterLogistic",
    "bank_path",
    "bank_record",
    "calibrate",
    "calibrate_workspace",
    "expert_error",
    "first_answers",
    "policy_scale",
    "publish_bank",
]
