"""What late work costs, where a course has a plugin of its own for that."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from nbgrader.preprocessors import AssignLatePenalties

from grader.errors import GradingError
from grader.grading import labels
from grader.grading.surroundings import surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.gradebook.graded import LateRule


def late_rule(root: Path, config: Any) -> LateRule:
    """Ask the plugin that a course names in ``c.AssignLatePenalties.plugin_class``.

    Parameters
    ----------
    root : Path
        Root of the course; the plugin may stand there.
    config : traitlets.config.Config
        Of the course.

    Returns
    -------
    callable
        From trainee, points and seconds late to the penalty; None for no penalty. It raises `GradingError` if the
        plugin fails.

    Raises
    ------
    GradingError
        If there is no such plugin.
    """
    try:
        with surroundings(root):
            step = AssignLatePenalties(config=config)
            step.init_plugin()
    except Exception as error:
        raise GradingError(*astuple(labels.late_plugin(error))) from error

    def rule(trainee: str, points: float, seconds: float) -> float | None:
        try:
            penalty = step.plugin_inst.late_submission_penalty(trainee, points, seconds)
            return None if penalty is None else float(penalty)
        except Exception as error:
            raise GradingError(*astuple(labels.late_plugin(error))) from error

    return rule
