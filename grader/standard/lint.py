"""Check a skill standard: form first, then what the files say to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.findings import sort_findings
from grader.standard import reference_checks, rules, skill_checks
from grader.standard.files import read_files
from grader.standard.rulings import rulings_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from grader.findings import Finding, Rule
    from grader.standard.files import Files

CHECKS: tuple[Callable[[Files], Iterator[Finding]], ...] = (
    *skill_checks.CHECKS,
    *reference_checks.CHECKS,
    *rulings_checks.CHECKS,
)
RULES: tuple[Rule, ...] = (*rules.RULES, *rulings_checks.RULES)


def lint_standard(directory: Path, *, today: date | None = None) -> list[Finding]:
    """Check every file of a skill standard.

    Parameters
    ----------
    directory : Path
        The folder ``skills_standard``.
    today : date, optional
        Day for rules about expiry; without it they are not run.

    Returns
    -------
    list of Finding
        Sorted by file, line and rule. While a file is missing or misshapen (S022, X001, Y001) the
        rules that compare files are not run: they would only repeat the same mistake in many places.
    """
    files, findings, whole = read_files(directory, today=today)
    return sort_findings([*findings, *meaning(files)] if whole else findings)


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
