"""The placement stage: standard and estimates in; `records/fit.json` out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.measurement import estimates_path
from grader.placement.document import fit
from grader.schema.store import read_json, write_json
from grader.standard import load_standard

if TYPE_CHECKING:
    from pathlib import Path

    from grader.workspace import Workspace


def fit_path(workspace: Workspace) -> Path:
    """Return where the fits of a workspace stand.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        ``records/fit.json``.
    """
    return workspace.records / "fit.json"


def run(workspace: Workspace) -> Path:
    """Hold everybody in `records/estimates.json` against every role; write `records/fit.json`.

    Parameters
    ----------
    workspace : Workspace
        The workspace.

    Returns
    -------
    Path
        The file written; the same input gives the same bytes.

    Raises
    ------
    InputError
        If there are no usable estimates.
    StandardError
        If the standard breaks its own rules.
    """
    standard = load_standard(workspace.standard, workspace.overlay)
    estimates = read_json(estimates_path(workspace), "estimates")
    path = fit_path(workspace)
    write_json(path, fit(standard, estimates), "fit")
    return path
