"""The dashboard stage: standard, roster, estimates and fits in; `records/dashboard/` out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.authoring.registers import read_registers
from grader.dashboard.write import write_pages
from grader.errors import InputError
from grader.measurement import estimates_path
from grader.placement import fit_path
from grader.records.access_log import log_access, need_purpose
from grader.records.evidence_file import FILE_NAME, EvidenceFile, read_evidence
from grader.records.roster import read_roster
from grader.schema.store import read_json
from grader.standard import load_standard
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.authoring.registers import Misconception
    from grader.records.access_log import Access
    from grader.records.roster import Roster
    from grader.standard.model import Standard
    from grader.workspace import Workspace


def run(
    workspace: Workspace,
    *,
    access: Access,
    as_of: str | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Path:
    """Write the pages of a workspace, after an entry in its audit.

    Parameters
    ----------
    workspace : Workspace
        Reads the standard, ``records/estimates.json``, ``records/fit.json``,
        ``records/roster.csv``, ``records/evidence.csv`` if it is there, ``build/items.json`` and the
        register of misconceptions.
    access : Access
        Who takes the pages out, when and for what: on every page, and in the audit.
    as_of : str, optional
        Date printed on every page, on which other evidence is valid or has expired; none if not given.
    progress : callable, optional
        Told after each page how many are made, and of how many.

    Returns
    -------
    Path
        ``records/dashboard/index.html``; the same input gives the same bytes.

    Raises
    ------
    InputError
        If no purpose is given, or the roster, the estimates, the fits or the exercises are missing or unusable.
    RecordsError
        If the entry cannot be written. No page is written then.
    StandardError
        If the standard breaks its own rules.
    """
    need_purpose(access)
    standard = load_standard(workspace.standard, workspace.overlay)
    roster = _roster(workspace, standard)
    path = workspace.records / FILE_NAME
    evidence = (
        read_evidence(path, standard=standard, people=roster.persons)
        if path.is_file()
        else EvidenceFile((), ())
    )
    write_pages(
        standard=standard,
        estimates=read_json(estimates_path(workspace), "estimates"),
        fit=read_json(fit_path(workspace), "fit"),
        roster=roster.persons,
        misconceptions=_misconceptions(workspace),
        items=read_json(workspace.build / "items.json", "items")["items"],
        out=workspace.dashboard,
        access=access,
        noted=lambda sums, people: log_access(
            workspace.records, access, what="dashboard", files=sums, subjects=people
        ),
        title=workspace.name,
        notices=[
            Text(finding.render(workspace.root, "ja"), finding.render(workspace.root, "en"))
            for finding in (*roster.findings, *evidence.findings)
        ],
        evidence=evidence.rows,
        as_of=as_of,
        progress=progress,
    )
    return workspace.dashboard / "index.html"


def _roster(workspace: Workspace, standard: Standard) -> Roster:
    path = workspace.records / "roster.csv"
    if not path.is_file():
        raise InputError(
            f"{path}: 名簿がありません。職員番号・氏名・所属の列がある CSV を置いてください。",
            f"{path}: there is no roster. Put a CSV there with person, name and department.",
        )
    return read_roster(path, roles=standard.roles)


def _misconceptions(workspace: Workspace) -> dict[str, Misconception]:
    """An unusable register costs the pages their wording, not the officer the pages."""
    registers, _ = read_registers(workspace.curriculum)
    return dict(registers.misconceptions) if registers else {}
