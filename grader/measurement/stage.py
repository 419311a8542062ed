"""The measurement stage: results, bank and policy in; `records/estimates.json` out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.findings import sort_findings
from grader.measurement.attempts import load_results
from grader.measurement.bank import load_bank
from grader.measurement.document import Measurement, measure
from grader.measurement.items import load_items
from grader.measurement.policy import load_policy
from grader.schema.store import write_json
from grader.standard import load_standard, standard_stamp

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

    from grader.workspace import Workspace


def measure_workspace(
    workspace: Workspace,
    *,
    supervised: Collection[tuple[str, str, int]] = frozenset(),
    as_of: date | None = None,
) -> Measurement:
    """Estimate the skills of everybody whose results stand in a workspace.

    Parameters
    ----------
    workspace : Workspace
        Reads ``build/items.json``, ``assessments/measurement.yaml``, ``assessments/bank.json`` if there
        is one, and the results of the course.
    supervised : collection of (str, str, int)
        Person, lesson and form of each sitting that somebody watched.
    as_of : date, optional
        Day for which the levels are stated; by default the day of the last result.

    Returns
    -------
    Measurement
        The document, and findings with the paths of the results that were left out.

    Raises
    ------
    InputError
        If there is no usable bank of items.
    MeasurementError
        If there is no usable policy.
    """
    items = load_items(workspace.build / "items.json")
    policy = load_policy(workspace.assessments / "measurement.yaml")
    files, unreadable = load_results(workspace.results)
    bank = load_bank(workspace.assessments / "bank.json", items=items, policy=policy)
    measured = measure(
        files, items=items, policy=policy, bank=bank, supervised=supervised, as_of=as_of
    )
    findings = tuple(sort_findings([*unreadable, *measured.findings]))
    return Measurement(measured.document, findings)


def estimates_path(workspace: Workspace) -> Path:
    """Return where the estimates of a workspace stand.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        ``records/estimates.json``.
    """
    return workspace.records / "estimates.json"


def run(
    workspace: Workspace,
    *,
    supervised: Collection[tuple[str, str, int]] = frozenset(),
    as_of: date | None = None,
) -> Path:
    """Measure a workspace and write `records/estimates.json`.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    supervised : collection of (str, str, int)
        Person, lesson and form of each sitting that somebody watched.
    as_of : date, optional
        Day for which the levels are stated; by default the day of the last result.

    Returns
    -------
    Path
        The file written; the same input gives the same bytes. Results that could not be used stand
        under ``problems``, with the reason; under ``standard`` the version that was in force.

    Raises
    ------
    InputError
        If there is no usable bank of items.
    MeasurementError
        If there is no usable policy.
    StandardError
        If the standard breaks its own rules.
    """
    standard = standard_stamp(load_standard(workspace.standard, workspace.overlay))
    measured = measure_workspace(workspace, supervised=supervised, as_of=as_of)
    problems = [
        {
            "rule": finding.rule.id,
            "severity": finding.rule.severity,
            "file": _place(finding.path, workspace),
            "message": {"ja": finding.message.ja, "en": finding.message.en},
            "remedy": {"ja": finding.rule.remedy.ja, "en": finding.rule.remedy.en},
        }
        for finding in measured.findings
    ]
    path = estimates_path(workspace)
    document = {**measured.document, "standard": standard, "problems": problems}
    write_json(path, document, "estimates")
    return path


def _place(path: Path, workspace: Workspace) -> str:
    inside = path.is_relative_to(workspace.root)
    return (path.relative_to(workspace.root) if inside else path).as_posix()
