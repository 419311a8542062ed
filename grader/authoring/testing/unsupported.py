"""What a test cannot do while the trainee's code runs in another process: refused when the notebook is made."""

from __future__ import annotations

import ast

from grader.authoring.testing import across, labels, unreached
from grader.authoring.testing.flaw import Flaw, flaw
from grader.authoring.testing.setting import Setting
from grader.authoring.testing.unreached import shell_commands
from grader.authoring.testing.view import View
from grader.cells.reading import parsed_or_empty


def unsupported(source: str, setting: Setting) -> list[Flaw]:
    """Find what a test does that cannot work, or would be unsafe, across two processes.

    Parameters
    ----------
    source : str
        A test cell, or the body of a check or of a hidden test.
    setting : Setting
        What stands around it.

    Returns
    -------
    list of Flaw
        Sorted by line, one of a kind for each line; empty for a source that is not Python.
    """
    view = View(parsed_or_empty(source), setting)
    checks = (*across.CHECKS, *unreached.CHECKS)
    found = {(one.line, one.kind): one for check in checks for one in check(view)}
    return sorted(found.values())


def unsupported_given(source: str) -> list[Flaw]:
    """Find the magics of a locked cell that the judge can neither run nor skip.

    Parameters
    ----------
    source : str
        One of the author's locked cells.

    Returns
    -------
    list of Flaw
        Sorted by line; magics that only set how things look are not among them.
    """
    view = View(parsed_or_empty(source), Setting(trainee={}))
    return sorted(
        flaw(labels.UNSUPPORTED, "shell", text, line=node.lineno)
        for node, text in shell_commands(view)
    )


def unsupported_solution(source: str) -> list[Flaw]:
    """Find what makes the names of an answer cell unknowable.

    Parameters
    ----------
    source : str
        The author's solution.

    Returns
    -------
    list of Flaw
        One for each ``from … import *``.
    """
    nodes = ast.walk(parsed_or_empty(source))
    stars = (n for n in nodes if isinstance(n, ast.ImportFrom) and n.names[0].name == "*")
    return [flaw(labels.UNSUPPORTED, "star", node) for node in stars]
