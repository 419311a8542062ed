"""Plans of a workspace: made from the records, changed by hand, stored under ``records/plans/``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import InputError
from grader.placement.plan.hand import forbid, pin
from grader.placement.plan.make import make_plan
from grader.placement.plan.named import person_id, post_id
from grader.placement.plan.store import check_free, check_name, load_plan, save_plan
from grader.placement.problem.read import read_problem, without_levels
from grader.placement.rules.planning import FILE_NAME, load_plan_policy
from grader.records.database import open_records
from grader.standard import load_standard

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from grader.findings import Finding
    from grader.placement.plan.make import Made, Told
    from grader.placement.plan.model import Plan
    from grader.placement.problem.model import PlanPolicy, Problem
    from grader.placement.program.limits import Limits
    from grader.workspace import Workspace

    Pairs = tuple[tuple[str, str], ...]
    Noted = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What plan is asked for.

    Parameters
    ----------
    name : str
        Name of the plan.
    appointed_on : date
        発令日.
    known_at : datetime
        The records as they were known then.
    years : int
        Years of the plan, 1 to 5.
    pins, forbids : tuple of (str, str)
        Person and post, as `person_id` and `post_id` take them.
    """

    name: str
    appointed_on: date
    known_at: datetime
    years: int = 1
    pins: Pairs = ()
    forbids: Pairs = ()


def new_plan(
    workspace: Workspace,
    wanted: Wanted,
    *,
    limits: Limits,
    policy: PlanPolicy | None = None,
    noted: Noted | None = None,
    progress: Told | None = None,
) -> tuple[Made, list[Finding]]:
    """Make a plan from the records, and store it.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    wanted : Wanted
        What is asked for; a plan of that name is replaced.
    limits : Limits
        Limits of the solver.
    policy : PlanPolicy, optional
        The policy; that of the workspace if not given.
    noted : callable, optional
        Takes the problem once it is read, to leave an entry in the audit: before anything is made of it, stored or shown.
    progress : callable, optional
        As of `make_plan`.

    Returns
    -------
    made : Made
        The plan.
    findings : list of Finding
        What in the records could not be used as it is.

    Raises
    ------
    InputError
        If the name, a pin or the policy cannot be used, or the records hold nobody.
    RecordsError
        If the records cannot be read.
    """
    check_name(wanted.name)
    standard = load_standard(workspace.standard, workspace.overlay)
    engine = open_records(workspace.records)
    try:
        problem, findings = read_problem(
            engine,
            standard,
            policy=policy or load_plan_policy(workspace.assessments / FILE_NAME),
            appointed_on=wanted.appointed_on,
            known_at=wanted.known_at,
            years=wanted.years,
        )
    finally:
        engine.dispose()
    if not problem.people:
        raise InputError(
            f"{wanted.appointed_on} に在職する人の記録がありません（{wanted.known_at:%Y-%m-%d %H:%M} 時点の記録）。"
            "先に kakehashi records import で取り込んでください。",
            f"The records, as known on {wanted.known_at:%Y-%m-%d %H:%M}, hold nobody on {wanted.appointed_on}. "
            "Bring them in first with kakehashi records import.",
        )
    for decide, pairs in ((pin, wanted.pins), (forbid, wanted.forbids)):
        for person, post in pairs:
            problem = decide(problem, person_id(problem, person), post_id(problem, post))
    if noted is not None:
        noted(problem)
    made = make_plan(problem, standard, name=wanted.name, limits=limits, progress=progress)
    save_plan(workspace, made.plan, made.problem)
    return made, [*findings, *without_levels(problem, wanted.known_at)]


def changed_plan(
    workspace: Workspace,
    base: str,
    change: Callable[[Problem, Plan], Problem],
    *,
    name: str,
    limits: Callable[[Plan], Limits],
    progress: Told | None = None,
) -> tuple[Plan, Made]:
    """Change a stored plan's problem, solve it again, and store the result under another name.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    base : str
        Name of the stored plan; it stays as it is.
    change : callable
        Takes the problem and the plan, and returns the changed problem; the place for an entry in the audit.
    name : str
        Name of the new plan.
    limits : callable
        Takes the stored plan, and returns the limits of the solver.
    progress : callable, optional
        As of `make_plan`.

    Returns
    -------
    before : Plan
        The stored plan.
    made : Made
        The new one.

    Raises
    ------
    InputError
        If there is no such plan, the new name is taken or cannot be used, or the change is not possible.
    """
    check_free(workspace, name)
    before, problem = load_plan(workspace, base)
    standard = load_standard(workspace.standard, workspace.overlay)
    problem = change(problem, before)
    made = make_plan(problem, standard, name=name, limits=limits(before), progress=progress)
    save_plan(workspace, made.plan, made.problem)
    return before, made
