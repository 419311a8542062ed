"""The command line: parse, call one function, print, exit with 0 (done), 1 (findings, failures) or 2 (wrong use)."""

from __future__ import annotations

from grader.cli import (
    authors,
    badges,
    checks,
    content,
    evidence,
    exports,
    feedback,
    imports,
    overlay,
    pages,
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
    stages,
    feedback,
    standard,
    rules,
    versions,
    overlay,
    worksheet,
    exports,
    badges,
    imports,
    evidence,
)

__all__ = ["main"]
