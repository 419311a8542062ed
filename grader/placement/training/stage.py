"""Training plans of a workspace: made for a stored plan of placements, stored beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from grader.errors import InputError
from grader.measurement import estimates_path
from grader.measurement.policy import load_policy
from grader.placement.evidence import PersonEvidence, read_evidence
from grader.placement.plan.named import post_id
from grader.placement.plan.store import load_plan, plan_path
from grader.placement.recommend import prior_steps, read_modules
from grader.placement.training.demands import (
    post_demands,
    provable,
    role_demands,
    shortage_demands,
)
from grader.placement.training.document import modules_of, training_document
from grader.placement.training.model import Terms, Trainee
from grader.placement.training.plan import make_training
from grader.schema.store import read_json, write_json
from grader.standard import load_standard
from grader.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.placement.plan.make import Told
    from grader.placement.plan.model import Plan
    from grader.placement.plan.stage import Noted
    from grader.placement.problem.model import Problem
    from grader.placement.program.limits import Limits
    from grader.placement.recommend import Module
    from grader.placement.training.model import Demand, TrainingPlan
    from grader.standard import Standard
    from grader.text import Lang
    from grader.workspace import Workspace

    Heads = tuple[tuple[str, int], ...]


_STEP = Text("育成計画を作成中", "planning training")


@dataclass(frozen=True, slots=True)
class TrainingAsked:
    """What training is asked for.

    Parameters
    ----------
    plan : str
        Name of the stored plan.
    posts, roles : tuple of (str, int)
        For which posts (by id or name) and roles how many people are to be eligible; neither: the skills that posts of the plan are
        short of.
    chance : float or None
        Somebody counts as eligible from this P(all musts met) on; None: as the planning policy has it.
    minutes : int or None
        Most minutes of one person; None: no limit.
    one_each : bool
        Whether a person counts for one post or role only.
    """

    plan: str
    posts: Heads = ()
    roles: Heads = ()
    chance: float | None = None
    minutes: int | None = None
    one_each: bool = False


@dataclass(frozen=True, slots=True)
class Trained:
    """A training plan with what is needed to read it.

    Parameters
    ----------
    training : TrainingPlan
        The training plan.
    demands : tuple of Demand
        What it was asked for.
    unprovable : tuple of Demand
        Demands of which notebooks can show nothing.
    measured : bool
        Whether anything was measured of anybody; if not, everybody stands at the prior.
    problem : Problem
        Names of people and posts.
    standard : Standard
        Names of skills.
    """

    training: TrainingPlan
    demands: tuple[Demand, ...]
    unprovable: tuple[Demand, ...]
    measured: bool
    problem: Problem
    standard: Standard


def plan_training(
    workspace: Workspace,
    asked: TrainingAsked,
    *,
    limits: Limits,
    noted: Noted = lambda _: None,
    progress: Told = lambda *_: None,
) -> Trained:
    """Make a training plan and store it beside the plan that it serves.

    Parameters
    ----------
    workspace : Workspace
        The workspace, built.
    asked : TrainingAsked
        What is asked for.
    limits : Limits
        Limits of the solver.
    noted : callable, optional
        Takes the problem once it is read, to leave an entry in the audit.
    progress : callable, optional
        As of `make_plan`.

    Returns
    -------
    Trained
        The training plan; a stored one of the same plan is replaced.

    Raises
    ------
    InputError
        If there is no such plan, post or role, nothing is asked for, or no bank names its lessons.
    MeasurementError
        If the measurement policy cannot be used.
    """
    progress(_STEP, 0, 2)
    plan, problem = load_plan(workspace, asked.plan)
    noted(problem)
    standard = load_standard(workspace.standard, workspace.overlay)
    demands, unprovable = provable(_demands(asked, plan, problem, standard))
    if not demands:
        _refuse(unprovable)
    terms = _terms(workspace, asked, problem)
    trainees = _trainees(workspace, problem)
    progress(_STEP, 1, 2)
    made = make_training(demands, trainees, _modules(workspace), terms=terms, limits=limits)
    progress(_STEP, 2, 2)
    document = training_document(made, demands, plan=plan.name, input_sha256=plan.input_sha256)
    write_json(training_path(workspace, plan.name), document, "training_plan")
    measured = any(one.levels for one in trainees)
    return Trained(made, tuple(demands), tuple(unprovable), measured, problem, standard)


def training_path(workspace: Workspace, plan: str) -> Path:
    """Return where the training plan of a plan stands.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    plan : str
        Name of the plan.

    Returns
    -------
    Path
        ``records/plans/<name>/training.json``.

    Raises
    ------
    InputError
        If the name cannot be that of a plan.
    """
    return plan_path(workspace, plan).with_name("training.json")


def training_modules(
    workspace: Workspace, plan: Plan, lang: Lang
) -> Mapping[tuple[str, str], tuple[str, ...]] | None:
    """Return the titles of the modules that the training plan of a plan gives people.

    Parameters
    ----------
    workspace : Workspace
        The workspace.
    plan : Plan
        The plan.
    lang : {'ja', 'en'}
        Language of the titles.

    Returns
    -------
    mapping of (str, str) to tuple of str, or None
        By person and skill; empty without a training plan; None if it was made for a plan that has been replaced.

    Raises
    ------
    InputError
        If the file cannot be used.
    """
    path = training_path(workspace, plan.name)
    if not path.is_file():
        return {}
    data = read_json(path, "training_plan")
    return modules_of(data, lang) if data["input_sha256"] == plan.input_sha256 else None


def _demands(
    asked: TrainingAsked, plan: Plan, problem: Problem, standard: Standard
) -> list[Demand]:
    if not (asked.posts or asked.roles):
        found = shortage_demands(plan, problem, standard)
    else:
        context = problem.policy.context
        posts = [(post_id(problem, post), people) for post, people in asked.posts]
        found = post_demands(problem, standard, posts)
        found += role_demands(standard, asked.roles, context=context)
    if found:
        return found
    raise InputError(
        f"案「{plan.name}」の初年度に技能を持つ人の不足（P008）はありません。--post か --role で目標を示してください。",
        f"Plan “{plan.name}” has no shortage of people with a skill (P008) in its first year. Name what you aim at with --post or --role.",
    )


def _refuse(unprovable: list[Demand]) -> NoReturn:
    names = [one.name for one in unprovable]
    raise InputError(
        f"「{'」「'.join(names)}」には、ノートブックで示せる必須の技能がありません。教材では育成できるか判断できないので、人の評価によってください。",
        f"No must of {', '.join(names)} can be shown by notebooks, so modules cannot be planned for it. Let people judge.",
    )


def _terms(workspace: Workspace, asked: TrainingAsked, problem: Problem) -> Terms:
    policy = load_policy(workspace.assessments / "measurement.yaml")
    return Terms(
        by=problem.appointed_on,
        chance=problem.policy.met if asked.chance is None else asked.chance,
        share=policy.module_share,
        prior=prior_steps(policy),
        minutes=asked.minutes,
        one_each=asked.one_each,
    )


def _modules(workspace: Workspace) -> tuple[Module, ...]:
    bank = workspace.build / "items.json"
    modules = read_modules(read_json(bank, "items"))
    if not modules:
        raise InputError(
            f"{bank}: 教材の一覧がありません。教材を作り直してください（kakehashi build）。",
            f"{bank} does not name the lessons. Build the course again (kakehashi build).",
        )
    return modules


def _trainees(workspace: Workspace, problem: Problem) -> list[Trainee]:
    """Own staff who are still there; levels as in the plan, or as measured where it may not use them yet."""
    path = estimates_path(workspace)
    estimates = read_json(path, "estimates") if path.is_file() else {"bank": (), "persons": ()}
    taken = _taken(estimates)
    known = {one.person: PersonEvidence(one.person) for one in problem.people}
    known |= {one.person: one for one in read_evidence(estimates)}
    known |= {
        one.person: PersonEvidence(one.person, one.levels, one.hardest)
        for one in problem.people
        if one.levels
    }
    return [
        Trainee(
            one.person,
            known[one.person].p_at_least,
            taken.get(one.person, frozenset()),
            known[one.person].hardest,
        )
        for one in problem.people
        if one.origin == "internal" and not one.leaves
    ]


def _taken(estimates: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Lessons that people took."""
    return {
        entry["person"]: frozenset(
            answer["lesson"] for skill in entry["skills"] for answer in skill["evidence"]
        )
        for entry in estimates["persons"]
    }
