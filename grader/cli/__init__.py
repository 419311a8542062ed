"""The command line: parse, call one function, print, exit with 0 (done), 1 (findings, failures) or 2 (wrong use)."""

from __future__ import annotations

from grader.cli import (
    authors,
    content,
    exports,
    feedback,
    pages,
    rules,
    stages,
    standard,
    trainees,
)
from grader.cli.base import main

# Importing a module of commands registers them on the group.
_COMMANDS = (authors, content, pages, trainees, stages, feedback, standard, exports, rules)

__all__ = ["main"]
