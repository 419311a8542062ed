"""The command line: parse, call one function, print, exit with 0 (done), 1 (findings, failures) or 2 (wrong use)."""

from __future__ import annotations

from grader.cli import (
    advice,
    audit,
    authors,
    badges,
    calibration,
    checks,
    content,
    diagnose,
    evidence,
    exports,
    feedback,
    imports,
    overlay,
    pages,
    plan,
    plan_hand,
    plan_more,
    plan_out,
    quality,
    records,
    records_levels,
    rules,
    stages,
    standard,
    trainees,
    versions,
    worksheet,
)
from grader.cli.base import main

# Importing a module of commands registers them on the group.
_COMMANDS = (
    authors,
    content,
    checks,
    pages,
    trainees,
    diagnose,
    stages,
    advice,
    calibration,
    feedback,
    quality,
    standard,
    rules,
    versions,
    overlay,
    worksheet,
    exports,
    badges,
    imports,
    evidence,
    records,
    records_levels,
    audit,
    plan,
    plan_hand,
    plan_more,
    plan_out,
)

__all__ = ["main"]
