"""Calibrate the items of a workspace from the results that stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.measurement.attempts import collect, load_results
from grader.measurement.bank import load_bank
from grader.measurement.calibration.calibrate import calibrate, first_answers
from grader.measurement.items import load_items
from grader.measurement.policy import load_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.measurement.calibration.calibrate import Calibration
    from grader.measurement.policy import Policy
    from grader.workspace import Workspace


def bank_path(workspace: Workspace) -> Path:
    """Return where the bank of a workspace stands.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        ``assessments/bank.json``; there need not be one.
    """
    return workspace.assessments / "bank.json"


def calibrate_workspace(
    workspace: Workspace, *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Calibration, Policy]:
    """Say what the results of a workspace would change in its bank; nothing is written.

    Parameters
    ----------
    workspace : Workspace
        Reads ``build/items.json``, ``assessments/measurement.yaml``, ``assessments/bank.json`` and the
        results of the course.
    progress : callable
        Told how many skills are done, and how many there are.

    Returns
    -------
    Calibration
        What is proposed.
    Policy
        The policy in force.

    Raises
    ------
    InputError
        If there is no usable list of items, or the bank is no usable file.
    MeasurementError
        If there is no usable policy, or the bank was made for another scale.
    """
    items = load_items(workspace.build / "items.json")
    policy = load_policy(workspace.assessments / "measurement.yaml")
    bank = load_bank(bank_path(workspace), items=items, policy=policy)
    files, _ = load_results(workspace.results)
    evidence = collect(files, items=items, policy=policy)
    responses = first_answers(evidence.answers, items)
    found = calibrate(responses, items=items, policy=policy, bank=bank, progress=progress)
    return found, policy
