"""Check a skill standard: form first, then what the files say to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.findings import has_errors, sort_findings
from grader.standard import (
    coverage_checks,
    crosswalk_checks,
    overlay_checks,
    placement_checks,
    reference_checks,
    rules,
    skill_checks,
    source_checks,
)
from grader.standard.files import read_files
from grader.standard.overlay import merge, read_overlay
from grader.standard.rulings import rulings_checks
from grader.standard.versions import version_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from grader.findings import Finding, Rule
    from grader.standard.files import Files

CHECKS: tuple[Callable[[Files], Iterator[Finding]], ...] = (
    *skill_checks.CHECKS,
    *reference_checks.CHECKS,
    *coverage_checks.CHECKS,
    *rulings_checks.CHECKS,
    *placement_checks.CHECKS,
    *crosswalk_checks.CHECKS,
    *version_checks.CHECKS,
    *source_checks.CHECKS,
)
RULES: tuple[Rule, ...] = (
    *overlay_checks.RULES,
    *rules.RULES,
    *rulings_checks.RULES,
    *placement_checks.RULES,
    *version_checks.RULES,
    *crosswalk_checks.RULES,
    *source_checks.RULES,
)


def lint_standard(
    directory: Path,
    *,
    overlay: Path | None = None,
    today: date | None = None,
    proven: Iterable[tuple[str, int]] | None = None,
) -> list[Finding]:
    """Check every file of a skill standard, and a municipality's overlay.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path, optional
        The municipality's ``overlay.yaml``.
    today : date, optional
        Day for rules about expiry; without it they are not run.
    proven : iterable of (str, int), optional
        Skill and level of every assessed exercise, for the rules about coverage; without it they are
        not run.

    Returns
    -------
    list of Finding
        Sorted by file, line and rule. While a file is missing or misshapen (S022, X001, Y001) the
        rules that compare files are not run: they would only repeat the same mistake in many places.
        For the same reason an overlay is held against a standard without errors only.
    """
    return read_standard(directory, overlay=overlay, today=today, proven=proven, locked=True)[1]


def read_standard(
    directory: Path,
    *,
    overlay: Path | None = None,
    today: date | None = None,
    proven: Iterable[tuple[str, int]] | None = None,
    locked: bool = False,
) -> tuple[Files, list[Finding]]:
    """Read the files of a skill standard with an overlay put on them, and check both.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    overlay : Path, optional
        The municipality's ``overlay.yaml``.
    today, proven : optional
        As for `lint_standard`.
    locked : bool
        Whether to hold the files against the lock: for authors. What stands in a file is read anyway.

    Returns
    -------
    Files
        To be used if no finding is an error.
    list of Finding
        As of `lint_standard`.
    """
    files, findings, whole = read_files(directory)
    files = replace(files, today=today, proven=None if proven is None else frozenset(proven))
    if whole:
        findings += [*meaning(files), *(version_checks.lock_findings(files) if locked else ())]
    if overlay is not None:
        document, notes = read_overlay(overlay)
        usable = whole and not has_errors(findings)
        findings += notes
        if document is not None and usable:
            findings += overlay_checks.overlay_findings(files, document)
            files = merge(files, document)
    return files, sort_findings(findings)


def meaning(files: Files) -> list[Finding]:
    """Run every check on files that have their shape.

    Parameters
    ----------
    files : Files
        Files without misfits.

    Returns
    -------
    list of Finding
        In the order of the checks.
    """
    return [finding for check in CHECKS for finding in check(files)]
