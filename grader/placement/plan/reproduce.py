"""Make a stored plan again, to see that it comes out the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.placement.plan.document import plan_document
from grader.placement.plan.make import make_plan
from grader.placement.plan.store import load_plan
from grader.placement.program import Limits
from grader.standard import load_standard

if TYPE_CHECKING:
    from grader.placement.plan.make import Told
    from grader.workspace import Workspace


def reproduce(workspace: Workspace, name: str, *, progress: Told | None = None) -> bool:
    """Make a stored plan again from its problem, and tell whether it comes out the same.

    Parameters
    ----------
    workspace : Workspace
        The workspace, with the standard.
    name : str
        Name of the plan.
    progress : callable, optional
        As of `make_plan`.

    Returns
    -------
    bool
        Whether the documents agree byte for byte.

    Raises
    ------
    InputError
        If there is no such plan, or a file of it cannot be used.
    PlanError
        If no plan can be made any more.
    """
    plan, problem = load_plan(workspace, name)
    standard = load_standard(workspace.standard, workspace.overlay)
    limits = Limits(seconds=plan.seconds, gap=plan.gap, threads=plan.threads, seed=plan.seed)
    again = make_plan(problem, standard, name=name, limits=limits, progress=progress).plan
    return plan_document(again) == plan_document(plan)
