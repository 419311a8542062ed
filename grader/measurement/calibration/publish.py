"""Give the bank a new version."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.errors import MeasurementError
from grader.measurement.bank import parameters_record
from grader.schema.store import write_json

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from grader.measurement.calibration.calibrate import Calibration, Proposal
    from grader.measurement.calibration.experts import ExpertError
    from grader.measurement.policy import Policy

# A version is a file name too; `expert-…` names the bank that is no file.
_VERSION = re.compile(r"(?!expert-)[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_DIGITS = 6


def bank_record(
    calibration: Calibration, *, policy: Policy, version: str, given_on: date, sign_off: str
) -> dict[str, Any]:
    """Return the content of `assessments/bank.json`.

    Parameters
    ----------
    calibration : Calibration
        What is proposed.
    policy : Policy
        The policy in force.
    version : str
        Name of the new bank.
    given_on : date
        Day of the decision.
    sign_off : str
        Who decided, having looked at the large moves.

    Returns
    -------
    dict
        Fits the schema ``bank``; items sorted by id.
    """
    return {
        "format_version": 1,
        "version": version,
        "given_on": given_on.isoformat(),
        "signed_off_by": sign_off,
        "policy": {
            "version": policy.version,
            "width": policy.width,
            "response_probability": policy.response_probability,
            "sd_family": policy.sd_family,
        },
        "items": [_item(proposal) for proposal in calibration.proposals],
        "large_moves": [one.item.id for one in calibration.large_moves(policy)],
        "experts": None if calibration.experts is None else _experts(calibration.experts),
    }


def _item(proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.item.id,
        "content": proposal.item.content,
        "level": proposal.item.level,
        "answers": proposal.answers,
        "moved": round(proposal.moved, _DIGITS) + 0.0,
        "status": "not_identified" if proposal.reason else "converged",
        "parameters": parameters_record(proposal.after),
    }


def _experts(found: ExpertError) -> dict[str, Any]:
    return {
        name: [round(end, _DIGITS) for end in value]
        if isinstance(value, tuple)
        else round(value, _DIGITS)
        for name, value in asdict(found).items()
    }


def publish_bank(path: Path, record: dict[str, Any]) -> Path:
    """Write a new version of the bank.

    Parameters
    ----------
    path : Path
        ``assessments/bank.json``.
    record : dict
        From `bank_record`.

    Returns
    -------
    Path
        The copy that stays: ``banks/<version>.json`` beside it. Levels that were made with a version can
        be made again with it for ever.

    Raises
    ------
    MeasurementError
        If the version is no usable name or stands already: a version never changes.
    InputError
        If the record does not fit the schema.
    """
    version = record["version"]
    kept = path.with_name("banks") / f"{version}.json"
    if not _VERSION.match(version):
        raise MeasurementError(
            f"版の名前「{version}」は使えません。半角の英数字と . _ - で書いてください（例: 2026-12）。",
            f"“{version}” cannot name a version: use letters, digits, . _ and - (such as 2026-12).",
        )
    if kept.exists():
        raise MeasurementError(
            f"{kept}: 版「{version}」はすでにあります。別の名前を付けてください。",
            f"{kept}: version “{version}” is there already; give another name.",
        )
    # The copy first: whoever sees the new bank can also find it by its name.
    write_json(kept, record, "bank")
    write_json(path, record, "bank")
    return kept
